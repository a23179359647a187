/** How many took part so far: from marks alone, whatever is encrypted stays closed. */

import type { BallotView } from '@linli/contract';
import { type BallotCount, type BallotState, type BallotTerms, quorumOf } from '@linli/engine';
import type { BallotChannel, BallotKind } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Relation } from './policy.ts';
import type { BallotRow } from './store.ts';

type Participation = NonNullable<BallotView['participation']>;

/** Up to so many heads every answer is counted anew, which costs less than a millisecond. */
const exactUpToHeads = 500;
/** Thousands who watch a large vote share one count for so long: shorter than the hints by which their pages look again. */
const sharedForMs = 1_000;
const shared = new Map<string, { countedAt: number; figures: Promise<Participation> }>();
const sharedAtMost = 200;

/** How many took part, as it is now; of a large vote as it was a second ago at most. */
export async function participationOf(
  tx: Tx,
  terms: BallotTerms,
  row: BallotRow,
  now: string,
): Promise<Participation> {
  if (terms.roll.total.heads <= exactUpToHeads) return countParticipation(tx, terms, row, now);
  const key = `${tx.tenantId} ${row.ballotId} ${row.rollNumber}`;
  const known = shared.get(key);
  const at = performance.now();
  if (known && at - known.countedAt < sharedForMs) return known.figures;
  if (shared.size >= sharedAtMost) shared.clear();
  const figures = countParticipation(tx, terms, row, now);
  const mine = { countedAt: at, figures };
  shared.set(key, mine);
  // A count that failed is nobody else's answer.
  figures.catch(() => {
    if (shared.get(key) === mine) shared.delete(key);
  });
  return figures;
}

/** Votes are not cast here: a municipal system must be used, or its result was recorded. */
export function isHeldElsewhere({ municipalSystem }: BallotKind, { external }: BallotState): boolean {
  return municipalSystem === 'required' || external !== null;
}

/**
 * What the municipal system said; null: not known. Until the result is announced it is before those alone who work on the ballot:
 * marks would show that nobody took part, which is not true.
 */
export function participationElsewhere(
  terms: BallotTerms,
  { external, count, announcedAt }: BallotState,
  { isDesk }: Relation,
  now: string,
): Participation | null {
  if (external === null || count === null || (announcedAt === null && !isDesk)) return null;
  const { tookPart, byChannel } = count.tally;
  return { tookPart, byChannel: { ...byChannel }, quorum: quorumRows(terms, tookPart), at: now };
}

function quorumRows(terms: BallotTerms, tookPart: BallotCount): Participation['quorum'] {
  return Object.entries(quorumOf(terms, tookPart)).map(([question, checks]) => ({ question, checks }));
}

/**
 * One figure for each way of taking part. Of an open ballot a paper counts once two have read it alike; of a secret one,
 * once it was put into the urn.
 */
async function countParticipation(
  tx: Tx,
  terms: BallotTerms,
  { ballotId, rollNumber }: BallotRow,
  now: string,
): Promise<Participation> {
  if (rollNumber === null) throw new Error('nobody takes part in a ballot without a roll');
  const areas = await areasOf(tx, ballotId, rollNumber);
  const { rows } = await tx.query<{ entryId: string; channel: BallotChannel }>(
    `SELECT entry_id AS "entryId",
            CASE WHEN paper_at IS NOT NULL OR handed_at IS NOT NULL THEN 'paper'
                 WHEN coalesce(online_channel, issued_channel) = 'proxy' THEN 'proxy' ELSE 'online' END AS channel
       FROM ballot_entries
      WHERE tenant_id = $1 AND ballot_id = $2
        AND (paper_at IS NOT NULL OR handed_at IS NOT NULL OR online_at IS NOT NULL OR issued_on IS NOT NULL)`,
    [tx.tenantId, ballotId],
  );
  const byChannel: Record<BallotChannel, BallotCount> = {
    online: { heads: 0, areaDm2: 0 },
    paper: { heads: 0, areaDm2: 0 },
    proxy: { heads: 0, areaDm2: 0 },
  };
  const tookPart: BallotCount = { heads: 0, areaDm2: 0 };
  for (const { entryId, channel } of rows) {
    const areaDm2 = areas.get(entryId);
    if (areaDm2 === undefined) continue;
    for (const count of [byChannel[channel], tookPart]) {
      count.heads += 1;
      count.areaDm2 += areaDm2;
    }
  }
  return {
    tookPart,
    byChannel,
    quorum: quorumRows(terms, tookPart),
    at: now,
  };
}

/** Area by entry. A roll is never changed, so what was read of a large one is kept. */
async function areasOf(tx: Tx, ballotId: string, rollNumber: number): Promise<ReadonlyMap<string, number>> {
  const key = `${tx.tenantId} ${ballotId} ${rollNumber}`;
  const known = rolls.get(key);
  if (known) return known;
  // Not joined in the database: while it has no statistics of a new ballot it joins every mark with the whole roll.
  const { rows } = await tx.query<{ entryId: string; areaDm2: number }>(
    `SELECT entry_id AS "entryId", area_dm2 AS "areaDm2" FROM ballot_roll_entries
      WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3`,
    [tx.tenantId, ballotId, rollNumber],
  );
  const areas = new Map(rows.map(({ entryId, areaDm2 }) => [entryId, areaDm2]));
  if (areas.size > exactUpToHeads) {
    if (rolls.size >= rollsAtMost) rolls.clear();
    rolls.set(key, areas);
  }
  return areas;
}
const rolls = new Map<string, ReadonlyMap<string, number>>();
const rollsAtMost = 20;
