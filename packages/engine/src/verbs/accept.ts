import { rolesOf } from '../actors.ts';
import { uses } from '../spine.ts';
import { enter, tell } from '../step.ts';
import { both, byOf, takeAnswers, takeResponsibility, triage, type VerbRule, wordFor } from '../verb-rule.ts';

/** Somebody answers for the case from here on. */
export const accept: VerbRule = {
  title: (view) => wordFor(view, 'accepted', { zh: '受理', en: 'Accept' }),
  isPossible: ({ kind, state }) =>
    uses(kind, 'accepted') && (state.station === 'open' || state.station === 'reopened'),
  who: ({ kind }) => both(byOf(kind, 'accepted', []), ['responsible']),
  leadsTo: () => 'accepted',
  reason: () => 'optional',
  takes: ['severity', 'category', 'answers'],
  apply(step, input) {
    const refusal = triage(step, input) ?? takeAnswers(step, 'accepted', input) ?? enter(step, 'accepted');
    if (refusal) return refusal;
    takeResponsibility(step, rolesOf(step.model, byOf(step.kind, 'accepted', [])));
    tell(step, 'case.accepted', ['reporter']);
    return null;
  },
};
