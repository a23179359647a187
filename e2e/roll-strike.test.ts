/**
 * A roll rests on the homes residents named themselves. Whoever convened the vote strikes an entry that looks wrong; the resident
 * objects on the phone, is back, another post agrees, and the resident votes and reads who has looked at the roll.
 */
import { randomUUID } from 'node:crypto';
import type { BallotKinds } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { actOnBallot, type Ballot, conveneBallot, passTo, seeBallot } from './ballots.ts';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, type DemoPerson, day, type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let secretary: Api;
let resident: DemoPerson;
let ballot: Ballot;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  secretary = await city.api(city.person('community-secretary'));
  resident = city.person(null);
  const { kinds } = await secretary.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const areaCode = kinds.find(({ key }) => key === 'residents-vote')?.convene[0]?.code;
  const { person } = await (await city.api(resident)).get<{ person: { homeCode: string } }>('/api/session');
  expect(person.homeCode.startsWith(areaCode ?? 'nowhere')).toBe(true);
  // Whose age nobody knows is not on the roll. Entered before, it stays as it was.
  for (const one of city.people.filter(({ role }) => role === null).slice(0, 4)) {
    await (await city.api(one)).raw.post('/api/ballots/birth-date', {
      data: { commandId: randomUUID(), bornOn: '1961-04-05' },
    });
  }
  const from = city.now() + 9 * day;
  const { ballotId } = await conveneBallot(secretary, {
    kind: 'residents-vote',
    areaCode,
    title: `长者食堂开在哪里${Date.now()}`,
    text: '两处场地，选一处开长者食堂。',
    questions: [
      {
        key: 'canteen',
        title: '长者食堂开在哪里？',
        form: 'options',
        options: [
          { key: 'east', title: '东门旧锅炉房' },
          { key: 'west', title: '西区活动室' },
        ],
        picks: 1,
      },
    ],
    votingFrom: new Date(from).toISOString(),
    votingUntil: new Date(from + 3 * day).toISOString(),
    secret: false,
  });
  ballot = await actOnBallot(secretary, ballotId, 'post');
});
afterAll(() => browser?.close());
showFailures(() => browser);

async function pageOf(as: DemoPerson, size: { width: number; height: number }): Promise<Page> {
  return (await city.device(browser, size, { as })).newPage();
}

test('somebody is struck from a roll of residents, objects, is back, and votes', async () => {
  const { ballotId } = ballot;
  const here = `${city.url}/console/ballots/${ballotId}`;
  const [desk, other, hand] = (await Promise.all([
    pageOf(city.person('community-secretary'), desktop),
    pageOf(city.person('community-worker'), desktop),
    pageOf(resident, phone),
  ])) as [Page, Page, Page];

  // Nobody's name is on the page before the roll is opened on purpose.
  await desk.goto(here);
  await desk.getByRole('link', { name: '核对名册' }).click();
  await desk.getByText('看到的每个人都会读到').waitFor();
  expect(await desk.getByText(resident.name).count()).toBe(0);
  await desk.getByRole('button', { name: '打开名册' }).click();
  const roll = desk.getByRole('region', { name: '名册', exact: true });
  await roll.getByLabel('按姓名、住处或编号查找').last().fill(resident.name);
  await roll.getByRole('button', { name: new RegExp(`：${resident.name}$`) }).click();
  const striking = desk.getByRole('dialog', { name: /剔除第 \d+ 号/ });
  await striking.getByRole('button', { name: '剔除', exact: true }).click();
  await striking.getByText('请选择原因').waitFor();
  await striking.getByText('不住在这里', { exact: true }).click();
  await striking.getByLabel('说明').fill('楼栋长说房子空着');
  await striking.getByRole('button', { name: '剔除', exact: true }).click();
  await striking.waitFor({ state: 'hidden' });
  await desk.getByRole('article', { name: resident.name }).getByText('已剔除').waitFor();
  const heads = (await seeBallot(secretary, ballotId)).roll?.total.heads ?? 0;
  expect(heads).toBe((ballot.roll?.total.heads ?? 0) - 1);

  await hand.goto(`${city.url}/ballots/${ballotId}`);
  await hand.getByText('您已从名册中剔除').waitFor();
  await hand.getByText('剔除的原因：不住在这里').waitFor();
  await hand.getByRole('button', { name: '提出异议' }).click();
  const objecting = hand.getByRole('dialog', { name: '提出异议' });
  await objecting.getByLabel('为什么应当在名册上').fill('我住院两个月，上周才回家。');
  await objecting.getByRole('button', { name: '确定' }).click();
  await hand.getByText('等待裁决').waitFor();
  expect((await seeBallot(secretary, ballotId)).roll?.total.heads).toBe(heads + 1);

  // Whoever struck does not decide.
  await desk.reload();
  await desk.getByRole('button', { name: '打开名册' }).click();
  await desk.getByText('由剔除人以外的另一岗位裁决').waitFor();
  await other.goto(here);
  await other.getByRole('link', { name: '裁决对剔除的异议' }).click();
  await other.getByRole('button', { name: '打开异议' }).click();
  expect(await other.getByRole('region', { name: '名册', exact: true }).count()).toBe(0);
  const objection = other.getByRole('article', { name: resident.name });
  await objection.getByText('异议：我住院两个月，上周才回家。').waitFor();
  await objection.getByRole('button', { name: '裁决' }).click();
  const deciding = other.getByRole('dialog', { name: `裁决异议：${resident.name}` });
  await deciding.getByText('成立，保留在名册上', { exact: true }).click();
  await deciding.getByLabel('理由').fill('上门看过，人在家里。');
  await deciding.getByRole('button', { name: '裁决', exact: true }).click();
  await deciding.waitFor({ state: 'hidden' });

  await hand.reload();
  await hand.getByText(/异议成立，您保留在名册上/).waitFor();
  await hand.goto(`${city.url}/me/reveals`);
  await hand.getByText('姓名和住处（核对表决名册）').first().waitFor();
  await hand.getByText(`理由：${ballot.title}`).first().waitFor();
  await passTo(city, secretary, ballotId, ballot.votingFrom, 'voting');
  await hand.goto(`${city.url}/ballots/${ballotId}`);
  await hand.getByRole('link', { name: '去投票' }).waitFor();
  // The roll is fixed, and nobody looks at it any more.
  await desk.goto(`${here}/roll`);
  await desk.getByText('名册不在您的岗位内核对').waitFor();
  const history = await (await city.api(resident)).get<object>(`/api/ballots/${ballotId}/history`);
  expect(JSON.stringify(history)).not.toContain(resident.name);
});
