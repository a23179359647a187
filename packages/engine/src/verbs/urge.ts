import { holds } from '../actors.ts';
import { localDateOf, startOfDate } from '../calendar.ts';
import { forbidden, refuse } from '../refusals.ts';
import { isBeforeResolved, stationBefore, uses } from '../spine.ts';
import { tell } from '../step.ts';
import type { Actor } from '../types.ts';
import type { VerbRule } from '../verb-rule.ts';

/** Ask for haste. Once a day each, so that it stays a word that is heard. */
export const urge: VerbRule = {
  title: () => ({ zh: '催办', en: 'Urge' }),
  isPossible: ({ kind, state }) =>
    isBeforeResolved(state.station) ||
    (uses(kind, 'verified') && state.station === stationBefore(kind, 'verified')),
  who: () => ['reporter', 'any-post'],
  notBy({ model, state, now }, actor) {
    if (!actor.isReporter && holds(actor, state.assignee)) {
      return forbidden({ zh: '报告人、其他在岗人员', en: 'the reporter and other posts' });
    }
    const last = state.urgedAt[urgedBy(actor)];
    if (!last) return null;
    const today = localDateOf(now, model.timeZone);
    if (localDateOf(last, model.timeZone) !== today) return null;
    const seconds = Math.ceil((Date.parse(startOfDate(today, model.timeZone, 1)) - Date.parse(now)) / 1000);
    return refuse(
      'state',
      'too-many-requests',
      {
        zh: '今天已经催办过，承办方已收到提醒；明天可以再次催办。',
        en: 'You urged today and those concerned were told; you can urge again tomorrow.',
      },
      'urge',
      { seconds },
    );
  },
  leadsTo: () => null,
  reason: () => 'optional',
  takes: [],
  apply(step) {
    step.next.urgedAt = { ...step.next.urgedAt, [urgedBy(step.actor)]: step.now };
    tell(step, 'case.urged', ['assignee', 'responsible']);
    return null;
  },
};

function urgedBy(actor: Actor): string {
  return actor.isReporter ? 'reporter' : (actor.personId ?? 'reporter');
}
