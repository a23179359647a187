/**
 * A simulated year of hard cases through engine, server and database, with the meetings that decide them: every report is
 * given out, nobody acts in time, it climbs, waits for its crew's next meeting, is decided there (or sent on, carried over,
 * not reached), done, looked at, closed. Beside it the statements of some weeks alone, sent once more to a copy of the same
 * database by a program that does nothing else.
 *
 * BENCH_CASES: how many cases; 100000 is the whole size.
 */
import { randomUUID } from 'node:crypto';
import type { CaseView, GatheringView } from '@linli/contract';
import pg from 'pg';
import { act } from '../server/src/modules/cases/commands/act.ts';
import { openCase } from '../server/src/modules/cases/commands/open-case.ts';
import { showCase } from '../server/src/modules/cases/show.ts';
import { sweep } from '../server/src/modules/cases/sweep.ts';
import { carryOverItem, sendItemUp } from '../server/src/modules/gatherings/commands/end-item.ts';
import { endGathering, openGathering } from '../server/src/modules/gatherings/commands/pass-gathering.ts';
import { resolveItem } from '../server/src/modules/gatherings/commands/resolve-item.ts';
import { sweepGatherings } from '../server/src/modules/gatherings/index.ts';
import { type Viewer, viewerOf } from '../server/src/modules/people/index.ts';
import { inTenant } from '../server/src/platform/db/index.ts';
import { firstDay, type LadderCity, openLadderCity, type Room } from './ladder-city.ts';
import { overhearStatements, type Sent } from './sent-statements.ts';

const caseCount = Number(process.env.BENCH_CASES ?? 10_000);

const casesOfRoom = 500;
const days = 365;
/** The smaller year is some weeks of the same density. */
const sampleDays = 42;
const sampleCount = Math.max(20, Math.min(1200, Math.round((caseCount * sampleDays) / days)));
const atOnce = 8;
const hourMs = 3_600_000;

export async function ladder(): Promise<Record<string, unknown>> {
  if (!Number.isInteger(caseCount) || caseCount < 1) throw new Error('BENCH_CASES is no number of cases');
  const city = await openLadderCity(Math.min(1296, Math.max(10, Math.ceil(caseCount / casesOfRoom))));
  try {
    const watch = watchStatements(city);
    const sampled = await liveYear(city, {
      cases: sampleCount,
      through: sampleDays,
      atOnce: 1,
      from: firstDay,
    });
    const sent = watch.stop();
    const rawSeconds = await sendAgain(city.copyUrl, sent);
    const from = new Date(Date.parse(city.clock.now()) + 24 * hourMs).toISOString().slice(0, 10);
    const lived = await liveYear(city, { cases: caseCount, through: days, atOnce, from });
    const found = await lookForLosses(city, sampleCount + caseCount);
    return {
      bench: 'ladder',
      cases: caseCount,
      rooms: city.rooms.length,
      casesPerSecond: Number((caseCount / lived.seconds).toFixed(1)),
      stepsPerSecond: Math.round(lived.steps / lived.seconds),
      seconds: Number(lived.seconds.toFixed(1)),
      meetings: lived.meetings,
      ...found,
      ratio: Number((rawSeconds / sampled.seconds).toFixed(2)),
      statementsPerCase: Math.round(sent.length / sampleCount),
    };
  } finally {
    await city.close();
  }
}

interface Lived {
  seconds: number;
  /** What persons did; what time did comes on top. */
  steps: number;
  meetings: number;
}

async function liveYear(
  city: LadderCity,
  {
    cases,
    through,
    atOnce: connections,
    from,
  }: { cases: number; through: number; atOnce: number; from: string },
): Promise<Lived> {
  const { deps, clock, tenantId, rooms } = city;
  const viewers = new Map<string, Viewer>();
  const as = async (personId: string): Promise<Viewer> => {
    const viewer = viewers.get(personId) ?? (await viewerOf(deps, tenantId, personId));
    viewers.set(personId, viewer);
    return viewer;
  };
  const lived: Lived = { seconds: 0, steps: 0, meetings: 0 };
  /** Decided cases, to be done the day after. */
  let toDo: { caseId: string; room: Room }[] = [];
  const start = performance.now();
  let opened = 0;
  for (let day = 0; day < through; day += 1) {
    const date = new Date(Date.parse(`${from}T00:00:00Z`) + day * 24 * hourMs);
    clock.moveTo(new Date(Math.max(Date.parse(clock.now()), date.getTime() + 16 * hourMs)).toISOString());
    await sweepGatherings(deps);
    clock.moveTo(new Date(date.getTime() + 17.6 * hourMs).toISOString());
    const done = toDo;
    toDo = [];
    await inTurns(await meetingsToday(city), connections, async ({ gatheringId, room }) => {
      lived.meetings += 1;
      const decided = await hold(city, gatheringId, await as(room?.arbiter ?? city.president));
      lived.steps += decided.steps;
      toDo.push(...decided.cases.map(({ caseId, code }) => ({ caseId, room: roomOf(rooms, code) })));
    });
    const target = Math.round(((day + 1) * cases) / through);
    const today = Array.from({ length: target - opened }, (_, index) => opened + index);
    opened = target;
    await inTurns(today, connections, async (number) => {
      const room = rooms[number % rooms.length]!;
      // Added once it is there: `+= await` would add to what was counted before the others moved on.
      const steps = await report(city, room, number, await as(room.arbiter));
      lived.steps += steps;
    });
    await inTurns(done, connections, async ({ caseId, room }) => {
      const clockmaker = await as(room.clockmaker);
      const given = await showCase(deps, clockmaker, caseId);
      const started = await step(city, clockmaker, given, 'start', {});
      const repaired = await step(city, clockmaker, started, 'resolve', {
        answers: { 'resolved.outcome': '修好了' },
      });
      await step(city, await as(room.arbiter), repaired, 'verify', {});
      lived.steps += 3;
    });
    // After days 1, 2, 4, 8 …: whenever the tables have doubled.
    if (Number.isInteger(Math.log2(day))) await city.analyze();
    clock.advance(hourMs);
    const swept = await sweep(deps);
    if (swept.failures > 0) throw new Error('time could not act on a case');
  }
  lived.seconds = (performance.now() - start) / 1000;
  return lived;
}

/** Reported, taken, and given to somebody who does nothing. */
async function report(city: LadderCity, room: Room, number: number, arbiter: Viewer): Promise<number> {
  const { deps, tenantId } = city;
  const reporter: Viewer = {
    ...arbiter,
    personId: null,
    posts: [],
    deviceHash: deps.secrets.hashToken(`device of ${tenantId}`, `phone ${number}`),
  };
  const { status, view } = await openCase(deps, reporter, {
    commandId: randomUUID(),
    kind: 'broken-clock',
    areaCode: room.boards[number % room.boards.length]!,
    category: 'stopped',
    answers: { description: '棋钟停走了' },
    photoIds: [],
  });
  if (status !== 201) throw new Error(`a report was answered with ${status}`);
  const accepted = await step(city, arbiter, view, 'accept', {});
  await step(city, arbiter, accepted, 'assign', {
    to: { orgId: room.orgId, role: 'clockmaker', postId: null },
  });
  return 3;
}

async function step(
  { deps }: LadderCity,
  viewer: Viewer,
  { caseId, seq }: Pick<CaseView, 'caseId' | 'seq'>,
  verb: string,
  words: Omit<Parameters<typeof act>[4], 'commandId' | 'seq'>,
): Promise<CaseView> {
  const { status, view } = await act(deps, viewer, caseId, verb, { commandId: randomUUID(), seq, ...words });
  if (status !== 200) throw new Error(`${verb} was answered with ${status}`);
  return view;
}

/** Opened, its items dealt with, ended. Of fifty one is sent up; of ten one is carried over and one not reached. */
async function hold(
  { deps }: LadderCity,
  gatheringId: string,
  chair: Viewer,
): Promise<{ steps: number; cases: { caseId: string; code: string }[] }> {
  const command = () => ({ commandId: randomUUID() });
  const { gathering } = (await openGathering(deps, chair, gatheringId, command())) as {
    gathering: GatheringView;
  };
  const decided: { caseId: string; code: string }[] = [];
  const dueOn = new Date(Date.parse(deps.clock.now()) + 3 * 24 * hourMs).toISOString().slice(0, 10);
  let steps = 2;
  for (const [place, item] of gathering.items.entries()) {
    if (item.case === null || item.about !== 'case' || place % 10 === 9) continue;
    const where = { gatheringId, itemId: item.itemId };
    steps += 1;
    if (place % 50 === 7 && item.verbs.includes('send-up')) {
      await sendItemUp(deps, chair, where, { ...command(), reason: '组里定不了' });
    } else if (place % 10 === 5) {
      await carryOverItem(deps, chair, where, { ...command(), reason: '等报价' });
    } else {
      await resolveItem(deps, chair, where, { ...command(), text: '换一只新钟', dueOn });
      decided.push({ caseId: item.case.caseId, code: item.case.areaName });
    }
  }
  await endGathering(deps, chair, gatheringId, command());
  return { steps, cases: decided };
}

async function meetingsToday({
  db,
  tenantId,
  clock,
  rooms,
}: LadderCity): Promise<{ gatheringId: string; room: Room | undefined }[]> {
  const now = clock.now();
  const { rows } = await inTenant(db, tenantId, (tx) =>
    tx.query<{ gatheringId: string; hostOrgId: string }>(
      `SELECT gathering_id AS "gatheringId", host_org_id AS "hostOrgId" FROM gatherings
        WHERE tenant_id = $1 AND starts_at <= $2 AND starts_at > $2::timestamptz - interval '12 hours'
          AND state IN ('planned', 'announced')
          AND EXISTS (SELECT FROM gathering_items AS items WHERE items.tenant_id = $1
                         AND items.host_org_id = gatherings.host_org_id AND items.kind = gatherings.kind
                         AND items.ended_at IS NULL)
        ORDER BY starts_at, gathering_id`,
      [tenantId, now],
    ),
  );
  return rows.map(({ gatheringId, hostOrgId }) => ({
    gatheringId,
    room: rooms.find(({ orgId }) => orgId === hostOrgId),
  }));
}

function roomOf(rooms: readonly Room[], board: string): Room {
  const room = rooms.find(({ code }) => board.includes(code));
  if (room === undefined) throw new Error(`no room has the board ${board}`);
  return room;
}

async function inTurns<Item>(
  items: readonly Item[],
  connections: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(connections, items.length) }, async () => {
      for (let item = items[next]; next < items.length; item = items[next]) {
        next += 1;
        await work(item as Item);
      }
    }),
  );
}

/** What a quick nothing would leave behind: cases that are late on no rung, or on a rung and on no agenda's way. */
async function lookForLosses(
  { db, tenantId }: LadderCity,
  cases: number,
): Promise<{ decided: number; byTime: number; carriedOver: number; sentUp: number; closed: number }> {
  const { rows } = await inTenant(db, tenantId, (tx) =>
    tx.query<Record<string, number>>(
      `SELECT (SELECT count(*)::integer FROM cases WHERE tenant_id = $1) AS cases,
              (SELECT count(*)::integer FROM cases WHERE tenant_id = $1 AND station = 'closed') AS closed,
              (SELECT count(*)::integer FROM cases WHERE tenant_id = $1 AND state -> 'rung' = 'null'
                  AND station IN ('assigned', 'handling') AND state -> 'clocks' -> 'repair' ->> 'overAt' IS NOT NULL
                  AND state -> 'clocks' -> 'repair' ->> 'stoppedAt' IS NULL) AS late,
              (SELECT count(*)::integer FROM cases WHERE tenant_id = $1 AND state -> 'rung' <> 'null'
                  AND NOT EXISTS (SELECT FROM gathering_items AS items WHERE items.tenant_id = $1
                                     AND items.case_id = cases.case_id AND items.ended_at IS NULL)) AS lost,
              (SELECT count(*)::integer FROM gathering_items WHERE tenant_id = $1 AND ended_as IS NOT NULL
                  AND ladder IS NOT NULL AND ended_as <> 'resolved' AND end_reason IS NULL) AS wordless,
              (SELECT count(*)::integer FROM gathering_items WHERE tenant_id = $1 AND ended_as = 'resolved') AS decided,
              (SELECT count(*)::integer FROM gathering_items WHERE tenant_id = $1 AND ended_as = 'moved-on') AS "byTime",
              (SELECT count(*)::integer FROM gathering_items WHERE tenant_id = $1 AND ended_as = 'carried-over') AS "carriedOver",
              (SELECT count(*)::integer FROM gathering_items WHERE tenant_id = $1 AND ended_as = 'sent-up') AS "sentUp"`,
      [tenantId],
    ),
  );
  const counted = rows[0] ?? {};
  const { late, lost, wordless, decided = 0, byTime = 0, carriedOver = 0, sentUp = 0, closed = 0 } = counted;
  if (counted.cases !== cases || late !== 0 || lost !== 0 || wordless !== 0 || decided < cases * 0.7) {
    throw new Error(`the year does not add up: ${JSON.stringify(counted)}`);
  }
  return { decided, byTime, carriedOver, sentUp, closed };
}

/** Connection of the tables' owner among those that send. */
const owner = -1;

function watchStatements(city: LadderCity): { stop(): Sent[] } {
  const { sent, nextTrip, stop } = overhearStatements(city.db.app);
  const { analyze } = city;
  city.analyze = async () => {
    sent.push({ connection: owner, trip: nextTrip(), text: 'ANALYZE', values: [] });
    await analyze();
  };
  return {
    stop() {
      stop();
      city.analyze = analyze;
      return sent;
    },
  };
}

/** The same statements in the same order and the same trips; how long that takes. */
async function sendAgain(url: string, sent: readonly Sent[]): Promise<number> {
  const clients = new Map<number, pg.Client>();
  for (const connection of new Set(sent.map((one) => one.connection))) {
    const client = new pg.Client({
      connectionString: url,
      options: `${connection === owner ? '' : '-c role=linli_app '}-c TimeZone=UTC`,
      pipeline: true,
    } as pg.ClientConfig);
    await client.connect();
    clients.set(connection, client);
  }
  const names = new Map([...new Set(sent.map(({ text }) => text))].map((text, index) => [text, `r${index}`]));
  const trips = [...Map.groupBy(sent, ({ trip }) => trip).values()];
  const start = performance.now();
  for (const trip of trips) {
    await Promise.all(
      trip.map(({ connection, text, values }) => {
        const client = clients.get(connection)!;
        return /^(ANALYZE|BEGIN|COMMIT|ROLLBACK|SET)/.test(text)
          ? client.query(text)
          : client.query({ name: names.get(text)!, text, values });
      }),
    );
  }
  const seconds = (performance.now() - start) / 1000;
  await Promise.all([...clients.values()].map((client) => client.end()));
  return seconds;
}
