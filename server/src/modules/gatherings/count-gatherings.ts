/** What took place between two days, kind by kind, and how far that is of what a programme asks for. */
import type { GatheringCount, GatheringCountQuery, GatheringCounts } from '@linli/contract';
import { localDateOf, startOfDate } from '@linli/engine';
import type { GatheringKind } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { takesResidents } from './policy.ts';
import { watchesOrg } from './watch.ts';

const yearDays = 365;

type Count = Omit<GatheringCount, 'key' | 'title' | 'form' | 'goals'>;

/**
 * Sums that name nobody: who holds a post reads all kinds, everybody else those that are open to residents. Of one
 * organisation they are for those who watch over it.
 */
export async function countGatherings(
  deps: Deps,
  viewer: Viewer,
  { org, from, to }: z.output<typeof GatheringCountQuery>,
): Promise<GatheringCounts> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const last = to ?? localDateOf(deps.clock.now(), model.timeZone);
  const first = from ?? localDateOf(startOfDate(last, model.timeZone, -yearDays), model.timeZone);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      if (org !== undefined) await watchesOrg(tx, viewer, org);
      const seen = Object.entries(model.gatherings).filter(
        ([, rule]) => viewer.posts.length > 0 || takesResidents(rule),
      );
      const counts = await countKinds(tx, {
        kinds: seen.map(([kind]) => kind),
        from: startOfDate(first, model.timeZone),
        to: startOfDate(last, model.timeZone, 1),
        orgId: org ?? null,
      });
      return {
        from: first,
        to: last,
        kinds: seen.flatMap(([key, rule]): GatheringCount[] => {
          const count = counts.get(key);
          if (count === undefined) return [];
          return [{ key, title: rule.title, form: rule.form, ...count, goals: goalsOf(rule, count) }];
        }),
      };
    },
    { readOnly: true },
  );
}

function goalsOf({ goals }: GatheringKind, count: Count): GatheringCount['goals'] {
  return goals.map(({ title, of, atLeast }) => ({ title, of, atLeast, reached: count[of] }));
}

interface Row {
  kind: string;
  held: number;
  notHeld: number;
  hosts: number;
  attendances: number;
  people: number;
  lecturers: number;
  serviceMinutes: number;
  resolutions: number;
  kept: number;
  notKept: number;
  running: number;
}

async function countKinds(
  tx: Tx,
  { kinds, from, to, orgId }: { kinds: string[]; from: string; to: string; orgId: string | null },
): Promise<Map<string, Count>> {
  // Each is counted by itself: joined to one another, the names of a list would multiply its resolutions.
  const { rows } = await tx.query<Row>(
    `WITH these AS (
       SELECT gatherings.gathering_id, gatherings.kind, gatherings.host_org_id, gatherings.state,
              extract(epoch FROM gatherings.ends_at - gatherings.starts_at) / 60 AS minutes
         FROM gatherings
        WHERE gatherings.tenant_id = $1 AND gatherings.kind = ANY ($2::text[])
          AND gatherings.starts_at >= $3 AND gatherings.starts_at < $4
          AND ($5::uuid IS NULL OR EXISTS (
            SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = $5
               AND starts_with(gatherings.area_code, org_areas.area_code)))),
     came AS (
       SELECT these.kind, count(*)::integer AS attendances, count(DISTINCT list.person_id)::integer AS people
         FROM these JOIN gathering_attendance AS list
           ON list.tenant_id = $1 AND list.gathering_id = these.gathering_id
        WHERE these.state = 'ended' GROUP BY these.kind),
     taught AS (
       SELECT these.kind, count(DISTINCT coalesce(list.person_id::text, list.name))::integer AS lecturers
         FROM these JOIN gathering_lecturers AS list
           ON list.tenant_id = $1 AND list.gathering_id = these.gathering_id
        WHERE these.state = 'ended' GROUP BY these.kind),
     served AS (
       SELECT these.kind, sum(these.minutes)::integer AS minutes
         FROM these JOIN gathering_shifts AS seats
           ON seats.tenant_id = $1 AND seats.gathering_id = these.gathering_id
          AND (seats.person_id IS NOT NULL OR seats.name IS NOT NULL)
        WHERE these.state = 'ended' GROUP BY these.kind),
     decided AS (
       SELECT these.kind, count(*)::integer AS resolutions,
              (count(*) FILTER (WHERE given.state = 'kept'))::integer AS kept,
              (count(*) FILTER (WHERE given.state = 'not-kept'))::integer AS not_kept,
              (count(*) FILTER (WHERE given.state = 'running'))::integer AS running
         FROM these JOIN gathering_resolutions AS given
           ON given.tenant_id = $1 AND given.gathering_id = these.gathering_id
        GROUP BY these.kind)
     SELECT these.kind, (count(*) FILTER (WHERE these.state = 'ended'))::integer AS held,
            (count(*) FILTER (WHERE these.state = 'not-held'))::integer AS "notHeld",
            (count(DISTINCT these.host_org_id) FILTER (WHERE these.state = 'ended'))::integer AS hosts,
            coalesce(max(came.attendances), 0) AS attendances, coalesce(max(came.people), 0) AS people,
            coalesce(max(taught.lecturers), 0) AS lecturers, coalesce(max(served.minutes), 0) AS "serviceMinutes",
            coalesce(max(decided.resolutions), 0) AS resolutions, coalesce(max(decided.kept), 0) AS kept,
            coalesce(max(decided.not_kept), 0) AS "notKept", coalesce(max(decided.running), 0) AS running
       FROM these
       LEFT JOIN came ON came.kind = these.kind
       LEFT JOIN taught ON taught.kind = these.kind
       LEFT JOIN served ON served.kind = these.kind
       LEFT JOIN decided ON decided.kind = these.kind
      GROUP BY these.kind`,
    [tx.tenantId, kinds, from, to, orgId],
  );
  return new Map(
    rows.map(({ kind, kept, notKept, running, ...count }) => [
      kind,
      { ...count, duties: { kept, 'not-kept': notKept, running } },
    ]),
  );
}
