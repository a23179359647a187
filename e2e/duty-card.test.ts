/** A duty card at a door: what its holder agrees to is seen by whoever scans the code, and is gone when it is taken back. */
import type { CardView, OrgOnDay, Session } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

/** Fields that stand on a card as it is shown. */
function fieldsOn(page: Page): Promise<string[]> {
  return page
    .locator('.duty-card [data-field]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-field') ?? ''));
}

test('a holder agrees to identity and pledge; whoever scans the code sees just that, until it is withdrawn', async () => {
  const member = city.person('member-on-duty');
  const api = await city.api(member);
  const { posts } = await api.get<z.output<typeof Session>>('/api/session');
  const post = posts.find(({ role }) => role === 'member-on-duty');
  if (post === undefined) throw new Error(`${member.name} is no member on duty`);
  const { org } = await api.get<z.output<typeof OrgOnDay>>(`/api/orgs/${post.orgId}`);
  const pledge = org.posts.find(({ postId }) => postId === post.postId)?.pledge;
  if (!pledge) throw new Error(`${member.name} has no pledge to show`);

  const settings = await (await city.device(browser, desktop, { as: member })).newPage();
  await settings.goto(`${city.url}/console/settings`);
  const mine = settings.locator('#cards');
  await mine.locator('.consents > li').first().waitFor();
  // Whatever was agreed to before: nothing is shown now.
  for (const field of ['身份', '服务承诺', '联系方式']) {
    const withdraw = mine.getByRole('button', { name: `撤回公开${field}` });
    if ((await withdraw.count()) > 0) await withdraw.click();
    await mine.getByRole('button', { name: `同意公开${field}` }).waitFor();
  }
  expect(await fieldsOn(settings)).toEqual([]);

  for (const field of ['身份', '服务承诺']) {
    await mine.getByRole('button', { name: `同意公开${field}` }).click();
    await mine.getByRole('button', { name: `撤回公开${field}` }).waitFor();
  }
  // The preview is what others see.
  expect(await fieldsOn(settings)).toEqual(['identity', 'pledge']);

  await mine.getByRole('link', { name: /^打印门牌/ }).click();
  const code = settings.locator('.door-sign-qr img');
  await code.waitFor();
  const address = /https?:\S+/.exec((await code.getAttribute('alt')) ?? '')?.[0] ?? '';
  expect(new URL(address).origin).toBe(city.url);

  const visitor = await (await city.device(browser, phone)).newPage();
  const answers: string[] = [];
  visitor.on('response', async (response) => {
    if (response.url().includes('/api/cards/')) answers.push(await response.text().catch(() => ''));
  });
  await visitor.goto(address);
  await visitor.locator('.duty-card').waitFor();
  expect(await fieldsOn(visitor)).toEqual(['identity', 'pledge']);
  await visitor.getByText(member.name).waitFor();
  await visitor.getByText(pledge).waitFor();
  // No number reaches the phone of a visitor, neither on the page nor behind it.
  await expect.poll(() => answers.length).toBeGreaterThan(0);
  expect(`${await visitor.locator('body').innerText()} ${answers.join(' ')}`).not.toMatch(
    /1[3-9]\d[\d*]{4}\d{4}/,
  );
  expect(answers.join(' ')).toContain('"mine":null');

  await settings.goto(`${city.url}/console/settings`);
  await mine.getByRole('button', { name: '撤回公开服务承诺' }).click();
  await mine.getByRole('button', { name: '同意公开服务承诺' }).waitFor();
  await visitor.reload();
  await visitor.locator('.duty-card [data-field=identity]').waitFor();
  expect(await fieldsOn(visitor)).toEqual(['identity']);
  expect(await visitor.getByText(pledge).count()).toBe(0);
  // Nor by the other way in: whoever asks the server itself.
  const card = await (await city.api(null)).get<z.output<typeof CardView>>(`/api/cards/${post.postId}`);
  expect(card).toMatchObject({ pledge: null, mine: null });
});

test('from «who is there for me» a resident comes to the card of whoever answers', async () => {
  const page = await (await city.device(browser, phone, { as: city.person(null) })).newPage();
  await page.goto(`${city.url}/`);
  const first = page.locator('.who a').first();
  await first.waitFor();
  const name = (await first.innerText()).trim();
  await first.click();
  await page.locator('.duty-card').waitFor();
  expect(await page.locator('.duty-card-name').innerText()).toBe(name);
  expect(new URL(page.url()).pathname).toMatch(/^\/cards\/[0-9a-f-]{36}$/);
});

test('a code of a post that is no more says so and leads to reporting', async () => {
  const page = await (await city.device(browser, phone)).newPage();
  await page.goto(`${city.url}/cards/00000000-0000-4000-8000-000000000000`);
  await page.getByRole('heading', { name: '这块责任牌已经停用' }).waitFor();
  await page.getByRole('link', { name: '有事上报' }).click();
  await page.waitForURL('**/report');
});
