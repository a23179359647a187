/** How long before and after a gathering something may be done about it. */
import type { GatheringRow } from './store.ts';

const opensBeforeMs = 2 * 3_600_000;
const enteredLaterMs = 30 * 86_400_000;

/** Somebody may open it a while before its time. */
export function isNear({ startsAt }: Pick<GatheringRow, 'startsAt'>, now: string): boolean {
  return Date.parse(now) >= Date.parse(startsAt) - opensBeforeMs;
}

/** What was held and not opened here is entered afterwards, and so is who was there. */
export function isRecent({ endsAt }: Pick<GatheringRow, 'endsAt'>, now: string): boolean {
  return Date.parse(now) <= Date.parse(endsAt) + enteredLaterMs;
}

/**
 * People sign the list as they come, before anybody has opened the meeting; where there is no signal nobody can, and the list
 * is kept all the same.
 */
export function takesNames(row: Pick<GatheringRow, 'state' | 'startsAt' | 'endsAt'>, now: string): boolean {
  switch (row.state) {
    case 'open':
      return true;
    case 'ended':
      return isRecent(row, now);
    case 'planned':
    case 'announced':
      return isNear(row, now);
    default:
      return false;
  }
}
