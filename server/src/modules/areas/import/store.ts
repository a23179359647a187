/** Rows of imports, their faults, and what they would write. */
import { randomUUID } from 'node:crypto';
import type { ImportCounts, ImportFaultCode, ImportState } from '@linli/contract';
import type { Tx } from '../../../platform/db/index.ts';
import type { Fault } from './cells.ts';
import type { StagedRow } from './place-rows.ts';
import type { FileKind } from './read-file.ts';

/** What the check found, beside the faults. */
export interface ImportSummary {
  kind: FileKind | null;
  rows: number;
  leftOut: number;
  levels: { level: string; counts: ImportCounts }[];
  sheetsNotRead: string[];
  /** Columns of each sheet, so that one more can be added. */
  widths: Record<string, number>;
  headingRows: Record<string, number>;
}

export interface ImportProgress {
  step: 'read' | 'place' | 'keep' | 'write';
  done: number;
  of: number;
}

export interface ImportRecord {
  importId: string;
  state: ImportState;
  fileName: string;
  sizeBytes: number;
  personId: string | null;
  personName: string | null;
  reach: string[];
  createdAt: string;
  endedAt: string | null;
  cancelAskedAt: string | null;
  summary: ImportSummary | null;
  faultCount: number;
  progress: ImportProgress | null;
  failure: string | null;
  areasVersion: number | null;
  wasCheckedAgain: boolean;
}

const columns = `imports.import_id AS "importId", imports.state, imports.file_name AS "fileName",
  imports.size_bytes AS "sizeBytes", imports.person_id AS "personId", people.name AS "personName", imports.reach,
  imports.created_at AS "createdAt", imports.ended_at AS "endedAt", imports.cancel_asked_at AS "cancelAskedAt",
  imports.summary, imports.fault_count AS "faultCount", imports.progress, imports.failure,
  imports.areas_version AS "areasVersion", imports.was_checked_again AS "wasCheckedAgain"`;
const source = `area_imports AS imports
  LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = imports.person_id`;

export interface NewImport {
  fileName: string;
  sizeBytes: number;
  sha256: Buffer;
  personId: string | null;
  reach: readonly string[];
  at: string;
}

export async function insertImport(tx: Tx, one: NewImport): Promise<string> {
  const importId = randomUUID();
  await tx.query(
    `INSERT INTO area_imports (tenant_id, import_id, state, file_name, size_bytes, sha256, person_id, reach, created_at)
     VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8)`,
    [tx.tenantId, importId, one.fileName, one.sizeBytes, one.sha256, one.personId, one.reach, one.at],
  );
  return importId;
}

/** `lock`: nobody else changes its state until this transaction ends. */
export async function findImport(
  tx: Tx,
  importId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ImportRecord | undefined> {
  const { rows } = await tx.query<ImportRecord & Record<string, unknown>>(
    `SELECT ${columns} FROM ${source} WHERE imports.tenant_id = $1 AND imports.import_id = $2${lock ? ' FOR UPDATE OF imports' : ''}`,
    [tx.tenantId, importId],
  );
  return rows[0];
}

/** The latest first. */
export async function listImports(tx: Tx, most: number): Promise<ImportRecord[]> {
  const { rows } = await tx.query<ImportRecord & Record<string, unknown>>(
    `SELECT ${columns} FROM ${source} WHERE imports.tenant_id = $1 ORDER BY imports.created_at DESC, imports.import_id LIMIT $2`,
    [tx.tenantId, most],
  );
  return rows;
}

/** From one of these states only; false when it is in another one by now. */
export async function moveImport(
  tx: Tx,
  importId: string,
  from: readonly ImportState[],
  to: ImportState,
  { endedAt = null, failure = null }: { endedAt?: string | null; failure?: string | null } = {},
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE area_imports SET state = $4, ended_at = $5, failure = $6, progress = NULL
      WHERE tenant_id = $1 AND import_id = $2 AND state = ANY ($3)`,
    [tx.tenantId, importId, from, to, endedAt, failure],
  );
  return rowCount === 1;
}

export async function askToCancel(tx: Tx, importId: string, at: string): Promise<void> {
  await tx.query('UPDATE area_imports SET cancel_asked_at = $3 WHERE tenant_id = $1 AND import_id = $2', [
    tx.tenantId,
    importId,
    at,
  ]);
}

/** Whether somebody has asked to cancel it comes back. */
export async function noteProgress(tx: Tx, importId: string, progress: ImportProgress): Promise<boolean> {
  const { rows } = await tx.query<{ isCancelled: boolean }>(
    `UPDATE area_imports SET progress = $3 WHERE tenant_id = $1 AND import_id = $2
     RETURNING cancel_asked_at IS NOT NULL AS "isCancelled"`,
    [tx.tenantId, importId, JSON.stringify(progress)],
  );
  return rows[0]?.isCancelled ?? true;
}

/** Moves with every change to areas; see 0020. */
export async function areasVersion(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    `SELECT version FROM snapshot_versions WHERE tenant_id = $1 AND topic = 'areas'`,
    [tx.tenantId],
  );
  return rows[0]?.version ?? 0;
}

/** Held until the transaction ends, so that two imports never write at once. */
export async function lockAreas(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO snapshot_versions AS held (tenant_id, topic, version) VALUES ($1, 'areas', 0)
     ON CONFLICT (tenant_id, topic) DO UPDATE SET version = held.version RETURNING version`,
    [tx.tenantId],
  );
  return rows[0]?.version ?? 0;
}

export async function moveAreasVersion(tx: Tx): Promise<void> {
  await tx.query(
    `UPDATE snapshot_versions SET version = version + 1 WHERE tenant_id = $1 AND topic = 'areas'`,
    [tx.tenantId],
  );
}

/** Faults beyond this are counted and not kept: whoever mends a hundred thousand rows does not read them one by one. */
export const keptFaults = 100_000;
const atOnce = 5_000;

/** Replaces what an earlier check found, and ends the check; false when the import was cancelled meanwhile. */
export async function keepFindings(
  tx: Tx,
  importId: string,
  {
    faults,
    staged,
    summary,
    version,
  }: { faults: readonly Fault[]; staged: readonly StagedRow[]; summary: ImportSummary; version: number },
  progress: (done: number) => void,
): Promise<boolean> {
  const key = [tx.tenantId, importId];
  await tx.query('DELETE FROM area_import_faults WHERE tenant_id = $1 AND import_id = $2', key);
  await tx.query('DELETE FROM area_import_rows WHERE tenant_id = $1 AND import_id = $2', key);
  const kept = faults.slice(0, keptFaults);
  for (let from = 0; from < kept.length; from += atOnce) {
    const some = kept.slice(from, from + atOnce);
    const column = <Key extends keyof Fault>(name: Key) => some.map((one) => one[name]);
    await tx.query(
      `INSERT INTO area_import_faults
         (tenant_id, import_id, fault_number, sheet, sheet_row, sheet_column, heading, value, code, data)
       SELECT $1, $2, $3::int + place, sheet, sheet_row, sheet_column, heading, value, code, data::jsonb
         FROM unnest($4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
           WITH ORDINALITY AS found (sheet, sheet_row, sheet_column, heading, value, code, data, place)`,
      [
        ...key,
        from,
        column('sheet'),
        column('row'),
        column('column'),
        column('heading'),
        column('value'),
        column('code'),
        some.map(({ data }) => JSON.stringify(data)),
      ],
    );
  }
  // With a fault anywhere nothing will be written, so nothing waits to be.
  const waiting = faults.length > 0 ? [] : staged;
  for (let from = 0; from < waiting.length; from += atOnce) {
    const some = waiting.slice(from, from + atOnce);
    const column = <Key extends keyof StagedRow>(name: Key) => some.map((one) => one[name]);
    await tx.query(
      `INSERT INTO area_import_rows
         (tenant_id, import_id, ordinal, code, parent_code, level, name, class, full_name, old_full_name, geometry,
          longitude, latitude, exclusive_area_dm2, exclusive_area_source)
       SELECT $1, $2, $3::int + place, code, parent_code, level, name, class, full_name, old_full_name, geometry::jsonb,
              longitude, latitude, exclusive_area_dm2, exclusive_area_source
         FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                     $12::float8[], $13::float8[], $14::int[], $15::text[])
           WITH ORDINALITY AS row (code, parent_code, level, name, class, full_name, old_full_name, geometry,
             longitude, latitude, exclusive_area_dm2, exclusive_area_source, place)`,
      [
        ...key,
        from,
        column('code'),
        column('parentCode'),
        column('level'),
        column('name'),
        column('class'),
        column('fullName'),
        column('oldFullName'),
        some.map(({ geometry }) => (geometry === undefined ? null : JSON.stringify(geometry))),
        column('longitude'),
        column('latitude'),
        column('exclusiveAreaDm2'),
        column('areaSource'),
      ],
    );
    progress(from + some.length);
  }
  const { rowCount } = await tx.query(
    `UPDATE area_imports SET state = $3, summary = $4, fault_count = $5, areas_version = $6, progress = NULL
      WHERE tenant_id = $1 AND import_id = $2 AND state = 'checking' AND cancel_asked_at IS NULL`,
    [...key, faults.length > 0 ? 'faulty' : 'ready', JSON.stringify(summary), faults.length, version],
  );
  return rowCount === 1;
}

export interface FaultRecord {
  faultNumber: number;
  sheet: string | null;
  row: number | null;
  column: string | null;
  heading: string | null;
  value: string | null;
  code: ImportFaultCode;
  data: Record<string, string | number>;
}

export async function listFaults(
  tx: Tx,
  importId: string,
  { from, limit }: { from: number; limit: number },
): Promise<FaultRecord[]> {
  const { rows } = await tx.query<FaultRecord & Record<string, unknown>>(
    `SELECT fault_number AS "faultNumber", sheet, sheet_row AS row, sheet_column AS column, heading, value, code, data
       FROM area_import_faults
      WHERE tenant_id = $1 AND import_id = $2 AND fault_number > $3 ORDER BY fault_number LIMIT $4`,
    [tx.tenantId, importId, from, limit],
  );
  return rows;
}

/** Writes the waiting rows in this order, some at a time; gives how many there were. */
export async function writeStaged(
  tx: Tx,
  importId: string,
  afterOrdinal: number,
  at: string,
): Promise<number> {
  const range = [tx.tenantId, importId, afterOrdinal, afterOrdinal + atOnce];
  const { rowCount } = await tx.query(
    `INSERT INTO areas (tenant_id, code, parent_code, level, name, class, full_name, geometry, longitude, latitude)
     SELECT $1, code, parent_code, level, name, class, full_name, geometry, longitude, latitude
       FROM area_import_rows
      WHERE tenant_id = $1 AND import_id = $2 AND ordinal > $3 AND ordinal <= $4 ORDER BY ordinal
     ON CONFLICT (tenant_id, code) DO UPDATE SET
       parent_code = excluded.parent_code, level = excluded.level, name = excluded.name, class = excluded.class,
       full_name = excluded.full_name, geometry = coalesce(excluded.geometry, areas.geometry),
       longitude = excluded.longitude, latitude = excluded.latitude`,
    range,
  );
  await tx.query(
    `INSERT INTO home_areas (tenant_id, area_code, exclusive_area_dm2, source, recorded_at)
     SELECT $1, code, exclusive_area_dm2, exclusive_area_source, $5
       FROM area_import_rows
      WHERE tenant_id = $1 AND import_id = $2 AND ordinal > $3 AND ordinal <= $4 AND exclusive_area_dm2 IS NOT NULL
     ON CONFLICT (tenant_id, area_code) DO UPDATE SET
       exclusive_area_dm2 = excluded.exclusive_area_dm2, source = excluded.source, recorded_at = excluded.recorded_at`,
    [...range, at],
  );
  return rowCount ?? 0;
}

/** Full names of what lies in renamed places and is not in the file itself follow the nearest of them. */
export async function followNewNames(tx: Tx, importId: string): Promise<void> {
  await tx.query(
    `UPDATE areas SET full_name = following.full_name
       FROM (
         SELECT DISTINCT ON (inner_area.code) inner_area.code,
                renamed.full_name || substr(inner_area.full_name, length(renamed.old_full_name) + 1) AS full_name
           FROM area_import_rows AS renamed
           JOIN areas AS inner_area ON inner_area.tenant_id = $1
            AND inner_area.code > renamed.code AND inner_area.code < renamed.code || 'zzzz'
            AND starts_with(inner_area.full_name, renamed.old_full_name || ' ')
          WHERE renamed.tenant_id = $1 AND renamed.import_id = $2 AND renamed.old_full_name IS NOT NULL
            AND NOT EXISTS (
              SELECT FROM area_import_rows AS written
               WHERE written.tenant_id = $1 AND written.import_id = $2 AND written.code = inner_area.code)
          ORDER BY inner_area.code, length(renamed.code) DESC
       ) AS following
      WHERE areas.tenant_id = $1 AND areas.code = following.code`,
    [tx.tenantId, importId],
  );
}

export async function countStaged(tx: Tx, importId: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM area_import_rows WHERE tenant_id = $1 AND import_id = $2',
    [tx.tenantId, importId],
  );
  return rows[0]?.count ?? 0;
}

/** Codes of this length that waiting rows lie in or are; undefined when there are more than `most`. */
export async function stagedWithin(
  tx: Tx,
  importId: string,
  length: number,
  most: number,
): Promise<string[] | undefined> {
  const { rows } = await tx.query<{ code: string }>(
    `SELECT DISTINCT left(code, $3) AS code FROM area_import_rows
      WHERE tenant_id = $1 AND import_id = $2 AND length(code) >= $3 LIMIT $4`,
    [tx.tenantId, importId, length, most + 1],
  );
  return rows.length > most ? undefined : rows.map(({ code }) => code);
}

export async function dropStaged(tx: Tx, importId: string): Promise<void> {
  await tx.query('DELETE FROM area_import_rows WHERE tenant_id = $1 AND import_id = $2', [
    tx.tenantId,
    importId,
  ]);
}
