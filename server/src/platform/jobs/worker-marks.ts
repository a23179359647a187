/**
 * A job in hand is marked with the pool of workers that has it. When a process is killed the mark stays, and the queue
 * itself would wait four hours. So every pool holds an advisory lock while it lives, and whoever finds a mark without its
 * lock gives the job back.
 */
import pg from 'pg';
import type { Database } from '../db/index.ts';
import type { Log } from '../log.ts';

export interface WorkerMarks {
  add(workerId: string): void;
  /** Those marked so far. */
  present(): string[];
  /** Those marked so far are gone. */
  forget(): void;
  close(): Promise<void>;
}

/** First key of the advisory locks; the second is a hash of the worker's name. */
const lockClass = 7_206;
const sweepEveryMs = 30_000;
/** A worker takes its first job a moment before its lock is there. */
const youngSeconds = 60;

export function openWorkerMarks(db: Pick<Database, 'owner' | 'url'>, log: Log): WorkerMarks {
  let workers: string[] = [];
  let client: pg.Client | undefined;
  let isClosed = false;
  const locking = new Set<Promise<void>>();
  const lock = async (ids: string[]): Promise<void> => {
    if (client === undefined) {
      const next = new pg.Client({ connectionString: db.url, application_name: 'linli workers' });
      next.on('error', () => {
        if (client === next) client = undefined;
      });
      await next.connect();
      client = next;
      // A new connection holds none of the locks of the one before.
      ids = workers;
    }
    await client.query(
      `SELECT pg_advisory_lock_shared(${lockClass}, hashtext(id)) FROM unnest($1::text[]) AS id`,
      [ids],
    );
  };
  const start = (ids: string[]): void => {
    const done = lock(ids)
      .catch((error: unknown) => log.debug({ err: error }, 'workers could not be marked as alive'))
      .finally(() => locking.delete(done));
    locking.add(done);
  };
  const sweep = async (): Promise<void> => {
    if (client === undefined && workers.length > 0) start(workers);
    const { rows } = await db.owner.query<{ id: string }>(
      `SELECT locked_by AS id FROM graphile_worker.jobs
       WHERE locked_by IS NOT NULL AND locked_at < now() - make_interval(secs => ${youngSeconds})
       GROUP BY locked_by HAVING pg_try_advisory_xact_lock(${lockClass}, hashtext(locked_by))`,
    );
    if (rows.length === 0) return;
    log.warn({ workers: rows.length }, 'jobs of workers that are gone were given back');
    await freeJobs(
      db,
      rows.map(({ id }) => id),
    );
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) =>
      log.debug({ err: error }, 'jobs of workers that are gone could not be looked for'),
    );
  }, sweepEveryMs);
  timer.unref();
  return {
    add(workerId) {
      workers.push(workerId);
      if (!isClosed) start([workerId]);
    },
    present: () => workers,
    forget() {
      // Locks of theirs that outlived the fault go too: what they fetched at the very last is then found by the sweep.
      const gone = client;
      client = undefined;
      gone?.end().catch(() => {});
      workers = [];
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await Promise.all(locking);
      await client?.end();
    },
  };
}

/** Makes jobs of these workers available again; `all`: nobody can be at work on any. */
export async function freeJobs(db: Pick<Database, 'owner'>, workers: string[] | 'all'): Promise<void> {
  if (workers === 'all') {
    await db.owner.query(
      `SELECT graphile_worker.force_unlock_workers(ids)
       FROM (SELECT array_agg(DISTINCT locked_by) AS ids FROM graphile_worker.jobs WHERE locked_by IS NOT NULL) AS found
       WHERE ids IS NOT NULL`,
    );
  } else if (workers.length > 0) {
    await db.owner.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [workers]);
  }
}
