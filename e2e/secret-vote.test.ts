/**
 * A secret vote from the notice to the evidence: two residents vote on their own phones, one of them looks the own vote up in
 * the published box, and an outsider with nothing but the file and the command finds the count to be right.
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  actOnBallot,
  conveneBallot,
  seeBallot,
  signInByPhone,
  stepAtConsole,
  verifyBundleFile,
} from './ballots.ts';
import { desktop, openBrowser, phone, smallPhone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { day, hour, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

async function pageAtConsole(role: string): Promise<Page> {
  return (await city.device(browser, desktop, { as: city.person(role) })).newPage();
}

/** Of somebody who has no account before. */
const secondPhone = '13900007411';

test('a secret vote, verified by its voter and by an outsider', async () => {
  const [first, other] = city.people.filter(({ role }) => role === null);
  if (!first || !other) throw new Error('the demo offers too few residents');
  const { person: known } = await (await city.api(first)).get<{ person: { homeCode: string } }>(
    '/api/session',
  );
  await (await city.api(other)).post('/api/ballots/birth-date', {
    commandId: randomUUID(),
    bornOn: '1970-08-09',
  });

  // The secretary convenes it, and posts it; time opens it.
  const secretary = await city.api(city.person('community-secretary'));
  const { kinds } = await secretary.get<{
    kinds: { key: string; convene: { code: string; name: string }[] }[];
  }>('/api/ballots/kinds');
  const community = kinds.find(({ key }) => key === 'residents-vote')?.convene[0];
  const title = `老年食堂开在哪里 ${Date.now()}`;
  const opensAt = city.now() + 4 * day;
  const { ballotId } = await conveneBallot(secretary, {
    kind: 'residents-vote',
    areaCode: community?.code,
    title,
    text: '两处都已看过，面积和租金相同。',
    questions: [
      {
        key: 'where',
        title: '老年食堂设在哪里？',
        form: 'options',
        options: [
          { key: 'hall', title: '社区活动中心一楼' },
          { key: 'gate', title: '小区东门旁' },
        ],
        picks: 1,
      },
    ],
    votingFrom: new Date(opensAt).toISOString(),
    votingUntil: new Date(opensAt + 3 * day).toISOString(),
    secret: true,
  });
  await actOnBallot(secretary, ballotId, 'post');

  // Of two residents nobody knows how old they are, so they are not on the roll. One says it on the phone.
  const firstPage = await (await city.device(browser, phone, { as: first })).newPage();
  const secondPage = await (await city.device(browser, smallPhone)).newPage();
  await firstPage.goto(`${city.url}/ballots/${ballotId}`);
  await firstPage.getByRole('textbox', { name: '出生日期' }).fill('1953-04-12');
  await firstPage.getByRole('button', { name: '保存' }).click();
  await firstPage.getByText('出生日期已收到').waitFor();

  // The other signs in for the first time, and staff enter the day; with a slip in the year.
  await secondPage.goto(`${city.url}/sign-in?to=/ballots`);
  await signInByPhone(secondPage, secondPhone, '何立夏');
  await secondPage.getByRole('heading', { name: '表决与评选' }).waitFor();
  await secondPage.request.patch(`${city.url}/api/session/preferences`, {
    data: { homeCode: known.homeCode },
  });
  const address = `${city.url}/console/ballots/${ballotId}`;
  const administratorPage = await pageAtConsole('administrator');
  const secretaryPage = await pageAtConsole('community-secretary');
  const enterBirthDate = async (bornOn: string): Promise<void> => {
    await administratorPage.goto(address);
    await administratorPage.getByRole('button', { name: '登记出生日期' }).click();
    const dialog = administratorPage.getByRole('dialog', { name: '登记出生日期' });
    await dialog.getByLabel('居民').fill(secondPhone);
    await administratorPage.locator('.ant-select-item-option', { hasText: '何' }).click();
    await dialog.getByLabel('出生日期').fill(bornOn);
    await dialog.getByRole('button', { name: '登记出生日期' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await stepAtConsole(secretaryPage, address, '更正名册', (correcting) =>
      correcting.getByLabel('原因').fill('补登出生日期'),
    );
  };
  const seventeen = new Date(city.now() - 17.5 * 365 * day).toISOString().slice(0, 10);
  await enterBirthDate(seventeen);
  await secondPage.goto(`${city.url}/ballots/${ballotId}`);
  // Seventeen is too young for this vote.
  await secondPage.getByText('您不在这次表决的名册里').waitFor();
  await enterBirthDate('1999-02-01');
  await secondPage.reload();
  await secondPage.getByText('计 1 人').waitFor();
  await city.pass(4 * day + 2 * hour);
  await until('voting opens', async () => (await seeBallot(secretary, ballotId)).phase === 'voting');

  // Each on the own phone: from the list, one question, a look, one button.
  const said = ['社区活动中心一楼', '小区东门旁'];
  const pages = [firstPage, secondPage];
  for (const [index, page] of pages.entries()) {
    await page.goto(`${city.url}/ballots`);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('这是无记名投票').waitFor();
    await page.getByRole('link', { name: '去投票' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByText('请先选一项').waitFor();
    await page.getByText(said[index] ?? '').click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('heading', { name: '请核对' }).waitFor();
    await page.getByRole('button', { name: '提交投票' }).click();
    await page.getByRole('heading', { name: '投票已收到' }).waitFor();
    await page.getByRole('link', { name: '回到表决' }).click();
    await page.getByRole('button', { name: '查验我的一票' }).click();
    await page.getByText('您的票已经在票箱里。').waitFor();
  }

  // It is counted and announced; nobody saw a result before.
  const before = await seeBallot(secretary, ballotId);
  expect(before.result).toBeNull();
  await city.pass(3 * day);
  await until('voting ends', async () => (await seeBallot(secretary, ballotId)).phase === 'counting');
  await actOnBallot(secretary, ballotId, 'count');
  const announced = await actOnBallot(secretary, ballotId, 'announce');
  expect(announced.result?.questions[0]?.options).toMatchObject({ hall: { heads: 1 }, gate: { heads: 1 } });

  // Its voter finds it unchanged in the published box.
  const [page] = pages;
  await page?.reload();
  await page?.getByRole('button', { name: '查验我的一票' }).click();
  await page?.getByText('您的票在票箱里，内容没有变。').waitFor();

  // An outsider has the file and the command, no database and no server.
  const folder = await mkdtemp(join(tmpdir(), 'linli-bundle-'));
  const bundle = await (await secretary.raw.get(`/api/ballots/${ballotId}/bundle`)).text();
  const file = join(folder, 'bundle.json');
  await writeFile(file, bundle);
  await verifyBundleFile(file);
  const swapped = join(folder, 'swapped.json');
  await writeFile(swapped, bundle.replace('"hall"]', '"gate"]'));
  await expect(verifyBundleFile(swapped)).rejects.toMatchObject({ code: 1 });
  for (const page of pages) await page.context().close();
});
