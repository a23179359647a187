import type { Deps } from '../../platform/deps.ts';

/** A hint that a plan has come further; who may see it asks for it. */
export function publishPlan(deps: Pick<Deps, 'live'>, tenantId: number, planId: string): void {
  deps.live.publish({ tenantId, topic: 'plans', data: { planId } });
}
