/** Asks for a plan of one compound; it is made in the background. */
import type { BeginPlan } from '@linli/contract';
import type { z } from 'zod';
import { addJobs } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { publishPlan } from '../live.ts';
import { planRule } from '../plan-rule.ts';
import { requireCompound } from '../policy.ts';
import { readCompound } from '../read-compound.ts';
import { insertPlan } from '../store.ts';
import { planJob } from '../tasks.ts';
import { today } from '../today.ts';

export async function beginPlan(
  deps: Deps,
  viewer: Viewer,
  { commandId, compound, aim }: z.output<typeof BeginPlan>,
): Promise<string> {
  requireCompound(viewer, compound);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const rule = planRule(model);
  return once(deps, viewer, { commandId, verb: 'begin-plan', target: `${compound} ${aim}` }, async (tx) => {
    const at = deps.clock.now();
    const found = rule && (await readCompound(tx, rule, compound, today(model, at)));
    if (!found) throw problem('not-found');
    const [obstacle] = found.obstacles;
    if (obstacle)
      throw problem('field-invalid', { detail: obstacle, errors: [{ at: '/compound', message: obstacle }] });
    const planId = await insertPlan(tx, { compoundCode: compound, aim, personId: viewer.personId, at });
    await addJobs(tx, [planJob({ tenantId: tx.tenantId, planId })]);
    tx.afterCommit(() => publishPlan(deps, tx.tenantId, planId));
    return planId;
  });
}
