/** Time acts by itself, once, in order, and nothing that goes wrong with one case holds up another. */
import { expect, onTestFinished, test } from 'vitest';
import { sweep } from '../../src/modules/cases/sweep.ts';
import { caseTasks } from '../../src/modules/cases/tasks.ts';
import { verify } from '../../src/modules/cases/verify.ts';
import { startJobs } from '../../src/platform/jobs/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { type ClubOfCases, openClubOfCases } from './club-cases.ts';

const minute = 60_000;

/** Every timer row, as the superuser sees it. */
async function timersOf(
  { server }: ClubOfCases,
  caseId: string,
): Promise<{ key: string; firesAt: string }[]> {
  const { rows } = await server.db.superuser.query<{ key: string; firesAt: Date }>(
    'SELECT timer_key AS key, fires_at AS "firesAt" FROM case_timers WHERE case_id = $1 ORDER BY fires_at, timer_key',
    [caseId],
  );
  return rows.map(({ key, firesAt }) => ({ key, firesAt: firesAt.toISOString() }));
}

async function wrongIn({ server }: ClubOfCases): Promise<string[]> {
  const wrong: string[] = [];
  await verify(server.db, {
    found: ({ case: number, entry, what }) => wrong.push(`${number} ${entry}: ${what}`),
  });
  return wrong;
}

test('a reminder, a clock that ran out and a climb come at their time, recorded with time itself as the actor', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  const { caseId } = await club.given();
  expect(await timersOf(club, caseId)).toEqual([
    { key: 'remind:repair:50:1', firesAt: '2026-11-23T01:15:00.000Z' },
    { key: 'over:repair:1', firesAt: '2026-11-23T01:30:00.000Z' },
  ]);
  clock.advance(15 * minute - 1);
  expect(await sweep(deps)).toEqual({ steps: 0, failures: 0 });
  clock.advance(1);
  expect(await sweep(deps)).toEqual({ steps: 1, failures: 0 });
  expect(await sweep(deps)).toEqual({ steps: 0, failures: 0 });
  clock.advance(15 * minute);
  expect(await sweep(deps)).toEqual({ steps: 1, failures: 0 });
  expect((await club.entries(caseId)).slice(3)).toEqual([
    { seq: 4, verb: 'tick', at: '2026-11-23T01:15:00.000Z', label: null, to: 'assigned' },
    { seq: 5, verb: 'tick', at: '2026-11-23T01:30:00.000Z', label: null, to: 'assigned' },
  ]);
  const { rows } = await club.server.db.superuser.query(
    'SELECT rung, is_over, host_org_id FROM cases WHERE case_id = $1',
    [caseId],
  );
  expect(rows).toEqual([{ rung: 1, is_over: true, host_org_id: club.crew }]);
  expect(await timersOf(club, caseId)).toEqual([{ key: 'rung:0', firesAt: '2026-11-23T03:30:00.000Z' }]);
  expect(await wrongIn(club)).toEqual([]);
});

test('after a downtime of days each case catches up in the order of time, and ends where it would have', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  const { caseId } = await club.given();
  clock.advance(3 * 60 * minute);
  const { steps } = await sweep(deps);
  // Reminder, clock over with the climb; the rung's own limit runs from when it climbed.
  expect(steps).toBe(2);
  const { rows } = await club.server.db.superuser.query<{ timer: string }>(
    `SELECT coalesce(changes #>> '{clocks,repair,overAt}', 'reminder') AS timer FROM history
      WHERE case_id = $1 AND verb = 'tick' ORDER BY seq`,
    [caseId],
  );
  expect(rows.map(({ timer }) => timer)).toEqual(['reminder', '2026-11-23T01:30:00.000Z']);
  clock.advance(30 * 24 * 60 * minute);
  await sweep(deps);
  await sweep(deps);
  clock.advance(30 * 24 * 60 * minute);
  await sweep(deps);
  const last = await timersOf(club, caseId);
  expect(last).toEqual([]);
  expect(await wrongIn(club)).toEqual([]);
});

test('a backlog larger than a batch is worked off in one sweep, each timer once', async () => {
  const club = await openClubOfCases();
  const cases = [];
  for (let count = 0; count < 120; count += 1) cases.push(await club.given());
  club.server.clock.advance(31 * minute);
  expect(await sweep(club.server.deps)).toEqual({ steps: 240, failures: 0 });
  expect(await sweep(club.server.deps)).toEqual({ steps: 0, failures: 0 });
  const { rows } = await club.server.db.superuser.query(
    `SELECT count(*)::int AS cases FROM cases WHERE seq = 5 AND rung = 1`,
  );
  expect(rows).toEqual([{ cases: 120 }]);
});

test('a case on which time cannot act is set aside for a job that stays visible; the others go on', async () => {
  const club = await openClubOfCases();
  const { deps, clock, db } = club.server;
  const broken = await club.given();
  const sound = await club.given({ board: '770102' });
  await db.superuser.query(
    `UPDATE cases SET state = jsonb_set(state, '{modelVersion}', '"never kept"') WHERE case_id = $1`,
    [broken.caseId],
  );
  clock.advance(15 * minute);
  expect(await sweep(deps)).toEqual({ steps: 1, failures: 1 });
  expect(await club.entries(sound.caseId)).toHaveLength(4);
  // Out of the way: the next sweep does not stumble over it again.
  expect(await sweep(deps)).toEqual({ steps: 0, failures: 0 });
  const jobs = await db.superuser.query(
    `SELECT task_identifier AS task, key FROM graphile_worker.jobs WHERE task_identifier = 'cases.tick'`,
  );
  expect(jobs.rows).toEqual([{ task: 'cases.tick', key: `cases.tick:${club.tenantId}:${broken.caseId}` }]);
  const retry = caseTasks(deps).find(({ name }) => name === 'cases.tick');
  const job = {
    jobId: '1',
    attempt: 1,
    isLastAttempt: false,
    log: openLog('silent'),
    signal: new AbortController().signal,
  };
  const payload = { tenantId: club.tenantId, caseId: broken.caseId };
  await expect(retry?.run(payload, job)).rejects.toThrow('never kept');
  await db.superuser.query(
    `UPDATE cases SET state = jsonb_set(state, '{modelVersion}', to_jsonb(model_version)) WHERE case_id = $1`,
    [broken.caseId],
  );
  await retry?.run(payload, job);
  expect((await club.entries(broken.caseId)).map(({ verb }) => verb)).toEqual([
    'open',
    'accept',
    'assign',
    'tick',
  ]);
  // The timer that lay a week ahead for the sweep's sake is back at its own time.
  expect(await timersOf(club, broken.caseId)).toEqual([
    { key: 'over:repair:1', firesAt: '2026-11-23T01:30:00.000Z' },
  ]);
  expect(await wrongIn(club)).toEqual([]);
});

test('a row that is due where the engine knows of nothing due makes no entry and is put right', async () => {
  const club = await openClubOfCases();
  const { deps, db } = club.server;
  const { caseId } = await club.given();
  await db.superuser.query(
    `INSERT INTO case_timers (tenant_id, case_id, timer_key, fires_at) VALUES ($1, $2, 'pause', '2026-11-01')`,
    [club.tenantId, caseId],
  );
  await db.superuser.query(
    `UPDATE case_timers SET fires_at = '2026-11-02' WHERE timer_key = 'over:repair:1'`,
  );
  expect(await sweep(deps)).toEqual({ steps: 0, failures: 0 });
  expect(await club.entries(caseId)).toHaveLength(3);
  expect(await timersOf(club, caseId)).toEqual([
    { key: 'remind:repair:50:1', firesAt: '2026-11-23T01:15:00.000Z' },
    { key: 'over:repair:1', firesAt: '2026-11-23T01:30:00.000Z' },
  ]);
});

test('a case somebody has in hand is left to them and found again', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  const held = await club.given();
  const free = await club.given({ board: '770102' });
  clock.advance(15 * minute);
  await club.inClub(async (tx) => {
    await tx.query('SELECT FROM cases WHERE tenant_id = $1 AND case_id = $2 FOR UPDATE', [
      tx.tenantId,
      held.caseId,
    ]);
    expect(await sweep(deps)).toEqual({ steps: 1, failures: 0 });
  });
  expect(await club.entries(free.caseId)).toHaveLength(4);
  expect(await club.entries(held.caseId)).toHaveLength(3);
  expect(await sweep(deps)).toEqual({ steps: 1, failures: 0 });
});

test('a sweep with nothing due asks the database once for each city', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  await club.given();
  clock.advance(14 * minute);
  let visits = 0;
  club.server.db.app.on('acquire', () => {
    visits += 1;
  });
  await sweep(deps);
  expect(visits).toBe(1);
});

test('timers of a case that moved on do nothing', async () => {
  const club = await openClubOfCases();
  const { deps, clock } = club.server;
  const given = await club.given();
  const started = await club.act(club.clockmakerViewer, given, 'start');
  await club.act(club.clockmakerViewer, started, 'resolve', { answers: { outcome: '换了发条' } });
  clock.advance(60 * minute);
  expect(await sweep(deps)).toEqual({ steps: 0, failures: 0 });
});

test('a process that starts begins to sweep at once and goes on, whatever became of the one before', async () => {
  const club = await openClubOfCases();
  const { deps, clock, db } = club.server;
  const first = await club.given();
  clock.advance(15 * minute);
  const start = () =>
    startJobs({
      db,
      tasks: caseTasks(deps).map((task) => (task.everyMs === undefined ? task : { ...task, everyMs: 20 })),
      concurrency: 1,
      log: openLog('silent'),
    });
  const runner = await start();
  onTestFinished(() => runner.stop());
  await expect.poll(() => club.entries(first.caseId)).toHaveLength(4);
  clock.advance(15 * minute);
  await expect.poll(() => club.entries(first.caseId)).toHaveLength(5);
  await runner.stop();
  clock.advance(120 * minute);
  const next = await start();
  onTestFinished(() => next.stop());
  await expect.poll(() => club.entries(first.caseId)).toHaveLength(6);
});
