/** How many took part so far: from marks alone, whatever is encrypted stays closed. */

import type { BallotView } from '@linli/contract';
import { type BallotCount, type BallotTerms, quorumOf } from '@linli/engine';
import type { BallotChannel } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { BallotRow } from './store.ts';

interface MarkCount {
  channel: BallotChannel;
  heads: number;
  areaDm2: number;
}

/**
 * One figure for each way of taking part. Of an open ballot a paper counts once two have read it alike; of a secret one,
 * once it was put into the urn.
 */
export async function participationOf(
  tx: Tx,
  terms: BallotTerms,
  { ballotId, rollNumber }: BallotRow,
  now: string,
): Promise<NonNullable<BallotView['participation']>> {
  const { rows } = await tx.query<MarkCount>(
    `SELECT mark.channel, count(*)::int AS heads, coalesce(sum(roll.area_dm2), 0)::bigint AS "areaDm2"
       FROM (SELECT tenant_id, ballot_id, entry_id,
                    CASE WHEN paper_at IS NOT NULL OR handed_at IS NOT NULL THEN 'paper'
                         WHEN coalesce(online_channel, issued_channel) = 'proxy' THEN 'proxy'
                         WHEN online_at IS NOT NULL OR issued_on IS NOT NULL THEN 'online' END AS channel
               FROM ballot_entries WHERE tenant_id = $1 AND ballot_id = $2) AS mark
       JOIN ballot_roll_entries AS roll
         ON roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 AND roll.entry_id = mark.entry_id
      WHERE mark.tenant_id = $1 AND mark.channel IS NOT NULL GROUP BY mark.channel`,
    [tx.tenantId, ballotId, rollNumber],
  );
  const byChannel: Record<BallotChannel, BallotCount> = {
    online: { heads: 0, areaDm2: 0 },
    paper: { heads: 0, areaDm2: 0 },
    proxy: { heads: 0, areaDm2: 0 },
  };
  const tookPart: BallotCount = { heads: 0, areaDm2: 0 };
  for (const { channel, heads, areaDm2 } of rows) {
    byChannel[channel] = { heads, areaDm2 };
    tookPart.heads += heads;
    tookPart.areaDm2 += areaDm2;
  }
  return {
    tookPart,
    byChannel,
    quorum: Object.entries(quorumOf(terms, tookPart)).map(([question, checks]) => ({ question, checks })),
    at: now,
  };
}
