/** A hall with an owners' vote in its last minute, for benches of voting over HTTP: server, database, owners who are signed in. */
import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BallotView } from '@linli/contract';
import { buildApp } from '../server/src/app.ts';
import { sweepBallots } from '../server/src/modules/ballots/index.ts';
import { openModels } from '../server/src/modules/models/index.ts';
import { type MovableClock, movableClock } from '../server/src/platform/clock.ts';
import { programFolder, readConfig } from '../server/src/platform/config.ts';
import { type Database, inTenant, migrate, openDatabase } from '../server/src/platform/db/index.ts';
import type { Deps } from '../server/src/platform/deps.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { openDeps } from './bench-deps.ts';

export const voters = 2_000;
const dayMs = 24 * 3_600_000;

export interface Voter {
  personId: string;
  token: string;
  session: string;
  entryId: string;
}

export interface Hall {
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

export async function openHall(): Promise<Hall> {
  const postgres = await startTemporaryPostgres({
    settings: { max_connections: '120', shared_buffers: '512MB', fsync: 'on', synchronous_commit: 'on' },
  });
  await migrate(postgres.url);
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  cpSync(join(programFolder, 'packages/model/test/chess-club.yaml'), join(folder, 'chess-club.yaml'));
  cpSync(join(programFolder, 'server/test/ballots/chess-quarter.yaml'), join(folder, 'chess-quarter.yaml'));
  const config = { ...readConfig({ LINLI_DATA: join(folder, 'data') }), modelFolders: [folder] };
  const db = openDatabase({ url: postgres.url, poolSize: 16 });
  const clock = movableClock('2026-11-23T01:00:00.000Z');
  const deps = await openDeps(config, db, clock);
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

export async function ask(
  hall: Hall,
  session: string,
  path: string,
  body?: object,
): Promise<Record<string, never> & { ballot: BallotView }> {
  const reply = await fetch(`${hall.url}${path}`, {
    headers: { cookie: `linli_session=${session}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  const text = await reply.text();
  if (reply.status !== 200) throw new Error(`${path} ${reply.status} ${text}`);
  return JSON.parse(text);
}

/** Convened, posted and open, with the clock in the last minute. */
export async function openBallot(
  hall: Hall,
  { secret = false } = {},
): Promise<{ ballotId: string; entries: Voter[] }> {
  const now = Date.parse(hall.clock.now());
  const [from, until] = [now + 16 * dayMs, now + 26 * dayMs].map((at) => new Date(at).toISOString());
  const { ballot } = await ask(hall, hall.chair, '/api/ballots', {
    commandId: randomUUID(),
    kind: 'owners-vote',
    areaCode: '7801',
    title: '加装电梯',
    secret,
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

/** Voting ends, it is counted and announced: as many heads as voted. */
export async function count(hall: Hall, ballotId: string, least: number): Promise<void> {
  hall.clock.moveTo(new Date(Date.parse(hall.clock.now()) + 61_000).toISOString());
  await sweepBallots(hall.deps);
  const [teller] = hall.tellers;
  const { ballot } = await ask(hall, teller, `/api/ballots/${ballotId}`);
  const { ballot: now } = await ask(hall, teller, `/api/ballots/${ballotId}/verbs/count`, {
    commandId: randomUUID(),
    seq: ballot.seq,
  });
  const done = await ask(hall, hall.chair, `/api/ballots/${ballotId}/verbs/announce`, {
    commandId: randomUUID(),
    seq: now.seq,
  });
  const counted = done.ballot.result?.tookPart.heads;
  if (counted !== least) throw new Error(`${counted} of ${least} were counted`);
}
