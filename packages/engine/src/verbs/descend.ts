import { restartClocks } from '../clocks.ts';
import { tell } from '../step.ts';
import { standOnRung, type VerbRule } from '../verb-rule.ts';

/** A rung sends the case back down: it belongs there. Only a person does that; time only lifts. */
export const descend: VerbRule = {
  title: () => ({ zh: '退回下级协调', en: 'Send back down' }),
  isPossible: ({ state }) => state.rung !== null,
  who: ({ ladder, state }) => ladder?.rungs[state.rung?.index ?? -1]?.decidedBy ?? [],
  leadsTo: () => null,
  reason: () => 'required',
  takes: [],
  apply(step) {
    const from = step.before.rung?.index ?? 0;
    step.next.rung = null;
    if (from > 0) {
      standOnRung(step, from - 1);
    } else if (step.ladder) {
      // Off the ladder, a clock that ran out would lift nothing any more: it gets a new round.
      const over = step.ladder.climbsWhenOver.filter((key) => {
        const clock = step.next.clocks[key];
        return clock && clock.stoppedAt === null && clock.overAt !== null;
      });
      const { model, kind, next, now } = step;
      step.next.clocks = restartClocks(model, kind, next, next.station, now, { keys: over });
    }
    tell(step, 'case.descended', ['reporter', 'responsible', 'assignee'], { rung: from });
    return null;
  },
};
