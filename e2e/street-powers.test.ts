/**
 * What a street was given, in the made-up Haikou: a department asks it before it appoints the head of a team, the street
 * objects, and the appointment goes on with that word; posts of the establishment move down with whoever holds them.
 */
import type { OpinionsPage, Session } from '@linli/contract';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, openBrowser, openDevice, phone } from './browser.ts';
import { type City, startCity } from './city.ts';
import { showFailures } from './show-failures.ts';

let city: City;
let browser: Browser;
let people: { id: string; name: string; role: string | null }[];
beforeAll(async () => {
  [city, browser] = await Promise.all([startCity({ LINLI_DEMO_CITIES: 'haikou' }), openBrowser()]);
  people = ((await (await fetch(`${city.url}/api/demo/people`)).json()) as { people: typeof people }).people;
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});
showFailures(() => browser);

const personWith = (role: string) => people.find((one) => one.role === role)!;

async function deviceOf(role: string, size = desktop): Promise<BrowserContext> {
  const context = await openDevice(browser, size);
  const reply = await context.request.post(`${city.url}/api/demo/sign-in`, {
    data: { person: personWith(role).id },
  });
  expect(reply.status()).toBe(200);
  return context;
}

async function pageOf(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${city.url}/console${path}`);
  return page;
}

/** Nothing that axe objects to, once the page shows what it is about. */
async function isAccessible(page: Page, shows: string): Promise<void> {
  await page.locator(shows).first().waitFor();
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const run = (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run();
    return (await run).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  expect(violations).toEqual([]);
}

test('the head of a team is appointed after the street was asked: its objection stands with the post', async () => {
  const street = await deviceOf('street-secretary');
  const session = (await (await street.request.get(`${city.url}/api/session`)).json()) as Session;
  const covered = session.posts.find(({ role }) => role === 'street-secretary')!.covers[0]!;

  // Without the opinion nobody is appointed, and the form says what comes first.
  const admin = await deviceOf('administrator');
  const teams = (await (await admin.request.get(`${city.url}/api/orgs?area=${covered.areaCode}`)).json()) as {
    orgs: { orgId: string; kind: string; name: string }[];
  };
  const team = teams.orgs.find(({ kind }) => kind === 'dispatched-team')!;
  const desk = await pageOf(admin, `/orgs?org=${team.orgId}`);
  const old = desk.getByRole('button', { name: /^结束任期：/ }).first();
  await old.click();
  await desk.getByRole('dialog').getByRole('button', { name: '结束任期' }).click();
  await old.waitFor({ state: 'detached' });
  await desk.getByRole('button', { name: `在“${team.name}”任命` }).click();
  const form = desk.getByRole('dialog', { name: `在“${team.name}”任命` });
  await form.getByText('登记新人员').click();
  await form.getByRole('textbox', { name: '姓名' }).fill('符海生');
  await form.getByRole('button', { name: '任命' }).click();
  await form.getByText('任用前应先征求意见').waitFor();

  // The department asks, at its own page.
  const department = await pageOf(await deviceOf('department-liaison'), '/opinions');
  const power = department.locator('[data-power="heads-consented"]');
  await isAccessible(department, '.opinion');
  await power.getByRole('button', { name: /^提出/ }).click();
  const asking = department.getByRole('dialog');
  await asking.locator('.place-field input').fill(covered.name);
  await department.locator('.ant-select-item-option', { hasText: covered.name }).first().click();
  const words = `拟任${team.name}负责人 ${Date.now()}`;
  await asking.getByRole('textbox').last().fill(words);
  await asking.getByRole('button', { name: '提出' }).click();
  await asking.waitFor({ state: 'hidden' });
  await department.locator('.opinion', { hasText: words }).getByText('待回复').waitFor();

  // The street objects, with its reason, on a phone.
  const secretary = await pageOf(await deviceOf('street-secretary', phone), '/opinions?state=asked');
  await isAccessible(secretary, '.opinion');
  await secretary
    .locator('.opinion', { hasText: words })
    .getByRole('button', { name: /出具意见/ })
    .click();
  const giving = secretary.getByRole('dialog');
  await giving.getByText(/^不同意/).click();
  await giving.getByRole('textbox').first().fill('请先到街道熟悉情况三个月。');
  await giving
    .getByRole('button', { name: /出具意见/ })
    .last()
    .click();
  await giving.waitFor({ state: 'hidden' });

  // The appointment goes on, and names what the street said.
  const given = (await (
    await street.request.get(`${city.url}/api/opinions?state=given&kind=appointment-opinion`)
  ).json()) as OpinionsPage;
  const opinion = given.opinions.find(({ case: one }) => one.title === words)!;
  expect(opinion.opinion).toMatchObject({ choice: { key: 'object' }, ground: '请先到街道熟悉情况三个月。' });
  await form.getByRole('button', { name: '取消' }).click();
  await desk.reload();
  await desk.getByRole('button', { name: `在“${team.name}”任命` }).click();
  await form.getByText('登记新人员').click();
  await form.getByRole('textbox', { name: '姓名' }).fill('符海生');
  await form.getByRole('combobox', { name: /任用征求意见/ }).click();
  await desk.locator('.ant-select-item-option', { hasText: opinion.case.number }).click();
  await form.getByRole('button', { name: '任命' }).click();
  await form.waitFor({ state: 'hidden' });
  await desk.getByRole('link', { name: /任用前意见：不同意/ }).waitFor();
  await department.goto(`${city.url}/console/opinions?state=given&kind=appointment-opinion`);
  await department
    .locator('.opinion', { hasText: words })
    .getByRole('link', { name: new RegExp(`^${team.name}`) })
    .waitFor();
});

test('182 and 805 posts moved down; one that moves on takes its holder along, and the figures follow', async () => {
  const page = await pageOf(await deviceOf('administrator'), '/establishments');
  const tile = page.locator('[data-establishment="administrative"]');
  await tile.getByRole('button', { name: '下沉 182' }).waitFor();
  await page
    .locator('[data-establishment="institutional"]')
    .getByRole('button', { name: '下沉 805' })
    .waitFor();
  await isAccessible(page, '.establishment-table');

  await tile.getByRole('button', { name: '下沉 182' }).click();
  await page.getByText('共 182 个').waitFor();
  await isAccessible(page, '.establishment-posts > li');
  const line = page.locator('.establishment-posts > li', { hasText: '街道（镇）行政编制岗位' }).first();
  const [from, number] = await Promise.all([
    line.getByRole('link').first().textContent(),
    line.locator('strong').textContent(),
  ]);
  const to = from?.includes('滨海') ? '海府街道党工委' : '滨海街道党工委';
  await line.getByRole('button', { name: /^调动/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: /调到哪个组织/ }).fill(to);
  await page.locator('.ant-select-item-option', { hasText: to }).first().click();
  await dialog.getByRole('textbox', { name: /依据/ }).fill('区委编办调剂通知（示例）');
  await dialog.getByRole('button', { name: '调动 1 个编制' }).click();
  await dialog.waitFor({ state: 'hidden' });

  const moved = page.locator('.establishment-posts > li', { hasText: number ?? '' }).first();
  await moved.getByText(`从${from}调来`).waitFor();
  await moved.getByText('同级').waitFor();
  await page.getByRole('radio', { name: '按调动' }).locator('..').click();
  await page
    .locator('.establishment-moves > li', { hasText: '区委编办调剂通知' })
    .getByText('1 个')
    .waitFor();
  await tile.getByRole('button', { name: '下沉 182' }).waitFor();
});
