/**
 * How long the box of a secret ballot takes slips. Slips are signed until voting ends, and the keys are destroyed then; what was
 * signed in time may still be on its way, where thousands vote in the last minute or a connection is slow. Nobody has seen a
 * result by then and a signed slip cannot be changed, so that it is taken for some minutes more.
 */
import type { BallotTerms } from '@linli/engine';

const lateByMs = 10 * 60_000;

export function boxClosesAt({ votingUntil }: Pick<BallotTerms, 'votingUntil'>): string {
  return new Date(Date.parse(votingUntil) + lateByMs).toISOString();
}
