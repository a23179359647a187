/** What imports do in the background: checking, writing, and forgetting what nobody asks for any more. */
import { z } from 'zod';
import { systemClock } from '../../../platform/clock.ts';
import { addJobs, inTenant, type Job } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { defineTask, type JobContext, type Task } from '../../../platform/jobs/index.ts';
import { modelsOf } from '../../models/index.ts';
import { importFiles } from './import-files.ts';
import { publishImport } from './live.ts';
import { runCheck } from './run-check.ts';
import { findImport, type ImportProgress, moveImport, noteProgress } from './store.ts';
import { writeImport } from './write-import.ts';

const payload = z.object({ tenantId: z.number().int(), importId: z.uuid() });
type Payload = z.infer<typeof payload>;

/** One import of a city at a time. */
export function importJob(verb: 'check' | 'write', { tenantId, importId }: Payload): Job {
  return {
    task: `areas.${verb}-import`,
    payload: { tenantId, importId },
    queue: `imports of ${tenantId}`,
    key: `${verb} import ${importId}`,
    maxAttempts: 3,
  };
}

const noteEveryMs = 500;
const keptDays = 30;

export function importTasks(deps: Deps): Task[] {
  return [
    defineTask({
      name: 'areas.check-import',
      payload,
      run: (one, job) => withFailure(deps, one, job, () => check(deps, one, job)),
    }),
    defineTask({
      name: 'areas.write-import',
      payload,
      run: (one, job) => withFailure(deps, one, job, () => write(deps, one)),
    }),
    defineTask({
      name: 'areas.remove-old-imports',
      payload: z.object({}),
      cron: '11 20 * * *',
      async run() {
        const now = Date.parse(deps.clock.now());
        const before = new Date(now - keptDays * 86_400_000).toISOString();
        for (const { tenantId } of modelsOf(deps).cities()) {
          await inTenant(deps.db, tenantId, async (tx) => {
            const old = `SELECT import_id FROM area_imports WHERE tenant_id = $1 AND created_at < $2`;
            await tx.query(
              `UPDATE area_imports SET state = 'cancelled', ended_at = $3
                WHERE tenant_id = $1 AND created_at < $2 AND state IN ('waiting', 'faulty', 'ready')`,
              [tenantId, before, deps.clock.now()],
            );
            for (const table of ['area_import_rows', 'area_import_faults']) {
              await tx.query(`DELETE FROM ${table} WHERE tenant_id = $1 AND import_id IN (${old})`, [
                tenantId,
                before,
              ]);
            }
          });
        }
        // The age of a file goes by the clock of the machine.
        await importFiles(deps.config).removeBefore(
          new Date(Date.parse(systemClock.now()) - keptDays * 86_400_000),
        );
      },
    }),
  ];
}

/** Passing faults are tried again; after the last try people read that it failed. */
async function withFailure(
  deps: Deps,
  { tenantId, importId }: Payload,
  { isLastAttempt, log, signal }: JobContext,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isLastAttempt || signal.aborted) throw error;
    log.error({ err: error, importId }, 'an import failed');
    const failure = error instanceof Error ? error.message.slice(0, 300) : String(error);
    await inTenant(deps.db, tenantId, (tx) =>
      moveImport(tx, importId, ['waiting', 'checking', 'applying'], 'failed', {
        endedAt: deps.clock.now(),
        failure,
      }),
    );
  } finally {
    publishImport(deps, tenantId, importId);
  }
}

async function check(deps: Deps, { tenantId, importId }: Payload, { signal }: JobContext): Promise<void> {
  const one = await inTenant(deps.db, tenantId, async (tx) => {
    const isBegun = await moveImport(tx, importId, ['waiting', 'checking'], 'checking');
    return isBegun ? findImport(tx, importId) : undefined;
  });
  if (one === undefined) return;
  publishImport(deps, tenantId, importId);
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  let latest: ImportProgress = { step: 'read', done: 0, of: 0 };
  let noting: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    noting = note(deps, tenantId, importId, latest).then(
      (isCancelled) => (isCancelled ? end() : undefined),
      (error: unknown) => deps.log.warn({ err: error }, 'the progress of an import was not noted'),
    );
  }, noteEveryMs);
  try {
    await runCheck(
      deps.db,
      {
        tenantId,
        importId,
        model: modelsOf(deps).ofTenant(tenantId),
        path: importFiles(deps.config).path(tenantId, importId),
        fileName: one.fileName,
        reach: one.reach,
      },
      {
        signal: ending.signal,
        progress: (progress) => {
          latest = progress;
        },
      },
    );
  } catch (error) {
    if (!ending.signal.aborted || signal.aborted) throw error;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', end);
    await noting;
  }
  // What was asked while it ran; a check that was complete before has kept nothing then either.
  await inTenant(deps.db, tenantId, async (tx) => {
    const now = await findImport(tx, importId, { lock: true });
    if (now?.cancelAskedAt != null) {
      await moveImport(tx, importId, ['checking', 'ready', 'faulty'], 'cancelled', {
        endedAt: deps.clock.now(),
      });
    }
  });
}

async function write(deps: Deps, { tenantId, importId }: Payload): Promise<void> {
  const city = { tenantId, model: modelsOf(deps).ofTenant(tenantId) };
  const outcome = await writeImport(deps, city, importId, (progress) =>
    note(deps, tenantId, importId, progress),
  );
  if (outcome === 'cancelled') {
    await inTenant(deps.db, tenantId, (tx) =>
      moveImport(tx, importId, ['applying'], 'cancelled', { endedAt: deps.clock.now() }),
    );
  } else if (outcome === 'areas-changed') {
    // What people agreed to is no longer what would happen: it is checked again, and they look again.
    await inTenant(deps.db, tenantId, async (tx) => {
      if (!(await moveImport(tx, importId, ['applying'], 'waiting'))) return;
      await tx.query(
        'UPDATE area_imports SET was_checked_again = true WHERE tenant_id = $1 AND import_id = $2',
        [tenantId, importId],
      );
      await addJobs(tx, [importJob('check', { tenantId, importId })]);
    });
  }
}

/** True: somebody has cancelled. */
async function note(
  deps: Deps,
  tenantId: number,
  importId: string,
  progress: ImportProgress,
): Promise<boolean> {
  const isCancelled = await inTenant(deps.db, tenantId, (tx) => noteProgress(tx, importId, progress));
  publishImport(deps, tenantId, importId);
  return isCancelled;
}
