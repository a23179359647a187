/** Two entries of the register are one buyer: their homes are one head (法释〔2009〕7号 art. 9). */
import type { MergeOwners } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../../platform/deps.ts';
import { problem } from '../../../../platform/http/index.ts';
import { modelsOf } from '../../../models/index.ts';
import { once, type Viewer } from '../../../people/index.ts';
import { requireKeeper } from '../policy.ts';
import { findOwnership } from '../store.ts';

export async function mergeOwners(
  deps: Deps,
  viewer: Viewer,
  { commandId, keep, merge, reason }: z.output<typeof MergeOwners>,
): Promise<string> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return once(deps, viewer, { commandId, verb: 'merge-owners', target: `${keep} ${reason}` }, async (tx) => {
    const kept = await findOwnership(tx, keep);
    if (!kept) throw problem('not-found');
    const { areas } = requireKeeper(model, viewer, kept.homeCode);
    for (const ownershipId of merge) {
      const other = await findOwnership(tx, ownershipId);
      if (!other) throw problem('not-found');
      requireKeeper(model, viewer, other.homeCode);
      // Only where this register is kept: what another compound says of the same owner is its own.
      await tx.query(
        `UPDATE ownerships SET owner_index = $3 WHERE tenant_id = $1 AND owner_index = $2
            AND EXISTS (SELECT FROM unnest($4::text[]) AS kept (code) WHERE starts_with(ownerships.home_code, kept.code))`,
        [tx.tenantId, other.ownerIndex, kept.ownerIndex, areas],
      );
    }
    return kept.homeCode;
  });
}
