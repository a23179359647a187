/**
 * Walks the chains of gatherings, which are chained and sealed as those of cases are. What a gathering is now, what it
 * decided and the minutes it posted must be what its history says.
 */
import { hash } from 'node:crypto';
import { type GatheringStepEntry, gatheringStepHash } from '@linli/engine';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import { nothingBefore } from './chain.ts';
import type { Verification } from './verify.ts';

/** Gatherings looked at in one snapshot. */
const most = 250;
const firstId = '00000000-0000-0000-0000-000000000000';

interface HeadRow {
  gatheringId: string;
  kind: string;
  state: string;
  seq: number;
  headHash: Buffer;
}
interface StepRow extends Omit<GatheringStepEntry, 'tenantId'> {
  previousHash: Buffer;
  hash: Buffer;
}
interface MinutesRow {
  gatheringId: string;
  part: string;
  text: string;
}
interface ResolutionRow {
  resolutionId: string;
  text: string;
}

/** What a gathering is after a step; any other leaves it as it was. */
const stateAfter: Readonly<Record<string, string>> = {
  announce: 'announced',
  open: 'open',
  end: 'ended',
  adjourn: 'ended',
  cancel: 'cancelled',
  'not-held': 'not-held',
};

export async function verifyGatherings(verification: Verification): Promise<void> {
  const { db, tenantId } = verification;
  let after = firstId;
  for (;;) {
    const last = await inTenant(db, tenantId, (tx) => verifyRange(verification, tx, after), {
      readOnly: true,
    });
    if (last === undefined) return;
    after = last;
  }
}

/** Gives the last id it looked at; undefined: there are no more. */
async function verifyRange(verification: Verification, tx: Tx, after: string): Promise<string | undefined> {
  void tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ').catch(() => {});
  const { rows } = await tx.query<HeadRow>(
    `SELECT gathering_id AS "gatheringId", kind, state, seq, head_hash AS "headHash" FROM gatherings
      WHERE tenant_id = $1 AND gathering_id > $2 AND seq > 0 ORDER BY gathering_id LIMIT ${most}`,
    [tx.tenantId, after],
  );
  if (rows.length === 0) return undefined;
  const ids = rows.map(({ gatheringId }) => gatheringId);
  const [steps, minutes, resolutions] = await Promise.all([
    tx.query<StepRow>(
      `SELECT gathering_id AS "gatheringId", seq, at, verb, actor_person_id AS "actorPersonId",
              actor_post_id AS "actorPostId", actor_label AS "actorLabel", item_id AS "itemId", reason, changes,
              command_id AS "commandId", previous_hash AS "previousHash", hash
         FROM gathering_history WHERE tenant_id = $1 AND gathering_id = ANY ($2::uuid[]) ORDER BY gathering_id, seq`,
      [tx.tenantId, ids],
    ),
    tx.query<MinutesRow>(
      `SELECT gathering_id AS "gatheringId", part, text FROM gathering_minutes
        WHERE tenant_id = $1 AND gathering_id = ANY ($2::uuid[])`,
      [tx.tenantId, ids],
    ),
    tx.query<ResolutionRow>(
      `SELECT resolution_id AS "resolutionId", text FROM gathering_resolutions
        WHERE tenant_id = $1 AND gathering_id = ANY ($2::uuid[])`,
      [tx.tenantId, ids],
    ),
  ]);
  const stepsOf = Map.groupBy(steps.rows, ({ gatheringId }) => gatheringId);
  const minutesOf = Map.groupBy(minutes.rows, ({ gatheringId }) => gatheringId);
  const resolved = new Map(resolutions.rows.map((one) => [one.resolutionId, one.text]));
  for (const row of rows) {
    const own = stepsOf.get(row.gatheringId) ?? [];
    verifyOne(verification, row, own, {
      minutes: new Map((minutesOf.get(row.gatheringId) ?? []).map(({ part, text }) => [part, text])),
      resolved,
    });
    verification.counts.entries += own.length;
  }
  return rows.at(-1)?.gatheringId;
}

function verifyOne(
  { tenantId, found }: Verification,
  row: HeadRow,
  steps: readonly StepRow[],
  { minutes, resolved }: { minutes: Map<string, string>; resolved: Map<string, string> },
): void {
  const name = `${row.kind} ${row.gatheringId}`;
  let head = nothingBefore;
  let state = 'planned';
  for (const [index, { previousHash, hash: kept, ...step }] of steps.entries()) {
    if (step.seq !== index + 1) found(name, step.seq, `entry ${index + 1} is gone`);
    if (!previousHash.equals(head)) found(name, step.seq, 'it does not continue the entry before it');
    if (gatheringStepHash({ ...step, tenantId }, previousHash.toString('hex')) !== kept.toString('hex')) {
      found(name, step.seq, 'it is not as it was written');
    }
    // What goes on with one that was broken off is told from its first step.
    const isTold = step.verb === 'call' && typeof step.changes.continues === 'string';
    state = isTold ? 'announced' : (stateAfter[step.verb] ?? state);
    const { resolutionId, text } = step.changes;
    if (step.verb === 'resolve' && typeof resolutionId === 'string' && resolved.get(resolutionId) !== text) {
      found(name, step.seq, 'what it decided is not what stands there now');
    }
    if (step.verb === 'post-minutes') {
      for (const { part, digest } of postedParts(step.changes.minutes)) {
        if (hash('sha256', minutes.get(part) ?? '') !== digest) {
          found(name, step.seq, `the minutes of ${part} are not those that were posted`);
        }
      }
    }
    head = kept;
  }
  if (steps.length !== row.seq || !head.equals(row.headHash)) {
    found(name, null, `it is at entry ${row.seq}, its history ends at ${steps.length}`);
  } else if (state !== row.state) {
    found(name, null, `it is ${row.state}, its history leads to ${state}`);
  }
}

function postedParts(minutes: unknown): { part: string; digest: string }[] {
  return Array.isArray(minutes) ? (minutes as { part: string; digest: string }[]) : [];
}
