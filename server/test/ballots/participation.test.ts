/** Who watches a large vote shares one count with all others who watch, and still sees votes come in. */
import { randomUUID } from 'node:crypto';
import { type BallotTerms, termsOf } from '@linli/engine';
import { expect, test } from 'vitest';
import { participationOf } from '../../src/modules/ballots/participation.ts';
import { type BallotRow, findBallot } from '../../src/modules/ballots/store.ts';
import { openQuarter, openVote } from './quarter.ts';

const heads = 10_000;

test('thousands who look at once cost one count, and a second later there is a new one', async () => {
  const quarter = await openQuarter();
  const ballotId = await openVote(quarter);
  const { tenantId, server } = quarter;
  await server.db.superuser.query(
    `INSERT INTO ballot_roll_entries (tenant_id, ballot_id, roll_number, entry_id, place, area_dm2, homes, is_developer, identity, identity_cipher)
     SELECT $1, $2, 1, (100 + n)::text, 100 + n, 9000, 1, false, 'x', '' FROM generate_series(1, ${heads}) AS n`,
    [tenantId, ballotId],
  );
  const markSome = (from: number, to: number) =>
    server.db.superuser.query(
      `INSERT INTO ballot_entries (tenant_id, ballot_id, entry_id, online_at, online_channel, online_by, steps)
       SELECT $1, $2, (100 + n)::text, now(), 'online', $5, 1 FROM generate_series($3::int, $4::int) AS n`,
      [tenantId, ballotId, from, to, randomUUID()],
    );
  await markSome(1, 5_000);
  const row = (await quarter.inQuarter((tx) => findBallot(tx, ballotId, 'to show'))) as BallotRow;
  const terms: BallotTerms = termsOf(quarter.model, row.state, ballotId);
  terms.roll = { ...terms.roll, total: { heads: heads + 6, areaDm2: heads * 9_000 + 60_000 } };
  let counts = 0;
  const look = () =>
    quarter.inQuarter(async (tx) => {
      const counted: typeof tx.query = (text, values) => {
        counts += 1;
        return tx.query(text, values);
      };
      return participationOf({ ...tx, query: counted }, terms, row, server.clock.now());
    });
  const seen = await Promise.all(Array.from({ length: 200 }, look));
  expect(new Set(seen.map(({ tookPart }) => tookPart.heads))).toEqual(new Set([5_000]));
  expect(counts).toBeLessThan(20);
  await markSome(5_001, 6_000);
  await expect
    .poll(async () => (await look()).tookPart, { timeout: 20_000 })
    .toEqual({ heads: 6_000, areaDm2: 6_000 * 9_000 });
});
