/**
 * What each figure of a norm counts, from dated rows, on any days: one statement for each figure, of which the page takes
 * sums and the list takes rows, so that both are the same count.
 */
import type { Model, Norm } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { rateByClass } from '../proof/index.ts';

/** One organisation, area or post as counted on a day. */
export interface Unit {
  unit: string;
  name: string;
  /** Of a post: whose name it is, and the organisation. */
  personName: string | null;
  role: string | null;
  orgId: string | null;
  orgName: string | null;
  areaCode: string;
  areaClass: string | null;
  formedOn: string | null;
  numerator: number;
  /** 0: nothing to count. */
  denominator: number;
}

/** So many units of one count on one day. */
export interface Tally {
  day: string;
  areaClass: string | null;
  formedOn: string | null;
  numerator: number;
  denominator: number;
  units: number;
}

const past = '~';
const within = (column: string): string => `${column} >= $2 AND ${column} < $2 || '${past}'`;
const isValid = (table: string): string =>
  `${table}.valid_from <= on_day.day AND coalesce(${table}.valid_to, 'infinity') >= on_day.day`;
const isHeld = (table: string): string =>
  `${table}.held_from <= on_day.day AND coalesce(${table}.held_to, 'infinity') >= on_day.day`;
/**
 * Class of the innermost area around a place that has one. Its codes are an array: as a table they would be compared with
 * every area of the city, since row security lets no index take them.
 */
const classOf = (code: string): string =>
  `(SELECT around.class FROM areas AS around
     WHERE around.tenant_id = $1 AND around.class IS NOT NULL
       AND around.code = ANY (ARRAY(SELECT left(${code}, length) COLLATE "C" FROM unnest($4::integer[]) AS length))
     ORDER BY length(around.code) DESC LIMIT 1)`;
/** An area in the scope to show an organisation by. */
const orgPlace = `JOIN LATERAL (
    SELECT min(area_code COLLATE "C") AS code FROM org_areas
     WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id AND ${within('org_areas.area_code')}
  ) AS place ON place.code IS NOT NULL`;

interface Counting {
  /** Columns of `Unit`, and `day`. $1 tenant, $2 area, $3 days, $4 lengths of codes of levels with classes, then `values`. */
  sql: string;
  values: unknown[];
}

interface UnitsWanted {
  areaCode: string;
  day: string;
  /** Key of the last one seen. */
  after?: string;
  limit?: number;
  /** Key of the only one wanted. */
  only?: string | null;
}

/** In the order of their keys. */
export async function listUnits(
  tx: Tx,
  model: Model,
  norm: Norm,
  { areaCode, day, after = '', limit = 1, only = null }: UnitsWanted,
): Promise<Unit[]> {
  if (norm.figure === 'branch-coverage') {
    const units = await coverageOf(tx, model, norm, areaCode, day);
    return units.filter(({ unit }) => unit > after && (only === null || unit === only)).slice(0, limit);
  }
  const { sql, values } = countingOf(model, norm);
  const at = 4 + values.length;
  const { rows } = await tx.query<Unit>(
    `WITH unit AS (${sql})
     SELECT unit, name, person_name AS "personName", role, org_id AS "orgId", org_name AS "orgName",
            area_code AS "areaCode", area_class AS "areaClass", formed_on AS "formedOn", numerator, denominator
       FROM unit WHERE unit COLLATE "C" > $${at + 1} AND ($${at + 2}::text IS NULL OR unit = $${at + 2})
      ORDER BY unit COLLATE "C" LIMIT $${at + 3}`,
    [tx.tenantId, areaCode, [day], classLengths(model), ...values, after, only, limit],
  );
  return rows;
}

/** One unit by its key, wherever it lies. */
export async function findUnit(
  tx: Tx,
  model: Model,
  norm: Norm,
  key: string,
  day: string,
): Promise<Unit | undefined> {
  const areaCode = norm.per === null ? model.jurisdiction : (key.split(':')[0] ?? '');
  const [found] = await listUnits(tx, model, norm, { areaCode, day, only: key });
  return found;
}

export async function tallyUnits(
  tx: Tx,
  model: Model,
  norm: Norm,
  areaCode: string,
  days: readonly string[],
): Promise<Tally[]> {
  const from = norm.newFrom?.from ?? null;
  if (norm.figure === 'branch-coverage') {
    const tallies: Tally[] = [];
    for (const day of days) {
      for (const unit of await coverageOf(tx, model, norm, areaCode, day))
        tallies.push({ ...unit, day, units: 1 });
    }
    return tallies;
  }
  const { sql, values } = countingOf(model, norm);
  const { rows } = await tx.query<Tally>(
    `WITH unit AS (${sql}),
     told AS (
       SELECT day, area_class, CASE WHEN formed_on >= $${5 + values.length}::date THEN $${5 + values.length}::date END AS formed_on,
              numerator, denominator FROM unit
     )
     SELECT day, area_class AS "areaClass", formed_on AS "formedOn", numerator, denominator, count(*)::integer AS units
       FROM told GROUP BY day, area_class, formed_on, numerator, denominator`,
    [tx.tenantId, areaCode, [...days], classLengths(model), ...values, from],
  );
  return rows;
}

function classLengths(model: Model): number[] {
  const levels = new Set(Object.values(model.areaClasses).map(({ level }) => level));
  return model.levels.filter(({ key }) => levels.has(key)).map(({ codeLength }) => codeLength);
}

function countingOf(model: Model, norm: Norm): Counting {
  switch (norm.figure) {
    case 'member-share':
      return memberShare(model, norm);
    case 'grids':
      return gridsOfAreas(norm);
    case 'members-per-grid':
      return membersPerGrid(model, norm);
    case 'homes-per-member':
      return homesPerMember(model, norm);
    case 'branch-coverage':
      throw new Error('coverage is counted by the coverage rate');
  }
}

/** Roles by which a post says that its holder is a member of an organisation of these kinds. */
export function memberRoles(model: Model, orgKinds: readonly string[]): string[] {
  return Object.entries(model.roles).flatMap(([key, { isMember, orgKind }]) =>
    isMember && orgKinds.includes(orgKind) ? [key] : [],
  );
}

/** Who sits on the committee, each person once, and who of them holds a post that makes a member. */
function memberShare(model: Model, norm: Norm): Counting {
  return {
    sql: `SELECT on_day.day, orgs.org_id::text AS unit, orgs.name, NULL::text AS person_name, NULL::text AS role,
                 orgs.org_id, orgs.name AS org_name, place.code AS area_code, ${classOf('place.code')} AS area_class,
                 orgs.valid_from AS formed_on, seat.members AS numerator, seat.seats AS denominator
            FROM unnest($3::date[]) AS on_day (day)
            JOIN orgs ON orgs.tenant_id = $1 AND orgs.kind = ANY ($5) AND ${isValid('orgs')}
            ${orgPlace}
           CROSS JOIN LATERAL (
             SELECT count(*)::integer AS seats, (count(*) FILTER (WHERE is_member))::integer AS members
               FROM (SELECT DISTINCT posts.person_id,
                            EXISTS (SELECT FROM posts AS other
                                     WHERE other.tenant_id = $1 AND other.person_id = posts.person_id
                                       AND other.role = ANY ($7) AND ${isHeld('other')}) AS is_member
                       FROM posts WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id
                        AND posts.role = ANY ($6) AND ${isHeld('posts')}) AS held
           ) AS seat`,
    values: [norm.orgKinds, norm.roles, memberRoles(model, norm.membersOf)],
  };
}

function gridsOfAreas(norm: Norm): Counting {
  return {
    sql: `SELECT on_day.day, areas.code AS unit, areas.full_name AS name, NULL::text AS person_name, NULL::text AS role,
                 NULL::uuid AS org_id, NULL::text AS org_name, areas.code AS area_code, ${classOf('areas.code')} AS area_class,
                 NULL::date AS formed_on, inside.grids AS numerator, 1 AS denominator
            FROM unnest($3::date[]) AS on_day (day)
            JOIN areas ON areas.tenant_id = $1 AND areas.level = $5 AND ${within('areas.code')}
           CROSS JOIN LATERAL (
             SELECT count(*)::integer AS grids
               FROM (SELECT areas.code || '${past}' AS past OFFSET 0) AS own
               JOIN grids ON grids.tenant_id = $1 AND grids.compound_code >= areas.code
                AND grids.compound_code < own.past AND ${isValid('grids')}
           ) AS inside`,
    values: [norm.per],
  };
}

/** Sizes as last counted by the day come before holders counted, as the check of formations has it. */
function membersPerGrid(model: Model, norm: Norm): Counting {
  return {
    sql: `SELECT on_day.day, orgs.org_id::text AS unit, orgs.name, NULL::text AS person_name, NULL::text AS role,
                 orgs.org_id, orgs.name AS org_name, place.code AS area_code, ${classOf('place.code')} AS area_class,
                 orgs.valid_from AS formed_on, coalesce(size.members, holder.members, 0) AS numerator,
                 CASE WHEN coalesce(size.members, holder.members) IS NULL THEN 0 ELSE own.grids END AS denominator
            FROM unnest($3::date[]) AS on_day (day)
            JOIN orgs ON orgs.tenant_id = $1 AND orgs.kind = ANY ($5) AND ${isValid('orgs')}
            ${orgPlace}
            JOIN LATERAL (
              SELECT count(*)::integer AS grids FROM grids
               WHERE grids.tenant_id = $1 AND grids.org_id = orgs.org_id AND ${isValid('grids')}
            ) AS own ON own.grids > 0
            LEFT JOIN LATERAL (
              SELECT sum(latest.members)::integer AS members
                FROM (SELECT DISTINCT ON (area_code) members, counted_on FROM org_sizes
                       WHERE org_sizes.tenant_id = $1 AND org_sizes.org_id = orgs.org_id AND counted_on <= on_day.day
                       ORDER BY area_code, counted_on DESC) AS latest
               WHERE latest.counted_on = (SELECT max(counted_on) FROM org_sizes
                                           WHERE org_sizes.tenant_id = $1 AND org_sizes.org_id = orgs.org_id
                                             AND counted_on <= on_day.day)
            ) AS size ON true
            LEFT JOIN LATERAL (
              SELECT nullif(count(DISTINCT posts.person_id), 0)::integer AS members FROM posts
               WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id AND posts.role = ANY ($6) AND ${isHeld('posts')}
            ) AS holder ON true`,
    values: [norm.orgKinds, memberRoles(model, norm.orgKinds)],
  };
}

function homesPerMember(model: Model, norm: Norm): Counting {
  const homes = model.coverage?.homes ?? model.levels.at(-1)?.key ?? '';
  return {
    sql: `SELECT on_day.day, posts.post_id::text AS unit, people.name, people.name AS person_name, posts.role,
                 orgs.org_id, orgs.name AS org_name, place.code AS area_code, ${classOf('place.code')} AS area_class,
                 posts.held_from AS formed_on, served.homes AS numerator, 1 AS denominator
            FROM unnest($3::date[]) AS on_day (day)
            JOIN posts ON posts.tenant_id = $1 AND posts.role = ANY ($5) AND ${isHeld('posts')}
            JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id AND ${isValid('orgs')}
            JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
            JOIN LATERAL (
              -- Whoever answers for nothing yet stands where the organisation is.
              SELECT coalesce(
                (SELECT min(area_code COLLATE "C") FROM post_areas
                  WHERE post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id),
                (SELECT min(area_code COLLATE "C") FROM org_areas
                  WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id)) AS code
            ) AS place ON ${within('place.code')}
           CROSS JOIN LATERAL (
             SELECT count(DISTINCT areas.code)::integer AS homes
               FROM (
                 -- The end of the range is made before it is compared: row security keeps an index from what joins text.
                 SELECT area_code AS first, area_code || '${past}' AS past FROM post_areas
                  WHERE post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id OFFSET 0
               ) AS own JOIN areas ON areas.tenant_id = $1 AND areas.level = $6
                AND areas.code >= own.first AND areas.code < own.past
           ) AS served`,
    values: [norm.roles, homes],
  };
}

/** By the one definition of the coverage rate; where classes have bounds of their own, one count for each class. */
async function coverageOf(tx: Tx, model: Model, norm: Norm, areaCode: string, day: string): Promise<Unit[]> {
  const level = model.levels.find(({ key }) => key === norm.per);
  if (!level || areaCode.length > level.codeLength) return [];
  const hasClasses = Object.keys(norm.byClass).length > 0;
  const rows = await rateByClass(tx, model, { areaCode, day, perLength: level.codeLength, hasClasses });
  return rows.map(({ code, name, areaClass, areas, covered }) => ({
    unit: areaClass === null ? code : `${code}:${areaClass}`,
    name,
    personName: null,
    role: null,
    orgId: null,
    orgName: null,
    areaCode: code,
    areaClass,
    formedOn: null,
    numerator: covered,
    denominator: areas,
  }));
}
