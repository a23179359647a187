/** A ballot that vanishes whole, or is put in later under an old date, is noticed by the seal of its day, as a case is. */
import { ballotEntryHash } from '@linli/engine';
import { expect, test } from 'vitest';
import { historyOf } from '../../src/modules/ballots/bundle.ts';
import { sealCities, verify } from '../../src/modules/cases/index.ts';
import { openQuarter, openVote, type Quarter } from './quarter.ts';

async function findings({ server }: Quarter): Promise<string[]> {
  const said: string[] = [];
  await verify(server.db, { found: ({ case: of, what }) => said.push(`${of}: ${what}`) });
  return said;
}

test('a ballot that is gone with all its rows is named by its leaf', async () => {
  const quarter = await openQuarter();
  const ballotId = await openVote(quarter);
  await quarter.goTo('2026-12-13T09:00:00.000Z');
  await sealCities(quarter.server.deps);
  expect(await findings(quarter)).toEqual([]);
  const { rows } = await quarter.server.db.superuser.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'ballot%' ORDER BY tablename = 'ballots'`,
  );
  for (const { name } of rows) await quarter.server.db.superuser.query(`DELETE FROM ${name}`);
  expect(await findings(quarter)).toEqual([
    `${ballotId}: it was sealed on 2026-12-12, and is gone with its case`,
  ]);
});

test('a step that was put in later under an old date is in no seal of that day', async () => {
  const quarter = await openQuarter();
  await quarter.goTo('2026-12-11T09:00:00.000Z');
  // An earlier ballot, so that the city has a first seal at all.
  await quarter.chair.convene({ kind: 'owners-vote' });
  await quarter.goTo('2026-12-12T09:00:00.000Z');
  await sealCities(quarter.server.deps);
  await quarter.goTo('2026-12-14T09:00:00.000Z');
  await sealCities(quarter.server.deps);
  expect(await findings(quarter)).toEqual([]);
  // Convened on the 14th and dated back with its hash made anew, so that the chain itself fits.
  const late = await quarter.chair.convene({ kind: 'owners-vote', title: '补写的表决' });
  const at = '2026-12-12T10:00:00.000Z';
  const [entry] = await quarter.inQuarter((tx) => historyOf(tx, late.ballotId));
  if (!entry) throw new Error('it has no history');
  const hash = ballotEntryHash({ ...entry, at }, entry.previousHash);
  const { superuser } = quarter.server.db;
  await superuser.query(`UPDATE ballot_history SET at = $2, hash = decode($3, 'hex') WHERE ballot_id = $1`, [
    late.ballotId,
    at,
    hash,
  ]);
  await superuser.query(`UPDATE ballots SET head_hash = decode($2, 'hex') WHERE ballot_id = $1`, [
    late.ballotId,
    hash,
  ]);
  expect(await findings(quarter)).toEqual([
    `${late.number}: it is dated ${at}, but the seal of 2026-12-13 does not know it: it was put in later`,
  ]);
});
