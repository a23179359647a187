/**
 * One request at a time per upload. Whoever comes later asks the one before to end: mostly it is the same phone, whose
 * old connection died without anybody noticing.
 */
import { ERRORS, type Locker } from '@tus/server';

interface Holder {
  askToEnd: () => Promise<void> | void;
  ended: Promise<void>;
  end: () => void;
}

const waitAtMostMs = 30_000;

export function uploadLocks(): Locker {
  const holders = new Map<string, Holder>();
  return {
    newLock: (uploadId) => ({
      async lock(signal, askToEnd) {
        const deadline = AbortSignal.any([signal, AbortSignal.timeout(waitAtMostMs)]);
        for (let holder = holders.get(uploadId); holder; holder = holders.get(uploadId)) {
          await holder.askToEnd();
          await Promise.race([holder.ended, over(deadline)]);
          if (deadline.aborted) throw signal.aborted ? ERRORS.ABORTED : ERRORS.ERR_LOCK_TIMEOUT;
        }
        const { promise: ended, resolve: end } = Promise.withResolvers<void>();
        holders.set(uploadId, { askToEnd, ended, end });
      },
      async unlock() {
        const holder = holders.get(uploadId);
        holders.delete(uploadId);
        holder?.end();
      },
    }),
  };
}

function over(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
