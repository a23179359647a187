/**
 * Puts signed slips into the box, each at a moment of its own some minutes after they were signed, so that the time of the one
 * does not lead to the other. Nothing waits where waiting could lose a vote: leaving the page puts all of them in at once, and
 * what a lost connection holds back goes on as soon as there is one, or when the page is opened again.
 */
import { castSlip, ProblemError } from '../../ui/api/index.ts';
import { isOnItsWay, noteSlip, votesOnTheirWay, watchKeptVotes } from './kept-vote.ts';

/** Longest wait between signing and casting. */
const waitAtMostMs = 10 * 60_000;
/** So long before voting ends every slip is in. */
const safetyMs = 15 * 60_000;
const tryAgainMs = 30_000;
/** No such box, voting is over, not a slip: asked again, the answer is the same. */
const isForGood = [400, 404, 409, 422];

/** When a slip signed now goes into the box; `leftMs`: until voting ends. */
export function momentToCast(now: number, leftMs: number): number {
  const spanMs = Math.max(0, Math.min(waitAtMostMs, leftMs - safetyMs));
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return now + Math.floor((random / 2 ** 32) * spanMs);
}

/**
 * Puts into the box what is due, or everything that is on its way. The same slip twice is the same vote. Rejects without a
 * connection; what the box refuses for good is noted and not tried again.
 */
export async function castSlips(
  which: 'due' | 'all',
  { now = Date.now(), keepalive = false }: { now?: number; keepalive?: boolean } = {},
): Promise<void> {
  const due = votesOnTheirWay()
    .flatMap((kept) => kept.vote.slips.map((slip) => ({ kept, slip })))
    .filter(({ slip }) => isOnItsWay(slip) && (which === 'all' || slip.castAt <= now))
    .sort((one, other) => one.slip.castAt - other.slip.castAt);
  const cast = async ({ kept, slip }: (typeof due)[number]): Promise<void> => {
    const { value, token, choices, signature } = slip;
    if (signature === null) return;
    try {
      await castSlip(kept.vote.city, kept.ballotId, { value, token, choices, signature }, { keepalive });
      noteSlip(kept, token, { isInBox: true });
    } catch (error) {
      if (!(error instanceof ProblemError) || !isForGood.includes(error.status)) throw error;
      noteSlip(kept, token, { isInBox: false, isRefused: true });
    }
  };
  // A page that is being left has no time for one after the other.
  if (keepalive) await Promise.allSettled(due.map(cast));
  else for (const one of due) await cast(one);
}

let stop: (() => void) | null = null;

/** From now on slips of this device go into the box when they are due. Called again it changes nothing. */
export function startCasting(): void {
  if (stop !== null) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = (atLeastMs = 0): void => {
    clearTimeout(timer);
    const moments = votesOnTheirWay().flatMap(({ vote }) =>
      vote.slips.filter(isOnItsWay).map(({ castAt }) => castAt),
    );
    if (moments.length === 0) return;
    timer = setTimeout(() => void run(), Math.max(atLeastMs, Math.min(...moments) - Date.now()));
  };
  const run = async (): Promise<void> => {
    try {
      await castSlips('due');
      plan();
    } catch {
      plan(tryAgainMs);
    }
  };
  const planAnew = (): void => plan();
  const leave = (): void => void castSlips('all', { keepalive: true });
  const hide = (): void => {
    if (document.visibilityState === 'hidden') leave();
  };
  const unwatch = watchKeptVotes(planAnew);
  addEventListener('online', run);
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', hide);
  stop = () => {
    clearTimeout(timer);
    unwatch();
    removeEventListener('online', run);
    removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', hide);
    stop = null;
  };
  void run();
}
