/**
 * The world of the server's tests. Vitest calls the default export once per run: it starts one PostgreSQL and builds
 * a template database with all migrations. A test file then takes its own copy with `freshDatabase()`, which costs
 * some tens of milliseconds, and is alone in it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { TestProject } from 'vitest/node';
import { buildApp } from '../src/app.ts';
import { type MovableClock, movableClock } from '../src/platform/clock.ts';
import { type Config, readConfig } from '../src/platform/config.ts';
import { type Database, migrate, openDatabase } from '../src/platform/db/index.ts';
import type { Deps } from '../src/platform/deps.ts';
import type { App } from '../src/platform/http/index.ts';
import { openEventStreams, openLiveHub } from '../src/platform/live/index.ts';
import { type Log, openLog } from '../src/platform/log.ts';
import { ownerRole } from '../src/platform/postgres/database.ts';
import type { Postgres } from '../src/platform/postgres/index.ts';
import { startTemporaryPostgres } from '../src/platform/postgres/temporary.ts';
import { openSecrets } from '../src/platform/secrets/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    superuserUrl: string;
    ownerUrl: string;
  }
}

const template = 'linli_template';
const testSecret = 'a secret for tests only, 32 characters and more';

/** Projects that need a database share the one of the run. */
const shared = globalThis as typeof globalThis & {
  linliTestPostgres?: { started: Promise<Postgres>; users: number };
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.linliTestPostgres ??= { started: start(), users: 0 };
  const run = shared.linliTestPostgres;
  run.users += 1;
  const postgres = await run.started;
  project.provide('superuserUrl', postgres.superuserUrl);
  project.provide('ownerUrl', postgres.url);
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    delete shared.linliTestPostgres;
    await postgres.stop();
  };
}

async function start(): Promise<Postgres> {
  const postgres = await startTemporaryPostgres({
    settings: { max_connections: '300', shared_buffers: '128MB' },
  });
  await asSuperuser(postgres.superuserUrl, `CREATE DATABASE ${template} OWNER ${ownerRole}`);
  await migrate(withDatabase(postgres.url, template));
  return postgres;
}

export interface TestDatabase extends Database {
  /** As a role that row-level security does not bind: for looking at everything, and for damage done on purpose. */
  superuser: pg.Pool;
  superuserUrl: string;
}

/**
 * A database of one's own with all tables and no rows. Inside a test it is dropped when the test ends; made in
 * `beforeAll` it is dropped by `drop`, or goes with the run.
 */
export async function freshDatabase(
  options: { poolSize?: number; empty?: boolean } = {},
): Promise<TestDatabase & { drop(): Promise<void> }> {
  const name = `linli_test_${process.pid}_${randomBytes(5).toString('hex')}`;
  const admin = inject('superuserUrl');
  await asSuperuser(
    admin,
    `CREATE DATABASE ${name} OWNER ${ownerRole} ${options.empty ? '' : `TEMPLATE ${template}`}`,
  );
  const superuserUrl = withDatabase(admin, name);
  const db = openDatabase({ url: withDatabase(inject('ownerUrl'), name), poolSize: options.poolSize ?? 8 });
  const superuser = new pg.Pool({ connectionString: superuserUrl, max: 2 });
  superuser.on('error', () => {});
  let dropping: Promise<void> | undefined;
  const drop = (): Promise<void> => {
    dropping ??= (async () => {
      await Promise.all([db.close(), superuser.end()]);
      await asSuperuser(admin, `DROP DATABASE ${name} WITH (FORCE)`);
    })();
    return dropping;
  };
  try {
    onTestFinished(drop);
  } catch {
    // Not inside a test: the caller drops it, or it goes with the run.
  }
  return { ...db, superuser, superuserUrl, drop };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface TestApp {
  app: App;
  deps: Deps;
  db: TestDatabase;
  /** Stands still at 2026-11-23 09:00 in Shanghai, a Monday, until it is moved. */
  clock: MovableClock;
  close(): Promise<void>;
}

export interface TestAppOptions {
  db?: TestDatabase & { drop(): Promise<void> };
  /** Default: 2026-11-23T01:00:00.000Z. */
  now?: string;
  config?: Partial<Config>;
  pagesFolder?: string;
  isDemo?: boolean;
  /** By default nothing is written. */
  log?: Log;
}

/** The whole server without a port: call it with `app.inject(…)`. Inside a test it closes by itself. */
export async function buildTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const db = options.db ?? (await freshDatabase());
  const dataFolder = mkdtempSync(join(tmpdir(), 'linli-test-data-'));
  const log = options.log ?? openLog('silent');
  const clock = movableClock(options.now ?? '2026-11-23T01:00:00.000Z');
  const config: Config = {
    ...readConfig({ LINLI_DATA: dataFolder, LINLI_SECRET: testSecret }),
    ...options.config,
  };
  const deps: Deps = {
    config,
    db,
    clock,
    secrets: openSecrets(config.secret),
    live: await openLiveHub(db, log),
    streams: openEventStreams(),
    log,
    isDemo: options.isDemo ?? false,
  };
  const app = await buildApp(deps, { pagesFolder: options.pagesFolder });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await app.close();
      await deps.live.close();
      if (options.db === undefined) await db.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    })();
    return closing;
  };
  try {
    onTestFinished(close);
  } catch {
    // Not inside a test: the caller closes it.
  }
  return { app, deps, db, clock, close };
}
