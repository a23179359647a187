/** What leaves the building: text messages and robots' words, with what failed, for those who watch over them. */
import type { Locale, Outbox, OutboxMessage, OutboxQuery } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { addJobs, inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { maskPhone } from '../../platform/secrets/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { emailField } from './channel-fields.ts';
import { deliverJob } from './deliver-job.ts';
import { aboutOf } from './inbox.ts';
import { maskEmail } from './mask-email.ts';
import { pageOf, startOf } from './pages.ts';
import { areasWatched } from './policy.ts';
import { renderMessage, type StoredData } from './render.ts';

type View = z.output<typeof OutboxMessage>;

interface OutboxRow
  extends Pick<
    View,
    | 'messageId'
    | 'channel'
    | 'template'
    | 'status'
    | 'attempts'
    | 'lastError'
    | 'createdAt'
    | 'sentAt'
    | 'caseId'
    | 'dueAt'
  > {
  data: StoredData;
  aboutNoun: 'gathering' | 'ballot' | null;
  aboutId: string | null;
  workGroupId: string | null;
  groupName: string | null;
  phoneCipher: Buffer | null;
  contactCipher: Buffer | null;
  addressCipher: Buffer | null;
  device: string | null;
}

const sentCountDays = 30;

/** Areas as a condition on `area_code`; `~` sorts after every digit and letter. */
const withinSql = (areas: string): string =>
  `EXISTS (SELECT 1 FROM unnest(${areas}::text[]) AS area (code)
            WHERE messages.area_code >= area.code COLLATE "C" AND messages.area_code < (area.code || '~') COLLATE "C")`;

const rowsSql = (rest: string): string => `
  SELECT messages.message_id AS "messageId", messages.channel, messages.template, messages.data, messages.status,
         messages.attempts, messages.last_error AS "lastError", messages.created_at AS "createdAt",
         messages.sent_at AS "sentAt", messages.case_id AS "caseId", messages.work_group_id AS "workGroupId",
         work_groups.name AS "groupName", people.phone_cipher AS "phoneCipher", cases.contact_cipher AS "contactCipher",
         messages.due_at AS "dueAt", messages.about_noun AS "aboutNoun", messages.about_id AS "aboutId",
         ways.address_cipher AS "addressCipher", ways.device
    FROM messages
    LEFT JOIN work_groups ON work_groups.tenant_id = messages.tenant_id
     AND work_groups.work_group_id = messages.work_group_id
    LEFT JOIN people ON people.tenant_id = messages.tenant_id AND people.person_id = messages.person_id
    LEFT JOIN message_channels AS ways ON ways.tenant_id = messages.tenant_id AND ways.channel_id = messages.channel_id
    LEFT JOIN cases ON cases.tenant_id = messages.tenant_id AND cases.case_id = messages.case_id
   WHERE messages.tenant_id = $1 AND messages.channel <> 'in-app' AND ${withinSql('$2')} AND ${rest}`;

const pageSql = rowsSql(`($3::text IS NULL OR messages.status = $3)
     AND (messages.created_at, messages.message_id) < ($4::timestamptz, $5::uuid)
   ORDER BY messages.created_at DESC, messages.message_id DESC LIMIT $6::integer`);
const oneSql = rowsSql('messages.message_id = $3');

const countsSql = `
  SELECT count(*) FILTER (WHERE status = 'waiting')::int AS waiting,
         count(*) FILTER (WHERE status = 'sent')::int AS sent,
         count(*) FILTER (WHERE status = 'failed')::int AS failed
    FROM messages
   WHERE tenant_id = $1 AND channel <> 'in-app' AND (status <> 'sent' OR created_at > $3::timestamptz)
     AND ${withinSql('$2')}`;

/** Newest first, of the areas the viewer watches. */
export async function readOutbox(
  deps: Deps,
  model: Model,
  viewer: Viewer,
  { status, cursor, limit }: z.output<typeof OutboxQuery>,
): Promise<z.output<typeof Outbox>> {
  const areas = areasWatched(model, viewer);
  const start = startOf(cursor);
  const sentSince = new Date(Date.parse(deps.clock.now()) - sentCountDays * 86_400_000).toISOString();
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [{ rows }, counts] = await Promise.all([
        tx.query<OutboxRow>(pageSql, [
          tx.tenantId,
          areas,
          status ?? null,
          start.createdAt,
          start.messageId,
          limit + 1,
        ]),
        tx.query<z.output<typeof Outbox>['counts']>(countsSql, [tx.tenantId, areas, sentSince]),
      ]);
      const page = pageOf(rows, limit);
      return {
        messages: page.rows.map((row) => present(deps, tx, model, row, viewer.locale)),
        nextCursor: page.nextCursor,
        counts: counts.rows[0] ?? { waiting: 0, sent: 0, failed: 0 },
      };
    },
    { readOnly: true },
  );
}

/**
 * Sends a message again that was given up, or at once one that waits for its next try. One that has been sent in the
 * meantime stays sent: it is what was wanted.
 */
export async function retryMessage(
  deps: Deps,
  model: Model,
  viewer: Viewer,
  { commandId, messageId }: { commandId: string; messageId: string },
): Promise<View> {
  const areas = areasWatched(model, viewer);
  return once(deps, viewer, { commandId, verb: 'retry-message', target: messageId }, async (tx) => {
    const find = async (): Promise<OutboxRow> => {
      const { rows } = await tx.query<OutboxRow>(oneSql, [tx.tenantId, areas, messageId]);
      if (rows[0] === undefined) throw problem('not-found');
      return rows[0];
    };
    const { workGroupId } = await find();
    // What is for a person goes as if it came due now, with all its tries before it; a work group's is a job again.
    const { rowCount } = await tx.query(
      `UPDATE messages SET status = 'waiting', attempts = CASE WHEN due_at IS NULL THEN attempts ELSE 0 END,
              due_at = CASE WHEN due_at IS NOT NULL THEN $3::timestamptz END
        WHERE tenant_id = $1 AND message_id = $2 AND status IN ('failed', 'waiting')`,
      [tx.tenantId, messageId, deps.clock.now()],
    );
    if (rowCount === 1 && workGroupId !== null)
      await addJobs(tx, [deliverJob(tx.tenantId, { messageId, workGroupId })]);
    return present(deps, tx, model, await find(), viewer.locale);
  });
}

function present(deps: Deps, tx: Tx, model: Model, row: OutboxRow, locale: Locale): View {
  const { data, workGroupId, groupName, phoneCipher, contactCipher, addressCipher, device, ...rest } = row;
  const { aboutNoun, aboutId, ...shown } = rest;
  return {
    ...shown,
    dueAt: row.status === 'waiting' ? row.dueAt : null,
    about: aboutOf(row.caseId, aboutNoun, aboutId),
    to: groupName ?? toMasked(deps, tx.tenantId, row),
    text: renderMessage(model, row.template, data, locale).text,
  };
}

function toMasked(
  deps: Deps,
  tenantId: number,
  { channel, device, addressCipher, phoneCipher, contactCipher }: OutboxRow,
): string {
  const plain = (field: string, cipher: Buffer): string => deps.secrets.decrypt({ tenantId, field }, cipher);
  if (channel === 'push') return device ?? '***';
  if (channel === 'email')
    return addressCipher === null ? '***' : maskEmail(plain(emailField, addressCipher));
  if (phoneCipher !== null) return maskPhone(plain('phone', phoneCipher));
  return contactCipher === null ? '***' : maskPhone(plain('contact', contactCipher));
}
