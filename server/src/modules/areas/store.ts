/** Rows of areas. All look-ups by containment use that a child's code extends its parent's. */
import type { Tx } from '../../platform/db/index.ts';

export interface AreaRow {
  code: string;
  parentCode: string | null;
  level: string;
  name: string;
  fullName: string;
  longitude: number | null;
  latitude: number | null;
  hasChildren: boolean;
}

const columns = `areas.code, areas.parent_code AS "parentCode", areas.level, areas.name, areas.full_name AS "fullName",
  areas.longitude, areas.latitude,
  EXISTS (SELECT FROM areas AS child WHERE child.tenant_id = $1 AND child.parent_code = areas.code) AS "hasChildren"`;

export async function findAreas(tx: Tx, codes: readonly string[]): Promise<AreaRow[]> {
  const { rows } = await tx.query<AreaRow>(
    `SELECT ${columns} FROM areas WHERE tenant_id = $1 AND code = ANY ($2) ORDER BY length(code), code`,
    [tx.tenantId, codes],
  );
  return rows;
}

export async function childrenOf(tx: Tx, code: string): Promise<AreaRow[]> {
  const { rows } = await tx.query<AreaRow>(
    `SELECT ${columns} FROM areas WHERE tenant_id = $1 AND parent_code = $2 ORDER BY code LIMIT 2000`,
    [tx.tenantId, code],
  );
  return rows;
}

/** Areas whose name has these words, the outermost first; of one level, where it is given. */
export async function searchAreas(tx: Tx, words: string, level: string | undefined): Promise<AreaRow[]> {
  const pattern = `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await tx.query<AreaRow>(
    `SELECT ${columns} FROM areas
      WHERE tenant_id = $1 AND full_name LIKE $2 AND ($3::text IS NULL OR level = $3)
      ORDER BY length(code), code LIMIT 50`,
    [tx.tenantId, pattern, level ?? null],
  );
  return rows;
}

export async function areasOfLevel(tx: Tx, level: string): Promise<AreaRow[]> {
  const { rows } = await tx.query<AreaRow>(
    `SELECT ${columns} FROM areas WHERE tenant_id = $1 AND level = $2 ORDER BY code LIMIT 2000`,
    [tx.tenantId, level],
  );
  return rows;
}

/** The nearest areas with a position, nearest first, with their distance (flat earth: right within a city). */
export async function nearestAreas(
  tx: Tx,
  position: { longitude: number; latitude: number },
  options: { withinMetres: number; most: number },
): Promise<(AreaRow & { distanceMetres: number })[]> {
  const latitudeDegrees = options.withinMetres / 111_320;
  const longitudeDegrees = latitudeDegrees / Math.max(0.1, Math.cos((position.latitude * Math.PI) / 180));
  const { rows } = await tx.query<AreaRow & { distanceMetres: number }>(
    `SELECT * FROM (
       SELECT ${columns},
              111320 * sqrt(power(areas.latitude - $3, 2) + power((areas.longitude - $2) * cos(radians($3)), 2)) AS "distanceMetres"
         FROM areas
        WHERE areas.tenant_id = $1 AND areas.longitude BETWEEN $2 - $4 AND $2 + $4
          AND areas.latitude BETWEEN $3 - $5 AND $3 + $5
     ) AS near
     WHERE near."distanceMetres" <= $6
     ORDER BY near."distanceMetres", length(near.code) DESC, near.code LIMIT $7`,
    [
      tx.tenantId,
      position.longitude,
      position.latitude,
      longitudeDegrees,
      latitudeDegrees,
      options.withinMetres,
      options.most,
    ],
  );
  return rows;
}

export async function findSpot(
  tx: Tx,
  spotCode: string,
): Promise<{ spotCode: string; name: string; areaCode: string } | undefined> {
  const { rows } = await tx.query<{ spotCode: string; name: string; areaCode: string }>(
    `SELECT spot_code AS "spotCode", name, area_code AS "areaCode" FROM spots WHERE tenant_id = $1 AND spot_code = $2`,
    [tx.tenantId, spotCode],
  );
  return rows[0];
}

/** What a map of a place draws: the place itself and what lies in it, down to buildings with a shape. */
export async function shapesWithin(
  tx: Tx,
  code: string,
): Promise<{ code: string; level: string; name: string; geometry: unknown }[]> {
  const { rows } = await tx.query<{ code: string; level: string; name: string; geometry: unknown }>(
    `SELECT code, level, name, geometry FROM areas
      WHERE tenant_id = $1 AND code >= $2 AND code < $2 || 'zzzz' AND geometry IS NOT NULL
      ORDER BY length(code), code LIMIT 5000`,
    [tx.tenantId, code],
  );
  return rows;
}
