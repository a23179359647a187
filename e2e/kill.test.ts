/**
 * Whatever was acknowledged stays, and nothing happens twice: 200 reports are on their way over HTTP, each accepted and
 * given out by its arbiter, while the server, or its database, is killed (SIGKILL) at random moments.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type CaseState, timersOf } from '@linli/engine';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { keepSecret, programFolder } from '../server/src/platform/config.ts';
import { superuser } from '../server/src/platform/postgres/database.ts';
import { urlOf } from '../server/src/platform/postgres/index.ts';
import { findPlace } from '../server/src/platform/postgres/place.ts';
import { type City, startCity } from './city.ts';
import { type LargeClub, layLargeClub } from './large-club.ts';
import { follow, plan, report, type Sent, sendAll } from './senders.ts';

const reports = 200;
/** A robot takes 20 messages a minute: so many rooms that no work group has to wait for the next. */
const roomCount = 12;
/** What the server's job runner does at once unless told otherwise: so many messages can be under way at a kill. */
const workers = 4;
/** Another one: other moments, the same promises. */
const seed = Number(process.env.KILL_SEED ?? 20_261_123);

describe('nothing acknowledged is lost and nothing happens twice', () => {
  test('when the server is killed', async () => {
    const kills = 4;
    const world = await openWorld();
    const sending = sendAll(planAll(world), () => world.city.url);
    for (const moment of momentsOf(kills, seed)) {
      await sending.acknowledged(moment.count);
      await pause(moment.thenMs);
      const opened = sending.openedSoFar();
      await world.city.kill();
      world.city = await startCity(world.club.settings, 60_000, world.city);
      expect(await missing(world, opened), `lost by a kill (seed ${seed})`).toEqual([]);
    }
    await sending.done;
    // Else the kills came after the work.
    expect(sending.brokenConnections()).toBeGreaterThan(0);
    expect(sending.refusals.filter(({ code }) => code !== 'starting' && code !== 'not-available')).toEqual(
      [],
    );
    await expectEverythingOnce(world, sending.sent, kills);
  });

  test('when the database is killed: the server stays, says that it cannot, and goes on', async () => {
    const kills = 3;
    const world = await openWorld();
    const sending = sendAll(planAll(world), () => world.city.url);
    for (const moment of momentsOf(kills, seed + 1)) {
      await sending.acknowledged(moment.count);
      await pause(moment.thenMs);
      const opened = sending.openedSoFar();
      const refused = sending.refusals.length;
      const postmaster = world.postmaster();
      process.kill(postmaster, 'SIGKILL');
      await vi.waitFor(
        async () => {
          expect(world.postmaster()).not.toBe(postmaster);
          expect(await missing(world, opened), `lost by a kill (seed ${seed})`).toEqual([]);
        },
        { timeout: 30_000, interval: 100 },
      );
      expect(sending.refusals.length, 'the kill came after the work').toBeGreaterThan(refused);
    }
    await sending.done;
    expect(world.city.isRunning()).toBe(true);
    expect(sending.brokenConnections(), 'the server itself breaks no connection').toBe(0);
    expect(new Set(sending.refusals.map((refusal) => JSON.stringify(refusal)))).toEqual(
      new Set([
        JSON.stringify({
          status: 503,
          code: 'not-available',
          contentType: 'application/problem+json; charset=utf-8',
        }),
      ]),
    );
    await expectEverythingOnce(world, sending.sent, kills);
  });
});

interface World {
  city: City;
  club: LargeClub;
  /** How often the robots were told of a case, by its number. */
  told: Map<string, number>;
  /** A report that nobody disturbed: each of the others must leave behind what it left. */
  example: Sent;
  /** Process number of the database. */
  postmaster(): number;
  /** Everything in the database, past row-level security. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
}

async function openWorld(): Promise<World> {
  const { address, told } = await openRobots();
  const dataFolder = await mkdtemp(join(tmpdir(), 'linli-e2e-'));
  const club = await layLargeClub(dataFolder, roomCount, address);
  const world: World = {
    city: await startCity(club.settings, 60_000, { dataFolder }),
    club,
    told,
    example: plan(club, 0),
    postmaster() {
      const { cluster } = findPlace(dataFolder, () => {});
      return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    },
    async query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]) {
      const place = JSON.parse(readFileSync(join(dataFolder, 'postgres-address.json'), 'utf8'));
      const password = keepSecret(join(dataFolder, 'postgres-password'));
      const client = new pg.Client({ connectionString: urlOf(place, superuser, password, 'linli') });
      await client.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
  onTestFinished(async () => {
    await world.city.stop();
    await rm(club.settings.LINLI_MODELS ?? '', { recursive: true, force: true });
  });
  await follow(world.example, () => world.city.url);
  return world;
}

/** Robots of all work groups, which count what they are told. */
async function openRobots(): Promise<{ address: string; told: Map<string, number> }> {
  const told = new Map<string, number>();
  const robot = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const number = /K\d{8}-\d+/.exec(body)?.[0] ?? body;
    told.set(number, (told.get(number) ?? 0) + 1);
    response.setHeader('content-type', 'application/json').end('{"errcode":0,"errmsg":"ok"}');
  });
  await new Promise<void>((resolve) => robot.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    robot.closeAllConnections();
    await new Promise((resolve) => robot.close(resolve));
  });
  return { address: `http://127.0.0.1:${(robot.address() as AddressInfo).port}/robot`, told };
}

function planAll({ club }: World): Sent[] {
  return Array.from({ length: reports }, (_, index) => plan(club, index + 1));
}

/** Each: once so many commands are acknowledged, and that much later, in the middle of whatever is going on. */
function momentsOf(kills: number, seed: number): { count: number; thenMs: number }[] {
  const random = randomFrom(seed);
  const commands = 3 * reports;
  // One in each stretch of the work, and none so late that nothing is left to do.
  const stretch = (commands * 0.9) / kills;
  return Array.from({ length: kills }, (_, index) => ({
    count: Math.floor(stretch * (index + 0.2 + 0.8 * random())),
    thenMs: Math.floor(random() * 15),
  }));
}

/** mulberry32: the same numbers for the same seed on every machine. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function missing({ club, query }: World, caseIds: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `SELECT id FROM unnest($1::uuid[]) AS wanted (id)
      WHERE NOT EXISTS (SELECT FROM cases WHERE tenant_id = $2 AND case_id = id)`,
    [caseIds, club.tenantId],
  );
  return rows.map(({ id }) => id);
}

async function expectEverythingOnce(world: World, sent: readonly Sent[], kills: number): Promise<void> {
  const all = [world.example, ...sent];
  expect(all.map(({ acknowledged }) => acknowledged)).toEqual(all.map(() => 3));
  await expectCases(world, all);
  await expectTimers(world);
  await expectMessages(world, all);
  await expectRobotsTold(world, all, kills);
  await expectSameAnswerAgain(world, sent);
  await expectHistoryVerified(world, all.length);
}

/** Every report is one case, under the number its sender was told, and its three commands are its three entries. */
async function expectCases({ query, club }: World, all: readonly Sent[]): Promise<void> {
  const cases = await query<{ id: string; number: string; commands: string[] }>(
    `SELECT case_id AS id, number,
            ARRAY(SELECT command_id::text FROM history
                   WHERE history.tenant_id = cases.tenant_id AND history.case_id = cases.case_id ORDER BY seq) AS commands
       FROM cases WHERE tenant_id = $1 ORDER BY case_id`,
    [club.tenantId],
  );
  const expected = all.map(({ opened, report, acceptId, assignId }) => ({
    id: opened?.caseId ?? '',
    number: opened?.number ?? '',
    commands: [report.commandId, acceptId, assignId],
  }));
  expect(cases).toEqual(expected.sort((left, right) => (left.id < right.id ? -1 : 1)));
  expect(new Set(cases.map(({ number }) => number)).size).toBe(all.length);
}

/** Exactly the timers the engine wants for each case as it stands. */
async function expectTimers({ query, club }: World): Promise<void> {
  const cases = await query<{ state: CaseState; timers: { key: string; firesAt: string }[] }>(
    `SELECT state,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('key', timer_key, 'firesAt',
                      to_char(fires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY fires_at, timer_key), '[]')
               FROM case_timers AS t WHERE t.tenant_id = cases.tenant_id AND t.case_id = cases.case_id) AS timers
       FROM cases WHERE tenant_id = $1`,
    [club.tenantId],
  );
  for (const { state, timers } of cases) {
    expect(timers.length).toBeGreaterThan(0);
    expect(timers).toEqual(timersOf(club.model, state));
  }
  const [{ count } = { count: -1 }] = await query<{ count: number }>(
    'SELECT count(*)::int AS count FROM case_timers',
  );
  expect(count, 'no timer of a case that is not there').toBe(
    cases.reduce((sum, { timers }) => sum + timers.length, 0),
  );
}

/** Each case told what the undisturbed one told: to the same sort of people, over the same channels, at the same steps. */
async function expectMessages({ query, club, example }: World, all: readonly Sent[]): Promise<void> {
  const rows = await query<{ caseId: string; key: string; status: string; device: string | null }>(
    `SELECT case_id AS "caseId", dedupe_key AS key, status, encode(device_hash, 'hex') AS device
       FROM messages WHERE tenant_id = $1 ORDER BY dedupe_key`,
    [club.tenantId],
  );
  const tellings = ({ opened, room }: Sent): string[] => {
    const roles = new Map([
      [club.president, 'president'],
      [room.arbiter, 'arbiter'],
      [room.clockmaker, 'clockmaker'],
      [room.workGroup, 'of the room'],
    ]);
    return rows
      .filter(({ caseId }) => caseId === opened?.caseId)
      .map(({ key, device }) => {
        const [, seq, template, sort, id = '', channel] = key.split(':');
        return [seq, template, sort, id === device ? 'its own' : (roles.get(id) ?? id), channel].join(' ');
      })
      .sort();
  };
  const expected = tellings(example);
  expect(expected).toEqual(
    expect.arrayContaining([
      '1 case.received device its own in-app',
      '1 case.received person arbiter in-app',
      '1 case.received person president in-app',
      '1 case.received work-group of the room work-group',
    ]),
  );
  for (const one of all) expect(tellings(one)).toEqual(expected);
  expect(rows.length, 'no message of a case that is not there').toBe(all.length * expected.length);
}

/** All jobs are done, each robot heard of each case, and of hardly any twice: of those under way at a kill. */
async function expectRobotsTold({ query, told }: World, all: readonly Sent[], kills: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [left] = await query<{ jobs: number; waiting: number }>(
        `SELECT (SELECT count(*)::int FROM graphile_worker.jobs WHERE task_identifier = 'messages.deliver') AS jobs,
                (SELECT count(*)::int FROM messages WHERE status <> 'sent') AS waiting`,
      );
      expect(left).toEqual({ jobs: 0, waiting: 0 });
    },
    { timeout: 45_000, interval: 200 },
  );
  expect([...told.keys()].sort()).toEqual(all.map(({ opened }) => opened?.number ?? '').sort());
  const twice = [...told.values()].reduce((sum, times) => sum + times - 1, 0);
  expect(twice, 'messages repeated').toBeLessThanOrEqual(kills * workers);
}

/** Long after, the same command is still answered by the same case. */
async function expectSameAnswerAgain({ city, query }: World, sent: readonly Sent[]): Promise<void> {
  const again = await Promise.all(sent.map((one) => report(one, () => city.url)));
  expect(again.map(({ number }) => number)).toEqual(sent.map(({ opened }) => opened?.number));
  const [{ count } = { count: -1 }] = await query<{ count: number }>(
    'SELECT count(*)::int AS count FROM cases',
  );
  expect(count).toBe(sent.length + 1);
}

/** `npm run linli -- verify` finds every chain as it was written. */
async function expectHistoryVerified({ city }: World, cases: number): Promise<void> {
  const child = spawn(process.execPath, ['scripts/launch.mjs', 'server/src/cli.ts', 'verify'], {
    cwd: programFolder,
    env: { ...process.env, LINLI_DATA: city.dataFolder, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, said }).toEqual({
    code: 0,
    said: expect.stringContaining(`${cases} cases, ${3 * cases} entries`),
  });
}
