/** The one place that moves ballots: the row with the engine's state, the chained history entry and the timers, together. */
import { type BallotDecision, chainBallot } from '@linli/engine';
import type { BallotKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { BallotRow } from './store.ts';

/** Who took the step, as kept for reading years later. */
export interface Signature {
  personId: string | null;
  postId: string | null;
  label: string | null;
}
export const byTime: Signature = { personId: null, postId: null, label: null };

export interface BallotStep {
  model: Model;
  kind: BallotKind;
  ballotId: string;
  decision: BallotDecision;
  /** Null: it is convened by this step. */
  previous: Pick<BallotRow, 'seq' | 'headHash' | 'rollNumber'> | null;
  /** Of a ballot that is convened. */
  number: string;
  /** The roll that holds from now on; null: as before. */
  rollNumber: number | null;
  at: string;
  signature: Signature;
  commandId: string | null;
}

/** Hours before the end at which those who have not voted are reminded; not where voting itself is as short. */
const remindHours = 24;
export const remindTimer = 'remind';

export async function record(tx: Tx, step: BallotStep): Promise<{ seq: number; hash: string }> {
  const { decision, ballotId, previous, at, signature, kind } = step;
  const { next } = decision;
  const seq = (previous?.seq ?? 0) + 1;
  const rollNumber = step.rollNumber ?? previous?.rollNumber ?? null;
  const [entry] = chainBallot(
    [
      {
        tenantId: tx.tenantId,
        ballotId,
        seq,
        at,
        verb: decision.verb,
        fromPhase: decision.from,
        toPhase: decision.to,
        actorPersonId: signature.personId,
        actorPostId: signature.postId,
        actorLabel: signature.label,
        reason: decision.reason,
        changes: decision.changes as Record<string, unknown>,
        modelVersion: step.model.version,
        commandId: step.commandId,
      },
    ],
    previous?.headHash.toString('hex'),
  );
  if (!entry) throw new Error('a chain of one entry came back empty');
  const timers = [...decision.timers, ...reminder(step)];
  const hash = Buffer.from(entry.hash, 'hex');
  const copies = [
    decision.to,
    next.title,
    next.votingFrom,
    next.votingUntil,
    next.secret,
    next.changedAt,
    rollNumber,
    JSON.stringify(next),
    seq,
    hash,
  ];
  await Promise.all([
    previous === null
      ? tx.query(
          `INSERT INTO ballots (tenant_id, ballot_id, phase, title, voting_from, voting_until, secret, changed_at, roll_number,
             state, seq, head_hash, number, kind, form, model_version, area_code, part_code, created_at, repeats)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
          [
            tx.tenantId,
            ballotId,
            ...copies,
            step.number,
            next.kind,
            kind.form,
            next.modelVersion,
            next.areaCode,
            next.part,
            next.createdAt,
            next.repeats,
          ],
        )
      : tx.query(
          `UPDATE ballots SET phase = $3, title = $4, voting_from = $5, voting_until = $6, secret = $7, changed_at = $8,
                  roll_number = $9, state = $10, seq = $11, head_hash = $12
            WHERE tenant_id = $1 AND ballot_id = $2`,
          [tx.tenantId, ballotId, ...copies],
        ),
    tx.query(
      `INSERT INTO ballot_history (tenant_id, ballot_id, seq, at, verb, from_phase, to_phase, actor_person_id, actor_post_id,
         actor_label, reason, changes, model_version, command_id, previous_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        tx.tenantId,
        ballotId,
        seq,
        at,
        entry.verb,
        entry.fromPhase,
        entry.toPhase,
        signature.personId,
        signature.postId,
        signature.label,
        entry.reason,
        JSON.stringify(entry.changes),
        entry.modelVersion,
        step.commandId,
        Buffer.from(entry.previousHash, 'hex'),
        hash,
      ],
    ),
    saveTimers(tx, ballotId, timers),
  ]);
  return { seq, hash: entry.hash };
}

/** Replaces the timers a ballot had. */
export async function saveTimers(
  tx: Tx,
  ballotId: string,
  timers: readonly { key: string; firesAt: string }[],
): Promise<void> {
  const keys = timers.map(({ key }) => key);
  await Promise.all([
    tx.query('DELETE FROM ballot_timers WHERE tenant_id = $1 AND ballot_id = $2 AND timer_key <> ALL ($3)', [
      tx.tenantId,
      ballotId,
      keys,
    ]),
    tx.query(
      `INSERT INTO ballot_timers (tenant_id, ballot_id, timer_key, fires_at)
       SELECT $1, $2, timer.key, timer.fires_at FROM unnest($3::text[], $4::timestamptz[]) AS timer (key, fires_at)
       ON CONFLICT (tenant_id, ballot_id, timer_key) DO UPDATE SET fires_at = excluded.fires_at`,
      [tx.tenantId, ballotId, keys, timers.map(({ firesAt }) => firesAt)],
    ),
  ]);
}

function reminder({ decision: { next, from }, at }: BallotStep): { key: string; firesAt: string }[] {
  if (next.phase !== 'voting' || from === 'voting' || next.votingUntil === null) return [];
  const firesAt = new Date(Date.parse(next.votingUntil) - remindHours * 3_600_000).toISOString();
  return firesAt > at ? [{ key: remindTimer, firesAt }] : [];
}
