/** Co-owners name the one of them who votes for the home. */
import type { NameVoter } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../../platform/deps.ts';
import { problem } from '../../../../platform/http/index.ts';
import { modelsOf } from '../../../models/index.ts';
import { once, type Viewer } from '../../../people/index.ts';
import { today } from '../../today.ts';
import { homeLevelOf, requireKeeper } from '../policy.ts';
import { findHome, findOwnership } from '../store.ts';

export async function nameVoter(
  deps: Deps,
  viewer: Viewer,
  ownershipId: string,
  { commandId }: z.output<typeof NameVoter>,
): Promise<string> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return once(deps, viewer, { commandId, verb: 'name-voter', target: ownershipId }, async (tx) => {
    const one = await findOwnership(tx, ownershipId);
    if (!one || one.to !== null) throw problem('not-found');
    requireKeeper(model, viewer, one.homeCode);
    const day = today(model, deps.clock.now());
    await findHome(tx, { homeCode: one.homeCode, homeLevel: homeLevelOf(model), day, lock: true });
    await tx.query(
      'UPDATE ownerships SET is_voter = false WHERE tenant_id = $1 AND home_code = $2 AND is_voter',
      [tx.tenantId, one.homeCode],
    );
    await tx.query('UPDATE ownerships SET is_voter = true WHERE tenant_id = $1 AND ownership_id = $2', [
      tx.tenantId,
      ownershipId,
    ]);
    return one.homeCode;
  });
}
