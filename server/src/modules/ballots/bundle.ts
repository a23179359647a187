/** Everything an outsider needs to check a ballot, in one file: roll, votes, tally, result and history. Nothing in it names a voter. */
import { type BallotBundle, type ChainedBallotEntry, type Roll, termsOf } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import { problem } from '../../platform/http/index.ts';
import { findCount } from './count.ts';
import type { Found } from './find-ballot.ts';
import { rollEntries } from './store.ts';

export async function bundleOf(tx: Tx, { row, model }: Found): Promise<BallotBundle> {
  const { state, ballotId, rollNumber } = row;
  // Before its result is posted there is no evidence to give: it would be the result.
  if (state.announcedAt === null || state.count === null || state.roll === null || rollNumber === null) {
    throw problem('not-found');
  }
  const cast = await findCount(tx, ballotId);
  if (cast === undefined) throw new Error(`the count of ballot ${row.number} was not kept`);
  const entries = await rollEntries(tx, ballotId, rollNumber);
  const roll: Roll = { ...state.roll, entries };
  return {
    format: 'linli-ballot/1',
    ballot: termsOf(model, state, ballotId),
    roll,
    ...cast,
    tally: state.count.tally,
    result: state.count.result,
    history: await historyOf(tx, ballotId),
    head: { seq: row.seq, hash: row.headHash.toString('hex') },
    seals: [],
  };
}

export async function historyOf(tx: Tx, ballotId: string): Promise<ChainedBallotEntry[]> {
  const { rows } = await tx.query<
    Omit<ChainedBallotEntry, 'tenantId' | 'ballotId' | 'previousHash' | 'hash'> & {
      previousHash: Buffer;
      hash: Buffer;
    }
  >(
    `SELECT seq, at, verb, from_phase AS "fromPhase", to_phase AS "toPhase", actor_person_id AS "actorPersonId",
            actor_post_id AS "actorPostId", actor_label AS "actorLabel", reason, changes, model_version AS "modelVersion",
            command_id AS "commandId", previous_hash AS "previousHash", hash
       FROM ballot_history WHERE tenant_id = $1 AND ballot_id = $2 ORDER BY seq`,
    [tx.tenantId, ballotId],
  );
  return rows.map(({ previousHash, hash, ...entry }) => ({
    ...entry,
    tenantId: tx.tenantId,
    ballotId,
    previousHash: previousHash.toString('hex'),
    hash: hash.toString('hex'),
  }));
}
