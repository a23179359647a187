/** Jobs in trouble, for the people who look after the server: what failed, how often, and what it said. */
import type { Database } from '../db/index.ts';

export interface FailingJob {
  jobId: string;
  task: string;
  attempts: number;
  maxAttempts: number;
  lastError: string | null;
  createdAt: string;
  /** When it is tried again; null: given up. */
  nextAttemptAt: string | null;
}

/** Newest trouble first. */
export async function findFailingJobs(db: Pick<Database, 'owner'>, limit = 100): Promise<FailingJob[]> {
  const { rows } = await db.owner.query<FailingJob>(
    `SELECT id::text AS "jobId", task_identifier AS task, attempts::int AS attempts, max_attempts::int AS "maxAttempts",
            last_error AS "lastError", created_at AS "createdAt",
            CASE WHEN attempts < max_attempts THEN run_at END AS "nextAttemptAt"
     FROM graphile_worker.jobs WHERE attempts > 0 AND last_error IS NOT NULL
     ORDER BY updated_at DESC LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Tries these again now, also those that were given up. */
export async function retryJobs(
  db: Pick<Database, 'owner'>,
  jobIds: readonly string[],
  now: string,
): Promise<number> {
  const { rowCount } = await db.owner.query(
    'SELECT 1 FROM graphile_worker.reschedule_jobs($1::bigint[], run_at := $2::timestamptz, attempts := 0)',
    [jobIds, now],
  );
  return rowCount ?? 0;
}
