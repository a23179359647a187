import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { isRunning } from '../../src/platform/data-lock.ts';
import { type Postgres, startPostgres } from '../../src/platform/postgres/index.ts';

const isRoot = process.getuid?.() === 0;
const postgresModule = new URL('../../src/platform/postgres/index.ts', import.meta.url).href;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'linli-pg-'));
  if (isRoot) chmodSync(home, 0o711);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function start(folder = home): Promise<Postgres & { lines: string[] }> {
  const lines: string[] = [];
  const postgres = await startPostgres({ home: folder, report: (line) => lines.push(line) });
  onTestFinished(() => postgres.stop());
  return { ...postgres, lines };
}

async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A process of its own that starts the server, so that it can be killed. */
async function startElsewhere(): Promise<{ kill(): Promise<void>; serverPid: number }> {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { startPostgres } = await import(${JSON.stringify(postgresModule)});
       const postgres = await startPostgres({ home: ${JSON.stringify(home)} });
       console.log(postgres.pid());
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    serverPid: Number(said.toString()),
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a database of its own', () => {
  test('is PostgreSQL 18, durable, closed to the network and to guesses, and its owner is no superuser', async () => {
    const postgres = await start();
    const [settings] = await ask<Record<string, unknown>>(
      postgres.url,
      `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding,
              current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync,
              current_setting('full_page_writes') AS pages, current_setting('listen_addresses') AS listen,
              upper('ä') AS upper, rolsuper, rolbypassrls
       FROM pg_roles WHERE rolname = current_user`,
    );
    expect(settings).toEqual({
      version: 18,
      encoding: 'UTF8',
      fsync: 'on',
      sync: 'on',
      pages: 'on',
      listen: postgres.address.host.startsWith('/') ? '' : '127.0.0.1',
      upper: 'Ä',
      rolsuper: false,
      rolbypassrls: false,
    });
    const path = join(home, 'postgres-password');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const wrong = postgres.url.replace(encodeURIComponent(readFileSync(path, 'utf8').trim()), 'guess');
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password');
  });

  test('keeps its data over an orderly stop, which leaves no process', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    const pid = first.pid();
    await first.stop();
    expect(isRunning(pid)).toBe(false);
    const second = await start();
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(second.lines).toEqual([]);
  });
});

describe('after a violent end', () => {
  test('a server that outlived its starter is stopped and started again, with what was committed', async () => {
    const elsewhere = await startElsewhere();
    const url = await urlFromOutside();
    await ask(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await elsewhere.kill();
    expect(isRunning(elsewhere.serverPid)).toBe(true);
    const postgres = await start();
    expect(postgres.lines.join()).toContain(`process ${elsewhere.serverPid}`);
    expect(isRunning(elsewhere.serverPid)).toBe(false);
    expect(await ask(postgres.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  test('starter and server killed together: what was committed is there', async () => {
    const elsewhere = await startElsewhere();
    await ask(await urlFromOutside(), 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(elsewhere.serverPid, 'SIGKILL');
    await elsewhere.kill();
    const postgres = await start();
    expect(await ask(postgres.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  test('a server that dies alone comes back at the same address', async () => {
    const postgres = await start();
    const before = postgres.pid();
    await ask(postgres.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(before, 'SIGKILL');
    await expect
      .poll(() => ask(postgres.url, 'SELECT n FROM kept').catch(() => 'away'), {
        timeout: 20_000,
        interval: 50,
      })
      .toEqual([{ n: 1 }]);
    await expect.poll(() => postgres.pid()).not.toBe(before);
  });

  test('a first start that was interrupted leaves nothing half-made', async () => {
    mkdirSync(join(home, 'postgres.new'));
    const postgres = await start();
    expect(existsSync(join(home, 'postgres.new'))).toBe(false);
    expect(await ask(postgres.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  test('a number in its file that by now belongs to another program is no hindrance, and that program lives on', async () => {
    const first = await start();
    await first.stop();
    const bystander = spawn('sleep', ['600']);
    onTestFinished(() => {
      bystander.kill();
    });
    const file = join(first.cluster, 'postmaster.pid');
    spawnSync('sh', [
      '-c',
      'printf "%s\\n%s\\n" "$1" "$2" > "$3"',
      'sh',
      String(bystander.pid),
      first.cluster,
      file,
    ]);
    const second = await start();
    expect(await ask(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(bystander.exitCode).toBeNull();
    expect(bystander.signalCode).toBeNull();
  });

  async function urlFromOutside(): Promise<string> {
    const { host, port } = JSON.parse(readFileSync(join(home, 'postgres-address.json'), 'utf8')) as {
      host: string;
      port: number;
    };
    const password = encodeURIComponent(readFileSync(join(home, 'postgres-password'), 'utf8').trim());
    return host.startsWith('/')
      ? `postgres://linli:${password}@localhost:${port}/linli?host=${encodeURIComponent(host)}`
      : `postgres://linli:${password}@${host}:${port}/linli`;
  }
});

describe('long paths and closed folders', () => {
  test('a path too long for a socket gets a loopback port', async () => {
    const deep = join(home, 'x'.repeat(60), 'y'.repeat(60));
    mkdirSync(deep, { recursive: true });
    const postgres = await start(deep);
    expect(postgres.address.host).toBe('127.0.0.1');
    expect(await ask(postgres.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  // Only root hands the database to somebody else; an ordinary user's PostgreSQL can enter whatever its user can.
  test(`a folder closed to others works ${isRoot ? 'for root: the database lies elsewhere, noted and found again' : 'for its owner'}`, async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const first = await start(closed);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    const second = await start(closed);
    expect(second.cluster).toBe(first.cluster);
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await second.stop();
    if (!isRoot) return;
    expect(first.cluster.startsWith(closed)).toBe(false);
    expect(first.lines.join()).toContain(dirname(first.cluster));
    rmSync(dirname(first.cluster), { recursive: true });
    // Silently beginning anew would look like losing everything.
    await expect(start(closed)).rejects.toThrow('not there any more');
  });
});
