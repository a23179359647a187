/**
 * Background work. A module declares its tasks, each with the schema of its payload; jobs are added by `addJobs` inside
 * a transaction, or by the calendar. A job that fails is tried again with growing pauses and stays visible.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Logger,
  parseCronItems,
  type Runner,
  run,
  type WorkerEvents,
  type Task as WorkerTask,
} from 'graphile-worker';
import type { z } from 'zod';
import type { Database } from '../db/index.ts';
import type { Log } from '../log.ts';
import { type FragilePool, openFragilePool } from './fragile-pool.ts';
import { runEvery } from './ticker.ts';
import { freeJobs, openWorkerMarks, type WorkerMarks } from './worker-marks.ts';

export { type FailingJob, findFailingJobs, retryJobs } from './failing-jobs.ts';

export interface Task<Payload = unknown> {
  /** `noun.verb`, e.g. `messages.send`. */
  name: string;
  payload: z.ZodType<Payload>;
  run(payload: Payload, job: JobContext): Promise<void>;
  /** Runs by itself: minute hour day month weekday, in UTC. The payload must then accept `{}`. */
  cron?: string;
  /** Runs by itself in every process that works, this long after it last ended. The payload must then accept `{}`. */
  everyMs?: number;
}

export interface JobContext {
  jobId: string;
  /** 1 on the first try. */
  attempt: number;
  isLastAttempt: boolean;
  log: Log;
  /** The process is stopping: finish what is begun, begin nothing long. */
  signal: AbortSignal;
}

/** Keeps the payload's type from its schema: `defineTask({ name, payload: z.object(…), run: async (payload) => … })`. */
export function defineTask<Payload>(task: Task<Payload>): Task {
  return task as Task;
}

export interface JobRunner {
  /** Lets running jobs finish (for a while), takes no new ones. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions {
  db: Pick<Database, 'owner' | 'url'>;
  tasks: readonly Task[];
  concurrency: number;
  log: Log;
  /** No other process works on this database: jobs still marked as running belong to a killed one. */
  isAlone?: boolean;
  /** How often to look for jobs whose time has come; new ones are announced at once. */
  pollMs?: number;
}

const stopWithinMs = 8_000;
const restartAfterMs = 1_000;

/** Runs until it is stopped: a runner that lost a connection to the database is replaced as a whole. */
export async function startJobs(options: JobRunnerOptions): Promise<JobRunner> {
  const { tasks, log, db } = options;
  const names = tasks.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`two tasks are called ${twice}`);
  const stopping = new AbortController();
  const marks = openWorkerMarks(db, log);
  if (options.isAlone) await freeJobs(db, 'all');
  let running = await startRunner(options, marks, stopping.signal);
  let stopped: Promise<void> | undefined;
  const watch = ({ runner, fragile }: RunningRunner): void => {
    let isOver = false;
    const ended = (error: unknown): void => {
      if (isOver || stopping.signal.aborted) return;
      isOver = true;
      log.warn({ err: error }, 'the job runner ended, starting another');
      // It waits for answers that never come; it must only not look for further jobs.
      runner.stop().catch(() => {});
      void restart();
    };
    fragile.lost.then(ended);
    runner.promise.then(() => ended(new Error('it ended by itself')), ended);
  };
  const restart = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(restartAfterMs, undefined, { ref: false });
      try {
        // What its workers had in hand would stay theirs for hours. Fails for as long as the database is away.
        await freeJobs(db, marks.present());
        marks.forget();
        if (stopping.signal.aborted) return;
        running = await startRunner(options, marks, stopping.signal);
        watch(running);
        return;
      } catch (error) {
        log.debug({ err: error }, 'the job runner does not start yet');
      }
    }
  };
  watch(running);
  const tickers = tasks.flatMap((task) =>
    task.everyMs === undefined ? [] : [runEvery(task, task.everyMs, log, stopping.signal)],
  );
  return {
    stop() {
      stopped ??= (async () => {
        stopping.abort();
        const { runner, fragile } = running;
        const timer = setTimeout(() => void runner.kill().catch(() => {}), stopWithinMs);
        const ended = runner.stop().catch(() => {
          // Already stopped by itself.
        });
        // Without its database it would wait for ever.
        await Promise.race([ended, fragile.lost]);
        clearTimeout(timer);
        await Promise.race([Promise.all(tickers), pause(stopWithinMs, undefined, { ref: false })]);
        await marks.close();
        await Promise.race([fragile.pool.end(), fragile.lost]);
      })();
      return stopped;
    },
  };
}

interface RunningRunner {
  runner: Runner;
  fragile: FragilePool;
}

async function startRunner(
  { db, tasks, concurrency, log, pollMs }: JobRunnerOptions,
  marks: WorkerMarks,
  signal: AbortSignal,
): Promise<RunningRunner> {
  const fragile = openFragilePool(db.url, concurrency + 2);
  const events: WorkerEvents = new EventEmitter();
  // Jobs in hand are marked with the pool of workers that has them, not with the one worker.
  events.on('pool:create', ({ workerPool }) => marks.add(workerPool.id));
  const starting = run({
    pgPool: fragile.pool,
    concurrency,
    events,
    noHandleSignals: true,
    pollInterval: pollMs ?? 1_000,
    taskList: Object.fromEntries(tasks.map((task) => [task.name, handlerOf(task, log, signal)])),
    parsedCronItems: parseCronItems(
      tasks.flatMap(({ name, cron }) =>
        cron === undefined ? [] : [{ task: name, match: cron, options: { jobKey: name } }],
      ),
    ),
    logger: workerLogger(log),
  });
  const runner = await Promise.race([
    starting,
    fragile.lost.then((error) => {
      throw error;
    }),
  ]);
  return { runner, fragile };
}

function handlerOf(task: Task, log: Log, signal: AbortSignal): WorkerTask {
  return async (payload, { job }) => {
    await task.run(task.payload.parse(withoutCron(payload)), {
      jobId: job.id,
      attempt: job.attempts,
      isLastAttempt: job.attempts >= job.max_attempts,
      log: log.child({ task: task.name, job: job.id }),
      signal,
    });
  };
}

/** The calendar adds when it fired, which is no part of what the task declared. */
function withoutCron(payload: unknown): unknown {
  if (payload === null || typeof payload !== 'object' || !('_cron' in payload)) return payload;
  const { _cron, ...rest } = payload;
  return rest;
}

function workerLogger(log: Log): Logger {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new Logger((scope) => (level, message) => {
    log[levels[level]]({ scope: scope.label }, message);
  });
}
