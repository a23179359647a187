/**
 * The coverage rate: the share of areas of a level (compounds) with an organisation whose kind counts as cover, standalone,
 * shared by several of them, or through grids that lie in them.
 */
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { past } from './recount.ts';

export interface Rate {
  level: string;
  areas: number;
  covered: number;
  formations: { formation: string | null; orgs: number; areas: number }[];
}

const within = (column: string): string => `${column} >= $2 AND ${column} < $2 || '${past}'`;
const cover = `cover AS (
  SELECT orgs.org_id, orgs.formation, left(org_areas.area_code, $5) COLLATE "C" AS code
    FROM org_areas JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id
   WHERE org_areas.tenant_id = $1 AND ${within('org_areas.area_code')} AND length(org_areas.area_code) >= $5
     AND orgs.kind = ANY ($4) AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
  UNION
  SELECT orgs.org_id, orgs.formation, left(grids.compound_code, $5) COLLATE "C"
    FROM grids JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = grids.org_id
   WHERE grids.tenant_id = $1 AND ${within('grids.compound_code')} AND length(grids.compound_code) >= $5
     AND grids.valid_from <= $3::date AND coalesce(grids.valid_to, 'infinity') >= $3::date
     AND orgs.kind = ANY ($4) AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
)`;

/** null: the model counts no such rate, or the area is smaller than what it counts. */
export async function rateOf(tx: Tx, model: Model, areaCode: string, day: string): Promise<Rate | null> {
  const values = rateValues(tx, model, areaCode, day);
  if (values === null) return null;
  const [whole, parts] = await Promise.all([
    tx.query<{ areas: number; covered: number }>(
      `WITH ${cover}
       SELECT count(*)::integer AS areas,
              (count(*) FILTER (WHERE code IN (SELECT cover.code FROM cover)))::integer AS covered
         FROM areas WHERE tenant_id = $1 AND level = $6 AND ${within('code')}`,
      values,
    ),
    tx.query<{ formation: string | null; orgs: number; areas: number }>(
      `WITH ${cover}
       SELECT formation, count(DISTINCT org_id)::integer AS orgs, count(DISTINCT cover.code)::integer AS areas
         FROM cover JOIN areas ON areas.tenant_id = $1 AND areas.code = cover.code AND areas.level = $6
        GROUP BY formation ORDER BY formation NULLS LAST`,
      values,
    ),
  ]);
  const { areas = 0, covered = 0 } = whole.rows[0] ?? {};
  return { level: model.coverage?.rateOf ?? '', areas, covered, formations: parts.rows };
}

/** The same count within each area around, and where asked for by class: rows of both together add up to the rate. */
export async function rateByClass(
  tx: Tx,
  model: Model,
  wanted: { areaCode: string; day: string; perLength: number; hasClasses: boolean },
): Promise<{ code: string; name: string; areaClass: string | null; areas: number; covered: number }[]> {
  const values = rateValues(tx, model, wanted.areaCode, wanted.day);
  if (values === null) return [];
  const { rows } = await tx.query<{
    code: string;
    name: string;
    areaClass: string | null;
    areas: number;
    covered: number;
  }>(
    `WITH ${cover},
     counted AS (
       SELECT left(areas.code, $7) COLLATE "C" AS code, CASE WHEN $8 THEN class END AS class, count(*)::integer AS areas,
              (count(*) FILTER (WHERE areas.code IN (SELECT cover.code FROM cover)))::integer AS covered
         FROM areas WHERE tenant_id = $1 AND level = $6 AND ${within('areas.code')} GROUP BY 1, 2
     )
     SELECT counted.code, around.full_name AS name, counted.class AS "areaClass", counted.areas, counted.covered
       FROM counted JOIN areas AS around ON around.tenant_id = $1 AND around.code = counted.code
      ORDER BY counted.code, counted.class NULLS FIRST`,
    [...values, wanted.perLength, wanted.hasClasses],
  );
  return rows;
}

/** Areas of the rate in an area around and of a class, each with the organisations that cover it. At most 500. */
export async function ratedAreas(
  tx: Tx,
  model: Model,
  wanted: { areaCode: string; day: string; areaClass: string | null },
): Promise<{ code: string; name: string; orgs: string[] }[]> {
  const values = rateValues(tx, model, wanted.areaCode, wanted.day);
  if (values === null) return [];
  const { rows } = await tx.query<{ code: string; name: string; orgs: string[] }>(
    `WITH ${cover}
     SELECT areas.code, areas.full_name AS name,
            ARRAY(SELECT orgs.name FROM cover JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = cover.org_id
                   WHERE cover.code = areas.code ORDER BY orgs.name, orgs.org_id) AS orgs
       FROM areas WHERE areas.tenant_id = $1 AND areas.level = $6 AND ${within('areas.code')}
        AND ($7::text IS NULL OR areas.class = $7)
      ORDER BY areas.code LIMIT 500`,
    [...values, wanted.areaClass],
  );
  return rows;
}

/** Areas of the rate with no such organisation, in the order of their codes. */
export async function uncoveredAreas(
  tx: Tx,
  model: Model,
  areaCode: string,
  day: string,
  after: string,
  limit: number,
): Promise<{ code: string; name: string; homes: number }[]> {
  const values = rateValues(tx, model, areaCode, day);
  if (values === null) return [];
  const { rows } = await tx.query<{ code: string; name: string; homes: number }>(
    `WITH ${cover}
     SELECT areas.code, areas.full_name AS name,
            (SELECT coalesce(sum(homes), 0)::integer FROM coverage_cells
              WHERE coverage_cells.tenant_id = $1 AND cell_code >= areas.code AND cell_code < areas.code || '${past}') AS homes
       FROM areas
      WHERE areas.tenant_id = $1 AND areas.level = $6 AND ${within('areas.code')} AND areas.code > $7
        AND areas.code NOT IN (SELECT cover.code FROM cover)
      ORDER BY areas.code LIMIT $8`,
    [...values, after, limit],
  );
  return rows;
}

function rateValues(tx: Tx, model: Model, areaCode: string, day: string): unknown[] | null {
  const level = model.levels.find(({ key }) => key === model.coverage?.rateOf);
  if (!level || areaCode.length > level.codeLength) return null;
  const kinds = Object.entries(model.orgKinds).flatMap(([key, { countsAsCover }]) =>
    countsAsCover ? [key] : [],
  );
  return [tx.tenantId, areaCode, day, kinds, level.codeLength, level.key];
}
