/** Time acts on ballots: prior study ends, voting opens and closes, results become final. As with cases, timers are rows. */
import { ballotTimers, decideBallot, isRefusal, timeActor } from '@linli/engine';
import { inTenant, readInTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { tell } from '../messages/index.ts';
import { modelsOf } from '../models/index.ts';
import { closeBox } from './close-box.ts';
import { clearTraces } from './mix-box.ts';
import { placeOf } from './policy.ts';
import { byTime, remindTimer, saveTimers } from './record.ts';
import { rollVoter, rollVoterSource } from './roll-voters.ts';
import { type BallotRow, findBallot, lockVoting } from './store.ts';
import { takeStep } from './take-step.ts';

const batchSize = 200;
/** So that what cannot be done now is out of the way of the rest, and tried again. */
const asideMs = 10 * 60_000;

/** Lets time act wherever it is due; gives how many steps it took. */
export async function sweepBallots(deps: Deps, signal?: AbortSignal): Promise<number> {
  let steps = 0;
  for (const { tenantId } of modelsOf(deps).cities()) {
    const due = await readInTenant<{ ballotId: string }>(
      deps.db,
      tenantId,
      `SELECT ballot_id AS "ballotId" FROM ballot_timers WHERE tenant_id = $1 AND fires_at <= $2
        ORDER BY fires_at LIMIT ${batchSize}`,
      [tenantId, deps.clock.now()],
    );
    for (const ballotId of new Set(due.map((timer) => timer.ballotId))) {
      if (signal?.aborted) return steps;
      try {
        steps += await tickBallot(deps, tenantId, ballotId);
      } catch (error) {
        deps.log.error(
          { err: error, tenantId, ballotId },
          'time could not act on a ballot, it is tried again',
        );
        await setAside(deps, tenantId, ballotId);
      }
    }
  }
  return steps;
}

/** What is due on one ballot, in the order in which it came due. */
export async function tickBallot(deps: Deps, tenantId: number, ballotId: string): Promise<number> {
  for (let steps = 0; ; steps += 1) {
    const done = await inTenant(deps.db, tenantId, (tx) => step(deps, tx, ballotId));
    if (done === 'nothing due') return steps;
    if (done === 'closed the box') await clearTraces(deps);
  }
}

async function step(
  deps: Deps,
  tx: Tx,
  ballotId: string,
): Promise<'stepped' | 'closed the box' | 'nothing due'> {
  await lockVoting(tx, ballotId, 'alone');
  const row = await findBallot(tx, ballotId, 'to change, unless in other hands');
  if (row === undefined) return 'nothing due';
  const now = deps.clock.now();
  const model = await modelsOf(deps).version(tx.tenantId, row.modelVersion);
  const { rows } = await tx.query<{ key: string; firesAt: string }>(
    `SELECT timer_key AS key, fires_at AS "firesAt" FROM ballot_timers
      WHERE tenant_id = $1 AND ballot_id = $2 AND fires_at <= $3 ORDER BY fires_at, timer_key`,
    [tx.tenantId, ballotId, now],
  );
  const [due] = rows;
  if (due === undefined) return 'nothing due';
  if (due.key === remindTimer) {
    await tx.query('DELETE FROM ballot_timers WHERE tenant_id = $1 AND ballot_id = $2 AND timer_key = $3', [
      tx.tenantId,
      ballotId,
      remindTimer,
    ]);
    if (row.state.phase === 'voting') await remindSilent(deps, tx, row);
    return 'stepped';
  }
  const decision = decideBallot(model, row.state, 'tick', { timer: due.key }, timeActor, {
    now,
    ballotId,
    entryId: null,
    openPapers: 0,
    votesHere: 0,
  });
  if (isRefusal(decision)) {
    // A row that is due where the engine sees nothing due would be found for ever.
    await saveTimers(tx, ballotId, ballotTimers(model, row.state));
    return 'nothing due';
  }
  await takeStep(deps, tx, {
    model,
    ballotId,
    number: row.number,
    decision,
    previous: row,
    signature: byTime,
    commandId: null,
  });
  return (await closeBox(deps, tx, ballotId, decision, now)) ? 'closed the box' : 'stepped';
}

/** Those on the roll who have not taken part. Who votes for several is told once. */
async function remindSilent(deps: Deps, tx: Tx, { ballotId, rollNumber, state }: BallotRow): Promise<void> {
  if (rollNumber === null || state.votingUntil === null) return;
  const { rows } = await tx.query<{ personId: string }>(
    `SELECT DISTINCT ${rollVoter} AS "personId"
       FROM ${rollVoterSource}
       LEFT JOIN ballot_entries AS mark
         ON mark.tenant_id = $1 AND mark.ballot_id = roll.ballot_id AND mark.entry_id = roll.entry_id
      WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 AND ${rollVoter} IS NOT NULL
        AND mark.online_at IS NULL AND mark.issued_on IS NULL AND mark.paper_at IS NULL AND mark.handed_at IS NULL`,
    [tx.tenantId, ballotId, rollNumber],
  );
  await tell(deps, tx, {
    template: 'ballot.voting-ends-soon',
    data: { ballot: state.title, untilAt: state.votingUntil },
    dedupeKey: `${ballotId}:voting-ends-soon`,
    to: rows,
    about: { noun: 'ballot', id: ballotId },
    areaCode: placeOf(state),
  });
}

async function setAside(deps: Deps, tenantId: number, ballotId: string): Promise<void> {
  const now = deps.clock.now();
  await inTenant(deps.db, tenantId, (tx) =>
    tx.query(
      'UPDATE ballot_timers SET fires_at = $4 WHERE tenant_id = $1 AND ballot_id = $2 AND fires_at <= $3',
      [tenantId, ballotId, now, new Date(Date.parse(now) + asideMs).toISOString()],
    ),
  );
}
