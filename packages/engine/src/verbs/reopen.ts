import { isBeforeResolved, isFinal, stationOfReopening, uses } from '../spine.ts';
import { enter, type Step, tell } from '../step.ts';
import type { Refusal } from '../types.ts';
import { byOf, takeAnswers, type VerbRule, wordFor } from '../verb-rule.ts';

/** Not solved after all, said before the case is closed. */
export const reopen: VerbRule = {
  title: (view) => wordFor(view, 'reopened', { zh: '重新办理', en: 'Reopen' }),
  isPossible: ({ kind, state }) =>
    uses(kind, 'reopened') && !isBeforeResolved(state.station) && !isFinal(state.station),
  who: ({ kind }) => byOf(kind, 'reopened', ['reporter']),
  leadsTo: () => 'reopened',
  reason: () => 'required',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takeAnswers(step, 'reopened', input) ?? comeBack(step, { passesGates: false });
    if (refusal) return refusal;
    tell(step, 'case.reopened', [
      'responsible',
      'followers',
      ...(step.actor.isReporter ? [] : ['reporter' as const]),
    ]);
    return null;
  },
};

/** Back to be dispatched, with new rounds of the clocks. A post that fell vacant meanwhile is filled by routing. */
export function comeBack(step: Step, options = { passesGates: true }): Refusal | null {
  const refusal = enter(step, stationOfReopening(step.kind), options);
  if (refusal) return refusal;
  step.next.assignee = null;
  step.next.redoCount += 1;
  const { route } = step.surroundings;
  if (route && !step.next.responsible?.personId) {
    step.next.responsible = route.holder;
    step.next.routeReason = route.reason;
  }
  return null;
}
