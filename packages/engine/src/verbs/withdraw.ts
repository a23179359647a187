import { isBeforeResolved, uses } from '../spine.ts';
import { enter, tell } from '../step.ts';
import { byOf, takeAnswers, type VerbRule, wordFor } from '../verb-rule.ts';

/** The reporter takes it back while nothing has been done yet. */
export const withdraw: VerbRule = {
  title: (view) => wordFor(view, 'withdrawn', { zh: '撤回', en: 'Withdraw' }),
  isPossible: ({ kind, state }) => uses(kind, 'withdrawn') && isBeforeResolved(state.station),
  who: ({ kind }) => byOf(kind, 'withdrawn', ['reporter']),
  leadsTo: () => 'withdrawn',
  reason: () => 'optional',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takeAnswers(step, 'withdrawn', input) ?? enter(step, 'withdrawn', { passesGates: true });
    if (refusal) return refusal;
    tell(step, 'case.withdrawn', ['assignee', 'responsible', 'followers']);
    return null;
  },
};
