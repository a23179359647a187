import type { Deps } from '../../platform/deps.ts';

/** A hint that a ballot has come further; whom it concerns looks at it again. */
export function publishBallot(
  deps: Pick<Deps, 'live'>,
  tenantId: number,
  ballotId: string,
  seq: number,
): void {
  deps.live.publish({ tenantId, topic: 'ballot', data: { ballotId, seq } });
}

/** While people vote one hint in a while is enough: pages show how many took part, not each of them as they come. */
const voteHintEveryMs = 3_000;
const waiting = new Map<string, NodeJS.Timeout>();

export function publishVoting(
  deps: Pick<Deps, 'live'>,
  tenantId: number,
  ballotId: string,
  seq: number,
): void {
  if (waiting.has(ballotId)) return;
  const timer = setTimeout(() => {
    waiting.delete(ballotId);
    publishBallot(deps, tenantId, ballotId, seq);
  }, voteHintEveryMs);
  timer.unref();
  waiting.set(ballotId, timer);
}
