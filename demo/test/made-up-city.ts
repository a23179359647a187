/** A city that the demo made, open for questions: built once for a test file. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Model } from '@linli/model';
import { inTenant, modelsOf } from '@linli/server';
import { prepareModules } from '../../server/src/app.ts';
import { buildTestApp, freshDatabase, type TestApp } from '../../server/test/harness.ts';
import { ensureDemo } from '../src/index.ts';

const modelsFolder = new URL('../../models/', import.meta.url);
/** Files of each city's model, as they are called in its folder. */
const files: Record<string, Record<string, URL>> = {
  tongguan: {
    'base.yaml': new URL('base.yaml', modelsFolder),
    'tongguan.yaml': new URL('tongguan.yaml', modelsFolder),
  },
  /** As deep as a city gets, and without a story of its own. */
  mytown: {
    'base.yaml': new URL('base.yaml', modelsFolder),
    'mytown.yaml': new URL('tongguan.yaml', modelsFolder),
  },
  ...Object.fromEntries(
    (['panzhihua', 'haikou', 'yichun'] as const).map((key) => [
      key,
      {
        'base.yaml': new URL('base.yaml', modelsFolder),
        [`${key}.yaml`]: new URL(`${key}.yaml`, modelsFolder),
      },
    ]),
  ),
  'chess-club': { 'chess-club.yaml': new URL('../../packages/model/test/chess-club.yaml', import.meta.url) },
};

export type CityKey = 'tongguan' | 'mytown' | 'panzhihua' | 'haikou' | 'yichun' | 'chess-club';

export interface MadeUpCity {
  server: TestApp;
  tenantId: number;
  model: Model;
  now: string;
  lines: string[];
  /** Rows of this city. */
  rows<Row extends Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function openMadeUpCity(
  key: CityKey,
  { now = '2026-11-24T02:30:00.000Z' } = {},
): Promise<MadeUpCity> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-demo-models-'));
  for (const [name, file] of Object.entries(files[key] ?? {}))
    cpSync(fileURLToPath(file), join(folder, name));
  const db = await freshDatabase();
  const server = await buildTestApp({ db, now, isDemo: true, config: { modelFolders: [folder] } });
  await prepareModules(server.deps);
  const lines: string[] = [];
  await ensureDemo(server.deps, (line) => lines.push(line));
  const city = modelsOf(server.deps).findCity(key);
  if (city === undefined) throw new Error(`${key} is not there`);
  const { tenantId, model } = city;
  return {
    server,
    tenantId,
    model,
    now,
    lines,
    rows: (text, values = [tenantId]) =>
      inTenant(db, tenantId, async (tx) => (await tx.query(text, values)).rows as never[]),
    async close() {
      await server.close();
      await db.drop();
    },
  };
}
