/** Plans in a thread of its own: the server answers meanwhile, and a thread that nobody wants any more is ended. */
import { Worker } from 'node:worker_threads';
import type { PlanAim } from '@linli/contract';
import type { Impossible, Plan, Progress, Replan } from '@linli/planner';
import type { ThreadMessage } from './planning-thread.ts';
import type { PlanInput } from './what-changed.ts';

export type Answer = Plan | Replan | Impossible;

/** Enough for a compound of ten thousand homes; one beyond it ends the thread and not the server. */
const heapMegabytes = 1_024;

export function runPlanning(
  input: PlanInput & { aim: PlanAim },
  { signal, progress }: { signal: AbortSignal; progress: (progress: Progress) => void },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./planning-thread.ts', import.meta.url), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      execArgv: [],
    });
    const stop = (): void => void thread.terminate();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let answer: Answer | undefined;
    thread.on('message', (message: ThreadMessage) => {
      if ('progress' in message) progress(message.progress);
      else answer = message.answer;
    });
    thread.once('error', reject);
    thread.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      if (answer !== undefined) resolve(answer);
      else
        reject(
          new Error(
            signal.aborted ? 'the planning was ended' : `the thread of a planning ended with ${code}`,
          ),
        );
    });
  });
}
