/**
 * A real PostgreSQL, started and stopped with this process: `startPostgres` makes the cluster on first use, stops what
 * a killed process left running, restarts the server should it die, and shuts it down in order.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepSecret } from '../config.ts';
import type { Account } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { ensureDatabase, ownerRole, superuser } from './database.ts';
import { findPlace } from './place.ts';
import { type Address, runServer } from './server.ts';

export interface PostgresOptions {
  /** Folder for everything: cluster, password, log. */
  home: string;
  /** What is worth telling the person who starts it. */
  report?: (line: string) => void;
  /** It died and does not start again. */
  onLost?: (error: Error) => void;
  /** False only for tests: files are not flushed, a power failure would lose them. */
  durable?: boolean;
  /** Further server settings. */
  settings?: Record<string, string>;
}

export interface Postgres {
  /** Socket folder or loopback address, and port. */
  address: Address;
  /** Database `linli`, as its owner: an ordinary role, not a superuser. */
  url: string;
  /** As the superuser, database `postgres`: for making databases and for backups. */
  superuserUrl: string;
  /** PostgreSQL's data directory. */
  cluster: string;
  /** Number of the server's process. */
  pid(): number;
  /** Lets running statements end by force, writes everything down, ends. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends at once, without writing everything down; the next start recovers from the log of changes. */
  abandon(): void;
}

/** Ready to be connected to when the promise is fulfilled. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const report = options.report ?? (() => {});
  const durable = options.durable ?? true;
  mkdirSync(options.home, { recursive: true });
  const place = findPlace(options.home, report);
  const binaries = findBinaries(place.account, place.room, report);
  const password = keepSecret(join(options.home, 'postgres-password'));
  if (!existsSync(place.cluster)) {
    makeCluster(place.cluster, place.parent, binaries, place.account, password, durable);
  }
  const server = await runServer({
    cluster: place.cluster,
    binaries,
    account: place.account,
    logPath: join(options.home, 'postgres.log'),
    addressPath: join(options.home, 'postgres-address.json'),
    settings: { ...durability(durable), ...options.settings },
    report,
    ...(options.onLost === undefined ? {} : { onLost: options.onLost }),
  });
  const superuserUrl = urlOf(server.address, superuser, password, 'postgres');
  try {
    await ensureDatabase(superuserUrl, password);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    address: server.address,
    url: urlOf(server.address, ownerRole, password, 'linli'),
    superuserUrl,
    cluster: place.cluster,
    pid: server.pid,
    stop: server.stop,
    abandon: server.abandon,
  };
}

/** A connection string that `pg` and every other client understands, for sockets too. */
export function urlOf(address: Address, user: string, password: string, database: string): string {
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return address.host.startsWith('/')
    ? `postgres://${credentials}@localhost:${address.port}/${database}?host=${encodeURIComponent(address.host)}`
    : `postgres://${credentials}@${address.host}:${address.port}/${database}`;
}

function durability(durable: boolean): Record<string, string> {
  return durable
    ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
}

function makeCluster(
  cluster: string,
  parent: string,
  binaries: Binaries,
  account: Account | undefined,
  password: string,
  durable: boolean,
): void {
  // Made under another name and renamed when complete: an interrupted first start leaves nothing half-made.
  const draft = join(parent, 'postgres.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFolder = mkdtempSync(join(tmpdir(), 'linli-'));
  const passwordFile = join(passwordFolder, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) {
    for (const path of [draft, passwordFolder, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  try {
    // C.UTF-8 of the server itself: the same order and upper case on every machine, whatever the system's locales.
    const made = spawnSync(
      binaries.initdb,
      [
        ...['--pgdata', draft, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...[
          '--encoding',
          'UTF8',
          '--locale',
          'C',
          '--locale-provider',
          'builtin',
          '--builtin-locale',
          'C.UTF-8',
        ],
        ...(durable ? [] : ['--no-sync']),
      ],
      {
        cwd: '/',
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', ...windowsEnvironment() },
        ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
      },
    );
    if (made.error !== undefined || made.status !== 0) {
      const output = [made.error?.message, made.stdout, made.stderr].filter(Boolean).join('\n').trim();
      throw new Error(
        `PostgreSQL could not make its database in ${draft}:\n${output}\n` +
          'If these programs do not run on this system, set DATABASE_URL to a PostgreSQL 14 or newer of your own.',
      );
    }
    renameSync(draft, cluster);
  } finally {
    rmSync(passwordFolder, { recursive: true, force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function windowsEnvironment(): Record<string, string> {
  return process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot ?? 'C:\\Windows' } : {};
}
