/** An empty city on a database of its own, for benches that fill it by themselves and then ask the server about it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openModels } from '../server/src/modules/models/index.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { migrate, openDatabase } from '../server/src/platform/db/index.ts';
import type { Deps } from '../server/src/platform/deps.ts';
import { ownerRole } from '../server/src/platform/postgres/database.ts';
import type { Postgres } from '../server/src/platform/postgres/index.ts';
import { openDeps } from './bench-deps.ts';

export interface BenchCity {
  deps: Deps;
  tenantId: number;
  /** Past row security, to fill it with. */
  superuser: pg.Client;
  /** Somebody's session; its cookie. */
  signIn(personId: string): Promise<string>;
  close(): Promise<void>;
}

/** `name`: of the database; `model`: of which city. */
export async function openBenchCity(
  postgres: Postgres,
  { name, model, poolSize }: { name: string; model: string; poolSize: number },
): Promise<BenchCity> {
  const withDatabase = (url: string): string => {
    const changed = new URL(url);
    changed.pathname = `/${name}`;
    return changed.href;
  };
  const admin = new pg.Client({ connectionString: postgres.superuserUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} OWNER ${ownerRole}`);
  await admin.end();
  const url = withDatabase(postgres.url);
  await migrate(url);
  const superuser = new pg.Client({ connectionString: withDatabase(postgres.superuserUrl) });
  await superuser.connect();
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  const config = readConfig({ LINLI_DATA: folder });
  const db = openDatabase({ url, poolSize });
  const deps = await openDeps(config, db, systemClock);
  const tenantId = (await openModels(deps)).findCity(model)?.tenantId;
  if (tenantId === undefined) throw new Error(`there is no model ${model}`);
  return {
    deps,
    tenantId,
    superuser,
    async signIn(personId) {
      const token = `bench-session-of-${personId}`;
      await superuser.query(
        `INSERT INTO sign_ins (tenant_id, token_hash, person_id, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
        [tenantId, deps.secrets.hashToken('session', token), personId],
      );
      return `linli_session=${tenantId}.${token}`;
    },
    async close() {
      await deps.live.close();
      await Promise.all([db.close(), superuser.end()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
