/** Cities beyond the first, made by a process beside the server: three clubs under three names. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareModules } from '../../server/src/app.ts';
import { buildTestApp, freshDatabase, type TestApp } from '../../server/test/harness.ts';
import { buildRest, ensureDemo } from '../src/index.ts';

const club = fileURLToPath(new URL('../../packages/model/test/chess-club.yaml', import.meta.url));
let folder: string;
let server: TestApp;
/** A second server on the same database, which has nobody make cities. */
let elsewhere: TestApp;
let dropDatabase: () => Promise<void>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linli-clubs-'));
  for (const name of ['first-club', 'second-club', 'third-club']) cpSync(club, join(folder, `${name}.yaml`));
  const db = await freshDatabase();
  dropDatabase = db.drop;
  const options = {
    db,
    now: '2026-11-24T02:30:00.000Z',
    isDemo: true,
    config: { modelFolders: [folder] },
  };
  server = await buildTestApp(options);
  await prepareModules(server.deps);
  elsewhere = await buildTestApp(options);
  await prepareModules(elsewhere.deps);
});
afterAll(async () => {
  await elsewhere?.close();
  await server?.close();
  await dropDatabase?.();
  rmSync(folder, { recursive: true, force: true });
});

async function cities(at: TestApp = server): Promise<Record<string, { told: number; of: number } | null>> {
  const reply = (await at.app.inject('/api/cities')).json() as {
    cities: { key: string; building: { told: number; of: number } | null }[];
  };
  return Object.fromEntries(reply.cities.map(({ key, building }) => [key, building]));
}

async function offeredIn(): Promise<Set<string>> {
  const reply = (await server.app.inject('/api/demo/people')).json() as { people: { city: string }[] };
  return new Set(reply.people.map(({ city }) => city));
}

async function complete(): Promise<string[]> {
  const { rows } = await server.db.superuser.query<{ key: string }>(
    `SELECT model_key AS key FROM demo_cities JOIN tenants USING (tenant_id) ORDER BY 1`,
  );
  return rows.map(({ key }) => key);
}

async function incomplete(): Promise<string[]> {
  const whole = await complete();
  return ['first-club', 'second-club', 'third-club'].filter((key) => !whole.includes(key));
}

describe('cities beyond the first', () => {
  it('are not waited for: the start makes the first and leaves the others', async () => {
    expect(await ensureDemo(server.deps, () => {})).toMatch(/^first-club: \d+ cases$/);
    expect(await complete()).toEqual(['first-club']);
  });

  it('are known to be incomplete from the first request on, and offer nobody', async () => {
    const rest = await buildRest(server.deps, () => {});
    expect(await cities()).toEqual({
      'first-club': null,
      'second-club': { told: 0, of: 0 },
      'third-club': { told: 0, of: 0 },
    });
    expect(await offeredIn()).toEqual(new Set(['first-club']));
    await rest.stop();
  });

  it('are incomplete for another server of the same database too', async () => {
    const here = await cities(elsewhere);
    expect(here['first-club']).toBeNull();
    const left = await incomplete();
    expect(left).toContain('third-club');
    for (const key of left) expect(here[key], key).toEqual({ told: 0, of: 0 });
  });

  it('ended half-way leave nothing behind that is not whole', async () => {
    const rows = await server.db.superuser.query<{ key: string; cases: number; people: number }>(
      `SELECT model_key AS key, (SELECT count(*)::int FROM cases WHERE cases.tenant_id = tenants.tenant_id) AS cases,
              (SELECT count(*)::int FROM people WHERE people.tenant_id = tenants.tenant_id) AS people FROM tenants`,
    );
    const whole = await complete();
    for (const { key, cases, people } of rows.rows) {
      expect(cases > 0, key).toBe(whole.includes(key));
      expect(people > 0, key).toBe(whole.includes(key));
    }
  });

  it('go on at the next start until all are there, each told by a line, and then offer their people', async () => {
    const before = await complete();
    const lines: string[] = [];
    const rest = await buildRest(server.deps, (line) => lines.push(line));
    await rest.done;
    expect(await complete()).toEqual(['first-club', 'second-club', 'third-club']);
    expect(await cities()).toEqual({ 'first-club': null, 'second-club': null, 'third-club': null });
    expect(await offeredIn()).toEqual(new Set(['first-club', 'second-club', 'third-club']));
    expect(await cities(elsewhere)).toEqual({ 'first-club': null, 'second-club': null, 'third-club': null });
    expect(lines.filter((line) => line.endsWith(' cases')).length).toBe(3 - before.length);
  });

  it('cost the start after that nothing: all stay as they are', async () => {
    const count = async () =>
      (await server.db.superuser.query<{ n: number }>('SELECT count(*)::int AS n FROM history')).rows[0]?.n;
    const before = await count();
    const rest = await buildRest(server.deps, () => {});
    expect(rest.livedOn).toBeNull();
    await rest.done;
    expect(await count()).toBe(before);
  });

  it('that stood still are told on first, and a server knows when: only then does time act on them', async () => {
    const told = async () =>
      (
        await server.db.superuser.query<{ key: string; until: Date }>(
          'SELECT model_key AS key, told_until AS until FROM demo_cities JOIN tenants USING (tenant_id) ORDER BY 1',
        )
      ).rows;
    // The process beside had the machine's clock, which is ahead of this one's.
    server.clock.moveTo(new Date(Date.now() + 3 * 86_400_000).toISOString());
    const lines: string[] = [];
    const rest = await buildRest(server.deps, (line) => lines.push(line));
    expect(rest.livedOn).not.toBeNull();
    await rest.livedOn;
    for (const { key, until } of await told()) {
      // The first is told on before the server answers.
      if (key !== 'first-club')
        expect(until.getTime(), key).toBeGreaterThanOrEqual(Date.parse(server.clock.now()));
    }
    await rest.done;
    expect(lines.filter((line) => line.includes('days on'))).toHaveLength(2);
  });
});
