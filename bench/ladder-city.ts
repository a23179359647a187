/** A city for the ladder's bench: rooms with crews, a council above them, each rung decided by a meeting. Its clock is moved. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sweepGatherings } from '../server/src/modules/gatherings/index.ts';
import { openModels } from '../server/src/modules/models/index.ts';
import { type MovableClock, movableClock } from '../server/src/platform/clock.ts';
import { programFolder, readConfig } from '../server/src/platform/config.ts';
import { type Database, inTenant, migrate, openDatabase } from '../server/src/platform/db/index.ts';
import type { Deps } from '../server/src/platform/deps.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { openDeps } from './bench-deps.ts';

export interface Room {
  code: string;
  boards: string[];
  orgId: string;
  arbiter: string;
  clockmaker: string;
}

export interface LadderCity {
  deps: Deps;
  clock: MovableClock;
  db: Database;
  tenantId: number;
  rooms: Room[];
  president: string;
  /** What autovacuum does over days, which are over here before it wakes: statements are planned for what is there. */
  analyze(): Promise<void>;
  /** A database as it was before the first case, for the same statements once more. */
  copyUrl: string;
  close(): Promise<void>;
}

export const firstDay = '2026-01-05';
const boardsOfRoom = 4;

/** The club of the tests with a ladder of meetings alone, and no gatherings that have nothing to do with it. */
function writeModel(folder: string): void {
  const club = readFileSync(join(programFolder, 'packages/model/test/chess-club.yaml'), 'utf8');
  const text = club
    .replace(
      /( {4}rungs:\n)[\s\S]*?\ncases:/,
      `$1      - { key: crew, gathering: crew-meeting, limit: 15 days }
      - { key: council, gathering: club-council, limit: 40 days }

cases:`,
    )
    .replace(
      /\ngatherings:[\s\S]*$/,
      `
gatherings:
  crew-meeting:
    title: { zh: 棋室组会, en: Meeting of the crew }
    form: meeting
    host: room-crew
    series: FREQ=WEEKLY;BYDAY=TH
    at: "17:30"
    lasts: 1 hour
    notice: 1 day
    open-to: [arbiter, clockmaker]
    decided-by: [arbiter]
    agenda: [last-duties, ladder]
    source: bench
  club-council:
    title: { zh: 棋社理事会, en: Club council }
    form: meeting
    host: club-office
    series: FREQ=MONTHLY;BYDAY=1SU
    at: "17:30"
    lasts: 3 hours
    notice: 1 day
    open-to: residents
    decided-by: [president]
    agenda: [last-duties, ladder]
    source: bench
`,
    );
  writeFileSync(join(folder, 'chess-club.yaml'), text);
}

export async function openLadderCity(roomCount: number): Promise<LadderCity> {
  const postgres = await startTemporaryPostgres({
    settings: { max_connections: '120', shared_buffers: '512MB', fsync: 'on', synchronous_commit: 'on' },
  });
  await migrate(postgres.url);
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  writeModel(folder);
  const config = {
    ...readConfig({ LINLI_DATA: join(folder, 'data') }),
    modelFolders: [folder],
    reportsPerMinute: 100_000_000,
  };
  const clock = movableClock(`${firstDay}T06:00:00.000Z`);
  const open = async (): Promise<{ deps: Deps; db: Database; tenantId: number }> => {
    const db = openDatabase({ url: postgres.url, poolSize: 16 });
    const deps = await openDeps(config, db, clock);
    return { deps, db, tenantId: (await openModels(deps)).cities()[0]!.tenantId };
  };
  // Filled, with the meetings of the first weeks made, and copied while nobody is connected.
  const before = await open();
  const { rooms, president } = await fill(before.db, before.tenantId, roomCount);
  await sweepGatherings(before.deps);
  await before.deps.live.close();
  await before.db.close();
  const copyUrl = await copyOf(postgres.superuserUrl, postgres.url);
  const { deps, db, tenantId } = await open();
  return {
    deps,
    clock,
    db,
    tenantId,
    rooms,
    president,
    copyUrl,
    async analyze() {
      await db.owner.query('ANALYZE');
    },
    async close() {
      await deps.live.close();
      await db.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function copyOf(superuserUrl: string, url: string): Promise<string> {
  const source = new URL(url).pathname.slice(1);
  const copy = `${source}_copy`;
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(
      `CREATE DATABASE ${client.escapeIdentifier(copy)} TEMPLATE ${client.escapeIdentifier(source)}`,
    );
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.pathname = `/${copy}`;
  return address.href;
}

async function fill(
  db: Database,
  tenantId: number,
  roomCount: number,
): Promise<{ rooms: Room[]; president: string }> {
  const rooms: Room[] = [];
  const president = randomUUID();
  await inTenant(db, tenantId, async (tx) => {
    const addArea = (code: string, parent: string | null, level: string) =>
      tx.query(
        `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude)
         VALUES ($1, $2, $3, $4, $2, $2, 10, 50) ON CONFLICT DO NOTHING`,
        [tenantId, code, parent, level],
      );
    const addOrg = async (kind: string, area: string): Promise<string> => {
      const orgId = randomUUID();
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, $3, $4, '2020-01-01')`,
        [tenantId, orgId, kind, `${area}组`],
      );
      await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
        tenantId,
        orgId,
        area,
      ]);
      return orgId;
    };
    const addHolder = async (personId: string, orgId: string, role: string): Promise<void> => {
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '某某', '2026-01-01')`,
        [tenantId, personId],
      );
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
        [tenantId, randomUUID(), orgId, role, personId],
      );
    };
    await addArea('77', null, 'club');
    await addHolder(president, await addOrg('club-office', '77'), 'president');
    for (let number = 0; number < roomCount; number += 1) {
      // Two digits for a room: letters make room for more than a hundred.
      const code = `77${number.toString(36).padStart(2, '0').toUpperCase()}`;
      await addArea(code, '77', 'room');
      const boards: string[] = [];
      for (let board = 0; board < boardsOfRoom; board += 1) {
        boards.push(`${code}0${board}`);
        await addArea(`${code}0${board}`, code, 'board');
      }
      const orgId = await addOrg('room-crew', code);
      const [arbiter, clockmaker] = [randomUUID(), randomUUID()];
      await addHolder(arbiter, orgId, 'arbiter');
      await addHolder(clockmaker, orgId, 'clockmaker');
      rooms.push({ code, boards, orgId, arbiter, clockmaker });
    }
  });
  return { rooms, president };
}
