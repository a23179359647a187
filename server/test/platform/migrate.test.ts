import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkSecret, DatabaseRefused, migrate } from '../../src/platform/db/index.ts';
import { splitStatements } from '../../src/platform/db/split-statements.ts';
import { openSecrets } from '../../src/platform/secrets/index.ts';
import { freshDatabase } from '../harness.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

describe('migrations', () => {
  test('several processes that start at once apply each file once', async () => {
    const db = await freshDatabase({ empty: true });
    const reports = await Promise.all(Array.from({ length: 4 }, () => migrate(db.url)));
    expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
    const { rows } = await db.owner.query('SELECT name FROM migrations ORDER BY name');
    expect(rows.map(({ name }) => name)).toEqual(reports.flatMap(({ applied }) => applied));
    expect((await migrate(db.url)).applied).toEqual([]);
  });

  test('run in the order of their numbers', async () => {
    const db = await freshDatabase({ empty: true });
    write('0002_second.sql', 'ALTER TABLE things ADD COLUMN n integer;');
    write('0001_first.sql', 'CREATE TABLE things (id integer);');
    write('notes.txt', 'no migration');
    expect((await migrate(db.url, folder)).applied).toEqual(['0001_first.sql', '0002_second.sql']);
  });

  test('a file changed after it was applied is refused', async () => {
    const db = await freshDatabase({ empty: true });
    write('0001_first.sql', 'CREATE TABLE things (id integer);');
    await migrate(db.url, folder);
    write('0001_first.sql', 'CREATE TABLE things (id bigint);');
    await expect(migrate(db.url, folder)).rejects.toThrow(/0001_first\.sql was changed/);
  });

  test('a database of a newer program is refused', async () => {
    const db = await freshDatabase({ empty: true });
    write('0001_first.sql', 'CREATE TABLE things (id integer);');
    write('0002_second.sql', 'SELECT 1;');
    await migrate(db.url, folder);
    rmSync(join(folder, '0002_second.sql'));
    await expect(migrate(db.url, folder)).rejects.toThrow(/newer Linli/);
  });

  test('a file that fails leaves nothing of itself, and names the statement', async () => {
    const db = await freshDatabase({ empty: true });
    write('0001_first.sql', 'CREATE TABLE things (id integer);\n-- why\nCREATE TABLE things (id integer);');
    await expect(migrate(db.url, folder)).rejects.toThrow(/0001_first\.sql failed at "CREATE TABLE things/);
    expect((await db.owner.query("SELECT to_regclass('things') AS found")).rows).toEqual([{ found: null }]);
  });

  test('a database that does not answer is said so', async () => {
    await expect(migrate('postgres://x:y@127.0.0.1:1/z')).rejects.toThrow(DatabaseRefused);
  });

  test('another secret than the one the database was written under is refused', async () => {
    const db = await freshDatabase();
    await checkSecret(db, openSecrets('the first secret, long enough to be one'));
    await checkSecret(db, openSecrets('the first secret, long enough to be one'));
    await expect(checkSecret(db, openSecrets('another secret, also long enough, 32+'))).rejects.toThrow(
      'LINLI_SECRET',
    );
  });
});

describe('statements of a file', () => {
  test.each([
    ['two', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['a semicolon in a string', "SELECT 'a;''b;'; SELECT 2;", ["SELECT 'a;''b;'", 'SELECT 2']],
    ['a semicolon in a name', 'SELECT 1 AS "a;b"; SELECT 2', ['SELECT 1 AS "a;b"', 'SELECT 2']],
    ['an escaped quote', "SELECT E'a\\';b'; SELECT 2", ["SELECT E'a\\';b'", 'SELECT 2']],
    [
      'a function body',
      'DO $$ BEGIN; END $$; SELECT $a$;$$;$a$;',
      ['DO $$ BEGIN; END $$', 'SELECT $a$;$$;$a$'],
    ],
    [
      'comments',
      '-- a; b\nSELECT 1; /* c; /* d; */ e; */ SELECT 2;\n-- end;',
      ['-- a; b\nSELECT 1', '/* c; /* d; */ e; */ SELECT 2'],
    ],
    ['parameters', 'PREPARE p AS SELECT $1; SELECT 2', ['PREPARE p AS SELECT $1', 'SELECT 2']],
    ['nothing', ' ;;\n-- nothing\n;', []],
  ])('%s', (_name, sql, statements) => {
    expect(splitStatements(sql)).toEqual(statements);
  });
});
