import type { Who } from '../actors.ts';
import { endPause, inHand, tell } from '../step.ts';
import { both, type VerbRule } from '../verb-rule.ts';

/** The clocks run again. Whoever may pause may also end it; the reporter does so by answering. */
export const resume: VerbRule = {
  title: () => ({ zh: '恢复计时', en: 'Resume' }),
  isPossible: ({ state }) => state.paused !== null,
  who: ({ kind, state }): Who[] => {
    const rule = state.paused ? kind.pauses[state.paused.key] : undefined;
    const refs = rule ? both(rule.by, rule.endedBy) : [];
    return both(
      refs.filter((ref) => ref !== 'reporter'),
      ['responsible'],
    );
  },
  leadsTo: () => null,
  reason: () => 'optional',
  takes: [],
  apply(step) {
    endPause(step, step.now);
    tell(step, 'case.resumed', ['reporter', inHand(step)]);
    return null;
  },
};
