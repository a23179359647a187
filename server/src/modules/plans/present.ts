import type { PlanState, PlanSummary, PlanView } from '@linli/contract';
import type { Viewer } from '../people/index.ts';
import { mayAccept } from './policy.ts';
import type { PlanRecord, PlanRow } from './store.ts';

const verbs: Record<PlanState, PlanSummary['verbs']> = {
  waiting: ['cancel'],
  planning: ['cancel'],
  proposed: ['accept'],
  impossible: [],
  accepted: ['cancel'],
  'in-force': [],
  lapsed: [],
  cancelled: [],
  failed: [],
};

export function presentSummary(viewer: Viewer, one: PlanRow): PlanSummary {
  const accepts = mayAccept(viewer, one.compoundCode);
  return {
    planId: one.planId,
    compound: { code: one.compoundCode, name: one.compoundName },
    aim: one.aim,
    state: one.state,
    createdAt: one.createdAt,
    createdBy: one.createdBy,
    endedAt: one.endedAt,
    progress: one.progress,
    failure: one.failure,
    inForceFrom: one.inForceFrom,
    acceptedBy: one.acceptedBy,
    acceptedAt: one.acceptedAt,
    changedSince: one.changedSince,
    verbs:
      one.cancelAskedAt !== null
        ? []
        : verbs[one.state].filter((verb) => accepts || (verb === 'cancel' && one.state !== 'accepted')),
  };
}

export function presentPlan(viewer: Viewer, one: PlanRecord): PlanView {
  return {
    ...presentSummary(viewer, one),
    proposal: one.summary?.proposal ?? null,
    impossible: one.summary?.impossible ?? null,
  };
}
