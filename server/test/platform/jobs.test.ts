import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { addJobs, inTenant, type Job } from '../../src/platform/db/index.ts';
import {
  defineTask,
  findFailingJobs,
  type JobRunnerOptions,
  retryJobs,
  startJobs,
  type Task,
} from '../../src/platform/jobs/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { freshDatabase, type TestDatabase } from '../harness.ts';

async function queue(db: TestDatabase, ...jobs: Job[]): Promise<void> {
  await inTenant(db, 1, (tx) => addJobs(tx, jobs));
}

async function work(
  db: TestDatabase,
  tasks: Task[],
  options: Partial<JobRunnerOptions> = {},
): Promise<{ stop(): Promise<void> }> {
  const runner = await startJobs({
    db,
    tasks,
    concurrency: 2,
    log: openLog('silent'),
    pollMs: 100,
    ...options,
  });
  onTestFinished(() => runner.stop());
  return runner;
}

const waiting = (db: TestDatabase): Promise<number> =>
  db.owner
    .query<{ n: number }>('SELECT count(*) AS n FROM graphile_worker.jobs')
    .then(({ rows }) => rows[0]?.n ?? -1);

/** Records what ran, as text. */
function recorder(): { ran: string[]; task: Task } {
  const ran: string[] = [];
  return {
    ran,
    task: defineTask({
      name: 'test.record',
      payload: z.object({ of: z.string() }),
      run: async ({ of }) => {
        ran.push(of);
      },
    }),
  };
}

describe('jobs', () => {
  test('run after their transaction is committed, each once, although two processes work', async () => {
    const db = await freshDatabase();
    const { ran, task } = recorder();
    await work(db, [task]);
    await work(db, [task]);
    await queue(
      db,
      ...Array.from({ length: 20 }, (_, at) => ({ task: 'test.record', payload: { of: `${at}` } })),
    );
    await expect.poll(() => waiting(db)).toBe(0);
    expect(ran.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  test('of the same key only the last waiting one runs', async () => {
    const db = await freshDatabase();
    const { ran, task } = recorder();
    await queue(db, { task: 'test.record', payload: { of: 'first' }, key: 'k' });
    await queue(db, { task: 'test.record', payload: { of: 'second' }, key: 'k' });
    await work(db, [task]);
    await expect.poll(() => waiting(db)).toBe(0);
    expect(ran).toEqual(['second']);
  });

  test('a failing job is visible with its error, and can be tried again', async () => {
    const db = await freshDatabase();
    let isBroken = true;
    const ran: number[] = [];
    await work(db, [
      defineTask({
        name: 'test.fragile',
        payload: z.object({}),
        run: async (_payload, { attempt, isLastAttempt }) => {
          ran.push(attempt);
          if (isBroken) throw new Error(`the robot does not answer (last: ${isLastAttempt})`);
        },
      }),
    ]);
    await queue(db, { task: 'test.fragile', payload: {}, maxAttempts: 1 });
    await expect
      .poll(() => findFailingJobs(db))
      .toMatchObject([
        {
          task: 'test.fragile',
          attempts: 1,
          maxAttempts: 1,
          lastError: 'the robot does not answer (last: true)',
          nextAttemptAt: null,
        },
      ]);
    isBroken = false;
    const [job] = await findFailingJobs(db);
    expect(await retryJobs(db, [job?.jobId ?? ''], new Date().toISOString())).toBe(1);
    await expect.poll(() => waiting(db)).toBe(0);
    expect(ran).toHaveLength(2);
  });

  test('a payload that does not fit its schema fails visibly instead of running', async () => {
    const db = await freshDatabase();
    const { ran, task } = recorder();
    await work(db, [task]);
    await queue(db, { task: 'test.record', payload: { wrong: true }, maxAttempts: 1 });
    await expect.poll(() => findFailingJobs(db)).toHaveLength(1);
    expect(ran).toEqual([]);
  });

  test('what a killed process had in hand is taken up at the next start', async () => {
    const db = await freshDatabase();
    const { ran, task } = recorder();
    await queue(db, { task: 'test.record', payload: { of: 'in hand' } });
    // As a worker leaves it that was killed in the middle.
    await db.superuser.query(
      "UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'gone', attempts = 1",
    );
    await work(db, [task], { isAlone: true });
    await expect.poll(() => ran).toEqual(['in hand']);
  });

  test('a job in hand bears the mark of somebody alive, so that nobody else takes it up', async () => {
    const db = await freshDatabase();
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    await work(db, [
      defineTask({
        name: 'test.long',
        payload: z.object({}),
        run: async () => {
          begun.resolve();
          await goOn.promise;
        },
      }),
    ]);
    await queue(db, { task: 'test.long', payload: {} });
    await begun.promise;
    const isAlive = async (): Promise<boolean | undefined> => {
      const { rows } = await db.superuser.query<{ isGone: boolean }>(
        `SELECT pg_try_advisory_xact_lock(7206, hashtext(locked_by)) AS "isGone"
           FROM graphile_worker.jobs WHERE locked_by IS NOT NULL`,
      );
      return rows[0] && !rows[0].isGone;
    };
    await expect.poll(isAlive).toBe(true);
    goOn.resolve();
    await expect.poll(() => waiting(db)).toBe(0);
  });

  test('go on after the database cut every connection', async () => {
    const db = await freshDatabase();
    const { ran, task } = recorder();
    await work(db, [task]);
    await queue(db, { task: 'test.record', payload: { of: 'before' } });
    await expect.poll(() => ran).toEqual(['before']);
    await db.superuser.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await expect
      .poll(() =>
        queue(db, { task: 'test.record', payload: { of: 'after' } }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect.poll(() => ran, { timeout: 20_000 }).toContain('after');
  });

  test('a stop waits for what is running', async () => {
    const db = await freshDatabase();
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let isDone = false;
    const runner = await work(db, [
      defineTask({
        name: 'test.slow',
        payload: z.object({}),
        run: async (_payload, { signal }) => {
          begun.resolve();
          signal.addEventListener('abort', () => goOn.resolve());
          await goOn.promise;
          isDone = true;
        },
      }),
    ]);
    await queue(db, { task: 'test.slow', payload: {} });
    await begun.promise;
    await runner.stop();
    expect(isDone).toBe(true);
    expect(await waiting(db)).toBe(0);
  });

  test('a task with `everyMs` runs by itself again and again, also after it failed, and never beside itself', async () => {
    const db = await freshDatabase();
    let runs = 0;
    let atOnce = 0;
    let mostAtOnce = 0;
    const attempts: number[] = [];
    await work(db, [
      defineTask({
        name: 'test.tick',
        payload: z.object({}),
        everyMs: 5,
        run: async (_payload, { attempt }) => {
          atOnce += 1;
          mostAtOnce = Math.max(mostAtOnce, atOnce);
          runs += 1;
          attempts.push(attempt);
          await db.owner.query('SELECT 1');
          atOnce -= 1;
          if (runs <= 2) throw new Error('not yet');
        },
      }),
    ]);
    await expect.poll(() => runs).toBeGreaterThan(4);
    expect(attempts.slice(0, 4)).toEqual([1, 2, 3, 1]);
    expect(mostAtOnce).toBe(1);
    expect(await findFailingJobs(db)).toEqual([]);
  });

  test('a stop ends tasks with `everyMs`, and waits for the run under way', async () => {
    const db = await freshDatabase();
    const begun = Promise.withResolvers<void>();
    let ended = 0;
    let runs = 0;
    const runner = await work(db, [
      defineTask({
        name: 'test.tick',
        payload: z.object({}),
        everyMs: 1,
        run: async (_payload, { signal }) => {
          runs += 1;
          begun.resolve();
          await new Promise<void>((goOn) => {
            if (signal.aborted) goOn();
            else signal.addEventListener('abort', () => goOn());
          });
          ended += 1;
        },
      }),
    ]);
    await begun.promise;
    await runner.stop();
    expect([runs, ended]).toEqual([1, 1]);
  });

  test('two tasks of one name are refused', async () => {
    const db = await freshDatabase();
    const { task } = recorder();
    await expect(work(db, [task, task])).rejects.toThrow('test.record');
  });
});
