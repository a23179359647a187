/**
 * What who-answers.test.ts plays in one city holds in the others, whose offices have other names: a home's post is found
 * with its reason; the post ends, and coverage and the holder's authority end with it; given again, both are back.
 */
import type { CoverageView, FindingsPage, PlaceAnswers, Session } from '@linli/contract';
import { type APIRequestContext, type Browser, request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, openDevice } from './browser.ts';
import { type City, startCity } from './city.ts';
import { showFailures } from './show-failures.ts';
import { until } from './the-city.ts';

interface Person {
  id: string;
  city: string;
  name: string;
  role: string | null;
}

let city: City;
let browser: Browser;
let people: Person[];

beforeAll(async () => {
  [city, browser] = await Promise.all([startCity(), openBrowser()]);
  const visitor = await request.newContext({ baseURL: city.url });
  // Cities beyond the first are made while the server answers.
  await until('every city is complete', isComplete, 180_000);
  people = (await (await visitor.get('/api/demo/people')).json()).people;

  async function isComplete(): Promise<boolean> {
    const { cities } = await (await visitor.get('/api/cities')).json();
    return cities.length >= 4 && cities.every((one: { building: unknown }) => one.building === null);
  }
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});
showFailures(() => browser);

async function as(person: Person): Promise<APIRequestContext> {
  const api = await request.newContext({ baseURL: city.url });
  const signedIn = await api.post('/api/demo/sign-in', { data: { person: person.id } });
  expect(signedIn.status()).toBe(200);
  return api;
}

async function get<Body>(api: APIRequestContext, path: string): Promise<Body> {
  const reply = await api.get(path);
  if (!reply.ok()) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`);
  return (await reply.json()) as Body;
}

const sessionOf = (api: APIRequestContext) => get<Session>(api, '/api/session');

/** Any home below an area. */
async function homeIn(api: APIRequestContext, code: string): Promise<string> {
  const { areas } = await get<{ areas: { code: string }[] }>(api, `/api/areas?under=${code}`);
  const one = areas[Math.floor(Math.random() * areas.length)];
  return one === undefined ? code : homeIn(api, one.code);
}

test.each([
  ['panzhihua', 'building-head'],
  ['haikou', 'grid-worker'],
  ['yichun', 'grid-head'],
])('%s: any home of the %s: who answers and why; the post ends and comes back', async (key, role) => {
  const person = people.find((one) => one.city === key && one.role === role)!;
  const admin = await as(people.find((one) => one.city === key && one.role === 'administrator')!);
  const theirs = await as(person);
  const { posts } = await sessionOf(theirs);
  const covered = posts.find((post) => post.role === role)!.covers[0]!.areaCode;
  const answersOf = (code: string) =>
    get<z.output<typeof PlaceAnswers>>(admin, `/api/coverage/place?area=${code}`);
  const figuresOf = async (code: string) =>
    (await get<z.output<typeof CoverageView>>(admin, `/api/coverage?area=${code}`)).figures;
  const unanswered = async () =>
    (
      await get<z.output<typeof FindingsPage>>(
        admin,
        `/api/coverage/findings?area=${covered}&kind=nobody-answers&limit=200`,
      )
    ).findings.flatMap(({ area }) => area ?? []);

  let home = '';
  await until('a home for which the person answers', async () => {
    home = await homeIn(admin, covered);
    return (await answersOf(home)).posts.some((post) => post.isAnswering && post.name === person.name);
  });
  const answering = (await answersOf(home)).posts.find((post) => post.isAnswering)!;
  const before = await figuresOf(covered);

  const context = await openDevice(browser, desktop);
  const administrator = people.find((one) => one.city === key && one.role === 'administrator')!;
  await context.request.post(`${city.url}/api/demo/sign-in`, { data: { person: administrator.id } });
  const page = await context.newPage();
  await page.goto(`${city.url}/console/who?area=${home}`);
  const first = page.locator('.who-posts li', { hasText: person.name }).first();
  await first.getByText('责任岗位').waitFor();
  expect(await first.textContent()).toContain(answering.orgName);

  const title = answering.roleTitle.zh;
  // What the person may do stands on a page of their own, open meanwhile.
  const ownContext = await openDevice(browser, desktop);
  await ownContext.request.post(`${city.url}/api/demo/sign-in`, { data: { person: person.id } });
  const own = await ownContext.newPage();
  await own.goto(`${city.url}/console/who?area=${home}`);
  await own.locator('.who-posts li', { hasText: person.name }).first().waitFor();
  const desk = await context.newPage();
  await desk.goto(`${city.url}/console/orgs?org=${answering.orgId}`);
  await desk
    .getByRole('button', { name: `结束任期：${person.name}，${title}` })
    .first()
    .click();
  const dialog = desk.getByRole('dialog', { name: `结束 ${person.name} 的“${title}”任期` });
  await dialog.getByRole('button', { name: '结束任期' }).click();
  await dialog.waitFor({ state: 'hidden' });

  // The open page says so by itself; figures and authority follow.
  await page.locator('[data-broken="nobody-answers"]').waitFor();
  const left = await unanswered();
  expect(left.map(({ code }) => code)).toContain(home);
  expect((await figuresOf(covered)).proven).toBe(before.proven - left.length);
  expect((await sessionOf(theirs)).posts.map((post) => post.postId)).not.toContain(answering.postId);

  await own.reload();
  const isLastPost = posts.length === 1;
  if (isLastPost) await own.getByText('您目前没有岗位').waitFor();

  // The page leads to the appointment, with role and place filled in; buildings are served, so all of them are chosen.
  const { path } = await get<{ path: { code: string; level: string }[] }>(admin, `/api/areas?under=${home}`);
  const { length } = path.find(({ level }) => level === 'building')!.code;
  const buildings = [...new Set(left.map(({ code }) => code.slice(0, length)))];
  await page.locator('.who-broken .finding-next a').first().click();
  const form = page.getByRole('dialog', { name: `在“${answering.orgName}”任命` });
  await form.getByRole('combobox', { name: '人员' }).fill(person.name);
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
      hasText: person.name,
    })
    .first()
    .click();
  const places = form.getByRole('combobox', { name: '负责的楼栋' });
  const chosen = form.locator('.ant-select-multiple .ant-select-selection-item');
  await until('the building around the home is chosen', async () => (await chosen.count()) === 1);
  await places.click();
  const offered = page.locator(
    '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option:not(.ant-select-item-option-selected)',
  );
  while ((await chosen.count()) < buildings.length) {
    const before = await chosen.count();
    await offered.first().click();
    await until('one more is chosen', async () => (await chosen.count()) > before);
  }
  await form.locator('.ant-modal-title').click();
  await form.getByRole('button', { name: '任命' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.goto(`${city.url}/console/who?area=${home}`);
  await page.locator('[data-broken="nobody-answers"]').waitFor({ state: 'detached' });
  expect((await answersOf(home)).posts.filter((post) => post.isAnswering).map((post) => post.name)).toEqual([
    person.name,
  ]);
  expect((await figuresOf(covered)).proven).toBe(before.proven);
  expect((await sessionOf(theirs)).posts.some((post) => post.role === role)).toBe(true);
  await own.goto(`${city.url}/console/who?area=${home}`);
  await own.locator('.who-posts li', { hasText: person.name }).first().waitFor();
  await ownContext.close();
  await context.close();
});
