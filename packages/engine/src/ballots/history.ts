/** The ballot's history: chained exactly as histories of cases are, so that one page of documentation fixes both. */

import { canonicalJson } from '@linli/model';
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { leafOf, merkleRoot, rootFrom, type Sha256, sha256Hex } from './merkle.ts';
import type { Cast } from './tally.ts';
import type { BallotHistoryEntry, ChainedBallotEntry, SealProof } from './types.ts';

/** What stands before the first entry of every chain. */
export const nothingBefore = '0'.repeat(64);

/** SHA-256 over the canonical JSON of all an entry says, its place and the hash before it, hex. */
export function ballotEntryHash(entry: BallotHistoryEntry, previousHash: string): string {
  const { tenantId, ballotId, seq, at, verb, fromPhase, toPhase, actorPersonId, actorPostId } = entry;
  const { actorLabel, reason, changes, modelVersion, commandId } = entry;
  return sha256Hex(
    canonicalJson({
      tenantId,
      ballotId,
      seq,
      at,
      verb,
      fromPhase,
      toPhase,
      actorPersonId,
      actorPostId,
      actorLabel,
      reason,
      changes,
      modelVersion,
      commandId,
      previousHash,
    }),
  );
}

/** Chain entries in their order, starting after `previousHash`. */
export function chainBallot(
  entries: readonly BallotHistoryEntry[],
  previousHash: string = nothingBefore,
): ChainedBallotEntry[] {
  let head = previousHash;
  return entries.map((entry) => {
    const chained = { ...entry, previousHash: head, hash: ballotEntryHash(entry, head) };
    head = chained.hash;
    return chained;
  });
}

/**
 * One root over everything that was counted. Sorted first, so that it does not depend on where a vote stood, and the box
 * tells nothing by its order. Of a slip what it says: whether it was given out its signature shows by itself. The history
 * entry of the count holds the root.
 */
export function votesRootOf({ votes, marks, slips, papers }: Cast, hash: Sha256 = sha256Hex): string {
  const texts = [
    ...votes.map((vote) => `vote ${canonicalJson(vote)}`),
    ...marks.map((mark) => `mark ${canonicalJson(mark)}`),
    ...slips.map(({ value, token, choices }) => `slip ${value} ${token} ${canonicalJson(choices)}`),
    ...papers.map((paper) => `paper ${canonicalJson(paper)}`),
  ];
  return merkleRoot(
    texts.sort().map((text) => leafOf(text, hash)),
    hash,
  );
}

/** The seal's root its proof leads to, hex: the bytes of `sealRoot` in docs/reference/history.md. */
export function sealRootFrom(proof: SealProof, ballotId: string): string {
  const leaf = sha256Hex(
    concatBytes(
      Uint8Array.of(0),
      hexToBytes(ballotId.replaceAll('-', '')),
      uint32(proof.seq),
      hexToBytes(proof.hash),
    ),
  );
  return sha256Hex(
    concatBytes(
      Uint8Array.of(2),
      hexToBytes(proof.previousRoot),
      utf8ToBytes(proof.sealedOn),
      uint32(proof.leafCount),
      hexToBytes(rootFrom(leaf, proof.path)),
    ),
  );
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}
