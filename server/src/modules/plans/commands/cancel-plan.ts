/** Gives a plan up: what is being planned is ended, what waits for its day does not come into force. */
import type { CancelPlan } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { publishPlan } from '../live.ts';
import { maySee, requireAdministrator, requirePlanner } from '../policy.ts';
import { askToCancel, findPlan, movePlan } from '../store.ts';

export async function cancelPlan(
  deps: Deps,
  viewer: Viewer,
  planId: string,
  { commandId }: z.output<typeof CancelPlan>,
): Promise<string> {
  requirePlanner(viewer);
  return once(deps, viewer, { commandId, verb: 'cancel-plan', target: planId }, async (tx) => {
    const one = await findPlan(tx, planId, { lock: true });
    if (!one || !maySee(viewer, one.compoundCode)) throw problem('not-found');
    // What an administrator accepted, only an administrator takes back.
    if (one.state === 'accepted')
      requireAdministrator(modelsOf(deps).ofTenant(viewer.tenantId), viewer, one.compoundCode);
    const at = deps.clock.now();
    if (!(await movePlan(tx, planId, ['waiting', 'accepted'], 'cancelled', { endedAt: at }))) {
      // What runs says itself when it has ended.
      if (one.state !== 'planning') throw problem('plan-state', { current: { state: one.state } });
      await askToCancel(tx, planId, at);
    }
    tx.afterCommit(() => publishPlan(deps, tx.tenantId, planId));
    return planId;
  });
}
