/** Areas as a file that an import takes: read in portions and sent as they come. */
import { Readable } from 'node:stream';
import { type ExclusiveAreaSource, exclusiveAreaSources } from '@linli/contract';
import type { Level, Model } from '@linli/model';
import { type Database, inTenant } from '../../../platform/db/index.ts';
import { columnToWrite, fieldsOf, levelsWithin, titleOfSheet } from './area-sheets.ts';
import type { Field } from './columns.ts';
import { rowsInSheet, type SheetToWrite, type Value, writeWorkbook } from './write-workbook.ts';

export interface ExportScope {
  model: Model;
  tenantId: number;
  /** Each with all that lies in it. */
  codes: readonly string[];
}

interface ExportedArea {
  code: string;
  parentCode: string | null;
  name: string;
  class: string | null;
  fullName: string;
  longitude: number | null;
  latitude: number | null;
  geometry: unknown;
  exclusiveAreaDm2: number | null;
  areaSource: ExclusiveAreaSource | null;
}

const atOnce = 5_000;

type Db = Pick<Database, 'app'>;

export async function exportWorkbook(db: Db, scope: ExportScope): Promise<Readable> {
  const sheets: SheetToWrite[] = [];
  for (const level of levelsWithin(scope.model)) {
    const count = await countAreas(db, scope, level);
    const fields = fieldsOf(scope.model, level);
    const inSheet = rowsInSheet - 1;
    const rows = valuesOf(db, scope, level, fields);
    // One sheet after the other takes from the same rows: they are written in this order.
    for (let number = 1; number === 1 || (number - 1) * inSheet < count; number += 1) {
      if (count === 0) break;
      sheets.push({
        name: titleOfSheet(level, number),
        columns: fields.map((field) => ({ ...columnToWrite(scope.model, level, field), choices: [] })),
        rows: firstOf(rows, inSheet),
      });
    }
  }
  return writeWorkbook(sheets.length > 0 ? sheets : [{ name: 'Linli', columns: [], rows: [] }]);
}

async function* firstOf<One>(all: AsyncIterator<One>, most: number): AsyncGenerator<One> {
  for (let taken = 0; taken < most; taken += 1) {
    const { done, value } = await all.next();
    if (done) return;
    yield value;
  }
}

async function* valuesOf(
  db: Db,
  scope: ExportScope,
  level: Level,
  fields: readonly Field[],
): AsyncGenerator<Value[]> {
  for await (const area of areasOf(db, scope, level))
    yield fields.map((field) => shownAs(scope.model, area, field));
}

function shownAs(model: Model, area: ExportedArea, field: Field): Value {
  switch (field) {
    case 'code':
      return area.code;
    case 'name':
      return area.name;
    case 'parent':
      return area.code === model.jurisdiction ? null : area.parentCode;
    case 'class':
      return area.class === null ? null : (model.areaClasses[area.class]?.title.zh ?? area.class);
    case 'longitude':
      return area.latitude === null ? null : area.longitude;
    case 'latitude':
      return area.longitude === null ? null : area.latitude;
    case 'coordinates':
      return area.longitude === null || area.latitude === null ? null : 'WGS-84';
    case 'exclusiveArea':
      return area.exclusiveAreaDm2 === null ? null : area.exclusiveAreaDm2 / 100;
    case 'areaSource':
      return area.areaSource === null ? null : exclusiveAreaSources[area.areaSource].zh;
    case 'fullName':
      return area.fullName;
    case 'level':
      return null;
  }
}

/** RFC 7946; shapes where there are shapes, else a point, else none. */
export function exportGeoJson(db: Db, scope: ExportScope): Readable {
  return Readable.from(gathered(geoJson(db, scope)), { objectMode: false });
}

async function* geoJson(db: Db, scope: ExportScope): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let separator = '\n';
  for (const level of levelsWithin(scope.model)) {
    for await (const area of areasOf(db, scope, level)) {
      const { longitude, latitude, geometry } = area;
      const point =
        longitude === null || latitude === null
          ? null
          : { type: 'Point', coordinates: [longitude, latitude] };
      const feature = {
        type: 'Feature',
        id: area.code,
        geometry: geometry ?? point,
        properties: {
          code: area.code,
          name: area.name,
          level: level.key,
          parent: area.code === scope.model.jurisdiction ? null : area.parentCode,
          class: area.class,
          ...(geometry != null && point !== null ? { longitude, latitude } : {}),
          ...(area.exclusiveAreaDm2 === null
            ? {}
            : { exclusiveAreaM2: area.exclusiveAreaDm2 / 100, exclusiveAreaSource: area.areaSource }),
        },
      };
      yield separator + JSON.stringify(feature);
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < 64 * 1024) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/** In the order of their codes. */
async function* areasOf(
  db: Db,
  { tenantId, codes }: ExportScope,
  level: Level,
): AsyncGenerator<ExportedArea> {
  for (const within of codes) {
    let after = '';
    for (;;) {
      const { rows } = await inTenant(
        db,
        tenantId,
        (tx) =>
          tx.query<ExportedArea & Record<string, unknown>>(
            `SELECT areas.code, areas.parent_code AS "parentCode", areas.name, areas.class,
                    areas.full_name AS "fullName", areas.longitude, areas.latitude, areas.geometry,
                    home.exclusive_area_dm2 AS "exclusiveAreaDm2", home.source AS "areaSource"
               FROM areas LEFT JOIN home_areas AS home ON home.tenant_id = $1 AND home.area_code = areas.code
              WHERE areas.tenant_id = $1 AND areas.level = $2 AND areas.code >= $3 AND areas.code < $3 || 'zzzz'
                AND areas.code > $4
              ORDER BY areas.code LIMIT $5`,
            [tenantId, level.key, within, after, atOnce],
          ),
        { readOnly: true },
      );
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < atOnce) break;
      after = last.code;
    }
  }
}

async function countAreas(db: Db, { tenantId, codes }: ExportScope, level: Level): Promise<number> {
  const { rows } = await inTenant(
    db,
    tenantId,
    (tx) =>
      tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM areas JOIN unnest($3::text[]) AS within (code)
             ON areas.code >= within.code AND areas.code < within.code || 'zzzz'
          WHERE areas.tenant_id = $1 AND areas.level = $2`,
        [tenantId, level.key, codes],
      ),
    { readOnly: true },
  );
  return rows[0]?.count ?? 0;
}
