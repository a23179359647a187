/** Two people change one draft of a ballot: whoever saves second is asked, and undoes nothing unknowingly. */
import type { BallotKinds } from '@linli/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { actOnBallot, conveneBallot, seeBallot } from './ballots.ts';
import { desktop, openBrowser } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { day, type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

test('a draft that somebody else changed meanwhile is saved over theirs only when one says so', async () => {
  const chair = city.person('owners-chair');
  const api = await city.api(chair);
  const { kinds } = await api.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const { ballotId } = await conveneBallot(api, {
    kind: 'owners-vote',
    areaCode: kinds.find(({ key }) => key === 'owners-vote')?.convene[0]?.code,
    title: '更换门厅地砖',
    text: '门厅地砖空鼓，雨天容易滑倒。',
    questions: [{ key: 'tiles', title: '是否同意更换门厅地砖？', form: 'motion', matter: 'other-major' }],
    votingFrom: new Date(city.now() + 30 * day).toISOString(),
    votingUntil: new Date(city.now() + 40 * day).toISOString(),
  });
  const page = await (await city.device(browser, desktop, { as: chair })).newPage();
  const notice = page.getByRole('alert').filter({ hasText: '刚被别人改过' });
  const title = page.getByRole('textbox', { name: '名称' });
  const saveMine = page.getByRole('button', { name: '保存修改' });
  const openForm = async () => {
    await page.goto(`${city.url}/console/ballots/${ballotId}/amend`);
    await title.waitFor();
  };

  await openForm();
  await title.fill('更换门厅地砖（我改的）');
  await actOnBallot(api, ballotId, 'amend', { draft: { title: '更换门厅地砖（对方改的）' } });
  // The page hears of it, or the server refuses the older one: either way nothing is put over it unasked.
  await saveMine.click();
  await notice.waitFor();
  expect((await seeBallot(api, ballotId)).title).toBe('更换门厅地砖（对方改的）');
  expect(await title.inputValue()).toBe('更换门厅地砖（我改的）');
  await notice.getByRole('button', { name: '用我的盖过' }).click();
  await saveMine.click();
  await page.waitForURL(`**/console/ballots/${ballotId}`);
  expect((await seeBallot(api, ballotId)).title).toBe('更换门厅地砖（我改的）');

  await openForm();
  await title.fill('更换门厅地砖（又改）');
  await actOnBallot(api, ballotId, 'amend', { draft: { title: '更换门厅地砖（对方又改）' } });
  await saveMine.click();
  await notice.getByRole('button', { name: '用对方的' }).click();
  await notice.waitFor({ state: 'hidden' });
  expect(await title.inputValue()).toBe('更换门厅地砖（对方又改）');
});
