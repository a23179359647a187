/** The agenda is filled: duties of last time, cases that climbed, what residents brought. What is there waits no more. */
import { randomUUID } from 'node:crypto';
import { columnsOfCases, compile } from '@linli/engine';
import type { Condition, GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { ownReasons } from './own-reasons.ts';
import type { GatheringRow } from './store.ts';

type Of = Pick<GatheringRow, 'gatheringId' | 'hostOrgId' | 'kind' | 'areaCode'>;

/** Cases a condition may bring to one agenda. */
const mostCases = 50;

/** Puts all that waits onto the agenda of a gathering whose row is locked; gives how many items came. */
export async function takeUp(
  tx: Tx,
  model: Model,
  rule: GatheringKind,
  row: Of,
  now: string,
): Promise<number> {
  const sources = rule.agenda.map(({ from }) => from);
  if (sources.includes('last-duties')) await bringDuties(tx, row, now);
  for (const source of rule.agenda) {
    if (source.from === 'cases') await bringCases(tx, model, row, source.where, now);
  }
  const { rowCount } = await tx.query(
    `UPDATE gathering_items AS items
        SET gathering_id = $2, position = base.last + ranked.place
       FROM (SELECT waiting.item_id,
                    row_number() OVER (ORDER BY coalesce(array_position($5::text[], CASE
                        WHEN waiting.about = 'duty' THEN 'last-duties'
                        WHEN waiting.about = 'case' AND waiting.ladder IS NOT NULL THEN 'ladder'
                        WHEN waiting.about = 'case' THEN 'cases'
                        WHEN waiting.about = 'topic' THEN 'topics' END), 99), waiting.entered_at, waiting.item_id) AS place
               FROM gathering_items AS waiting
              WHERE waiting.tenant_id = $1 AND waiting.host_org_id = $3 AND waiting.kind = $4
                AND waiting.ended_at IS NULL AND waiting.gathering_id IS NULL) AS ranked,
            (SELECT coalesce(max(position), 0) AS last FROM gathering_items
              WHERE tenant_id = $1 AND gathering_id = $2) AS base
      WHERE items.tenant_id = $1 AND items.item_id = ranked.item_id`,
    [tx.tenantId, row.gatheringId, row.hostOrgId, row.kind, sources],
  );
  await tx.query(
    `UPDATE gathering_topics SET state = 'on-agenda'
      WHERE tenant_id = $1 AND state = 'waiting' AND topic_id IN (
        SELECT topic_id FROM gathering_items WHERE tenant_id = $1 AND gathering_id = $2 AND topic_id IS NOT NULL)`,
    [tx.tenantId, row.gatheringId],
  );
  return rowCount ?? 0;
}

/** Of a gathering that is not held: everything still open waits for the next one. Gives how many items went back. */
export async function giveBack(tx: Tx, gatheringId: string): Promise<number> {
  await tx.query(
    `UPDATE gathering_topics SET state = 'waiting'
      WHERE tenant_id = $1 AND state = 'on-agenda' AND topic_id IN (
        SELECT topic_id FROM gathering_items
         WHERE tenant_id = $1 AND gathering_id = $2 AND topic_id IS NOT NULL AND ended_at IS NULL)`,
    [tx.tenantId, gatheringId],
  );
  const { rowCount } = await tx.query(
    `UPDATE gathering_items SET gathering_id = NULL, position = NULL
      WHERE tenant_id = $1 AND gathering_id = $2 AND ended_at IS NULL`,
    [tx.tenantId, gatheringId],
  );
  return rowCount ?? 0;
}

/** Of one that is put off for longer than a case may wait: those on the ladder wait again, and one is called for them. */
export async function giveBackCases(tx: Tx, gatheringId: string): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE gathering_items SET gathering_id = NULL, position = NULL
      WHERE tenant_id = $1 AND gathering_id = $2 AND ended_at IS NULL AND about = 'case' AND ladder IS NOT NULL`,
    [tx.tenantId, gatheringId],
  );
  return rowCount ?? 0;
}

/**
 * Every duty that no gathering has heard of yet, kept or not. One that decided a case is kept once its case was resolved:
 * nobody has to say so twice.
 */
async function bringDuties(tx: Tx, row: Of, now: string): Promise<void> {
  await tx.query(
    `UPDATE gathering_resolutions AS duties
        SET state = 'kept', answer = $4, answered_at = cases.resolved_at, tell_at = NULL
       FROM cases
      WHERE duties.tenant_id = $1 AND duties.host_org_id = $2 AND duties.kind = $3 AND duties.state = 'running'
        AND cases.tenant_id = $1 AND cases.case_id = duties.case_id AND cases.resolved_at IS NOT NULL
        AND cases.resolved_at >= duties.decided_at`,
    [tx.tenantId, row.hostOrgId, row.kind, ownReasons.caseClosed.zh],
  );
  const { rows } = await tx.query<{ resolutionId: string }>(
    `SELECT duties.resolution_id AS "resolutionId"
       FROM gathering_resolutions AS duties
      WHERE duties.tenant_id = $1 AND duties.host_org_id = $2 AND duties.kind = $3 AND duties.state <> 'no-duty'
        AND duties.gathering_id <> $4
        AND NOT EXISTS (SELECT FROM gathering_items AS known
                         WHERE known.tenant_id = $1 AND known.resolution_id = duties.resolution_id
                           AND (known.ended_at IS NULL OR known.ended_as = 'answered'))
      ORDER BY duties.decided_at, duties.resolution_id`,
    [tx.tenantId, row.hostOrgId, row.kind, row.gatheringId],
  );
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO gathering_items (tenant_id, item_id, host_org_id, kind, about, resolution_id, area_code, entered_at)
     SELECT $1, one.item_id, $2, $3, 'duty', one.resolution_id, $4, $5
       FROM unnest($6::uuid[], $7::uuid[]) AS one (item_id, resolution_id)
     ON CONFLICT DO NOTHING`,
    [
      tx.tenantId,
      row.hostOrgId,
      row.kind,
      row.areaCode,
      now,
      rows.map(() => randomUUID()),
      rows.map(({ resolutionId }) => resolutionId),
    ],
  );
}

/** Cases of the place that meet a condition of the model and stand on no agenda. */
async function bringCases(tx: Tx, model: Model, row: Of, where: Condition, now: string): Promise<void> {
  const context = { now, timeZone: model.timeZone, personId: null, orgIds: [row.hostOrgId] };
  const { sql, params } = compile(where, columnsOfCases, context, 3);
  const { rows } = await tx.query<{ caseId: string; areaCode: string }>(
    `SELECT cases.case_id AS "caseId", cases.area_code AS "areaCode" FROM cases
      WHERE cases.tenant_id = $1 AND area_code >= $2 AND area_code < $2 || '~' AND ${sql}
        AND NOT EXISTS (SELECT FROM gathering_items AS known
                         WHERE known.tenant_id = cases.tenant_id AND known.case_id = cases.case_id AND known.ended_at IS NULL)
      ORDER BY cases.opened_at LIMIT ${mostCases}`,
    [tx.tenantId, row.areaCode, ...params],
  );
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO gathering_items (tenant_id, item_id, host_org_id, kind, about, case_id, area_code, entered_at)
     SELECT $1, one.item_id, $2, $3, 'case', one.case_id, one.area_code, $4
       FROM unnest($5::uuid[], $6::uuid[], $7::text[]) AS one (item_id, case_id, area_code)
     ON CONFLICT DO NOTHING`,
    [
      tx.tenantId,
      row.hostOrgId,
      row.kind,
      now,
      rows.map(() => randomUUID()),
      rows.map(({ caseId }) => caseId),
      rows.map(({ areaCode }) => areaCode),
    ],
  );
}
