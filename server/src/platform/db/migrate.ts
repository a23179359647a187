/**
 * Brings the database's tables up to the files in server/migrations, in order, each once. Safe when several processes
 * start at once; refuses a file that was changed after it was applied.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { programFolder } from '../config.ts';
import { Refused } from '../refused.ts';
import { splitStatements } from './split-statements.ts';

export const migrationsFolder = join(programFolder, 'server', 'migrations');
/** The role requests are served under: no superuser, no way round row-level security, no change of history. */
export const appRole = 'linli_app';

const oldestServer = 140_000;
/** Any number will do, as long as nobody else's migrations take the same lock. */
const lockKey = 7_206_152_011;

export interface MigrationReport {
  applied: string[];
}

/** `url` is the owner's. Throws DatabaseRefused with a message to print when something needs a person. */
export async function migrate(url: string, folder: string = migrationsFolder): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: url, application_name: 'linli migrate' });
  await client.connect().catch((error: Error) => {
    throw new DatabaseRefused(`The database does not answer: ${error.message}. Check DATABASE_URL.`);
  });
  try {
    await checkServer(client);
    await client.query(`SELECT pg_advisory_lock(${lockKey})`);
    await ensureAppRole(client);
    await ensureWorkerTables(url);
    return { applied: await applyFiles(client, folder) };
  } finally {
    // The lock ends with the connection.
    await client.end();
  }
}

/** Something about the database that only a person can put right. */
export class DatabaseRefused extends Refused {
  override name = 'DatabaseRefused';
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
            current_setting('server_encoding') AS encoding`,
  );
  const server = rows[0];
  if (server === undefined || server.number < oldestServer) {
    throw new DatabaseRefused(
      `PostgreSQL ${server?.version} is too old; Linli needs 14 or newer. ` +
        'Upgrade it, or leave DATABASE_URL unset: Linli brings its own.',
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new DatabaseRefused(
      `The database's encoding is ${server.encoding}, Chinese needs UTF8. Make it anew: CREATE DATABASE … ENCODING 'UTF8'.`,
    );
  }
}

/** Roles belong to the whole server and not to one database, so this cannot be a migration file. */
async function ensureAppRole(client: pg.Client): Promise<void> {
  const byHand = (reason: string): DatabaseRefused =>
    new DatabaseRefused(
      `${reason}\nAn administrator of the database has to run once:\n` +
        `  CREATE ROLE ${appRole} NOLOGIN NOBYPASSRLS;\n  GRANT ${appRole} TO ${client.user ?? 'the user of DATABASE_URL'};`,
    );
  const { rows } = await client.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
    'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = $1',
    [appRole],
  );
  if (rows[0]?.rolsuper || rows[0]?.rolbypassrls) {
    throw byHand(`The role ${appRole} may see every city's rows (SUPERUSER or BYPASSRLS); it must not.`);
  }
  if (rows[0] === undefined) {
    try {
      await client.query(`CREATE ROLE ${appRole} NOLOGIN`);
    } catch (error) {
      const code = (error as { code?: string }).code;
      // Another database of the same server, starting at the same moment.
      if (code !== '42710' && code !== '23505') throw byHand(`${(error as Error).message}.`);
    }
  }
  const isMember = async (): Promise<boolean> => {
    const found = await client.query<{ is: boolean }>(
      `SELECT pg_has_role(current_user, $1, $2) AS is`,
      // From 16 on membership alone does not allow becoming the role.
      [appRole, (await versionOf(client)) >= 160_000 ? 'SET' : 'MEMBER'],
    );
    return found.rows[0]?.is === true;
  };
  if (await isMember()) return;
  try {
    await client.query(`GRANT ${appRole} TO CURRENT_USER`);
  } catch (error) {
    if (!(await isMember())) throw byHand(`${(error as Error).message}.`);
  }
}

async function versionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT current_setting('server_version_num')::int AS number`,
  );
  return rows[0]?.number ?? 0;
}

/** The job queue's own tables; our files build on them. */
async function ensureWorkerTables(url: string): Promise<void> {
  await runMigrations({ connectionString: url });
}

async function applyFiles(client: pg.Client, folder: string): Promise<string[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS migrations (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL
  )`);
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM migrations',
  );
  const known = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const files = readMigrations(folder);
  checkHistory(files, known);
  const applied: string[] = [];
  for (const { name, sql, checksum } of files) {
    if (known.has(name)) continue;
    await client.query('BEGIN');
    try {
      for (const statement of splitStatements(sql)) {
        await client.query(statement).catch((error: Error) => {
          const first = statement.replace(/^(\s*--[^\n]*\n)+/, '').split('\n')[0];
          throw new DatabaseRefused(`Migration ${name} failed at "${first}": ${error.message}`);
        });
      }
      await client.query('INSERT INTO migrations (name, checksum, applied_at) VALUES ($1, $2, $3)', [
        name,
        checksum,
        new Date(),
      ]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
    applied.push(name);
  }
  return applied;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      // A checkout with Windows line ends is the same migration.
      const sql = readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function checkHistory(files: Migration[], known: Map<string, string>): void {
  if (files.length === 0) throw new DatabaseRefused('No migrations found; is this a complete checkout?');
  const changed = files.find(({ name, checksum }) => known.has(name) && known.get(name) !== checksum);
  if (changed !== undefined) {
    throw new DatabaseRefused(
      `Migration ${changed.name} was changed after it had been applied to this database. ` +
        'Restore the file and put the change into a new one. ' +
        '(A database for trials can simply be removed: it lies in LINLI_DATA.)',
    );
  }
  const missing = [...known.keys()].find((name) => !files.some((file) => file.name === name));
  if (missing !== undefined) {
    throw new DatabaseRefused(
      `This database was made by a newer Linli: it has had migration ${missing}, which is not here. Update the program.`,
    );
  }
}
