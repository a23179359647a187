/**
 * A secretary is elected: names come in through all four channels, each is vetted in the open, members vote secretly on their
 * phones and on paper, an objection is answered, and the post says how its holder came to it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BallotDesk, PostsPage } from '@linli/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { fillConvening, passTo, seeBallot, stepAtConsole, verifyBundleFile, voteOnPhone } from './ballots.ts';
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

const statements = {
  self: '把片区调度会开起来，接着做。',
  residents: '她天天在楼下转，谁家有事她先到。',
  community: '在服务队带班三年。',
  review: '评荐会上十一票。',
};

async function phoneOf(as: DemoPerson): Promise<Page> {
  return (await city.device(browser, phone, { as })).newPage();
}

/** On the own page of a resident or a member. */
async function nominateOnPhone(page: Page, channel: string, name: string | null, why: string): Promise<void> {
  await page.getByRole('button', { name: '推荐或自荐' }).click();
  const sheet = page.getByRole('dialog', { name: '推荐或自荐' });
  await sheet.getByRole('radio', { name: channel }).check();
  // Who stands in the own name need not write it.
  if (name !== null) await sheet.getByLabel('姓名').fill(name);
  await sheet.getByLabel('理由').fill(why);
  await sheet.getByRole('button', { name: '确定' }).click();
  await page.getByText('提名已提交').waitFor();
}

/** What came on paper or at a meeting, entered by staff. */
async function enterNomination(page: Page, channel: string, name: string, why: string, signed: number) {
  await page.getByRole('button', { name: '登记推荐' }).click();
  const dialog = page.getByRole('dialog', { name: '登记推荐' });
  await dialog.getByRole('radio', { name: channel }).check();
  await dialog.getByLabel('被推荐人姓名').fill(name);
  await dialog.getByLabel('推荐理由').fill(why);
  await dialog.getByLabel('联名人数').fill(String(signed));
  await dialog.getByRole('button', { name: '登记推荐' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await nomination(page, name).waitFor();
}

function nomination(page: Page, name: string): Locator {
  return page.getByRole('article', { name, exact: true });
}

async function vet(page: Page, name: string, deed: '审查通过' | '不通过', ground: string): Promise<void> {
  await nomination(page, name)
    .getByRole('button', { name: `“${name}”${deed}` })
    .click();
  const dialog = page.getByRole('dialog', { name: `“${name}”${deed}` });
  await dialog.getByLabel('依据或理由').fill(ground);
  await dialog.getByRole('button', { name: deed, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('four channels, vetting, a secret vote, an objection, and the post', { timeout: 400_000 }, async () => {
  const secretaryPerson = city.person('community-secretary');
  const workerPerson = city.person('community-worker');
  const incumbent = city.person('compound-secretary');
  const [resident] = city.people.filter(({ role }) => role === null);
  const members = [city.person('grid-secretary'), city.person('member-on-duty')] as const;
  if (!resident) throw new Error('the demo offers no resident');
  const secretary = await city.api(secretaryPerson);
  const worker = await city.api(workerPerson);
  const title = `澄露苑小区党委书记推选${Date.now()}`;
  const names = {
    self: incumbent.name,
    residents: members[1].name,
    community: `叶木槿${Date.now() % 10_000}`,
    review: `郝夏荷${Date.now() % 10_000}`,
  };

  // The secretary of the community convenes it on the page; time of nominating begins.
  const secretaryPage = await (await city.device(browser, desktop, { as: secretaryPerson })).newPage();
  const from = city.now() + 8 * day;
  await fillConvening(secretaryPage, `${city.url}/console/ballots/new`, {
    kind: '小区党委书记推选',
    title,
    text: '可以自荐，可以推荐；审核结果和理由都公开。',
    question: '请选出一名小区党委书记',
    from,
    until: from + 2 * day,
  });
  const ballotId = new URL(secretaryPage.url()).pathname.split('/').at(-1) ?? '';

  // Through each of the four channels somebody comes.
  const incumbentPhone = await phoneOf(incumbent);
  await incumbentPhone.goto(`${city.url}/ballots/${ballotId}`);
  await nominateOnPhone(incumbentPhone, '党员自荐', null, statements.self);
  const residentPhone = await phoneOf(resident);
  await residentPhone.goto(`${city.url}/ballots`);
  await residentPhone.getByRole('link', { name: title }).getByText('推荐候选人').waitFor();
  await residentPhone.getByRole('link', { name: title }).click();
  await nominateOnPhone(residentPhone, '群众推荐', names.residents, statements.residents);
  const workerPage = await (await city.device(browser, desktop, { as: workerPerson })).newPage();
  await workerPage.goto(`${city.url}/console/ballots/${ballotId}/nominations`);
  await enterNomination(workerPage, '社区直荐', names.community, statements.community, 1);
  await enterNomination(workerPage, '公开评荐', names.review, statements.review, 11);

  // Vetted one by one, each with its ground; the ground of a refusal is read by everybody.
  await secretaryPage.goto(`${city.url}/console/ballots/${ballotId}/nominations`);
  await vet(secretaryPage, names.self, '审查通过', '任期内考核合格');
  await vet(secretaryPage, names.residents, '审查通过', '党龄和居住年限符合');
  await vet(secretaryPage, names.community, '不通过', '本人不住在本小区');
  await vet(secretaryPage, names.review, '审查通过', '评荐会记录齐全');
  await residentPhone.reload();
  const candidates = residentPhone.getByRole('region', { name: '人选' });
  const refused = candidates.locator('.ballot-option', { hasText: names.community });
  await refused.getByText('未通过审核').waitFor();
  await refused.getByText('本人不住在本小区').waitFor();
  await candidates.locator('.ballot-option', { hasText: names.review }).getByText('公开评荐').waitFor();
  await candidates.locator('.ballot-option', { hasText: names.review }).getByText('11 人联名').waitFor();

  // Posted: the slate is closed and who votes is fixed.
  await stepAtConsole(secretaryPage, `${city.url}/console/ballots/${ballotId}`, '公示');
  const posted = await seeBallot(secretary, ballotId);
  const slate = posted.questions[0]?.options.filter(({ vetted }) => vetted?.accepted) ?? [];
  expect(slate.map(({ title: name }) => name).sort()).toEqual(
    [names.self, names.residents, names.review].sort(),
  );
  await residentPhone.reload();
  expect(await residentPhone.getByRole('button', { name: '推荐或自荐' }).count()).toBe(0);
  await passTo(city, secretary, ballotId, posted.votingFrom, 'voting');

  // Two members vote on their phones. The page offers whom the vetting let through and nobody else.
  const memberEntries: string[] = [];
  const memberPhones: Page[] = [];
  for (const member of members) {
    const page = await phoneOf(member);
    await page.goto(`${city.url}/ballots`);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('这是无记名投票').waitFor();
    await page.getByRole('link', { name: '去投票' }).click();
    await page.locator('.vote-option').getByText(names.self, { exact: true }).waitFor();
    expect(await page.locator('.vote-option').getByText(names.community, { exact: true }).count()).toBe(0);
    await voteOnPhone(page, [names.self]);
    await page.getByRole('button', { name: '查验我的一票' }).click();
    await page.getByText('您的票已经在票箱里。').waitFor();
    memberEntries.push((await seeBallot(await city.api(member), ballotId)).mine[0]?.entryId ?? '');
    memberPhones.push(page);
  }

  // The others come to the urn. One is noted on the page, the rest by the pile.
  const { papers: roll } = await worker.get<z.output<typeof BallotDesk>>(
    `/api/ballots/${ballotId}/desk?limit=500`,
  );
  const [one, ...others] = roll.filter(({ ref }) => !memberEntries.includes(ref));
  const oneName = one?.voter ?? '';
  expect(oneName).not.toBe('');
  const restRefs = others.map(({ ref }) => ref);
  const needed = Math.ceil((roll.length * 4) / 5) + 5 - members.length - 1;
  const handed = restRefs.slice(0, needed);
  await workerPage.goto(`${city.url}/console/ballots/${ballotId}/desk?part=roll`);
  await workerPage.getByRole('textbox', { name: '按房号或名称查找' }).fill(oneName);
  await workerPage
    .locator('.desk-roll-line', { hasText: new RegExp(`编号：${one?.ref}(?!\\d)`) })
    .getByRole('button', { name: `${oneName} 的票投入票箱`, exact: true })
    .click();
  const urn = workerPage.getByRole('dialog', { name: `${oneName} 的票投入票箱` });
  await urn.getByRole('button', { name: '登记投入票箱' }).click();
  await urn.waitFor({ state: 'hidden' });
  for (let at = 0; at < handed.length; at += 200) {
    await worker.post(`/api/ballots/${ballotId}/papers/hand`, {
      commandId: randomUUID(),
      refs: handed.slice(at, at + 200),
    });
  }
  const voting = await seeBallot(secretary, ballotId);
  expect(voting.participation?.tookPart.heads).toBe(members.length + 1 + handed.length);

  // Voting has ended: the urn is opened, and two read every paper by the serial on it.
  await passTo(city, secretary, ballotId, voting.votingUntil, 'counting');
  const keyOf = new Map(slate.map(({ key, title: name }) => [name, key]));
  const question = posted.questions[0]?.key ?? '';
  const piles: [name: string, papers: number][] = [
    [names.residents, 40],
    [names.review, 20],
    [names.self, handed.length - 60],
  ];
  const serials = piles.flatMap(([name, papers]) =>
    Array.from({ length: papers }, (_, at) => ({
      ref: `${keyOf.get(name)?.slice(-4)}-${at}`,
      choices: { [question]: [keyOf.get(name) ?? ''] },
    })),
  );
  const readAll = async (api: Api): Promise<void> => {
    for (let at = 0; at < serials.length; at += 200) {
      const { papers } = await api.post<{ papers: { problem: string | null }[] }>(
        `/api/ballots/${ballotId}/papers`,
        { commandId: randomUUID(), papers: serials.slice(at, at + 200) },
      );
      expect(papers.filter(({ problem }) => problem !== null)).toEqual([]);
    }
  };
  await readAll(worker);
  await readAll(secretary);
  for (const [page, outcome] of [
    [workerPage, '等另一人录入'],
    [secretaryPage, '一致，算数'],
  ] as const) {
    await page.goto(`${city.url}/console/ballots/${ballotId}/desk`);
    const reading = page.getByRole('region', { name: '录入' });
    await reading.getByLabel('票面编号').fill('Z-0001');
    await reading.getByRole('button', { name: '取出' }).click();
    await reading.getByRole('button', { name: names.review, exact: true }).click();
    await reading.getByRole('button', { name: /^录入这张票/ }).click();
    await page.locator('.desk-sent-line').first().getByText(outcome).waitFor();
  }
  await stepAtConsole(workerPage, `${city.url}/console/ballots/${ballotId}`, '登记计票结果');
  expect((await seeBallot(await city.api(resident), ballotId)).result).toBeNull();
  await stepAtConsole(secretaryPage, `${city.url}/console/ballots/${ballotId}`, '公示结果');

  // Everybody reads who was elected and by how many; each member finds the own vote.
  const votesForSelf = handed.length - 60 + members.length;
  await residentPhone.reload();
  const result = residentPhone.getByRole('region', { name: '结果' });
  const elected = result.locator('tr', { hasText: names.self });
  await elected.getByText('当选').waitFor();
  await elected.getByText(`${votesForSelf} 人`).waitFor();
  await result.locator('tr', { hasText: names.review }).getByText('21 人').waitFor();
  await memberPhones[0]?.reload();
  await memberPhones[0]?.getByRole('button', { name: '查验我的一票' }).click();
  await memberPhones[0]?.getByText('您的票在票箱里，内容没有变。').waitFor();

  // A member objects, the answer is public, and time makes the result final.
  await memberPhones[1]?.reload();
  await memberPhones[1]?.getByRole('button', { name: '提出异议' }).click();
  const objecting = memberPhones[1]?.getByRole('dialog', { name: '提出异议' });
  await objecting?.getByLabel('异议内容').fill('开箱时只有两个人在场。');
  await objecting?.getByRole('button', { name: '确定' }).click();
  await memberPhones[1]?.getByText('等待答复').waitFor();
  await stepAtConsole(
    secretaryPage,
    `${city.url}/console/ballots/${ballotId}`,
    '答复异议',
    async (dialog) => {
      await dialog.getByLabel('答复').fill('开箱全程录像，两名计票人在场符合规定。');
      await dialog.getByText('不成立', { exact: true }).click();
    },
  );
  await residentPhone.reload();
  const objections = residentPhone.getByRole('region', { name: '异议' });
  await objections.getByText('开箱全程录像，两名计票人在场符合规定。').waitFor();
  await objections.getByText(/异议不成立/).waitFor();
  const announced = await seeBallot(secretary, ballotId);
  const final = await passTo(city, secretary, ballotId, announced.objectionsUntil, 'final');
  expect(final.hasBundle).toBe(true);

  // An outsider finds it to be right; a vote turned round is noticed.
  const [download] = await Promise.all([
    residentPhone.waitForEvent('download'),
    (async () => {
      await residentPhone.reload();
      await residentPhone.getByRole('link', { name: '下载证据包' }).click();
    })(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'linli-election-'));
  const file = join(folder, 'bundle.json');
  await download.saveAs(file);
  await verifyBundleFile(file);
  const forged = join(folder, 'forged.json');
  const [loser, winner] = [keyOf.get(names.review), keyOf.get(names.self)];
  await writeFile(forged, (await readFile(file, 'utf8')).replace(`["${loser}"]`, `["${winner}"]`));
  await expect(verifyBundleFile(forged)).rejects.toMatchObject({ code: 1 });

  // On the same page the administrator gives the post to whoever was elected: nothing of the way there is typed again.
  const adminPerson = city.person('administrator');
  const adminPage = await (await city.device(browser, desktop, { as: adminPerson })).newPage();
  await adminPage.goto(`${city.url}/console/ballots/${ballotId}`);
  const winnerPart = adminPage.getByRole('article', { name: names.self, exact: true });
  await winnerPart.getByText('党员自荐').waitFor();
  await winnerPart.getByRole('button', { name: `任命“${names.self}”` }).click();
  const giving = adminPage.getByRole('dialog', { name: `任命“${names.self}”` });
  await giving.getByText('连选连任').waitFor();
  await giving.getByRole('button', { name: '任命', exact: true }).click();
  await giving.waitFor({ state: 'hidden' });
  await winnerPart.getByText('已任命').waitFor();
  expect(await winnerPart.getByRole('button').count()).toBe(0);

  // The post says how its holder came to it.
  const [given] = (await seeBallot(await city.api(adminPerson), ballotId)).elected;
  const { posts } = await (await city.api(adminPerson)).get<z.output<typeof PostsPage>>(
    `/api/posts?org=${given?.org?.orgId}&role=compound-secretary`,
  );
  expect(posts).toHaveLength(1);
  expect(posts[0]).toMatchObject({ postId: given?.post?.postId, name: names.self });
  expect(posts[0]?.trail.map(({ step, channel, note }) => [step, channel?.zh ?? null, note])).toEqual([
    ['nominated', '党员自荐', statements.self],
    ['vetted', null, '任期内考核合格'],
    ['voted', null, `${final.number}：${votesForSelf} 票`],
    ['posted', null, expect.stringMatching(/^公示至 \d{4}-\d\d-\d\d，异议 1 件，均已答复，成立 0 件$/)],
    ['appointed', null, null],
  ]);
});
