/**
 * Runs a task of this process again and again, a short while after it last ended: for what must not wait for the
 * calendar's next minute. Nothing of it is kept anywhere, so a killed process leaves nothing behind, and the next one
 * begins at once. Several processes each have their own; the task itself must bear that.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Task } from './index.ts';

/** Fulfilled when the signal has ended it and the run under way is over. */
export async function runEvery(
  task: Pick<Task, 'name' | 'payload' | 'run'>,
  everyMs: number,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const own = log.child({ task: task.name });
  let attempt = 1;
  while (!signal.aborted) {
    try {
      const payload = task.payload.parse({});
      await task.run(payload, { jobId: task.name, attempt, isLastAttempt: false, log: own, signal });
      attempt = 1;
    } catch (error) {
      // While the database is away this comes every time; once is enough to say so.
      own[attempt === 1 ? 'warn' : 'debug']({ err: error }, 'a task failed and is run again shortly');
      attempt += 1;
    }
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => {});
  }
}
