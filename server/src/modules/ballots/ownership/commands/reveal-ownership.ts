/** A look behind the mask of the register: who owns a home and at which number they are reached. Logged before it is granted. */
import { randomUUID } from 'node:crypto';
import type { RevealOwnership, RevealOwnershipReply } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../../../platform/db/index.ts';
import type { Deps } from '../../../../platform/deps.ts';
import { problem } from '../../../../platform/http/index.ts';
import { modelsOf } from '../../../models/index.ts';
import type { Viewer } from '../../../people/index.ts';
import { requireKeeper } from '../policy.ts';
import { findOwnership } from '../store.ts';

export async function revealOwnership(
  deps: Deps,
  viewer: Viewer,
  ownershipId: string,
  { reason }: z.output<typeof RevealOwnership>,
): Promise<z.output<typeof RevealOwnershipReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const one = await findOwnership(tx, ownershipId);
    if (!one) throw problem('not-found');
    const post = requireKeeper(model, viewer, one.homeCode);
    await tx.query(
      `INSERT INTO reveals (tenant_id, reveal_id, person_id, ownership_id, field, by_person_id, by_post_id, reason, at)
       VALUES ($1, $2, $3, $4, 'ownership', $5, $6, $7, $8::timestamptz)`,
      [
        tx.tenantId,
        randomUUID(),
        one.personId,
        ownershipId,
        viewer.personId,
        post.postId,
        reason,
        deps.clock.now(),
      ],
    );
    const { tenantId } = tx;
    return {
      name: deps.secrets.decrypt({ tenantId, field: 'owner-name' }, one.nameCipher),
      phone: one.phoneCipher && deps.secrets.decrypt({ tenantId, field: 'phone' }, one.phoneCipher),
    };
  });
}
