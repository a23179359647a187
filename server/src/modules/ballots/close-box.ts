/** However a secret ballot stops taking votes, by the clock or by a street's order: nobody makes slips for it any more. */
import type { BallotDecision } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { mixBox } from './mix-box.ts';
import { destroySlipKeys } from './slip-keys.ts';

const open: readonly BallotDecision['from'][] = ['posted', 'voting'];

/**
 * Destroys the keys and mixes the box, where this step closed it; then `clearTraces` is due after the transaction. The caller
 * keeps everybody from voting meanwhile; what was signed in time and comes late is mixed in later. Mixed and not closed, because
 * the process ended in between, it is mixed again.
 */
export async function closeBox(
  deps: Deps,
  tx: Tx,
  ballotId: string,
  { from, to, next }: Pick<BallotDecision, 'from' | 'to' | 'next'>,
  at: string,
): Promise<boolean> {
  if (!next.secret || !open.includes(from) || open.includes(to)) return false;
  await destroySlipKeys(tx, ballotId, at);
  await mixBox(deps, tx.tenantId, ballotId, null);
  return true;
}
