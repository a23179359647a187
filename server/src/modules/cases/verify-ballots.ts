/** Walks the chains of ballots, which are chained and sealed as those of cases are; what a ballot is now must follow from them. */
import { type BallotHistoryEntry, ballotEntryHash } from '@linli/engine';
import { readInTenant } from '../../platform/db/index.ts';
import { canonicalJson, nothingBefore } from './chain.ts';
import type { Verification } from './verify.ts';

interface EntryRow extends Omit<BallotHistoryEntry, 'tenantId' | 'ballotId'> {
  previousHash: Buffer;
  hash: Buffer;
}

/** `onlyNumber`: one ballot alone, whose id is given back. */
export async function verifyBallots(
  { db, tenantId, counts, found }: Verification,
  onlyNumber: string | null = null,
): Promise<string | undefined> {
  const ballots = await readInTenant<{
    ballotId: string;
    number: string;
    seq: number;
    headHash: Buffer;
    state: Record<string, unknown>;
  }>(
    db,
    tenantId,
    `SELECT ballot_id AS "ballotId", number, seq, head_hash AS "headHash", state FROM ballots
      WHERE tenant_id = $1 AND ($2::text IS NULL OR number = $2) ORDER BY number`,
    [tenantId, onlyNumber],
  );
  for (const { ballotId, number, seq, headHash, state } of ballots) {
    const entries = await readInTenant<EntryRow>(
      db,
      tenantId,
      `SELECT seq, at, verb, from_phase AS "fromPhase", to_phase AS "toPhase", actor_person_id AS "actorPersonId",
              actor_post_id AS "actorPostId", actor_label AS "actorLabel", reason, changes, model_version AS "modelVersion",
              command_id AS "commandId", previous_hash AS "previousHash", hash
         FROM ballot_history WHERE tenant_id = $1 AND ballot_id = $2 ORDER BY seq`,
      [tenantId, ballotId],
    );
    let head = nothingBefore;
    let replayed: Record<string, unknown> = {};
    for (const [index, { previousHash, hash, ...entry }] of entries.entries()) {
      if (entry.seq !== index + 1) found(number, entry.seq, `entry ${index + 1} is gone`);
      if (!previousHash.equals(head)) found(number, entry.seq, 'it does not continue the entry before it');
      const expected = ballotEntryHash({ ...entry, tenantId, ballotId }, previousHash.toString('hex'));
      if (expected !== hash.toString('hex')) found(number, entry.seq, 'it is not as it was written');
      replayed = { ...replayed, ...entry.changes };
      head = hash;
    }
    if (entries.length !== seq || !head.equals(headHash)) {
      found(number, null, `the ballot is at entry ${seq}, its history ends at ${entries.length}`);
    } else if (canonicalJson(replayed) !== canonicalJson(state)) {
      found(number, null, 'its state is not what its history leads to');
    }
    counts.entries += entries.length;
  }
  return onlyNumber === null ? undefined : ballots[0]?.ballotId;
}
