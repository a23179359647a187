/** What the database knows of the places a file speaks of, asked in large portions. */
import type { ExclusiveAreaSource } from '@linli/contract';
import type { Tx } from '../../../platform/db/index.ts';

export interface KnownArea {
  code: string;
  parentCode: string | null;
  level: string;
  name: string;
  class: string | null;
  fullName: string;
  longitude: number | null;
  latitude: number | null;
}

export interface KnownAreaWhole extends KnownArea {
  geometry: unknown;
  exclusiveAreaDm2: number | null;
  areaSource: ExclusiveAreaSource | null;
}

export interface KnownAreas {
  find(codes: readonly string[]): Promise<KnownArea[]>;
  /** With shape and exclusive area, for comparing. */
  findWhole(codes: readonly string[]): Promise<KnownAreaWhole[]>;
  /** Of these names; of one that is very common only the first few, and `isCommon`. */
  named(names: readonly string[]): Promise<{ areas: KnownArea[]; common: Set<string> }>;
  /** One whose name begins with these words, or with which they begin: what somebody may have meant. */
  similar(words: readonly string[], codeShorterThan: number): Promise<Map<string, KnownArea>>;
  children(parentCodes: readonly string[], names: readonly string[]): Promise<KnownArea[]>;
  /** Names and codes of all areas of a level under these parents. */
  under(
    parentCodes: readonly string[],
    level: string,
  ): Promise<{ code: string; name: string; parentCode: string }[]>;
  countUnder(parentCodes: readonly string[], level: string): Promise<number>;
  /** [west, south, east, north] of the outermost area's shape, else of all positions there are. */
  box(code: string): Promise<{ box: Box; isShape: boolean } | undefined>;
}

export type Box = [number, number, number, number];

const portion = 5_000;
/** A name more places have than this (`1单元`) does not begin a path. */
const commonAt = 50;

const columns = `areas.code, areas.parent_code AS "parentCode", areas.level, areas.name, areas.class,
  areas.full_name AS "fullName", areas.longitude, areas.latitude`;

export function knownAreas(tx: Tx): KnownAreas {
  const inPortions = async <Row>(
    values: readonly string[],
    ask: (some: readonly string[]) => Promise<Row[]>,
  ): Promise<Row[]> => {
    const found: Row[] = [];
    for (let from = 0; from < values.length; from += portion) {
      for (const row of await ask(values.slice(from, from + portion))) found.push(row);
    }
    return found;
  };
  const rowsOf = async <Row extends object>(text: string, values: unknown[]): Promise<Row[]> =>
    (await tx.query<Row & Record<string, unknown>>(text, [tx.tenantId, ...values])).rows;
  return {
    find: (codes) =>
      inPortions(codes, (some) =>
        rowsOf<KnownArea>(
          `SELECT ${columns} FROM areas WHERE areas.tenant_id = $1 AND areas.code = ANY ($2)`,
          [some],
        ),
      ),
    findWhole: (codes) =>
      inPortions(codes, (some) =>
        rowsOf<KnownAreaWhole>(
          `SELECT ${columns}, areas.geometry, home.exclusive_area_dm2 AS "exclusiveAreaDm2", home.source AS "areaSource"
             FROM areas LEFT JOIN home_areas AS home ON home.tenant_id = $1 AND home.area_code = areas.code
            WHERE areas.tenant_id = $1 AND areas.code = ANY ($2)`,
          [some],
        ),
      ),
    async named(names) {
      const rows = await rowsOf<KnownArea & { place: number }>(
        `SELECT * FROM (
           SELECT ${columns}, row_number() OVER (PARTITION BY areas.name ORDER BY areas.code)::int AS place
             FROM areas WHERE areas.tenant_id = $1 AND areas.name = ANY ($2)
         ) AS found WHERE place <= $3`,
        [names, commonAt],
      );
      return {
        areas: rows,
        common: new Set(rows.filter(({ place }) => place === commonAt).map(({ name }) => name)),
      };
    },
    async similar(words, codeShorterThan) {
      const rows = await rowsOf<KnownArea & { words: string }>(
        `SELECT DISTINCT ON (asked.words) asked.words, ${columns}
           FROM unnest($2::text[]) AS asked (words)
           JOIN areas ON starts_with(areas.name, asked.words) OR starts_with(asked.words, areas.name)
          WHERE areas.tenant_id = $1 AND length(areas.code) < $3
          ORDER BY asked.words, abs(length(areas.name) - length(asked.words)), areas.code`,
        [words, codeShorterThan],
      );
      return new Map(rows.map((row) => [row.words, row]));
    },
    children: (parentCodes, names) =>
      inPortions(parentCodes, (some) =>
        rowsOf<KnownArea>(
          `SELECT ${columns} FROM areas
            WHERE areas.tenant_id = $1 AND areas.parent_code = ANY ($2) AND areas.name = ANY ($3)`,
          [some, names],
        ),
      ),
    under: (parentCodes, level) =>
      inPortions(parentCodes, (some) =>
        rowsOf<{ code: string; name: string; parentCode: string }>(
          `SELECT code, name, parent_code AS "parentCode" FROM areas
            WHERE tenant_id = $1 AND parent_code = ANY ($2) AND level = $3`,
          [some, level],
        ),
      ),
    async countUnder(parentCodes, level) {
      const counts = await inPortions(parentCodes, (some) =>
        rowsOf<{ count: number }>(
          'SELECT count(*)::int AS count FROM areas WHERE tenant_id = $1 AND parent_code = ANY ($2) AND level = $3',
          [some, level],
        ),
      );
      return counts.reduce((sum, { count }) => sum + count, 0);
    },
    async box(code) {
      const [root] = await rowsOf<{ geometry: unknown }>(
        'SELECT geometry FROM areas WHERE tenant_id = $1 AND code = $2',
        [code],
      );
      const drawn = boxOf(root?.geometry);
      if (drawn !== undefined) return { box: drawn, isShape: true };
      const [all] = await rowsOf<{ box: (number | null)[] }>(
        `SELECT ARRAY[min(longitude), min(latitude), max(longitude), max(latitude)] AS box FROM areas WHERE tenant_id = $1`,
        [],
      );
      const [west, south, east, north] = all?.box ?? [];
      if (west == null || south == null || east == null || north == null) return undefined;
      return { box: [west, south, east, north], isShape: false };
    },
  };
}

/** Of any geometry, by walking its coordinates. */
function boxOf(geometry: unknown): Box | undefined {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [x, y] = value as unknown[];
    if (typeof x === 'number' && typeof y === 'number') {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    } else for (const part of value as unknown[]) walk(part);
  };
  walk((geometry as { coordinates?: unknown } | null | undefined)?.coordinates);
  return box[0] < box[2] && box[1] < box[3] ? box : undefined;
}
