/** What residents brought, and what became of it. */
import type { TopicQuery, TopicsPage, TopicView } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { maskName } from '../../platform/secrets/index.ts';
import { modelsOf } from '../models/index.ts';
import { prefixesOf } from '../orgs/index.ts';
import type { Viewer } from '../people/index.ts';
import { newestFirst, pageOf, startOf } from './pages.ts';
import { noPart, relationTo, takesResidents } from './policy.ts';
import { presentResolution } from './present.ts';
import { titleOf } from './rules.ts';
import { findResolutions, type ResolutionRow } from './store.ts';

export interface TopicRow {
  topicId: string;
  hostOrgId: string;
  hostName: string;
  kind: string;
  title: string;
  body: string | null;
  areaCode: string;
  areaName: string;
  broughtByPersonId: string | null;
  broughtBy: string | null;
  broughtAt: string;
  state: TopicView['state'];
  outcome: string | null;
  caseId: string | null;
  caseNumber: string | null;
  supporterCount: number;
  isSupportedByMe: boolean;
  gatheringId: string | null;
  startsAt: string | null;
  titleZh: string | null;
  titleEn: string | null;
  seriesTitleZh: string | null;
  seriesTitleEn: string | null;
  resolutionIds: string[];
}

/** `$2`: the viewer. */
export const topicSelect = `
  SELECT topics.topic_id AS "topicId", topics.host_org_id AS "hostOrgId", hosts.name AS "hostName", topics.kind,
         topics.title, topics.body, topics.area_code AS "areaCode", coalesce(areas.full_name, topics.area_code) AS "areaName",
         topics.brought_by_person_id AS "broughtByPersonId", coalesce(topics.brought_by_name, people.name) AS "broughtBy",
         topics.brought_at AS "broughtAt", topics.state, topics.outcome, topics.case_id AS "caseId",
         cases.number AS "caseNumber", topics.supporter_count AS "supporterCount",
         EXISTS (SELECT FROM gathering_topic_supporters AS own
                  WHERE own.tenant_id = $1 AND own.topic_id = topics.topic_id AND own.person_id = $2::uuid) AS "isSupportedByMe",
         last.gathering_id AS "gatheringId", last.starts_at AS "startsAt", last.title_zh AS "titleZh",
         last.title_en AS "titleEn", last.series_title_zh AS "seriesTitleZh", last.series_title_en AS "seriesTitleEn",
         ARRAY(SELECT resolutions.resolution_id::text FROM gathering_resolutions AS resolutions
                 JOIN gathering_items AS decided ON decided.tenant_id = $1 AND decided.item_id = resolutions.item_id
                WHERE resolutions.tenant_id = $1 AND decided.topic_id = topics.topic_id) AS "resolutionIds"
    FROM gathering_topics AS topics
    JOIN orgs AS hosts ON hosts.tenant_id = $1 AND hosts.org_id = topics.host_org_id
    LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = topics.area_code
    LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = topics.brought_by_person_id
    LEFT JOIN cases ON cases.tenant_id = $1 AND cases.case_id = topics.case_id
    LEFT JOIN LATERAL (
      SELECT gatherings.gathering_id, gatherings.starts_at, gatherings.title_zh, gatherings.title_en,
             series.title_zh AS series_title_zh, series.title_en AS series_title_en
        FROM gathering_items AS items
        JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.gathering_id = items.gathering_id
        LEFT JOIN gathering_series AS series ON series.tenant_id = $1 AND series.series_id = gatherings.series_id
       WHERE items.tenant_id = $1 AND items.topic_id = topics.topic_id
       ORDER BY gatherings.starts_at DESC LIMIT 1) AS last ON true
   WHERE topics.tenant_id = $1`;

export async function listTopics(
  deps: Deps,
  viewer: Viewer,
  query: z.output<typeof TopicQuery>,
): Promise<TopicsPage> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  if (query.mine && viewer.personId === null) throw problem('sign-in-required');
  const start = startOf(query.cursor, newestFirst);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const { rows } = await tx.query<TopicRow>(
        `${topicSelect}
            AND ($3::text IS NULL OR topics.area_code = ANY ($4::text[])
              OR (topics.area_code >= $3 AND topics.area_code < $3 || '~'))
            AND ($5::uuid IS NULL OR topics.host_org_id = $5) AND ($6::text IS NULL OR topics.kind = $6)
            AND (NOT $7::boolean OR topics.brought_by_person_id = $2::uuid)
            AND ($8::text IS NULL OR ($8 = 'open') = (topics.state IN ('waiting', 'on-agenda')))
            AND (topics.state <> 'withdrawn' OR topics.brought_by_person_id = $2::uuid)
            AND (topics.kind = ANY ($9::text[]) OR topics.host_org_id = ANY ($10::uuid[])
              OR topics.brought_by_person_id = $2::uuid
              OR EXISTS (SELECT FROM unnest($11::text[]) AS covered (code) WHERE starts_with(topics.area_code, covered.code)))
            AND (topics.brought_at, topics.topic_id) < ($12::timestamptz, $13::uuid)
          ORDER BY topics.brought_at DESC, topics.topic_id DESC LIMIT $14`,
        [
          tx.tenantId,
          viewer.personId,
          query.area ?? null,
          query.area === undefined ? null : prefixesOf(model, query.area),
          query.org ?? null,
          query.kind ?? null,
          query.mine === true,
          query.state ?? null,
          Object.entries(model.gatherings).flatMap(([kind, rule]) => (takesResidents(rule) ? [kind] : [])),
          viewer.posts.map(({ orgId }) => orgId),
          viewer.posts
            .filter(({ abilities }) => abilities.includes('oversee') || abilities.includes('administer'))
            .flatMap(({ areas }) => areas),
          start.at,
          start.id,
          query.limit + 1,
        ],
      );
      const page = pageOf(
        rows.map((row) => ({ ...row, at: row.broughtAt, id: row.topicId })),
        query.limit,
      );
      return {
        topics: await presentTopics(tx, model, viewer, page.rows, now),
        nextCursor: page.nextCursor,
        mayBringTo: await findTakers(tx, model, viewer, query, now),
      };
    },
    { readOnly: true },
  );
}

export async function presentTopics(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  rows: readonly TopicRow[],
  now: string,
): Promise<TopicView[]> {
  const resolutions = await findResolutions(
    tx,
    rows.flatMap(({ resolutionIds }) => resolutionIds),
  );
  const byId = new Map(resolutions.map((one) => [one.resolutionId, one]));
  return rows.map((row) => presentTopic(model, viewer, row, byId, now));
}

function presentTopic(
  model: Model,
  viewer: Viewer,
  row: TopicRow,
  resolutions: ReadonlyMap<string, ResolutionRow>,
  now: string,
): TopicView {
  const rule = model.gatherings[row.kind];
  const hasDuty =
    rule !== undefined &&
    relationTo(model, rule, viewer, { hostOrgId: row.hostOrgId, areaCode: row.areaCode }, noPart).hasDuty;
  const isMine = viewer.personId !== null && row.broughtByPersonId === viewer.personId;
  const isOpen = row.state === 'waiting' || row.state === 'on-agenda';
  const verbs: TopicView['verbs'] = [];
  if (isOpen && viewer.personId !== null && !isMine) {
    verbs.push(row.isSupportedByMe ? 'withdraw-support' : 'support');
  }
  if (isOpen && isMine) verbs.push('withdraw');
  return {
    topicId: row.topicId,
    kind: row.kind,
    kindTitle: rule?.title ?? { zh: row.kind, en: row.kind },
    host: { orgId: row.hostOrgId, name: row.hostName },
    title: row.title,
    body: row.body,
    areaName: row.areaName,
    broughtAt: row.broughtAt,
    broughtBy: row.broughtBy === null ? null : isMine || hasDuty ? row.broughtBy : maskName(row.broughtBy),
    isMine,
    supporterCount: row.supporterCount,
    isSupportedByMe: row.isSupportedByMe,
    state: row.state,
    gathering:
      row.gatheringId === null || row.startsAt === null
        ? null
        : { gatheringId: row.gatheringId, title: titleOf(model, row.kind, row), startsAt: row.startsAt },
    resolutions: row.resolutionIds.flatMap((id) => {
      const found = resolutions.get(id);
      return found === undefined ? [] : [presentResolution(model, viewer, hasDuty, found, now)];
    }),
    outcome: row.outcome,
    case:
      row.caseId === null || row.caseNumber === null ? null : { caseId: row.caseId, number: row.caseNumber },
    verbs,
  };
}

/** Gatherings of a place that take topics from this viewer. */
async function findTakers(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  { area, org }: z.output<typeof TopicQuery>,
  now: string,
): Promise<TopicsPage['mayBringTo']> {
  const kinds = Object.entries(model.gatherings).filter(([, rule]) =>
    rule.agenda.some(({ from }) => from === 'topics'),
  );
  if (kinds.length === 0 || (area === undefined && org === undefined && viewer.posts.length === 0)) return [];
  const { rows } = await tx.query<{
    orgId: string;
    orgName: string;
    kind: string;
    areaCode: string;
    gatheringId: string | null;
    startsAt: string | null;
    noticeAt: string | null;
  }>(
    `SELECT orgs.org_id AS "orgId", orgs.name AS "orgName", wanted.kind,
            (SELECT min(area_code) FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id) AS "areaCode",
            next.gathering_id AS "gatheringId", next.starts_at AS "startsAt", next.notice_at AS "noticeAt"
       FROM unnest($2::text[], $3::text[]) AS wanted (kind, host)
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.kind = wanted.host
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
       LEFT JOIN LATERAL (
         SELECT gathering_id, starts_at, notice_at FROM gatherings
          WHERE gatherings.tenant_id = $1 AND gatherings.host_org_id = orgs.org_id AND gatherings.kind = wanted.kind
            AND gatherings.state IN ('planned', 'announced', 'open') AND gatherings.starts_at > $5
          ORDER BY starts_at LIMIT 1) AS next ON true
      WHERE ($6::uuid IS NULL OR orgs.org_id = $6)
        AND EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
                       AND ($7::text[] IS NULL OR org_areas.area_code = ANY ($7)))
        AND ($7::text[] IS NOT NULL OR $6::uuid IS NOT NULL OR orgs.org_id = ANY ($8::uuid[]))
      ORDER BY length((SELECT min(area_code) FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id)) DESC,
               orgs.name, wanted.kind LIMIT 50`,
    [
      tx.tenantId,
      kinds.flatMap(([kind, rule]) => rule.hosts.map(() => kind)),
      kinds.flatMap(([, rule]) => rule.hosts),
      localDateOf(now, model.timeZone),
      now,
      org ?? null,
      area === undefined ? null : prefixesOf(model, area),
      viewer.posts.map(({ orgId }) => orgId),
    ],
  );
  return rows.flatMap((row) => {
    const rule = model.gatherings[row.kind];
    if (rule === undefined) return [];
    const where = { hostOrgId: row.orgId, areaCode: row.areaCode };
    if (!relationTo(model, rule, viewer, where, noPart).sees) return [];
    return [
      {
        key: row.kind,
        title: rule.title,
        orgId: row.orgId,
        orgName: row.orgName,
        next:
          row.gatheringId === null || row.startsAt === null
            ? null
            : { gatheringId: row.gatheringId, startsAt: row.startsAt, agendaClosesAt: row.noticeAt },
      },
    ];
  });
}
