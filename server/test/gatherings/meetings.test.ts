/** What is promised of meetings: agendas, minutes, decisions, attendance, and who may do what. */
import { randomUUID } from 'node:crypto';
import type {
  AttendanceCode,
  CheckedIn,
  DutiesPage,
  GatheringView,
  ItemHolders,
  MinutesPart,
  ResolutionView,
  StaleMinutes,
  TopicsPage,
  TopicView,
} from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let clockmaker: Caller;
let resident: Caller;
let other: Caller;
beforeAll(async () => {
  club = await openClubOfGatherings();
  president = await club.caller(club.president);
  arbiter = await club.caller(club.arbiter);
  clockmaker = await club.caller(club.clockmaker);
  resident = await club.caller(club.resident);
  other = await club.caller(club.otherResident);
  await club.timePasses();
});
afterAll(() => club.server.close());

const dayAfter = (days: number): string =>
  new Date(Date.parse(club.server.clock.now()) + days * 86_400_000).toISOString().slice(0, 10);

async function bring(by: Caller, title: string): Promise<TopicView> {
  const { topic } = await by.did<{ topic: TopicView }>('/api/topics', {
    orgId: club.office,
    kind: 'club-council',
    title,
    body: '说一说',
  });
  return topic;
}

async function itemOf(by: Caller, gatheringId: string, title: string) {
  const { items } = await by.see(gatheringId);
  const found = items.find((item) => item.title.includes(title));
  if (found === undefined) throw new Error(`nothing called ${title} stands on the agenda`);
  return found;
}

const read = async (by: Caller, topicId: string): Promise<TopicView> => {
  const reply = await by.call('GET', `/api/topics/${topicId}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ topic: TopicView }>().topic;
};

describe('topics of residents', () => {
  test('one alone is read by whoever may know of it, names masked; taken back, by its bringer alone', async () => {
    const topic = await bring(clockmaker, '门口的雨棚');
    expect(await read(clockmaker, topic.topicId)).toEqual(topic);
    const neighbours = await read(other, topic.topicId);
    expect(neighbours).toMatchObject({ isMine: false, verbs: ['support'] });
    expect(neighbours.broughtBy).toMatch(/^.\*+$/);
    expect((await read(club.visitor(), topic.topicId)).verbs).toEqual([]);
    await clockmaker.fails(404, `/api/topics/${randomUUID()}`, undefined, 'GET');
    await clockmaker.did(`/api/topics/${topic.topicId}/withdraw`);
    expect(await read(clockmaker, topic.topicId)).toMatchObject({ state: 'withdrawn', verbs: [] });
    await other.fails(404, `/api/topics/${topic.topicId}`, undefined, 'GET');
  });

  test('wait for the next agenda, gather support, are decided, and whoever brought one reads what became of it', async () => {
    const topic = await bring(resident, '多开一晚');
    expect(topic).toMatchObject({ state: 'waiting', isMine: true, verbs: ['withdraw'] });
    const { topic: supported } = await other.did<{ topic: TopicView }>(
      `/api/topics/${topic.topicId}/support`,
      {
        support: true,
      },
    );
    expect(supported).toMatchObject({ supporterCount: 1, isSupportedByMe: true, broughtBy: '孙**' });
    await resident.fails(409, `/api/topics/${topic.topicId}/support`, { support: true });
    await other.fails(403, `/api/topics/${topic.topicId}/withdraw`);

    const council = await club.next(president, 'club-council');
    const open = await club.hold(president, council);
    const item = await itemOf(president, council.gatheringId, '多开一晚');
    expect(open.items.find(({ itemId }) => itemId === item.itemId)?.topic).toMatchObject({
      supporterCount: 1,
    });
    await president.does(council.gatheringId, `items/${item.itemId}/resolve`, {
      text: '周五多开到十点',
      owner: { orgId: club.crew, role: 'arbiter' },
      dueOn: dayAfter(5),
    });
    const page = (await resident.call('GET', '/api/topics?mine=true')).json<z.output<typeof TopicsPage>>();
    expect(page.topics[0]).toMatchObject({
      state: 'decided',
      outcome: '周五多开到十点',
      resolutions: [{ text: '周五多开到十点', state: 'running' }],
    });
    await president.does(council.gatheringId, 'end');
  });

  test('one that is raised becomes a case, and whoever raised it follows it', async () => {
    const topic = await bring(other, '西厅的钟停了');
    const council = await club.next(president, 'club-council');
    await club.hold(president, council);
    const item = await itemOf(president, council.gatheringId, '西厅的钟停了');
    const commandId = randomUUID();
    const body = { commandId, kind: 'broken-clock', areaCode: '770201', category: 'stopped' };
    const url = `/api/gatherings/${council.gatheringId}/items/${item.itemId}/become-case`;
    await president.did(url, body);
    await president.did(url, body);
    const [after] = (await other.call('GET', '/api/topics?mine=true')).json<TopicsPage>().topics;
    expect(after).toMatchObject({ topicId: topic.topicId, state: 'became-case' });
    expect(await read(other, topic.topicId)).toEqual(after);
    const seen = await other.cases.see(after?.case?.caseId ?? '');
    expect(seen.json()).toMatchObject({ case: { following: true } });
    const { rows } = await club.server.db.superuser.query('SELECT FROM cases WHERE title LIKE $1', [
      '%西厅的钟停了%',
    ]);
    expect(rows, 'a retry opens no second case').toHaveLength(1);
    await president.does(council.gatheringId, 'end');
  });
});

describe('duties', () => {
  test('of the last meeting open the next agenda: kept, not kept and still running, each heard once', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '修门');
    await bring(resident, '换灯');
    await bring(resident, '买旗');
    await club.hold(president, council);
    for (const title of ['修门', '换灯', '买旗']) {
      const item = await itemOf(president, council.gatheringId, title);
      await president.does(council.gatheringId, `items/${item.itemId}/resolve`, {
        text: `办好：${title}`,
        owner: { orgId: club.crew, role: 'arbiter' },
        dueOn: dayAfter(3),
      });
    }
    await president.does(council.gatheringId, 'end');
    const mine = (await arbiter.call('GET', '/api/duties?state=running')).json<DutiesPage>();
    const duty = (title: string): ResolutionView => {
      const found = mine.duties.find(({ text }) => text.includes(title));
      if (found === undefined) throw new Error(`no duty about ${title}`);
      return found;
    };
    expect(duty('修门').verbs).toEqual(['answer']);
    await resident.fails(403, `/api/duties/${duty('修门').resolutionId}/answer`, {
      isKept: true,
      words: '我来说',
    });
    await arbiter.did(`/api/duties/${duty('修门').resolutionId}/answer`, { isKept: true, words: '已经修好' });
    await arbiter.did(`/api/duties/${duty('换灯').resolutionId}/answer`, {
      isKept: false,
      words: '没有买到灯',
    });
    await arbiter.fails(409, `/api/duties/${duty('换灯').resolutionId}/answer`, {
      isKept: true,
      words: '改口',
    });

    const next = await club.next(president, 'club-council');
    const { items } = await club.hold(president, next);
    const heard = items
      .filter(({ about }) => about === 'duty')
      .map(({ duty: one }) => [one?.text, one?.state]);
    expect(heard).toEqual(
      expect.arrayContaining([
        ['办好：修门', 'kept'],
        ['办好：换灯', 'not-kept'],
        ['办好：买旗', 'running'],
      ]),
    );
    await president.does(next.gatheringId, 'end');
    const third = await club.next(president, 'club-council');
    const again = (await club.hold(president, third)).items.filter(({ about }) => about === 'duty');
    expect(again.map(({ title }) => title)).toContain('办好：买旗');
    expect(again.map(({ title }) => title)).not.toContain('办好：修门');
    await president.does(third.gatheringId, 'end');
  });

  test('are reminded of the day before and once when they are late, never twice', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '擦桌子');
    await club.hold(president, council);
    const item = await itemOf(president, council.gatheringId, '擦桌子');
    await president.does(council.gatheringId, `items/${item.itemId}/resolve`, {
      text: '擦好桌子',
      owner: { orgId: club.crew, role: 'arbiter' },
      dueOn: dayAfter(4),
    });
    await president.does(council.gatheringId, 'end');
    const told = async (template: string): Promise<number> => {
      const { rows } = await club.server.db.superuser.query(
        `SELECT FROM messages WHERE template = $1 AND person_id = $2 AND about_id = $3`,
        [template, club.arbiter, council.gatheringId],
      );
      return rows.length;
    };
    expect(await told('duty.given')).toBe(1);
    for (let day = 0; day < 8; day += 1) {
      club.server.clock.advance(86_400_000);
      await club.timePasses();
    }
    expect([await told('duty.due'), await told('duty.overdue')]).toEqual([1, 1]);
  });
});

describe('a meeting that is not held', () => {
  test('loses nothing: cancelled, or gone by, its cases and topics stand on the next agenda', async () => {
    const waiting = await club.climbed();
    const first = await club.next(president, 'club-council');
    club.server.clock.moveTo(new Date(Date.parse(first.startsAt) - 3_600_000).toISOString());
    await bring(resident, '不会丢的事');
    await club.timePasses();
    const told = await president.see(first.gatheringId);
    expect(told.state).toBe('announced');
    expect(told.items.map(({ case: one }) => one?.caseId)).toContain(waiting.caseId);
    const cancelled = await president.does(first.gatheringId, 'cancel', { reason: '停电' });
    expect(cancelled).toMatchObject({ state: 'cancelled', reason: '停电' });

    club.server.clock.advance(60_000);
    await club.timePasses();
    const second = await club.next(president, 'club-council');
    club.server.clock.moveTo(second.startsAt);
    await club.timePasses();
    expect((await president.see(second.gatheringId)).items.map(({ case: one }) => one?.caseId)).toContain(
      waiting.caseId,
    );
    club.server.clock.advance(26 * 3_600_000);
    await club.timePasses();
    expect(await president.see(second.gatheringId)).toMatchObject({ state: 'not-held', items: [] });

    const third = await club.next(president, 'club-council');
    const { items } = await club.hold(president, third);
    expect(items.map(({ case: one }) => one?.caseId)).toContain(waiting.caseId);
    expect(items.map(({ title }) => title)).toContain('不会丢的事');
    await president.does(third.gatheringId, 'end');
  });

  test('and was held all the same can be opened afterwards, and takes its agenda up again', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '补记的事');
    club.server.clock.moveTo(council.startsAt);
    await club.timePasses();
    club.server.clock.advance(26 * 3_600_000);
    await club.timePasses();
    const missed = await president.see(council.gatheringId);
    expect(missed).toMatchObject({ state: 'not-held', verbs: expect.arrayContaining(['open']) });
    const open = await president.does(council.gatheringId, 'open');
    expect(open.items.map(({ title }) => title)).toContain('补记的事');
    await president.does(council.gatheringId, 'end');
  });
});

describe('the code on the wall', () => {
  test('is taken while it stands there and half a minute after; that of a minute ago is refused', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '签到');
    await club.hold(president, council);
    const url = `/api/gatherings/${council.gatheringId}`;
    const codeNow = async () =>
      (await president.call('GET', `${url}/code`)).json<z.output<typeof AttendanceCode>>();
    await resident.fails(403, `${url}/code`, {}, 'GET');
    const first = await codeNow();
    const came = await resident.did<z.output<typeof CheckedIn>>(`${url}/check-in`, { code: first.code });
    expect(came.cameAt).toBe(club.server.clock.now());
    club.server.clock.moveTo(first.changesAt);
    expect((await codeNow()).code).not.toBe(first.code);
    await other.did(`${url}/check-in`, { code: first.code.toLowerCase() });
    club.server.clock.advance(31_000);
    const refused = await clockmaker.fails(422, `${url}/check-in`, { code: first.code });
    expect(refused).toMatchObject({ code: 'attendance-code-invalid' });
    const { code } = await codeNow();
    await clockmaker.did(`${url}/check-in`, { code });
    await clockmaker.did(`${url}/check-in`, { code });
    expect((await president.see(council.gatheringId)).attendance.count).toBe(3);
    await president.does(council.gatheringId, 'end');
  });
});

describe('a code that a phone without signal kept', () => {
  test('counts once when it is sent, from when it stood there, told apart; one that never stood there does not', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '地下室没信号');
    await club.hold(president, council);
    const url = `/api/gatherings/${council.gatheringId}`;
    const codeNow = async () =>
      (await president.call('GET', `${url}/code`)).json<z.output<typeof AttendanceCode>>().code;
    const { clock } = club.server;
    clock.advance(20 * 60_000);
    const shown = await codeNow();
    const stoodAt = clock.now();
    clock.advance(40 * 60_000);
    await resident.fails(422, `${url}/check-in`, { code: shown });
    // The phone's clock is a day slow: what counts is when the code stood on the wall.
    const scannedAt = new Date(Date.parse(stoodAt) - 86_400_000).toISOString();
    const kept = { commandId: randomUUID(), code: shown, scannedAt };
    const came = await resident.did<z.output<typeof CheckedIn>>(`${url}/check-in`, kept);
    expect(Date.parse(stoodAt) - Date.parse(came.cameAt)).toBeLessThan(30_000);
    expect(came.cameAt <= stoodAt).toBe(true);
    await resident.did(`${url}/check-in`, kept);
    await resident.did(`${url}/check-in`, { ...kept, commandId: randomUUID() });
    const late = { code: await codeNow(), scannedAt: clock.now() };
    await other.fails(422, `${url}/check-in`, { ...late, code: `2${late.code.slice(2)}` });
    await president.does(council.gatheringId, 'end');
    clock.advance(60_000);
    await other.did(`${url}/check-in`, late);
    const { people } = (await president.see(council.gatheringId)).attendance;
    expect(people?.map(({ name, how }) => [name, how])).toEqual([
      ['孙惊蛰', 'code-kept'],
      ['郑春分', 'code-kept'],
    ]);
    await clockmaker.fails(409, `${url}/check-in`, { code: late.code });
    clock.advance(25 * 3_600_000);
    await clockmaker.fails(409, `${url}/check-in`, late);
  });

  test('counts like every other where it still stands there when it arrives', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '信号马上就来');
    await club.hold(president, council);
    const url = `/api/gatherings/${council.gatheringId}`;
    const { code } = (await president.call('GET', `${url}/code`)).json<z.output<typeof AttendanceCode>>();
    await resident.did(`${url}/check-in`, { code, scannedAt: club.server.clock.now() });
    expect((await president.see(council.gatheringId)).attendance.people).toMatchObject([{ how: 'code' }]);
    await president.does(council.gatheringId, 'end');
  });
});

describe('the paper list', () => {
  test('sent again, under the same command or another, counts everybody once', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '纸上签到');
    await club.hold(president, council);
    const people = [
      { attendanceId: randomUUID(), personId: club.resident },
      { attendanceId: randomUUID(), name: '路过的赵先生' },
    ];
    const commandId = randomUUID();
    await arbiter.does(council.gatheringId, 'attendance', { commandId, how: 'paper', people });
    await arbiter.does(council.gatheringId, 'attendance', { commandId, how: 'paper', people });
    await arbiter.does(council.gatheringId, 'attendance', { how: 'paper', people });
    const view = await arbiter.does(council.gatheringId, 'attendance', {
      how: 'later',
      people: [{ attendanceId: randomUUID(), personId: club.resident }],
    });
    // Entered in the same moment: which of the two stands first is no promise.
    expect(view.attendance.people?.map(({ name, how }) => `${name} ${how}`).sort()).toEqual(
      ['孙惊蛰 paper', '路过的赵先生 paper'].sort(),
    );
    await resident.fails(403, `/api/gatherings/${council.gatheringId}/attendance`, { how: 'paper', people });
    const struck = await arbiter.does(council.gatheringId, 'attendance/strike', {
      attendanceId: people[1]?.attendanceId,
      reason: '写错了',
    });
    expect(struck.attendance.count).toBe(1);
    await president.does(council.gatheringId, 'end');
  });
});

describe('a list that is begun before the meeting is', () => {
  test('is kept from two hours before, and not sooner', async () => {
    const meeting = await club.next(arbiter, 'crew-meeting');
    const people = () => ({ how: 'paper', people: [{ attendanceId: randomUUID(), name: '早来的人' }] });
    const url = `/api/gatherings/${meeting.gatheringId}/attendance`;
    club.server.clock.moveTo(new Date(Date.parse(meeting.startsAt) - 3 * 3_600_000).toISOString());
    await arbiter.fails(409, url, people());
    club.server.clock.moveTo(new Date(Date.parse(meeting.startsAt) - 3_600_000).toISOString());
    expect((await arbiter.see(meeting.gatheringId)).verbs).toContain('enter-attendance');
    await arbiter.does(meeting.gatheringId, 'attendance', people());
    const open = await club.hold(arbiter, meeting);
    expect(open.attendance.count).toBe(1);
    await arbiter.does(meeting.gatheringId, 'end');
  });
});

describe('a notice period', () => {
  test('that was kept says nothing; what was called or moved too near says when it should have been told', async () => {
    const day = (days: number) =>
      new Date(Date.parse(club.server.clock.now()) + days * 86_400_000).toISOString().slice(0, 10);
    await bring(resident, '按期通知');
    const [council] = await president.calendar({ kind: 'club-council', from: day(6), to: day(30) });
    if (council === undefined) throw new Error('no council is to come');
    const { noticeAt } = await president.see(council.gatheringId);
    club.server.clock.moveTo(new Date(Date.parse(noticeAt ?? '') + 20 * 60_000).toISOString());
    await club.timePasses();
    expect(await president.see(council.gatheringId)).toMatchObject({ state: 'announced', shortNotice: null });

    const startsAt = new Date(Date.parse(club.server.clock.now()) + 5 * 3_600_000).toISOString();
    const { gathering } = await president.did('/api/gatherings', {
      orgId: club.office,
      kind: 'club-council',
      startsAt,
    });
    const dueAt = gathering.shortNotice?.dueAt ?? '';
    expect(dueAt < club.server.clock.now()).toBe(true);
    await bring(resident, '急事');
    await president.does(gathering.gatheringId, 'announce');
    expect((await resident.see(gathering.gatheringId)).shortNotice).toEqual({ dueAt });
    await president.does(gathering.gatheringId, 'cancel', { reason: '太急了' });

    await president.does(council.gatheringId, 'move', {
      startsAt: new Date(Date.parse(council.startsAt) - 24 * 3_600_000).toISOString(),
      reason: '提前',
    });
    expect((await president.see(council.gatheringId)).shortNotice).not.toBeNull();
    await president.does(council.gatheringId, 'cancel', { reason: '不开了' });
  });
});

describe('a name on the paper list', () => {
  test('that one of those expected has is theirs: with the code they scanned too they count once', async () => {
    const meeting = await club.next(arbiter, 'crew-meeting');
    await club.hold(arbiter, meeting);
    const url = `/api/gatherings/${meeting.gatheringId}`;
    const { code } = (await arbiter.call('GET', `${url}/code`)).json<z.output<typeof AttendanceCode>>();
    await clockmaker.did(`${url}/check-in`, { code });
    const onPaper = (...names: string[]) => ({
      how: 'paper',
      people: names.map((name) => ({ attendanceId: randomUUID(), name })),
    });
    const people = await club.server.db.superuser.query<{ id: string; name: string }>(
      'SELECT person_id AS id, name FROM people WHERE person_id = ANY ($1)',
      [[club.clockmaker, club.otherClockmaker]],
    );
    const nameOf = (id: string) => people.rows.find((one) => one.id === id)?.name ?? '';
    const first = await arbiter.does(
      meeting.gatheringId,
      'attendance',
      onPaper(nameOf(club.clockmaker), nameOf(club.otherClockmaker), '客人'),
    );
    expect(first.attendance).toMatchObject({ count: 3 });
    const otherMaker = await club.caller(club.otherClockmaker);
    expect((await otherMaker.see(meeting.gatheringId)).mine.wasThere).toBe(true);
    await otherMaker.did(`${url}/check-in`, { code });
    const again = await arbiter.does(meeting.gatheringId, 'attendance', onPaper('客人', '客人'));
    expect(again.attendance.count, 'of strangers each name is somebody').toBe(5);
    await arbiter.does(meeting.gatheringId, 'end');
  });
});

describe('minutes', () => {
  test('typed by two: the later write of an old version is refused with both texts, and merged it is taken', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '记录');
    await club.hold(president, council);
    const url = `/api/gatherings/${council.gatheringId}/minutes/general`;
    const write = (version: number, text: string) =>
      arbiter.did<{ minutes: MinutesPart }>(url, { version, text }, 'PUT');
    expect((await write(0, '到会五人')).minutes.version).toBe(1);
    const second = await write(1, '到会六人');
    expect(second.minutes).toMatchObject({ version: 2, text: '到会六人', writtenBy: '林小满' });
    const refused = (await arbiter.fails(409, url, { version: 1, text: '到会七人' }, 'PUT')) as {
      code: string;
      current: StaleMinutes;
    };
    expect(refused.code).toBe('minutes-stale');
    expect(refused.current).toMatchObject({ theirs: { text: '到会六人', version: 2 }, yours: '到会七人' });
    expect((await write(2, '到会六人，后来七人')).minutes.version).toBe(3);
    await resident.fails(403, url, { version: 3, text: '我也写' }, 'PUT');
    await president.does(council.gatheringId, 'end');
    const before = await resident.see(council.gatheringId);
    expect(before.general).toBeNull();
    await arbiter.does(council.gatheringId, 'post-minutes');
    expect((await resident.see(council.gatheringId)).general?.text).toBe('到会六人，后来七人');
    await arbiter.fails(409, url, { version: 3, text: '公布以后' }, 'PUT');
  });
});

describe('motions and speakers', () => {
  test('hands are counted once, and never more than are there', async () => {
    const council = await club.next(president, 'club-council');
    await bring(resident, '表决');
    await club.hold(president, council);
    const item = await itemOf(president, council.gatheringId, '表决');
    const put = await arbiter.does(council.gatheringId, `items/${item.itemId}/motions`, {
      text: '同意多开一晚',
    });
    const motion = put.items.find(({ itemId }) => itemId === item.itemId)?.motions[0];
    await arbiter.does(council.gatheringId, 'attendance', {
      how: 'paper',
      people: [club.resident, club.otherResident, club.president].map((personId) => ({
        attendanceId: randomUUID(),
        personId,
      })),
    });
    const url = `motions/${motion?.motionId}/count`;
    await arbiter.fails(422, `/api/gatherings/${council.gatheringId}/${url}`, {
      for: 3,
      against: 1,
      abstained: 0,
    });
    const counted = await arbiter.does(council.gatheringId, url, { for: 1, against: 1, abstained: 1 });
    expect(counted.items.find(({ itemId }) => itemId === item.itemId)?.motions[0]?.hands).toEqual({
      for: 1,
      against: 1,
      abstained: 1,
      present: 3,
      isPassed: false,
    });
    await arbiter.fails(409, `/api/gatherings/${council.gatheringId}/${url}`, {
      for: 2,
      against: 0,
      abstained: 0,
    });

    await clockmaker.fails(403, `/api/gatherings/${council.gatheringId}/speakers`);
    await resident.does(council.gatheringId, 'speakers');
    club.server.clock.advance(1000);
    const listed = await other.does(council.gatheringId, 'speakers');
    expect(listed.speakers.map(({ name, isMe }) => [name, isMe])).toEqual([
      ['孙惊蛰', false],
      ['郑春分', true],
    ]);
    const [first, second] = listed.speakers;
    await arbiter.does(council.gatheringId, `speakers/${first?.speakerId}/begin`);
    const next = await arbiter.does(council.gatheringId, `speakers/${second?.speakerId}/begin`);
    expect(next.speakers.map(({ name }) => name)).toEqual(['郑春分']);
    await president.does(council.gatheringId, 'end');
  });
});

describe('who may know and do what', () => {
  test('a crew’s meeting exists for its roles and for nobody else', async () => {
    const meeting = await club.next(arbiter, 'crew-meeting');
    expect(await resident.calendar({ kind: 'crew-meeting' })).toEqual([]);
    expect(await club.visitor().calendar({ kind: 'crew-meeting' })).toEqual([]);
    await resident.fails(404, `/api/gatherings/${meeting.gatheringId}`, {}, 'GET');
    await resident.fails(404, `/api/gatherings/${meeting.gatheringId}/cancel`, { reason: '不开了' });
    expect((await clockmaker.see(meeting.gatheringId)).verbs).toEqual([]);
    await clockmaker.fails(403, `/api/gatherings/${meeting.gatheringId}/cancel`, { reason: '不开了' });
    expect((await president.see(meeting.gatheringId)).history).not.toBeNull();
  });

  test('a council is known to everybody; a case on its agenda is named only as far as they may know of it', async () => {
    const council = await club.next(president, 'club-council');
    const seen = await club.visitor().see(council.gatheringId);
    expect(seen).toMatchObject({ history: null, verbs: [], attendance: { people: null } });
    await club.visitor().fails(401, `/api/gatherings/${council.gatheringId}/announce`);
    await resident.fails(403, `/api/gatherings/${council.gatheringId}/move`, {
      startsAt: '2030-01-01T10:00:00.000Z',
      reason: '换个时间',
    });
  });

  test('a step that does not fit the state is refused with what it is now', async () => {
    const council = await club.next(president, 'club-council');
    const refused = (await president.fails(409, `/api/gatherings/${council.gatheringId}/end`)) as {
      current: { gathering: GatheringView };
    };
    const { state, verbs } = await president.see(council.gatheringId);
    expect(refused.current.gathering).toMatchObject({ gatheringId: council.gatheringId, state, verbs });
    expect(verbs).not.toContain('end');
  });
});

describe('protects the choice of whom a duty is given to', () => {
  const ask = async (by: Caller, where: string, q = '') => {
    const reply = await by.call('GET', `${where}/holders?q=${encodeURIComponent(q)}`);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<z.output<typeof ItemHolders>>();
  };

  test('the host comes first, then the nearest; in a crowd words of name, post and organisation find the one', async () => {
    const farCrew = randomUUID();
    await club.inClub(async (tx) => {
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from)
         VALUES ($1, $2, 'room-crew', '一号盘组', $3, '2020-01-01')`,
        [club.tenantId, farCrew, club.office],
      );
      await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
        club.tenantId,
        farCrew,
        '770201',
      ]);
      await tx.query(
        `WITH crowd AS (SELECT gen_random_uuid() AS person_id, number FROM generate_series(1, 60) AS number),
              named AS (INSERT INTO people (tenant_id, person_id, name, created_at)
                        SELECT $1, person_id, '甲' || number, '2026-01-01' FROM crowd)
         INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
         SELECT $1, gen_random_uuid(), $2, 'clockmaker', person_id, '2026-01-01' FROM crowd`,
        [club.tenantId, farCrew],
      );
    });
    const topic = await bring(other, '谁来擦棋盘');
    const council = await club.next(president, 'club-council');
    await club.hold(president, council);
    const item = await itemOf(president, council.gatheringId, topic.title);
    const where = `/api/gatherings/${council.gatheringId}/items/${item.itemId}`;
    const all = await ask(president, where);
    expect(all.isWhole).toBe(false);
    expect(
      all.holders.map(({ orgName }) => orgName).filter((name, at, names) => name !== names[at - 1]),
    ).toEqual(['社务处', '东厅组', '一号盘组']);
    const found = await ask(president, where, '甲60 钟表 一号盘');
    expect(found).toMatchObject({ isWhole: true, holders: [{ name: '甲60', orgId: farCrew }] });
    expect((await ask(president, where, '甲60 东厅')).holders).toEqual([]);
    expect((await ask(president, where, '%')).holders, 'a sign is not a pattern').toEqual([]);
    await resident.fails(403, `${where}/holders`, undefined, 'GET');
    const [one] = found.holders;
    const resolved = await president.does(council.gatheringId, `items/${item.itemId}/resolve`, {
      text: '每晚擦一次',
      owner: { postId: one?.postId, orgId: one?.orgId, role: one?.role },
      dueOn: dayAfter(3),
    });
    const decided = resolved.items.find(({ itemId }) => itemId === item.itemId);
    expect(decided?.resolutions[0]?.owner?.name).toBe('甲60');
    await president.does(council.gatheringId, 'end');
  });
});
