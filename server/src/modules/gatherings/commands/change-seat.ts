/** Seats of a shift: taken, given up, offered, swapped, given to somebody. */
import type { AssignSeat, OfferSeat } from '@linli/contract';
import type { GatheringKind } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { type Changing, changeAndShow } from '../change-gathering.ts';
import { findColleagues } from '../colleagues.ts';
import { mayNot, serverPost } from '../policy.ts';
import { findGathering, type GatheringRow } from '../store.ts';
import { dataOf, tellOf } from '../tell-people.ts';

interface Sent {
  commandId: string;
}
interface Seat {
  seat: number;
  personId: string | null;
  name: string | null;
  offeredAt: string | null;
  offeredToPersonId: string | null;
  wantedGatheringId: string | null;
  takenByPersonId: string | null;
}
export type SeatDeed = 'take' | 'give-up' | 'take-back' | 'swap' | 'refuse';

interface SeatChange extends Changing {
  seat: Seat;
  shift: NonNullable<GatheringKind['shift']>;
}

function changeSeat(
  deps: Deps,
  viewer: Viewer,
  { gatheringId, seat: number }: { gatheringId: string; seat: number },
  { commandId, verb }: { commandId: string; verb: string },
  work: (change: SeatChange) => Promise<void>,
) {
  return changeAndShow(
    deps,
    viewer,
    gatheringId,
    { commandId, verb: `seat-${verb} ${number}` },
    async (changing) => {
      const { row, rule } = changing;
      if (rule.shift === null) throw problem('not-found');
      const seat = await findSeat(changing.tx, gatheringId, number);
      if (seat === undefined) throw problem('not-found');
      if (row.state !== 'planned' && row.state !== 'announced') throw await changing.stateProblem();
      await work({ ...changing, seat, shift: rule.shift });
    },
  );
}

const deeds: Record<SeatDeed, (change: SeatChange) => Promise<void>> = {
  async take(change) {
    const { seat, personId } = change;
    requireRole(change);
    if (seat.personId !== null || seat.name !== null) throw problem('seat-changed');
    await sit(change.tx, change.row, seat.seat, personId, change.now);
    await change.record({ verb: 'take-seat', changes: { seat: seat.seat } }, null);
  },
  async 'give-up'(change) {
    requireOwn(change);
    await sit(change.tx, change.row, change.seat.seat, null, change.now);
    await change.record({ verb: 'give-up-seat', changes: { seat: change.seat.seat } }, null);
  },
  async 'take-back'(change) {
    requireOwn(change);
    await clearOffer(change.tx, change.row, change.seat.seat);
  },
  async refuse(change) {
    const { seat, personId, relation, tx, row } = change;
    if (seat.offeredAt === null) throw problem('seat-changed');
    if (seat.offeredToPersonId !== personId && relation.calls === null)
      throw mayNot(change.model, change.rule.calledBy);
    await clearOffer(tx, row, seat.seat);
  },
  swap,
};

export function doSeat(
  deps: Deps,
  viewer: Viewer,
  where: { gatheringId: string; seat: number },
  deed: SeatDeed,
  { commandId }: Sent,
) {
  return changeSeat(deps, viewer, where, { commandId, verb: deed }, deeds[deed]);
}

/** To somebody, or to anybody; perhaps for a shift of theirs. Until somebody says yes it stays its holder's. */
export function offerSeat(
  deps: Deps,
  viewer: Viewer,
  where: { gatheringId: string; seat: number },
  words: z.output<typeof OfferSeat>,
) {
  return changeSeat(deps, viewer, where, { commandId: words.commandId, verb: 'offer' }, async (change) => {
    const { tx, row, model, rule, seat, shift, now, personId } = change;
    requireOwn(change);
    if (shift.swaps === 'none') throw await change.stateProblem();
    if (words.toPersonId !== undefined) {
      const colleagues = await findColleagues(tx, model, rule, row, now);
      if (words.toPersonId === personId || !colleagues.some((one) => one.personId === words.toPersonId)) {
        throw problem('holder-invalid', {
          errors: [
            { at: '/toPersonId', message: { zh: '不能值这个班的人', en: 'May not take such a shift' } },
          ],
        });
      }
    }
    if (words.forGatheringId !== undefined) {
      const theirs = await findSeatOf(tx, words.forGatheringId, words.toPersonId ?? null);
      if (words.toPersonId === undefined || theirs === undefined) {
        throw problem('field-invalid', {
          detail: { zh: '对方没有这个班次。', en: 'They do not have that shift.' },
          errors: [{ at: '/forGatheringId', message: { zh: '对方没有这个班次', en: 'Not their shift' } }],
        });
      }
    }
    await tx.query(
      `UPDATE gathering_shifts SET offered_at = $4, offered_to_person_id = $5, wanted_gathering_id = $6, taken_by_person_id = NULL
        WHERE tenant_id = $1 AND gathering_id = $2 AND seat = $3`,
      [tx.tenantId, row.gatheringId, seat.seat, now, words.toPersonId ?? null, words.forGatheringId ?? null],
    );
    await change.record({ verb: 'offer-seat', changes: { seat: seat.seat } }, null);
    if (words.toPersonId === undefined) return;
    const { gathering, startsAt } = dataOf(model, row);
    await tellOf(deps, tx, row, {
      template: 'shift.swap-asked',
      data: { gathering, startsAt },
      to: [{ personId: words.toPersonId }],
      key: `${seat.seat}:${now}`,
    });
  });
}

/** Whoever calls the shift says who has it. */
export function assignSeat(
  deps: Deps,
  viewer: Viewer,
  where: { gatheringId: string; seat: number },
  { commandId, personId: who }: z.output<typeof AssignSeat>,
) {
  return changeSeat(deps, viewer, where, { commandId, verb: 'assign' }, async (change) => {
    const { tx, row, model, rule, seat, now, relation } = change;
    if (relation.calls === null) throw mayNot(model, rule.calledBy);
    if (who !== null) {
      const colleagues = await findColleagues(tx, model, rule, row, now);
      if (!colleagues.some((one) => one.personId === who)) {
        throw problem('holder-invalid', {
          errors: [{ at: '/personId', message: { zh: '不能值这个班的人', en: 'May not take such a shift' } }],
        });
      }
      if ((await findSeatOf(tx, row.gatheringId, who)) !== undefined) throw problem('seat-changed');
    }
    await sit(tx, row, seat.seat, who, now);
    await change.record({ verb: 'assign-seat', changes: { seat: seat.seat, personId: who } }, relation.calls);
    if (who === null) return;
    await tellOf(deps, tx, row, {
      template: 'shift.given',
      data: dataOf(model, row),
      to: [{ personId: who }],
      key: `${seat.seat}:${now}`,
      exceptPersonId: viewer.personId,
    });
  });
}

/** Somebody says yes; where the model wants it, whoever calls the shift has to agree, and then both change at once. */
async function swap(change: SeatChange): Promise<void> {
  const { deps, tx, row, model, rule, seat, shift, personId, relation, now } = change;
  if (seat.offeredAt === null || seat.personId === null) throw problem('seat-changed');
  const agrees =
    relation.calls !== null && seat.takenByPersonId !== null && seat.takenByPersonId !== personId;
  const taker = agrees ? seat.takenByPersonId : personId;
  if (taker === null || taker === seat.personId) throw problem('seat-changed');
  if (!agrees) {
    if (seat.offeredToPersonId !== null && seat.offeredToPersonId !== personId)
      throw mayNot(model, shift.roles);
    requireRole(change);
    if (seat.takenByPersonId !== null) throw problem('seat-changed');
    if (shift.swaps === 'approved' && relation.calls === null) {
      await tx.query(
        'UPDATE gathering_shifts SET taken_by_person_id = $4 WHERE tenant_id = $1 AND gathering_id = $2 AND seat = $3',
        [tx.tenantId, row.gatheringId, seat.seat, personId],
      );
      await change.record({ verb: 'accept-seat', changes: { seat: seat.seat } }, null);
      const { gathering, startsAt } = dataOf(model, row);
      await tellOf(deps, tx, row, {
        template: 'shift.swap-asked',
        data: { gathering, startsAt },
        to: rule.calledBy.map((role) => ({ role, orgId: row.hostOrgId })),
        key: `approve:${seat.seat}:${now}`,
      });
      return;
    }
  }
  const giver = seat.personId;
  if ((await findSeatOf(tx, row.gatheringId, taker)) !== undefined) throw problem('seat-changed');
  if (seat.wantedGatheringId !== null) {
    // The other shift is locked too, so that it does not change hands in between.
    const wanted = await findGathering(tx, seat.wantedGatheringId, 'to change');
    const theirs = wanted && (await findSeatOf(tx, wanted.gatheringId, taker));
    const isThere = wanted?.state === 'planned' || wanted?.state === 'announced';
    if (wanted === undefined || theirs === undefined || !isThere) throw problem('seat-changed');
    if ((await findSeatOf(tx, wanted.gatheringId, giver)) !== undefined) throw problem('seat-changed');
    await sit(tx, wanted, theirs.seat, giver, now);
  }
  await sit(tx, row, seat.seat, taker, now);
  await change.record(
    { verb: 'swap-seat', changes: { seat: seat.seat, from: giver, to: taker, for: seat.wantedGatheringId } },
    agrees ? relation.calls : null,
  );
  const { gathering, startsAt } = dataOf(model, row);
  await tellOf(deps, tx, row, {
    template: 'shift.swap-taken',
    data: { gathering, startsAt },
    to: [{ personId: giver }],
    key: `${seat.seat}:${now}`,
  });
}

function requireOwn({ seat, personId, model, shift }: SeatChange): void {
  if (seat.personId !== personId) throw mayNot(model, shift.roles);
}

function requireRole({ viewer, model, shift, row }: SeatChange): void {
  if (serverPost(viewer, shift.roles, row) === null) throw mayNot(model, shift.roles);
}

async function sit(
  tx: Tx,
  { gatheringId }: Pick<GatheringRow, 'gatheringId'>,
  seat: number,
  personId: string | null,
  now: string,
): Promise<void> {
  try {
    await tx.query(
      `UPDATE gathering_shifts
          SET person_id = $4::uuid, name = NULL, taken_at = CASE WHEN $4::uuid IS NULL THEN NULL ELSE $5::timestamptz END,
              offered_at = NULL, offered_to_person_id = NULL, wanted_gathering_id = NULL, taken_by_person_id = NULL
        WHERE tenant_id = $1 AND gathering_id = $2 AND seat = $3`,
      [tx.tenantId, gatheringId, seat, personId, now],
    );
  } catch (error) {
    // One person sits on one chair.
    if ((error as { constraint?: unknown }).constraint === 'gathering_shifts_once')
      throw problem('seat-changed');
    throw error;
  }
}

async function clearOffer(tx: Tx, { gatheringId }: Pick<GatheringRow, 'gatheringId'>, seat: number) {
  await tx.query(
    `UPDATE gathering_shifts
        SET offered_at = NULL, offered_to_person_id = NULL, wanted_gathering_id = NULL, taken_by_person_id = NULL
      WHERE tenant_id = $1 AND gathering_id = $2 AND seat = $3`,
    [tx.tenantId, gatheringId, seat],
  );
}

const seatColumns = `seat, person_id AS "personId", name, offered_at AS "offeredAt",
  offered_to_person_id AS "offeredToPersonId", wanted_gathering_id AS "wantedGatheringId",
  taken_by_person_id AS "takenByPersonId"`;

async function findSeat(tx: Tx, gatheringId: string, seat: number): Promise<Seat | undefined> {
  const { rows } = await tx.query<Seat>(
    `SELECT ${seatColumns} FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = $2 AND seat = $3`,
    [tx.tenantId, gatheringId, seat],
  );
  return rows[0];
}

async function findSeatOf(tx: Tx, gatheringId: string, personId: string | null): Promise<Seat | undefined> {
  const { rows } = await tx.query<Seat>(
    `SELECT ${seatColumns} FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = $2 AND person_id = $3`,
    [tx.tenantId, gatheringId, personId],
  );
  return rows[0];
}
