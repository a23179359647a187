/** Runs a check in a thread of its own, and ends the thread when nobody wants its answer any more. */
import { Worker } from 'node:worker_threads';
import type { Database } from '../../../platform/db/index.ts';
import type { CheckRequest, CheckResult } from './check-import.ts';
import type { ThreadMessage } from './check-thread.ts';
import type { ImportProgress } from './store.ts';

/** Enough for the largest file that is taken; one beyond it ends the thread and not the server. */
const heapMegabytes = 2_048;

export function runCheck(
  db: Pick<Database, 'url'>,
  request: CheckRequest,
  { signal, progress }: { signal: AbortSignal; progress: (progress: ImportProgress) => void },
): Promise<CheckResult> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./check-thread.ts', import.meta.url), {
      workerData: { databaseUrl: db.url, request },
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      execArgv: [],
    });
    const stop = (): void => void thread.terminate();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let result: CheckResult | undefined;
    thread.on('message', (message: ThreadMessage) => {
      if ('progress' in message) progress(message.progress);
      else result = message.result;
    });
    thread.once('error', reject);
    thread.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      if (result !== undefined) resolve(result);
      else
        reject(
          new Error(signal.aborted ? 'the check was ended' : `the thread of a check ended with ${code}`),
        );
    });
  });
}
