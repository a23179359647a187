/** Counts: opens what was closed, adds it up by the engine, and keeps what was counted where nobody changes it. */
import { type BallotInput, type Cast, castOf, type Slip, tallyOf, termsOf, votesRootOf } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { sha256 } from '../../platform/sha256.ts';
import { boxClosesAt } from './box-hours.ts';
import type { Found } from './find-ballot.ts';
import { paperSlips } from './papers.ts';
import { openSlip } from './slips.ts';
import { allEntries, entryStateOf, readingsOf, rollEntries } from './store.ts';

export interface Counted {
  cast: Cast;
  count: NonNullable<BallotInput['count']>;
}

export async function countNow(deps: Deps, tx: Tx, { row, model }: Found): Promise<Counted> {
  const { ballotId, rollNumber, state } = row;
  if (rollNumber === null) throw new Error(`ballot ${row.number} comes to the count without a roll`);
  const terms = termsOf(model, state, ballotId);
  const [roll, entries, readings] = [
    await rollEntries(tx, ballotId, rollNumber),
    await allEntries(tx, ballotId, rollNumber),
    await readingsOf(tx, ballotId, null),
  ];
  const byEntry = Map.groupBy(readings, ({ ref }) => ref);
  const states = entries.map((entry) =>
    entryStateOf(deps, tx.tenantId, entry, byEntry.get(entry.entryId) ?? [], 'all'),
  );
  const cast: Cast = {
    ...castOf(terms, states),
    slips: state.secret ? await slipsIn(deps, tx, ballotId) : [],
    papers: state.secret ? await paperSlips(deps, tx, ballotId) : [],
  };
  const tally = tallyOf(terms, roll, cast);
  const { heads = 0, areaDm2 = 0 } = tally.notCast ?? {};
  if ((heads > 0 || areaDm2 > 0) && deps.clock.now() < boxClosesAt(terms)) {
    throw problem('verb-not-allowed', {
      detail: {
        zh: '还有已签发的选票在路上。表决结束十分钟后票箱关闭，请那时再计票。',
        en: 'Slips that were signed in time are still on their way. The box closes ten minutes after voting: count then.',
      },
      current: { phase: state.phase },
    });
  }
  return { cast, count: { tally, votesRoot: votesRootOf(cast, sha256) } };
}

/** The box, in the order of the tokens: that of their arrival says nothing any more. */
async function slipsIn({ secrets }: Pick<Deps, 'secrets'>, tx: Tx, ballotId: string): Promise<Slip[]> {
  const { rows } = await tx.query<{ cipher: Buffer }>(
    'SELECT slip_cipher AS cipher FROM ballot_slips WHERE tenant_id = $1 AND ballot_id = $2',
    [tx.tenantId, ballotId],
  );
  return rows
    .map(({ cipher }) => openSlip(secrets, tx.tenantId, cipher))
    .sort((one, other) => (one.token < other.token ? -1 : 1));
}

export async function keepCount(
  tx: Tx,
  ballotId: string,
  { cast, count }: Counted,
  at: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO ballot_counts (tenant_id, ballot_id, count_number, parts, votes_root, made_at)
     SELECT $1, $2, coalesce(max(count_number), 0) + 1, $3, $4, $5 FROM ballot_counts WHERE tenant_id = $1 AND ballot_id = $2`,
    [tx.tenantId, ballotId, JSON.stringify(cast), count.votesRoot, at],
  );
}

/** What the last count was made from. */
export async function findCount(tx: Tx, ballotId: string): Promise<Cast | undefined> {
  const { rows } = await tx.query<{ parts: Cast }>(
    `SELECT parts FROM ballot_counts WHERE tenant_id = $1 AND ballot_id = $2 ORDER BY count_number DESC LIMIT 1`,
    [tx.tenantId, ballotId],
  );
  return rows[0]?.parts;
}
