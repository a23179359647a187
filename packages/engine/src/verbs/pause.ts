import { isAmong } from '../actors.ts';
import { pauseClocks } from '../clocks.ts';
import { isBeforeResolved } from '../spine.ts';
import { limitFrom, tell } from '../step.ts';
import type { Actor } from '../types.ts';
import { both, chosen, type VerbRule, type View, viewOf } from '../verb-rule.ts';

/** Let the clocks stand still for a named reason. Never silently: the reporter is told why and until when at most. */
export const pause: VerbRule = {
  title: () => ({ zh: '暂停计时', en: 'Pause' }),
  isPossible: ({ kind, state }) =>
    state.paused === null && isBeforeResolved(state.station) && Object.keys(kind.pauses).length > 0,
  who: ({ kind }) => both(...Object.values(kind.pauses).map((candidate) => candidate.by)),
  leadsTo: () => null,
  reason: () => 'required',
  choices: (view, actor) => pausesFor(view, actor),
  takes: ['pause'],
  apply(step, input) {
    const choices = pausesFor(viewOf(step.model, step.before, step.now), step.actor);
    const key = chosen(input.pause, choices, 'pause', { zh: '暂停原因', en: 'Pause' });
    if (typeof key !== 'string') return key;
    const rule = step.kind.pauses[key];
    if (!rule) throw new Error(`no pause ${key}`);
    step.next.paused = {
      key,
      since: step.now,
      until: limitFrom(step.model, rule.atMost, step.now),
      reason: step.reason ?? '',
    };
    step.next.clocks = pauseClocks(step.kind, step.next, key, step.now);
    tell(step, 'case.paused', ['reporter', 'responsible'], {
      pause: key,
      until: step.next.paused.until,
      asksReporter: rule.endedBy.includes('reporter') ? 1 : 0,
    });
    return null;
  },
};

function pausesFor({ kind, state }: View, actor: Actor): string[] {
  return Object.entries(kind.pauses)
    .filter(([, rule]) => isAmong(actor, rule.by, state))
    .map(([key]) => key);
}
