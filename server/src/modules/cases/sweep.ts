/**
 * Time acts. Timers are rows: what is due is found by index, each case is locked and decided on in a transaction of its
 * own, and the engine refuses a timer that is no longer due, so that two processes never act twice.
 */
import { decide, isRefusal, timeActor, timersOf } from '@linli/engine';
import { addJobs, inTenant, readInTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { byTime, write } from './record.ts';
import { type CaseRow, caseRowColumns } from './store.ts';
import { findSurroundings } from './surroundings.ts';
import { tellingsOf } from './tell.ts';

/** Task that tries a case again on which time could not act. */
export const tickTask = 'cases.tick';

export interface Swept {
  /** History entries made. */
  steps: number;
  /** Cases on which time could not act; each is tried again by a job of its own. */
  failures: number;
}

/** Timers looked up at once. */
const batchSize = 200;
/** Cases in hand at once: while one waits for the database, another is decided; their commits reach the disk together. */
const lanes = 4;
/** So that one case with a long backlog does not keep the others waiting. */
const stepsAtOnce = 50;
/** Longer than a job of 25 attempts lasts (four days): until then the case is that job's. */
const asideMs = 7 * 24 * 3_600_000;

/** Lets time act wherever it is due. Cities take turns, batch by batch: a backlog in one does not hold up another. */
export async function sweep(deps: Deps, signal?: AbortSignal): Promise<Swept> {
  const swept: Swept = { steps: 0, failures: 0 };
  let waiting = modelsOf(deps)
    .cities()
    .map(({ tenantId }) => tenantId);
  while (waiting.length > 0) {
    const again: number[] = [];
    for (const tenantId of waiting) {
      if (signal?.aborted) return swept;
      if (await sweepBatch(deps, tenantId, swept, signal)) again.push(tenantId);
    }
    waiting = again;
  }
  return swept;
}

/** Is there more to do at once? */
async function sweepBatch(
  deps: Deps,
  tenantId: number,
  swept: Swept,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const due = await readInTenant<{ caseId: string }>(
    deps.db,
    tenantId,
    `SELECT case_id AS "caseId" FROM case_timers WHERE tenant_id = $1 AND fires_at <= $2
      ORDER BY fires_at LIMIT ${batchSize}`,
    [tenantId, deps.clock.now()],
  );
  let isMoving = false;
  // One line for all lanes: none takes a case that another has.
  const waiting = new Set(due.map((timer) => timer.caseId)).values();
  const work = async (): Promise<void> => {
    for (const caseId of waiting) {
      if (signal?.aborted) return;
      try {
        const steps = await tickCase(deps, tenantId, caseId, 'skip');
        // Somebody else has the case in hand: whatever is still due is found next time.
        if (steps === 'in other hands') continue;
        swept.steps += steps;
      } catch (error) {
        await setAside(deps, tenantId, caseId, error);
        swept.failures += 1;
      }
      isMoving = true;
    }
  };
  // Nobody leaves before all lanes have ended, also when one of them fails.
  const ends = await Promise.allSettled(Array.from({ length: lanes }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return isMoving && due.length === batchSize && signal?.aborted !== true;
}

/**
 * Lets time do what is due on one case, in the order in which it came due; gives the number of entries made.
 * `lock`: wait for whoever has the case in hand, or leave it to them.
 */
export async function tickCase(
  deps: Deps,
  tenantId: number,
  caseId: string,
  lock: 'wait' | 'skip',
): Promise<number | 'in other hands'> {
  for (let steps = 0; steps < stepsAtOnce; steps += 1) {
    const done = await inTenant(deps.db, tenantId, (tx) => step(deps, tx, caseId, lock, steps === 0));
    if (done === 'in other hands' && steps === 0) return done;
    if (done === 'stepped, and done') return steps + 1;
    if (done !== 'stepped') return steps;
  }
  return stepsAtOnce;
}

const findSql = (lock: string): string =>
  `SELECT ${caseRowColumns} FROM cases WHERE cases.tenant_id = $1 AND cases.case_id = $2 FOR UPDATE${lock}`;
const findWaiting = findSql('');
const findSkipping = findSql(' SKIP LOCKED');

async function step(
  deps: Deps,
  tx: Tx,
  caseId: string,
  lock: 'wait' | 'skip',
  isFirst: boolean,
): Promise<'stepped' | 'stepped, and done' | 'nothing due' | 'in other hands'> {
  const found = await tx.query<CaseRow>(lock === 'wait' ? findWaiting : findSkipping, [tx.tenantId, caseId]);
  const row = found.rows[0];
  if (row === undefined) return 'in other hands';
  const { state } = row;
  const model = await modelsOf(deps).version(tx.tenantId, state.modelVersion);
  if (model.caseKinds[state.kind] === undefined) {
    throw new Error(`model version ${model.version} has no case kind ${state.kind}`);
  }
  // After the lock: never before the entry that somebody made while this waited.
  const now = deps.clock.now();
  const timers = timersOf(model, state);
  const due = timers.filter(({ firesAt }) => firesAt <= now);
  if (due.length === 0) {
    // A row that is due where the engine sees nothing due would be found for ever.
    if (isFirst) await correctTimers(tx, caseId, timers);
    return 'nothing due';
  }
  const surroundings = await findSurroundings(tx, model, row, 'tick', undefined, now);
  const refusals: string[] = [];
  for (const { key } of due) {
    const decision = decide(model, state, 'tick', { timer: key }, timeActor, surroundings);
    if (isRefusal(decision)) {
      refusals.push(`${key}: ${decision.code}`);
      continue;
    }
    const told = await tellingsOf(deps, tx, model, decision, {
      caseId,
      number: row.number,
      title: row.title,
      seq: row.seq + 1,
      at: now,
      deviceHash: row.deviceHash,
      actorPersonId: null,
    });
    const { done } = write(tx, {
      model,
      caseId,
      decision,
      previous: row,
      opening: null,
      at: now,
      signature: byTime,
      command: null,
      messages: told.messages,
    });
    await Promise.all([done, addJobs(tx, told.jobs), tx.commit()]);
    told.publish();
    // What it wants from now on says whether to look again.
    return decision.timers.some(({ firesAt }) => firesAt <= now) ? 'stepped' : 'stepped, and done';
  }
  throw new Error(`what is due on this case is refused (${refusals.join(', ')})`);
}

async function correctTimers(
  tx: Tx,
  caseId: string,
  timers: readonly { key: string; firesAt: string }[],
): Promise<void> {
  const keys = timers.map(({ key }) => key);
  await Promise.all([
    tx.query('DELETE FROM case_timers WHERE tenant_id = $1 AND case_id = $2 AND timer_key <> ALL ($3)', [
      tx.tenantId,
      caseId,
      keys,
    ]),
    tx.query(
      `INSERT INTO case_timers (tenant_id, case_id, timer_key, fires_at)
       SELECT $1, $2, timer.key, timer.fires_at FROM unnest($3::text[], $4::timestamptz[]) AS timer (key, fires_at)
       ON CONFLICT (tenant_id, case_id, timer_key) DO UPDATE SET fires_at = excluded.fires_at
         WHERE case_timers.fires_at <> excluded.fires_at`,
      [tx.tenantId, caseId, keys, timers.map(({ firesAt }) => firesAt)],
    ),
    tx.commit(),
  ]);
}

/**
 * Time could not act: the case is out of the sweep's way, and a job tries it again with growing pauses. Among the
 * failing jobs it stays visible with its error. A row's time only says when to look; what is due, the engine knows.
 */
async function setAside(deps: Deps, tenantId: number, caseId: string, error: unknown): Promise<void> {
  const now = deps.clock.now();
  await inTenant(deps.db, tenantId, async (tx) => {
    await Promise.all([
      tx.query(
        'UPDATE case_timers SET fires_at = $4 WHERE tenant_id = $1 AND case_id = $2 AND fires_at <= $3',
        [tenantId, caseId, now, new Date(Date.parse(now) + asideMs).toISOString()],
      ),
      addJobs(tx, [
        { task: tickTask, payload: { tenantId, caseId }, key: `${tickTask}:${tenantId}:${caseId}` },
      ]),
      tx.commit(),
    ]);
  });
  deps.log.error({ err: error, tenantId, caseId }, 'time could not act on a case, it is tried again');
}
