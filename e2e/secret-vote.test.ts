/**
 * A secret vote from the notice to the evidence: two residents vote on their own phones, one of them looks the own vote up in
 * the published box, and an outsider with nothing but the file and the command finds the count to be right.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actOnBallot, conveneBallot, seeBallot, verifyBundleFile } from './ballots.ts';
import { openBrowser, phone, smallPhone } from './browser.ts';
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

test('a secret vote, verified by its voter and by an outsider', async () => {
  const residents = city.people.filter(({ role }) => role === null).slice(0, 2);
  expect(residents).toHaveLength(2);
  for (const resident of residents) {
    await (await city.api(resident)).post('/api/ballots/birth-date', {
      commandId: randomUUID(),
      bornOn: '1953-04-12',
    });
  }

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
  await city.pass(4 * day + 2 * hour);
  await until('voting opens', async () => (await seeBallot(secretary, ballotId)).phase === 'voting');

  // Each on the own phone: from the list, one question, a look, one button.
  const said = ['社区活动中心一楼', '小区东门旁'];
  const pages = [];
  for (const [index, as] of residents.entries()) {
    const device = await city.device(browser, index === 0 ? phone : smallPhone, { as });
    const page = await device.newPage();
    await page.goto(`${city.url}/ballots`);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('这是无记名投票').waitFor();
    await page.getByRole('link', { name: '去投票' }).click();
    await page.getByRole('button', { name: '下一项' }).click();
    await page.getByText('请先选一项').waitFor();
    await page.getByText(said[index] ?? '').click();
    await page.getByRole('button', { name: '下一项' }).click();
    await page.getByRole('heading', { name: '请核对' }).waitFor();
    await page.getByRole('button', { name: '提交投票' }).click();
    await page.getByRole('heading', { name: '投票已收到' }).waitFor();
    await page.getByRole('link', { name: '回到表决' }).click();
    await page.getByRole('button', { name: '查验我的一票' }).click();
    await page.getByText('您的票已经在票箱里。').waitFor();
    pages.push(page);
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
  const [first] = pages;
  await first?.reload();
  await first?.getByRole('button', { name: '查验我的一票' }).click();
  await first?.getByText('您的票在票箱里，内容没有变。').waitFor();

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
