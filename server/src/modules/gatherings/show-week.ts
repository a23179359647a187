/** What is due in a week, for the organisations somebody holds posts in. */
import type { SecretaryWeek, WeekQuery } from '@linli/contract';
import { localDateOf, startOfDate } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { cadenceOf, weekOf } from './cadence.ts';
import { presentSummaries } from './list-gatherings.ts';
import { presentResolution } from './present.ts';
import { titleOf } from './rules.ts';
import {
  type GatheringRow,
  gatheringColumns,
  gatheringsAround,
  type ResolutionRow,
  resolutionColumns,
  resolutionsAround,
} from './store.ts';

const most = 300;
/** Minutes older than this are nobody's work any more. */
const minutesOwedDays = 60;

export async function showWeek(
  deps: Deps,
  viewer: Viewer,
  { on }: z.output<typeof WeekQuery>,
): Promise<SecretaryWeek> {
  if (viewer.personId === null) throw problem('sign-in-required');
  if (viewer.posts.length === 0) throw problem('not-found');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const { from, to } = weekOf(on ?? localDateOf(now, model.timeZone));
  const orgs = new Map(viewer.posts.map(({ orgId, orgName }) => [orgId, orgName]));
  const orgIds = [...orgs.keys()];
  const span = { from: startOfDate(from, model.timeZone), to: startOfDate(to, model.timeZone, 1) };
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [gatherings, agendas, waiting, owed, duties, cadence] = await Promise.all([
        tx.query<GatheringRow>(
          `SELECT ${gatheringColumns} FROM ${gatheringsAround}
            WHERE gatherings.tenant_id = $1 AND gatherings.host_org_id = ANY ($2::uuid[])
              AND gatherings.starts_at >= $3 AND gatherings.starts_at < $4
            ORDER BY gatherings.starts_at, gatherings.gathering_id LIMIT ${most}`,
          [tx.tenantId, orgIds, span.from, span.to],
        ),
        findAgendas(tx, model, orgIds, span, now),
        findWaiting(tx, model, orgIds, now),
        tx.query<GatheringRow>(
          `SELECT ${gatheringColumns} FROM ${gatheringsAround}
            WHERE gatherings.tenant_id = $1 AND gatherings.host_org_id = ANY ($2::uuid[]) AND gatherings.state = 'ended'
              AND gatherings.minutes_posted_at IS NULL AND gatherings.kind = ANY ($4::text[])
              AND gatherings.starts_at >= $3::timestamptz - make_interval(days => ${minutesOwedDays})
            ORDER BY gatherings.ended_at LIMIT ${most}`,
          [
            tx.tenantId,
            orgIds,
            now,
            Object.entries(model.gatherings).flatMap(([kind, { form }]) =>
              form === 'meeting' ? [kind] : [],
            ),
          ],
        ),
        tx.query<ResolutionRow>(
          `SELECT ${resolutionColumns} FROM ${resolutionsAround}
            WHERE resolutions.tenant_id = $1 AND resolutions.state = 'running' AND resolutions.due_at < $3
              AND (resolutions.owner_org_id = ANY ($2::uuid[]) OR resolutions.owner_person_id = $4)
            ORDER BY resolutions.due_at, resolutions.resolution_id LIMIT ${most}`,
          [tx.tenantId, orgIds, span.to, viewer.personId],
        ),
        cadenceOf(tx, model, orgIds, from, now),
      ]);
      return {
        from,
        to,
        orgs: [...orgs].map(([orgId, name]) => ({ orgId, name })),
        gatherings: await presentSummaries(deps, tx, viewer, gatherings.rows, now),
        agendas,
        waiting,
        minutesOwed: owed.rows.map((row) => ({
          gatheringId: row.gatheringId,
          title: titleOf(model, row.kind, row),
          endedAt: row.endedAt ?? row.endsAt,
        })),
        duties: duties.rows.map((row) => presentResolution(model, viewer, true, row, now)),
        cadence: cadence.filter(({ state }) => state !== 'held'),
      };
    },
    { readOnly: true },
  );
}

/** Agendas that are told, and so closed to topics, in this week. */
async function findAgendas(
  tx: Tx,
  model: Model,
  orgIds: readonly string[],
  span: { from: string; to: string },
  now: string,
): Promise<SecretaryWeek['agendas']> {
  const kinds = Object.entries(model.gatherings).flatMap(([kind, { agenda }]) =>
    agenda.length > 0 ? [kind] : [],
  );
  const { rows } = await tx.query<GatheringRow & { onAgenda: number; waiting: number }>(
    `SELECT ${gatheringColumns},
            (SELECT count(*)::integer FROM gathering_items AS items
              WHERE items.tenant_id = $1 AND items.gathering_id = gatherings.gathering_id) AS "onAgenda",
            (SELECT count(*)::integer FROM gathering_items AS items
              WHERE items.tenant_id = $1 AND items.host_org_id = gatherings.host_org_id AND items.kind = gatherings.kind
                AND items.ended_at IS NULL AND items.gathering_id IS NULL) AS waiting
       FROM ${gatheringsAround}
      WHERE gatherings.tenant_id = $1 AND gatherings.host_org_id = ANY ($2::uuid[]) AND gatherings.state = 'planned'
        AND gatherings.notice_at >= $3 AND gatherings.notice_at < $4 AND gatherings.starts_at > $6
        AND gatherings.kind = ANY ($5::text[])
      ORDER BY gatherings.notice_at LIMIT ${most}`,
    [tx.tenantId, orgIds, span.from, span.to, kinds, now],
  );
  return rows.map((row) => ({
    gatheringId: row.gatheringId,
    title: titleOf(model, row.kind, row),
    startsAt: row.startsAt,
    closesAt: row.noticeAt ?? row.startsAt,
    onAgenda: row.onAgenda,
    waiting: row.waiting,
  }));
}

async function findWaiting(
  tx: Tx,
  model: Model,
  orgIds: readonly string[],
  now: string,
): Promise<SecretaryWeek['waiting']> {
  const { rows } = await tx.query<{
    orgId: string;
    orgName: string;
    kind: string;
    items: number;
    oldestAt: string;
    nextId: string | null;
    nextAt: string | null;
  }>(
    `SELECT pool.host_org_id AS "orgId", orgs.name AS "orgName", pool.kind, pool.items, pool.oldest_at AS "oldestAt",
            next.gathering_id AS "nextId", next.starts_at AS "nextAt"
       FROM (SELECT host_org_id, kind, count(*)::integer AS items, min(entered_at) AS oldest_at FROM gathering_items
              WHERE tenant_id = $1 AND host_org_id = ANY ($2::uuid[]) AND ended_at IS NULL AND gathering_id IS NULL
              GROUP BY host_org_id, kind) AS pool
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = pool.host_org_id
       LEFT JOIN LATERAL (
         SELECT gathering_id, starts_at FROM gatherings
          WHERE gatherings.tenant_id = $1 AND gatherings.host_org_id = pool.host_org_id AND gatherings.kind = pool.kind
            AND gatherings.state IN ('planned', 'announced', 'open') AND gatherings.ends_at > $3
          ORDER BY starts_at LIMIT 1) AS next ON true
      ORDER BY pool.oldest_at`,
    [tx.tenantId, orgIds, now],
  );
  return rows.map((row) => ({
    orgId: row.orgId,
    orgName: row.orgName,
    kind: row.kind,
    kindTitle: model.gatherings[row.kind]?.title ?? { zh: row.kind, en: row.kind },
    items: row.items,
    oldestAt: row.oldestAt,
    next:
      row.nextId === null || row.nextAt === null ? null : { gatheringId: row.nextId, startsAt: row.nextAt },
  }));
}
