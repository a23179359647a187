/**
 * The one order of stations, and how a kind of case walks it when it uses only some of them.
 * `returned` and `reopened` are ways back: they stand where the case has to start again.
 */
import type { CaseKind, Station } from '@linli/model';

/** The spine itself, in order. */
export const spine = [
  'open',
  'accepted',
  'assigned',
  'handling',
  'resolved',
  'verified',
  'closed',
] as const satisfies Station[];

/** Stations nothing leads out of. */
export const finalStations = ['closed', 'withdrawn', 'merged'] as const satisfies Station[];

const positions = {
  open: 0,
  reopened: 0,
  accepted: 1,
  returned: 1,
  assigned: 2,
  handling: 3,
  resolved: 4,
  verified: 5,
  closed: 6,
  withdrawn: 6,
  merged: 6,
} as const satisfies Record<Station, number>;

/** Where a station stands along the spine, 0 to 6; ways off stand at the end. */
export function positionOf(station: Station): number {
  return positions[station];
}

/** Has the case come to an end? It never moves again. */
export function isFinal(station: Station): boolean {
  return station === 'closed' || station === 'withdrawn' || station === 'merged';
}

/** Does the kind use this station? Every kind opens and closes. */
export function uses(kind: CaseKind, station: Station): boolean {
  return station === 'open' || station === 'closed' || kind.stations[station] !== undefined;
}

/** The station of the spine that follows in this kind; null after the end. */
export function stationAfter(kind: CaseKind, station: Station): Station | null {
  if (isFinal(station)) return null;
  for (const next of spine) {
    if (positions[next] > positions[station] && uses(kind, next)) return next;
  }
  return null;
}

/** The station of the spine before another one in this kind. */
export function stationBefore(kind: CaseKind, station: Station): Station {
  let before: Station = 'open';
  for (const candidate of spine) {
    if (positions[candidate] >= positions[station]) break;
    if (uses(kind, candidate)) before = candidate;
  }
  return before;
}

/** Where a finished case of this kind waits for its rating or its end: `verified`, or what stands last without it. */
export function waitingStation(kind: CaseKind): Station {
  return stationBefore(kind, 'closed');
}

/** Is the work still to be done? */
export function isBeforeResolved(station: Station): boolean {
  return positions[station] < positions.resolved;
}

/** Where handling stands in this kind, from `assigned` on: the station a rejected case falls back to. */
export function stationOfWork(kind: CaseKind): Station {
  return stationBefore(kind, uses(kind, 'resolved') ? 'resolved' : 'closed');
}

/** Where a case starts again when it was not solved. */
export function stationOfReopening(kind: CaseKind): Station {
  if (uses(kind, 'reopened')) return 'reopened';
  return uses(kind, 'accepted') ? 'accepted' : 'open';
}

/**
 * Stations of the spine gone through from one station to another, the last one included; those the kind leaves out are
 * gone through too, so that a clock `from: assigned` starts when a case is claimed straight into `handling`.
 */
export function stationsPassed(from: Station | null, to: Station): Station[] {
  const start = from === null || to === 'reopened' ? -1 : positions[from];
  const passed: Station[] = spine.filter(
    (station) => positions[station] > start && positions[station] <= positions[to],
  );
  if (isFinal(to) && to !== 'closed') return [to];
  if (!passed.includes(to)) passed.push(to);
  return passed;
}
