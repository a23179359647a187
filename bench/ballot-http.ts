/**
 * 2,000 owners vote in the last minute over HTTP at 16 connections, one in ten sending their vote twice at once: none lost, none
 * twice, and how long each waits. Beside it, in the same run, the same statements with the same round trips by a program that
 * does nothing else: the ratio says what HTTP, engine, encryption and presenting cost on top.
 */
import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { buildApp } from '../server/src/app.ts';
import { sweepBallots } from '../server/src/modules/ballots/index.ts';
import { openModels } from '../server/src/modules/models/index.ts';
import { type MovableClock, movableClock } from '../server/src/platform/clock.ts';
import { programFolder, readConfig } from '../server/src/platform/config.ts';
import { type Database, inTenant, migrate, openDatabase } from '../server/src/platform/db/index.ts';
import type { Deps } from '../server/src/platform/deps.ts';
import { openEventStreams, openLiveHub } from '../server/src/platform/live/index.ts';
import { openLog } from '../server/src/platform/log.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { openSecrets } from '../server/src/platform/secrets/index.ts';
import { overhearStatements, type Sent } from './sent-statements.ts';

const connections = 16;
const voters = 2_000;
const rounds = 3;
const dayMs = 24 * 3_600_000;

interface Voter {
  personId: string;
  token: string;
  session: string;
  entryId: string;
}

interface Hall {
  url: string;
  databaseUrl: string;
  deps: Deps;
  db: Database;
  clock: MovableClock;
  tenantId: number;
  chair: string;
  tellers: [string, string];
  people: Omit<Voter, 'entryId'>[];
  close(): Promise<void>;
}

export async function ballotHttp(): Promise<Record<string, unknown>> {
  const hall = await openHall();
  try {
    const perSecond: number[] = [];
    const rawPerSecond: number[] = [];
    const waits: number[] = [];
    const seconds: number[] = [];
    let roundTrips = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { ballotId, entries } = await openBallot(hall);
      // The first owner votes before, so that the statements of one vote can be written down.
      const [first, ...others] = entries;
      if (!first) throw new Error('nobody is on the roll');
      const sent = await recordOne(hall, ballotId, first);
      roundTrips = new Set(sent.map(({ trip }) => trip)).size;
      const voted = await vote(hall, ballotId, others);
      perSecond.push(others.length / voted.seconds);
      seconds.push(voted.seconds);
      waits.push(...voted.milliseconds);
      await verifyVotes(hall, ballotId, entries.length);
      rawPerSecond.push(await runRaw(hall, sent, first, others));
    }
    const ratios = perSecond.map((figure, round) => figure / (rawPerSecond[round] ?? Number.NaN));
    waits.sort((one, other) => one - other);
    return {
      bench: 'ballot-http',
      voters,
      connections,
      lost: 0,
      twice: 0,
      secondsForAll: Number(median(seconds).toFixed(1)),
      isWithinAMinute: Math.max(...seconds) < 60,
      votesPerSecond: Math.round(median(perSecond)),
      p50Ms: Math.round(waits[Math.floor(waits.length / 2)] ?? 0),
      p95Ms: Math.round(waits[Math.floor(waits.length * 0.95)] ?? 0),
      rawPerSecond: Math.round(median(rawPerSecond)),
      ratio: Number(median(ratios).toFixed(2)),
      ratios: ratios.map((ratio) => Number(ratio.toFixed(2))),
      roundTrips,
    };
  } finally {
    await hall.close();
  }
}

async function openHall(): Promise<Hall> {
  const postgres = await startTemporaryPostgres({
    settings: { max_connections: '120', shared_buffers: '512MB', fsync: 'on', synchronous_commit: 'on' },
  });
  await migrate(postgres.url);
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  cpSync(join(programFolder, 'packages/model/test/chess-club.yaml'), join(folder, 'chess-club.yaml'));
  cpSync(join(programFolder, 'server/test/ballots/chess-quarter.yaml'), join(folder, 'chess-quarter.yaml'));
  const config = { ...readConfig({ LINLI_DATA: join(folder, 'data') }), modelFolders: [folder] };
  const db = openDatabase({ url: postgres.url, poolSize: 16 });
  const log = openLog('silent');
  const clock = movableClock('2026-11-23T01:00:00.000Z');
  const deps: Deps = {
    config,
    db,
    clock,
    secrets: openSecrets(config.secret),
    live: await openLiveHub(db, log),
    streams: openEventStreams(),
    log,
    isDemo: false,
  };
  const city = (await openModels(deps)).findCity('chess-quarter');
  if (!city) throw new Error('the chess quarter is not there');
  const filled = await fillHall(deps, city.tenantId);
  const app = await buildApp(deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl: postgres.url,
    deps,
    db,
    clock,
    tenantId: city.tenantId,
    ...filled,
    async close() {
      await app.close();
      await deps.live.close();
      await db.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One hall, 2,000 boards of different areas in 20 rooms, an owner signed in for each. */
async function fillHall(deps: Deps, tenantId: number): Promise<Pick<Hall, 'chair' | 'tellers' | 'people'>> {
  const session = (): Omit<Voter, 'entryId'> => {
    const token = randomBytes(24).toString('base64url');
    return { personId: randomUUID(), token, session: `${tenantId}.${token}` };
  };
  const owners = Array.from({ length: voters }, session);
  const [chair, one, two] = [session(), session(), session()];
  const everybody = [...owners, chair, one, two];
  const rooms = Array.from({ length: 20 }, (_, room) => `7801${String(room).padStart(2, '0')}`);
  const boards = rooms.flatMap((room) =>
    Array.from({ length: voters / rooms.length }, (_, board) => `${room}${String(board).padStart(2, '0')}`),
  );
  await inTenant(deps.db, tenantId, async (tx) => {
    const areas = [
      ['78', 'club'],
      ['7801', 'hall'],
      ...rooms.map((code) => [code, 'room']),
      ...boards.map((code) => [code, 'board']),
    ];
    await tx.query(
      `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name)
       SELECT $1, one.code, CASE WHEN length(one.code) > 2 THEN left(one.code, -2) END, one.level, one.code, one.code
         FROM unnest($2::text[], $3::text[]) AS one (code, level) ON CONFLICT DO NOTHING`,
      [tenantId, areas.map(([code]) => code), areas.map(([, level]) => level)],
    );
    await tx.query(
      `INSERT INTO home_areas (tenant_id, area_code, exclusive_area_dm2, source, recorded_at)
       SELECT $1, code, 6000 + place * 3, 'register', '2026-01-01' FROM unnest($2::text[]) WITH ORDINALITY AS one (code, place)`,
      [tenantId, boards],
    );
    await tx.query(
      `INSERT INTO people (tenant_id, person_id, name, created_at) SELECT $1, id, '某业主', '2026-01-01' FROM unnest($2::uuid[]) AS id`,
      [tenantId, everybody.map(({ personId }) => personId)],
    );
    await tx.query(
      `INSERT INTO sign_ins (tenant_id, token_hash, person_id, created_at, seen_at, expires_at)
       SELECT $1, decode(one.hash, 'hex'), one.id, '2026-01-01', '2026-01-01', '2099-01-01'
         FROM unnest($2::text[], $3::uuid[]) AS one (hash, id)`,
      [
        tenantId,
        everybody.map(({ token }) => deps.secrets.hashToken('session', token).toString('hex')),
        everybody.map(({ personId }) => personId),
      ],
    );
    const org = randomUUID();
    await tx.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'owners-board', '业主会', '2020-01-01')`,
      [tenantId, org],
    );
    await tx.query(`INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, '7801')`, [
      tenantId,
      org,
    ]);
    for (const [role, { personId }] of [
      ['chair', chair],
      ['teller', one],
      ['teller', two],
    ] as const) {
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
        [tenantId, randomUUID(), org, role, personId],
      );
    }
    await tx.query(
      `INSERT INTO ownerships (tenant_id, ownership_id, home_code, owner_index, name_cipher, person_id, is_voter, owned_from, entered_at)
       SELECT $1, gen_random_uuid(), one.code, decode(md5(one.id::text), 'hex'), '\\x00', one.id, true, '2020-01-01', '2026-01-01'
         FROM unnest($2::text[], $3::uuid[]) AS one (code, id)`,
      [tenantId, boards, owners.map(({ personId }) => personId)],
    );
  });
  return { chair: chair.session, tellers: [one.session, two.session], people: owners };
}

async function ask(
  hall: Hall,
  session: string,
  path: string,
  body?: object,
): Promise<Record<string, never> & { ballot: { ballotId: string; seq: number } }> {
  const reply = await fetch(`${hall.url}${path}`, {
    headers: { cookie: `linli_session=${session}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  const text = await reply.text();
  if (reply.status !== 200) throw new Error(`${path} ${reply.status} ${text}`);
  return JSON.parse(text);
}

/** Convened, posted and open, with the clock in the last minute. */
async function openBallot(hall: Hall): Promise<{ ballotId: string; entries: Voter[] }> {
  const now = Date.parse(hall.clock.now());
  const [from, until] = [now + 16 * dayMs, now + 26 * dayMs].map((at) => new Date(at).toISOString());
  const { ballot } = await ask(hall, hall.chair, '/api/ballots', {
    commandId: randomUUID(),
    kind: 'owners-vote',
    areaCode: '7801',
    title: '加装电梯',
    questions: [{ key: 'lift', title: '加装电梯', form: 'motion', matter: 'covenant' }],
    votingFrom: from,
    votingUntil: until,
  });
  await ask(hall, hall.chair, `/api/ballots/${ballot.ballotId}/verbs/post`, {
    commandId: randomUUID(),
    seq: ballot.seq,
  });
  hall.clock.moveTo(new Date(Date.parse(until ?? '') - 60_000).toISOString());
  await sweepBallots(hall.deps);
  const { rows } = await inTenant(hall.db, hall.tenantId, (tx) =>
    tx.query<{ entryId: string; personId: string }>(
      `SELECT entry_id AS "entryId", voter_id AS "personId" FROM ballot_roll_entries WHERE tenant_id = $1 AND ballot_id = $2`,
      [tx.tenantId, ballot.ballotId],
    ),
  );
  const entryOf = new Map(rows.map(({ entryId, personId }) => [personId, entryId]));
  return {
    ballotId: ballot.ballotId,
    entries: hall.people.map((one) => ({ ...one, entryId: entryOf.get(one.personId) ?? '' })),
  };
}

function vote(
  hall: Hall,
  ballotId: string,
  some: readonly Voter[],
): Promise<{ seconds: number; milliseconds: number[] }> {
  return new Promise((resolve, reject) => {
    const client = fork(fileURLToPath(new URL('./ballot-client.ts', import.meta.url)));
    client.once('message', (message) => {
      const answer = message as { seconds: number; milliseconds: number[]; error?: string };
      if (answer.error === undefined) resolve(answer);
      else reject(new Error(answer.error));
      client.disconnect();
    });
    client.once('error', reject);
    client.send({
      url: hall.url,
      ballotId,
      connections,
      voters: some.map(({ session, entryId }) => ({ session, entryId })),
    });
  });
}

/** None lost, none twice: by the rows, and by the count itself. */
async function verifyVotes(hall: Hall, ballotId: string, least: number): Promise<void> {
  const { rows } = await inTenant(hall.db, hall.tenantId, (tx) =>
    tx.query<{ votes: number; steps: number }>(
      `SELECT (SELECT count(*)::int FROM ballot_entries WHERE tenant_id = $1 AND ballot_id = $2 AND online_at IS NOT NULL) AS votes,
              (SELECT count(*)::int FROM ballot_entry_steps WHERE tenant_id = $1 AND ballot_id = $2 AND step = 'cast') AS steps`,
      [tx.tenantId, ballotId],
    ),
  );
  if (rows[0]?.votes !== least || rows[0].steps !== least) {
    throw new Error(`votes were lost or taken twice: ${JSON.stringify({ ...rows[0], least })}`);
  }
  hall.clock.moveTo(new Date(Date.parse(hall.clock.now()) + 61_000).toISOString());
  await sweepBallots(hall.deps);
  const [teller] = hall.tellers;
  const { ballot } = await ask(hall, teller, `/api/ballots/${ballotId}`);
  const counted = await ask(hall, teller, `/api/ballots/${ballotId}/verbs/count`, {
    commandId: randomUUID(),
    seq: ballot.seq,
  });
  const done = await ask(hall, hall.chair, `/api/ballots/${ballotId}/verbs/announce`, {
    commandId: randomUUID(),
    seq: counted.ballot.seq,
  });
  const { result } = done.ballot as unknown as { result: { tookPart: { heads: number } } };
  if (result.tookPart.heads !== least) throw new Error(`${result.tookPart.heads} of ${least} were counted`);
}

/** What the server sends to the database for one vote. */
async function recordOne(hall: Hall, ballotId: string, voter: Voter): Promise<Sent[]> {
  const { sent, stop } = overhearStatements(hall.db.app);
  await ask(hall, voter.session, `/api/ballots/${ballotId}/entries/${voter.entryId}/cast`, {
    commandId: randomUUID(),
    choices: { lift: ['for'] },
  });
  stop();
  return sent;
}

/** The same statements for the other entries, by 16 connections that do nothing else. Votes per second. */
async function runRaw(
  hall: Hall,
  sent: readonly Sent[],
  sample: Voter,
  others: readonly Voter[],
): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({
        connectionString: hall.databaseUrl,
        options: '-c role=linli_app -c TimeZone=UTC',
        pipeline: true,
      } as pg.ClientConfig);
      await client.connect();
      return client;
    }),
  );
  const names = new Map([...new Set(sent.map(({ text }) => text))].map((text, index) => [text, `b${index}`]));
  const trips = [...Map.groupBy(sent, ({ trip }) => trip).values()];
  const commandId = sent.find(({ text }) => text.includes('INSERT INTO commands'))?.values[1];
  const hash = hall.deps.secrets.hashToken('session', sample.token);
  const renew = (value: unknown, voter: Voter, command: string): unknown => {
    if (value === commandId) return command;
    if (value === sample.entryId) return voter.entryId;
    if (value === sample.personId) return voter.personId;
    if (value === `person:${sample.personId}`) return `person:${voter.personId}`;
    if (Buffer.isBuffer(value) && value.equals(hash))
      return hall.deps.secrets.hashToken('session', voter.token);
    return value;
  };
  let next = 0;
  const from = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (next < others.length) {
        const voter = others[next];
        next += 1;
        if (!voter) break;
        const command = randomUUID();
        for (const trip of trips) {
          await Promise.all(
            trip.map(({ text, values }) =>
              /^(BEGIN|COMMIT|SET)/.test(text)
                ? client.query(text)
                : client.query({
                    name: names.get(text),
                    text,
                    values: values.map((value, place) =>
                      // The step of an entry that has voted is the next one.
                      text.includes('INSERT INTO ballot_entry_steps') && place === 18
                        ? 2
                        : renew(value, voter, command),
                    ),
                  }),
            ),
          );
        }
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  await Promise.all(clients.map((client) => client.end()));
  return others.length / seconds;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
