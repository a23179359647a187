/**
 * Who answers for a home: anybody at work finds it with the reason; when the post ends, coverage says at once that nobody
 * answers and the authority is gone; a new appointment mends both.
 */
import type { CoverageView, FindingsPage, PlaceAnswers } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { act, give, report } from './staff.ts';
import { type Api, type DemoPerson, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let admin: Api;
let secretary: Api;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  admin = await city.api(city.person('administrator'));
  secretary = await city.api(city.person('grid-secretary'));
});
afterAll(() => browser?.close());
showFailures(() => browser);

type Answers = z.output<typeof PlaceAnswers>;

const answersOf = (code: string) => admin.get<Answers>(`/api/coverage/place?area=${code}`);
const figuresOf = async (code: string) =>
  (await admin.get<z.output<typeof CoverageView>>(`/api/coverage?area=${code}`)).figures;
const unanswered = async (buildings: string[]) => {
  const pages = await Promise.all(
    buildings.map((code) =>
      admin.get<z.output<typeof FindingsPage>>(
        `/api/coverage/findings?area=${code}&kind=nobody-answers&limit=200`,
      ),
    ),
  );
  return pages.flatMap(({ findings }) => findings.flatMap(({ area }) => area ?? []));
};

async function consoleOf(person: DemoPerson, path: string): Promise<Page> {
  const context = await city.device(browser, desktop, { as: person });
  const page = await context.newPage();
  await page.goto(`${city.url}/console${path}`);
  return page;
}

/** A home in the demo secretary's grid, any of them, for which somebody answers whom no other journey needs. */
async function someHome() {
  const { posts } = await secretary.get<{ posts: { role: string; covers: { areaCode: string }[] }[] }>(
    '/api/session',
  );
  const buildings =
    posts
      .find(({ role }) => role === 'grid-secretary')
      ?.covers.map(({ areaCode }) => areaCode)
      .toSorted(() => Math.random() - 0.5) ?? [];
  const busy = new Set(city.people.map(({ name }) => name));
  const inside = async (code: string) =>
    (await admin.get<{ areas: { code: string }[] }>(`/api/areas?under=${code}`)).areas.toSorted(
      () => Math.random() - 0.5,
    );
  for (const building of buildings) {
    for (const unit of await inside(building)) {
      for (const { code } of await inside(unit.code)) {
        const { broken, posts: there, area } = await answersOf(code);
        const answering = there.find(({ isAnswering }) => isAnswering);
        if (broken.length === 0 && answering !== undefined && !busy.has(answering.name))
          return { code, name: area.name, building, buildings, answering };
      }
    }
  }
  throw new Error('no home of the grid is answered for');
}

/** Presses the button that ends a post and confirms it. */
async function endAtConsole(page: Page, orgId: string, name: string, role: string): Promise<void> {
  await page.goto(`${city.url}/console/orgs?org=${orgId}`);
  await page.getByRole('button', { name: `结束任期：${name}，${role}` }).click();
  const dialog = page.getByRole('dialog', { name: `结束 ${name} 的“${role}”任期` });
  await dialog.getByRole('button', { name: '结束任期' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('for any home: who answers and why; the post ends, coverage and authority follow; appointed again, both are back', async () => {
  const { code, name, building, buildings, answering } = await someHome();
  const role = answering.roleTitle.zh;
  expect(await unanswered(buildings)).toEqual([]);
  const before = await figuresOf(building);

  // The secretary finds the home by its name.
  const atWork = await consoleOf(city.person('grid-secretary'), '/who');
  await atWork.getByRole('combobox', { name: '地点' }).fill(name);
  await atWork.locator('.ant-select-item-option', { hasText: name }).first().click();
  await atWork.getByRole('heading', { level: 2, name }).waitFor();
  const first = atWork.locator('.who-posts li').first();
  await first.getByText('责任岗位').waitFor();
  expect(await first.textContent()).toContain(answering.name);
  expect(await first.textContent()).toContain(`${answering.orgName}把“${name}”交给本人负责`);
  await atWork.getByText('已落实').waitFor();
  expect(await atWork.locator('.who-grid').textContent()).toContain('网格');

  // The post ends; the secretary's page says so by itself, and so do the figures.
  const desk = await consoleOf(city.person('administrator'), '/');
  await endAtConsole(desk, answering.orgId, answering.name, role);
  await atWork.locator('[data-broken="nobody-answers"]').waitFor();
  const left = await unanswered(buildings);
  expect(left.map((area) => area.code)).toContain(code);
  const leftHere = left.filter((area) => area.code.startsWith(building)).length;
  expect((await figuresOf(building)).proven).toBe(before.proven - leftHere);

  // The finding leads to the appointment, with role and home filled in.
  await desk.goto(`${city.url}/console/coverage?area=${building}`);
  await desk.locator('.coverage-tile[data-kind="nobody-answers"]').click();
  const finding = desk.locator(`.finding[data-area="${code}"]`);
  expect(await finding.textContent()).toContain(`没有${role}负责这里`);
  await finding.locator('.finding-next a').click();
  const form = desk.getByRole('dialog', { name: `在“${answering.orgName}”任命` });
  await form.locator('.ant-select-selection-item', { hasText: name }).waitFor();
  await form.getByText('登记新人员').click();
  const login = `member-${Date.now()}`;
  const fresh = { name: `季${Date.now() % 100_000}`, login, password: 'spring-at-the-door' };
  await form.getByRole('textbox', { name: '姓名' }).fill(fresh.name);
  await form.getByRole('textbox', { name: '账号' }).fill(fresh.login);
  await form.getByLabel('初始密码').fill(fresh.password);
  await form.getByRole('button', { name: '任命' }).click();
  await form.waitFor({ state: 'hidden' });
  await atWork.getByText('已落实').waitFor();
  await atWork.locator('.who-posts li', { hasText: fresh.name }).waitFor();

  // The new holder has authority: a case is given, and stands on the workbench.
  const spotCode = await city.spotOf(city.person('grid-secretary'));
  const { caseId } = await report(await city.api(null), {
    spotCode,
    description: `信报箱锁坏了 ${Date.now()}`,
    category: 'dirty-stairs',
  });
  await act(secretary, caseId, 'accept');
  await give(secretary, caseId, fresh.name);
  const context = await city.device(browser, desktop);
  const signedIn = await context.request.post(`${city.url}/api/session/password`, {
    data: { login: fresh.login, password: fresh.password },
  });
  expect(signedIn.status()).toBe(200);
  const theirs = await context.newPage();
  await theirs.goto(`${city.url}/console/`);
  await theirs.locator(`[data-case-id="${caseId}"]`).first().waitFor();

  // It ends with the post, also for who is signed in.
  await endAtConsole(desk, answering.orgId, fresh.name, role);
  const workbench = await context.request.get(`${city.url}/api/workbench`);
  expect([workbench.status(), await workbench.text()]).toEqual([
    workbench.status(),
    expect.not.stringContaining(caseId),
  ]);
  await theirs.reload();
  await theirs.getByText('您目前没有岗位').waitFor();
  await atWork.locator('[data-broken="nobody-answers"]').waitFor();

  // Whoever had it is appointed again, for all homes nobody answers for.
  const open = await unanswered(buildings);
  await atWork.context().close();
  await desk.goto(`${city.url}/console/who?area=${code}`);
  await desk.locator('.who-broken .finding-next a').click();
  await desk.getByRole('combobox', { name: '人员' }).fill(answering.name);
  await desk.locator('.ant-select-item-option', { hasText: answering.name }).first().click();
  const homes = desk.getByRole('combobox', { name: '负责的住户' });
  for (const home of open.filter((area) => area.code !== code)) {
    await homes.click();
    await desk
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
      .filter({ has: desk.getByText(home.name, { exact: true }) })
      .click();
  }
  await form.locator('.ant-modal-title').click();
  await form.getByRole('button', { name: '任命' }).click();
  await form.waitFor({ state: 'hidden' });
  await until('every home is answered for again', async () => (await unanswered(buildings)).length === 0);
  expect(await figuresOf(building)).toEqual(before);
  const after = await answersOf(code);
  expect(after.posts.filter(({ isAnswering }) => isAnswering).map((post) => post.name)).toEqual([
    answering.name,
  ]);
  // The past keeps who it was.
  await desk.goto(`${city.url}/console/who?area=${code}&on=${answering.heldFrom}`);
  await desk.getByText('不是现在的').waitFor();
  await desk.locator('.who-posts li', { hasText: answering.name }).first().waitFor();
  await context.close();
  await desk.context().close();
});
