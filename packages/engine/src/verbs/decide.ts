import type { CaseKind, Station } from '@linli/model';
import { isDate } from '../asks.ts';
import { closingOn, localDateOf } from '../calendar.ts';
import { calendarOf, covers, restartClocks } from '../clocks.ts';
import { fieldInvalid, fieldRequired, holderInvalid } from '../refusals.ts';
import { stationOfWork, uses } from '../spine.ts';
import { enter, give, type Step, tell } from '../step.ts';
import type { Refusal } from '../types.ts';
import type { VerbRule } from '../verb-rule.ts';
import { assignableRoles } from './assign.ts';

/** The gathering of a rung resolves: the case comes back down as a duty of somebody, with a date. */
export const decideRung: VerbRule = {
  title: () => ({ zh: '形成决议', en: 'Resolve at the meeting' }),
  isPossible: ({ state }) => state.rung !== null,
  who: ({ ladder, state }) => ladder?.rungs[state.rung?.index ?? -1]?.decidedBy ?? [],
  leadsTo: () => null,
  reason: () => 'optional',
  to: ({ model, kind }) => assignableRoles(model, kind),
  takes: ['resolution', 'to', 'dueOn', 'answers'],
  apply(step, input) {
    const text = input.resolution?.trim() ?? '';
    if (text === '') return fieldRequired('resolution', { zh: '决议内容', en: 'Resolution' });
    const to = input.to ?? step.before.assignee;
    if (!to) return fieldRequired('to', { zh: '由谁落实', en: 'Whose duty it is' });
    const roles = assignableRoles(step.model, step.kind);
    if (input.to && !roles.includes(to.role)) return holderInvalid(step.model, 'to', roles);
    const dueAt = input.dueOn === undefined ? null : dueOf(step, input.dueOn);
    if (dueAt !== null && typeof dueAt !== 'string') return dueAt;
    return carryOut(step, text, to, dueAt);
  },
};

function carryOut(
  step: Step,
  text: string,
  to: NonNullable<typeof step.before.assignee>,
  dueAt: string | null,
): Refusal | null {
  const rungKey = step.ladder?.rungs[step.before.rung?.index ?? -1]?.key ?? '';
  const target = targetOf(step.kind);
  step.next.rung = null;
  give(step, to);
  const refusal = enter(step, target, { passesGates: true });
  if (refusal) return refusal;
  const { model, kind } = step;
  step.next.clocks = restartClocks(model, kind, step.next, target, step.now);
  const dated = datedClocks(step, target);
  if (dueAt !== null) {
    step.next.clocks = restartClocks(model, kind, step.next, target, step.now, { keys: dated, dueAt });
  }
  const dues = dated.flatMap((key) => step.next.clocks[key]?.dueAt ?? []).sort();
  step.next.resolutions = [
    ...step.next.resolutions,
    { rung: rungKey, at: step.now, text, to, dueAt: dueAt ?? dues[0] ?? null },
  ];
  tell(step, 'case.decided', ['reporter', 'followers', 'assignee', 'responsible'], { rungKey });
  return null;
}

function targetOf(kind: CaseKind): Station {
  return uses(kind, 'assigned') ? 'assigned' : stationOfWork(kind);
}

/** Clocks that carry the date of the duty: those that lifted the case, else all that run while it is worked on. */
function datedClocks(step: Step, station: Station): string[] {
  const running = Object.entries(step.kind.clocks)
    .filter(([, clock]) => covers(clock, station))
    .map(([key]) => key);
  const lifting = running.filter((key) => step.ladder?.climbsWhenOver.includes(key));
  return lifting.length > 0 ? lifting : running;
}

function dueOf(step: Step, date: string): string | Refusal {
  const title = { zh: '完成日期', en: 'Date due' };
  const { model, kind, next, now } = step;
  if (!isDate(date) || date < localDateOf(now, model.timeZone)) {
    return fieldInvalid('dueOn', title, {
      zh: '请填写今天或以后的日期，如 2026-11-23',
      en: 'must be today or later, such as 2026-11-23',
    });
  }
  const clock = kind.clocks[datedClocks(step, targetOf(kind))[0] ?? ''];
  const calendar = clock ? calendarOf(model, clock, next) : Object.values(model.calendars)[0];
  const closing = calendar ? closingOn(calendar, date, model.timeZone) : null;
  if (closing === null || closing <= now) {
    return fieldInvalid('dueOn', title, {
      zh: '当天办公时间已过，请选择以后的日期',
      en: 'is over for today; choose a later date',
    });
  }
  return closing;
}
