/**
 * A Friday meeting: its series is set in plain words, residents bring and support a topic, the code on the wall checks them
 * in, two write the minutes, hands are counted, a duty is handed out; a week later the next one opens with what became of it.
 */
import { randomUUID } from 'node:crypto';
import type { GatheringReply, GatheringSummary, SeriesList } from '@linli/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, type DemoPerson, day, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

const minute = 60_000;
const wallSize = { width: 1920, height: 1080 };
type View = z.output<typeof GatheringReply>['gathering'];

/** Demo residents in the order in which they are offered. */
function residents(): [DemoPerson, DemoPerson] {
  const [one, other] = city.people.filter(({ role }) => role === null);
  if (one === undefined || other === undefined) throw new Error('the demo offers too few residents');
  return [one, other];
}

async function look(api: Api, gatheringId: string): Promise<View> {
  return (await api.get<z.output<typeof GatheringReply>>(`/api/gatherings/${gatheringId}`)).gathering;
}

/** Chooses in a list that opens over the page. */
async function choose(page: Page, field: Locator, words: string): Promise<void> {
  await field.click();
  await page.locator('.ant-select-item-option', { hasText: words }).first().click();
}

test('a Friday meeting, from open topics to last week’s answers', async () => {
  const [resident, neighbour] = residents();
  const chair = city.person('compound-secretary');
  const minuteTaker = city.person('community-worker');
  const owner = city.person('community-secretary');
  const chairApi = await city.api(chair);
  const { posts } = await chairApi.get<{ posts: { orgId: string; role: string }[] }>('/api/session');
  const orgId = posts.find(({ role }) => role === 'compound-secretary')?.orgId ?? '';
  const title = `门口装扶手${Date.now()}`;

  // The council meets on Fridays from now on.
  const chairPage = await (await city.device(browser, desktop, { as: chair })).newPage();
  await chairPage.goto(`${city.url}/console/series?org=${orgId}`);
  await chairPage.getByRole('button', { name: '调整：周末议事会' }).click();
  const setting = chairPage.getByRole('dialog', { name: '调整：周末议事会' });
  await choose(chairPage, setting.getByLabel('多久一次'), '每周');
  await setting.getByLabel('开始时间').fill('19:30');
  await setting.getByRole('button', { name: '保存' }).click();
  await setting.waitFor({ state: 'hidden' });
  await chairPage.locator('.series-one', { hasText: '周末议事会' }).getByText('周五').first().waitFor();
  const { series } = await chairApi.get<z.output<typeof SeriesList>>(`/api/orgs/${orgId}/series`);
  const council = series.find(({ kind }) => kind === 'weekend-council');
  expect(council?.rule).toContain('BYDAY=FR');
  // One that has been announced stays when it was announced for.
  const coming = council?.coming.filter(({ state }) => state === 'planned') ?? [];
  expect(coming.length).toBeGreaterThan(0);
  expect(coming.map(({ startsAt }) => new Date(startsAt).getUTCDay())).toEqual(coming.map(() => 5));
  for (const left of council?.coming.filter(({ state }) => state === 'announced') ?? []) {
    await chairPage.goto(`${city.url}/console/gatherings/${left.gatheringId}`);
    await chairPage.getByRole('button', { name: '取消这一次' }).click();
    const cancelling = chairPage.getByRole('dialog', { name: '取消这一次' });
    await cancelling.getByLabel('原因').fill('改在周五晚上');
    await cancelling.getByRole('button', { name: '取消这一次' }).click();
    await chairPage.locator('.gathering-tags').getByText('已取消').waitFor();
  }

  // A resident brings a topic, a neighbour stands behind it.
  const residentPage = await (await city.device(browser, phone, { as: resident })).newPage();
  await residentPage.goto(`${city.url}/topics/new?org=${orgId}&kind=weekend-council`);
  await residentPage.getByLabel('一句话说清楚').fill(title);
  await residentPage.getByLabel('详细说说').fill('老人上下台阶没有扶手，冬天结冰容易摔倒。');
  await residentPage.getByRole('button', { name: '提交' }).click();
  await residentPage.getByRole('heading', { name: title }).waitFor();
  const topicPath = new URL(residentPage.url()).pathname;
  const neighbourPage = await (await city.device(browser, phone, { as: neighbour })).newPage();
  await neighbourPage.goto(`${city.url}${topicPath}`);
  await neighbourPage.getByRole('button', { name: '我附议' }).click();
  await neighbourPage.getByRole('button', { name: '取消附议' }).waitFor();

  // The chair tells time and agenda of the next Friday: what waits is on it.
  const [friday] = coming;
  if (friday === undefined) throw new Error('there is no Friday to come');
  await chairPage.goto(`${city.url}/console/gatherings/${friday.gatheringId}`);
  await chairPage.getByRole('button', { name: '发通知' }).click();
  await chairPage.locator('.agenda li', { hasText: title }).getByText('1 人附议').waitFor();
  await neighbourPage.reload();
  await neighbourPage.getByText('已列入议程').waitFor();
  const meeting = await look(chairApi, friday.gatheringId);
  const toStart = Date.parse(meeting.startsAt) - city.now() - 5 * minute;
  if (toStart > 0) await city.pass(toStart);

  // It begins; the wall shows a code, and whoever types it is here.
  await chairPage.goto(`${city.url}/console/gatherings/${meeting.gatheringId}`);
  await chairPage.getByRole('button', { name: '开始', exact: true }).click();
  await chairPage.getByRole('navigation', { name: '议程' }).waitFor();
  const wall = await (await city.device(browser, wallSize, { as: minuteTaker })).newPage();
  await wall.goto(`${city.url}/console/gatherings/${meeting.gatheringId}/wall`);
  const code = wall.locator('.attendance-qr figcaption .figures');
  await code.waitFor();
  for (const page of [residentPage, neighbourPage]) {
    await page.goto(`${city.url}/gatherings/${meeting.gatheringId}`);
    await page.getByRole('link', { name: '签到' }).click();
    await page.getByLabel('签到码').fill((await code.textContent()) ?? '');
    await page.getByRole('button', { name: '我到了' }).click();
    await page.getByRole('heading', { name: '已签到', level: 2 }).waitFor();
  }
  await wall.locator('.wall-count .figures', { hasText: '2' }).waitFor();

  // Somebody without a phone is entered from the paper list, and somebody wants to speak.
  await chairPage.getByLabel('签到姓名').fill('王奶奶、李爷爷');
  await chairPage.getByRole('button', { name: '登记' }).click();
  await wall.locator('.wall-count .figures', { hasText: '4' }).waitFor();
  // Whoever scanned the code and signed on paper too is there once.
  await chairPage.getByLabel('签到姓名').fill(resident.name);
  await chairPage.getByRole('button', { name: '登记' }).click();
  await chairPage.getByText(`已在名单上：${resident.name}`).waitFor();
  expect((await look(chairApi, meeting.gatheringId)).attendance.count).toBe(4);
  await residentPage.getByRole('link', { name: '查看' }).click();
  await residentPage.getByRole('button', { name: '我要发言' }).click();
  await chairPage.getByRole('button', { name: `请发言：${resident.name}` }).click();
  await wall.locator('.wall-speakers li[data-speaks]', { hasText: resident.name }).waitFor();

  // The topic is talked over, and two write the minutes of it.
  const agenda = chairPage.getByRole('navigation', { name: '议程' });
  await agenda.getByRole('button', { name: title }).click();
  await chairPage.getByRole('button', { name: '开始讨论' }).click();
  await wall.getByRole('heading', { name: title }).waitFor();
  const chairMinutes = chairPage.getByLabel('记录', { exact: true });
  await chairMinutes.fill('居民介绍情况：冬天结冰，老人摔过两次。');
  await chairPage.getByText('已保存').waitFor();
  const takerPage = await (await city.device(browser, desktop, { as: minuteTaker })).newPage();
  await takerPage.goto(`${city.url}/console/gatherings/${meeting.gatheringId}/room`);
  const takerMinutes = takerPage.getByLabel('记录', { exact: true });
  await takerMinutes.waitFor();
  expect(await takerMinutes.inputValue()).toBe('居民介绍情况：冬天结冰，老人摔过两次。');
  // Both change the same line before either hears of the other.
  await Promise.all([
    takerMinutes.fill('居民介绍情况：冬天结冰，老人摔过三次。'),
    chairMinutes.fill('居民介绍情况：下雪结冰，老人摔过两次。'),
  ]);
  const conflict = takerPage.getByRole('region', { name: '两份不同的记录' });
  const otherConflict = chairPage.getByRole('region', { name: '两份不同的记录' });
  await until(
    'one of them sees both texts',
    async () => (await conflict.isVisible()) || (await otherConflict.isVisible()),
  );
  const [conflictPage, text] = (await conflict.isVisible())
    ? [takerPage, '下雪结冰']
    : [chairPage, '摔过三次'];
  const both = conflictPage.getByRole('region', { name: '两份不同的记录' });
  await both.getByText(text).waitFor();
  await both.getByRole('button', { name: '两份都留' }).click();
  await conflictPage.getByText('已保存').waitFor();
  await until('both texts stand', async () => {
    const item = (await look(chairApi, meeting.gatheringId)).items.find((one) => one.title === title);
    return item?.minutes.text.includes('下雪结冰') === true && item.minutes.text.includes('摔过三次');
  });

  // A motion, hands, and a duty with an owner and a day.
  await chairPage.getByRole('button', { name: '提付表决' }).click();
  const motion = chairPage.getByRole('dialog', { name: '提付表决' });
  await motion.getByLabel('表决内容').fill('用公共收益在 3 号楼装两根扶手');
  await motion.getByRole('button', { name: '提付表决' }).click();
  await motion.waitFor({ state: 'hidden' });
  await chairPage.getByRole('button', { name: '记录举手' }).click();
  const count = chairPage.getByRole('dialog', { name: '记录举手' });
  await count.getByLabel('赞成').fill('3');
  await count.getByLabel('反对').fill('0');
  await count.getByLabel('弃权').fill('1');
  await count.getByRole('button', { name: '保存' }).click();
  await wall.locator('.wall-verdict', { hasText: '通过' }).waitFor();
  await chairPage.getByRole('button', { name: '形成决议' }).click();
  const resolving = chairPage.getByRole('dialog', { name: '形成决议' });
  await resolving.getByLabel('决议内容').fill('在 3 号楼单元门口装两根扶手');
  await resolving.getByLabel('谁来办').fill(owner.name);
  await choose(chairPage, resolving.getByLabel('谁来办'), owner.name);
  await resolving.getByLabel('哪天前办好').fill(dayOf(city.now() + 5 * day));
  await resolving.getByRole('button', { name: '形成决议' }).click();
  await wall.locator('.wall-resolutions', { hasText: '在 3 号楼单元门口装两根扶手' }).waitFor();

  // What else stood there has no outcome: it is carried over by itself when the meeting ends.
  await chairPage.getByRole('button', { name: '结束', exact: true }).click();
  await chairPage.locator('.ant-modal-confirm').getByRole('button', { name: '结束' }).click();
  await until('it has ended', async () => (await look(chairApi, meeting.gatheringId)).state === 'ended');
  await chairPage.getByRole('button', { name: '公布记录' }).click();
  await until(
    'the minutes are posted',
    async () => (await look(chairApi, meeting.gatheringId)).minutesPostedAt !== null,
  );

  // The resident reads what was decided and by whom it is done.
  await residentPage.goto(`${city.url}${topicPath}`);
  await residentPage.getByText('已议定').waitFor();
  await residentPage.locator('.duty-row', { hasText: '装两根扶手' }).getByText('办理中').waitFor();

  // Whoever owes it says that it is done.
  const ownerPage = await (await city.device(browser, phone, { as: owner })).newPage();
  await ownerPage.goto(`${city.url}/console/duties`);
  await ownerPage.getByRole('button', { name: /答复：在 3 号楼单元门口装两根扶手/ }).click();
  const answering = ownerPage.getByRole('dialog', { name: '任务办得怎样' });
  await answering.getByText('已兑现').click();
  await answering.getByLabel('说明').fill('周三装好，邻居试过，很稳。');
  await answering.getByRole('button', { name: '答复' }).click();
  await answering.waitFor({ state: 'hidden' });

  // A week later the next meeting opens with it.
  const next = await nextOf(chairApi, orgId, meeting.startsAt);
  expect(new Date(next.startsAt).getUTCDay()).toBe(5);
  await city.pass(Date.parse(next.startsAt) - city.now() - 5 * minute);
  await chairPage.goto(`${city.url}/console/gatherings/${next.gatheringId}`);
  await chairPage.getByRole('button', { name: '开始', exact: true }).click();
  const first = chairPage.getByRole('navigation', { name: '议程' }).locator('li').first();
  await first.getByText('上次任务').waitFor();
  await residentPage.goto(`${city.url}/gatherings/${next.gatheringId}`);
  const kept = residentPage.locator('.duty-row', { hasText: '装两根扶手' });
  await kept.getByText('已兑现').waitFor();
  await kept.getByText('周三装好，邻居试过，很稳。').waitFor();
});

/** The first gathering of the council after a moment. */
async function nextOf(api: Api, orgId: string, after: string): Promise<GatheringSummary> {
  const from = dayOf(Date.parse(after) + day);
  const { gatherings } = await api.get<{ gatherings: GatheringSummary[] }>(
    `/api/gatherings?org=${orgId}&kind=weekend-council&from=${from}&to=${dayOf(Date.parse(after) + 14 * day)}`,
  );
  const next = gatherings.find(({ state }) => state !== 'cancelled');
  if (next === undefined) throw new Error('there is no next meeting');
  return next;
}

/** The day in the city, as the wire writes it. */
function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

test('minutes and names written without signal go by themselves when it is back', async () => {
  const chair = city.person('compound-secretary');
  const api = await city.api(chair);
  const { posts } = await api.get<{ posts: { orgId: string; role: string }[] }>('/api/session');
  const orgId = posts.find(({ role }) => role === 'compound-secretary')?.orgId ?? '';
  const called = await api.post<z.output<typeof GatheringReply>>('/api/gatherings', {
    commandId: randomUUID(),
    orgId,
    kind: 'deliberation',
    startsAt: new Date(city.now() + 4 * day).toISOString(),
    reason: '楼道充电桩',
  });
  const { gatheringId } = called.gathering;
  await city.pass(4 * day);
  await api.post(`/api/gatherings/${gatheringId}/open`, { commandId: randomUUID() });

  const device = await city.device(browser, phone, { as: chair });
  const page = await device.newPage();
  await page.goto(`${city.url}/console/gatherings/${gatheringId}/room`);
  // What the last one was not through with stands on the agenda: the minutes of the whole come after it.
  await page.getByRole('button', { name: '会议总记录' }).click();
  const minutes = page.getByRole('textbox', { name: '会议总记录' });
  await minutes.waitFor();
  await device.setOffline(true);
  await minutes.fill('地下室没有信号，先记在这里。');
  await page.getByText('没有信号，已存在本机，联网后自动发送').waitFor();
  await page.getByText('到会', { exact: false }).first().click();
  await page.getByLabel('签到姓名').fill('赵大爷');
  await page.getByRole('button', { name: '登记' }).click();
  await page.locator('.attendees li', { hasText: '赵大爷' }).getByText('待发送').waitFor();
  await device.setOffline(false);
  await until('both arrived, once', async () => {
    const view = await look(api, gatheringId);
    const names = view.attendance.people?.filter(({ name }) => name === '赵大爷') ?? [];
    return view.general?.text === '地下室没有信号，先记在这里。' && names.length === 1;
  });
});
