import type { CaseKind, Model } from '@linli/model';
import { rolesOf } from '../actors.ts';
import { fieldRequired, holderInvalid } from '../refusals.ts';
import { stationAfter, uses } from '../spine.ts';
import { enter, give, tell } from '../step.ts';
import type { CaseState, NoticeTarget } from '../types.ts';
import { both, byOf, takeAnswers, takeResponsibility, triage, type VerbRule, wordFor } from '../verb-rule.ts';

/** Give the case to the post that shall handle it; from `assigned` or `handling`: to another one, with a reason. */
export const assign: VerbRule = {
  title: (view) =>
    isReassignment(view.state)
      ? { zh: '改派', en: 'Reassign' }
      : wordFor(view, 'assigned', { zh: '派单', en: 'Assign' }),
  isPossible: ({ kind, state }) =>
    uses(kind, 'assigned') && (isReassignment(state) || isToBeAssigned(kind, state)),
  who: ({ kind }) => both(byOf(kind, 'assigned', []), ['responsible']),
  leadsTo: () => 'assigned',
  reason: ({ state }) => (isReassignment(state) ? 'required' : 'optional'),
  to: ({ model, kind }) => assignableRoles(model, kind),
  takes: ['to', 'severity', 'category', 'answers'],
  apply(step, input) {
    const { to } = input;
    if (!to) return fieldRequired('to', { zh: '交给谁办理', en: 'Who handles it' });
    const roles = assignableRoles(step.model, step.kind);
    const previous = step.before.assignee;
    const isSame =
      previous !== null &&
      previous.orgId === to.orgId &&
      previous.role === to.role &&
      previous.personId === to.personId;
    if (!roles.includes(to.role) || isSame) return holderInvalid(step.model, 'to', roles);
    const refusal = triage(step, input) ?? takeAnswers(step, 'assigned', input);
    if (refusal) return refusal;
    give(step, to);
    const gate = enter(step, 'assigned');
    if (gate) return gate;
    takeResponsibility(step, rolesOf(step.model, byOf(step.kind, 'assigned', [])));
    const relieved: NoticeTarget[] = previous ? [{ holder: previous }] : [];
    tell(step, 'case.assigned', ['assignee', 'reporter', ...relieved]);
    return null;
  },
};

/** Roles the case may be given to; every role where the model names none. */
export function assignableRoles(model: Model, kind: CaseKind): string[] {
  const to = kind.stations.assigned?.to ?? [];
  const roles = rolesOf(model, to);
  return roles.length > 0 ? roles : Object.keys(model.roles);
}

/** Does the case wait for being given to somebody? What came back was accepted once and needs no second acceptance. */
export function isToBeAssigned(kind: CaseKind, state: CaseState): boolean {
  return (
    state.station === 'returned' ||
    state.station === 'reopened' ||
    stationAfter(kind, state.station) === 'assigned'
  );
}

function isReassignment(state: CaseState): boolean {
  return state.station === 'assigned' || state.station === 'handling';
}
