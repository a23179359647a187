/** Classes, shifts, lessons, series, cadence, the week, and feeds for calendar programs. */
import { randomUUID } from 'node:crypto';
import type {
  CadencePage,
  CalendarFeeds,
  Colleagues,
  FeedMade,
  GatheringView,
  SecretaryWeek,
  SeriesList,
} from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { brokenStep, findSteps } from '../../src/modules/gatherings/history.ts';
import { sweepGatherings } from '../../src/modules/gatherings/index.ts';
import { findGathering } from '../../src/modules/gatherings/store.ts';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';
import { readBack, type Shown } from './read-back.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let clockmaker: Caller;
let otherClockmaker: Caller;
let resident: Caller;
let other: Caller;
let third: Caller;
beforeAll(async () => {
  club = await openClubOfGatherings();
  [president, arbiter, clockmaker, otherClockmaker, resident, other, third] = (await Promise.all(
    [
      club.president,
      club.arbiter,
      club.clockmaker,
      club.otherClockmaker,
      club.resident,
      club.otherResident,
      club.thirdResident,
    ].map((personId) => club.caller(personId)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller, Caller];
  await club.timePasses();
});
afterAll(() => club.server.close());

const messages = async (template: string, personId: string): Promise<number> => {
  const { rows } = await club.server.db.superuser.query(
    'SELECT FROM messages WHERE template = $1 AND person_id = $2',
    [template, personId],
  );
  return rows.length;
};

describe('a class', () => {
  test('gives its places in turn, and who waits longest moves up when one is given back', async () => {
    const lesson = await club.next(resident, 'beginners');
    await resident.does(lesson.gatheringId, 'sign-up');
    await other.does(lesson.gatheringId, 'sign-up');
    const waiting = await third.does(lesson.gatheringId, 'sign-up');
    expect(waiting).toMatchObject({
      places: { capacity: 2, taken: 2, waiting: 1 },
      mine: { place: 'waiting', turn: 1 },
    });
    const arbiterWaits = await arbiter.does(lesson.gatheringId, 'sign-up');
    expect(arbiterWaits.mine).toMatchObject({ place: 'waiting', turn: 2 });
    expect(arbiterWaits.signUps?.map(({ name }) => name)).toContain('王清明');
    expect(waiting.signUps, 'names are for those who hold it').toBeNull();

    const commandId = randomUUID();
    await other.does(lesson.gatheringId, 'sign-off', { commandId });
    await other.does(lesson.gatheringId, 'sign-off', { commandId });
    expect((await third.see(lesson.gatheringId)).mine.place).toBe('placed');
    expect((await arbiter.see(lesson.gatheringId)).mine).toMatchObject({ place: 'waiting', turn: 1 });
    expect(await messages('gathering.place-given', club.thirdResident)).toBe(1);
    // Coming back, one stands at the end.
    expect((await other.does(lesson.gatheringId, 'sign-up')).mine).toMatchObject({
      place: 'waiting',
      turn: 2,
    });
  });

  test('two who take the last place at once: one has it, the other waits', async () => {
    const coming = await resident.calendar({
      kind: 'beginners',
      from: '2026-11-23',
      to: '2026-12-31',
    });
    club.server.clock.advance(6 * 86_400_000);
    const lesson = coming.find(({ startsAt }) => startsAt > club.server.clock.now());
    if (lesson === undefined) throw new Error('no class is to come');
    await Promise.all([resident, other, third].map((one) => one.does(lesson.gatheringId, 'sign-up')));
    expect((await resident.see(lesson.gatheringId)).places).toEqual({ capacity: 2, taken: 2, waiting: 1 });
  });

  test('takes nobody before its time, and says when', async () => {
    const coming = await resident.calendar({ kind: 'beginners', from: '2027-01-01', to: '2027-02-01' });
    const refused = await resident.fails(422, `/api/gatherings/${coming[0]?.gatheringId}/sign-up`);
    expect(refused).toMatchObject({ code: 'sign-up-closed' });
  });
});

describe('a shift', () => {
  test('changes hands only when both and whoever calls it agree, and both seats at once', async () => {
    const [first, second] = (
      await clockmaker.calendar({ kind: 'door', from: '2026-12-10', to: '2026-12-12' })
    ).slice(0, 2);
    if (first === undefined || second === undefined) throw new Error('no shift is to come');
    await resident.fails(404, `/api/gatherings/${first.gatheringId}/seats/1/take`);
    await clockmaker.does(first.gatheringId, 'seats/1/take');
    await clockmaker.fails(409, `/api/gatherings/${first.gatheringId}/seats/2/take`);
    await otherClockmaker.fails(409, `/api/gatherings/${first.gatheringId}/seats/1/take`);
    await otherClockmaker.does(second.gatheringId, 'seats/2/take');
    await clockmaker.does(first.gatheringId, 'seats/1/offer', {
      toPersonId: club.otherClockmaker,
      forGatheringId: second.gatheringId,
    });
    expect(await messages('shift.swap-asked', club.otherClockmaker)).toBe(1);
    const asked = await otherClockmaker.see(first.gatheringId);
    expect(asked.roster[0]).toMatchObject({
      offered: { isToMe: true },
      verbs: expect.arrayContaining(['swap', 'refuse']),
    });
    const said = await otherClockmaker.does(first.gatheringId, 'seats/1/swap');
    expect(said.roster[0]?.isMine, 'whoever calls it has still to agree').toBe(false);
    await arbiter.does(first.gatheringId, 'seats/1/swap');
    expect((await otherClockmaker.see(first.gatheringId)).mine.seat).toBe(1);
    const back = await clockmaker.see(second.gatheringId);
    expect(back.mine.seat).toBe(2);
    expect(back.roster.filter(({ name }) => name !== null)).toHaveLength(1);
    await otherClockmaker.does(first.gatheringId, 'seats/1/give-up');
    expect((await otherClockmaker.see(first.gatheringId)).roster[0]?.name).toBeNull();
    await arbiter.does(first.gatheringId, 'seats/2/assign', { personId: club.clockmaker });
    expect(await messages('shift.given', club.clockmaker)).toBe(1);
  });
});

describe('a lesson', () => {
  test('has lecturers, and is rated by those who were there and by nobody else, without names', async () => {
    const startsAt = new Date(Date.parse(club.server.clock.now()) + 3 * 3_600_000).toISOString();
    const { gathering } = await arbiter.did<{ gathering: GatheringView }>('/api/gatherings', {
      orgId: club.crew,
      kind: 'endgames',
      startsAt,
      title: { zh: '车兵残局' },
    });
    await clockmaker.fails(403, '/api/gatherings', { orgId: club.crew, kind: 'endgames', startsAt });
    await resident
      .fails(403, '/api/gatherings', { orgId: club.crew, kind: 'open-day', startsAt })
      .catch(() => {});
    await arbiter.does(gathering.gatheringId, 'lecturers', {
      lecturers: [{ personId: club.clockmaker, name: '周立冬', subject: '车兵' }],
    });
    await club.hold(arbiter, gathering);
    await arbiter.does(gathering.gatheringId, 'attendance', {
      how: 'paper',
      people: [{ attendanceId: randomUUID(), personId: club.otherClockmaker }],
    });
    await arbiter.does(gathering.gatheringId, 'end');
    await clockmaker.fails(422, `/api/gatherings/${gathering.gatheringId}/feedback`, { score: 5 });
    await otherClockmaker.does(gathering.gatheringId, 'feedback', { score: 3, words: '太快' });
    const rated = await otherClockmaker.does(gathering.gatheringId, 'feedback', {
      score: 4,
      words: '还是太快',
    });
    expect(rated.feedback).toMatchObject({ count: 1, mean: 4, mine: { score: 4 } });
    const taught = await clockmaker.see(gathering.gatheringId);
    expect(taught.feedback?.words).toEqual(['还是太快']);
    expect(taught.lecturers).toEqual([{ personId: club.clockmaker, name: '周立冬', subject: '车兵' }]);
  });
});

describe('a series', () => {
  test('recurs otherwise from a day on; what was moved by hand stays, what people knew of is cancelled', async () => {
    const list = (await arbiter.call('GET', `/api/orgs/${club.crew}/series`)).json<
      z.output<typeof SeriesList>
    >();
    const series = list.series.find(({ kind }) => kind === 'crew-meeting');
    expect(series).toMatchObject({ at: '17:30', isModelsRule: true, verbs: ['set', 'end'] });
    const [first, second, later] = (
      await arbiter.calendar({ kind: 'crew-meeting', from: '2026-12-14', to: '2027-01-20' })
    ).slice(0, 3);
    await arbiter.does(first?.gatheringId ?? '', 'move', {
      startsAt: new Date(Date.parse(first?.startsAt ?? '') + 3_600_000).toISOString(),
      reason: '大厅有比赛',
    });
    await arbiter.does(second?.gatheringId ?? '', 'announce');
    await resident.fails(404, `/api/series/${series?.seriesId}`, { rule: 'FREQ=WEEKLY;BYDAY=MO' });
    await arbiter.fails(422, `/api/series/${series?.seriesId}`, { rule: 'FREQ=NEVER' });
    await arbiter.did(`/api/series/${series?.seriesId}`, { rule: 'FREQ=WEEKLY;BYDAY=MO', at: '18:15' });
    const after = await arbiter.calendar({ kind: 'crew-meeting', from: '2026-12-14', to: '2027-01-20' });
    const state = (id: string | undefined) => after.find(({ gatheringId }) => gatheringId === id)?.state;
    expect(state(first?.gatheringId)).toBe('planned');
    expect(state(second?.gatheringId)).toBe('cancelled');
    expect(state(later?.gatheringId), 'nobody knew of it').toBeUndefined();
    const mondays = after.filter(
      ({ startsAt, state: one }) => one === 'planned' && startsAt.includes('T18:15'),
    );
    expect(mondays.length).toBeGreaterThan(3);
    for (const { startsAt } of mondays) expect(new Date(startsAt).getUTCDay()).toBe(1);
  });

  test('is made once, however many sweep at the same time', async () => {
    club.server.clock.advance(40 * 86_400_000);
    await Promise.all([1, 2, 3].map(() => sweepGatherings(club.server.deps)));
    const { rows } = await club.server.db.superuser.query(
      'SELECT series_id, recurs_at FROM gatherings WHERE series_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1',
    );
    expect(rows).toEqual([]);
  });
});

describe('what must be held', () => {
  test('is held, due or missed by the calendar period, and the week says what is due', async () => {
    const now = club.server.clock.now();
    const cadence = async (on: string) =>
      (await president.call('GET', `/api/cadence?org=${club.office}&on=${on}`)).json<CadencePage>();
    expect((await cadence(now.slice(0, 10))).rows).toMatchObject([
      { kind: 'crew-meeting', per: 'month', held: 0, state: 'due' },
    ]);
    expect((await cadence('2026-12-05')).counts.missed).toBe(1);
    const meeting = await club.next(arbiter, 'crew-meeting');
    await club.hold(arbiter, meeting);
    await arbiter.does(meeting.gatheringId, 'end');
    const day = club.server.clock.now().slice(0, 10);
    expect((await cadence(day)).rows).toMatchObject([
      { held: 1, state: 'held', gatheringIds: [meeting.gatheringId] },
    ]);
    const week = (await arbiter.call('GET', '/api/week')).json<SecretaryWeek>();
    expect(week.gatherings.map(({ gatheringId }) => gatheringId)).toContain(meeting.gatheringId);
    expect(week.minutesOwed.map(({ gatheringId }) => gatheringId)).toContain(meeting.gatheringId);
    await resident.fails(404, '/api/week', {}, 'GET');
    await resident.fails(404, `/api/cadence?org=${club.office}`, {}, 'GET');
  });
});

describe('a feed', () => {
  const read = async (address: string) => {
    const reply = await club.server.app.inject({
      method: 'GET',
      url: new URL(address, 'http://localhost').pathname,
    });
    return reply;
  };

  test('shows what its owner may see, a cancelled one as cancelled, and nothing once it is withdrawn', async () => {
    const council = await club.next(president, 'club-council');
    const { address, feed } = await resident.did<z.output<typeof FeedMade>>('/api/calendar-feeds', {
      scope: 'area',
      areaCode: '7701',
    });
    const before = await read(address);
    expect(before.statusCode).toBe(200);
    expect(before.headers['content-type']).toContain('text/calendar');
    const isCouncil = ({ title, startsAt }: Shown) => title === '棋社理事会' && startsAt === council.startsAt;
    const found = readBack(before.body).find(isCouncil);
    expect(found).toMatchObject({ endsAt: council.endsAt, isCancelled: false });
    const foreign = await arbiter.calendar({
      kind: 'crew-meeting',
      from: club.server.clock.now().slice(0, 10),
    });
    expect(foreign.length).toBeGreaterThan(0);
    expect(before.body).not.toContain('棋室组会');
    // A place's calendar may hang on a wall: an address made by somebody who sees more holds no more.
    const byArbiter = await arbiter.did<z.output<typeof FeedMade>>('/api/calendar-feeds', {
      scope: 'area',
      areaCode: '7701',
    });
    expect((await read(byArbiter.address)).body).not.toContain('棋室组会');
    const own = await arbiter.did<z.output<typeof FeedMade>>('/api/calendar-feeds', { scope: 'mine' });
    expect(readBack((await read(own.address)).body).map(({ title }) => title)).toContain('棋室组会');

    // An organisation's holds what it hosts and nothing else, as far as its owner may see.
    const ofCrew = await arbiter.did<z.output<typeof FeedMade>>('/api/calendar-feeds', {
      scope: 'org',
      orgId: club.crew,
    });
    const crews = readBack((await read(ofCrew.address)).body).map(({ title }) => title);
    expect(crews).toContain('棋室组会');
    expect(crews).not.toContain('棋社理事会');
    const byResident = await resident.did<z.output<typeof FeedMade>>('/api/calendar-feeds', {
      scope: 'org',
      orgId: club.crew,
    });
    expect((await read(byResident.address)).body).not.toContain('棋室组会');

    await president.does(council.gatheringId, 'cancel', { reason: '大厅装修' });
    const cancelled = readBack((await read(address)).body).find(isCouncil);
    expect(cancelled).toMatchObject({ uid: found?.uid, isCancelled: true });
    expect(cancelled?.sequence).toBeGreaterThan(found?.sequence ?? Number.NaN);
    for (const line of before.body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);

    const { rows } = await club.server.db.superuser.query<{ text: string }>(
      `SELECT calendar_feeds::text || coalesce((SELECT string_agg(reply::text, '') FROM commands), '') AS text FROM calendar_feeds`,
    );
    const token = address.split('.').at(-2) ?? address;
    for (const { text } of rows) expect(text, 'the secret is nowhere in the database').not.toContain(token);

    const { feeds } = await resident.did<z.output<typeof CalendarFeeds>>(
      `/api/calendar-feeds/${feed.feedId}/withdraw`,
    );
    expect(feeds.find(({ feedId }) => feedId === feed.feedId)?.withdrawnAt).not.toBeNull();
    expect((await read(byResident.address)).statusCode, 'the others still lead there').toBe(200);
    expect((await read(address)).statusCode).toBe(404);
    expect((await read(`/api/calendar/${club.tenantId}.${'x'.repeat(32)}.ics`)).statusCode).toBe(404);
    await other.fails(404, `/api/calendar-feeds/${feed.feedId}/withdraw`);
  });
});

describe('the history of a gathering', () => {
  test('is a chain that shows when a step was changed, and the application cannot change one', async () => {
    const { rows } = await club.server.db.superuser.query<{ id: string }>(
      'SELECT gathering_id AS id FROM gathering_history GROUP BY 1 HAVING count(*) > 2 LIMIT 1',
    );
    const id = rows[0]?.id ?? '';
    const check = () =>
      club.inClub(async (tx) => {
        const row = await findGathering(tx, id, 'to show');
        if (row === undefined) throw new Error('it is not there');
        return brokenStep(tx.tenantId, id, await findSteps(tx, id), row.headHash);
      });
    expect(await check()).toBeUndefined();
    await expect(
      club.inClub((tx) =>
        tx.query('UPDATE gathering_history SET reason = NULL WHERE tenant_id = $1', [tx.tenantId]),
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await club.server.db.superuser.query(
      `UPDATE gathering_history SET actor_label = '别人' WHERE gathering_id = $1 AND seq = 2`,
      [id],
    );
    expect(await check()).toBe(2);
  });
});

describe('a shift of a whole place', () => {
  test('is served by those too who look after a part of it, and by nobody from elsewhere', async () => {
    const [near, far] = [randomUUID(), randomUUID()];
    await club.inClub(async (tx) => {
      for (const [personId, name, area] of [
        [near, '一号盘的人', '770101'],
        [far, '西厅的人', '770201'],
      ]) {
        const orgId = randomUUID();
        await tx.query(
          `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
          [club.tenantId, personId, name],
        );
        await tx.query(
          `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from)
           VALUES ($1, $2, 'room-crew', $3, $4, '2020-01-01')`,
          [club.tenantId, orgId, `${name}们`, club.office],
        );
        await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
          club.tenantId,
          orgId,
          area,
        ]);
        await tx.query(
          `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
           VALUES ($1, $2, $3, 'clockmaker', $4, '2026-01-01')`,
          [club.tenantId, randomUUID(), orgId, personId],
        );
      }
    });
    const isOfCrew = ({ host }: { host: { orgId: string } }) => host.orgId === club.crew;
    const day = new Date(Date.parse(club.server.clock.now()) + 20 * 86_400_000).toISOString().slice(0, 10);
    const shift = (await arbiter.calendar({ kind: 'door', from: day })).find(isOfCrew);
    const gatheringId = shift?.gatheringId ?? '';
    await (await club.caller(far)).fails(404, `/api/gatherings/${gatheringId}/seats/1/take`);
    const served = await (await club.caller(near)).does(gatheringId, 'seats/1/take');
    expect(served.mine.seat).toBe(1);
    const { people } = (await arbiter.call('GET', `/api/gatherings/${gatheringId}/colleagues`)).json<
      z.output<typeof Colleagues>
    >();
    expect(people.map(({ name }) => name)).toContain('一号盘的人');
    expect(people.map(({ name }) => name)).not.toContain('西厅的人');
  });
});
