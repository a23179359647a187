import { endPause, inHand, tell } from '../step.ts';
import { takePhotos, type VerbRule } from '../verb-rule.ts';

/** The reporter says what was asked, which ends the pause that waited for it. */
export const answer: VerbRule = {
  title: () => ({ zh: '补充说明', en: 'Answer' }),
  isPossible: ({ kind, state }) =>
    state.paused !== null && (kind.pauses[state.paused.key]?.endedBy.includes('reporter') ?? false),
  who: () => ['reporter'],
  leadsTo: () => null,
  reason: () => 'required',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takePhotos(step, input);
    if (refusal) return refusal;
    endPause(step, step.now);
    tell(step, 'case.answered', [inHand(step)]);
    return null;
  },
};
