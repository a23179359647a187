/** Background jobs that exist exactly when the transaction that wanted them is committed. */
import type { Tx } from './transaction.ts';

/** `Task` names a task of the job runner; modules narrow it by declaring theirs in platform/jobs. */
export interface Job {
  task: string;
  payload: Record<string, unknown>;
  /** Jobs of one queue run one after another. */
  queue?: string;
  /** Instant; default: at once. */
  runAt?: string;
  /** Default 25, with growing pauses between them. */
  maxAttempts?: number;
  /** A waiting job with the same key is replaced. */
  key?: string;
  /** Smaller runs earlier. */
  priority?: number;
}

/** Statement of `addJobs`, for folding into a larger one: one parameter, the jobs as JSON. */
export const addJobsSql = 'SELECT linli_add_jobs($1::json)';

export async function addJobs(tx: Pick<Tx, 'query'>, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(addJobsSql, [JSON.stringify(jobs)]);
}
