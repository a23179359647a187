/** Which organisations break the rules of size, and why; also of one that is only thought of. */
import type { FormationCheck, FormationQuery, FormationReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { brokenRules } from './formation-rules.ts';
import { requireCover, requirePost, today } from './policy.ts';
import { titleOf } from './present.ts';

export async function checkFormations(
  deps: Deps,
  viewer: Viewer,
  query: z.output<typeof FormationQuery>,
): Promise<z.output<typeof FormationReply>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  if (query.kind !== undefined && query.org === undefined)
    return { checks: [checkThought(model, query.kind, query, null)], next: null };
  const day = today(model, deps.clock.now());
  const areaCode = query.area ?? model.jurisdiction;
  if (query.org === undefined) requireCover(model, viewer, areaCode);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      if (query.org !== undefined) {
        const [formed] = await formedOrgs(tx, model, { orgId: query.org }, day);
        if (!formed) throw problem('not-found');
        const checked =
          query.kind === undefined ? check(model, formed) : checkThought(model, query.kind, query, formed);
        return { checks: [checked], next: null };
      }
      return checkPage(tx, model, areaCode, query.after, day);
    },
    { readOnly: true },
  );
}

interface FormedRow {
  orgId: string;
  name: string;
  kind: string;
  formation: string | null;
  areas: number;
  hasGrid: boolean;
  members: number | null;
  membersByArea: number[] | null;
  committee: number;
}

const shown = 50;
const scanned = 500;

/** Whole organisations are read until enough are found that break a rule; `next` is where reading stopped. */
async function checkPage(
  tx: Tx,
  model: Model,
  areaCode: string,
  after: string | undefined,
  day: string,
): Promise<z.output<typeof FormationReply>> {
  const checks: FormationCheck[] = [];
  let from = after;
  for (;;) {
    const rows = await formedOrgs(tx, model, { areaCode, after: from }, day);
    for (const row of rows) {
      const found = check(model, row);
      if (found.broken.length > 0) checks.push(found);
      if (checks.length === shown) return { checks, next: row.orgId };
    }
    if (rows.length < scanned) return { checks, next: null };
    from = rows.at(-1)?.orgId;
  }
}

function check(model: Model, row: FormedRow): FormationCheck {
  return {
    org: { orgId: row.orgId, name: row.name },
    kind: row.kind,
    kindTitle: titleOf(model.orgKinds, row.kind),
    formation: row.formation,
    members: row.members,
    areas: row.areas,
    broken: brokenRules(model, row),
  };
}

/** `present`: one that would be changed, as it is; its grid, its committee and what was counted stay. */
function checkThought(
  model: Model,
  kind: string,
  { formation, members, areas: covered }: z.output<typeof FormationQuery>,
  present: FormedRow | null,
): FormationCheck {
  if (!Object.hasOwn(model.orgKinds, kind)) {
    const allowed = Object.keys(model.orgKinds).join(', ');
    throw fieldProblem('/kind', {
      zh: `没有这类组织，可选：${allowed}`,
      en: `No such kind. Choose one of: ${allowed}`,
    });
  }
  const numbers = members === undefined ? null : members.split(',').map(Number);
  const sum = numbers?.reduce((total, number) => total + number, 0) ?? present?.members ?? null;
  const areas = covered ?? numbers?.length ?? 0;
  const formed = {
    kind,
    formation: formation ?? null,
    members: sum,
    membersByArea: numbers?.length === areas ? numbers : null,
    areas,
    hasGrid: present?.hasGrid ?? null,
    committee: present?.committee ?? null,
  };
  return {
    org: present && { orgId: present.orgId, name: present.name },
    kind,
    kindTitle: titleOf(model.orgKinds, kind),
    formation: formation ?? null,
    members: sum,
    areas,
    broken: brokenRules(model, formed),
  };
}

/** Organisations of kinds with rules, with what the rules ask. Sizes entered come before holders counted. */
async function formedOrgs(
  tx: Tx,
  model: Model,
  which: { orgId: string } | { areaCode: string; after: string | undefined },
  day: string,
): Promise<FormedRow[]> {
  const kinds = Object.entries(model.orgKinds).flatMap(([key, { formation, members, committee }]) =>
    'orgId' in which || formation.length > 0 || members !== null || committee !== null ? [key] : [],
  );
  const memberRoles = Object.entries(model.roles).flatMap(([key, { isMember }]) => (isMember ? [key] : []));
  const committeeRoles = Object.values(model.orgKinds).flatMap(({ committee }) => committee?.roles ?? []);
  const { rows } = await tx.query<FormedRow>(
    `SELECT orgs.org_id AS "orgId", orgs.name, orgs.kind, orgs.formation,
            (SELECT count(*)::integer FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id) AS areas,
            EXISTS (SELECT FROM grids WHERE grids.tenant_id = $1 AND grids.org_id = orgs.org_id
                       AND grids.valid_from <= $2::date AND coalesce(grids.valid_to, 'infinity') >= $2::date) AS "hasGrid",
            coalesce(size.members, nullif(holder.members, 0)) AS members, size.by_area AS "membersByArea",
            (SELECT count(DISTINCT posts.person_id)::integer FROM posts
              WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id AND posts.role = ANY ($5)
                AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date) AS committee
       FROM orgs
       LEFT JOIN LATERAL (
         SELECT sum(latest.members)::integer AS members,
                CASE WHEN bool_and(latest.area_code <> '') THEN array_agg(latest.members) END AS by_area
           FROM (SELECT DISTINCT ON (area_code) area_code, members, counted_on FROM org_sizes
                  WHERE org_sizes.tenant_id = $1 AND org_sizes.org_id = orgs.org_id AND counted_on <= $2::date
                  ORDER BY area_code, counted_on DESC) AS latest
          WHERE latest.counted_on = (SELECT max(counted_on) FROM org_sizes
                                      WHERE org_sizes.tenant_id = $1 AND org_sizes.org_id = orgs.org_id AND counted_on <= $2::date)
       ) AS size ON true
       LEFT JOIN LATERAL (
         SELECT count(DISTINCT posts.person_id)::integer AS members FROM posts
          WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id AND posts.role = ANY ($4)
            AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date
       ) AS holder ON true
      WHERE orgs.tenant_id = $1 AND orgs.kind = ANY ($3)
        AND orgs.valid_from <= $2::date AND coalesce(orgs.valid_to, 'infinity') >= $2::date
        AND ($6::uuid IS NULL OR orgs.org_id = $6)
        AND ($7::text IS NULL OR orgs.org_id IN (SELECT org_areas.org_id FROM org_areas
               WHERE org_areas.tenant_id = $1 AND org_areas.area_code >= $7 AND org_areas.area_code < $7 || '~'))
        AND ($8::uuid IS NULL OR orgs.org_id > $8)
      ORDER BY orgs.org_id LIMIT ${scanned}`,
    [
      tx.tenantId,
      day,
      kinds,
      memberRoles,
      committeeRoles,
      'orgId' in which ? which.orgId : null,
      'orgId' in which ? null : which.areaCode,
      'orgId' in which ? null : (which.after ?? null),
    ],
  );
  return rows;
}

/** Members of one organisation as last counted by a day; null: not known. */
export async function membersOf(tx: Tx, model: Model, orgId: string, day: string): Promise<number | null> {
  const [formed] = await formedOrgs(tx, model, { orgId }, day);
  return formed?.members ?? null;
}
