/** The demo's Tongguan as it is written down. Built once; every test asks the database or the served API. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CaseState } from '@linli/engine';
import { columnsOfCases, compile, localDateOf, timersOf } from '@linli/engine';
import { replay } from '@linli/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../server/src/modules/cases/index.ts';
import { ensureDemo } from '../src/index.ts';
import { solvedCondition } from '../src/story/told-case.ts';
import { ballotsHold, ballotsOfTongguan, ownersHold } from './ballots.ts';
import { committeesHold } from './committees.ts';
import { countOfKind, gatheringsHold } from './gatherings.ts';
import { type MadeUpCity, openMadeUpCity } from './made-up-city.ts';
import { signIn } from './sign-in.ts';

let city: MadeUpCity;
beforeAll(async () => {
  city = await openMadeUpCity('tongguan');
  // Minutes: beside all other tests of a small machine.
}, 300_000);
afterAll(() => city?.close());

/** How many cases meet a condition, counted by the compiler of the one condition language. */
async function countOf(condition: Parameters<typeof compile>[0]): Promise<number> {
  const context = { now: city.now, timeZone: city.model.timeZone, personId: null, orgIds: [] };
  const { sql, params } = compile(condition, columnsOfCases, context, 2);
  const rows = await city.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM cases WHERE tenant_id = $1 AND ${sql}`,
    [city.tenantId, ...params],
  );
  return rows[0]?.count ?? -1;
}

describe('what the page about Tongguan says', () => {
  it('6,330 cases are solved: closed, verified, and not rated otherwise', async () => {
    expect(await countOf(solvedCondition)).toBe(6330);
  });

  it('a compound with a committee of its own has 5 to 9 grids, which share its buildings', async () => {
    const rows = await city.rows<{
      compound: string;
      isJoint: boolean;
      grids: number;
      buildings: number;
      covered: number;
    }>(
      `SELECT compound_code AS compound, count(DISTINCT grids.grid_id)::int AS grids, count(*)::int AS covered,
              EXISTS (SELECT FROM org_areas JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id
                       WHERE org_areas.tenant_id = $1 AND org_areas.area_code = compound_code
                         AND orgs.formation = 'joint-compounds') AS "isJoint",
              (SELECT count(*)::int FROM areas WHERE areas.tenant_id = $1 AND areas.parent_code = compound_code) AS buildings
         FROM grids JOIN grid_buildings ON grid_buildings.tenant_id = grids.tenant_id AND grid_buildings.grid_id = grids.grid_id
        WHERE grids.tenant_id = $1 GROUP BY compound_code`,
    );
    expect(rows.map(({ isJoint }) => isJoint).toSorted()).toEqual([
      ...Array.from({ length: 10 }, () => false),
      ...Array.from({ length: 6 }, () => true),
    ]);
    for (const { compound, isJoint, grids, buildings, covered } of rows) {
      // None of the six has the 600 homes that five grids of 30 members with 4 homes each need.
      expect(grids, compound).toBeGreaterThanOrEqual(isJoint ? 1 : 5);
      expect(grids, compound).toBeLessThanOrEqual(isJoint ? 1 : 9);
      expect(covered, `${compound}: each building in one grid`).toBe(buildings);
    }
  });

  it('a grid has 30 to 50 members, each with 4 to 8 homes', async () => {
    const rows = await city.rows<{ org: string; members: number; fewest: number; most: number }>(
      `SELECT org, count(*)::int AS members, min(homes)::int AS fewest, max(homes)::int AS most FROM (
         SELECT orgs.name AS org, posts.post_id, count(post_areas.area_code) AS homes
           FROM posts JOIN orgs ON orgs.tenant_id = posts.tenant_id AND orgs.org_id = posts.org_id
           LEFT JOIN post_areas ON post_areas.tenant_id = posts.tenant_id AND post_areas.post_id = posts.post_id
          WHERE posts.tenant_id = $1 AND posts.role = 'member-on-duty' GROUP BY orgs.name, posts.post_id) AS held
        GROUP BY org`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(60);
    for (const { org, members, fewest, most } of rows) {
      expect(members, org).toBeGreaterThanOrEqual(30);
      expect(members, org).toBeLessThanOrEqual(50);
      expect(fewest, org).toBeGreaterThanOrEqual(4);
      expect(most, org).toBeLessThanOrEqual(8);
    }
  });

  it('every home is in exactly one grid and has one answering post: the proof has no gap', async () => {
    const { people } = (await city.server.app.inject({ url: '/api/demo/people' })).json<{
      people: { id: string; role: string | null }[];
    }>();
    const admin = await signIn(city.server, people.find(({ role }) => role === 'administrator')?.id ?? '');
    const { figures } = await admin.get<{ figures: { homes: number; proven: number } }>('/api/coverage');
    expect(figures).toMatchObject({ homes: 17_656, proven: 17_656 });
  });

  it('every home has exactly one member on duty', async () => {
    const rows = await city.rows<{ homes: number; served: number; once: number }>(
      `SELECT count(*)::int AS homes, count(members)::int AS served, count(*) FILTER (WHERE members = 1)::int AS once
         FROM areas LEFT JOIN (
           SELECT post_areas.area_code, count(*) AS members
             FROM post_areas JOIN posts ON posts.tenant_id = post_areas.tenant_id AND posts.post_id = post_areas.post_id
            WHERE post_areas.tenant_id = $1 AND posts.role = 'member-on-duty' GROUP BY post_areas.area_code
         ) AS held ON held.area_code = areas.code
        WHERE areas.tenant_id = $1 AND areas.level = 'home'`,
    );
    const homes = rows[0]?.homes ?? 0;
    expect(homes).toBeGreaterThan(10_000);
    expect(rows[0]).toEqual({ homes, served: homes, once: homes });
  });

  it('streets and communities are the official ones, letter by letter', async () => {
    const official = readFileSync(new URL('../data/divisions.csv', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('340705'))
      .map((line) => line.trim());
    const rows = await city.rows<{ line: string }>(
      `SELECT code || ',' || name || ',' || level AS line FROM areas
        WHERE tenant_id = $1 AND level IN ('county', 'street', 'community') ORDER BY code`,
    );
    expect(official.length).toBeGreaterThan(50);
    expect(rows.map(({ line }) => line).sort()).toEqual(official.sort());
  });

  it('only invented people: every phone number is of a block that was given to nobody, and encrypted', async () => {
    const rows = await city.rows<{ cipher: Buffer; index: Buffer }>(
      'SELECT phone_cipher AS cipher, phone_index AS index FROM people WHERE tenant_id = $1',
    );
    const place = { tenantId: city.tenantId, field: 'phone' };
    const { secrets } = city.server.deps;
    expect(rows.length).toBeGreaterThan(3000);
    for (const { cipher, index } of rows) {
      const phone = secrets.decrypt(place, cipher);
      expect(phone).toMatch(/^1540\d{7}$/);
      expect(index.equals(secrets.blindIndex(place, phone))).toBe(true);
    }
  });
});

describe('the gatherings of the page', () => {
  it('30 and more micro lessons by members, with listeners and what they say', async () => {
    const lessons = await countOfKind(city, 'micro-lesson');
    expect(lessons.held).toBeGreaterThanOrEqual(30);
    expect(lessons.held).toBeLessThan(40);
    expect(lessons.lecturers).toBeGreaterThan(20);
    expect(lessons.attendances).toBeGreaterThan(lessons.held * 8);
    const rows = await city.rows<{ feedback: number; strangers: number }>(
      `SELECT count(*)::int AS feedback,
              count(*) FILTER (WHERE NOT EXISTS (
                SELECT FROM gathering_attendance AS list
                 WHERE list.tenant_id = $1 AND list.gathering_id = said.gathering_id AND list.person_id = said.person_id))::int
                AS strangers
         FROM gathering_feedback AS said WHERE tenant_id = $1`,
    );
    expect(rows[0]?.feedback).toBeGreaterThan(100);
    expect(rows[0]?.strangers).toBe(0);
    const taught = await city.rows<{ outsiders: number }>(
      `SELECT count(*)::int AS outsiders FROM gathering_lecturers AS lecturers
        WHERE tenant_id = $1 AND NOT EXISTS (
          SELECT FROM posts WHERE posts.tenant_id = $1 AND posts.person_id = lecturers.person_id
             AND posts.role IN ('member-on-duty', 'grid-secretary', 'team-leader'))`,
    );
    expect(taught[0]?.outsiders, 'lessons by somebody who is no member').toBe(0);
  });

  it('22 deliberations with resolutions and what became of them; a further one is going on', async () => {
    const deliberations = await countOfKind(city, 'deliberation');
    expect(deliberations.held).toBe(22);
    expect(deliberations.resolutions).toBeGreaterThan(15);
    expect(deliberations.duties.kept).toBeGreaterThan(10);
    expect(deliberations.duties['not-kept']).toBeGreaterThan(0);
    const about = await city.rows<{ titles: string }>(
      `SELECT string_agg(DISTINCT title, ' ') AS titles FROM gathering_topics WHERE tenant_id = $1 AND kind = 'deliberation'`,
    );
    expect(about[0]?.titles).toMatch(/加装电梯.*/);
    for (const word of ['电梯', '充电', '监控']) expect(about[0]?.titles).toContain(word);
    const open = await city.rows(
      `SELECT gathering_id FROM gatherings WHERE tenant_id = $1 AND kind = 'deliberation' AND state = 'open'`,
    );
    expect(open.length).toBe(1);
  });

  it('20 and more disputes settled, 30 and more events, and hours of duty of the service teams', async () => {
    const settled = await city.rows<{ settled: number }>(
      `SELECT count(*)::int AS settled FROM gathering_items WHERE tenant_id = $1 AND kind = 'mediation' AND ended_as = 'resolved'`,
    );
    expect(settled[0]?.settled).toBeGreaterThanOrEqual(20);
    expect(settled[0]?.settled).toBeLessThan(30);
    const events = await countOfKind(city, 'neighbours-event');
    expect(events.held).toBeGreaterThanOrEqual(30);
    expect(events.held).toBeLessThan(40);
    expect((await countOfKind(city, 'service-shift')).serviceMinutes).toBeGreaterThan(100 * 60);
  });

  it('every case that a rung decided was decided while its meeting sat, by who is its chair, with a duty', async () => {
    const [counted] = await city.rows<{ decided: number; sat: number; dated: number }>(
      `SELECT count(*)::int AS decided, count(gatherings.gathering_id)::int AS sat, count(duties.due_at)::int AS dated
         FROM history
         LEFT JOIN gathering_resolutions AS duties ON duties.tenant_id = $1 AND duties.case_id = history.case_id
          AND duties.decided_at = history.at
         LEFT JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.gathering_id = duties.gathering_id
          AND history.at BETWEEN gatherings.opened_at AND gatherings.ended_at
        WHERE history.tenant_id = $1 AND history.verb = 'decide'`,
    );
    expect(counted?.decided).toBeGreaterThan(100);
    expect(counted).toEqual({ decided: counted?.decided, sat: counted?.decided, dated: counted?.decided });
  });

  it('what stands on a rung now waits for one meeting and for no other', async () => {
    const rows = await city.rows<{ number: string; items: number }>(
      `SELECT number, (SELECT count(*)::int FROM gathering_items AS items
                        WHERE items.tenant_id = $1 AND items.case_id = cases.case_id AND items.ended_at IS NULL
                          AND items.rung = (cases.state -> 'rung' ->> 'index')::int) AS items
         FROM cases WHERE tenant_id = $1 AND state -> 'rung' <> 'null'`,
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter(({ items }) => items !== 1)).toEqual([]);
  });

  gatheringsHold(() => city);
  committeesHold(() => city);
});

function recordsHold(): void {
  it('verify finds nothing wrong in any chain and any seal', async () => {
    const findings: unknown[] = [];
    const verified = await verify(city.server.db, { found: (finding) => findings.push(finding) });
    expect(findings).toEqual([]);
    expect(verified.cases).toBeGreaterThan(6330);
    expect(verified.entries).toBeGreaterThan(6 * 6330);
    expect(verified.seals).toBeGreaterThan(400);
  });

  it('each history replays to the state of its row, and each timer row is what the engine wants', async () => {
    const cases = await city.rows<{
      caseId: string;
      state: CaseState;
      timers: Record<string, string> | null;
    }>(
      `SELECT case_id AS "caseId", state, (
         SELECT json_object_agg(timer_key, to_char(fires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
           FROM case_timers WHERE case_timers.tenant_id = $1 AND case_timers.case_id = cases.case_id) AS timers
         FROM cases WHERE tenant_id = $1`,
    );
    const history = await city.rows<{ caseId: string; entries: { changes: object }[] }>(
      `SELECT case_id AS "caseId", json_agg(json_build_object('changes', changes) ORDER BY seq) AS entries
         FROM history WHERE tenant_id = $1 GROUP BY case_id`,
    );
    const entriesOf = new Map(history.map(({ caseId, entries }) => [caseId, entries]));
    let timerCount = 0;
    for (const { caseId, state, timers } of cases) {
      expect(replay(entriesOf.get(caseId) ?? [])).toEqual(state);
      const wanted = Object.fromEntries(
        timersOf(city.model, state).map(({ key, firesAt }) => [key, firesAt]),
      );
      expect(timers ?? {}).toEqual(wanted);
      timerCount += Object.keys(wanted).length;
    }
    expect(timerCount).toBeGreaterThan(100);
  });

  it('numbers follow the order of opening, day by day, and the counters stand at the last', async () => {
    const rows = await city.rows<{ number: string; openedAt: string }>(
      `SELECT number, opened_at AS "openedAt", case_id AS id FROM cases WHERE tenant_id = $1
       UNION ALL SELECT number, created_at, ballot_id FROM ballots WHERE tenant_id = $1 ORDER BY 2, 3`,
    );
    const last = new Map<string, number>();
    for (const { number, openedAt } of rows) {
      const [line = '', serial = ''] = number.split('-');
      expect(line.slice(1)).toBe(localDateOf(openedAt, city.model.timeZone).replaceAll('-', ''));
      expect(Number(serial)).toBe((last.get(line) ?? 0) + 1);
      last.set(line, Number(serial));
    }
    const counters = await city.rows<{ line: string; last: number }>(
      `SELECT prefix || day AS line, last_serial AS last FROM case_serials WHERE tenant_id = $1`,
    );
    expect(new Map(counters.map(({ line, last: serial }) => [line, serial]))).toEqual(last);
  });

  it('whoever follows is counted, and whose report was merged follows the other one', async () => {
    const rows = await city.rows<{ miscounted: number; followed: number; merged: number; left: number }>(
      `SELECT count(*) FILTER (WHERE follower_count <> followers)::int AS miscounted, sum(followers)::int AS followed,
              count(*) FILTER (WHERE merged_into IS NOT NULL)::int AS merged,
              count(*) FILTER (WHERE merged_into IS NOT NULL AND NOT EXISTS (
                SELECT FROM case_followers WHERE case_followers.tenant_id = $1 AND case_followers.case_id = found.merged_into
                   AND follower = coalesce('person:' || reporter_id, 'device:' || encode(device_hash, 'hex'))))::int AS left
         FROM (SELECT cases.*, (SELECT count(*) FROM case_followers AS own
                                 WHERE own.tenant_id = $1 AND own.case_id = cases.case_id) AS followers
                 FROM cases WHERE tenant_id = $1) AS found`,
    );
    const { followed = 0, merged = 0, ...wrong } = rows[0] ?? {};
    expect(wrong).toEqual({ miscounted: 0, left: 0 });
    expect(followed).toBeGreaterThan(merged);
    expect(merged).toBeGreaterThan(20);
  });

  it('no post that a case names was held by another person, or on another day', async () => {
    const rows = await city.rows<{ wrong: number; all: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE posts.post_id IS NULL OR posts.person_id <> history.actor_person_id
                OR posts.held_from > history.at::date OR coalesce(posts.held_to, 'infinity') < history.at::date)::int AS wrong
         FROM history LEFT JOIN posts ON posts.tenant_id = history.tenant_id AND posts.post_id = history.actor_post_id
        WHERE history.tenant_id = $1 AND history.actor_post_id IS NOT NULL`,
    );
    expect(rows[0]?.wrong).toBe(0);
    expect(rows[0]?.all).toBeGreaterThan(10_000);
  });
}

describe('the records hold', () => {
  recordsHold();

  it('every past day is sealed, up to yesterday', async () => {
    const rows = await city.rows<{ first: string; last: string; days: number }>(
      `SELECT min(sealed_on)::text AS first, max(sealed_on)::text AS last, count(*)::int AS days FROM seals WHERE tenant_id = $1`,
    );
    const { first = '', last, days } = rows[0] ?? {};
    expect(last).toBe('2026-11-23');
    expect(days).toBe((Date.parse(last ?? '') - Date.parse(first)) / 86_400_000 + 1);
  });
});

function presentLives(): void {
  it.each([
    ['new', { field: 'station', op: 'is', value: 'open' }],
    ['to be dispatched', { field: 'station', op: 'is', value: 'accepted' }],
    ['in hand', { field: 'station', op: 'is', value: 'handling' }],
    ['given back', { field: 'station', op: 'is', value: 'returned' }],
    ['reopened', { field: 'station', op: 'is', value: 'reopened' }],
    ['merged', { field: 'station', op: 'is', value: 'merged' }],
    ['to be verified', { field: 'station', op: 'is', value: 'resolved' }],
    ['waiting for a rating', { field: 'station', op: 'is', value: 'verified' }],
    ['paused', { field: 'paused', op: 'exists', value: true }],
    ['on the first rung', { field: 'rung', op: 'is', value: 1 }],
    ['on the second rung', { field: 'rung', op: 'is', value: 2 }],
    ['on the third rung', { field: 'rung', op: 'is', value: 3 }],
    [
      'late',
      {
        all: [
          { field: 'dueAt', op: 'before', value: 'now' },
          { not: { field: 'station', op: 'in', value: ['closed', 'withdrawn', 'merged'] } },
        ],
      },
    ],
  ] as [string, Parameters<typeof compile>[0]][])('holds something %s', async (_name, condition) => {
    expect(await countOf(condition)).toBeGreaterThan(0);
  });

  it('holds cases with parts, signed and open', async () => {
    const rows = await city.rows<{ open: number; signed: number }>(
      `SELECT count(*) FILTER (WHERE signed_at IS NULL)::int AS open, count(*) FILTER (WHERE signed_at IS NOT NULL)::int AS signed
         FROM case_parts JOIN cases USING (tenant_id, case_id)
        WHERE tenant_id = $1 AND station NOT IN ('closed', 'withdrawn', 'merged')`,
    );
    expect(rows[0]?.open).toBeGreaterThan(0);
    expect(rows[0]?.signed).toBeGreaterThan(0);
  });

  it('nothing has happened yet that is still to come', async () => {
    const rows = await city.rows<{ late: number; due: number }>(
      `SELECT (SELECT count(*)::int FROM history WHERE tenant_id = $1 AND at > $2) AS late,
              (SELECT count(*)::int FROM case_timers WHERE tenant_id = $1 AND fires_at <= $2::timestamptz - interval '1 minute'
                 AND NOT EXISTS (SELECT FROM history WHERE history.tenant_id = $1 AND history.case_id = case_timers.case_id
                                    AND history.command_id IS NOT NULL)) AS due`,
      [city.tenantId, city.now],
    );
    expect(rows[0]).toEqual({ late: 0, due: 0 });
  });
}

describe('the living present', presentLives);

function everybodyIsBusy(): void {
  it('offers somebody for each role with a line to try, and residents, each with theirs', async () => {
    const { people } = (await city.server.app.inject('/api/demo/people')).json() as {
      people: { role: string | null; script: { zh: string; en: string }; face: string }[];
    };
    const wanted = Object.entries(city.model.roles).flatMap(([key, { script }]) =>
      script === null ? [] : [key],
    );
    expect(new Set(people.flatMap(({ role }) => role ?? []))).toEqual(new Set(wanted));
    expect(people.filter(({ role }) => role === null).length).toBeGreaterThanOrEqual(3);
    for (const { script } of people) expect(script.zh.length * script.en.length).toBeGreaterThan(0);
  });

  it('everybody in office finds work, in the workbench or in a queue; residents find their cases and messages', async () => {
    const { people } = (await city.server.app.inject('/api/demo/people')).json() as {
      people: { id: string; name: string; role: string | null }[];
    };
    for (const { id, name, role } of people) {
      const session = await signIn(city.server, id);
      if (role === null) {
        const { cases } = await session.get<{ cases: unknown[] }>('/api/cases?mine=true');
        expect(cases.length, name).toBeGreaterThan(0);
        const { messages } = await session.get<{ messages: unknown[] }>('/api/messages');
        expect(messages.length, name).toBeGreaterThan(0);
      } else {
        const bench = await session.get<{ mine: unknown[]; queues: { count: number }[] }>('/api/workbench');
        const queued = bench.queues.reduce((sum, { count }) => sum + count, 0);
        expect(bench.mine.length + queued, `${role} ${name}`).toBeGreaterThan(0);
      }
    }
  });

  it('photos of the present can be looked at', async () => {
    const { people } = (await city.server.app.inject('/api/demo/people')).json() as {
      people: { id: string; role: string | null }[];
    };
    const secretary = people.find(({ role }) => role === 'compound-secretary');
    const session = await signIn(city.server, secretary?.id ?? '');
    const rows = await city.rows<{ photoId: string }>(
      `SELECT photo_id AS "photoId" FROM photos JOIN cases USING (tenant_id, case_id)
        WHERE tenant_id = $1 AND station = 'open' AND area_code LIKE '340705006002%' LIMIT 1`,
    );
    const photo = await session.raw(`/api/photos/${rows[0]?.photoId}?size=thumbnail`);
    expect(photo.statusCode).toBe(200);
    expect(photo.headers['content-type']).toBe('image/jpeg');
  });
}

describe('the sign-in page', everybodyIsBusy);

describe('its ballots', () => {
  ballotsOfTongguan(() => city);
  ballotsHold(() => city);
  ownersHold(() => city, 'owners-chair');
});

describe('the next start', () => {
  it('returns at once and changes nothing', async () => {
    const before = await city.rows(
      'SELECT count(*) AS cases, max(changed_at) AS last FROM cases WHERE tenant_id = $1',
    );
    const from = performance.now();
    expect(await ensureDemo(city.server.deps, () => {})).toBeUndefined();
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(
      await city.rows('SELECT count(*) AS cases, max(changed_at) AS last FROM cases WHERE tenant_id = $1'),
    ).toEqual(before);
  });
});

describe('a start three days later', () => {
  let touched: { caseId: string; seq: number };
  let remark: string | undefined;
  const solvedBefore = 6330;

  beforeAll(async () => {
    const { people } = (await city.server.app.inject('/api/demo/people')).json() as {
      people: { id: string; role: string | null }[];
    };
    const secretary = people.find(({ role }) => role === 'grid-secretary');
    const session = await signIn(city.server, secretary?.id ?? '');
    const bench = await session.get<{ mine: { caseId: string; station: string; seq: number }[] }>(
      '/api/workbench',
    );
    const open = bench.mine.find(({ station }) => station === 'open');
    const accepted = await session.post<{ case: { seq: number } }>(
      `/api/cases/${open?.caseId}/verbs/accept`,
      {
        commandId: randomUUID(),
        seq: open?.seq,
      },
    );
    touched = { caseId: open?.caseId ?? '', seq: accepted.case.seq };
    city.server.clock.advance(3 * 86_400_000);
    city.now = city.server.clock.now();
    remark = await ensureDemo(city.server.deps, () => {});
  }, 120_000);

  it('tells what went on meanwhile', async () => {
    expect(remark).toMatch(/^tongguan: [\d.]+ days on, \d+ new cases$/);
    expect(await countOf(solvedCondition)).toBeGreaterThan(solvedBefore);
  });

  it('leaves alone what somebody has touched', async () => {
    const rows = await city.rows('SELECT seq FROM cases WHERE tenant_id = $1 AND case_id = $2', [
      city.tenantId,
      touched.caseId,
    ]);
    expect(rows).toEqual([{ seq: touched.seq }]);
  });

  it('and once more at once tells nothing', async () => {
    expect(await ensureDemo(city.server.deps, () => {})).toBeUndefined();
  });

  describe('its records hold', recordsHold);
  describe('its present lives', presentLives);
  describe('everybody has something to do', everybodyIsBusy);
});

describe('a city whose posts were changed by people', () => {
  it('is theirs, and is not told on', async () => {
    await city.rows(
      'UPDATE posts SET held_to = $2::date WHERE tenant_id = $1 AND post_id = (SELECT min(post_id::text)::uuid FROM posts WHERE tenant_id = $1)',
      [city.tenantId, '2026-11-26'],
    );
    const before = await city.rows('SELECT count(*) AS entries FROM history WHERE tenant_id = $1');
    city.server.clock.advance(3 * 86_400_000);
    expect(await ensureDemo(city.server.deps, () => {})).toBeUndefined();
    expect(await city.rows('SELECT count(*) AS entries FROM history WHERE tenant_id = $1')).toEqual(before);
  });
});
