/** Where a case is: from a QR code at the spot, from what was picked, or from a position. */
import type { ErrorCode } from '@linli/contract';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { findAreas, findSpot, nearestAreas } from './store.ts';

export interface Place {
  code: string;
  fullName: string;
  /** [longitude, latitude], WGS 84: as sent, else the area's own. */
  position: [number, number] | null;
  /** Name of the spot whose QR code was scanned. */
  spot: string | null;
}

export interface PlaceWords {
  areaCode?: string | undefined;
  spotCode?: string | undefined;
  position?: { longitude: number; latitude: number } | undefined;
}

/** A position belongs to the nearest known area within this distance; farther off it lies outside the city. */
const farthestMetres = 500;

/** What was picked counts before the QR code, and both before a position: people know better where they mean. */
export async function resolvePlace(tx: Tx, words: PlaceWords): Promise<Place | { refused: ErrorCode }> {
  const sent: [number, number] | null = words.position
    ? [words.position.longitude, words.position.latitude]
    : null;
  let code = words.areaCode;
  let spotName: string | null = null;
  if (words.spotCode !== undefined) {
    const spot = await findSpot(tx, words.spotCode);
    if (!spot && code === undefined) return { refused: 'unknown-area' };
    spotName = spot?.name ?? null;
    code ??= spot?.areaCode;
  }
  if (code !== undefined) {
    const [area] = await findAreas(tx, [code]);
    if (!area) return { refused: 'unknown-area' };
    const own: [number, number] | null =
      area.longitude === null || area.latitude === null ? null : [area.longitude, area.latitude];
    return { code: area.code, fullName: area.fullName, position: sent ?? own, spot: spotName };
  }
  if (words.position === undefined) return { refused: 'field-required' };
  const [nearest] = await nearestAreas(tx, words.position, { withinMetres: farthestMetres, most: 1 });
  if (!nearest) return { refused: 'outside-city' };
  return { code: nearest.code, fullName: nearest.fullName, position: sent, spot: null };
}

/** Full names by code; a code without an area is absent. */
export async function areaNames(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await findAreas(tx, [...new Set(codes)]);
  return new Map(rows.map((row) => [row.code, row.fullName]));
}

/** Class of the innermost area around a place, itself included, that has one; null: none has. */
export async function classAt(tx: Tx, model: Model, code: string): Promise<string | null> {
  const around = model.levels.map(({ codeLength }) => code.slice(0, codeLength));
  const { rows } = await tx.query<{ class: string }>(
    `SELECT class FROM areas WHERE tenant_id = $1 AND code = ANY ($2) AND class IS NOT NULL
      ORDER BY length(code) DESC LIMIT 1`,
    [tx.tenantId, [...new Set(around)]],
  );
  return rows[0]?.class ?? null;
}
