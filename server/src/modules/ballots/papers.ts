/** Papers: what two persons read on each, and which of them still wait for it. */
import type { Choices, PaperSlip } from '@linli/engine';
import { canonicalJson } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { openSealed } from './sealed.ts';
import { type BallotRow, type ReadingRow, readingsOf } from './store.ts';

/** A paper that only one person has read, or two differently. Of an open ballot a paper that stands is marked with its entry. */
export async function openPaperCount(tx: Tx, { ballotId, state }: BallotRow): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    state.secret
      ? `SELECT count(*)::int AS count FROM (
           SELECT ref FROM ballot_paper_readings WHERE tenant_id = $1 AND ballot_id = $2 AND voided_at IS NULL
            GROUP BY ref HAVING NOT bool_or(agreed)) AS papers`
      : `SELECT count(DISTINCT reading.ref)::int AS count FROM ballot_paper_readings AS reading
          JOIN ballot_entries AS mark ON mark.tenant_id = $1 AND mark.ballot_id = reading.ballot_id AND mark.entry_id = reading.ref
         WHERE reading.tenant_id = $1 AND reading.ballot_id = $2 AND reading.voided_at IS NULL AND mark.paper_at IS NULL`,
    [tx.tenantId, ballotId],
  );
  return rows[0]?.count ?? 0;
}

export type PaperStanding = 'one-reading' | 'agreed' | 'differs';

const standingsSql = `
  SELECT ref, CASE WHEN bool_or(agreed) THEN 'agreed' WHEN count(*) > 1 THEN 'differs' ELSE 'one-reading' END AS standing
    FROM ballot_paper_readings
   WHERE tenant_id = $1 AND ballot_id = $2 AND voided_at IS NULL AND ($3::text[] IS NULL OR ref = ANY ($3)) GROUP BY ref`;

/** How each paper that was read stands, by what it is known by; `refs`: these alone. */
export async function paperStandings(
  tx: Tx,
  ballotId: string,
  refs: readonly string[] | null,
): Promise<Map<string, PaperStanding>> {
  const { rows } = await tx.query<{ ref: string; standing: PaperStanding }>(standingsSql, [
    tx.tenantId,
    ballotId,
    refs,
  ]);
  return new Map(rows.map(({ ref, standing }) => [ref, standing]));
}

/** How many papers stand in which way. */
export async function countStandings(tx: Tx, ballotId: string): Promise<Record<PaperStanding, number>> {
  const { rows } = await tx.query<{ standing: PaperStanding; papers: number }>(
    `SELECT standing, count(*)::int AS papers FROM (${standingsSql}) AS papers GROUP BY standing`,
    [tx.tenantId, ballotId, null],
  );
  return {
    'one-reading': 0,
    agreed: 0,
    differs: 0,
    ...Object.fromEntries(rows.map((row) => [row.standing, row.papers])),
  };
}

/** Did somebody read this paper before a recount was ordered? Readings that were voided are readings all the same. */
export async function hasReadBefore(
  tx: Tx,
  ballotId: string,
  ref: string,
  personId: string,
  recountedAt: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT FROM ballot_paper_readings
      WHERE tenant_id = $1 AND ballot_id = $2 AND ref = $3 AND by_person_id = $4 AND at < $5`,
    [tx.tenantId, ballotId, ref, personId, recountedAt],
  );
  return rowCount !== 0;
}

/** What two persons read alike; null: nobody agrees yet. */
export function agreedOf(
  { secrets }: Pick<Deps, 'secrets'>,
  tenantId: number,
  readings: readonly ReadingRow[],
): { choices: Choices; areaDm2: number | null; by: [string, string] } | null {
  const opened = readings.map(({ by, cipher }) => ({ by, ...openSealed(secrets, tenantId, cipher) }));
  for (const [at, one] of opened.entries()) {
    const other = opened
      .slice(at + 1)
      .find(
        ({ choices, areaDm2 }) =>
          areaDm2 === one.areaDm2 && canonicalJson(choices) === canonicalJson(one.choices),
      );
    if (other) return { choices: one.choices, areaDm2: one.areaDm2, by: [one.by, other.by] };
  }
  return null;
}

export function standingOf(
  deps: Pick<Deps, 'secrets'>,
  tenantId: number,
  readings: readonly ReadingRow[],
): PaperStanding {
  if (agreedOf(deps, tenantId, readings) !== null) return 'agreed';
  return readings.length > 1 ? 'differs' : 'one-reading';
}

/** Papers of a secret ballot that stand. */
export async function paperSlips(
  deps: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
): Promise<PaperSlip[]> {
  const bySerial = Map.groupBy(await readingsOf(tx, ballotId, null), ({ ref }) => ref);
  return [...bySerial].flatMap(([serial, readings]) => {
    const agreed = agreedOf(deps, tx.tenantId, readings);
    return agreed === null
      ? []
      : [{ serial, choices: agreed.choices, areaDm2: agreed.areaDm2 ?? 0, by: agreed.by }];
  });
}
