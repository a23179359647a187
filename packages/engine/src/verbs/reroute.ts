import type { CaseKind, Model } from '@linli/model';
import { rolesOf, unique } from '../actors.ts';
import { fieldRequired, holderInvalid } from '../refusals.ts';
import { positionOf } from '../spine.ts';
import { tell } from '../step.ts';
import { both, byOf, type VerbRule } from '../verb-rule.ts';

/** Another post answers for the case: wrong place or wrong duty. It stays where it stands, and its clocks run on. */
export const reroute: VerbRule = {
  title: () => ({ zh: '转办', en: 'Reroute' }),
  isPossible: ({ kind, state }) =>
    kind.route.length > 0 && positionOf(state.station) < positionOf('assigned'),
  who: ({ kind }) => both(byOf(kind, 'accepted', []), byOf(kind, 'assigned', []), ['responsible']),
  leadsTo: () => null,
  reason: () => 'required',
  to: ({ model, kind }) => answerableRoles(model, kind),
  takes: ['to'],
  apply(step, input) {
    const { route } = step.surroundings;
    const holder = input.to ?? route?.holder;
    if (!holder) return fieldRequired('to', { zh: '转给谁负责', en: 'Who shall answer for it' });
    const roles = answerableRoles(step.model, step.kind);
    const current = step.before.responsible;
    const isSame =
      current !== null &&
      current.orgId === holder.orgId &&
      current.role === holder.role &&
      current.personId === holder.personId;
    if (!roles.includes(holder.role) || isSame) return holderInvalid(step.model, 'to', roles);
    step.next.responsible = holder;
    step.next.routeReason = input.to ? step.reason : (route?.reason ?? step.reason);
    tell(step, 'case.received', ['responsible']);
    return null;
  },
};

function answerableRoles(model: Model, kind: CaseKind): string[] {
  const by = [...(kind.stations.accepted?.by ?? []), ...(kind.stations.assigned?.by ?? [])];
  return unique([...kind.route, ...rolesOf(model, by)]);
}
