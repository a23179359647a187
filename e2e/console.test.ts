/** The console at a desk: by keyboard alone, one list in three views, two people on one case, paper, and work groups. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fine, openRobot } from '../server/test/messages/robot.ts';
import { desktop, openBrowser } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { act, chooseHolder, look, report, verbButton, verbDrawer } from './staff.ts';
import { type Api, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let visitor: Api;
let secretary: Api;
let spotCode: string;

beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  visitor = await city.api(null);
  secretary = await city.api(city.person('grid-secretary'));
  spotCode = await city.spotOf(city.person('grid-secretary'));
});
afterAll(() => browser?.close());
showFailures(() => browser);

async function consoleOf(role: string, path: string): Promise<Page> {
  const context = await city.device(browser, desktop, { as: city.person(role) });
  const page = await context.newPage();
  await page.goto(`${city.url}/console${path}`);
  return page;
}

/** Cases of this test alone, found by a word of their own; all but the last are accepted. */
async function someCases(count: number): Promise<{ word: string; ids: string[] }> {
  const word = `第${Date.now()}次`;
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { caseId } = await report(visitor, {
      spotCode,
      description: `${word}巡查：第 ${index + 1} 处楼道灯不亮`,
      category: 'street-lamp',
    });
    ids.push(caseId);
    if (index < count - 1) await act(secretary, caseId, 'accept');
  }
  return { word, ids };
}

const shownIds = (page: Page): Promise<string[]> =>
  page
    .locator('[data-case-id]')
    .evaluateAll((lines) => lines.map((line) => line.getAttribute('data-case-id') ?? '').sort());

test('the workbench is worked through by keyboard alone: open, next verb, five dispatched at once', async () => {
  const { word, ids } = await someCases(6);
  const [first] = ids;
  const open = ids.at(-1) ?? '';
  const page = await consoleOf('grid-secretary', `/?q=${encodeURIComponent(word)}`);
  await page.locator('[data-case-id]').nth(5).waitFor();
  const { keyboard } = page;
  const focusedCase = () =>
    page.evaluate(
      () => document.activeElement?.closest('[data-case-id]')?.getAttribute('data-case-id') ?? null,
    );
  const goTo = async (caseId: string) => {
    for (let step = 0; step < 12 && (await focusedCase()) !== caseId; step += 1) await keyboard.press('j');
    for (let step = 0; step < 12 && (await focusedCase()) !== caseId; step += 1) await keyboard.press('k');
    expect(await focusedCase()).toBe(caseId);
  };

  await keyboard.press('j');
  const top = await focusedCase();
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: new RegExp(word) }).waitFor();
  expect(page.url()).toContain(`/cases/${top}`);
  await keyboard.press('Escape');
  await page.locator(`[data-case-id="${first}"]`).waitFor();
  expect(page.url()).toContain(`?q=${encodeURIComponent(word)}`);

  await goTo(open);
  await keyboard.press('a');
  await page.locator(`[data-case-id="${open}"] .line-marks`, { hasText: '受理' }).waitFor();
  expect((await look(secretary, open)).station).toBe('accepted');

  for (const caseId of ids.slice(0, 5)) {
    await goTo(caseId);
    await keyboard.press('x');
  }
  await page.getByText('已选 5 件').waitFor();
  await keyboard.press('d');
  const dialog = page.getByRole('dialog', { name: '批量派单（5 件）' });
  await dialog.waitFor();
  const { name } = city.person('repair-worker');
  await page.waitForFunction(() => document.activeElement?.matches('[role=dialog] input') ?? false);
  await keyboard.type(name);
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await dialog.getByText('5 件全部办好').waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('[role=dialog] button') ?? false);
  await keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  for (const caseId of ids.slice(0, 5)) {
    const { station, assignee } = await look(secretary, caseId);
    expect([station, assignee?.name]).toEqual(['assigned', name]);
  }
  expect((await look(secretary, open)).station).toBe('accepted');
  await page.context().close();
});

test('list, map and board show the same cases, and the address says which view and which filters', async () => {
  const { word, ids } = await someCases(4);
  const page = await consoleOf('grid-secretary', '/cases');
  await page.getByRole('textbox', { name: '编号或标题中的字' }).fill(word);
  await expect.poll(() => shownIds(page), { timeout: 20_000 }).toEqual(ids.toSorted());
  expect(new URL(page.url()).searchParams.get('q')).toBe(word);

  await page.getByText('地图', { exact: true }).click();
  await page.locator('.map-point').first().waitFor({ timeout: 60_000 });
  expect(await shownIds(page)).toEqual(ids.toSorted());
  const counts = await page.locator('.map-point').allTextContents();
  expect(counts.reduce((sum, text) => sum + (text === '' ? 1 : Number(text)), 0)).toBe(ids.length);
  expect(new URL(page.url()).searchParams.get('view')).toBe('map');

  await page.getByText('看板', { exact: true }).click();
  await page.locator('.board [data-case-id]').first().waitFor();
  expect(await shownIds(page)).toEqual(ids.toSorted());
  const accepted = page.getByRole('region', { name: /^受理/ });
  expect(await accepted.locator('[data-case-id]').count()).toBe(3);

  await page.getByRole('button', { name: '只看超时' }).click();
  await expect.poll(() => shownIds(page), { timeout: 20_000 }).toEqual([]);
  const params = new URL(page.url()).searchParams;
  expect([params.get('q'), params.get('view'), params.get('over')]).toEqual([word, 'board', '1']);

  // The address alone opens the same list elsewhere.
  const colleague = await consoleOf('compound-secretary', `/cases?q=${encodeURIComponent(word)}&view=board`);
  await expect.poll(() => shownIds(colleague), { timeout: 20_000 }).toEqual(ids.toSorted());
  await colleague.context().close();
  await page.context().close();
});

test('two act on one case: the second sees the present state, keeps what was typed, and can go on', async () => {
  const { caseId, number } = await report(visitor, {
    spotCode,
    description: `楼道窗户关不上 ${Date.now()}`,
    category: 'dirty-stairs',
  });
  await act(secretary, caseId, 'accept');
  const one = await consoleOf('grid-secretary', `/cases/${caseId}`);
  const other = await consoleOf('compound-secretary', `/cases/${caseId}`);
  await verbButton(other, '派单', number).click();
  const drawer = verbDrawer(other, '派单');
  await chooseHolder(drawer, city.person('property-manager').name);
  await drawer.getByRole('textbox', { name: /说明|原因/ }).fill('请今天之内处理');

  await verbButton(one, '派单', number).click();
  const firstDrawer = verbDrawer(one, '派单');
  await chooseHolder(firstDrawer, city.person('repair-worker').name);
  await firstDrawer.getByRole('button', { name: '派单', exact: true }).click();
  await firstDrawer.waitFor({ state: 'hidden' });

  await drawer.getByRole('button', { name: '派单', exact: true }).click();
  const stale = other.getByRole('dialog').filter({ hasText: '事项已有新进展，您填写的内容还在' });
  await stale.waitFor();
  await stale.getByText(city.person('grid-secretary').name).first().waitFor();
  expect(await stale.getByRole('textbox', { name: /说明|原因/ }).inputValue()).toBe('请今天之内处理');
  expect((await look(secretary, caseId)).assignee?.name).toBe(city.person('repair-worker').name);

  await stale.getByRole('button', { name: '按最新情况继续' }).click();
  await stale.waitFor({ state: 'hidden' });
  const after = await look(secretary, caseId);
  expect(after.assignee?.name).toBe(city.person('property-manager').name);
  expect(after.history.filter(({ verb }) => verb === 'assign')).toHaveLength(2);
  await one.context().close();
  await other.context().close();
});

test('a case on paper: the case itself and when it was printed, nothing of what stands around it', async () => {
  const { caseId, title } = await report(visitor, {
    spotCode,
    description: `消防栓箱玻璃碎了 ${Date.now()}`,
    category: 'fire-equipment',
  });
  const page = await consoleOf('grid-secretary', `/cases/${caseId}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('heading', { level: 1, name: title }).isVisible()).toBe(true);
  expect(await page.getByText('打印时间：').isVisible()).toBe(true);
  expect(await page.getByRole('heading', { name: '办理过程' }).isVisible()).toBe(true);
  expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
  const paper = await page.pdf({ preferCSSPageSize: true });
  const sheets = paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(sheets).toBeGreaterThan(0);
  expect(sheets).toBeLessThanOrEqual(3);
  await page.context().close();
});

test('a work group hears of a late case; what its robot refused stands in the outbox and goes when sent again', async () => {
  const robot = await openRobot();
  const name = `网格工作群 ${Date.now()}`;
  const page = await consoleOf('administrator', '/outbox');
  await page.getByRole('button', { name: '添加工作群' }).click();
  const form = page.getByRole('dialog', { name: '添加工作群' });
  await form.getByRole('textbox', { name: /群名称/ }).fill(name);
  const orgName = city.person('grid-secretary').orgName ?? '';
  await form.getByRole('combobox', { name: /所属组织/ }).fill(orgName);
  await page.locator('.ant-select-item-option', { hasText: orgName }).click();
  await form.getByRole('textbox', { name: /机器人地址/ }).fill(robot.address);
  await form.getByRole('button', { name: '保存' }).click();
  const group = page.locator('.work-groups li', { hasText: name });
  await group.getByText('还没有发送过').waitFor();
  // The address is a secret: only its end is shown again.
  expect(await group.textContent()).not.toContain('693axxx6');

  const late = async (): Promise<string> => {
    const { caseId, number, dueAt } = await report(visitor, {
      spotCode,
      description: `单元门坏了 ${Date.now()}`,
      category: 'door-intercom',
    });
    await city.pass(Date.parse(dueAt ?? '') - city.now() + 60_000);
    await until('it is late', async () => (await look(secretary, caseId)).isOver);
    return number;
  };
  const heard = () => robot.heard.map(({ markdown }) => markdown.content);

  const first = await late();
  await expect.poll(heard, { timeout: 30_000 }).toContainEqual(expect.stringContaining(first));

  robot.answers({ status: 200, body: { errcode: 93000, errmsg: 'invalid webhook url' } });
  const second = await late();
  const line = page.locator('.outbox li', { hasText: second });
  // The pauses between its tries are hours at the end; they are over at once here.
  const admin = await city.api(city.person('administrator'));
  await until(
    'it was given up',
    async () => {
      await city.hurry();
      const { messages } = await admin.get<{ messages: { text: string }[] }>('/api/outbox?status=failed');
      return messages.some(({ text }) => text.includes(second));
    },
    90_000,
  );
  await page.reload();
  await line.getByText('93000').waitFor();
  await group.getByText(/失败 \d+ 条/).waitFor();

  robot.answers(fine);
  await line.getByRole('button', { name: /^重发给?/ }).click();
  await line.waitFor({ state: 'detached' });
  await expect.poll(() => heard().filter((text) => text.includes(second)).length).toBeGreaterThan(0);
  await page.goto(`${city.url}/console/outbox?status=sent`);
  await page.locator('.outbox li', { hasText: second }).filter({ hasText: name }).waitFor();

  await page.getByRole('button', { name: `停用工作群“${name}”` }).click();
  await group.getByText('已停用').waitFor();
  await page.context().close();
  await robot.close();
});

test('what was refused stays refused and readable when one comes back to its tab; nobody asks again by himself', async () => {
  const page = await consoleOf('grid-secretary', `/cases/${crypto.randomUUID()}`);
  const heading = page.locator('.state[role=alert] h1');
  await heading.waitFor();
  let asked = 0;
  page.on('request', (request) => {
    if (/\/api\/cases\/[0-9a-f-]{36}$/.test(request.url())) asked += 1;
  });
  // A glance elsewhere and back, and then a request of which we know the end.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  expect(await heading.count()).toBe(1);
  expect(asked).toBe(0);
  const again = page.waitForResponse(/\/api\/cases\/[0-9a-f-]{36}$/);
  await page.locator('.state[role=alert] button').click();
  await again;
  expect(asked).toBe(1);
  await page.context().close();
});

test('a language picked at the door stays when one has signed in', async () => {
  const page = await (await city.device(browser, desktop)).newPage();
  await page.goto(`${city.url}/console/`);
  await page.getByRole('button', { name: 'English' }).click();
  const { name } = city.person('grid-secretary');
  await page.locator('.demo-person', { hasText: name }).click();
  const workbench = page.getByRole('navigation', { name: 'Main navigation' }).getByText('Workbench');
  await workbench.waitFor();
  await page.reload();
  await workbench.waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.context().close();
});

test('another language is the language of what the server said, too', async () => {
  const page = await consoleOf('grid-secretary', '/cases');
  await page.locator('.line [data-line-link]').first().click();
  const who = page.locator('.case-side');
  await who.getByText(/负责“.+”，由.+受理/).waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await who.getByText(/ covers “.+”; its .+ takes such cases/).waitFor();
  await page.getByRole('button', { name: '中文' }).click();
  await who.getByText(/负责“.+”，由.+受理/).waitFor();
  await page.context().close();
});
