/** Rows of gatherings and of what belongs to each. */
import type { GatheringState, ItemEnd } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';

export interface GatheringRow {
  gatheringId: string;
  hostOrgId: string;
  hostName: string;
  kind: string;
  modelVersion: string;
  seriesId: string | null;
  recursAt: string | null;
  titleZh: string | null;
  titleEn: string | null;
  seriesTitleZh: string | null;
  seriesTitleEn: string | null;
  areaCode: string;
  areaName: string;
  place: string | null;
  startsAt: string;
  endsAt: string;
  state: GatheringState;
  noticeAt: string | null;
  announcedAt: string | null;
  openedAt: string | null;
  endedAt: string | null;
  adjournedAt: string | null;
  /** The one it goes on with. */
  continuesId: string | null;
  reason: string | null;
  capacity: number | null;
  currentItemId: string | null;
  minutesPostedAt: string | null;
  revision: number;
  seq: number;
  headHash: Buffer;
  changedAt: string;
}

export const gatheringColumns = `gatherings.gathering_id AS "gatheringId", gatherings.host_org_id AS "hostOrgId",
  hosts.name AS "hostName", gatherings.kind, gatherings.model_version AS "modelVersion",
  gatherings.series_id AS "seriesId", gatherings.recurs_at AS "recursAt", gatherings.title_zh AS "titleZh",
  gatherings.title_en AS "titleEn", series.title_zh AS "seriesTitleZh", series.title_en AS "seriesTitleEn",
  gatherings.area_code AS "areaCode", coalesce(places.full_name, gatherings.area_code) AS "areaName", gatherings.place,
  gatherings.starts_at AS "startsAt", gatherings.ends_at AS "endsAt", gatherings.state,
  gatherings.notice_at AS "noticeAt", gatherings.announced_at AS "announcedAt", gatherings.opened_at AS "openedAt",
  gatherings.ended_at AS "endedAt", gatherings.adjourned_at AS "adjournedAt", gatherings.continues_id AS "continuesId",
  gatherings.reason, gatherings.capacity,
  gatherings.current_item_id AS "currentItemId", gatherings.minutes_posted_at AS "minutesPostedAt", gatherings.revision,
  gatherings.seq, gatherings.head_hash AS "headHash", gatherings.changed_at AS "changedAt"`;

export const gatheringsAround = `gatherings
  JOIN orgs AS hosts ON hosts.tenant_id = gatherings.tenant_id AND hosts.org_id = gatherings.host_org_id
  LEFT JOIN gathering_series AS series ON series.tenant_id = gatherings.tenant_id AND series.series_id = gatherings.series_id
  LEFT JOIN areas AS places ON places.tenant_id = gatherings.tenant_id AND places.code = gatherings.area_code`;

const findSql = (lock: string): string =>
  `SELECT ${gatheringColumns} FROM ${gatheringsAround}
    WHERE gatherings.tenant_id = $1 AND gatherings.gathering_id = $2${lock}`;
const findToShow = findSql('');
const findToChange = findSql(' FOR UPDATE OF gatherings');

/** `to change`: nobody else changes it until the transaction ends. */
export async function findGathering(
  tx: Tx,
  gatheringId: string,
  purpose: 'to show' | 'to change',
): Promise<GatheringRow | undefined> {
  const { rows } = await tx.query<GatheringRow>(purpose === 'to show' ? findToShow : findToChange, [
    tx.tenantId,
    gatheringId,
  ]);
  return rows[0];
}

export interface ItemRow {
  itemId: string;
  hostOrgId: string;
  kind: string;
  about: 'case' | 'topic' | 'duty' | 'motion';
  caseId: string | null;
  topicId: string | null;
  resolutionId: string | null;
  title: string | null;
  body: string | null;
  ladder: string | null;
  rung: number | null;
  areaCode: string | null;
  enteredAt: string;
  enteredByPersonId: string | null;
  carriedFrom: string | null;
  gatheringId: string | null;
  position: number | null;
  endedAs: ItemEnd | null;
  endedAt: string | null;
  endReason: string | null;
}

export const itemColumns = `items.item_id AS "itemId", items.host_org_id AS "hostOrgId", items.kind, items.about,
  items.case_id AS "caseId", items.topic_id AS "topicId", items.resolution_id AS "resolutionId", items.title, items.body,
  items.ladder, items.rung, items.area_code AS "areaCode", items.entered_at AS "enteredAt",
  items.entered_by_person_id AS "enteredByPersonId", items.carried_from AS "carriedFrom",
  items.gathering_id AS "gatheringId", items.position, items.ended_as AS "endedAs", items.ended_at AS "endedAt",
  items.end_reason AS "endReason"`;

export async function findItems(tx: Tx, gatheringId: string): Promise<ItemRow[]> {
  const { rows } = await tx.query<ItemRow>(
    `SELECT ${itemColumns} FROM gathering_items AS items
      WHERE items.tenant_id = $1 AND items.gathering_id = $2 ORDER BY items.position, items.item_id`,
    [tx.tenantId, gatheringId],
  );
  return rows;
}

export interface NewItem {
  itemId: string;
  hostOrgId: string;
  kind: string;
  about: ItemRow['about'];
  caseId?: string | null;
  topicId?: string | null;
  resolutionId?: string | null;
  title?: string | null;
  body?: string | null;
  ladder?: string | null;
  rung?: number | null;
  areaCode?: string | null;
  enteredAt: string;
  enteredByPersonId?: string | null;
  carriedFrom?: string | null;
  /** Null: it waits. */
  gatheringId?: string | null;
}

/** Put last on the gathering's agenda, where one is named. */
export async function addItem(tx: Tx, item: NewItem): Promise<void> {
  await tx.query(
    `INSERT INTO gathering_items (tenant_id, item_id, host_org_id, kind, about, case_id, topic_id, resolution_id, title,
                                  body, ladder, rung, area_code, entered_at, entered_by_person_id, carried_from,
                                  gathering_id, position)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
             CASE WHEN $17::uuid IS NOT NULL THEN
               (SELECT coalesce(max(position), 0) + 1 FROM gathering_items WHERE tenant_id = $1 AND gathering_id = $17) END)`,
    [
      tx.tenantId,
      item.itemId,
      item.hostOrgId,
      item.kind,
      item.about,
      item.caseId ?? null,
      item.topicId ?? null,
      item.resolutionId ?? null,
      item.title ?? null,
      item.body ?? null,
      item.ladder ?? null,
      item.rung ?? null,
      item.areaCode ?? null,
      item.enteredAt,
      item.enteredByPersonId ?? null,
      item.carriedFrom ?? null,
      item.gatheringId ?? null,
    ],
  );
}

/** An item ends once: false when somebody was quicker. */
export async function endItem(
  tx: Tx,
  itemId: string,
  end: { as: ItemEnd; at: string; inGathering: string | null; reason: string | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE gathering_items SET ended_as = $3, ended_at = $4, ended_in = $5, end_reason = $6
      WHERE tenant_id = $1 AND item_id = $2 AND ended_at IS NULL`,
    [tx.tenantId, itemId, end.as, end.at, end.inGathering, end.reason],
  );
  return rowCount === 1;
}

export interface ResolutionRow {
  resolutionId: string;
  gatheringId: string;
  itemId: string;
  caseId: string | null;
  hostOrgId: string;
  kind: string;
  text: string;
  decidedAt: string;
  ownerPostId: string | null;
  ownerRole: string | null;
  ownerOrgId: string | null;
  ownerPersonId: string | null;
  ownerLabel: string | null;
  dueOn: string | null;
  dueAt: string | null;
  state: 'no-duty' | 'running' | 'kept' | 'not-kept';
  answer: string | null;
  answeredAt: string | null;
  answeredByLabel: string | null;
  /** Of the gathering that decided it. */
  titleZh: string | null;
  titleEn: string | null;
  seriesTitleZh: string | null;
  seriesTitleEn: string | null;
  startsAt: string;
  hostName: string;
  areaCode: string;
  ownerOrgName: string | null;
  ownerName: string | null;
  /** Of the case it decided. */
  caseNumber: string | null;
  caseKind: string | null;
  caseStation: string | null;
  caseIsOver: boolean | null;
  caseModelVersion: string | null;
}

export const resolutionColumns = `resolutions.resolution_id AS "resolutionId", resolutions.gathering_id AS "gatheringId",
  resolutions.item_id AS "itemId", resolutions.case_id AS "caseId", resolutions.host_org_id AS "hostOrgId",
  resolutions.kind, resolutions.text, resolutions.decided_at AS "decidedAt",
  resolutions.owner_post_id AS "ownerPostId", resolutions.owner_role AS "ownerRole",
  resolutions.owner_org_id AS "ownerOrgId", resolutions.owner_person_id AS "ownerPersonId",
  resolutions.owner_label AS "ownerLabel", resolutions.due_on AS "dueOn", resolutions.due_at AS "dueAt",
  resolutions.state, resolutions.answer, resolutions.answered_at AS "answeredAt",
  resolutions.answered_by_label AS "answeredByLabel",
  gatherings.title_zh AS "titleZh", gatherings.title_en AS "titleEn", series.title_zh AS "seriesTitleZh",
  series.title_en AS "seriesTitleEn", gatherings.starts_at AS "startsAt", hosts.name AS "hostName",
  gatherings.area_code AS "areaCode", owner_orgs.name AS "ownerOrgName", owners.name AS "ownerName",
  cases.number AS "caseNumber", cases.kind AS "caseKind", cases.station AS "caseStation", cases.is_over AS "caseIsOver",
  cases.model_version AS "caseModelVersion"`;

export const resolutionsAround = `gathering_resolutions AS resolutions
  JOIN gatherings ON gatherings.tenant_id = resolutions.tenant_id AND gatherings.gathering_id = resolutions.gathering_id
  JOIN orgs AS hosts ON hosts.tenant_id = resolutions.tenant_id AND hosts.org_id = gatherings.host_org_id
  LEFT JOIN gathering_series AS series ON series.tenant_id = resolutions.tenant_id AND series.series_id = gatherings.series_id
  LEFT JOIN orgs AS owner_orgs ON owner_orgs.tenant_id = resolutions.tenant_id AND owner_orgs.org_id = resolutions.owner_org_id
  LEFT JOIN people AS owners ON owners.tenant_id = resolutions.tenant_id AND owners.person_id = resolutions.owner_person_id
  LEFT JOIN cases ON cases.tenant_id = resolutions.tenant_id AND cases.case_id = resolutions.case_id`;

export async function findResolutions(tx: Tx, resolutionIds: readonly string[]): Promise<ResolutionRow[]> {
  if (resolutionIds.length === 0) return [];
  const { rows } = await tx.query<ResolutionRow>(
    `SELECT ${resolutionColumns} FROM ${resolutionsAround}
      WHERE resolutions.tenant_id = $1 AND resolutions.resolution_id = ANY ($2::uuid[])
      ORDER BY resolutions.decided_at, resolutions.resolution_id`,
    [tx.tenantId, resolutionIds],
  );
  return rows;
}

export async function findResolutionsOf(tx: Tx, gatheringId: string): Promise<ResolutionRow[]> {
  const { rows } = await tx.query<ResolutionRow>(
    `SELECT ${resolutionColumns} FROM ${resolutionsAround}
      WHERE resolutions.tenant_id = $1 AND resolutions.gathering_id = $2
      ORDER BY resolutions.decided_at, resolutions.resolution_id`,
    [tx.tenantId, gatheringId],
  );
  return rows;
}

/** Where a gathering stands after a step: only what is named changes. */
export async function setGathering(
  tx: Tx,
  row: GatheringRow,
  changes: Partial<
    Pick<
      GatheringRow,
      | 'state'
      | 'startsAt'
      | 'endsAt'
      | 'place'
      | 'noticeAt'
      | 'announcedAt'
      | 'openedAt'
      | 'endedAt'
      | 'adjournedAt'
      | 'reason'
      | 'currentItemId'
      | 'minutesPostedAt'
      | 'revision'
    >
  > & { remindAt?: string | null; closingTellAt?: string | null },
): Promise<void> {
  const { remindAt, closingTellAt, ...own } = changes;
  Object.assign(row, own);
  await tx.query(
    `UPDATE gatherings SET state = $3, starts_at = $4, ends_at = $5, place = $6, notice_at = $7, announced_at = $8,
            opened_at = $9, ended_at = $10, reason = $11, current_item_id = $12, minutes_posted_at = $13, revision = $14,
            remind_at = CASE WHEN $15 THEN $16::timestamptz ELSE remind_at END,
            closing_tell_at = CASE WHEN $17 THEN $18::timestamptz ELSE closing_tell_at END, adjourned_at = $19
      WHERE tenant_id = $1 AND gathering_id = $2`,
    [
      tx.tenantId,
      row.gatheringId,
      row.state,
      row.startsAt,
      row.endsAt,
      row.place,
      row.noticeAt,
      row.announcedAt,
      row.openedAt,
      row.endedAt,
      row.reason,
      row.currentItemId,
      row.minutesPostedAt,
      row.revision,
      remindAt !== undefined,
      remindAt ?? null,
      closingTellAt !== undefined,
      closingTellAt ?? null,
      row.adjournedAt,
    ],
  );
}
