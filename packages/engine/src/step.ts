/**
 * A step in the making: the state as it becomes, and what is to be told. Verbs work on a step; `finish` makes it a decision.
 * Nested values are replaced, never changed in place, so that what differs can be seen by comparing.
 */
import type { CaseKind, Label, Ladder, Limit, Model, Station } from '@linli/model';
import { addLimit } from './calendar.ts';
import { moveClocks, resumeClocks } from './clocks.ts';
import { gateRefusal } from './gates.ts';
import { isBeforeResolved, isFinal, positionOf, stationsPassed, waitingStation } from './spine.ts';
import { timersOf } from './timers.ts';
import type {
  Actor,
  CaseState,
  Decision,
  Holder,
  Notice,
  NoticeTarget,
  NoticeTemplate,
  Refusal,
  Surroundings,
  Verb,
} from './types.ts';

export interface Step {
  readonly model: Model;
  readonly kind: CaseKind;
  readonly ladder: Ladder | null;
  readonly before: CaseState;
  readonly actor: Actor;
  readonly surroundings: Surroundings;
  readonly now: string;
  next: CaseState;
  notices: Notice[];
  reason: string | null;
}

/** The kind a case was opened under. A state whose kind its own model version does not know is a broken store, not a refusal. */
export function kindOf(model: Model, state: CaseState): CaseKind {
  const kind = model.caseKinds[state.kind];
  if (!kind) throw new Error(`model ${model.key} ${model.version} has no case kind ${state.kind}`);
  return kind;
}

export function ladderOf(model: Model, kind: CaseKind): Ladder | null {
  const ladder = kind.ladder === null ? null : (model.ladders[kind.ladder] ?? null);
  return ladder && ladder.rungs.length > 0 ? ladder : null;
}

export function beginStep(model: Model, state: CaseState, actor: Actor, surroundings: Surroundings): Step {
  const kind = kindOf(model, state);
  return {
    model,
    kind,
    ladder: ladderOf(model, kind),
    before: state,
    actor,
    surroundings,
    now: surroundings.now,
    next: { ...state, changedAt: surroundings.now },
    notices: [],
    reason: null,
  };
}

export function stationTitle(kind: CaseKind, station: Station): Label {
  return kind.stations[station]?.title ?? { zh: station, en: station };
}

/** When a limit of the model that starts at `from` is over. */
export function limitFrom(model: Model, limit: Limit, from: string): string {
  const calendar = model.calendars[limit.calendar];
  if (!calendar) throw new Error(`model ${model.key} ${model.version} has no calendar ${limit.calendar}`);
  return addLimit(limit, calendar, from, model.timeZone);
}

export function tell(
  step: Step,
  template: NoticeTemplate,
  to: NoticeTarget[],
  data: Notice['data'] = {},
): void {
  // Nobody is told what is not there: a case sent without an account keeps its reporter as target (the device asks).
  const reachable = to.filter(
    (target) =>
      (target !== 'assignee' || step.next.assignee !== null) &&
      (target !== 'responsible' || step.next.responsible !== null),
  );
  if (reachable.length > 0) step.notices.push({ template, to: reachable, data });
}

/** Whoever has the case in hand: its assignee, else the post that answers for it. */
export function inHand(step: Step): NoticeTarget {
  return step.next.assignee ? 'assignee' : 'responsible';
}

/** End a pause, with clocks running again from `at`. */
export function endPause(step: Step, at: string): void {
  const paused = step.next.paused;
  if (!paused) return;
  const resumedAt = at < paused.until ? at : paused.until;
  step.next.paused = null;
  step.next.clocks = resumeClocks(step.model, step.kind, step.next, resumedAt);
}

/**
 * Bring the case to a station: ends a pause, moves the clocks, sets the dates the station stands for, and leaves the ladder
 * where the work is done. Gates hold back persons; time and a reporter's rating pass them.
 */
export function enter(step: Step, to: Station, options: { passesGates?: boolean } = {}): Refusal | null {
  const { kind, now } = step;
  const from = step.next.station;
  const passed = stationsPassed(from, to);
  if (!options.passesGates) {
    // A case that comes back was let in once: only a gate before `reopened` itself is asked again.
    const refusal = gateRefusal(step, to === 'reopened' ? [to] : passed);
    if (refusal) return refusal;
  }
  endPause(step, now);
  const next = step.next;
  next.station = to;
  next.clocks = moveClocks(step.model, kind, next, { from, to, passed }, now);
  const isForwardEnd = !isFinal(to) || to === 'closed';
  const at = positionOf(to);
  if (isForwardEnd) {
    if (at >= positionOf('assigned')) next.dispatchedAt ??= now;
    next.resolvedAt = at >= positionOf('resolved') ? (next.resolvedAt ?? now) : null;
    next.verifiedAt =
      at >= positionOf('verified') && kind.stations.verified ? (next.verifiedAt ?? now) : null;
    if (to === 'closed') next.closedAt = now;
  }
  if (!isBeforeResolved(to)) {
    const leaves = next.rung?.index ?? null;
    // Kept only where there is something to keep or to forget.
    if (isBeforeResolved(from) && leaves !== (next.leftRung ?? null)) next.leftRung = leaves;
    next.rung = null;
  }
  next.closesAt = closingTime(step.model, kind, to, now);
  return passThrough(step, to);
}

/**
 * When a case that now stands at `station` closes without an answer: where it waits, after the time the model gives, or
 * when the time for rating is over. Null elsewhere.
 */
export function closingTime(model: Model, kind: CaseKind, station: Station, now: string): string | null {
  if (station !== waitingStation(kind)) return null;
  const after = kind.stations.closed?.after ?? null;
  const within = isBeforeResolved(station) ? null : (kind.rating?.within ?? null);
  const times = [after, within].flatMap((limit) => (limit ? [limitFrom(model, limit, now)] : []));
  return times.sort()[0] ?? null;
}

/** A station that nobody and no time leads out of is no place to wait: the case closes at once. */
function passThrough(step: Step, station: Station): Refusal | null {
  const { kind } = step;
  if (station !== waitingStation(kind) || isBeforeResolved(station)) return null;
  const isLeftBySomebody =
    kind.rating !== null || step.next.closesAt !== null || (kind.stations.closed?.by.length ?? 0) > 0;
  return isLeftBySomebody ? null : enter(step, 'closed', { passesGates: true });
}

/** Give the case to a post. */
export function give(step: Step, holder: Holder): void {
  step.next.assignee = holder;
}

/** Remember who handled it: none of them may verify. */
export function markHandler(step: Step, personId: string | null): void {
  if (personId === null || step.next.handlerIds.includes(personId)) return;
  step.next.handlerIds = [...step.next.handlerIds, personId];
}

/** Record answers given at a station. */
export function keepAnswers(step: Step, answers: CaseState['answers']): void {
  if (Object.keys(answers).length === 0) return;
  step.next.answers = { ...step.next.answers, ...answers };
}

/** Fields of `next` that differ from `before`, whole values. */
export function changesBetween(before: CaseState, next: CaseState): Partial<CaseState> {
  const changes: Partial<CaseState> = {};
  for (const key of Object.keys(next) as (keyof CaseState)[]) {
    if (!isEqual(before[key], next[key])) copyField(changes, next, key);
  }
  return changes;
}

function copyField<Key extends keyof CaseState>(to: Partial<CaseState>, from: CaseState, key: Key): void {
  to[key] = from[key];
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

export function finish(step: Step, verb: Verb): Decision {
  const { before, next } = step;
  return {
    verb,
    from: before.station,
    to: next.station,
    next,
    changes: changesBetween(before, next),
    reason: step.reason,
    timers: timersOf(step.model, next),
    notices: step.notices,
  };
}
