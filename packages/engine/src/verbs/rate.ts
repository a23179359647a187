import type { RatingConsequence } from '@linli/model';
import { isBeforeResolved, waitingStation } from '../spine.ts';
import { enter, type Step, tell } from '../step.ts';
import type { Refusal } from '../types.ts';
import { chosen, climbTo, nextRung, type VerbRule } from '../verb-rule.ts';
import { comeBack } from './reopen.ts';

/** The reporter says whether it was solved. What an unsolved answer does is the model's to say. */
export const rate: VerbRule = {
  title: () => ({ zh: '评价', en: 'Rate' }),
  isPossible: ({ kind, state }) =>
    kind.rating !== null && state.station === waitingStation(kind) && !isBeforeResolved(state.station),
  who: ({ kind }) => kind.rating?.by ?? [],
  leadsTo: () => null,
  reason: () => 'optional',
  choices: ({ kind }) => kind.rating?.answers.map((offered) => offered.key) ?? [],
  takes: ['rating'],
  apply(step, input) {
    const rule = step.kind.rating;
    if (!rule) throw new Error('rating without a rule');
    const keys = rule.answers.map((offered) => offered.key);
    const key = chosen(input.rating?.answer, keys, 'rating.answer', { zh: '评价', en: 'Rating' });
    if (typeof key !== 'string') return key;
    const given = key as (typeof rule.answers)[number]['key'];
    const comment = input.rating?.comment?.trim() || null;
    const count = step.next.ratingCounts[given] + 1;
    step.next.rating = { answer: given, at: step.now, comment };
    step.next.ratingCounts = { ...step.next.ratingCounts, [given]: count };
    tell(step, 'case.rated', ['responsible', 'assignee'], { rating: given });
    const consequences = given === 'solved' ? undefined : rule.on[given];
    const consequence = (count === 1 ? consequences?.first : consequences?.later) ?? 'close';
    return follow(step, consequence);
  },
};

function follow(step: Step, consequence: RatingConsequence): Refusal | null {
  if (consequence === 'close') {
    const refusal = enter(step, 'closed', { passesGates: true });
    if (refusal) return refusal;
    tell(step, 'case.closed', ['reporter', 'followers']);
    return null;
  }
  const rung = consequence === 'climb' ? nextRung({ ladder: step.ladder, state: step.next }) : null;
  const refusal = comeBack(step);
  if (refusal) return refusal;
  if (rung === null) tell(step, 'case.reopened', ['responsible', 'followers']);
  else climbTo(step, rung);
  return null;
}
