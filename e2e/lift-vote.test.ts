/**
 * A building votes on its lift. The first time enough heads take part and too little area: it fails. The second time the
 * landlord and the developer hand in papers too, one owner votes through a neighbour, and it passes by head and by area.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BallotKinds, OwnershipRegister } from '@linli/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  type Ballot,
  fillConvening,
  passTo,
  readMany,
  readPaper,
  seeBallot,
  signInByPhone,
  stepAtConsole,
  verifyBundleFile,
  voteOnPhone,
} from './ballots.ts';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, type DemoPerson, day, type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

const homeDm2 = 9_000;
const largeDm2 = 20_000;
/** Landlord and developer: eighteen large homes of two heads. */
const landlordHomes = 10;
const developerHomes = 8;
const oldManPhone = '13900007311';
const takerPhone = '13900007312';

interface Owned {
  building: string;
  /** Homes by whoever owns them: the first of each tells its entry at the desk. */
  residents: string[];
  oldMan: string;
  /** Owners who vote on paper and have no page here. */
  neighbours: string[];
  landlord: string;
  developer: string;
  heads: number;
  areaDm2: number;
}

/** Enters who owns the homes of a building, whoever did before. */
async function registerOwners(keeper: Api, building: string, residents: DemoPerson[]): Promise<Owned> {
  const { homes } = await keeper.get<z.output<typeof OwnershipRegister>>(
    `/api/ownerships?compound=${building}&limit=500`,
  );
  for (const { ownershipId } of homes.flatMap(({ owners }) => owners)) {
    await keeper.post(`/api/ownerships/${ownershipId}/end`, {
      commandId: randomUUID(),
      reason: '重新登记',
    });
  }
  const mine: string[] = [];
  for (const resident of residents) {
    const { person } = await (await city.api(resident)).get<{
      person: { personId: string; homeCode: string };
    }>('/api/session');
    await keeper.post('/api/ownerships', {
      commandId: randomUUID(),
      homeCode: person.homeCode,
      name: resident.name,
      personId: person.personId,
      area: { areaDm2: homeDm2, source: 'register' },
    });
    mine.push(person.homeCode);
  }
  const free = homes.map(({ homeCode }) => homeCode).filter((code) => !mine.includes(code));
  const landlord = free.splice(-landlordHomes);
  const developer = free.splice(-developerHomes);
  const [oldMan = '', ...neighbours] = free;
  const row = (homeCode: string, areaDm2: number, words: object) => ({
    homeCode,
    areaDm2,
    source: 'register',
    ...words,
  });
  await keeper.post('/api/ownerships/import', {
    commandId: randomUUID(),
    compound: building,
    rows: [
      row(oldMan, homeDm2, { name: '王守成', phone: oldManPhone, documentNumber: '340705194801010011' }),
      ...neighbours.map((code, at) =>
        row(code, homeDm2, { name: `业主${at + 1}`, documentNumber: `34070519700101${1000 + at}` }),
      ),
      ...landlord.map((code) =>
        row(code, largeDm2, { name: '安居租赁公司', documentNumber: '91340705MA2T0001' }),
      ),
      ...developer.map((code) => row(code, largeDm2, { name: '澄露置业', isDeveloper: true })),
    ],
  });
  return {
    building,
    residents: mine,
    oldMan,
    neighbours,
    landlord: landlord[0] ?? '',
    developer: developer[0] ?? '',
    heads: mine.length + 1 + neighbours.length + 2,
    areaDm2: (mine.length + 1 + neighbours.length) * homeDm2 + (landlordHomes + developerHomes) * largeDm2,
  };
}

function check(page: Page, measure: string): Locator {
  return page.getByRole('region', { name: '参与情况' }).locator('.check', { hasText: measure });
}

const squareMetres = (dm2: number): string =>
  (dm2 / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

test('a lift fails by area and passes the second time, with paper, proxy and online votes', {
  timeout: 400_000,
}, async () => {
  const [first, second, third] = city.people.filter(({ role }) => role === null);
  if (!first || !second || !third) throw new Error('the demo offers too few residents');
  const chairPerson = city.person('owners-chair');
  const tellerPerson = city.person('community-worker');
  const chair = await city.api(chairPerson);
  const teller = await city.api(tellerPerson);
  const title = `1号楼加装电梯${Date.now()}`;

  // The register says who owns what in the building.
  const { kinds } = await chair.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const place = kinds.find(({ key }) => key === 'owners-vote')?.convene[0];
  const building = place?.parts[0]?.code;
  if (place === undefined || building === undefined) throw new Error('nobody convenes owners here');
  const owned = await registerOwners(chair, building, [first, second, third]);

  const phones: Page[] = [];
  for (const as of [first, second, third])
    phones.push(await (await city.device(browser, phone, { as })).newPage());
  const [firstPhone, secondPhone, thirdPhone] = phones as [Page, Page, Page];
  const desks: Page[] = [];
  for (const as of [chairPerson, tellerPerson])
    desks.push(await (await city.device(browser, desktop, { as })).newPage());
  const [chairDesk, tellerDesk] = desks as [Page, Page];

  const convene = async (again: string | null): Promise<Ballot> => {
    const from = city.now() + 16 * day;
    await fillConvening(chairDesk, `${city.url}/console/ballots/new${again ? `?repeats=${again}` : ''}`, {
      kind: '业主大会表决',
      part: '1号楼',
      title,
      text: '加装一部电梯，费用按楼层分摊，一层不出钱。',
      question: '是否同意在本楼加装一部电梯？',
      matter: '改建、重建建筑物及其附属设施',
      from,
      until: from + 8 * day,
    });
    const ballotId = new URL(chairDesk.url()).pathname.split('/').at(-1) ?? '';
    await stepAtConsole(chairDesk, `${city.url}/console/ballots/${ballotId}`, '公示');
    const posted = await seeBallot(chair, ballotId);
    expect(posted.repeats?.ballotId ?? null).toBe(again);
    expect(posted.roll?.total).toEqual({ heads: owned.heads, areaDm2: owned.areaDm2 });
    return passTo(city, chair, ballotId, posted.votingFrom, 'voting');
  };

  // An old man signs in with the phone that the register knows.
  const oldMan = await (await city.device(browser, phone)).newPage();
  await oldMan.goto(`${city.url}/sign-in?to=/ballots`);
  await signInByPhone(oldMan, oldManPhone, '王守成');
  await oldMan.getByRole('heading', { name: '表决与评选' }).waitFor();

  // ── The first time ──
  const { ballotId } = await convene(null);
  for (const [page, answer] of [
    [firstPhone, '同意'],
    [secondPhone, '不同意'],
  ] as const) {
    await page.goto(`${city.url}/ballots`);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('这是记名投票').waitFor();
    await page.getByRole('link', { name: '去投票' }).click();
    await voteOnPhone(page, [answer]);
    await page.getByText('已投票（网上）').waitFor();
  }

  // The old man would rather have it on paper.
  await oldMan.goto(`${city.url}/ballots/${ballotId}`);
  await oldMan.getByRole('link', { name: '用纸投票' }).click();
  const paper = oldMan.locator('.ballot-paper');
  await paper.getByText(`${squareMetres(homeDm2)} 平方米`).waitFor();
  const entryId = (await paper.getByText(/名册序号 \d+/).textContent())?.match(/名册序号 (\d+)/)?.[1] ?? '';
  // The printed sheet bears what is asked and nothing of the page around it.
  await oldMan.emulateMedia({ media: 'print' });
  expect(await oldMan.getByRole('button', { name: '打印' }).isVisible()).toBe(false);
  expect(await paper.isVisible()).toBe(true);
  await oldMan.emulateMedia({ media: 'screen' });

  // Two persons read it at the desk, by the number on it; the rest of the pile besides.
  for (const [page, result] of [
    [chairDesk, '等另一人录入'],
    [tellerDesk, '一致，算数'],
  ] as const) {
    await page.goto(`${city.url}/console/ballots/${ballotId}/desk`);
    await readPaper(page, entryId, '同意', result);
  }
  await readMany([chair, teller], ballotId, owned.neighbours.slice(0, 36), 'for');

  // Everybody sees how many took part: heads are enough, area is not. Nobody sees what was said.
  const took = 3 + 36;
  await firstPhone.reload();
  await check(firstPhone, '人数').getByText(`${took} / ${owned.heads} 人`).waitFor();
  await check(firstPhone, '人数').getByText('已达到').waitFor();
  await check(firstPhone, '房屋面积').getByText('未达到').waitFor();
  expect((await seeBallot(chair, ballotId)).result).toBeNull();
  const during = await seeBallot(chair, ballotId);
  await passTo(city, chair, ballotId, during.votingUntil, 'counting');
  await stepAtConsole(tellerDesk, `${city.url}/console/ballots/${ballotId}`, '登记计票结果');
  await stepAtConsole(chairDesk, `${city.url}/console/ballots/${ballotId}`, '公示结果');
  await firstPhone.reload();
  const failed = firstPhone.getByRole('region', { name: '结果' });
  await failed.getByText(`${squareMetres(took * homeDm2)} / ${squareMetres(owned.areaDm2)} 平方米`).waitFor();
  await failed.locator('.outcome[data-outcome=no-quorum]').waitFor();

  // ── The second time ──
  const again = await convene(ballotId);
  await firstPhone.reload();
  await firstPhone.getByRole('link', { name: new RegExp(again.number) }).click();
  await firstPhone.getByRole('link', { name: '去投票' }).click();
  await voteOnPhone(firstPhone, ['同意']);

  // The third is away and asks a neighbour, who has signed in once.
  const taker = await (await city.device(browser, phone)).newPage();
  await taker.goto(`${city.url}/sign-in?to=/ballots`);
  await signInByPhone(taker, takerPhone, '林守信');
  await taker.getByText('现在没有需要您表决的事').waitFor();
  await thirdPhone.goto(`${city.url}/ballots/${again.ballotId}`);
  await thirdPhone.getByRole('button', { name: '委托别人投票' }).click();
  const giving = thirdPhone.getByRole('dialog', { name: '委托别人投票' });
  await giving.getByLabel('受托人姓名').fill('林守信');
  await giving.getByLabel('受托人手机号').fill(takerPhone);
  await giving.getByRole('button', { name: '确定' }).click();
  await thirdPhone.getByText('已委托 ').waitFor();
  await taker.reload();
  await taker.getByRole('link', { name: title }).click();
  await taker.getByText(/^代 .*投票$/).waitFor();
  await taker.getByRole('link', { name: '去投票' }).click();
  await voteOnPhone(taker, ['同意']);
  await taker.getByText('已投票（委托）').waitFor();

  // The second votes online and then hands in a paper: that is what stands. The two read the landlord’s paper differently at first.
  await secondPhone.goto(`${city.url}/ballots/${again.ballotId}`);
  await secondPhone.getByRole('link', { name: '去投票' }).click();
  await voteOnPhone(secondPhone, ['同意']);
  for (const page of desks) await page.goto(`${city.url}/console/ballots/${again.ballotId}/desk`);
  await readPaper(chairDesk, owned.residents[1] ?? '', '不同意', '等另一人录入');
  await readPaper(tellerDesk, owned.residents[1] ?? '', '不同意', '一致，算数');
  await readPaper(chairDesk, owned.landlord, '同意', '等另一人录入');
  await readPaper(tellerDesk, owned.landlord, '不同意', '不一致');
  await tellerDesk.getByRole('tab', { name: /不一致/ }).click();
  await tellerDesk.getByRole('button', { name: '对着原票重录' }).click();
  const rereading = tellerDesk.getByRole('region', { name: '录入' });
  await rereading.getByRole('button', { name: '同意', exact: true }).click();
  await rereading.getByRole('button', { name: /^录入这张票/ }).click();
  await tellerDesk.locator('.desk-sent-line').first().getByText('一致，算数').waitFor();
  await readPaper(chairDesk, owned.developer, '同意', '等另一人录入');
  await readPaper(tellerDesk, owned.developer, '同意', '一致，算数');
  await readMany([chair, teller], again.ballotId, owned.neighbours.slice(0, 34), 'for');
  await readMany([chair, teller], again.ballotId, owned.neighbours.slice(34, 37), 'against');
  await secondPhone.reload();
  await secondPhone.getByText('以纸质票为准；之前在网上投的不再算数').waitFor();
  expect(await secondPhone.getByRole('link', { name: '修改我的投票' }).count()).toBe(0);

  await passTo(city, chair, again.ballotId, again.votingUntil, 'counting');
  await stepAtConsole(tellerDesk, `${city.url}/console/ballots/${again.ballotId}`, '登记计票结果');
  await stepAtConsole(chairDesk, `${city.url}/console/ballots/${again.ballotId}`, '公示结果');

  // Counted by hand: the first, the third through the neighbour, 34 papers, landlord and developer against four.
  const forHeads = 2 + 34 + 2;
  const forDm2 = (2 + 34) * homeDm2 + (landlordHomes + developerHomes) * largeDm2;
  await firstPhone.goto(`${city.url}/ballots/${again.ballotId}`);
  const result = firstPhone.getByRole('region', { name: '结果' });
  await result.locator('.outcome[data-outcome=passed]').waitFor();
  const rows = result.locator('.count-table tr');
  await rows.filter({ hasText: /^同意/ }).getByText(`${forHeads} 人`).waitFor();
  await rows.filter({ hasText: /^同意/ }).getByText(squareMetres(forDm2)).waitFor();
  await rows
    .filter({ hasText: /^不同意/ })
    .getByText('4 人')
    .waitFor();
  await result.getByText('网上 1 人 · 书面 40 人 · 委托 1 人').waitFor();

  // Anybody takes the evidence from the page and finds it to be right; turned round, it is noticed.
  const [download] = await Promise.all([
    firstPhone.waitForEvent('download'),
    firstPhone.getByRole('link', { name: '下载证据包' }).click(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'linli-lift-'));
  const file = join(folder, 'bundle.json');
  await download.saveAs(file);
  await verifyBundleFile(file);
  const forged = join(folder, 'forged.json');
  await writeFile(forged, (await readFile(file, 'utf8')).replace('"against"]', '"for"]'));
  await expect(verifyBundleFile(forged)).rejects.toMatchObject({ code: 1 });
});
