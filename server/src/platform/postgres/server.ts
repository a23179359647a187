/** One running PostgreSQL server: settings, readiness, restart after a death, orderly end. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from '../data-lock.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** `host` is a loopback address, or the folder of a Unix socket when it begins with a slash. */
export interface Address {
  host: string;
  port: number;
}

export interface ServerOptions {
  cluster: string;
  binaries: Binaries;
  account: Account | undefined;
  logPath: string;
  /** Where other programs of this data folder find the address. */
  addressPath: string;
  settings: Record<string, string>;
  report: (line: string) => void;
  /** It died and does not start again: without its database a city only looks alive. */
  onLost?: (error: Error) => void;
}

export interface RunningServer {
  address: Address;
  pid(): number;
  stop(): Promise<void>;
  abandon(): void;
}

const readyWithinMs = 120_000;
const fastStopWithinMs = 30_000;

export async function runServer(options: ServerOptions): Promise<RunningServer> {
  await endOrphan(options);
  const address = await chooseAddress(options.cluster);
  let child = await startUntilReady(options, address);
  let stopping: Promise<void> | undefined;
  let restarting: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    try {
      child = await startUntilReady(options, address);
      watch(child);
    } catch (error) {
      if (stopping === undefined) options.onLost?.(error as Error);
    }
    restarting = undefined;
  };
  const watch = (running: ChildProcess): void => {
    running.once('exit', (code, signal) => {
      if (stopping !== undefined) return;
      options.report(`PostgreSQL ended by itself (${signal ?? `code ${code}`}), starting it again`);
      restarting = restart();
    });
  };
  watch(child);
  writeFileSync(options.addressPath, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  return {
    address,
    pid: () => child.pid ?? -1,
    abandon() {
      stopping ??= Promise.resolve();
      child.kill('SIGQUIT');
    },
    stop() {
      stopping ??= (async () => {
        await restarting;
        await stopChild(child, options);
        rmSync(options.addressPath, { force: true });
      })();
      return stopping;
    },
  };
}

/** A Unix socket in the cluster's own folder where there are such sockets and its path is short enough; else TCP. */
async function chooseAddress(cluster: string): Promise<Address> {
  const host = realpathSync(cluster);
  // The kernel's limit for a socket's path is 107 bytes, on some systems 103.
  if (process.platform !== 'win32' && Buffer.byteLength(join(host, '.s.PGSQL.5432.lock')) < 100) {
    return { host, port: 5432 };
  }
  return { host: '127.0.0.1', port: await findFreePort() };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no free port')),
      );
    });
  });
}

function serverSettings(address: Address, own: Record<string, string>): Record<string, string> {
  const memoryMb = totalmem() / 2 ** 20;
  const isSocket = address.host.startsWith('/');
  return {
    listen_addresses: isSocket ? '' : address.host,
    unix_socket_directories: isSocket ? address.host : '',
    port: String(address.port),
    max_connections: '100',
    shared_buffers: `${Math.round(Math.min(512, Math.max(64, memoryMb / 8)))}MB`,
    effective_cache_size: `${Math.round(Math.max(256, memoryMb / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    wal_level: 'replica',
    max_wal_senders: '2',
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: availableParallelism() > 2 ? '2' : '0',
    // Short statements: compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    // Values of statements may be personal.
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...own,
  };
}

async function startUntilReady(options: ServerOptions, address: Address): Promise<ChildProcess> {
  const until = Date.now() + readyWithinMs;
  for (;;) {
    const logFrom = rotateLog(options.logPath);
    const child = spawnServer(options, address);
    const failure = await untilReady(child, options.cluster, until);
    if (failure === undefined) return child;
    const log = tail(options.logPath, logFrom);
    // Backends of a server that was killed hold its memory until they notice; the port may have been taken meanwhile.
    const isPassing = /shared memory block|lock file ".*" already exists/.test(log);
    if (!isPassing || Date.now() > until) {
      throw new Error(
        `PostgreSQL does not start (${failure}). Its log, ${options.logPath}, ends with:\n${log}`,
      );
    }
    await pause(200);
    await endOrphan(options);
  }
}

function spawnServer(
  { binaries, cluster, account, logPath, settings }: ServerOptions,
  address: Address,
): ChildProcess {
  const log = openSync(logPath, 'a', 0o600);
  try {
    return spawn(
      binaries.postgres,
      [
        '-D',
        cluster,
        ...Object.entries(serverSettings(address, settings)).flatMap(([key, value]) => [
          '-c',
          `${key}=${value}`,
        ]),
      ],
      {
        cwd: '/',
        // A group of its own: Ctrl-C in the terminal is for us, and we stop the server when the work is drained.
        detached: true,
        stdio: ['ignore', log, log],
        env: {
          PATH: process.env.PATH ?? '',
          LC_ALL: 'C',
          TZ: 'UTC',
          ...(process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot ?? 'C:\\Windows' } : {}),
        },
        windowsHide: true,
        ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
      },
    );
  } finally {
    closeSync(log);
  }
}

/** Undefined once the server takes connections; otherwise why it does not. */
async function untilReady(child: ChildProcess, cluster: string, until: number): Promise<string | undefined> {
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= signal === null ? `exit code ${code}` : `signal ${signal}`;
  });
  while (ended === undefined) {
    const file = readPidFile(cluster);
    if (file?.pid === child.pid && file?.status === 'ready') return undefined;
    if (Date.now() > until) {
      child.kill('SIGQUIT');
      return `not ready after ${readyWithinMs / 1000} s`;
    }
    await pause(20);
  }
  return ended;
}

async function stopChild(child: ChildProcess, options: ServerOptions): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (process.platform === 'win32') {
    spawnSync(options.binaries.pgCtl, ['stop', '-D', options.cluster, '-m', 'fast', '-w'], {
      stdio: 'ignore',
    });
  } else {
    child.kill('SIGINT');
  }
  const timer = setTimeout(() => child.kill('SIGQUIT'), fastStopWithinMs);
  await ended;
  clearTimeout(timer);
}

/**
 * A server that a killed process left behind is stopped in order (its own child processes too), so that exactly one,
 * with the settings of today, is in charge. Whoever calls this holds the lock of the data folder.
 */
export async function endOrphan({
  cluster,
  report,
}: Pick<ServerOptions, 'cluster' | 'report'>): Promise<void> {
  const file = readPidFile(cluster);
  if (file === undefined) return;
  // Left to PostgreSQL, which knows from it whether processes of the one that was killed are still at work.
  if (!isRunning(file.pid)) return;
  if (!isServerOf(file.pid, cluster)) {
    // The number belongs by now to somebody else (numbers start over with a container).
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  report(`PostgreSQL still runs from an earlier start (process ${file.pid}), stopping it first`);
  for (const [signal, withinMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    process.kill(file.pid, signal);
    const until = Date.now() + withinMs;
    while (Date.now() < until) {
      if (!isRunning(file.pid)) return;
      await pause(50);
    }
  }
  throw new Error(
    `PostgreSQL, process ${file.pid}, still runs on ${cluster} and does not stop. End it and try again.`,
  );
}

function readPidFile(cluster: string): { pid: number; status: string | undefined } | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, status: lines[7]?.trim() } : undefined;
}

function isServerOf(pid: number, cluster: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster) &&
      basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')).startsWith('postgres')
    );
  } catch {
    if (existsSync('/proc/self')) return false;
    const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout?.includes('postgres') === true && stdout.includes(cluster);
  }
}

/** Returns where the next lines will begin. */
function rotateLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < 8 * 2 ** 20) return size;
  renameSync(path, `${path}.1`);
  return 0;
}

function tail(path: string, from: number): string {
  return readFileSync(path).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n');
}
