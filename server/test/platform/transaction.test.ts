import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addJobs, inTenant, readInTenant } from '../../src/platform/db/index.ts';
import { freshDatabase } from '../harness.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  for (const tenantId of [1, 2]) {
    await inTenant(db, tenantId, async (tx) => {
      await tx.query(
        'INSERT INTO areas (tenant_id, code, level, name, full_name) VALUES ($1, $2, $3, $4, $4)',
        [tenantId, `34070${tenantId}`, 'county', `city ${tenantId}`],
      );
    });
  }
});
afterAll(() => db.drop());

describe('one city at a time', () => {
  test('a transaction sees the rows of its tenant and no others', async () => {
    const rows = await readInTenant(db, 2, 'SELECT tenant_id, name FROM areas');
    expect(rows).toEqual([{ tenant_id: 2, name: 'city 2' }]);
  });

  test('without a tenant nothing is seen, by the owner neither', async () => {
    expect((await db.app.query('SELECT 1 FROM areas')).rowCount).toBe(0);
    expect((await db.owner.query('SELECT 1 FROM areas')).rowCount).toBe(0);
  });

  test('the setting does not outlive its transaction on the connection', async () => {
    await Promise.all(Array.from({ length: 20 }, () => readInTenant(db, 1, 'SELECT 1 FROM areas')));
    expect((await db.app.query('SELECT 1 FROM areas')).rowCount).toBe(0);
  });

  test('a row of another tenant cannot be written', async () => {
    const written = inTenant(db, 1, (tx) =>
      tx.query(
        "INSERT INTO areas (tenant_id, code, level, name, full_name) VALUES (2, '9', 'street', 'x', 'x')",
      ),
    );
    await expect(written).rejects.toMatchObject({ code: '42501' });
  });

  test('typed queries run in the same transaction', async () => {
    const names = await inTenant(db, 1, (tx) => tx.kysely.selectFrom('areas').select('name').execute());
    expect(names).toEqual([{ name: 'city 1' }]);
  });

  test('a tenant that is not a number is refused before it reaches the database', async () => {
    await expect(readInTenant(db, '1; DROP TABLE areas' as unknown as number, 'SELECT 1')).rejects.toThrow(
      'whole number',
    );
  });
});

describe('all or nothing', () => {
  const insertSerial =
    "INSERT INTO case_serials (tenant_id, prefix, day, last_serial) VALUES (1, $1, '20260101', 1)";
  const countSerials = 'SELECT count(*) AS n FROM case_serials WHERE prefix = $1';

  test('an error in the work takes everything back and is passed on', async () => {
    const done: string[] = [];
    const failed = inTenant(db, 1, async (tx) => {
      tx.afterCommit(() => done.push('told'));
      await tx.query(insertSerial, ['A']);
      await addJobs(tx, [{ task: 'nothing', payload: { of: 'A' } }]);
      throw new Error('second thoughts');
    });
    await expect(failed).rejects.toThrow('second thoughts');
    expect(await readInTenant(db, 1, countSerials, ['A'])).toEqual([{ n: 0 }]);
    expect(
      (await db.owner.query("SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'nothing'")).rowCount,
    ).toBe(0);
    expect(done).toEqual([]);
  });

  test('a statement that fails beside a commit already sent leaves nothing behind', async () => {
    const failed = inTenant(db, 1, (tx) =>
      Promise.all([tx.query(insertSerial, ['B']), tx.query('SELECT 1 / 0'), tx.commit()]),
    );
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect(await readInTenant(db, 1, countSerials, ['B'])).toEqual([{ n: 0 }]);
  });

  test('statements and commit in one round trip are kept, with their jobs, and told afterwards', async () => {
    const done: string[] = [];
    await inTenant(db, 1, (tx) => {
      tx.afterCommit(() => done.push('told'));
      return Promise.all([
        tx.query(insertSerial, ['C']),
        addJobs(tx, [{ task: 'something', payload: { of: 'C' }, key: 'once' }]),
        addJobs(tx, [{ task: 'something', payload: { of: 'D' }, key: 'once' }]),
        tx.commit(),
      ]);
    });
    expect(await readInTenant(db, 1, countSerials, ['C'])).toEqual([{ n: 1 }]);
    const jobs = await db.owner.query(
      "SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'something'",
    );
    expect(jobs.rows).toEqual([{ key: 'once' }]);
    expect(done).toEqual(['told']);
  });

  test('the connection is usable after every kind of failure', async () => {
    const single = await freshDatabase({ poolSize: 1 });
    for (let round = 0; round < 3; round += 1) {
      await expect(inTenant(single, 1, (tx) => tx.query('SELECT 1 / 0'))).rejects.toThrow();
      await expect(
        inTenant(single, 1, (tx) => Promise.all([tx.query('SELECT 1 / 0'), tx.commit()])),
      ).rejects.toThrow();
      await expect(inTenant(single, 1, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    expect(await readInTenant(single, 1, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a statement after the commit is refused', async () => {
    const late = inTenant(db, 1, async (tx) => {
      await tx.commit();
      await tx.query('SELECT 1');
    });
    await expect(late).rejects.toThrow('already committed');
  });

  test('a deadlock’s victim is run again', async () => {
    await inTenant(db, 1, (tx) =>
      Promise.all([tx.query(insertSerial, ['X']), tx.query(insertSerial, ['Y'])]),
    );
    const lock = 'UPDATE case_serials SET last_serial = last_serial + 1 WHERE tenant_id = 1 AND prefix = $1';
    let waiting = 0;
    const gate = Promise.withResolvers<void>();
    const cross = (first: string, second: string): Promise<void> =>
      inTenant(db, 1, async (tx) => {
        await tx.query(lock, [first]);
        waiting += 1;
        if (waiting >= 2) gate.resolve();
        await gate.promise;
        await tx.query(lock, [second]);
      });
    await Promise.all([cross('X', 'Y'), cross('Y', 'X')]);
    // Both, and the victim again; on a busy machine it may fall victim more than once.
    expect(waiting).toBeGreaterThanOrEqual(3);
    expect(
      await readInTenant(db, 1, "SELECT last_serial FROM case_serials WHERE prefix IN ('X', 'Y')"),
    ).toEqual([{ last_serial: 3 }, { last_serial: 3 }]);
  });
});

describe('values', () => {
  test('instants arrive as the engine writes them, days as days, counts as numbers', async () => {
    const rows = await readInTenant(
      db,
      1,
      `SELECT '2026-11-23 16:00:00.5+08'::timestamptz AS at, '2026-11-23T08:00:00.123456Z'::timestamptz AS fine,
              '2026-02-28'::date AS day, 12345678901::int8 AS n, 1.5::numeric AS x`,
    );
    expect(rows).toEqual([
      {
        at: '2026-11-23T08:00:00.500Z',
        fine: '2026-11-23T08:00:00.123Z',
        day: '2026-02-28',
        n: 12345678901,
        x: 1.5,
      },
    ]);
  });
});
