/** An organisation is made and changed by keyboard alone; what the rules of formation say stands beside what is typed. */
import type { OrgList, OrgOnDay } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let admin: Api;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  admin = await city.api(city.person('administrator'));
});
afterAll(() => browser?.close());
showFailures(() => browser);

/** Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const names: string[] = [];
  for (let count = 0; count < 80; count += 1) {
    await page.keyboard.press('Tab');
    const named = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      const label = at?.labels?.[0]?.firstChild?.textContent;
      return (at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? '').trim();
    });
    if (named === name) return;
    names.push(named);
  }
  throw new Error(`Tab never comes to “${name}”: ${names.join(', ')}`);
}

/** In a list that has the focus: types the words, and takes what is found first. */
async function pickTyped(page: Page, words: string, option = words): Promise<void> {
  await page.keyboard.type(words);
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active', {
      hasText: option,
    })
    .waitFor();
  await page.keyboard.press('Enter');
}

test('made by keyboard: reasons beside the form, errors at the field, nothing lost; then changed; others have no such buttons', async () => {
  const name = `渡口联合党委${Date.now()}`;
  // It is to begin long after these journeys, so that nothing in the city hangs on it.
  const begins = '2051-01-01';
  const context = await city.device(browser, desktop, { as: city.person('administrator') });
  const page = await context.newPage();
  await page.goto(`${city.url}/console/orgs`);
  await page.locator('article.org').waitFor();
  await tabTo(page, '新建组织');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '新建组织' });
  await dialog.waitFor();
  const rules = dialog.getByRole('complementary', { name: '组建检查' });

  await tabTo(page, '组织类别');
  await pickTyped(page, '小区党委');
  await tabTo(page, '组织名称');
  await page.keyboard.type(name);
  await tabTo(page, '上级组织');
  await pickTyped(page, '滨江社区');
  await tabTo(page, '组建方式');
  await page.keyboard.press('Enter');
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active')
    .waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, '负责');
  await pickTyped(page, '渡口新居');
  // One place cannot be joint, and the rule says so with its way out before anything is sent.
  await rules.getByText('至少覆盖 2 处，现有 1 处').waitFor();
  await rules.getByText('怎样改：').first().waitFor();
  await pickTyped(page, '圩埂小区');
  await page.keyboard.press('Escape');
  await rules.getByText('至少覆盖 2 处').waitFor({ state: 'detached' });

  // Escape closed the list or the form; either way what was typed is there, also after a reload.
  await page.reload();
  await dialog.getByText('上次没有保存的内容还在这里。').waitFor();
  expect(await dialog.getByRole('textbox', { name: '组织名称' }).inputValue()).toBe(name);
  await dialog.locator('.ant-select-selection-item', { hasText: '圩埂小区' }).waitFor();

  // Counted by place, since several share it; one of them without a number is said at the field.
  await dialog.getByRole('textbox', { name: '组织名称' }).focus();
  await tabTo(page, '滨江社区 渡口新居');
  await page.keyboard.type('90');
  await tabTo(page, '成立日期');
  const first = dialog.getByLabel('成立日期');
  await first.fill(begins);
  const last = dialog.getByLabel('结束日期');
  await last.fill('2050-12-31');
  await last.press('Enter');
  await dialog.getByText('每一处都要填写').waitFor();
  await dialog.getByRole('textbox', { name: '滨江社区 圩埂小区' }).fill('60');
  await rules.getByText('合乎规定。').waitFor();

  // The server refuses an end before the beginning: said at the field, and everything is still typed.
  await last.press('Enter');
  await dialog.getByText('结束日期早于开始日期').waitFor();
  expect(await last.getAttribute('aria-invalid')).toBe('true');
  expect(await dialog.getByRole('textbox', { name: '组织名称' }).inputValue()).toBe(name);
  await last.fill('');
  await last.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { level: 2, name }).waitFor();
  const { orgs } = await admin.get<z.output<typeof OrgList>>(`/api/orgs?q=${encodeURIComponent(name)}`);
  expect(orgs.length).toBe(1);
  const [{ orgId } = { orgId: '' }] = orgs;
  const made = await admin.get<z.output<typeof OrgOnDay>>(`/api/orgs/${orgId}?on=${begins}`);
  expect(made.org).toMatchObject({
    kind: 'compound-committee',
    formation: 'joint-compounds',
    validFrom: begins,
    members: 150,
  });
  expect(made.org.covers.map((area) => area.name).sort()).toEqual(['滨江社区 圩埂小区', '滨江社区 渡口新居']);

  await tabTo(page, `更改“${name}”`);
  await page.keyboard.press('Enter');
  const change = page.getByRole('dialog', { name: `更改“${name}”` });
  await change.getByRole('textbox', { name: '组织名称' }).waitFor();
  await tabTo(page, '组织名称');
  await page.keyboard.press('End');
  await page.keyboard.type('甲');
  await page.keyboard.press('Enter');
  await change.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { level: 2, name: `${name}甲` }).waitFor();
  const changed = await admin.get<z.output<typeof OrgOnDay>>(`/api/orgs/${orgId}?on=${begins}`);
  expect(changed.org).toMatchObject({ name: `${name}甲`, members: 150, validTo: null });

  const other = await (await city.device(browser, desktop, { as: city.person('grid-secretary') })).newPage();
  await other.goto(`${city.url}/console/orgs`);
  await other.locator('article.org').waitFor();
  expect(await other.getByRole('button', { name: /新建组织|^更改/ }).count()).toBe(0);
  await other.context().close();

  // It ends on its first day; the city is as it was.
  await admin.raw.post('/api/orgs', { data: { commandId: crypto.randomUUID(), orgId, validTo: begins } });
  await context.close();
});
