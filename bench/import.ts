/**
 * How long 200,000 homes take from a workbook into the city: read and checked in a thread of its own, then written in one
 * transaction, then the same file again, which must change nothing, then out as a workbook. Parents are given by name and
 * codes left empty, which is the most work. Beside it: the longest the server could not answer meanwhile.
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Model } from '@linli/model';
import { columnToWrite, fieldsOf, titleOfSheet } from '../server/src/modules/areas/import/area-sheets.ts';
import { exportWorkbook } from '../server/src/modules/areas/import/export-areas.ts';
import { runCheck } from '../server/src/modules/areas/import/run-check.ts';
import { insertImport, moveImport } from '../server/src/modules/areas/import/store.ts';
import { writeImport } from '../server/src/modules/areas/import/write-import.ts';
import { type Value, writeWorkbook } from '../server/src/modules/areas/import/write-workbook.ts';
import { openModels } from '../server/src/modules/models/index.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { type Database, inTenant, migrate, openDatabase } from '../server/src/platform/db/index.ts';
import { openLiveHub } from '../server/src/platform/live/index.ts';
import { openLog } from '../server/src/platform/log.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';

/** Compounds, buildings in each, units in each, homes in each. */
const shape = [100, 20, 4, 25] as const;
const goalSeconds = 120;

export async function importBench(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  const postgres = await startTemporaryPostgres({
    settings: { max_connections: '60', shared_buffers: '512MB', fsync: 'on', synchronous_commit: 'on' },
  });
  try {
    await migrate(postgres.url);
    const db = openDatabase({ url: postgres.url, poolSize: 8 });
    const log = openLog('silent');
    const live = await openLiveHub(db, log);
    try {
      return await run(db, live, folder);
    } finally {
      await live.close();
      await db.close();
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  db: Database,
  live: Awaited<ReturnType<typeof openLiveHub>>,
  folder: string,
): Promise<Record<string, unknown>> {
  const config = readConfig({ LINLI_DATA: join(folder, 'data') });
  const log = openLog('silent');
  const cities = (await openModels({ config, db, clock: systemClock, log, isDemo: false })).cities();
  // Any city with four levels to fill under the others.
  const city = cities.find(({ model }) => model.levels.length > shape.length);
  if (city === undefined) throw new Error('no model has enough levels');
  const { tenantId, model } = city;
  const outer = await fillOuter(db, tenantId, model);
  const path = join(folder, 'homes.xlsx');
  const rows = await writeHomes(path, model, outer);

  const bring = async (): Promise<{
    check: number;
    write: number;
    counts: { new: number; changed: number; same: number };
  }> => {
    const importId = await inTenant(db, tenantId, async (tx) => {
      const id = await insertImport(tx, {
        fileName: 'homes.xlsx',
        sizeBytes: statSync(path).size,
        sha256: Buffer.alloc(32),
        personId: null,
        reach: [model.jurisdiction],
        at: systemClock.now(),
      });
      await moveImport(tx, id, ['waiting'], 'checking');
      return id;
    });
    const checkFrom = performance.now();
    const checked = await runCheck(
      db,
      { tenantId, importId, model, path, fileName: 'homes.xlsx', reach: [model.jurisdiction] },
      { signal: new AbortController().signal, progress: () => {} },
    );
    const check = (performance.now() - checkFrom) / 1000;
    if (!checked.isKept || checked.faultCount > 0) throw new Error(`${checked.faultCount} faults`);
    await inTenant(db, tenantId, (tx) => moveImport(tx, importId, ['ready'], 'applying'));
    const writeFrom = performance.now();
    const outcome = await writeImport({ db, clock: systemClock, live }, city, importId, async () => false);
    if (outcome !== 'written') throw new Error(outcome);
    const sum = (key: 'new' | 'changed' | 'same') =>
      checked.summary.levels.reduce((all, { counts }) => all + counts[key], 0);
    return {
      check,
      write: (performance.now() - writeFrom) / 1000,
      counts: { new: sum('new'), changed: sum('changed'), same: sum('same') },
    };
  };

  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const first = await bring();
  delay.disable();
  if (first.counts.new !== rows) throw new Error(`${first.counts.new} of ${rows} were new`);
  const second = await bring();
  if (second.counts.same !== rows) throw new Error(`${second.counts.same} of ${rows} were the same`);
  const exportFrom = performance.now();
  const scope = { model, tenantId, codes: [model.jurisdiction] };
  let exportedBytes = 0;
  await pipeline(
    await exportWorkbook(db, scope),
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        exportedBytes += chunk.length;
        done();
      },
    }),
  );
  const seconds = (value: number) => Number(value.toFixed(1));
  return {
    bench: 'import',
    homes: shape.reduce((product, count) => product * count, 1),
    rows,
    fileMegabytes: seconds(statSync(path).size / 1024 / 1024),
    checkSeconds: seconds(first.check),
    checkedRowsPerSecond: Math.round(rows / first.check),
    writeSeconds: seconds(first.write),
    totalSeconds: seconds(first.check + first.write),
    goalSeconds,
    againSeconds: seconds(second.check + second.write),
    exportSeconds: seconds((performance.now() - exportFrom) / 1000),
    exportedMegabytes: seconds(exportedBytes / 1024 / 1024),
    longestPauseMs: Math.round(delay.max / 1e6),
  };
}

/** One place of each level down to the one that compounds lie in; its code. */
async function fillOuter(db: Database, tenantId: number, model: Model): Promise<string> {
  const levels = model.levels
    .slice(0, -shape.length)
    .filter(({ codeLength }) => codeLength > model.jurisdiction.length);
  return inTenant(db, tenantId, async (tx) => {
    let parent = model.jurisdiction;
    for (const { key, codeLength } of levels) {
      const code = `${parent.padEnd(codeLength - 1, '0')}1`;
      await tx.query(
        'INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name) VALUES ($1, $2, $3, $4, $5, $5)',
        [tenantId, code, parent, key, `第一${key}`],
      );
      parent = code;
    }
    return parent;
  });
}

/** A sheet for each level; gives the number of rows. */
async function writeHomes(path: string, model: Model, outer: string): Promise<number> {
  let rows = 0;
  const sheets = model.levels.slice(-shape.length).map((level, depth) => {
    const fields = fieldsOf(model, level);
    const names = function* (at: number, parent: string): Generator<[parent: string, name: string]> {
      for (let number = 1; number <= (shape[at] ?? 0); number += 1) {
        const name =
          at === 0
            ? `小区${number}`
            : at === 3
              ? `${Math.ceil(number / 2)}0${2 - (number % 2)}室`
              : `${number}号`;
        if (at === depth) yield [parent, name];
        else yield* names(at + 1, at === 0 ? name : `${parent}/${name}`);
      }
    };
    const values = function* (): Generator<Value[]> {
      for (const [parent, name] of names(0, outer)) {
        rows += 1;
        yield fields.map((field): Value => {
          switch (field) {
            case 'name':
              return name;
            case 'parent':
              return parent;
            case 'exclusiveArea':
              return 60 + (rows % 9000) / 100;
            case 'areaSource':
              return '登记簿';
            case 'longitude':
              return depth === 1 ? 117.8 + (rows % 100) / 10_000 : null;
            case 'latitude':
              return depth === 1 ? 30.9 + (rows % 100) / 10_000 : null;
            case 'coordinates':
              return depth === 1 ? 'GCJ-02' : null;
            default:
              return null;
          }
        });
      }
    };
    return {
      name: titleOfSheet(level),
      columns: fields.map((field) => columnToWrite(model, level, field)),
      rows: values(),
    };
  });
  await pipeline(writeWorkbook(sheets), createWriteStream(path));
  return rows;
}
