/** Pages of messages, newest first: each begins where the one before it ended, however long the list. */
import { problem } from '../../platform/http/index.ts';

export interface Start {
  createdAt: string;
  messageId: string;
}

const newest: Start = { createdAt: 'infinity', messageId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
const shape = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Throws for a cursor that no page gave. */
export function startOf(cursor: string | undefined): Start {
  if (cursor === undefined) return newest;
  const [, createdAt, messageId] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt !== undefined && messageId !== undefined && !Number.isNaN(Date.parse(createdAt))) {
    return { createdAt, messageId };
  }
  throw problem('invalid-input', {
    errors: [{ at: '/cursor', message: { zh: '请从第一页重新开始', en: 'Start again from the first page' } }],
  });
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
        : Buffer.from(`${last.createdAt} ${last.messageId}`).toString('base64url'),
  };
}
