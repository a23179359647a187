/** What somebody was told inside the application: persons, and devices without an account. */
import type { Inbox, InboxQuery, Locale, MessageAbout } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Viewer } from '../people/index.ts';
import { pageOf, startOf } from './pages.ts';
import { renderMessage, type StoredData } from './render.ts';

/** Whose messages: an anonymous report is its device's, so whoever holds the device reads what was told to it. */
export type Reader = Pick<Viewer, 'personId' | 'deviceHash'>;

interface InboxRow {
  messageId: string;
  template: string;
  data: StoredData;
  caseId: string | null;
  aboutNoun: 'gathering' | 'ballot' | null;
  aboutId: string | null;
  createdAt: string;
  readAt: string | null;
}

const columns = `message_id AS "messageId", template, data, case_id AS "caseId", about_noun AS "aboutNoun",
  about_id AS "aboutId", created_at AS "createdAt", read_at AS "readAt"`;

/** Each half walks its own index; an OR over both would read and sort everything. */
const halfSql = (owner: string): string => `(SELECT ${columns} FROM messages
  WHERE tenant_id = $1 AND ${owner} AND channel = 'in-app' AND (created_at, message_id) < ($4::timestamptz, $5::uuid)
  ORDER BY created_at DESC, message_id DESC LIMIT $6::integer)`;
const pageSql = `SELECT * FROM (
  ${halfSql('person_id = $2::uuid')} UNION ALL ${halfSql('device_hash = $3::bytea')}) AS halves
  ORDER BY "createdAt" DESC, "messageId" DESC LIMIT $6::integer`;

/** Newest first. */
export async function readInbox(
  deps: Deps,
  model: Model,
  viewer: Viewer,
  { cursor, limit }: z.output<typeof InboxQuery>,
): Promise<z.output<typeof Inbox>> {
  const start = startOf(cursor);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [{ rows }, unread] = await Promise.all([
        tx.query<InboxRow>(pageSql, [
          tx.tenantId,
          viewer.personId,
          viewer.deviceHash,
          start.createdAt,
          start.messageId,
          limit + 1,
        ]),
        unreadCount(tx, viewer),
      ]);
      const page = pageOf(rows, limit);
      return {
        messages: page.rows.map((row) => present(model, row, viewer.locale)),
        unread,
        nextCursor: page.nextCursor,
      };
    },
    { readOnly: true },
  );
}

function present(model: Model, { data, aboutNoun, aboutId, ...row }: InboxRow, locale: Locale) {
  return {
    ...row,
    about: aboutOf(row.caseId, aboutNoun, aboutId),
    ...renderMessage(model, row.template, data, locale),
  };
}

export function aboutOf(
  caseId: string | null,
  noun: 'gathering' | 'ballot' | null,
  id: string | null,
): z.output<typeof MessageAbout> | null {
  if (caseId !== null) return { noun: 'case', id: caseId };
  return noun === null || id === null ? null : { noun, id };
}

export async function unreadCount(tx: Tx, { personId, deviceHash }: Reader): Promise<number> {
  if (personId === null && deviceHash === null) return 0;
  const [first] = await unreadCounts(tx, [{ personId, deviceHash }]);
  return first ?? 0;
}

/** For each reader, in the order given. */
export async function unreadCounts(tx: Tx, readers: readonly Reader[]): Promise<number[]> {
  const { rows } = await tx.query<{ unread: number }>(
    `SELECT (SELECT count(*)::int FROM messages WHERE tenant_id = $1 AND person_id = reader.person_id
                AND channel = 'in-app' AND read_at IS NULL)
          + (SELECT count(*)::int FROM messages WHERE tenant_id = $1 AND device_hash = reader.device_hash
                AND channel = 'in-app' AND read_at IS NULL) AS unread
       FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS reader (person_id, device_hash, place)
      ORDER BY reader.place`,
    [
      tx.tenantId,
      readers.map(({ personId }) => personId),
      // Hex, because an array of buffers has no text form of its own.
      readers.map(({ deviceHash }) => (deviceHash === null ? null : `\\x${deviceHash.toString('hex')}`)),
    ],
  );
  return rows.map(({ unread }) => unread);
}

/** Marks one's own messages read: those named, or all. Others' ids change nothing. Gives how many are left. */
export async function markRead(
  deps: Deps,
  viewer: Viewer,
  messageIds: readonly string[] | undefined,
): Promise<{ unread: number; changed: number }> {
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const [{ rowCount }, unread] = await Promise.all([
      tx.query(
        `UPDATE messages SET read_at = $4
          WHERE tenant_id = $1 AND (person_id = $2::uuid OR device_hash = $3::bytea) AND channel = 'in-app'
            AND read_at IS NULL AND ($5::uuid[] IS NULL OR message_id = ANY ($5::uuid[]))`,
        [tx.tenantId, viewer.personId, viewer.deviceHash, deps.clock.now(), messageIds ?? null],
      ),
      unreadCount(tx, viewer),
    ]);
    return { unread, changed: rowCount ?? 0 };
  });
}
