import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cities } from '@linli/contract';
import { describe, expect, test } from 'vitest';
import { ModelsRefused, modelsOf, openModels } from '../../src/modules/models/index.ts';
import { inTenant } from '../../src/platform/db/index.ts';
import { buildTestApp, type TestApp, type TestAppOptions } from '../harness.ts';

const shipped = fileURLToPath(new URL('../../../models', import.meta.url));
const chessClub = fileURLToPath(new URL('../../../packages/model/test/chess-club.yaml', import.meta.url));

/** A folder of one's own with the chess club in it. */
function clubFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linli-models-'));
  cpSync(chessClub, join(folder, 'chess-club.yaml'));
  return folder;
}

async function serve(modelFolders: string[], options: TestAppOptions = {}): Promise<TestApp> {
  return buildTestApp({ ...options, config: { ...options.config, modelFolders } });
}

describe('cities', () => {
  test('every model in the folders is a city; a file in one more folder adds one and nothing else', async () => {
    const { deps } = await serve([shipped, clubFolder()]);
    const models = await openModels(deps);
    expect(models.cities().map((city) => city.model.key)).toEqual(
      expect.arrayContaining(['tongguan', 'chess-club']),
    );
    expect(models.findCity('base')).toBeUndefined();
  });

  test('each keeps its id, however often the server starts and whatever is added', async () => {
    const folder = clubFolder();
    const { deps, db } = await serve([folder]);
    const [first] = (await openModels(deps)).cities();
    writeFileSync(
      join(folder, 'a-new-club.yaml'),
      readFileSync(chessClub, 'utf8').replace('jurisdiction: "77"', 'jurisdiction: "78"'),
    );
    const again = await openModels(deps);
    expect(again.findCity('chess-club')?.tenantId).toBe(first?.tenantId);
    expect(again.findCity('a-new-club')?.tenantId).not.toBe(first?.tenantId);
    const { rows } = await db.superuser.query('SELECT count(*)::int AS n FROM tenants');
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('two servers starting at once give each model one city', async () => {
    const { deps, db } = await serve([shipped, clubFolder()]);
    await Promise.all([openModels(deps), openModels(deps), openModels(deps)]);
    const { rows } = await db.superuser.query('SELECT model_key FROM tenants GROUP BY 1 HAVING count(*) > 1');
    expect(rows).toEqual([]);
  });

  test('a demo has the cities that are named, in their order, and all others for *', async () => {
    const folder = clubFolder();
    for (const name of ['b-club', 'a-club']) {
      writeFileSync(join(folder, `${name}.yaml`), readFileSync(chessClub, 'utf8'));
    }
    const keysOf = async (demoCities: string[] | undefined): Promise<string[]> => {
      const { deps } = await serve([folder], { isDemo: true, config: { demoCities } });
      return (await openModels(deps)).cities().map(({ model }) => model.key);
    };
    expect(await keysOf(undefined)).toEqual(['a-club', 'b-club', 'chess-club']);
    expect(await keysOf(['chess-club', '*'])).toEqual(['chess-club', 'a-club', 'b-club']);
    expect(await keysOf(['b-club'])).toEqual(['b-club']);
    await expect(keysOf(['c-club'])).rejects.toThrow(/c-club.*a-club, b-club, chess-club/);
  });

  test('a city starts with its outermost area', async () => {
    const { deps, db } = await serve([clubFolder()]);
    await openModels(deps);
    const { rows } = await db.superuser.query('SELECT code, level FROM areas');
    expect(rows).toEqual([{ code: '77', level: 'club' }]);
  });

  test('a model with faults stops the start, naming each', async () => {
    const folder = clubFolder();
    writeFileSync(
      join(folder, 'chess-club.yaml'),
      readFileSync(chessClub, 'utf8').replaceAll('[clockmaker]', '[clockmakr]'),
    );
    const { deps } = await serve([folder]);
    const refused = await openModels(deps).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ModelsRefused);
    expect((refused as Error).message).toMatch(/chess-club\.yaml:\d+:\d+: .*clockmakr/);
  });
});

describe('versions', () => {
  test('a running case finds the model it was opened under after the file has changed', async () => {
    const folder = clubFolder();
    const { deps } = await serve([folder]);
    const before = (await openModels(deps)).cities()[0]!;
    writeFileSync(
      join(folder, 'chess-club.yaml'),
      readFileSync(chessClub, 'utf8').replace('Ticking again', 'Ticks'),
    );
    const models = await openModels(deps);
    expect(models.ofTenant(before.tenantId).version).not.toBe(before.model.version);
    const old = await models.version(before.tenantId, before.model.version);
    expect(old.caseKinds['broken-clock']?.stations.resolved?.title.en).toBe('Ticking again');
  });

  test('a version that was never kept is an error, not the present model', async () => {
    const { deps } = await serve([clubFolder()]);
    const models = await openModels(deps);
    const { tenantId } = models.cities()[0]!;
    await expect(models.version(tenantId, '0000000000000000')).rejects.toThrow('never kept');
  });

  test('nothing is answered before the models are open', async () => {
    const { deps } = await serve([clubFolder()]);
    expect(() => modelsOf({ ...deps })).toThrow('prepareModules');
  });
});

describe('GET /api/cities', () => {
  test('200: key, code, both titles', async () => {
    const { app, deps } = await serve([clubFolder()]);
    await openModels(deps);
    const reply = await app.inject('/api/cities');
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({
      cities: [
        {
          key: 'chess-club',
          areaCode: '77',
          title: { zh: '棋社', en: 'Chess club' },
          name: '棋社',
          isDemo: expect.any(Boolean),
          building: null,
          bounds: null,
        },
      ],
      unopened: [],
    });
  });

  test('of several models a city is open once somebody has a post in it; visitors land there, and not in the first', async () => {
    const folder = clubFolder();
    writeFileSync(
      join(folder, 'all-clubs.yaml'),
      'extends: chess-club\ntitle: { zh: 甲社, en: First }\njurisdiction: "78"\n',
    );
    const { app, deps } = await serve([folder]);
    const models = await openModels(deps);
    const keys = async () => {
      const { cities, unopened } = Cities.parse((await app.inject('/api/cities')).json());
      return [cities.map(({ key }) => key), unopened.map(({ key }) => key)];
    };
    expect(await keys()).toEqual([[], models.cities().map(({ model }) => model.key)]);
    const last = models.cities().at(-1)!;
    await inTenant(deps.db, last.tenantId, async (tx) => {
      const [orgId, personId] = [randomUUID(), randomUUID()];
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'club-office', '社务处', '2026-01-01')`,
        [tx.tenantId, orgId],
      );
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '陈谷雨', '2026-01-01')`,
        [tx.tenantId, personId],
      );
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, 'president', $4, '2026-01-01')`,
        [tx.tenantId, randomUUID(), orgId, personId],
      );
    });
    // It is looked for again now and then, beside a running server.
    await expect.poll(keys, { timeout: 10_000 }).toEqual([[last.model.key], []]);
    const session = (await app.inject('/api/session')).json<{ city: { key: string } }>();
    expect(session.city.key).toBe(last.model.key);
  });
});
