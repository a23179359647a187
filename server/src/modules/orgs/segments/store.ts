/** Segments as they were on a day, their chiefs, and those that run by a point. */
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import type { Position } from '../../areas/index.ts';
import { prefixesOf } from '../coverage.ts';
import type { PostRow } from '../store.ts';
import { degreesOf, type Line, metresFrom } from './line.ts';

export interface SegmentRow {
  segmentId: string;
  kind: string;
  name: string;
  fromPlace: string | null;
  toPlace: string | null;
  areaCode: string;
  areaName: string;
  geometry: Line | null;
  validFrom: string;
  validTo: string | null;
}

export interface ChiefRow extends PostRow {
  segmentId: string;
  orgName: string;
}

/** No city has as many roads in one street; whoever asks for a whole city is told that there are more. */
export const mostSegments = 1000;

/** What a segment was on the day $2; beside it stands what it is. */
const onDay = `
   FROM segments
   LEFT JOIN LATERAL (SELECT * FROM segment_pasts
                       WHERE segment_pasts.tenant_id = $1 AND segment_pasts.segment_id = segments.segment_id
                         AND segment_pasts.last_on >= $2::date
                       ORDER BY segment_pasts.last_on LIMIT 1) AS past ON true`;
const was = (column: string): string =>
  `CASE WHEN past.segment_id IS NULL THEN segments.${column} ELSE past.${column} END`;
const columns = `segments.segment_id AS "segmentId", segments.kind, ${was('name')} AS name,
  ${was('from_place')} AS "fromPlace", ${was('to_place')} AS "toPlace", ${was('area_code')} AS "areaCode",
  coalesce((SELECT areas.full_name FROM areas WHERE areas.tenant_id = $1 AND areas.code = ${was('area_code')}), '') AS "areaName",
  ${was('geometry')} AS geometry, segments.valid_from AS "validFrom", segments.valid_to AS "validTo"`;
const isThere = `segments.valid_from <= $2::date AND coalesce(segments.valid_to, 'infinity') >= $2::date`;

export async function segmentsWithin(tx: Tx, areaCode: string, day: string): Promise<SegmentRow[]> {
  const { rows } = await tx.query<SegmentRow>(
    `SELECT ${columns} ${onDay}
      WHERE segments.tenant_id = $1 AND ${isThere}
        AND ${was('area_code')} >= $3 AND ${was('area_code')} < $3 || '~'
      ORDER BY "areaCode", name, segments.segment_id LIMIT ${mostSegments}`,
    [tx.tenantId, day, areaCode],
  );
  return rows;
}

/** One of them, also before its first day and after its last. */
export async function findSegment(tx: Tx, segmentId: string, day: string): Promise<SegmentRow | undefined> {
  const { rows } = await tx.query<SegmentRow>(
    `SELECT ${columns} ${onDay} WHERE segments.tenant_id = $1 AND segments.segment_id = $3`,
    [tx.tenantId, day, segmentId],
  );
  return rows[0];
}

export interface SegmentNear extends SegmentRow {
  distanceMetres: number;
}

/** Those whose line runs within so many metres of a point, the nearest first. */
export async function segmentsNear(
  tx: Tx,
  point: Position,
  withinMetres: number,
  day: string,
): Promise<SegmentNear[]> {
  const [x, y] = point;
  const [east, north] = degreesOf(withinMetres, y);
  const { rows } = await tx.query<SegmentRow>(
    // The box is that of the line of today: where there was another one then, the line itself is looked at.
    `SELECT ${columns} ${onDay}
      WHERE segments.tenant_id = $1 AND ${isThere} AND ${was('geometry')} IS NOT NULL
        AND (past.segment_id IS NOT NULL OR segments.west IS NULL
             OR segments.west <= $3::float8 + $5::float8 AND segments.east >= $3::float8 - $5::float8
            AND segments.south <= $4::float8 + $6::float8 AND segments.north >= $4::float8 - $6::float8)`,
    [tx.tenantId, day, x, y, east, north],
  );
  return rows
    .map((row) => ({ ...row, distanceMetres: row.geometry === null ? 0 : metresFrom(point, row.geometry) }))
    .filter(({ distanceMetres }) => distanceMetres <= withinMetres)
    .sort((one, other) => one.distanceMetres - other.distanceMetres);
}

/** Who answered for these segments on the day; whoever holds it longest comes first. */
export async function chiefsOf(tx: Tx, segmentIds: readonly string[], day: string): Promise<ChiefRow[]> {
  if (segmentIds.length === 0) return [];
  const { rows } = await tx.query<ChiefRow>(
    `SELECT post_segments.segment_id AS "segmentId", posts.post_id AS "postId", posts.org_id AS "orgId", posts.role,
            posts.person_id AS "personId", people.name, posts.held_from AS "heldFrom", posts.held_to AS "heldTo",
            posts.pledge, orgs.name AS "orgName"
       FROM post_segments
       JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_segments.post_id
        AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date
       JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
        AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
      WHERE post_segments.tenant_id = $1 AND post_segments.segment_id = ANY ($2::uuid[])
      ORDER BY posts.held_from, posts.post_id`,
    [tx.tenantId, segmentIds, day],
  );
  return rows;
}

/** Roles that are held for a segment and for no area. */
export function rolesOfSegments(model: Model): string[] {
  return Object.entries(model.roles).flatMap(([key, { per }]) => (per?.of === 'segment' ? [key] : []));
}

/** Metres from a position that somebody stands at, and from the middle of a building or a compound. */
export const beside = { position: 60, area: 120 } as const;

/** Where a place is: its own position, or that of what it lies in. */
export async function positionOf(tx: Tx, model: Model, areaCode: string): Promise<Position | null> {
  const { rows } = await tx.query<{ longitude: number; latitude: number }>(
    `SELECT longitude, latitude FROM areas
      WHERE tenant_id = $1 AND code = ANY ($2) AND longitude IS NOT NULL AND latitude IS NOT NULL
      ORDER BY length(code) DESC LIMIT 1`,
    [tx.tenantId, [...new Set(prefixesOf(model, areaCode))]],
  );
  const [found] = rows;
  return found === undefined ? null : [found.longitude, found.latitude];
}
