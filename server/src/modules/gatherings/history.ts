/**
 * The history of a gathering: append-only and chained like that of a case. The gathering's row is the lock; its `seq` and
 * `head_hash` move with each step.
 */
import { gatheringStepHash } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import { canonicalJson } from '../cases/index.ts';
import type { Signature } from './sign.ts';
import type { GatheringRow } from './store.ts';

export interface StepMade {
  verb: string;
  at: string;
  by: Signature;
  itemId?: string | null;
  reason?: string | null;
  /** What is different since, in words of the columns. */
  changes?: Record<string, unknown>;
  commandId: string | null;
}

export interface StepRow {
  seq: number;
  at: string;
  verb: string;
  actorPersonId: string | null;
  actorPostId: string | null;
  actorLabel: string | null;
  itemId: string | null;
  reason: string | null;
  changes: Record<string, unknown>;
  commandId: string | null;
  previousHash: Buffer;
  hash: Buffer;
}

export const nothingBefore: Buffer = Buffer.alloc(32);

/** SHA-256 over the canonical JSON of all a step says, its place and the hash before it. */
export function stepHash(
  tenantId: number,
  gatheringId: string,
  step: Omit<StepRow, 'hash' | 'previousHash'>,
  previousHash: Buffer,
): Buffer {
  const entry = { ...step, tenantId, gatheringId };
  return Buffer.from(gatheringStepHash(entry, previousHash.toString('hex')), 'hex');
}

/** Writes a step of a gathering whose row is locked, and moves the row's head; `row` is moved with it. */
export async function recordStep(tx: Tx, row: GatheringRow, step: StepMade): Promise<void> {
  const seq = row.seq + 1;
  const previousHash = row.headHash;
  const entry = {
    seq,
    at: step.at,
    verb: step.verb,
    actorPersonId: step.by.personId,
    actorPostId: step.by.postId,
    actorLabel: step.by.label,
    itemId: step.itemId ?? null,
    reason: step.reason ?? null,
    changes: step.changes ?? {},
    commandId: step.commandId,
  };
  const head = stepHash(tx.tenantId, row.gatheringId, entry, previousHash);
  row.seq = seq;
  row.headHash = head;
  await Promise.all([
    tx.query(
      `INSERT INTO gathering_history (tenant_id, gathering_id, seq, at, verb, actor_person_id, actor_post_id, actor_label,
                                      item_id, reason, changes, command_id, previous_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        tx.tenantId,
        row.gatheringId,
        seq,
        entry.at,
        entry.verb,
        entry.actorPersonId,
        entry.actorPostId,
        entry.actorLabel,
        entry.itemId,
        entry.reason,
        canonicalJson(entry.changes),
        entry.commandId,
        previousHash,
        head,
      ],
    ),
    tx.query(
      'UPDATE gatherings SET seq = $3, head_hash = $4, changed_at = $5 WHERE tenant_id = $1 AND gathering_id = $2',
      [tx.tenantId, row.gatheringId, seq, head, step.at],
    ),
  ]);
}

export async function findSteps(tx: Tx, gatheringId: string): Promise<StepRow[]> {
  const { rows } = await tx.query<StepRow>(
    `SELECT seq, at, verb, actor_person_id AS "actorPersonId", actor_post_id AS "actorPostId",
            actor_label AS "actorLabel", item_id AS "itemId", reason, changes, command_id AS "commandId",
            previous_hash AS "previousHash", hash
       FROM gathering_history WHERE tenant_id = $1 AND gathering_id = $2 ORDER BY seq`,
    [tx.tenantId, gatheringId],
  );
  return rows;
}

/** The first step that does not follow from the one before it; undefined: the chain holds. */
export function brokenStep(
  tenantId: number,
  gatheringId: string,
  steps: readonly StepRow[],
  head: Buffer,
): number | undefined {
  let previous = nothingBefore;
  for (const [place, step] of steps.entries()) {
    const expected = stepHash(tenantId, gatheringId, step, previous);
    if (step.seq !== place + 1 || !step.previousHash.equals(previous) || !step.hash.equals(expected)) {
      return step.seq;
    }
    previous = step.hash;
  }
  return previous.equals(head) ? undefined : (steps.at(-1)?.seq ?? 0) + 1;
}
