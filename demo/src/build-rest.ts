/**
 * The cities beyond the first are made while the server already answers: one after another, by a process of its own with
 * the lowest priority, so that nobody waits for them. Ended half-way, that process leaves the city it was at as if it had
 * never begun, and the next start goes on from there.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Beside, type Building, type CityModel, type Deps, isBuilt, setBuilding } from '@linli/server';
import { demoCities } from './ensure-demo.ts';
import { standsStill } from './live-on.ts';

/** What the process beside is told, once. */
export interface Order extends Beside {
  cities: CityModel[];
}

/** What it tells. */
export type Word =
  | { kind: 'line'; line: string }
  | { kind: 'progress'; tenantId: number; building: Building }
  | { kind: 'done'; tenantId: number; remark: string | null };

export interface Rest {
  /** Cities that stood still have been told on, or nobody does so any more; null: none did. */
  livedOn: Promise<void> | null;
  /** All cities are complete, or nobody works on them any more. */
  done: Promise<void>;
  /** Ends the work; what is not complete is left to the next start. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('build-rest-beside.ts', import.meta.url));
/** A process that died, for lack of memory or by somebody's hand, is followed by one more. */
const mostProcesses = 2;

/** `report`: a line for the terminal. */
export async function buildRest(deps: Deps, report: (line: string) => void): Promise<Rest> {
  const standing = new Map<number, CityModel>();
  const missing = new Map<number, CityModel>();
  for (const city of demoCities(deps).slice(1)) {
    if (await isBuilt(deps.db, city.tenantId)) {
      if (await standsStill(deps, city.tenantId)) standing.set(city.tenantId, city);
      continue;
    }
    missing.set(city.tenantId, city);
    // Known before the first request: nobody walks into a city that is empty still.
    setBuilding(deps, city.tenantId, { told: 0, of: 0 });
  }
  // People may be in those that are there already: they come first.
  const waiting = new Map([...standing, ...missing]);
  const told = Promise.withResolvers<void>();
  let child: ChildProcess | undefined;
  let isStopping = false;
  const hear = (word: Word): void => {
    if (word.kind === 'line') report(word.line);
    else if (word.kind === 'progress') setBuilding(deps, word.tenantId, word.building);
    else {
      setBuilding(deps, word.tenantId, null);
      waiting.delete(word.tenantId);
      standing.delete(word.tenantId);
      if (standing.size === 0) told.resolve();
      if (word.remark !== null) report(`演示城市 demo city ${word.remark}`);
    }
  };
  const work = async (): Promise<void> => {
    for (let count = 0; count < mostProcesses && waiting.size > 0 && !isStopping; count += 1) {
      child = fork(program, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      lower(child);
      child.on('message', hear);
      child.on('error', (error) => deps.log.error({ err: error }, 'the process that makes cities up failed'));
      child.send({
        config: deps.config,
        url: deps.db.url,
        now: deps.clock.now(),
        cities: [...waiting.values()],
      } satisfies Order);
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      if (waiting.size > 0 && !isStopping) {
        const left = [...waiting.values()].map(({ model }) => model.key);
        deps.log.error({ code, signal, left }, 'made-up cities are not complete');
      }
    }
  };
  const livedOn = standing.size > 0 ? told.promise : null;
  const done = work().finally(() => told.resolve());
  return {
    livedOn,
    done,
    async stop() {
      isStopping = true;
      child?.kill('SIGTERM');
      await done;
    },
  };
}

function lower({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It may have ended already; then there is nothing to lower.
  }
}
