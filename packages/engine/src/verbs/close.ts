import type { Who } from '../actors.ts';
import { isBeforeResolved, waitingStation } from '../spine.ts';
import { enter, tell } from '../step.ts';
import { byOf, takeAnswers, type VerbRule, type View, wordFor } from '../verb-rule.ts';

/** The end, by those the model names. Only from where a case waits for it: nothing is closed instead of being done. */
export const close: VerbRule = {
  title: (view) => wordFor(view, 'closed', { zh: '办结归档', en: 'Close' }),
  isPossible: ({ kind, state }) => state.station === waitingStation(kind),
  who: (view) => byOf(view.kind, 'closed', whoElse(view)).filter((ref) => !closesByRating(view, ref)),
  leadsTo: () => 'closed',
  reason: () => 'optional',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takeAnswers(step, 'closed', input) ?? enter(step, 'closed');
    if (refusal) return refusal;
    tell(step, 'case.closed', ['reporter', 'followers']);
    return null;
  },
};

/** Whoever rates closes by rating: a second button would ask them to leave out the answer. */
function closesByRating({ kind }: View, ref: Who): boolean {
  return kind.rating?.by.some((rater) => rater === ref) ?? false;
}

/** A kind that ends with its work, and that time does not end, is ended by whoever does the work. */
function whoElse({ kind, state }: View): Who[] {
  if (!isBeforeResolved(waitingStation(kind)) || state.closesAt !== null) return [];
  return state.assignee ? ['assignee', 'responsible'] : ['responsible'];
}
