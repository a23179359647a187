/**
 * The clocks of a case. One round runs from its station to its end station; what stands still (pauses, and the time in which
 * a rejected resolution was looked at) is given back minute for minute of the calendar. Giving a case back, on or to
 * somebody else starts nothing anew, so that nobody gains time by it; only a reopening and a rung's decision do.
 */
import type { Calendar, CaseKind, Clock, Limit, Model, Station } from '@linli/model';
import { addLimit, addOpenMinutes, openMinutesBetween } from './calendar.ts';
import { isFinal, positionOf } from './spine.ts';
import type { CaseState, ClockState } from './types.ts';

export type Clocks = CaseState['clocks'];

/** By class of the place where the model says so, and by severity. */
function limitOf(clock: Clock, state: Pick<CaseState, 'severity' | 'areaClass'>): Limit {
  const own = state.areaClass === undefined ? undefined : clock.limitByClass[state.areaClass];
  return (own ?? clock.limit)[state.severity];
}

export function calendarOf(
  model: Model,
  clock: Clock,
  state: Pick<CaseState, 'severity' | 'areaClass'>,
): Calendar {
  const key = limitOf(clock, state).calendar;
  const calendar = model.calendars[key];
  if (!calendar) throw new Error(`model ${model.key} ${model.version} has no calendar ${key}`);
  return calendar;
}

export function isStopped(clock: ClockState | undefined): boolean {
  return !clock || clock.stoppedAt !== null;
}

/** Is the clock running down right now? */
export function isRunning(clock: ClockState | undefined): clock is ClockState {
  return clock !== undefined && clock.stoppedAt === null && clock.pausedSince === null;
}

/** Does the clock's stretch hold this station? */
export function covers(clock: Clock, station: Station): boolean {
  return positionOf(clock.from) <= positionOf(station) && positionOf(station) < endOf(clock);
}

function endOf(clock: Clock): number {
  const ends = clock.to.filter((station) => station !== 'returned' && station !== 'reopened');
  return Math.min(...ends.map(positionOf));
}

/** Start a round; `dueAt` overrides the model's limit. */
function startRound(
  model: Model,
  clock: Clock,
  state: CaseState,
  previous: ClockState | undefined,
  now: string,
  dueAt?: string,
): ClockState {
  const limit = limitOf(clock, state);
  return {
    round: (previous?.round ?? 0) + 1,
    startedAt: now,
    dueAt: dueAt ?? addLimit(limit, calendarOf(model, clock, state), now, model.timeZone),
    pausedMinutes: 0,
    pausedSince: null,
    stoppedAt: null,
    overAt: null,
    overRounds: previous?.overRounds ?? 0,
    remindedPercent: [],
  };
}

/** Time ran out: remembered as of the moment it did, however late somebody looks. */
export function markOver(clock: ClockState): ClockState {
  return clock.overAt ? clock : { ...clock, overAt: clock.dueAt, overRounds: clock.overRounds + 1 };
}

function stop(clock: ClockState, now: string): ClockState {
  const stopped = { ...clock, stoppedAt: now };
  return now > clock.dueAt ? markOver(stopped) : stopped;
}

/** What entering a station does to every clock. */
export function moveClocks(
  model: Model,
  kind: CaseKind,
  state: CaseState,
  move: { from: Station | null; to: Station; passed: Station[] },
  now: string,
): Clocks {
  const clocks: Clocks = { ...state.clocks };
  for (const [key, clock] of Object.entries(kind.clocks)) {
    const current = clocks[key];
    // Looking at the work ends when the case goes back to work. Clocks of the work itself run on through a return.
    const isOutside =
      positionOf(clock.from) >= positionOf('resolved') && positionOf(move.to) < positionOf(clock.from);
    if (current && current.stoppedAt === null) {
      if (isFinal(move.to) || isOutside || clock.to.some((station) => move.passed.includes(station))) {
        clocks[key] = stop(current, now);
      }
    } else if (!isFinal(move.to) && move.passed.includes(clock.from) && covers(clock, move.to)) {
      clocks[key] = startRound(model, clock, state, current, now);
    }
  }
  return clocks;
}

/** Pause the running clocks that stand still in this pause. One whose time is over already has nothing left to save. */
export function pauseClocks(kind: CaseKind, state: CaseState, pauseKey: string, now: string): Clocks {
  const clocks: Clocks = { ...state.clocks };
  for (const [key, clock] of Object.entries(kind.clocks)) {
    const current = clocks[key];
    if (!clock.pausedIn.includes(pauseKey) || !isRunning(current)) continue;
    if (current.overAt !== null || current.dueAt <= now) continue;
    clocks[key] = { ...current, pausedSince: now };
  }
  return clocks;
}

/** Let paused clocks run again: what was left of them, in open minutes, is left from now. */
export function resumeClocks(model: Model, kind: CaseKind, state: CaseState, now: string): Clocks {
  const clocks: Clocks = { ...state.clocks };
  for (const [key, current] of Object.entries(clocks)) {
    const clock = kind.clocks[key];
    if (!clock || current.pausedSince === null) continue;
    clocks[key] = {
      ...giveBack(model, calendarOf(model, clock, state), current, current.pausedSince, now),
      pausedSince: null,
    };
  }
  return clocks;
}

/** Move a clock's end by the open time between two instants. */
function giveBack(
  model: Model,
  calendar: Calendar,
  clock: ClockState,
  since: string,
  until: string,
): ClockState {
  const left = openMinutesBetween(calendar, since, clock.dueAt, model.timeZone);
  const stood = openMinutesBetween(calendar, since, until, model.timeZone);
  if (stood === 0) return clock;
  return {
    ...clock,
    dueAt: addOpenMinutes(calendar, until, left, model.timeZone),
    pausedMinutes: clock.pausedMinutes + stood,
  };
}

/**
 * A resolution was rejected: clocks that stopped with it go on with what they had left, so that a false resolution
 * gains no time.
 */
export function continueClocks(
  model: Model,
  kind: CaseKind,
  state: CaseState,
  station: Station,
  now: string,
): Clocks {
  const clocks: Clocks = { ...state.clocks };
  for (const [key, current] of Object.entries(clocks)) {
    const clock = kind.clocks[key];
    if (!clock || current.stoppedAt === null || !covers(clock, station)) continue;
    const running = { ...current, stoppedAt: null };
    clocks[key] =
      current.overAt === null
        ? giveBack(model, calendarOf(model, clock, state), running, current.stoppedAt, now)
        : running;
  }
  return clocks;
}

/**
 * New rounds for the clocks that hold the station, or for those named, wherever the case stands: a case given back still
 * owes its time. `dueAt` where a meeting set the date. A round that began in this very step is kept.
 */
export function restartClocks(
  model: Model,
  kind: CaseKind,
  state: CaseState,
  station: Station,
  now: string,
  which: { keys?: string[]; dueAt?: string } = {},
): Clocks {
  const clocks: Clocks = { ...state.clocks };
  for (const [key, clock] of Object.entries(kind.clocks)) {
    if (which.keys ? !which.keys.includes(key) : !covers(clock, station)) continue;
    const current = clocks[key];
    if (current && current.stoppedAt === null && current.startedAt === now) {
      clocks[key] = which.dueAt ? { ...current, dueAt: which.dueAt } : current;
      continue;
    }
    const previous = current && current.stoppedAt === null ? stop(current, now) : current;
    clocks[key] = startRound(model, clock, state, previous, now, which.dueAt);
  }
  return clocks;
}

/** Another severity has other limits: running clocks that are not over yet get them, counted from their start. */
export function relimitClocks(model: Model, kind: CaseKind, state: CaseState, now: string): Clocks {
  const clocks: Clocks = { ...state.clocks };
  for (const [key, clock] of Object.entries(kind.clocks)) {
    const current = clocks[key];
    if (!isRunning(current) || current.overAt !== null || current.dueAt <= now) continue;
    const calendar = calendarOf(model, clock, state);
    const limit = limitOf(clock, state);
    const due = addLimit(limit, calendar, current.startedAt, model.timeZone);
    const dueAt =
      current.pausedMinutes === 0
        ? due
        : addOpenMinutes(calendar, due, current.pausedMinutes, model.timeZone);
    clocks[key] = { ...current, dueAt };
  }
  return clocks;
}

/** When a share of the clock's time is used up, in percent of its limit. */
export function shareUsedAt(
  model: Model,
  clock: Clock,
  state: CaseState,
  current: ClockState,
  percent: number,
): string {
  if (percent === 100) return current.dueAt;
  const calendar = calendarOf(model, clock, state);
  const whole =
    openMinutesBetween(calendar, current.startedAt, current.dueAt, model.timeZone) - current.pausedMinutes;
  const minutes = (whole * percent) / 100 + current.pausedMinutes;
  return addOpenMinutes(calendar, current.startedAt, minutes, model.timeZone);
}
