import { isBeforeResolved } from '../spine.ts';
import { climbTo, nextRung, type VerbRule } from '../verb-rule.ts';

/** Send the case up before time does: what cannot be solved here goes to the next gathering. */
export const climb: VerbRule = {
  title: () => ({ zh: '提请上级协调', en: 'Raise' }),
  isPossible: (view) => isBeforeResolved(view.state.station) && nextRung(view) !== null,
  // Whoever decides on a rung may also say that it cannot be decided there.
  who: ({ ladder, state }) => [
    ...(ladder?.climbedBy ?? []),
    ...(ladder?.rungs[state.rung?.index ?? -1]?.decidedBy ?? []),
  ],
  leadsTo: () => null,
  reason: () => 'required',
  takes: [],
  apply(step) {
    const rung = nextRung({ ladder: step.ladder, state: step.next });
    if (rung === null) throw new Error('there is no rung to climb to');
    climbTo(step, rung);
    return null;
  },
};
