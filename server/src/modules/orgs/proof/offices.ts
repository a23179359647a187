/** Offices nobody holds, and posts held past their term, on a day. */
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { past } from './recount.ts';

export interface Vacancy {
  role: string;
  orgId: string;
  orgName: string;
  orgKind: string;
  /** What this office is for: an area, a segment or a grid; empty: the organisation as a whole. */
  place: string;
  placeName: string | null;
  areaCode: string | null;
  missing: number;
  vacantSince: string | null;
}

export interface ExpiredTerm {
  postId: string;
  role: string;
  orgId: string;
  orgName: string;
  orgKind: string;
  areaCode: string | null;
  heldFrom: string;
  termEndedOn: string;
}

export interface Scope {
  areaCode: string;
  /** Organisations that cover nothing are the whole city's. */
  isWholeCity: boolean;
  day: string;
}

const within = (column: string): string => `${column} >= $2 AND ${column} < $2 || '${past}'`;
const isHeld = "posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date";
/** An area to show an organisation by. */
const firstArea = (orgId: string): string =>
  `(SELECT min(area_code) FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = ${orgId})`;
/** Organisations of the scope: those that cover something in it. */
const orgsInScope = `org AS MATERIALIZED (
  SELECT orgs.org_id, orgs.kind, orgs.name
    FROM orgs
   WHERE orgs.tenant_id = $1 AND orgs.kind = ANY ($5)
     AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
     AND (orgs.org_id IN (SELECT org_id FROM org_areas WHERE org_areas.tenant_id = $1 AND ${within('org_areas.area_code')})
          OR $4 AND NOT EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id))
)`;

const offices = `wanted AS (
  SELECT * FROM unnest($6::text[], $5::text[], $7::integer[], $8::text[], $9::text[])
    AS wanted (role, org_kind, seats, per, per_key)
),
${orgsInScope},
-- Offices for each area, such as eight in every building: places once for each organisation and not for each role, holders
-- counted in one go, both added up without a join. Whatever is full is left out here.
-- The end of what is covered is made before it is compared: under row security a range ends an index scan only then.
covered AS MATERIALIZED (
  SELECT DISTINCT org.org_id, org.kind, kinds.per_key AS level, org_areas.area_code AS first,
         org_areas.area_code || '${past}' AS past
    FROM (SELECT DISTINCT org_kind, per_key FROM wanted WHERE per = 'level') AS kinds
    JOIN org ON org.kind = kinds.org_kind
    JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.org_id = org.org_id
),
place AS MATERIALIZED (
  SELECT DISTINCT covered.org_id, covered.kind, covered.level, inside.code
    FROM covered
    -- OFFSET keeps this a look into the index for each: few lie in what one organisation covers, a million in the city.
    CROSS JOIN LATERAL (SELECT areas.code FROM areas
                         WHERE areas.tenant_id = $1 AND areas.level = covered.level AND areas.code >= covered.first
                           AND areas.code < covered.past AND ${within('areas.code')} OFFSET 0) AS inside
),
short AS (
  SELECT role, org_id, code, max(seats) AS seats, sum(held) AS held
    FROM (SELECT wanted.role, place.org_id, place.code, wanted.seats, 0 AS held
            FROM wanted JOIN place ON place.kind = wanted.org_kind AND place.level = wanted.per_key
           WHERE wanted.per = 'level'
          UNION ALL
          SELECT posts.role, posts.org_id, post_areas.area_code, NULL, 1
            FROM post_areas JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_areas.post_id
           WHERE post_areas.tenant_id = $1 AND ${within('post_areas.area_code')}
             AND EXISTS (SELECT FROM wanted WHERE per = 'level')
             AND posts.role IN (SELECT role FROM wanted WHERE per = 'level') AND ${isHeld}) AS counted
   GROUP BY role, org_id, code
  HAVING max(seats) IS NOT NULL AND sum(held) < max(seats)
),
other AS (
  SELECT wanted.role, org.org_id, org.name AS org_name, org.kind AS org_kind, ''::text AS place, NULL::text AS place_name,
         NULL::text AS area_code, wanted.seats,
         (SELECT count(*) FROM posts WHERE posts.tenant_id = $1 AND posts.org_id = org.org_id
             AND posts.role = wanted.role AND ${isHeld}) AS held
    FROM wanted JOIN org ON org.kind = wanted.org_kind WHERE wanted.per = 'org'
  UNION ALL
  SELECT wanted.role, org.org_id, org.name, org.kind, segments.segment_id::text, segments.name, segments.area_code, wanted.seats,
         (SELECT count(*) FROM post_segments JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_segments.post_id
           WHERE post_segments.tenant_id = $1 AND post_segments.segment_id = segments.segment_id
             AND posts.org_id = org.org_id AND posts.role = wanted.role AND ${isHeld})
    FROM wanted JOIN org ON org.kind = wanted.org_kind
    JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.org_id = org.org_id
    JOIN segments ON segments.tenant_id = $1 AND segments.area_code >= org_areas.area_code
     AND segments.area_code < org_areas.area_code || '${past}' AND segments.kind = wanted.per_key
     AND segments.valid_from <= $3::date AND coalesce(segments.valid_to, 'infinity') >= $3::date
     AND ${within('segments.area_code')}
   WHERE wanted.per = 'segment'
  UNION ALL
  SELECT wanted.role, org.org_id, org.name, org.kind, grids.grid_id::text, grids.name, grids.compound_code, wanted.seats,
         -- A holder who answers for no building is for every grid of the organisation.
         (SELECT count(*) FROM posts WHERE posts.tenant_id = $1 AND posts.org_id = org.org_id
             AND posts.role = wanted.role AND ${isHeld}
             AND (NOT EXISTS (SELECT FROM post_areas WHERE post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id)
                  OR EXISTS (SELECT FROM post_areas
                               JOIN grid_buildings ON grid_buildings.tenant_id = $1 AND grid_buildings.grid_id = grids.grid_id
                                AND starts_with(post_areas.area_code, grid_buildings.building_code)
                              WHERE post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id)))
    FROM wanted JOIN org ON org.kind = wanted.org_kind
    JOIN grids ON grids.tenant_id = $1 AND grids.org_id = org.org_id
     AND grids.valid_from <= $3::date AND coalesce(grids.valid_to, 'infinity') >= $3::date
   WHERE wanted.per = 'grid'
)`;

/** Only a list needs names of what is short. */
const named = `office AS (
  SELECT * FROM other
  UNION ALL
  SELECT short.role, orgs.org_id, orgs.name, orgs.kind, areas.code, areas.full_name, areas.code, short.seats, short.held
    FROM short
    JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = short.org_id
    JOIN areas ON areas.tenant_id = $1 AND areas.code = short.code
)`;

/** How much there is to add up differs by thousands between a compound and a city: planned each time, which takes 2 ms. */
const planAnew = 'SET LOCAL plan_cache_mode = force_custom_plan';

export async function countVacancies(tx: Tx, model: Model, scope: Scope): Promise<number> {
  const [, { rows }] = await Promise.all([
    tx.query(planAnew),
    tx.query<{ number: number }>(
      `WITH ${offices}
       SELECT ((SELECT count(*) FROM short) + (SELECT count(*) FROM other WHERE held < seats))::integer AS number`,
      officeValues(tx, model, scope),
    ),
  ]);
  return rows[0]?.number ?? 0;
}

/** `after`: role, organisation and place of the last one seen. */
export async function listVacancies(
  tx: Tx,
  model: Model,
  scope: Scope,
  after: readonly string[],
  limit: number,
): Promise<Vacancy[]> {
  await tx.query(planAnew);
  const { rows } = await tx.query<Vacancy>(
    `WITH ${offices}, ${named}
     SELECT role, org_id AS "orgId", org_name AS "orgName", org_kind AS "orgKind", place, place_name AS "placeName",
            coalesce(area_code, ${firstArea('office.org_id')}) AS "areaCode", (seats - held)::integer AS missing,
            CASE WHEN place = '' THEN (SELECT max(held_to) + 1 FROM posts
                WHERE posts.tenant_id = $1 AND posts.org_id = office.org_id AND posts.role = office.role
                  AND posts.held_to < $3::date) END AS "vacantSince"
       FROM office
      WHERE held < seats AND (role COLLATE "C", org_id::text COLLATE "C", place COLLATE "C") > ($10, $11, $12)
      ORDER BY role COLLATE "C", org_id::text COLLATE "C", place COLLATE "C" LIMIT $13`,
    [...officeValues(tx, model, scope), after[0] ?? '', after[1] ?? '', after[2] ?? '', limit],
  );
  return rows;
}

function officeValues(tx: Tx, model: Model, { areaCode, isWholeCity, day }: Scope): unknown[] {
  const wanted = Object.entries(model.roles).filter(([, role]) => role.seats !== null && !role.mayBeEmpty);
  const column = <Value>(of: (role: (typeof wanted)[number]) => Value): Value[] => wanted.map(of);
  return [
    tx.tenantId,
    areaCode,
    day,
    isWholeCity,
    column(([, { orgKind }]) => orgKind),
    column(([key]) => key),
    column(([, { seats }]) => seats),
    column(([, { per }]) => per?.of ?? 'org'),
    column(([, { per }]) => (per !== null && 'key' in per ? per.key : '')),
  ];
}

const expired = `wanted AS (
  SELECT * FROM unnest($6::text[], $7::integer[]) AS wanted (role, months)
),
${orgsInScope},
expired AS (
  SELECT posts.post_id, posts.role, org.org_id, org.name AS org_name, org.kind AS org_kind, posts.held_from,
         (posts.held_from + make_interval(months => wanted.months) - interval '1 day')::date AS term_ended_on
    FROM wanted JOIN posts ON posts.tenant_id = $1 AND posts.role = wanted.role
    JOIN org ON org.org_id = posts.org_id
   WHERE ${isHeld} AND (posts.held_from + make_interval(months => wanted.months))::date <= $3::date
)`;

export async function countExpiredTerms(tx: Tx, model: Model, scope: Scope): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    `WITH ${expired} SELECT count(*)::integer AS number FROM expired`,
    termValues(tx, model, scope),
  );
  return rows[0]?.number ?? 0;
}

/** `after`: role and post of the last one seen. */
export async function listExpiredTerms(
  tx: Tx,
  model: Model,
  scope: Scope,
  after: readonly string[],
  limit: number,
): Promise<ExpiredTerm[]> {
  const { rows } = await tx.query<ExpiredTerm>(
    `WITH ${expired}
     SELECT post_id AS "postId", role, org_id AS "orgId", org_name AS "orgName", org_kind AS "orgKind",
            ${firstArea('expired.org_id')} AS "areaCode", held_from AS "heldFrom", term_ended_on AS "termEndedOn"
       FROM expired WHERE (role COLLATE "C", post_id::text COLLATE "C") > ($8, $9)
      ORDER BY role COLLATE "C", post_id::text COLLATE "C" LIMIT $10`,
    [...termValues(tx, model, scope), after[0] ?? '', after[1] ?? '', limit],
  );
  return rows;
}

function termValues(tx: Tx, model: Model, { areaCode, isWholeCity, day }: Scope): unknown[] {
  const wanted = Object.entries(model.roles).filter(([, { termYears }]) => termYears !== null);
  return [
    tx.tenantId,
    areaCode,
    day,
    isWholeCity,
    [...new Set(wanted.map(([, { orgKind }]) => orgKind))],
    wanted.map(([key]) => key),
    wanted.map(([, { termYears }]) => Math.round((termYears ?? 0) * 12)),
  ];
}
