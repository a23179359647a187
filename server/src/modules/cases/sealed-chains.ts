/** Histories that are chained and come under the daily seal: where the head of each chain is kept, and where its entries. */
export interface SealedChain {
  /** Table of what has a history, with `seq` and `head_hash` of its last entry. */
  heads: string;
  /** Table of the entries, with `seq`, `at` and `hash`. */
  entries: string;
  /** Column of the id in both; in a leaf it stands where a case's id does. */
  id: string;
  /** What a finding calls it, as an expression over `heads`. */
  name: string;
}

export const sealedChains: readonly SealedChain[] = [
  { heads: 'cases', entries: 'history', id: 'case_id', name: 'heads.number' },
  {
    heads: 'gatherings',
    entries: 'gathering_history',
    id: 'gathering_id',
    name: "heads.kind || ' ' || heads.gathering_id",
  },
  { heads: 'ballots', entries: 'ballot_history', id: 'ballot_id', name: 'heads.number' },
];

/** One query over all chains, joined by UNION ALL: ids never meet, they are random. */
export function overAllChains(select: (chain: SealedChain) => string): string {
  return sealedChains.map(select).join(' UNION ALL ');
}
