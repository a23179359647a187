/** Histories of gatherings are chained as those of cases are: docs/reference/history.md fixes the bytes. */
import { canonicalJson } from '@linli/model';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export interface GatheringStepEntry {
  tenantId: number;
  gatheringId: string;
  /** 1 for the first, then one by one without gaps. */
  seq: number;
  /** Instant in UTC with milliseconds. */
  at: string;
  verb: string;
  /** Null: time itself. */
  actorPersonId: string | null;
  actorPostId: string | null;
  /** Name and post as they were that day. */
  actorLabel: string | null;
  itemId: string | null;
  reason: string | null;
  changes: Record<string, unknown>;
  /** Null for time. */
  commandId: string | null;
}

/**
 * SHA-256 over the canonical JSON (RFC 8785) of all a step says and the hash before it, as 64 hexadecimal digits;
 * 64 zeros stand before the first. `gatheringStepHash(step, '0'.repeat(64))` is the hash of a first step.
 */
export function gatheringStepHash(step: GatheringStepEntry, previousHash: string): string {
  const { tenantId, gatheringId, seq, at, verb, actorPersonId, actorPostId, actorLabel } = step;
  const { itemId, reason, changes, commandId } = step;
  return bytesToHex(
    sha256(
      utf8ToBytes(
        canonicalJson({
          tenantId,
          gatheringId,
          seq,
          at,
          verb,
          actorPersonId,
          actorPostId,
          actorLabel,
          itemId,
          reason,
          changes,
          commandId,
          previousHash,
        }),
      ),
    ),
  );
}
