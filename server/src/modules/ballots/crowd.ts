/**
 * How well a secret ballot that counts area hides its voters. Slips have few values, but where hardly any home needs one of them
 * (the only odd area of a building), that slip leads to its home whatever the signatures hide.
 */
import type { Label } from '@linli/contract';
import { type BallotTerms, countsArea, largestSlipDm2 } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { BallotRow } from './store.ts';

/** With fewer homes than these sharing a value, people are told. */
const crowdAtLeast = 5;

/** A roll is never changed, so what was found of it holds. */
const known = new Map<string, number>();
const knownAtMost = 1_000;

/** Of the values slips have here, the one the fewest heads use: how many these are. */
async function smallestCrowd(tx: Tx, { ballotId, rollNumber }: BallotRow): Promise<number> {
  const key = `${tx.tenantId} ${ballotId} ${rollNumber}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { rows } = await tx.query<{ heads: number }>(
    `SELECT coalesce(min(heads), 0)::int AS heads FROM (
       SELECT count(*) AS heads
         FROM ballot_roll_entries AS roll
         CROSS JOIN (SELECT (2 ^ power)::bigint AS value FROM generate_series(0, $5::int) AS power) AS slips
        WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3
          AND CASE WHEN slips.value = $4 THEN roll.area_dm2 >= $4 ELSE roll.area_dm2 & slips.value <> 0 END
        GROUP BY slips.value) AS crowds`,
    [tx.tenantId, ballotId, rollNumber, largestSlipDm2, Math.log2(largestSlipDm2)],
  );
  const heads = rows[0]?.heads ?? 0;
  if (known.size >= knownAtMost) known.clear();
  known.set(key, heads);
  return heads;
}

/** What voters should know before they vote; nothing where heads alone count. */
export async function secrecyWarnings(tx: Tx, terms: BallotTerms, row: BallotRow): Promise<Label[]> {
  if (!terms.secret || !countsArea(terms)) return [];
  const warnings: Label[] = [];
  if (terms.channels.includes('online')) {
    const heads = await smallestCrowd(tx, row);
    if (heads < crowdAtLeast) {
      warnings.push({
        zh: `面积按面额拆成选票，有一种面额只有 ${heads} 户用到：面积特别的住户可能被认出。`,
        en: `Area is cut into slips of fixed values, and one value is used by ${heads} only: an unusual area may be recognised.`,
      });
    }
    // All slips of one voter say the same: answers nobody else gives together add up to that voter's area.
    if (terms.questions.length > 1 || terms.questions.some(({ choose }) => choose.max > 1)) {
      warnings.push({
        zh: '几项选择写在同一组选票上：选法与众不同的，可由面积认出是哪一户。',
        en: 'Several choices stand on the same slips: answers unlike all others may be recognised by their area.',
      });
    }
  }
  if (terms.channels.includes('paper')) {
    warnings.push({
      zh: '纸质票上印有面积，与别户都不同的面积会使人认出是哪一户。',
      en: 'Papers bear the area, and an area unlike all others tells whose paper it is.',
    });
  }
  return warnings;
}
