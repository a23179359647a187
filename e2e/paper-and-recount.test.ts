/**
 * Papers against what was said online. A paper takes the place of an online vote, and its voter reads so; two persons misread
 * another, an owner objects, and it is read by two others and counted anew. Of a secret vote nobody puts a paper into the urn for whom
 * somebody else has taken electronic slips.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BallotKinds } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  actOnBallot,
  type Ballot,
  conveneBallot,
  passTo,
  readMany,
  readPaper,
  registerFewHeads,
  seeBallot,
  stepAtConsole,
  verifyBundleFile,
  voteOnPhone,
} from './ballots.ts';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, type DemoPerson, day, type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let chair: Api;
let building: string;
let owned: Awaited<ReturnType<typeof registerFewHeads>>;
let residents: DemoPerson[];
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  residents = city.people.filter(({ role }) => role === null).slice(0, 3);
  expect(residents).toHaveLength(3);
  chair = await city.api(city.person('owners-chair'));
  const { kinds } = await chair.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  building = kinds.find(({ key }) => key === 'owners-vote')?.convene[0]?.parts[0]?.code ?? '';
  owned = await registerFewHeads(city, chair, building, residents);
});
afterAll(() => browser?.close());
showFailures(() => browser);

/** A vote of the building, open already. */
async function openVote(title: string, secret: boolean): Promise<Ballot> {
  const { kinds } = await chair.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const from = city.now() + 16 * day;
  const { ballotId } = await conveneBallot(chair, {
    kind: 'owners-vote',
    areaCode: kinds.find(({ key }) => key === 'owners-vote')?.convene[0]?.code,
    part: building,
    title: `${title}${Date.now()}`,
    text: '门厅地砖空鼓，雨天容易滑倒，换成防滑砖。',
    questions: [{ key: 'tiles', title: '是否同意更换门厅地砖？', form: 'motion', matter: 'other-major' }],
    votingFrom: new Date(from).toISOString(),
    votingUntil: new Date(from + 8 * day).toISOString(),
    secret,
  });
  const posted = await actOnBallot(chair, ballotId, 'post');
  return passTo(city, chair, ballotId, posted.votingFrom, 'voting');
}

async function pageOf(as: DemoPerson, size: { width: number; height: number }): Promise<Page> {
  return (await city.device(browser, size, { as })).newPage();
}

/** The words of the paper as it comes out of the printer: on one sheet, and nothing else of the page on it. */
async function printedSheet(page: Page): Promise<string> {
  const paper = page.locator('.ballot-paper');
  await paper.waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
  expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
  const words = await paper.innerText();
  const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
  expect(sheets).toHaveLength(1);
  await page.emulateMedia({ media: 'screen' });
  return words;
}

test('a paper in place of an online vote, and a paper that two persons misread', async () => {
  const { ballotId, votingUntil } = await openVote('更换门厅地砖', false);
  const here = `${city.url}/console/ballots/${ballotId}`;
  const [first, second] = (await Promise.all(residents.slice(0, 2).map((one) => pageOf(one, phone)))) as [
    Page,
    Page,
  ];
  for (const page of [first, second]) {
    await page.goto(`${city.url}/ballots/${ballotId}`);
    await page.getByRole('link', { name: '去投票' }).click();
    await voteOnPhone(page, ['同意']);
    await page.getByText('已投票（网上）').waitFor();
  }
  await first.getByRole('link', { name: '用纸投票' }).click();
  const open = await printedSheet(first);
  expect(open).toMatch(/1号楼 \d单元 \d+室/);
  expect(open).toContain('业主签名');
  await first.goBack();

  // The first hands in a paper all the same; the desk is told what it replaces, and so is the voter.
  const [chairDesk, workerDesk, secretaryDesk] = (await Promise.all(
    ['owners-chair', 'community-worker', 'community-secretary'].map((role) =>
      pageOf(city.person(role), desktop),
    ),
  )) as [Page, Page, Page];
  for (const page of [chairDesk, workerDesk]) await page.goto(`${here}/desk`);
  const read = chairDesk.getByRole('region', { name: '录入' });
  await read.getByLabel('哪一户').fill(owned.residents[0] ?? '');
  await read.getByRole('button', { name: '取出' }).click();
  await read.getByText(/这一户已在网上表决/).waitFor();
  await read.getByRole('button', { name: /^放回/ }).click();
  await readPaper(chairDesk, owned.residents[0] ?? '', '不同意', '等另一人录入');
  await readPaper(workerDesk, owned.residents[0] ?? '', '不同意', '一致，算数');
  // Whoever read it first sees by themselves what became of it.
  await chairDesk.locator('.desk-sent-line').first().getByText('一致，算数').waitFor({ timeout: 12_000 });
  await first.reload();
  await first.getByText('已投票（书面）').waitFor();
  await first.getByText(/以纸质票为准；之前在网上投的不再算数/).waitFor();

  // The landlord says no, and both read a yes.
  for (const [page, result] of [
    [chairDesk, '等另一人录入'],
    [workerDesk, '一致，算数'],
  ] as const)
    await readPaper(page, owned.landlord, '同意', result);
  const tellers = [chair, await city.api(city.person('community-worker'))];
  await readMany(tellers, ballotId, owned.neighbours.slice(0, 2), 'for');
  await readMany(tellers, ballotId, owned.neighbours.slice(2), 'against');
  await passTo(city, chair, ballotId, votingUntil, 'counting');
  await stepAtConsole(workerDesk, here, '登记计票结果');
  await stepAtConsole(chairDesk, here, '公示结果');
  await first.reload();
  const result = first.getByRole('region', { name: '结果' });
  await result.locator('.outcome[data-outcome=passed]').waitFor();

  // The landlord’s paper is looked at because somebody objects, and the posted result is taken back.
  await second.reload();
  await second.getByRole('button', { name: '提出异议' }).click();
  const objecting = second.getByRole('dialog', { name: '提出异议' });
  await objecting.getByLabel('异议内容').fill('安居租赁公司说他们投的是不同意。');
  await objecting.getByRole('button', { name: '确定' }).click();
  await second.getByText('等待答复').waitFor();
  await stepAtConsole(chairDesk, here, '答复异议', async (dialog) => {
    await dialog.getByLabel('答复').fill('核对原票，该户写的是不同意，两人都录错了。');
    await dialog.getByText('成立，重新计票', { exact: true }).click();
  });
  await first.reload();
  await first.getByText('正在重新计票').waitFor();
  await first.getByText('原因：核对原票，该户写的是不同意，两人都录错了。').waitFor();

  // Voided with a reason, read anew by another pair, counted and posted anew. Who may annul the vote lends somebody to read.
  await secretaryDesk.goto(`${here}/desk?part=roll`);
  const theirs = secretaryDesk.locator('.desk-roll-line', { hasText: /等 \d+ 处/ });
  await theirs.getByRole('button', { name: /^作废重录/ }).click();
  const voiding = secretaryDesk.getByRole('dialog', { name: /作废重录/ });
  await voiding.getByLabel('原因').fill('原票为不同意，录入有误');
  await voiding.getByRole('button', { name: '作废重录', exact: true }).click();
  await voiding.waitFor({ state: 'hidden' });
  await secretaryDesk.goto(`${here}/desk?part=read`);
  await readPaper(secretaryDesk, owned.landlord, '不同意', '等另一人录入');
  await chairDesk.goto(`${here}/desk`);
  await chairDesk.getByText('其中 1 张您录过，请交给别人。').waitFor();
  await read.getByLabel('哪一户').fill(owned.landlord);
  await read.getByRole('button', { name: '取出' }).click();
  await read.getByText('您在重新计票之前录过这张票，这次由另外两人录入。').waitFor();
  expect(await read.getByRole('button', { name: /^录入这张票/ }).count()).toBe(0);
  const lentDesk = await pageOf(city.person('department-liaison'), desktop);
  await lentDesk.goto(`${here}/desk`);
  await readPaper(lentDesk, owned.landlord, '不同意', '一致，算数');
  await stepAtConsole(secretaryDesk, here, '登记计票结果');
  await stepAtConsole(chairDesk, here, '公示结果');
  await first.reload();
  await result.locator('.outcome[data-outcome=rejected]').waitFor();
  await first.getByText('这是重新计票后的结果').waitFor();
  await first.getByText('原因：核对原票，该户写的是不同意，两人都录错了。').waitFor();

  const folder = await mkdtemp(join(tmpdir(), 'linli-recount-'));
  const file = join(folder, 'bundle.json');
  await writeFile(file, await (await chair.raw.get(`/api/ballots/${ballotId}/bundle`)).text());
  await verifyBundleFile(file);
});

test('no paper goes into the urn for whom a neighbour has taken the slips', async () => {
  const { ballotId } = await openVote('更换门厅地砖（无记名）', true);
  const [first, second, third] = residents;
  if (!first || !second || !third) throw new Error('too few residents');
  const [mine] = (await seeBallot(await city.api(first), ballotId)).mine;
  // The first lets the second vote, who does.
  const { person } = await (await city.api(second)).get<{ person: { personId: string } }>('/api/session');
  await (await city.api(first)).post(`/api/ballots/${ballotId}/entries/${mine?.entryId}/proxy`, {
    commandId: randomUUID(),
    to: { personId: person.personId },
  });
  const taker = await pageOf(second, phone);
  await taker.goto(`${city.url}/ballots/${ballotId}`);
  const given = taker.locator('.my-entry', { hasText: /代 .*投票/ });
  await given.getByRole('link', { name: '去投票' }).click();
  await voteOnPhone(taker, ['同意']);
  await given.getByText('已投票（委托）').waitFor();
  const owner = await pageOf(first, phone);
  await owner.goto(`${city.url}/ballots/${ballotId}`);
  await owner.getByText('已投票（委托）').waitFor();

  // The owner comes to the urn with a paper all the same.
  const desk = await pageOf(city.person('community-worker'), desktop);
  await desk.goto(`${city.url}/console/ballots/${ballotId}/desk?part=roll`);
  const line = desk.locator('.desk-roll-line', { hasText: '已领电子选票，不能再投纸质票' });
  await line.waitFor();
  expect(await line.getByRole('button').count()).toBe(0);
  // Somebody whose page is older than the vote is refused.
  const worker = await city.api(city.person('community-worker'));
  const refused = await worker.raw.post(`/api/ballots/${ballotId}/papers/hand`, {
    data: { commandId: randomUUID(), refs: [owned.residents[0]] },
  });
  expect(refused.status()).toBe(409);
  expect(await refused.text()).toContain('已经领取电子选票，不能再用其他方式表决。');
  // Whoever has not voted may print a paper, which says nothing of whose it is.
  const page = await pageOf(third, phone);
  await page.goto(`${city.url}/ballots/${ballotId}`);
  await page.getByRole('link', { name: '用纸投票' }).click();
  const secret = await printedSheet(page);
  expect(secret).toMatch(/编号：\d+/);
  expect(secret).not.toMatch(/\d+室|签名/);
  expect(secret).not.toContain(third.name);
});
