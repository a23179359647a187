/** A whole server: database, modules, pages, jobs. `main.ts` gives it to a person; journeys and benches start it too. */
import { buildApp, collectTasks, prepareModules } from './app.ts';
import { modelsOf } from './modules/models/index.ts';
import { type Clock, shiftedClock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Database } from './platform/db/index.ts';
import { DatabaseRefused } from './platform/db/migrate.ts';
import type { Deps } from './platform/deps.ts';
import { openFrontDoor } from './platform/http/front-door.ts';
import { type JobRunner, startJobs } from './platform/jobs/index.ts';
import { openEventStreams, openLiveHub } from './platform/live/index.ts';
import type { Log } from './platform/log.ts';
import { openData } from './platform/open-data.ts';
import { ensurePages } from './platform/pages/build.ts';

export interface Server {
  url: string;
  deps: Deps;
  /** Answers what is under way, finishes running jobs, closes the database. */
  stop(): Promise<void>;
  /** Leaves everything as it is; the next start recovers. */
  abandon(): void;
}

export interface StartOptions {
  config: Config;
  log: Log;
  /** A remark for the person at the terminal. */
  report: (line: string) => void;
  /** The server cannot go on. */
  onLost: (error: Error) => void;
  /** Told when a phase is done and how long it took. */
  phase: (name: Phase, seconds: number, remark?: string) => void;
  /** Absent: the system's, in a demo city one that can be moved on. Journeys bring their own, to let days pass. */
  clock?: Clock;
}

export type Phase = 'database' | 'pages' | 'models' | 'demo' | 'ready';

export async function startServer({
  config,
  log,
  report,
  onLost,
  phase,
  clock,
}: StartOptions): Promise<Server> {
  const timed = async <Result>(name: Phase, work: () => Promise<[Result, string?]>): Promise<Result> => {
    const from = performance.now();
    const [result, remark] = await work();
    phase(name, (performance.now() - from) / 1000, remark);
    return result;
  };
  // What was opened, in order; closed in the opposite order, also when the start fails half-way.
  const closers: (() => Promise<void> | void)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      await Promise.resolve(close()).catch((error: unknown) => log.error({ err: error }, 'closing failed'));
    }
  };
  let abandon = (): void => {};
  try {
    const door = await openFrontDoor(config.port, config.host);
    closers.push(() => door.close());
    // The pages are built by a process of their own while this one starts the database.
    const building = timed('pages', async () => {
      const built = await ensurePages(report);
      return [built, built.wasBuilt ? 'built' : 'unchanged'];
    });
    building.catch(() => {});
    const data = await timed('database', async () => {
      const opened = await openData({ config, log, report, onLost });
      return [opened, opened.applied.length > 0 ? `${opened.applied.length} migrations` : undefined];
    });
    closers.push(() => data.close());
    abandon = () => data.abandon();
    const isDemo = await decideDemo(config, data.db);
    const demo = isDemo ? await import('@linli/demo') : undefined;
    const live = await openLiveHub(data.db, log);
    closers.push(() => live.close());
    const deps: Deps = {
      config: { ...config, demoCities: config.demoCities ?? demo?.cityOrder.slice() },
      db: data.db,
      clock: clock ?? (isDemo ? shiftedClock() : systemClock),
      secrets: data.secrets,
      live,
      streams: openEventStreams(),
      log,
      isDemo,
    };
    await timed('models', async () => [undefined, await prepareModules(deps)]);
    if (demo !== undefined) {
      await timed('demo', async () => [undefined, await demo.ensureDemo(deps, report)]);
    }
    const pages = await building;
    let ready = false;
    const app = await buildApp(deps, {
      pagesFolder: pages.folder,
      isReady: () => ready,
      serverFactory: door.serverFactory,
    });
    closers.push(() => app.close());
    const rest = await demo?.buildRest(deps, report);
    closers.push(() => rest?.stop());
    let jobs: Promise<JobRunner | undefined> = Promise.resolve(undefined);
    if (config.workers > 0) {
      let isStopping = false;
      const run = () =>
        startJobs({
          db: data.db,
          tasks: collectTasks(deps),
          concurrency: config.workers,
          log,
          isAlone: data.isAlone,
        });
      // What time does to a city that stood still belongs into its story: that is told first, while pages are answered.
      if (rest?.livedOn) {
        jobs = rest.livedOn.then(() => (isStopping ? undefined : run()));
        jobs.catch(onLost);
      } else jobs = Promise.resolve(await run());
      closers.push(async () => {
        isStopping = true;
        await rest?.stop();
        await (await jobs)?.stop();
      });
    }
    // First of all when stopping: no new requests, streams ended, answers under way finished.
    closers.push(() => {
      deps.streams.endAll();
      return door.close();
    });
    if (!isDemo && (await modelsOf(deps).opened()).length === 0) {
      const keys = modelsOf(deps)
        .cities()
        .map(({ model }) => model.key);
      report(`还没有开通城市 no city is set up yet: npm run linli -- setup --city ${keys.join(' | ')}`);
    }
    ready = true;
    door.open();
    return {
      url: config.publicUrl ?? `http://${hostForPeople(config.host)}:${door.port}`,
      deps,
      async stop() {
        ready = false;
        await closeAll();
      },
      abandon: () => abandon(),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Demo cities live only in a database that holds nothing else. */
async function decideDemo(config: Config, db: Database): Promise<boolean> {
  if (config.demo === 'off') return false;
  const { rows } = await db.owner.query<{ real: number; demo: number }>(
    `SELECT count(*) FILTER (WHERE NOT made_by_demo) AS real, count(*) FILTER (WHERE made_by_demo) AS demo FROM tenants`,
  );
  const { real = 0 } = rows[0] ?? {};
  if (config.demo === 'auto') return config.databaseUrl === undefined && real === 0;
  if (real > 0) {
    throw new DatabaseRefused(
      'LINLI_DEMO=on, but this database holds a real city; demo cities never mix with one. ' +
        'Set LINLI_DEMO=off, or give the demo a folder of its own: LINLI_DATA=./demo-data.',
    );
  }
  return true;
}

function hostForPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
