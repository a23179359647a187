/** Pages of a list: each begins where the one before it ended, however long the list. */
import { fieldProblem } from './field-problem.ts';

export interface Start {
  at: string;
  id: string;
}

export const newestFirst: Start = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
export const oldestFirst: Start = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

const shape = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Refuses a cursor that no page gave. */
export function startOf(cursor: string | undefined, first: Start): Start {
  if (cursor === undefined) return first;
  const [, at, id] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at !== undefined && id !== undefined && !Number.isNaN(Date.parse(at))) return { at, id };
  throw fieldProblem('/cursor', { zh: '请从第一页重新开始', en: 'Start again from the first page' });
}

/** `rows`: one more than `limit`, where there is more. */
export function pageOf<Row extends Start>(
  rows: readonly Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor:
      rows.length <= limit || last === undefined
        ? null
        : Buffer.from(`${last.at} ${last.id}`).toString('base64url'),
  };
}
