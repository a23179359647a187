import { uses } from '../spine.ts';
import { enter, tell } from '../step.ts';
import { byOf, takeAnswers, type VerbRule, wordFor } from '../verb-rule.ts';

/** The assignee gives the case back to whoever dispatched it. The clocks run on: nobody gains time by it. */
export const returnCase: VerbRule = {
  title: (view) => wordFor(view, 'returned', { zh: '退回', en: 'Return' }),
  isPossible: ({ kind, state }) =>
    uses(kind, 'returned') && (state.station === 'assigned' || state.station === 'handling'),
  who: ({ kind }) => byOf(kind, 'returned', ['assignee']),
  leadsTo: () => 'returned',
  reason: () => 'required',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takeAnswers(step, 'returned', input) ?? enter(step, 'returned');
    if (refusal) return refusal;
    step.next.assignee = null;
    step.next.returnCount += 1;
    tell(step, 'case.returned', ['responsible']);
    return null;
  },
};
