/** A gathering that no series meant: called by somebody, or because a case cannot wait for the next one. */
import { randomUUID } from 'node:crypto';
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { nothingBefore } from './history.ts';
import { addSeats, reminderOf } from './make-occurrences.ts';
import { closingTellOf, noticeOf } from './rules.ts';

export interface NewGathering {
  hostOrgId: string;
  kind: string;
  areaCode: string;
  place: string | null;
  titleZh: string | null;
  titleEn: string | null;
  startsAt: string;
  lastsMinutes: number | null;
  capacity: number | null;
  seats: number | null;
  reason: string | null;
  /** The one it goes on with. */
  continuesId?: string;
}

export async function addGathering(
  tx: Tx,
  model: Model,
  rule: GatheringKind,
  one: NewGathering,
  now: string,
): Promise<string> {
  const gatheringId = randomUUID();
  const noticeAt = noticeOf(model, rule, one.startsAt);
  const closingTellAt = closingTellOf(rule, noticeAt);
  const endsAt = new Date(
    Date.parse(one.startsAt) + (one.lastsMinutes ?? rule.lastsMinutes) * 60_000,
  ).toISOString();
  await tx.query(
    `INSERT INTO gatherings (tenant_id, gathering_id, host_org_id, kind, model_version, title_zh, title_en, area_code, place,
                             starts_at, ends_at, notice_at, remind_at, closing_tell_at, reason, capacity, continues_id,
                             head_hash, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      tx.tenantId,
      gatheringId,
      one.hostOrgId,
      one.kind,
      model.version,
      one.titleZh,
      one.titleEn,
      one.areaCode,
      one.place,
      one.startsAt,
      endsAt,
      // What is called at short notice is told at once.
      noticeAt !== null && noticeAt < now ? now : noticeAt,
      reminderOf(one.startsAt) > now ? reminderOf(one.startsAt) : null,
      closingTellAt !== null && closingTellAt > now ? closingTellAt : null,
      one.reason,
      one.capacity ?? rule.capacity,
      one.continuesId ?? null,
      nothingBefore,
      now,
    ],
  );
  const seats = rule.shift === null ? 0 : (one.seats ?? rule.shift.seats);
  await addSeats(
    tx,
    Array.from({ length: seats }, (_, place) => ({ gatheringId, seat: place + 1 })),
  );
  return gatheringId;
}
