/** How often what must be held was held: by organisation and kind, in the calendar period that a day falls in. */
import type { CadencePage, CadenceQuery, CadenceRow } from '@linli/contract';
import { localDateOf, startOfDate } from '@linli/engine';
import type { CadencePeriod, Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { memberRolesOf, membersSql } from '../orgs/index.ts';
import type { Viewer } from '../people/index.ts';
import { plusDays } from './make-occurrences.ts';
import { membersAskedFor } from './rules.ts';
import { watchesOrg } from './watch.ts';

const periodMonths: Record<CadencePeriod, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** First and last day of the calendar period that a day falls in: `2026-11-23` in a quarter is October to December. */
export function periodOf(per: CadencePeriod, day: string): { from: string; to: string } {
  const months = periodMonths[per];
  const [year = 0, month = 1] = day.split('-').map(Number);
  const first = Math.floor((month - 1) / months) * months;
  const from = new Date(Date.UTC(year, first, 1)).toISOString().slice(0, 10);
  const to = new Date(Date.UTC(year, first + months, 0)).toISOString().slice(0, 10);
  return { from, to };
}

/** Of an organisation and all below it. */
export async function listCadence(
  deps: Deps,
  viewer: Viewer,
  { org, on, state }: z.output<typeof CadenceQuery>,
): Promise<CadencePage> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const day = on ?? localDateOf(now, model.timeZone);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      await watchesOrg(tx, viewer, org);
      const { rows: below } = await tx.query<{ orgId: string }>(
        `WITH RECURSIVE below AS (
           SELECT orgs.tenant_id, orgs.org_id FROM orgs WHERE orgs.tenant_id = $1 AND orgs.org_id = $2
           UNION
           SELECT child.tenant_id, child.org_id FROM below
             JOIN orgs AS child ON child.tenant_id = below.tenant_id AND child.tenant_id = $1 AND child.parent_org_id = below.org_id)
         SELECT org_id AS "orgId" FROM below`,
        [tx.tenantId, org],
      );
      const rows = await cadenceOf(
        tx,
        model,
        below.map(({ orgId }) => orgId),
        day,
        now,
      );
      const count = (one: CadenceRow['state']): number => rows.filter((row) => row.state === one).length;
      return {
        on: day,
        rows: state === undefined ? rows : rows.filter((row) => row.state === state),
        counts: { held: count('held'), due: count('due'), missed: count('missed') },
      };
    },
    { readOnly: true },
  );
}

/** One row for each organisation and kind that must be held there; what is missed first, then what is due. */
export async function cadenceOf(
  tx: Tx,
  model: Model,
  orgIds: readonly string[],
  day: string,
  now: string,
): Promise<CadenceRow[]> {
  const today = localDateOf(now, model.timeZone);
  const wanted = Object.entries(model.gatherings).flatMap(([kind, rule]) => {
    if (rule.cadence === null) return [];
    const { atLeast, per } = rule.cadence;
    return [{ kind, rule, atLeast, per, ...periodOf(per, day) }];
  });
  if (wanted.length === 0 || orgIds.length === 0) return [];
  const pairs = wanted.flatMap((one) =>
    one.rule.hosts.map((host) => ({ ...one, host, least: membersAskedFor(model, one.rule, host) })),
  );
  const { rows } = await tx.query<{
    orgId: string;
    orgName: string;
    kind: string;
    gatheringIds: string[];
    nextId: string | null;
    nextAt: string | null;
  }>(
    `SELECT orgs.org_id AS "orgId", orgs.name AS "orgName", wanted.kind,
            ARRAY(SELECT held.gathering_id::text FROM gatherings AS held
                   WHERE held.tenant_id = $1 AND held.host_org_id = orgs.org_id AND held.kind = wanted.kind
                     AND held.state = 'ended' AND held.continues_id IS NULL AND held.starts_at >= wanted.from_at AND held.starts_at < wanted.to_at
                   ORDER BY held.starts_at) AS "gatheringIds",
            next.gathering_id AS "nextId", next.starts_at AS "nextAt"
       FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::date[], $9::integer[])
              AS wanted (kind, host, from_at, to_at, last_day, least)
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.kind = wanted.host AND orgs.org_id = ANY ($7::uuid[])
        AND orgs.valid_from <= wanted.last_day AND coalesce(orgs.valid_to, 'infinity') >= wanted.last_day
       LEFT JOIN LATERAL (
         SELECT gathering_id, starts_at FROM gatherings
          WHERE gatherings.tenant_id = $1 AND gatherings.host_org_id = orgs.org_id AND gatherings.kind = wanted.kind
            AND gatherings.state IN ('planned', 'announced', 'open') AND gatherings.ends_at > $8
          ORDER BY starts_at LIMIT 1) AS next ON true
      WHERE wanted.least IS NULL
         OR wanted.least <= ${membersSql({ org: 'orgs.org_id', day: 'wanted.last_day', memberRoles: '$10' })}`,
    [
      tx.tenantId,
      pairs.map(({ kind }) => kind),
      pairs.map(({ host }) => host),
      pairs.map(({ from }) => startOfDate(from, model.timeZone)),
      pairs.map(({ to }) => startOfDate(to, model.timeZone, 1)),
      pairs.map(({ to }) => (to < today ? to : today)),
      orgIds,
      now,
      pairs.map(({ least }) => least),
      memberRolesOf(model),
    ],
  );
  const byKind = new Map(wanted.map((one) => [one.kind, one]));
  const order = { missed: 0, due: 1, held: 2 };
  return rows
    .flatMap((row): CadenceRow[] => {
      const rule = byKind.get(row.kind);
      if (rule === undefined) return [];
      const held = row.gatheringIds.length;
      const state = held >= rule.atLeast ? 'held' : rule.to < today ? 'missed' : 'due';
      return [
        {
          orgId: row.orgId,
          orgName: row.orgName,
          kind: row.kind,
          kindTitle: rule.rule.title,
          atLeast: rule.atLeast,
          per: rule.per,
          from: rule.from,
          to: rule.to,
          held,
          gatheringIds: row.gatheringIds,
          next:
            row.nextId === null || row.nextAt === null
              ? null
              : { gatheringId: row.nextId, startsAt: row.nextAt },
          state,
        },
      ];
    })
    .toSorted(
      (left, right) =>
        order[left.state] - order[right.state] ||
        left.orgName.localeCompare(right.orgName, 'zh-CN') ||
        left.kind.localeCompare(right.kind),
    );
}

/** First day of the week that a day falls in, a Monday. */
export function weekOf(day: string): { from: string; to: string } {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const from = plusDays(day, -weekday);
  return { from, to: plusDays(from, 6) };
}
