/**
 * What nobody solves climbs three rungs by itself as the days pass: each meeting has it on its agenda without anybody putting
 * it there, two leave it open with a reason, the third hands it out as a dated duty, and whoever reported it reads all of it.
 */
import type { CaseView, GatheringReply, GatheringSummary } from '@linli/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { act, give, look, report } from './staff.ts';
import { type Api, day, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

type View = z.output<typeof CaseView>;
type Gathering = z.output<typeof GatheringReply>['gathering'];
const minute = 60_000;
const meetings = { zone: 'zone-dispatch', council: 'weekend-council', joint: 'joint-meeting' } as const;

/** The day in the city, as the wire writes it. */
function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

async function orgOf(api: Api, role: string): Promise<string> {
  const { posts } = await api.get<{ posts: { orgId: string; role: string }[] }>('/api/session');
  return posts.find((post) => post.role === role)?.orgId ?? '';
}

/** The time is over and nobody did anything: it stands on the rung. */
async function climbsTo(api: Api, caseId: string, rung: string): Promise<View> {
  await until(`it climbs to ${rung}`, async () => {
    const { ladder } = await look(api, caseId);
    return ladder?.rungs.some(({ key, state }) => key === rung && state === 'here') === true;
  });
  return look(api, caseId);
}

async function letRunOut(api: Api, caseId: string, dueAt: string | null | undefined): Promise<void> {
  if (dueAt == null) throw new Error(`no clock runs for ${(await look(api, caseId)).number}`);
  await city.pass(Math.max(0, Date.parse(dueAt) - city.now()) + minute);
}

/** The next meeting of a kind. A case on a rung never waits longer for one than its limit there. */
async function nextMeeting(api: Api, orgId: string, kind: string, before: string): Promise<GatheringSummary> {
  const range = `from=${dayOf(city.now())}&to=${dayOf(Date.parse(before) + day)}`;
  let found: GatheringSummary | undefined;
  await until(`a ${kind} is due before the limit`, async () => {
    const { gatherings } = await api.get<{ gatherings: GatheringSummary[] }>(
      `/api/gatherings?org=${orgId}&kind=${kind}&${range}`,
    );
    found = gatherings
      .filter(({ state }) => state === 'planned' || state === 'announced')
      .filter(({ startsAt }) => Date.parse(startsAt) > city.now() && startsAt < before)
      .sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt))[0];
    return found !== undefined;
  });
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

/** Time passes up to it, and whoever chairs it begins it on its page. */
async function begin(page: Page, { gatheringId, startsAt }: GatheringSummary): Promise<void> {
  await city.pass(Math.max(0, Date.parse(startsAt) - city.now() - 5 * minute));
  await page.goto(`${city.url}/console/gatherings/${gatheringId}`);
  await page.getByRole('button', { name: '开始', exact: true }).click();
  await page.getByRole('navigation', { name: '议程' }).waitFor();
}

/** Ends one item of the agenda in the meeting room, with a reason. */
async function endItem(page: Page, title: string, verb: string, reason: string): Promise<void> {
  await page.getByRole('navigation', { name: '议程' }).getByRole('button', { name: title }).click();
  await page.getByRole('heading', { name: title, level: 2 }).waitFor();
  await page.getByRole('button', { name: '开始讨论' }).click();
  await page.locator('.room-item').getByText('正在讨论').waitFor();
  await page.locator('.room-item-deeds').getByRole('button', { name: verb, exact: true }).click();
  const asking = page.getByRole('dialog', { name: verb });
  await asking.getByLabel('原因').fill(reason);
  await asking.getByRole('button', { name: verb, exact: true }).click();
  await asking.waitFor({ state: 'hidden' });
}

async function end(page: Page, api: Api, gatheringId: string): Promise<void> {
  await page.getByRole('button', { name: '结束', exact: true }).click();
  await page.locator('.ant-modal-confirm').getByRole('button', { name: '结束' }).click();
  await until('it has ended', async () => {
    const { gathering } = await api.get<{ gathering: Gathering }>(`/api/gatherings/${gatheringId}`);
    return gathering.state === 'ended';
  });
}

/** A rung of the ladder on the reporter’s phone, by the name of its meeting. */
function rung(page: Page, name: string): Locator {
  return page.locator('.ladder > li').filter({ has: page.locator('strong', { hasText: name }) });
}

test('a report climbs three rungs by itself and comes back decided', { timeout: 300_000 }, async () => {
  const resident = city.person(null);
  const gridApi = await city.api(city.person('grid-secretary'));
  const chair = city.person('compound-secretary');
  const chairApi = await city.api(chair);
  const jointChair = city.person('community-secretary');
  const jointApi = await city.api(jointChair);
  const owner = city.person('property-manager');
  const compoundOrg = await orgOf(chairApi, 'compound-secretary');
  const communityOrg = await orgOf(jointApi, 'community-secretary');
  const spotCode = await city.spotOf(city.person('grid-secretary'));
  const title = `地下车库入口反复积水${Date.now()}`;

  // A resident reports it from the code on the wall, and it is given to somebody in time.
  const device = await city.device(browser, phone, { as: resident });
  const reporter = await device.newPage();
  await reporter.goto(`${city.url}/s/${spotCode}`);
  await reporter.getByText('来自现场二维码').waitFor();
  await reporter.getByRole('textbox', { name: /^发生了什么/ }).fill(title);
  await reporter.getByRole('button', { name: '发送' }).click();
  await reporter.getByText('已经收到').waitFor();
  const caseId = new URL(reporter.url()).pathname.split('/').at(-1) ?? '';
  // A neighbour reports two other things; the meeting will not keep those.
  const neighbour = await city.api(city.people.filter(({ role }) => role === null)[1] ?? null);
  const tooHard = await report(neighbour, { spotCode, description: `外墙瓷砖松动${Date.now()}` });
  const tooEasy = await report(neighbour, { spotCode, description: `楼道声控灯不亮${Date.now()}` });
  const all = [caseId, tooHard.caseId, tooEasy.caseId];
  for (const id of all) {
    await act(gridApi, id, 'accept');
    await give(gridApi, id, city.person('repair-worker').name);
  }

  // Nobody acts. The time to settle it runs out: the first rung, by itself.
  for (const id of all) {
    const clock = (await look(gridApi, id)).clocks.find(({ key }) => key === 'resolve');
    await letRunOut(gridApi, id, clock?.dueAt);
  }
  for (const id of all.slice(1)) await climbsTo(gridApi, id, meetings.zone);
  const onZone = await climbsTo(gridApi, caseId, meetings.zone);
  await reporter.reload();
  await rung(reporter, '片区调度会').getByText('正在这里研究').waitFor();
  await rung(reporter, '党建联席会').getByText('未到这一级').waitFor();

  // The dispatch meeting has all three on its agenda: one goes up, one goes back, one is left for next time.
  const chairPage = await (await city.device(browser, desktop, { as: chair })).newPage();
  const zone = await nextMeeting(chairApi, compoundOrg, meetings.zone, dueOnRung(onZone));
  await begin(chairPage, zone);
  await endItem(chairPage, tooHard.title, '提交上级', '要动用维修资金，请居民一起定');
  await endItem(chairPage, tooEasy.title, '退回', '灯具在保修期内，物业直接报修');
  await endItem(chairPage, title, '转下次', '等物业查清排水管走向');
  await end(chairPage, chairApi, zone.gatheringId);
  await reporter.reload();
  await rung(reporter, '片区调度会').getByText('原因：等物业查清排水管走向').waitFor();
  await rung(reporter, '片区调度会').getByText('等着列入下一次会议').waitFor();
  // Who reported the others reads where they went, and why.
  const here = async (id: string) => {
    const { ladder, rung: at, history } = await look(neighbour, id);
    return {
      key: ladder?.rungs.find(({ state }) => state === 'here')?.key ?? null,
      isOnRung: at !== null,
      why: history.map(({ reason }) => reason),
    };
  };
  expect(await here(tooHard.caseId)).toEqual({
    key: meetings.council,
    isOnRung: true,
    why: expect.arrayContaining(['要动用维修资金，请居民一起定']),
  });
  expect(await here(tooEasy.caseId)).toEqual({
    key: null,
    isOnRung: false,
    why: expect.arrayContaining(['灯具在保修期内，物业直接报修']),
  });

  // The limit of the rung runs out before the next one: it climbs all the same.
  await letRunOut(chairApi, caseId, dueOnRung(await look(chairApi, caseId)));
  const onCouncil = await climbsTo(chairApi, caseId, meetings.council);
  await reporter.reload();
  await rung(reporter, '片区调度会').getByText('已经研究过').waitFor();
  await rung(reporter, '周末议事会').getByText('正在这里研究').waitFor();

  // The weekend council has it too, without anybody putting it there.
  const council = await nextMeeting(chairApi, compoundOrg, meetings.council, dueOnRung(onCouncil));
  await begin(chairPage, council);
  await endItem(chairPage, title, '转下次', '要动市政管网，小区定不了');
  await end(chairPage, chairApi, council.gatheringId);

  await letRunOut(chairApi, caseId, dueOnRung(await look(chairApi, caseId)));
  const onJoint = await climbsTo(jointApi, caseId, meetings.joint);
  await reporter.reload();
  await rung(reporter, '周末议事会').getByText('原因：要动市政管网，小区定不了').waitFor();

  // Within the limit of the third rung there is a joint meeting, called by itself where none is due.
  const jointPage = await (await city.device(browser, desktop, { as: jointChair })).newPage();
  const joint = await nextMeeting(jointApi, communityOrg, meetings.joint, dueOnRung(onJoint));
  await begin(jointPage, joint);
  await jointPage.getByRole('navigation', { name: '议程' }).getByRole('button', { name: title }).click();
  await jointPage.getByRole('button', { name: '开始讨论' }).click();
  await jointPage.getByLabel('记录', { exact: true }).fill('市政、物业都到场看过，管径太小。');
  await jointPage.getByText('已保存').waitFor();
  await jointPage.locator('.room-item-deeds').getByRole('button', { name: '形成决议' }).click();
  const resolving = jointPage.getByRole('dialog', { name: '形成决议' });
  const resolution = '更换入口排水管并加装挡水板';
  const dueOn = dayOf(city.now() + 12 * day);
  await resolving.getByLabel('决议内容').fill(resolution);
  await resolving.getByLabel('谁来办').fill(owner.name);
  await jointPage.locator('.ant-select-item-option', { hasText: owner.name }).first().click();
  await resolving.getByLabel('哪天前办好').fill(dueOn);
  await resolving.getByRole('button', { name: '形成决议' }).click();
  await resolving.waitFor({ state: 'hidden' });
  await jointPage.locator('.resolutions', { hasText: resolution }).getByText(owner.name).waitFor();
  await end(jointPage, jointApi, joint.gatheringId);

  // It has come back down as a duty of somebody with a date: the clock of the case is that date.
  const decided = await look(jointApi, caseId);
  expect(decided.rung).toBeNull();
  expect(decided.assignee?.name).toBe(owner.name);
  const clock = decided.clocks.find(({ key, stoppedAt }) => key === 'resolve' && stoppedAt === null);
  expect(dayOf(Date.parse(clock?.dueAt ?? ''))).toBe(dueOn);
  const ownerPage = await (await city.device(browser, phone, { as: owner })).newPage();
  await ownerPage.goto(`${city.url}/console/duties`);
  await ownerPage.getByText(resolution).first().waitFor();

  // The reporter reads what was decided, by whom and for when, and the whole way up.
  await reporter.reload();
  const last = rung(reporter, '党建联席会');
  await last.getByText(resolution).waitFor();
  await last.getByText(/社区.*书记.*议定.*办理/).waitFor();
  await last.getByText('办理中').waitFor();
  for (const name of ['片区调度会', '周末议事会', '党建联席会'])
    await rung(reporter, name).getByText('已经研究过').waitFor();
  await reporter
    .locator('.holders')
    .getByText(owner.orgName ?? '')
    .first()
    .waitFor();

  // Done by whoever owes it, verified by somebody else: the duty on the ladder says so too.
  const ownerApi = await city.api(owner);
  await act(ownerApi, caseId, 'start');
  await act(ownerApi, caseId, 'resolve', { answers: { 'resolved.outcome': '排水管已换，下雨试过不积水' } });
  await reporter.getByText('排水管已换，下雨试过不积水').first().waitFor();
  await act(gridApi, caseId, 'verify');
  await reporter.getByRole('heading', { name: '问题解决了吗？' }).waitFor();
});

/** Until when the rung on which it stands has to decide. */
function dueOnRung({ ladder, number }: View): string {
  const here = ladder?.rungs.find(({ state }) => state === 'here');
  if (here?.dueAt == null) throw new Error(`${number} stands on no rung`);
  return here.dueAt;
}
