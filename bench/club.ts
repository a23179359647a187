/** A server of its own for a bench: a temporary PostgreSQL, the chess club with 200 boards, real sockets. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../server/src/app.ts';
import { openModels } from '../server/src/modules/models/index.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { programFolder, readConfig } from '../server/src/platform/config.ts';
import { type Database, inTenant, migrate, openDatabase } from '../server/src/platform/db/index.ts';
import type { Deps } from '../server/src/platform/deps.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { openDeps } from './bench-deps.ts';

export interface BenchServer {
  url: string;
  /** The database's address, as its owner. */
  databaseUrl: string;
  deps: Deps;
  db: Database;
  tenantId: number;
  /** Codes of the boards reports are about. */
  boards: string[];
  close(): Promise<void>;
}

export async function startClub(): Promise<BenchServer> {
  const postgres = await startTemporaryPostgres({
    settings: { max_connections: '120', shared_buffers: '512MB', fsync: 'on', synchronous_commit: 'on' },
  });
  await migrate(postgres.url);
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  cpSync(join(programFolder, 'packages/model/test/chess-club.yaml'), join(folder, 'chess-club.yaml'));
  const config = {
    ...readConfig({ LINLI_DATA: join(folder, 'data'), LINLI_REPORTS_PER_MINUTE: '100000' }),
    modelFolders: [folder],
    reportsPerMinute: 100_000_000,
  };
  const db = openDatabase({ url: postgres.url, poolSize: 16 });
  const deps = await openDeps(config, db, systemClock);
  const { tenantId } = (await openModels(deps)).cities()[0]!;
  const boards = await fillClub(db, tenantId);
  const app = await buildApp(deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl: postgres.url,
    deps,
    db,
    tenantId,
    boards,
    async close() {
      await app.close();
      await deps.live.close();
      await db.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two rooms of a hundred boards, a crew with an arbiter in each. */
async function fillClub(db: Database, tenantId: number): Promise<string[]> {
  const boards: string[] = [];
  await inTenant(db, tenantId, async (tx) => {
    for (const room of ['7701', '7702']) {
      await tx.query(
        `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude)
         VALUES ($1, $2, '77', 'room', $2, $2, 10, 50)`,
        [tenantId, room],
      );
      const org = randomUUID();
      const person = randomUUID();
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'room-crew', $3, '2020-01-01')`,
        [tenantId, org, `${room}组`],
      );
      await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
        tenantId,
        org,
        room,
      ]);
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '某裁判', '2026-01-01')`,
        [tenantId, person],
      );
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
         VALUES ($1, $2, $3, 'arbiter', $4, '2026-01-01')`,
        [tenantId, randomUUID(), org, person],
      );
      for (let board = 0; board < 100; board += 1) {
        const code = `${room}${String(board).padStart(2, '0')}`;
        boards.push(code);
        await tx.query(
          `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude)
           VALUES ($1, $2, $3, 'board', $2, $2, 10, 50)`,
          [tenantId, code, room],
        );
      }
    }
  });
  return boards;
}
