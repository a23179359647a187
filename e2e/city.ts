/** A whole Linli as a user starts it: its own process, data folder and port, with the demo cities. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const house = dirname(dirname(fileURLToPath(import.meta.url)));

export interface City {
  url: string;
  dataFolder: string;
  port: number;
  /** Ends it in order and removes its data folder. */
  stop(): Promise<void>;
  /** Ends the server process at once, as a power failure would (SIGKILL); its data folder stays. */
  kill(): Promise<void>;
  /** Ctrl-C: ends it in order and tells its exit code; its data folder stays. */
  interrupt(): Promise<number | null>;
  isRunning(): boolean;
  output(): string;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a city and waits until it answers; throws with what it printed when it does not within the time.
 * `place`: where it ran before; a new one otherwise.
 */
export async function startCity(
  settings: Record<string, string> = {},
  withinMs = 240_000,
  place: { dataFolder?: string; port?: number } = {},
): Promise<City> {
  const data = place.dataFolder ?? (await mkdtemp(join(tmpdir(), 'linli-e2e-')));
  const port = place.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  let printed = '';
  const child: ChildProcess = spawn(process.execPath, ['scripts/launch.mjs', 'server/src/main.ts'], {
    cwd: house,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      LINLI_DATA: data,
      DATABASE_URL: '',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-40_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let exited = false;
  ended.then(() => {
    exited = true;
  });

  const city: City = {
    url,
    dataFolder: data,
    port,
    isRunning: () => !exited,
    output: () => printed,
    async kill() {
      if (exited) return;
      // Under an older Node.js the process started here is only a launcher; the server itself has signed the folder.
      const { pid } = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as { pid: number };
      process.kill(pid, 'SIGKILL');
      await ended;
    },
    async interrupt() {
      child.kill('SIGINT');
      return ended;
    },
    async stop() {
      if (!exited) child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    if (exited) throw new Error(`the city ended (exit code ${await ended}) before it answered:\n${printed}`);
    const answered = await fetch(`${url}/healthz`).then(
      (reply) => reply.status === 200,
      () => false,
    );
    if (answered) return city;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await city.stop();
  throw new Error(`the city did not answer within ${withinMs} ms:\n${printed}`);
}
