/** Rows of messages and work groups, as telling and delivering need them. */
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { StoredData } from './render.ts';

/** Field name under which robot addresses are encrypted. */
export const robotField = 'webhook';

/**
 * Work groups told of a case: those of the organisation that answers for it. Where it has none, those of the nearest
 * organisation covering the place that has one, so that a group hears of its own cases and not of the whole city's.
 */
export async function workGroupsFor(
  tx: Tx,
  model: Model,
  areaCode: string,
  responsibleOrgId: string | null,
): Promise<string[]> {
  const { rows } = await tx.query<{ workGroupId: string; nearness: number }>(
    `SELECT work_groups.work_group_id AS "workGroupId",
            max(CASE WHEN work_groups.org_id = $2::uuid THEN 1000 ELSE length(covered.area_code) END) AS nearness
       FROM work_groups
       LEFT JOIN org_areas AS covered ON covered.tenant_id = work_groups.tenant_id
        AND covered.org_id = work_groups.org_id AND covered.area_code = ANY ($3::text[])
      WHERE work_groups.tenant_id = $1 AND (work_groups.org_id = $2::uuid OR covered.area_code IS NOT NULL)
      GROUP BY work_groups.work_group_id
      ORDER BY nearness DESC, work_groups.work_group_id`,
    [tx.tenantId, responsibleOrgId, model.levels.map(({ codeLength }) => areaCode.slice(0, codeLength))],
  );
  return rows.filter(({ nearness }) => nearness === rows[0]?.nearness).map(({ workGroupId }) => workGroupId);
}

export async function workGroupsOf(tx: Tx, orgId: string): Promise<string[]> {
  const { rows } = await tx.query<{ workGroupId: string }>(
    `SELECT work_group_id AS "workGroupId" FROM work_groups WHERE tenant_id = $1 AND org_id = $2
      ORDER BY work_group_id`,
    [tx.tenantId, orgId],
  );
  return rows.map(({ workGroupId }) => workGroupId);
}

/** Is there a number to text the reporter at: their account's, or the one given with the report? */
export async function hasReporterPhone(tx: Tx, caseId: string, reporterId: string | null): Promise<boolean> {
  const { rows } = await tx.query<{ hasPhone: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM people WHERE tenant_id = $1 AND person_id = $3 AND phone_cipher IS NOT NULL)
         OR EXISTS (SELECT 1 FROM cases WHERE tenant_id = $1 AND case_id = $2 AND contact_cipher IS NOT NULL) AS "hasPhone"`,
    [tx.tenantId, caseId, reporterId],
  );
  return rows[0]?.hasPhone === true;
}

export interface WaitingMessage {
  channel: string;
  template: string;
  data: StoredData;
  caseId: string | null;
  aboutNoun: 'gathering' | 'ballot' | null;
  aboutId: string | null;
  workGroupId: string | null;
  webhookCipher: Buffer | null;
  /** The work group wants nothing for now. */
  isPaused: boolean;
  /** When the messages of the last minute went to the same work group, oldest first. */
  recentlySentAt: string[];
}

/** A message that waits to leave, with where it goes; undefined: it has left, failed, or never was. */
export async function findWaitingMessage(
  tx: Tx,
  messageId: string,
  sinceAt: string,
): Promise<WaitingMessage | undefined> {
  const { rows } = await tx.query<WaitingMessage>(
    `SELECT messages.channel, messages.template, messages.data, messages.case_id AS "caseId",
            messages.about_noun AS "aboutNoun", messages.about_id AS "aboutId", messages.work_group_id AS "workGroupId", work_groups.webhook_cipher AS "webhookCipher",
            work_groups.paused_at IS NOT NULL AS "isPaused",
            ARRAY(SELECT to_char(sent.sent_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM messages AS sent
                   WHERE sent.tenant_id = $1 AND sent.work_group_id = messages.work_group_id AND sent.sent_at > $3
                   ORDER BY sent.sent_at) AS "recentlySentAt"
       FROM messages
       LEFT JOIN work_groups ON work_groups.tenant_id = messages.tenant_id
        AND work_groups.work_group_id = messages.work_group_id
      WHERE messages.tenant_id = $1 AND messages.message_id = $2 AND messages.status = 'waiting'`,
    [tx.tenantId, messageId, sinceAt],
  );
  return rows[0];
}

/**
 * Takes a message in hand: its row stays locked until the transaction ends, so whoever comes second waits and then
 * finds it no longer waiting. False: it is not ours.
 */
export async function claimMessage(tx: Tx, messageId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE messages SET attempts = attempts + 1 WHERE tenant_id = $1 AND message_id = $2 AND status = 'waiting'`,
    [tx.tenantId, messageId],
  );
  return rowCount === 1;
}

export async function recordSent(tx: Tx, messageId: string, at: string): Promise<void> {
  await tx.query(
    `UPDATE messages SET status = 'sent', sent_at = $3, last_error = NULL WHERE tenant_id = $1 AND message_id = $2`,
    [tx.tenantId, messageId, at],
  );
}

export async function recordFailure(
  tx: Tx,
  messageId: string,
  failure: { error: string; isFinal: boolean },
): Promise<void> {
  await tx.query(
    'UPDATE messages SET status = $3, last_error = $4 WHERE tenant_id = $1 AND message_id = $2',
    [tx.tenantId, messageId, failure.isFinal ? 'failed' : 'waiting', failure.error],
  );
}
