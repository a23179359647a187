/** Lets only so much heavy work run at once; the rest waits its turn, and beyond a limit is asked to come back. */
import { problem } from '../../platform/http/index.ts';

export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function takeTurns({ atOnce, waitingAtMost }: { atOnce: number; waitingAtMost: number }): Turns {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) throw problem('not-available', { retryAfterSeconds: 10 });
      // Whoever ends hands its place on, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
