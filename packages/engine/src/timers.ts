/** When time itself acts on a case. A timer's key names what it is about, so that one that came late is known as such. */
import type { Model, Reminder } from '@linli/model';
import { isRunning, shareUsedAt } from './clocks.ts';
import { isFinal } from './spine.ts';
import type { CaseState, Timer } from './types.ts';

/** What a timer's key says. */
export type Due =
  | { what: 'remind'; clock: string; percent: number; round: number }
  | { what: 'over'; clock: string; round: number }
  | { what: 'pause' }
  | { what: 'rung'; index: number }
  | { what: 'close' }
  | { what: 'part'; partId: string };

/** Read a timer's key; null when it is none of ours. */
export function dueOf(timerKey: string): Due | null {
  const [what, first = '', second = '', third = ''] = timerKey.split(':');
  switch (what) {
    case 'remind':
      return { what, clock: first, percent: Number(second), round: Number(third) };
    case 'over':
      return { what, clock: first, round: Number(second) };
    case 'pause':
    case 'close':
      return { what };
    case 'rung':
      return { what, index: Number(first) };
    case 'part':
      return { what, partId: timerKey.slice('part:'.length) };
    default:
      return null;
  }
}

/** Reminders of one clock at one share of its time. */
export function remindersAt(reminders: Reminder[], clock: string, percent: number): Reminder[] {
  return reminders.filter((reminder) => reminder.clock === clock && reminder.atPercent === percent);
}

/**
 * All timers a case wants now, in the order they fire: reminders, clocks running out, the end of a pause, a rung's limit,
 * closing after silence, parts. A case that has come to an end wants none.
 */
export function timersOf(model: Model, state: CaseState): Timer[] {
  if (isFinal(state.station)) return [];
  const kind = model.caseKinds[state.kind];
  if (!kind) return [];
  const timers: Timer[] = [];
  for (const [key, clock] of Object.entries(kind.clocks)) {
    const current = state.clocks[key];
    if (!isRunning(current)) continue;
    if (current.overAt === null) timers.push({ key: `over:${key}:${current.round}`, firesAt: current.dueAt });
    const shares = new Set<number>();
    for (const reminder of kind.reminders) if (reminder.clock === key) shares.add(reminder.atPercent);
    for (const percent of shares) {
      if (percent === 100 || current.remindedPercent.includes(percent)) continue;
      if (percent < 100 && current.overAt !== null) continue;
      timers.push({
        key: `remind:${key}:${percent}:${current.round}`,
        firesAt: shareUsedAt(model, clock, state, current, percent),
      });
    }
  }
  if (state.paused) timers.push({ key: 'pause', firesAt: state.paused.until });
  if (state.rung && !state.rung.overdue) {
    timers.push({ key: `rung:${state.rung.index}`, firesAt: state.rung.dueAt });
  }
  if (state.closesAt) timers.push({ key: 'close', firesAt: state.closesAt });
  for (const part of state.parts) {
    if (part.signedAt === null && part.overAt === null) {
      timers.push({ key: `part:${part.partId}`, firesAt: part.dueAt });
    }
  }
  return timers.sort(byTimeThenKey);
}

function byTimeThenKey(left: Timer, right: Timer): number {
  if (left.firesAt !== right.firesAt) return left.firesAt < right.firesAt ? -1 : 1;
  return left.key < right.key ? -1 : 1;
}
