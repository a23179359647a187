/** What happens at the same moment happens one after the other, and what is sent twice happens once. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { act } from '../../src/modules/cases/commands/act.ts';
import { openCase } from '../../src/modules/cases/commands/open-case.ts';
import { sweep } from '../../src/modules/cases/sweep.ts';
import { verify } from '../../src/modules/cases/verify.ts';
import { type ClubOfCases, openClubOfCases, visitor } from './club-cases.ts';

const times = <Result>(count: number, work: () => Promise<Result>): Promise<PromiseSettledResult<Result>[]> =>
  Promise.allSettled(Array.from({ length: count }, work));

function valuesOf<Result>(outcomes: PromiseSettledResult<Result>[]): Result[] {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function codesOf(outcomes: PromiseSettledResult<unknown>[]): string[] {
  return outcomes
    .map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason.code) : 'done'))
    .sort();
}

async function expectIntact({ server }: ClubOfCases): Promise<void> {
  const wrong: unknown[] = [];
  await verify(server.db, { found: (finding) => wrong.push(finding) });
  expect(wrong).toEqual([]);
}

test('of two verbs at once on one case one is done, the other learns that the case moved on', async () => {
  const club = await openClubOfCases();
  const view = await club.report();
  const outcomes = await Promise.allSettled([
    club.act(club.arbiterViewer, view, 'accept'),
    club.act(club.presidentViewer, view, 'accept'),
    club.act(club.arbiterViewer, view, 'note', { reason: '看过了' }),
  ]);
  expect(codesOf(outcomes)).toEqual(['done', 'state-changed', 'state-changed']);
  expect(await club.entries(view.caseId)).toHaveLength(2);
  await expectIntact(club);
});

test('one verb sent ten times at once under one id is one entry, and every sender gets the same answer', async () => {
  const club = await openClubOfCases();
  const view = await club.report();
  const words = { commandId: randomUUID(), seq: view.seq };
  const answers = valuesOf(
    await times(10, () => act(club.server.deps, club.arbiterViewer, view.caseId, 'accept', words)),
  );
  expect(await club.entries(view.caseId)).toHaveLength(2);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ status: 200, view: { seq: 2, station: 'accepted' } });
  await expectIntact(club);
});

test('a report sent ten times at once under one id is one case, and every sender gets the same answer', async () => {
  const club = await openClubOfCases();
  const by = visitor(club);
  const input = {
    commandId: randomUUID(),
    kind: 'broken-clock',
    areaCode: '770101',
    category: 'stopped',
    photoIds: [],
    answers: { description: '棋钟不走了' },
  };
  const answers = valuesOf(await times(10, () => openCase(club.server.deps, by, input)));
  expect(new Set(answers.map(({ view }) => view.caseId)).size).toBe(1);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  const { rows } = await club.server.db.superuser.query(
    `SELECT (SELECT count(*)::int FROM cases) AS cases, (SELECT count(*)::int FROM history) AS entries,
            (SELECT count(*)::int FROM commands) AS commands`,
  );
  expect(rows).toEqual([{ cases: 1, entries: 1, commands: 1 }]);
  await expectIntact(club);
});

test('of reports sent at once each has its own number', async () => {
  const club = await openClubOfCases();
  const views = valuesOf(await times(30, () => club.report()));
  expect(new Set(views.map(({ number }) => number)).size).toBe(30);
  await expectIntact(club);
});

test('three sweepers on the same due timers make one entry for each', async () => {
  const club = await openClubOfCases();
  const cases = [];
  for (let count = 0; count < 12; count += 1) cases.push(await club.given());
  club.server.clock.advance(31 * 60_000);
  const swept = valuesOf(await times(3, () => sweep(club.server.deps)));
  // Whoever met a case in the other's hand left it; nothing is left over, nothing is done twice.
  const more = await sweep(club.server.deps);
  expect(swept.reduce((steps, one) => steps + one.steps, more.steps)).toBe(24);
  // The lock comes before the look: nobody decides on what another has changed meanwhile.
  expect([...swept, more].map(({ failures }) => failures)).toEqual([0, 0, 0, 0]);
  for (const { caseId } of cases) {
    expect((await club.entries(caseId)).map(({ verb }) => verb)).toEqual([
      'open',
      'accept',
      'assign',
      'tick',
      'tick',
    ]);
  }
  await expectIntact(club);
});

test('time and a person at once: both are done one after the other, or the person learns that time was quicker', async () => {
  const club = await openClubOfCases();
  for (let round = 0; round < 10; round += 1) {
    const given = await club.given();
    club.server.clock.advance(15 * 60_000);
    const [started] = await Promise.allSettled([
      club.act(club.clockmakerViewer, given, 'start'),
      sweep(club.server.deps),
    ]);
    await sweep(club.server.deps);
    const verbs = (await club.entries(given.caseId)).slice(3).map(({ verb }) => verb);
    if (started.status === 'fulfilled') expect(verbs).toEqual(['start', 'tick']);
    else {
      expect(started.reason).toMatchObject({ code: 'state-changed' });
      expect(verbs).toEqual(['tick']);
    }
  }
  await expectIntact(club);
});

test('two cases merged into one another at once end in one, and never in a deadlock', async () => {
  const club = await openClubOfCases();
  const [one, other] = [await club.report(), await club.report()];
  const outcomes = await Promise.allSettled([
    club.act(club.arbiterViewer, one, 'merge', { into: other.caseId }),
    club.act(club.arbiterViewer, other, 'merge', { into: one.caseId }),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { rows } = await club.server.db.superuser.query('SELECT station FROM cases ORDER BY station');
  expect(rows).toEqual([{ station: 'merged' }, { station: 'open' }]);
  await expectIntact(club);
});
