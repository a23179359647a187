/**
 * In Panzhihua the branch studies a major matter before the owners vote on it: a fifth of them may have the vote without.
 * And everybody is asked what they are least content with; somebody puts the answers in order, and all read the catalogue.
 */
import type { BallotKinds } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  actOnBallot,
  conveneBallot,
  fillConvening,
  passTo,
  registerFewHeads,
  seeBallot,
  stepAtConsole,
} from './ballots.ts';
import { desktop, openBrowser, phone, smallPhone } from './browser.ts';
import { takePhoto } from './photo.ts';
import { showFailures } from './show-failures.ts';
import { type DemoPerson, day, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let residents: DemoPerson[];
beforeAll(async () => {
  city = await theCity('panzhihua');
  browser = await openBrowser();
  residents = city.people.filter(({ role }) => role === null);
  expect(residents.length).toBeGreaterThanOrEqual(2);
});
afterAll(async () => {
  await browser?.close();
  await city?.leave();
});
showFailures(() => browser);

async function phoneOf(as: DemoPerson): Promise<Page> {
  return (await city.device(browser, phone, { as })).newPage();
}
async function deskOf(role: string): Promise<Page> {
  return (await city.device(browser, desktop, { as: city.person(role) })).newPage();
}

test('a fifth of the owners has a matter voted on without its study', { timeout: 240_000 }, async () => {
  const chair = await city.api(city.person('owners-chair'));
  const { kinds } = await chair.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const part = kinds.find(({ key }) => key === 'owners-vote')?.convene[0]?.parts[0];
  if (part === undefined) throw new Error('nobody convenes owners here');
  await registerFewHeads(city, chair, part.code, residents);
  const title = `更换单元门禁${Date.now()}`;
  const chairPage = await deskOf('owners-chair');
  const from = city.now() + 30 * day;
  await fillConvening(chairPage, `${city.url}/console/ballots/new`, {
    kind: '业主大会表决',
    part: '1号楼',
    title,
    text: '门禁坏了半年，用维修资金更换。',
    question: '是否同意更换单元门禁？',
    matter: '使用建筑物及其附属设施的维修资金',
    from,
    until: from + 10 * day,
  });
  const ballotId = new URL(chairPage.url()).pathname.split('/').at(-1) ?? '';
  const address = `${city.url}/console/ballots/${ballotId}`;
  await stepAtConsole(chairPage, address, '提交前置研究');

  // Owners read by when the branch is to say something, and that they need not wait.
  const [first, second] = (await Promise.all(residents.slice(0, 2).map(phoneOf))) as [Page, Page];
  await first.goto(`${city.url}/ballots`);
  await first.getByRole('link', { name: title }).click();
  const study = first.getByRole('region', { name: '前置研究' });
  await study.getByText(/正在研究，.*前形成意见/).waitFor();
  await study.getByText('联名：0 / 7 人').waitFor();
  await study.getByRole('button', { name: '参加联名，要求直接表决' }).click();
  await study.getByText('联名：1 / 7 人').waitFor();

  // Somebody thinks again, and again; one alone is not enough.
  await study.getByRole('button', { name: '退出联名' }).click();
  await study.getByText('联名：0 / 7 人').waitFor();
  await study.getByRole('button', { name: '参加联名，要求直接表决' }).click();
  await study.getByText('联名：1 / 7 人').waitFor();
  expect((await seeBallot(chair, ballotId)).phase).toBe('study');

  await second.goto(`${city.url}/ballots/${ballotId}`);
  await second
    .getByRole('region', { name: '前置研究' })
    .getByRole('button', { name: '参加联名，要求直接表决' })
    .click();
  await second.getByText('业主联名要求直接表决，前置研究不再进行。').waitFor();
  await first.reload();
  await first.getByText('业主联名要求直接表决，前置研究不再进行。').waitFor();

  // The chair posts it, and the history says how the study was passed by.
  await stepAtConsole(chairPage, address, '公示');
  const { study: ended, phase } = await seeBallot(chair, ballotId);
  expect(phase).toBe('posted');
  expect(ended).toMatchObject({ ended: 'petition', petition: { heads: 2, of: 7 } });
  await first.reload();
  await first
    .getByText(/开始投票$/)
    .first()
    .waitFor();
});

test('a survey, from the words of residents to the catalogue that all read', {
  timeout: 240_000,
}, async () => {
  const secretary = await city.api(city.person('community-secretary'));
  const secretaryPage = await deskOf('community-secretary');
  const title = `最不满意的事${Date.now()}`;
  const from = city.now() + 2 * day;
  await fillConvening(secretaryPage, `${city.url}/console/ballots/new`, {
    kind: '居民最不满意的事项征集',
    part: '采薇华庭',
    title,
    text: '写下您最不满意的事，一条写一件。',
    question: '您最不满意的是什么？',
    from,
    until: from + 4 * day,
  });
  const ballotId = new URL(secretaryPage.url()).pathname.split('/').at(-1) ?? '';
  const address = `${city.url}/console/ballots/${ballotId}`;
  await stepAtConsole(secretaryPage, address, '公示');
  const posted = await seeBallot(secretary, ballotId);
  await passTo(city, secretary, ballotId, posted.votingFrom, 'voting');

  // One answers in large type; what was typed is there after a reload.
  const [first, second] = (await Promise.all(residents.slice(0, 2).map(phoneOf))) as [Page, Page];
  await first.goto(`${city.url}/ballots`);
  await first.getByRole('button', { name: '关怀版' }).click();
  await first.getByRole('link', { name: title }).click();
  await first.getByRole('link', { name: '去填写' }).click();
  await first.getByLabel('第 1 条').fill('楼道灯不亮，晚上看不见台阶');
  await first.reload();
  await until(
    'what was typed is back',
    async () => (await first.getByLabel('第 1 条').inputValue()) === '楼道灯不亮，晚上看不见台阶',
  );
  await sendAnswers(first);
  await second.goto(`${city.url}/ballots/${ballotId}`);
  await second.getByRole('link', { name: '去填写' }).click();
  await second.getByLabel('第 1 条').fill('楼道灯坏了没人修，晚上看不见');
  await sendAnswers(second);
  await second.getByRole('link', { name: '回到表决' }).click();
  await second.getByText('已投票（网上）').waitFor();

  // It ends; the answers are counted, grouped, and a person confirms the groups.
  const voting = await seeBallot(secretary, ballotId);
  await passTo(city, secretary, ballotId, voting.votingUntil, 'counting');
  await stepAtConsole(secretaryPage, address, '登记计票结果');
  await stepAtConsole(secretaryPage, address, '公示结果');
  await first.goto(`${city.url}/ballots/${ballotId}`);
  await first.getByRole('heading', { name: title }).waitFor();
  expect(await first.getByRole('region', { name: '大家提出的问题' }).count()).toBe(0);
  await secretaryPage.goto(`${address}/catalogue`);
  const groups = secretaryPage.locator('.catalogue-groups > li');
  await groups.nth(1).waitFor();
  // The program saw other words in each; a person sees that both mean the same lamp, and gives it a name.
  for (const at of [0, 1]) await groups.nth(at).getByRole('checkbox', { name: /^选择/ }).check();
  await secretaryPage.locator('.catalogue-bar').getByRole('button', { name: '合并' }).click();
  const merging = secretaryPage.getByRole('dialog', { name: '合并' });
  await merging.getByRole('button', { name: '合并', exact: true }).click();
  await merging.waitFor({ state: 'hidden' });
  await groups.nth(1).waitFor({ state: 'detached' });
  await groups.getByRole('button', { name: /改名$/ }).click();
  await groups.getByRole('textbox', { name: '名称' }).fill('楼道照明');
  await groups.getByRole('button', { name: '改名', exact: true }).click();
  await groups.getByText('楼道照明').first().waitFor();
  await secretaryPage.getByRole('button', { name: '确认目录' }).click();
  await secretaryPage.locator('.ant-modal-confirm').getByRole('button', { name: '确认目录' }).click();
  await secretaryPage.getByText(/确认$/).first().waitFor();

  // Everybody reads the catalogue, and nobody’s own words.
  await first.reload();
  const catalogue = first.getByRole('region', { name: '大家提出的问题' });
  await catalogue.getByText('楼道照明').waitFor();
  await catalogue.getByText('2 条 · 1 处').waitFor();
  await catalogue.getByText('个性问题').waitFor();
  expect(await first.getByText('晚上看不见台阶').count()).toBe(0);

  // Who would rather listen hears what stands there.
  await first.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    speechSynthesis.speak = ({ text }) => {
      said.push(text);
    };
  });
  await first.getByRole('button', { name: '朗读' }).click();
  const said = await first.evaluate(() => (globalThis as typeof globalThis & { said: string[] }).said);
  expect(said.some((words) => words.includes('楼道照明') && words.includes('2 条'))).toBe(true);
});

test('the street orders a vote without its study, and owners read by which order and why', async () => {
  const chair = await city.api(city.person('owners-chair'));
  const { kinds } = await chair.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const place = kinds.find(({ key }) => key === 'owners-vote')?.convene[0];
  const from = city.now() + 30 * day;
  const { ballotId } = await conveneBallot(chair, {
    kind: 'owners-vote',
    areaCode: place?.code,
    part: place?.parts[0]?.code,
    title: `更换消防水泵${Date.now()}`,
    text: '水泵停用三个月，消防部门已两次催办。',
    questions: [{ key: 'pump', title: '是否同意更换消防水泵？', form: 'motion', matter: 'use-repair-fund' }],
    votingFrom: new Date(from).toISOString(),
    votingUntil: new Date(from + 10 * day).toISOString(),
  });
  await actOnBallot(chair, ballotId, 'ask-study');
  const [owner] = residents;
  if (owner === undefined) throw new Error('the demo offers no resident');
  const page = await phoneOf(owner);
  await page.goto(`${city.url}/ballots/${ballotId}`);
  const study = page.getByRole('region', { name: '前置研究' });
  await study.getByText(/正在研究，.*前形成意见/).waitFor();

  const street = await deskOf('street-secretary');
  await stepAtConsole(street, `${city.url}/console/ballots/${ballotId}`, '责令召集', async (dialog) => {
    await dialog.getByLabel('文号').fill('炳街办〔2026〕18号');
    await dialog.getByLabel('责令内容').fill('消防隐患不能再等，责令十日内公示并交业主表决。');
  });
  await page.reload();
  await study.getByText('炳街办〔2026〕18号').waitFor();
  await study.getByText('消防隐患不能再等，责令十日内公示并交业主表决。').waitFor();
  expect((await seeBallot(chair, ballotId)).study).toMatchObject({ ended: 'order' });
  expect((await actOnBallot(chair, ballotId, 'post')).phase).toBe('posted');
});

test('the happiest family: photographs, up to three families, in large type and read aloud', {
  timeout: 240_000,
}, async () => {
  const secretary = await city.api(city.person('branch-secretary'));
  const secretaryPage = await deskOf('branch-secretary');
  const title = `采薇华庭最美家庭${Date.now()}`;
  const families = ['1号楼 周家', '1号楼 吴家', '2号楼 郑家', '3号楼 王家'];
  const from = city.now() + 4 * day;
  await fillConvening(secretaryPage, `${city.url}/console/ballots/new`, {
    kind: '最美家庭评选',
    title,
    text: '每户一张全家福。最多选三户。',
    question: '您心中的最美家庭',
    from,
    until: from + 5 * day,
    besides: async (page) => {
      for (const [index, family] of families.entries()) {
        await page.getByRole('button', { name: '再加一个选项' }).click();
        await page.getByRole('textbox', { name: `选项 ${index + 1}`, exact: true }).fill(family);
        await page
          .getByLabel(`${family} 加照片`, { exact: true })
          .setInputFiles(await takePhoto(null, index + 1));
        await page.getByRole('img', { name: `照片 ${family}` }).waitFor();
      }
      await page.getByLabel('选出几个').fill('3');
      await page.getByLabel('至多').fill('3');
      await until('all photographs are sent', async () => (await page.getByText('正在传').count()) === 0);
    },
  });
  const ballotId = new URL(secretaryPage.url()).pathname.split('/').at(-1) ?? '';
  const address = `${city.url}/console/ballots/${ballotId}`;
  const one = secretaryPage.locator('.ballot-choices > li', { hasText: families[0] });
  await one.getByRole('button', { name: '审核', exact: true }).click();
  const vetting = secretaryPage.getByRole('dialog', { name: '审核' });
  await vetting.getByText('通过', { exact: true }).click();
  await vetting.getByLabel('原因').fill('全家同意参评，事迹属实');
  await vetting.getByRole('button', { name: '审核', exact: true }).click();
  await vetting.waitFor({ state: 'hidden' });
  const [asked] = (await seeBallot(secretary, ballotId)).questions;
  for (const { key } of asked?.options.slice(1) ?? []) {
    await actOnBallot(secretary, ballotId, 'vet', {
      vetting: { question: asked?.key, option: key, accepted: true },
      reason: '全家同意参评，事迹属实',
    });
  }
  await stepAtConsole(secretaryPage, address, '公示');
  const posted = await seeBallot(secretary, ballotId);
  await passTo(city, secretary, ballotId, posted.votingFrom, 'voting');

  // Somebody of seventy on a small phone, in large type.
  const [old] = residents;
  if (old === undefined) throw new Error('the demo offers no resident');
  const page = await (await city.device(browser, smallPhone, { as: old })).newPage();
  await page.goto(`${city.url}/ballots`);
  await page.getByRole('button', { name: '关怀版' }).click();
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('link', { name: '去投票' }).waitFor();
  await page.getByRole('link', { name: '去投票' }).click();
  await page.getByText('最多选 3 个').waitFor();
  // Who would rather listen hears the limit and whom one may choose.
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    speechSynthesis.speak = ({ text }) => {
      said.push(text);
    };
  });
  await page.getByRole('button', { name: '朗读' }).click();
  const said = await page.evaluate(() => (globalThis as typeof globalThis & { said: string[] }).said);
  expect(said.some((words) => words.includes('最多选 3 个'))).toBe(true);
  for (const family of families) expect(said).toContain(family);

  const option = (family: string) => page.locator('.vote-option', { hasText: family });
  for (const family of families.slice(0, 3)) await option(family).click();
  await option('3号楼 王家').click();
  await page.getByText('最多选 3 个，请先去掉一个。').waitFor();
  expect(await option('3号楼 王家').getByRole('checkbox').isChecked()).toBe(false);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByText('2号楼 郑家').waitFor();
  // They think again before it goes into the box; after that nothing can be changed, and the page says so.
  await page.getByRole('button', { name: '修改' }).click();
  await option('2号楼 郑家').click();
  await option('3号楼 王家').click();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByText('3号楼 王家').waitFor();
  await page.getByText('无记名投票提交后不能修改。').waitFor();
  await page.getByRole('button', { name: '提交投票' }).click();
  await page.getByRole('heading', { name: '投票已收到' }).waitFor();
  await page.getByRole('link', { name: '回到表决' }).click();
  await page.getByText('已投票（网上）').waitFor();

  const voting = await seeBallot(secretary, ballotId);
  await passTo(city, secretary, ballotId, voting.votingUntil, 'counting');
  await stepAtConsole(secretaryPage, address, '登记计票结果');
  await stepAtConsole(secretaryPage, address, '公示结果');
  await page.reload();
  const result = page.getByRole('region', { name: '结果' });
  for (const [family, words] of [
    ['1号楼 周家', '1 人'],
    ['3号楼 王家', '1 人'],
    ['2号楼 郑家', '0 人'],
  ] as const) {
    const line = result.locator('tr', { hasText: family });
    await line.getByText(words).waitFor();
    expect(await line.locator('img').count()).toBe(1);
  }
  expect(await result.getByText('入选').count()).toBe(3);
});

/** From the last question to the end. */
async function sendAnswers(page: Page): Promise<void> {
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('heading', { name: '请核对' }).waitFor();
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await page.getByRole('heading', { name: '投票已收到' }).waitFor();
}
