/** What time does by itself: reminders, clocks running out, the end of a pause, climbing, closing after silence. */
import type { Reminder } from '@linli/model';
import { roleOf, unique } from './actors.ts';
import { markOver } from './clocks.ts';
import { refuse } from './refusals.ts';
import { endPause, enter, inHand, type Step, tell } from './step.ts';
import { type Due, dueOf, remindersAt, timersOf } from './timers.ts';
import type { NoticeTarget, Refusal, VerbInput } from './types.ts';
import { climbTo, nextRung } from './verb-rule.ts';

/**
 * Let one timer of the case fire. A timer that the case no longer has, or not yet, is refused as `timer-not-due`, so that
 * firing twice, late or after the case moved on does nothing.
 */
export function tick(step: Step, input: VerbInput): Refusal | null {
  const key = input.timer ?? '';
  const due = dueOf(key);
  const timer = due && timersOf(step.model, step.before).find((candidate) => candidate.key === key);
  if (!due || !timer || timer.firesAt > step.now) {
    return refuse(
      'state',
      'timer-not-due',
      { zh: '这个定时已不适用或尚未到时。', en: 'This timer no longer applies, or not yet.' },
      'timer',
      { timer: key },
    );
  }
  return fire(step, due);
}

function fire(step: Step, due: Due): Refusal | null {
  switch (due.what) {
    case 'remind':
      return remind(step, due.clock, due.percent);
    case 'over':
      return clockOver(step, due.clock);
    case 'pause':
      return pauseOver(step);
    case 'rung':
      return rungOver(step, due.index);
    case 'close':
      return closeSilently(step);
    case 'part':
      return partOver(step, due.partId);
  }
}

function remind(step: Step, key: string, percent: number): null {
  const clock = step.next.clocks[key];
  if (!clock) throw new Error(`no clock ${key}`);
  step.next.clocks = {
    ...step.next.clocks,
    [key]: { ...clock, remindedPercent: [...clock.remindedPercent, percent] },
  };
  const targets = targetsOf(step, remindersAt(step.kind.reminders, key, percent));
  tell(step, 'case.reminder', targets, { clock: key, percent, dueAt: clock.dueAt });
  return null;
}

function clockOver(step: Step, key: string): null {
  const clock = step.next.clocks[key];
  if (!clock) throw new Error(`no clock ${key}`);
  step.next.clocks = { ...step.next.clocks, [key]: markOver(clock) };
  const targets = targetsOf(step, remindersAt(step.kind.reminders, key, 100));
  tell(step, 'case.over', targets, { clock: key, dueAt: clock.dueAt });
  // On a rung already, the rung's own limit lifts it further.
  if (!step.ladder?.climbsWhenOver.includes(key) || step.next.rung) return null;
  const rung = nextRung({ ladder: step.ladder, state: step.next });
  if (rung !== null) climbTo(step, rung);
  return null;
}

function pauseOver(step: Step): null {
  const key = step.next.paused?.key ?? '';
  // The server may have slept: the clocks run from when the pause was to end, not from when somebody looked.
  endPause(step, step.next.paused?.until ?? step.now);
  tell(step, 'case.resumed', ['reporter', inHand(step)], { pause: key });
  return null;
}

function rungOver(step: Step, index: number): null {
  tell(step, 'case.rung-over', ['responsible', 'supervisor', ...hostOf(step)], { rung: index + 1 });
  const above = nextRung({ ladder: step.ladder, state: step.next });
  if (above !== null) climbTo(step, above);
  else if (step.next.rung) step.next.rung = { ...step.next.rung, overdue: true };
  return null;
}

function hostOf(step: Step): NoticeTarget[] {
  const orgId = step.next.rung?.hostOrgId ?? null;
  return orgId === null ? [] : [{ orgId }];
}

function closeSilently(step: Step): Refusal | null {
  const refusal = enter(step, 'closed', { passesGates: true });
  if (refusal) return refusal;
  tell(step, 'case.closed', ['reporter', 'followers']);
  return null;
}

function partOver(step: Step, partId: string): null {
  const part = step.next.parts.find((candidate) => candidate.partId === partId);
  if (!part) throw new Error(`no part ${partId}`);
  step.next.parts = step.next.parts.map((candidate) =>
    candidate === part ? { ...part, overAt: part.dueAt } : candidate,
  );
  const holder = { postId: null, role: part.role, orgId: part.orgId, personId: part.personId };
  tell(step, 'case.part-over', [{ holder }, 'responsible'], { partId, task: part.task });
  return null;
}

function targetsOf(step: Step, reminders: Reminder[]): NoticeTarget[] {
  return unique(reminders.flatMap((reminder) => reminder.to)).flatMap((ref): NoticeTarget[] => {
    const role = roleOf(ref);
    if (role !== null) return [{ role }];
    switch (ref) {
      case 'reporter':
      case 'assignee':
      case 'supervisor':
      case 'work-group':
        return [ref];
      case 'router':
        return ['responsible'];
      case 'party':
        return step.next.parts
          .filter((part) => part.signedAt === null)
          .map((part) => ({
            holder: { postId: null, role: part.role, orgId: part.orgId, personId: part.personId },
          }));
      default:
        return [];
    }
  });
}
