/** What the database itself promises, read from its catalogue: it holds for tables that do not exist yet, too. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSchema } from '../../src/platform/db/generate-schema.ts';
import { freshDatabase, type TestDatabase } from '../harness.ts';

let db: TestDatabase & { drop(): Promise<void> };
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

/** Tables of the installation as a whole. `tenants` is the list of cities itself: readable by all, each key a city. */
const houseTables = ['installation', 'migrations', 'tenants'];
/** What happened is never rewritten. */
const appendOnly = [
  'history',
  'seals',
  'seal_leaves',
  'reveals',
  'model_versions',
  'powers',
  'power_rows',
  'power_evaluations',
  'gathering_history',
  'ballot_history',
  'ballot_rolls',
  'ballot_roll_entries',
  'ballot_roll_homes',
  'ballot_entry_steps',
  'ballot_slips',
  'ballot_counts',
  'ballot_files',
  'ballot_nominations',
  'ballot_nomination_steps',
  'ballot_catalogues',
];
const neverDeleted = [
  ...appendOnly,
  'cases',
  'gathering_items',
  'gathering_resolutions',
  'ballots',
  'ballot_entries',
];

async function names(sql: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await db.superuser.query<{ name: string }>(sql, values);
  return rows.map(({ name }) => name);
}

const tenantTables = `
  SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
  WHERE c.relkind IN ('r', 'p') AND c.relname <> ALL ($1)`;

describe('tenant first', () => {
  test('every table but those of the house has tenant_id, an integer that is never null', async () => {
    expect(
      (await names(`SELECT relname AS name FROM (${tenantTables}) t`, [houseTables])).length,
    ).toBeGreaterThan(20);
    expect(
      await names(
        `SELECT relname AS name FROM (${tenantTables}) t WHERE NOT EXISTS (
           SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id'
             AND a.attnotnull AND a.atttypid = 'integer'::regtype)`,
        [houseTables],
      ),
    ).toEqual([]);
  });

  test('every one of them has a primary key', async () => {
    expect(
      await names(
        `SELECT relname AS name FROM (${tenantTables}) t WHERE NOT EXISTS (
           SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)`,
        [houseTables],
      ),
    ).toEqual([]);
  });

  // An inverted index (words of a text) has no first column: row-level security narrows what it finds.
  test('primary and unique keys and every other ordered index begin with tenant_id', async () => {
    expect(
      await names(
        `SELECT i.indexrelid::regclass::text AS name FROM (${tenantTables}) t JOIN pg_index i ON i.indrelid = t.oid
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'tenant_id'
         JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
         WHERE i.indkey[0] <> a.attnum AND (i.indisunique OR m.amname <> 'gin')`,
        [houseTables],
      ),
    ).toEqual([]);
  });

  test('foreign keys pair tenant_id with tenant_id and never set null', async () => {
    expect(
      await names(
        `SELECT k.conname AS name FROM (${tenantTables}) t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
         WHERE a.attname <> 'tenant_id' OR b.attname <> 'tenant_id' OR k.confdeltype IN ('n', 'd')`,
        [houseTables],
      ),
    ).toEqual([]);
  });

  test('there are no triggers and no sequences, which a cluster forbids', async () => {
    expect(
      await names(
        `SELECT tgname AS name FROM pg_trigger g JOIN (${tenantTables}) t ON t.oid = g.tgrelid WHERE NOT tgisinternal`,
        [houseTables],
      ),
    ).toEqual([]);
    expect(
      await names(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace`,
      ),
    ).toEqual([]);
  });
});

describe('row-level security', () => {
  test('is on and forced on every tenant table', async () => {
    expect(
      await names(
        `SELECT relname AS name FROM (${tenantTables}) t JOIN pg_class c USING (oid, relname)
         WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
        [houseTables],
      ),
    ).toEqual([]);
  });

  test('every tenant table has one policy, for reading and writing, by the transaction’s tenant', async () => {
    const expected =
      "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::integer)";
    expect(
      await names(
        `SELECT relname AS name FROM (${tenantTables}) t WHERE (
           SELECT count(*) FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = t.relname) <> 1
         OR NOT EXISTS (
           SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = t.relname
             AND p.permissive = 'PERMISSIVE' AND p.cmd = 'ALL' AND p.qual = $2 AND p.with_check = $2)`,
        [houseTables, expected],
      ),
    ).toEqual([]);
  });

  test('neither the application’s role nor the owner gets round it', async () => {
    expect(
      await names(
        `SELECT rolname AS name FROM pg_roles WHERE rolname IN ('linli', 'linli_app') AND (rolsuper OR rolbypassrls)`,
      ),
    ).toEqual([]);
    expect(await names(`SELECT tablename AS name FROM pg_tables WHERE tableowner = 'linli_app'`)).toEqual([]);
  });
});

describe('the application’s role', () => {
  test.each(appendOnly)('can add to %s and read it, nothing else', async (table) => {
    const { rows } = await db.superuser.query<{ kind: string }>(
      `SELECT kind FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS kind
       WHERE has_table_privilege('linli_app', $1, kind) ORDER BY kind`,
      [table],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['INSERT', 'SELECT']);
    expect(
      await names(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0
           AND has_column_privilege('linli_app', attrelid, attnum, 'UPDATE')`,
        [table],
      ),
    ).toEqual([]);
  });

  test.each(neverDeleted)('cannot delete from %s', async (table) => {
    await expect(db.app.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    await expect(db.app.query(`TRUNCATE ${table}`)).rejects.toMatchObject({ code: '42501' });
  });

  test('cannot read the job queue or write the list of cities', async () => {
    await expect(db.app.query('SELECT FROM graphile_worker.jobs')).rejects.toMatchObject({ code: '42501' });
    await expect(db.app.query('DELETE FROM tenants')).rejects.toMatchObject({ code: '42501' });
    await expect(db.app.query('SELECT FROM installation')).rejects.toMatchObject({ code: '42501' });
  });

  test('can read every tenant table', async () => {
    expect(
      await names(
        `SELECT relname AS name FROM (${tenantTables}) t WHERE NOT has_table_privilege('linli_app', oid, 'SELECT')`,
        [houseTables],
      ),
    ).toEqual([]);
  });
});

test('schema.ts is what `npm run generate` would write now', async () => {
  const written = readFileSync(new URL('../../src/platform/db/schema.ts', import.meta.url), 'utf8');
  // The formatter may break lines and order imports; the words must be the same.
  const words = (text: string): string[] => (text.match(/\w+|[^\s\w,;]/g) ?? []).sort();
  expect(words(written)).toEqual(words(await generateSchema(db.superuser as never)));
});
