import type { CaseKind } from '@linli/model';
import { roleOf } from '../actors.ts';
import { holderInvalid } from '../refusals.ts';
import { uses } from '../spine.ts';
import { enter, give, markHandler, tell } from '../step.ts';
import { holderFrom, takeAnswers, type VerbRule, wordFor } from '../verb-rule.ts';
import { assignableRoles, isToBeAssigned } from './assign.ts';

/** One of those it might be given to takes the case without being asked. */
export const claim: VerbRule = {
  title: (view) => wordFor(view, targetOf(view.kind), { zh: '认领', en: 'Claim' }),
  isPossible: ({ kind, state }) => kind.stations.assigned?.claim === true && isToBeAssigned(kind, state),
  who: ({ kind }) => {
    const to = kind.stations.assigned?.to ?? [];
    const posts = to.filter((ref) => ref === 'any-post' || roleOf(ref) !== null);
    return posts.length > 0 ? posts : ['any-post'];
  },
  leadsTo: ({ kind }) => targetOf(kind),
  reason: () => 'optional',
  takes: ['answers'],
  apply(step, input) {
    const target = targetOf(step.kind);
    const roles = assignableRoles(step.model, step.kind);
    const holder = holderFrom(step.actor, roles);
    if (!holder) return holderInvalid(step.model, 'to', roles);
    const refusal = takeAnswers(step, target, input);
    if (refusal) return refusal;
    give(step, holder);
    markHandler(step, holder.personId);
    const gate = enter(step, target);
    if (gate) return gate;
    tell(step, 'case.handling', ['reporter', 'responsible']);
    return null;
  },
};

function targetOf(kind: CaseKind): 'handling' | 'assigned' {
  return uses(kind, 'handling') ? 'handling' : 'assigned';
}
