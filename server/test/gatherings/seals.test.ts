/** What a meeting decided and posted comes under the daily seal: whoever changes it in the database is found out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealCities, verify } from '../../src/modules/cases/index.ts';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
/** Of the meeting that decided, posted its minutes and was sealed. */
let held: string;
beforeAll(async () => {
  club = await openClubOfGatherings();
  president = await club.caller(club.president);
  arbiter = await club.caller(club.arbiter);
  await club.timePasses();
  const council = await club.next(president, 'club-council');
  held = council.gatheringId;
  await president.does(held, 'items', { motion: { title: '换灯' } });
  const { items } = await club.hold(president, council);
  const itemId = items[0]?.itemId;
  await arbiter.did(`/api/gatherings/${held}/minutes/${itemId}`, { version: 0, text: '都同意' }, 'PUT');
  await president.does(held, `items/${itemId}/resolve`, { text: '本周换灯' });
  await president.does(held, 'items', { motion: { title: '再议' } });
  const broken = await president.does(held, 'adjourn', {
    startsAt: new Date(Date.parse(club.server.clock.now()) + 86_400_000).toISOString(),
    reason: '太晚了',
  });
  await arbiter.does(held, 'post-minutes');
  club.server.clock.advance(3 * 86_400_000);
  await club.timePasses();
  expect((await president.see(broken.goesOn?.gatheringId ?? '')).state).toBe('not-held');
  await sealCities(club.server.deps);
});
afterAll(() => club.server.close());

async function findings(): Promise<string[]> {
  const said: string[] = [];
  await verify(club.server.db, { found: ({ case: of, what }) => said.push(`${of}: ${what}`) });
  return said;
}

const { raw } = String;
test.each([
  [
    'a decision',
    raw`UPDATE gathering_resolutions SET text = '明年换灯'`,
    'what it decided is not what stands there now',
  ],
  ['minutes that were posted', raw`UPDATE gathering_minutes SET text = '没人同意'`, 'the minutes of'],
  [
    'what became of it',
    raw`UPDATE gatherings SET state = 'cancelled' WHERE state = 'ended'`,
    'its history leads to ended',
  ],
  [
    'a reason in its history',
    raw`UPDATE gathering_history SET reason = '散会' WHERE verb = 'adjourn'`,
    'it is not as it was written',
  ],
  [
    'an entry that is gone',
    raw`DELETE FROM gathering_history WHERE verb = 'adjourn'`,
    'it does not continue the entry before it',
  ],
])('%s, changed in the database, is named', async (_, sql, what) => {
  expect(await findings()).toEqual([]);
  const { superuser } = club.server.db;
  const kept = await keep();
  await superuser.query(sql);
  expect((await findings()).join('\n')).toContain(what);
  await putBack(kept);
});

test('a gathering that is gone with all its rows is named by its leaf', async () => {
  const { rows } = await club.server.db.superuser.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND (tablename LIKE 'gathering_%' OR tablename = 'gatherings')
      ORDER BY tablename = 'gatherings', tablename = 'gathering_series', tablename`,
  );
  const { superuser } = club.server.db;
  await superuser.query("SET session_replication_role = 'replica'");
  for (const { name } of rows) await superuser.query(`DELETE FROM ${name}`);
  await superuser.query("SET session_replication_role = 'origin'");
  expect(await findings()).toContain(`${held}: it was sealed on 2026-12-08, and is gone with its case`);
});

const tables = ['gathering_resolutions', 'gathering_minutes', 'gatherings', 'gathering_history'];

async function keep(): Promise<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const table of tables) {
    const { rows } = await club.server.db.superuser.query<{ all: string }>(
      `SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]')::text AS all FROM ${table} AS one`,
    );
    kept[table] = rows[0]?.all ?? '[]';
  }
  return kept;
}

async function putBack(kept: Record<string, string>): Promise<void> {
  const { superuser } = club.server.db;
  await superuser.query("SET session_replication_role = 'replica'");
  for (const table of tables) {
    await superuser.query(`DELETE FROM ${table}`);
    await superuser.query(
      `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
      [kept[table]],
    );
  }
  await superuser.query("SET session_replication_role = 'origin'");
}
