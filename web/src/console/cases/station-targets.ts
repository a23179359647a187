import type { StationKey, VerbView } from '../../ui/api/index.ts';

/** Stations in the order in which a case goes through them, ways back beside where they lead. */
export const spineOrder: readonly StationKey[] = [
  'open',
  'reopened',
  'accepted',
  'returned',
  'assigned',
  'handling',
  'resolved',
  'verified',
  'closed',
  'withdrawn',
  'merged',
];

/** Where a verb of the spine leads. Verbs that leave a case where it is have no entry. */
export const stationOfVerb: Readonly<Record<string, StationKey>> = {
  accept: 'accepted',
  assign: 'assigned',
  claim: 'assigned',
  start: 'handling',
  return: 'returned',
  resolve: 'resolved',
  verify: 'verified',
  reject: 'handling',
  close: 'closed',
  withdraw: 'withdrawn',
  reopen: 'reopened',
};

/**
 * Columns a card may be moved to, each with the verb that takes it there. Only from the verbs offered:
 * a board is another way to use them, never a way around them.
 */
export function moveTargets(verbs: readonly VerbView[], from: StationKey): Map<StationKey, VerbView> {
  const targets = new Map<StationKey, VerbView>();
  for (const verb of verbs) {
    const station = stationOfVerb[verb.verb];
    if (station === undefined || station === from) continue;
    const known = targets.get(station);
    // Dispatching to somebody and taking it oneself lead to one column; being given the choice is the wider one.
    if (known === undefined || (verb.primary && !known.primary)) targets.set(station, verb);
  }
  return targets;
}
