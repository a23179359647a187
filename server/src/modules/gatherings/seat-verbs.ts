/** What a viewer may do with one seat of a shift. */
import type { GatheringView } from '@linli/contract';
import type { SeatRow } from './particulars.ts';
import { serverPost } from './policy.ts';
import type { Sighting } from './present.ts';

type SeatVerb = GatheringView['roster'][number]['verbs'][number];

export function seatVerbs(
  { rule, row, viewer, relation }: Pick<Sighting, 'rule' | 'row' | 'viewer' | 'relation'>,
  seat: SeatRow,
  hasOwnSeat: boolean,
): SeatVerb[] {
  const { personId } = viewer;
  if (rule.shift === null || personId === null) return [];
  if (row.state !== 'planned' && row.state !== 'announced') return [];
  const verbs: SeatVerb[] = [];
  const mayServe = serverPost(viewer, rule.shift.roles, row) !== null;
  const isMine = seat.personId === personId;
  const isOffered = seat.offeredAt !== null;
  if (seat.name === null && mayServe && !hasOwnSeat) verbs.push('take');
  if (isMine && !isOffered) {
    verbs.push('give-up');
    if (rule.shift.swaps !== 'none') verbs.push('offer');
  }
  if (isMine && isOffered) verbs.push('take-back');
  const isToMe =
    isOffered && !isMine && (seat.offeredToPersonId === personId || seat.offeredToPersonId === null);
  if (isToMe && seat.takenByPersonId === null && mayServe && !hasOwnSeat) verbs.push('swap');
  if (isToMe && seat.offeredToPersonId === personId) verbs.push('refuse');
  // Where swaps are approved, whoever calls the shift has the last word.
  if (relation.calls !== null && isOffered && seat.takenByPersonId !== null) verbs.push('swap', 'refuse');
  if (relation.calls !== null) verbs.push('assign');
  return [...new Set(verbs)];
}
