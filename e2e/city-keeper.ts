/**
 * Keeps the running cities that journeys share: Vitest calls the default export once per run. A city is started when the
 * first journey asks for it, and ends with the run, or when the only journey there has ended. Journeys ask over loopback, since they run in processes of
 * their own; the-city.ts is their side.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { freePort } from './city.ts';
import type { Answer, Spot, Wish } from './moving-city.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    cityKeeper: string;
  }
}

/** What the keeper answers to every wish. */
export interface KeptCity {
  url: string;
  /** How far the city's time is ahead of the machine's. */
  aheadMs: number;
  spots: Spot[];
}

const house = dirname(dirname(fileURLToPath(import.meta.url)));
const startsWithinMs = 240_000;

export default async function keepCity(project: TestProject): Promise<() => Promise<void>> {
  const running = new Map<string, Promise<RunningCity>>();
  const door = createServer((request, reply) => {
    const answer = async (): Promise<KeptCity> => {
      const asked = new URL(request.url ?? '/', 'http://keeper');
      const key = asked.searchParams.get('city') ?? 'tongguan';
      if (!running.has(key)) running.set(key, startMovingCity(key));
      const city = (await running.get(key)) as RunningCity;
      if (asked.pathname === '/stop') {
        running.delete(key);
        await city.stop();
      }
      if (asked.pathname === '/pass')
        await city.pass(Number(asked.searchParams.get('milliseconds') ?? Number.NaN));
      if (asked.pathname === '/hurry') await city.hurry();
      return { url: city.url, aheadMs: city.aheadMs, spots: city.spots };
    };
    answer().then(
      (kept) => reply.end(JSON.stringify(kept)),
      (error: unknown) => {
        reply.statusCode = 500;
        reply.end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  project.provide('cityKeeper', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    for (const one of running.values()) {
      await one.then(
        (city) => city.stop(),
        () => {},
      );
    }
  };
}

interface RunningCity extends KeptCity {
  pass(milliseconds: number): Promise<void>;
  hurry(): Promise<void>;
  stop(): Promise<void>;
}

async function startMovingCity(key: string): Promise<RunningCity> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'linli-e2e-'));
  const child = spawn(process.execPath, ['scripts/launch.mjs', 'e2e/moving-city.ts'], {
    cwd: house,
    env: {
      ...process.env,
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      LINLI_DATA: dataFolder,
      LINLI_DEMO: 'on',
      // Journeys that go to another city start it themselves; the others need not share the machine with its making.
      LINLI_DEMO_CITIES: key,
      LINLI_ROBOT_HOSTS: '127.0.0.1',
      LINLI_LOG: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = once(child, 'exit');
  const ask = askOf(child, () => printed);
  const ready = await ask(null, 'ready', startsWithinMs);
  const { spots } = await ask({ wish: 'spots' }, 'spots');
  const city: RunningCity = {
    url: ready.url.replace('//localhost:', '//127.0.0.1:'),
    aheadMs: 0,
    spots,
    async pass(milliseconds) {
      ({ aheadMs: city.aheadMs } = await ask({ wish: 'pass', milliseconds }, 'passed'));
    },
    async hurry() {
      await ask({ wish: 'hurry' }, 'hurried');
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return city;
}

/** One wish, and the answer to it; refused with what the city printed when it ends or stays silent. */
function askOf(child: ChildProcess, printed: () => string) {
  return <Kind extends Answer['kind']>(
    wish: Wish | null,
    kind: Kind,
    withinMs = 20_000,
  ): Promise<Extract<Answer, { kind: Kind }>> =>
    new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        child.off('message', onAnswer);
        child.off('exit', onExit);
        settle();
      };
      const timer = setTimeout(
        () => done(() => reject(new Error(`the city does not say “${kind}”:\n${printed()}`))),
        withinMs,
      );
      const onAnswer = (answer: Answer) => {
        if (answer.kind === kind) done(() => resolve(answer as Extract<Answer, { kind: Kind }>));
      };
      const onExit = () => done(() => reject(new Error(`the city ended:\n${printed()}`)));
      child.on('message', onAnswer);
      child.on('exit', onExit);
      if (wish !== null) child.send(wish);
    });
}
