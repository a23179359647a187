/** Reads a FeatureCollection: the properties are the columns, the geometry is the shape or the position. */
import { readFile } from 'node:fs/promises';
import type { CoordinateSystem } from '@linli/contract';
import type { Level } from '@linli/model';
import { type Cell, type Fault, FileFault } from './cells.ts';
import { type Columns, type Field, headingOf } from './columns.ts';
import { findSystem, type Position, toWgs84 } from './coordinates.ts';
import { decode } from './read-list.ts';
import type { RowPlace } from './read-row.ts';

interface Feature {
  properties?: Record<string, unknown> | null;
  geometry?: { type?: unknown; coordinates?: unknown } | null;
}

type Take = (
  place: RowPlace,
  more: { geometry?: unknown; position?: Position | undefined; system?: CoordinateSystem; level?: Level },
) => void;

const verticesAtMost = 20_000;

export async function readGeoJson(
  path: string,
  columns: Columns,
  take: Take,
  found: (fault: Fault) => void,
): Promise<void> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decode(await readFile(path)));
  } catch (error) {
    if (error instanceof FileFault) throw error;
    throw new FileFault('file-unreadable', { why: (error as Error).message }, { cause: error });
  }
  const { type, features, crs } = parsed as { type?: unknown; features?: unknown; crs?: unknown };
  if (type !== 'FeatureCollection' || !Array.isArray(features)) {
    throw new FileFault('file-unreadable', { why: 'FeatureCollection' });
  }
  const named = JSON.stringify(crs ?? null);
  // RFC 7946 section 4 knows WGS-84 only; older files name what they are in, and all else would be read wrongly.
  if (named !== 'null' && !/CRS84|4326/.test(named)) {
    throw new FileFault('file-unreadable', { why: `crs ${named.slice(0, 80)}` });
  }
  for (const [index, feature] of (features as Feature[]).entries()) {
    readFeature(feature ?? {}, index + 1, columns, take, found);
  }
}

function readFeature(
  { properties, geometry }: Feature,
  row: number,
  columns: Columns,
  take: Take,
  found: (fault: Fault) => void,
): void {
  const cells = new Map<Field, Cell>();
  const names = new Map<Field, string>();
  const ancestors: RowPlace['ancestors'] = [];
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === '' || typeof value === 'object') continue;
    const cell: Cell = {
      kind: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text',
      text: String(value),
    };
    const field = columns.findField(key);
    if (field !== undefined) {
      cells.set(field, cell);
      names.set(field, key);
      continue;
    }
    const level = columns.findLevel(key);
    if (level !== undefined) ancestors.push({ level, cell, column: null, heading: key });
  }
  ancestors.sort((one, other) => one.level.codeLength - other.level.codeLength);
  const system = findSystem(cells.get('coordinates')?.text ?? 'WGS-84') ?? 'WGS-84';
  const shape = shapeOf(geometry ?? null, system);
  if ('why' in shape) {
    const value = String(geometry?.type ?? '');
    found({
      sheet: null,
      row,
      column: null,
      heading: 'geometry',
      value,
      code: 'geometry-invalid',
      data: { value, why: shape.why },
    });
  }
  const { geometry: drawn, position } = 'why' in shape ? { geometry: undefined, position: undefined } : shape;
  const place: RowPlace = {
    sheet: null,
    row,
    cell: (field) => cells.get(field),
    ancestors,
    where: (field) => ({ column: null, heading: names.get(field) ?? headingOf(field) }),
  };
  take(place, { geometry: drawn, position, system: 'WGS-84' });
}

type Ring = Position[];

/** A point is a position; a polygon is a shape, with a position in its middle unless the properties give one. */
function shapeOf(
  geometry: { type?: unknown; coordinates?: unknown } | null,
  system: CoordinateSystem,
): { geometry: unknown; position: Position | undefined } | { why: string } {
  if (geometry === null) return { geometry: undefined, position: undefined };
  const { type, coordinates } = geometry;
  let vertices = 0;
  const point = (value: unknown): Position => {
    vertices += 1;
    if (vertices > verticesAtMost) throw new RangeError(`> ${verticesAtMost} vertices`);
    const [x, y] = Array.isArray(value) ? (value as unknown[]) : [];
    if (typeof x !== 'number' || typeof y !== 'number' || Math.abs(x) > 180 || Math.abs(y) > 90) {
      throw new RangeError(`coordinates ${JSON.stringify(value)?.slice(0, 60)}`);
    }
    return toWgs84([x, y], system);
  };
  const list = <One>(value: unknown, read: (one: unknown) => One): One[] => {
    if (!Array.isArray(value) || value.length === 0) throw new RangeError('empty');
    return value.map(read);
  };
  const ring = (value: unknown): Ring => {
    const points = list(value, point);
    const [first, last] = [points[0], points.at(-1)];
    if (points.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
      throw new RangeError('a ring that is not closed');
    }
    return points;
  };
  try {
    switch (type) {
      case 'Point':
        return { geometry: undefined, position: point(coordinates) };
      case 'Polygon': {
        const rings = list(coordinates, ring);
        return { geometry: { type, coordinates: rings }, position: middleOf(rings[0] ?? []) };
      }
      case 'MultiPolygon': {
        const parts = list(coordinates, (part) => list(part, ring));
        const largest = parts
          .map((part) => part[0] ?? [])
          .reduce((most, one) => (areaOf(one) > areaOf(most) ? one : most));
        return { geometry: { type, coordinates: parts }, position: middleOf(largest) };
      }
      default:
        return { why: String(type) };
    }
  } catch (error) {
    if (error instanceof RangeError) return { why: error.message };
    throw error;
  }
}

function areaOf(ring: Ring): number {
  let twice = 0;
  for (const [index, [x, y]] of ring.slice(0, -1).entries()) {
    const [nextX, nextY] = ring[index + 1] as Position;
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice / 2);
}

/** Centre of mass, rounded as conversions are. */
function middleOf(ring: Ring): Position | undefined {
  const [origin] = ring;
  if (origin === undefined) return undefined;
  let [twice, sumX, sumY] = [0, 0, 0];
  for (const [index, [x, y]] of ring.slice(0, -1).entries()) {
    const next = ring[index + 1] as Position;
    const [ax, ay, bx, by] = [x - origin[0], y - origin[1], next[0] - origin[0], next[1] - origin[1]];
    const cross = ax * by - bx * ay;
    twice += cross;
    sumX += (ax + bx) * cross;
    sumY += (ay + by) * cross;
  }
  if (twice === 0) return origin;
  const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
  return [round(origin[0] + sumX / (3 * twice)), round(origin[1] + sumY / (3 * twice))];
}
