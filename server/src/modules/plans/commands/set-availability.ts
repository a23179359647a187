/** Notes how many homes a member can take at most, or that there is no such limit any more. */
import type { SetAvailability } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { planRule } from '../plan-rule.ts';
import { requireAdministrator } from '../policy.ts';
import { readCompound } from '../read-compound.ts';
import { today } from '../today.ts';

export async function setAvailability(
  deps: Deps,
  viewer: Viewer,
  { commandId, compound, personId, mostHomes, until }: z.output<typeof SetAvailability>,
): Promise<void> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer, compound);
  const rule = planRule(model);
  await once(deps, viewer, { commandId, verb: 'set-availability', target: personId }, async (tx) => {
    const at = deps.clock.now();
    const found = rule && (await readCompound(tx, rule, compound, today(model, at)));
    if (!found?.members.some((member) => member.personId === personId)) throw problem('not-found');
    if (mostHomes === null) {
      await tx.query('DELETE FROM availabilities WHERE tenant_id = $1 AND person_id = $2', [
        tx.tenantId,
        personId,
      ]);
    } else {
      await tx.query(
        `INSERT INTO availabilities (tenant_id, person_id, most_homes, until, entered_by_person_id, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, person_id) DO UPDATE SET most_homes = excluded.most_homes, until = excluded.until,
           entered_by_person_id = excluded.entered_by_person_id, entered_at = excluded.entered_at`,
        [tx.tenantId, personId, mostHomes, until, viewer.personId, at],
      );
    }
    return personId;
  });
}
