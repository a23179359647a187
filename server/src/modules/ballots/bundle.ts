/** Everything an outsider needs to check a ballot, in one file: roll, votes, tally, result and history. Nothing in it names a voter. */
import {
  type BallotBundle,
  type ChainedBallotEntry,
  type Roll,
  type SealProof,
  termsOf,
} from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import { problem } from '../../platform/http/index.ts';
import { type Leaf, sealPath } from '../cases/index.ts';
import { findCount } from './count.ts';
import type { Found } from './find-ballot.ts';
import { mayTakeEvidence } from './policy.ts';
import { rollEntries } from './store.ts';

export async function bundleOf(tx: Tx, { row, model, kind, relation }: Found): Promise<BallotBundle> {
  const { state, ballotId, rollNumber } = row;
  if (!mayTakeEvidence(state, kind, relation)) throw problem('not-found');
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
    seals: await sealsOf(tx, ballotId),
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

/** How far the city's daily seals cover the history, with the way from this ballot's leaf to the root of the last of them. */
async function sealsOf(tx: Tx, ballotId: string): Promise<SealProof[]> {
  const { rows } = await tx.query<{
    sealedOn: string;
    root: Buffer;
    previousRoot: Buffer;
    leafCount: number;
    seq: number;
    hash: Buffer;
  }>(
    `SELECT seals.sealed_on AS "sealedOn", seals.root, seals.previous_root AS "previousRoot", seals.leaf_count AS "leafCount",
            leaf.seq, leaf.hash
       FROM seal_leaves AS leaf
       JOIN seals ON seals.tenant_id = $1 AND seals.sealed_on = leaf.sealed_on
      WHERE leaf.tenant_id = $1 AND leaf.case_id = $2 ORDER BY leaf.sealed_on DESC LIMIT 1`,
    [tx.tenantId, ballotId],
  );
  const [seal] = rows;
  if (seal === undefined) return [];
  const leaves = await tx.query<Leaf>(
    'SELECT case_id AS "caseId", seq, hash FROM seal_leaves WHERE tenant_id = $1 AND sealed_on = $2 ORDER BY case_id',
    [tx.tenantId, seal.sealedOn],
  );
  const index = leaves.rows.findIndex(({ caseId }) => caseId === ballotId);
  return [
    {
      sealedOn: seal.sealedOn,
      previousRoot: seal.previousRoot.toString('hex'),
      root: seal.root.toString('hex'),
      leafCount: seal.leafCount,
      seq: seal.seq,
      hash: seal.hash.toString('hex'),
      path: sealPath(leaves.rows, index),
    },
  ];
}
