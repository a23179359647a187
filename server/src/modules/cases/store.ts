/** Rows of cases, and how a state becomes one. */
import { type CaseColumns, type CaseState, columnsOf } from '@linli/engine';
import type { Model } from '@linli/model';

/** What is fixed when a case is opened and is no part of the engine's state; the first history entry keeps it as `record`. */
export interface CaseRecord {
  number: string;
  title: string;
  /** The place in the reporter's words. */
  spot: string | null;
  /** [longitude, latitude], WGS 84. */
  position: [number, number] | null;
}

/** A case as it is read for deciding and presenting. */
export interface CaseRow {
  caseId: string;
  number: string;
  title: string;
  spot: string | null;
  longitude: number | null;
  latitude: number | null;
  deviceHash: Buffer | null;
  followerCount: number;
  seq: number;
  headHash: Buffer;
  state: CaseState;
}

/** Columns of a CaseRow in a SELECT from `cases`. */
export const caseRowColumns = `cases.case_id AS "caseId", cases.number, cases.title, cases.spot, cases.longitude,
  cases.latitude, cases.device_hash AS "deviceHash", cases.follower_count AS "followerCount", cases.seq,
  cases.head_hash AS "headHash", cases.state`;

/** Columns copied from the state, with their types: written by the statement that writes the state. */
export const copiedColumns = {
  kind: 'text',
  modelVersion: 'text',
  station: 'text',
  severity: 'text',
  category: 'text',
  areaCode: 'text',
  danger: 'boolean',
  reporterId: 'uuid',
  responsiblePostId: 'uuid',
  responsibleOrgId: 'uuid',
  responsiblePersonId: 'uuid',
  assigneePostId: 'uuid',
  assigneeOrgId: 'uuid',
  assigneePersonId: 'uuid',
  paused: 'text',
  rung: 'integer',
  rating: 'text',
  redoCount: 'integer',
  returnCount: 'integer',
  mergedInto: 'uuid',
  openedAt: 'timestamptz',
  dispatchedAt: 'timestamptz',
  resolvedAt: 'timestamptz',
  verifiedAt: 'timestamptz',
  closedAt: 'timestamptz',
  changedAt: 'timestamptz',
  dueAt: 'timestamptz',
  dueClock: 'text',
  isOver: 'boolean',
  /** Whose gathering decides, while the case is on a rung. */
  hostOrgId: 'uuid',
} as const satisfies Record<CopiedKey, string>;

export type CopiedKey = keyof CaseColumns | 'hostOrgId';
export const copiedKeys = Object.keys(copiedColumns) as CopiedKey[];

/** Copied columns that never change after the opening. */
export const fixedKeys: ReadonlySet<CopiedKey> = new Set([
  'kind',
  'modelVersion',
  'areaCode',
  'danger',
  'reporterId',
  'openedAt',
]);

/** `responsibleOrgId` → `responsible_org_id`. */
export function columnName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The copied columns of a state, in the order of the keys. */
export function copiedValues(
  model: Model,
  state: CaseState,
  keys: readonly CopiedKey[] = copiedKeys,
): unknown[] {
  const columns = { ...columnsOf(model, state), hostOrgId: state.rung?.hostOrgId ?? null };
  return keys.map((key) => columns[key]);
}

/** First photo of a case, wherever it was given. */
export function firstPhotoOf(model: Model, state: CaseState): string | null {
  return photosOf(model, state.kind, state.answers)[0] ?? null;
}

/** Photos among the answers given when a case was opened. */
export function photosOf(model: Model, kindKey: string, answers: CaseState['answers']): string[] {
  const asks = model.caseKinds[kindKey]?.asks ?? {};
  return Object.entries(asks).flatMap(([field, ask]) => {
    const value = answers[field];
    return ask.kind === 'photo' && Array.isArray(value) ? value : [];
  });
}

/** Stations nothing leads out of, as the partial indexes name them: word for word, or they do not serve. */
export const isRunningSql = "station NOT IN ('closed', 'withdrawn', 'merged')";
/** What runs, in the order of its due time; what has none comes last. */
export const dueSql = "coalesce(due_at, 'infinity'::timestamptz)";
