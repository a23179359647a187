/** Lines as they come in: typed or pasted as coordinates, or in a GeoJSON file. Nothing here draws or sends. */

export type Position = [longitude: number, latitude: number];

/** One point a line, or between semicolons: `101.718637,26.582347`. Null: something in it is no pair of numbers. */
export function positionsIn(text: string): Position[] | null {
  const pairs = text
    .split(/[\n;；]+/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
  const positions = pairs.map((pair): Position | null => {
    const numbers = pair.split(/[\s,，、]+/).filter((number) => number !== '');
    const [x, y] = numbers.map(Number);
    if (numbers.length !== 2 || x === undefined || y === undefined) return null;
    return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
  });
  return positions.every((position) => position !== null) ? positions : null;
}

export function wordsOfPositions(positions: readonly Position[]): string {
  return positions.map(([x, y]) => `${x},${y}`).join('\n');
}

export interface LineInFile {
  name: string | null;
  positions: Position[];
}

/** Every line in a GeoJSON text, with its name where it has one; null: it is no GeoJSON. */
export function linesInGeoJson(text: string): LineInFile[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  return isRecord(parsed) && typeof parsed.type === 'string' ? [...linesOf(parsed, null)] : null;
}

/** What is called its name, else the first words it carries: map makers call it what they like. */
function nameIn(properties: unknown): string | null {
  if (!isRecord(properties)) return null;
  const texts = Object.entries(properties).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  );
  const named = texts.find(([key]) => key.toLowerCase() === 'name') ?? texts[0];
  return named === undefined ? null : named[1].trim().slice(0, 80);
}

function* linesOf(node: Record<string, unknown>, name: string | null): Generator<LineInFile> {
  switch (node.type) {
    case 'FeatureCollection':
      for (const feature of listOf(node.features)) if (isRecord(feature)) yield* linesOf(feature, null);
      return;
    case 'Feature': {
      const { properties, geometry } = node;
      if (isRecord(geometry)) yield* linesOf(geometry, nameIn(properties));
      return;
    }
    case 'GeometryCollection':
      for (const geometry of listOf(node.geometries)) if (isRecord(geometry)) yield* linesOf(geometry, name);
      return;
    case 'LineString':
      yield* lineOf(node.coordinates, name);
      return;
    case 'MultiLineString':
      for (const part of listOf(node.coordinates)) yield* lineOf(part, name);
  }
}

function* lineOf(coordinates: unknown, name: string | null): Generator<LineInFile> {
  const positions = listOf(coordinates).flatMap((point): Position[] => {
    const [x, y] = listOf(point);
    return typeof x === 'number' && typeof y === 'number' ? [[x, y]] : [];
  });
  if (positions.length >= 2) yield { name, positions };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const metresPerDegree = 111_320;

/** As the server counts it: flat around each point, which is right within a city. */
export function metresAlong(positions: readonly (readonly [number, number])[]): number {
  let metres = 0;
  for (const [at, [x, y]] of positions.slice(1).entries()) {
    const [px, py] = positions[at] ?? [x, y];
    metres += Math.hypot((x - px) * Math.cos((y * Math.PI) / 180), y - py) * metresPerDegree;
  }
  return Math.round(metres);
}

/** The place halfway along a line; null: there is no line. */
export function middleOf(positions: readonly (readonly [number, number])[]): Position | null {
  const [first] = positions;
  if (first === undefined) return null;
  let left = metresAlong(positions) / 2;
  for (const [at, [x, y]] of positions.slice(1).entries()) {
    const [px, py] = positions[at] ?? [x, y];
    const step = Math.hypot((x - px) * Math.cos((y * Math.PI) / 180), y - py) * metresPerDegree;
    if (step >= left && step > 0) {
      const share = left / step;
      return [px + (x - px) * share, py + (y - py) * share];
    }
    left -= step;
  }
  return [first[0], first[1]];
}
