/** Once a day every chain that grew is under one root, whatever is on its way and however many processes there are. */
import { decide, isRefusal, timeActor } from '@linli/engine';
import { parseCronItems } from 'graphile-worker';
import { expect, test } from 'vitest';
import { type Leaf, nothingBefore, sealRoot } from '../../src/modules/cases/chain.ts';
import { byTime, write } from '../../src/modules/cases/record.ts';
import { sealCities } from '../../src/modules/cases/seal.ts';
import { type CaseRow, caseRowColumns } from '../../src/modules/cases/store.ts';
import { caseTasks } from '../../src/modules/cases/tasks.ts';
import { verify } from '../../src/modules/cases/verify.ts';
import { type ClubOfCases, openClubOfCases } from './club-cases.ts';

async function sealsOf({ server }: ClubOfCases) {
  const { rows } = await server.db.superuser.query<{
    day: string;
    root: Buffer;
    previous: Buffer;
    count: number;
    leaves: string[];
  }>(
    `SELECT sealed_on::text AS day, root, previous_root AS previous, leaf_count AS count,
            (SELECT coalesce(array_agg(case_id || ' ' || seq ORDER BY case_id), '{}') FROM seal_leaves
              WHERE seal_leaves.sealed_on = seals.sealed_on) AS leaves
       FROM seals ORDER BY sealed_on`,
  );
  return rows;
}

async function leavesNow({ server }: ClubOfCases, caseIds: string[]): Promise<Leaf[]> {
  const { rows } = await server.db.superuser.query<Leaf>(
    `SELECT case_id AS "caseId", seq, head_hash AS hash FROM cases WHERE case_id = ANY ($1) ORDER BY case_id`,
    [caseIds],
  );
  return rows;
}

test('a day’s root is over the heads of the chains that grew, bound to the seal before it', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  const first = await club.report();
  const second = await club.given({ board: '770102' });
  const heads = await leavesNow(club, [first.caseId, second.caseId]);
  clock.moveTo('2026-11-24T00:01:00.000Z');
  await sealCities(deps);
  await club.act(club.arbiterViewer, first, 'accept');
  const third = await club.report();
  const headsOfNextDay = await leavesNow(club, [first.caseId, third.caseId]);
  clock.moveTo('2026-11-25T00:01:00.000Z');
  await sealCities(deps);

  const [one, two] = await sealsOf(club);
  expect(one).toMatchObject({ day: '2026-11-23', count: 2, previous: nothingBefore });
  expect(one?.root).toEqual(sealRoot(nothingBefore, '2026-11-23', heads));
  expect(two).toMatchObject({ day: '2026-11-24', count: 2, previous: one?.root });
  expect(two?.leaves).toEqual([`${first.caseId} 2`, `${third.caseId} 1`].sort());
  expect(two?.root).toEqual(sealRoot(one?.root ?? nothingBefore, '2026-11-24', headsOfNextDay));
});

test('a day is sealed once, although several processes try and try again', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  await club.report();
  clock.moveTo('2026-11-24T00:01:00.000Z');
  const made = await Promise.all([sealCities(deps), sealCities(deps), sealCities(deps)]);
  expect(made.flat()).toHaveLength(1);
  expect(await sealCities(deps)).toEqual([]);
  await club.report();
  expect(await sealCities(deps)).toEqual([]);
  expect(await sealsOf(club)).toHaveLength(1);
});

test('a day ends at midnight where the city is', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  await club.report();
  // Summer: in Lisbon the tenth ends at 23:00 UTC.
  clock.moveTo('2027-06-10T22:59:59.000Z');
  expect((await sealCities(deps)).map(({ sealedOn }) => sealedOn)).toEqual(['2027-06-09']);
  clock.moveTo('2027-06-10T23:00:00.000Z');
  expect((await sealCities(deps)).map(({ sealedOn }) => sealedOn)).toEqual(['2027-06-10']);
});

test('days that were missed are made up for by the next seal; a quiet day is sealed too; an empty city is not', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  clock.advance(24 * 3_600_000);
  expect(await sealCities(deps)).toEqual([]);
  const view = await club.report();
  clock.moveTo('2026-11-28T10:00:00.000Z');
  await sealCities(deps);
  clock.moveTo('2026-11-29T10:00:00.000Z');
  await sealCities(deps);
  expect((await sealsOf(club)).map(({ day, leaves }) => ({ day, leaves }))).toEqual([
    { day: '2026-11-27', leaves: [`${view.caseId} 1`] },
    { day: '2026-11-28', leaves: [] },
  ]);
});

test('an entry of yesterday that is committed after the seal comes into the next one', async () => {
  const club = await openClubOfCases();
  const { deps, clock, db } = club.server;
  const late = await club.given();
  const { model } = club;
  clock.moveTo('2026-11-23T23:59:59.000Z');
  const at = clock.now();
  await club.inClub(async (tx) => {
    const { rows } = await tx.query<CaseRow>(
      `SELECT ${caseRowColumns} FROM cases WHERE tenant_id = $1 AND case_id = $2 FOR UPDATE`,
      [tx.tenantId, late.caseId],
    );
    const row = rows[0];
    if (row === undefined) throw new Error('the case is not there');
    const decision = decide(model, row.state, 'tick', { timer: 'remind:repair:50:1' }, timeActor, {
      now: at,
    });
    if (isRefusal(decision)) throw new Error(decision.message.en);
    await write(tx, {
      model,
      caseId: late.caseId,
      decision,
      previous: row,
      opening: null,
      at,
      signature: byTime,
      command: null,
      messages: [],
    }).done;
    // Written, not committed: nobody else sees it, and the seal neither waits for it nor takes it.
    clock.moveTo('2026-11-24T00:00:01.000Z');
    await sealCities(deps);
  });
  clock.moveTo('2026-11-25T00:00:01.000Z');
  await sealCities(deps);
  expect((await sealsOf(club)).map(({ day, leaves }) => ({ day, leaves }))).toEqual([
    { day: '2026-11-23', leaves: [`${late.caseId} 3`] },
    { day: '2026-11-24', leaves: [`${late.caseId} 4`] },
  ]);
  const wrong: unknown[] = [];
  await verify(db, { found: (finding) => wrong.push(finding) });
  expect(wrong).toEqual([]);
});

test('the calendar looks every hour, so that midnight anywhere and a missed night are noticed', async () => {
  const club = await openClubOfCases();
  const task = caseTasks(club.server.deps).find(({ name }) => name === 'cases.seal');
  expect(() => parseCronItems([{ task: 'cases.seal', match: task?.cron ?? '' }])).not.toThrow();
  expect(task?.cron).toMatch(/^\d+ \* \* \* \*$/);
  expect(task?.payload.safeParse({}).success).toBe(true);
});

test('the role that serves requests can neither change nor remove history and seals', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  await club.report();
  clock.moveTo('2026-11-24T00:01:00.000Z');
  await sealCities(deps);
  for (const statement of [
    `UPDATE history SET reason = 'x'`,
    'DELETE FROM history',
    'DELETE FROM cases',
    `UPDATE seals SET leaf_count = 0`,
    'DELETE FROM seals',
    'UPDATE seal_leaves SET seq = 0',
    'DELETE FROM seal_leaves',
  ]) {
    await expect(
      club.inClub((tx) => tx.query(`${statement} WHERE tenant_id = $1`, [tx.tenantId])),
    ).rejects.toMatchObject({ code: '42501' });
  }
});
