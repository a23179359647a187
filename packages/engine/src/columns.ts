/** What of a case is looked up: columns beside the state, and the facts conditions speak of. Both come from the state alone. */
import type { Model, Severity, Station } from '@linli/model';
import type { Facts } from './conditions.ts';
import { isFinal } from './spine.ts';
import type { CaseState } from './types.ts';

/** Copies of the state's values for queues and lists; camel case of the columns of the table `cases`. */
export interface CaseColumns {
  kind: string;
  modelVersion: string;
  station: Station;
  severity: Severity;
  category: string | null;
  areaCode: string;
  danger: boolean;
  reporterId: string | null;
  responsiblePostId: string | null;
  responsibleOrgId: string | null;
  responsiblePersonId: string | null;
  assigneePostId: string | null;
  assigneeOrgId: string | null;
  assigneePersonId: string | null;
  paused: string | null;
  /** 1-based; 0: on no rung. */
  rung: number;
  rating: 'solved' | 'partly' | 'not' | null;
  redoCount: number;
  returnCount: number;
  mergedInto: string | null;
  openedAt: string;
  dispatchedAt: string | null;
  resolvedAt: string | null;
  verifiedAt: string | null;
  closedAt: string | null;
  changedAt: string;
  /** Earliest end of what runs: a clock, the rung, a part. Null when nothing runs. */
  dueAt: string | null;
  /** Whose end that is: a clock's key, `rung` or `part:ID`. */
  dueClock: string | null;
  /** Has something that still runs gone over its time? */
  isOver: boolean;
}

/**
 * The look-up columns of a state. Clocks that stand still do not count as running. `isOver` says what was over when the
 * row was written; a due time that passed since is `dueAt` before now.
 */
export function columnsOf(_model: Model, state: CaseState): CaseColumns {
  const due = earliestDue(state);
  return {
    kind: state.kind,
    modelVersion: state.modelVersion,
    station: state.station,
    severity: state.severity,
    category: state.category,
    areaCode: state.areaCode,
    danger: state.danger,
    reporterId: state.reporterId,
    responsiblePostId: state.responsible?.postId ?? null,
    responsibleOrgId: state.responsible?.orgId ?? null,
    responsiblePersonId: state.responsible?.personId ?? null,
    assigneePostId: state.assignee?.postId ?? null,
    assigneeOrgId: state.assignee?.orgId ?? null,
    assigneePersonId: state.assignee?.personId ?? null,
    paused: state.paused?.key ?? null,
    rung: state.rung ? state.rung.index + 1 : 0,
    rating: state.rating?.answer ?? null,
    redoCount: state.redoCount,
    returnCount: state.returnCount,
    mergedInto: state.mergedInto,
    openedAt: state.openedAt,
    dispatchedAt: state.dispatchedAt,
    resolvedAt: state.resolvedAt,
    verifiedAt: state.verifiedAt,
    closedAt: state.closedAt,
    changedAt: state.changedAt,
    dueAt: due?.at ?? null,
    dueClock: due?.clock ?? null,
    isOver: due?.isOver ?? false,
  };
}

function earliestDue(state: CaseState): { at: string; clock: string; isOver: boolean } | null {
  if (isFinal(state.station)) return null;
  let at: string | null = null;
  let clock = '';
  let isOver = false;
  const consider = (dueAt: string, key: string, over: boolean) => {
    isOver ||= over;
    if (at === null || dueAt < at) {
      at = dueAt;
      clock = key;
    }
  };
  for (const [key, current] of Object.entries(state.clocks)) {
    if (current.stoppedAt === null && current.pausedSince === null) {
      consider(current.dueAt, key, current.overAt !== null);
    }
  }
  if (state.rung) consider(state.rung.dueAt, 'rung', state.rung.overdue);
  for (const part of state.parts) {
    if (part.signedAt === null) consider(part.dueAt, `part:${part.partId}`, part.overAt !== null);
  }
  return at === null ? null : { at, clock, isOver };
}

/** The facts conditions speak of; `followerCount` is counted outside the state. */
export function factsOf(model: Model, state: CaseState, followerCount = 0): Facts {
  const columns = columnsOf(model, state);
  return {
    kind: columns.kind,
    station: columns.station,
    severity: columns.severity,
    category: columns.category,
    area: columns.areaCode,
    openedAt: columns.openedAt,
    dispatchedAt: columns.dispatchedAt,
    resolvedAt: columns.resolvedAt,
    verifiedAt: columns.verifiedAt,
    closedAt: columns.closedAt,
    changedAt: columns.changedAt,
    dueAt: columns.dueAt,
    paused: columns.paused,
    rung: columns.rung,
    rating: columns.rating,
    redoCount: columns.redoCount,
    returnCount: columns.returnCount,
    followerCount,
    anonymous: columns.reporterId === null,
    danger: columns.danger,
    assigneePerson: columns.assigneePersonId,
    assigneeOrg: columns.assigneeOrgId,
    responsibleOrg: columns.responsibleOrgId,
    responsiblePerson: columns.responsiblePersonId,
    handlerPerson: state.handlerIds,
  };
}
