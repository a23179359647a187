/** A small city for a model the demo has never heard of: the chess club. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareModules } from '../../server/src/app.ts';
import { verify } from '../../server/src/modules/cases/index.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { ensureDemo, makeDemo } from '../src/index.ts';
import { type MadeUpCity, openMadeUpCity } from './made-up-city.ts';
import { signIn } from './sign-in.ts';

let club: MadeUpCity;
beforeAll(async () => {
  club = await openMadeUpCity('chess-club');
});
afterAll(() => club?.close());

const everything = `SELECT
  (SELECT count(*)::int FROM cases WHERE tenant_id = $1) AS cases,
  (SELECT count(*)::int FROM history WHERE tenant_id = $1) AS entries,
  (SELECT count(*)::int FROM people WHERE tenant_id = $1) AS people,
  (SELECT count(*)::int FROM areas WHERE tenant_id = $1) AS areas,
  (SELECT string_agg(number, ' ' ORDER BY number) FROM cases WHERE tenant_id = $1) AS numbers`;

describe('a city for any model', () => {
  it('has cases at every station the kind knows, both ends included', async () => {
    const rows = await club.rows<{ station: string }>(
      'SELECT DISTINCT station FROM cases WHERE tenant_id = $1',
    );
    const stations = new Set(rows.map(({ station }) => station));
    for (const station of Object.keys(club.model.caseKinds['broken-clock']?.stations ?? {})) {
      expect(stations).toContain(station);
    }
  });

  it('offers somebody for each role, who finds something to do; residents find their own', () =>
    everybodyIsBusy(club));

  it('also for a model with eight levels and fifteen roles', async () => {
    await everybodyIsBusy(await openMadeUpCity('mytown'));
  });

  it('keeps records that verify finds nothing wrong in', async () => {
    const findings: unknown[] = [];
    const verified = await verify(club.server.db, { found: (finding) => findings.push(finding) });
    expect(findings).toEqual([]);
    expect(verified.cases).toBeGreaterThan(15);
  });
});

describe('making it', () => {
  it('again changes nothing', async () => {
    const before = await club.rows(everything);
    expect(await makeDemo(club.server.deps, club.model, () => {})).toEqual({
      state: 'there',
      isPresent: true,
    });
    expect(await club.rows(everything)).toEqual(before);
  });

  it('for another version of the model says so, and leaves what is there', async () => {
    const before = await club.rows(everything);
    const changed = { ...club.model, version: 'another' };
    expect(await makeDemo(club.server.deps, changed, () => {})).toEqual({ state: 'there', isPresent: false });
    expect(await club.rows(everything)).toEqual(before);
  });

  it('anew takes everything away first, and the same model and minute give the same city', async () => {
    const before = await club.rows(everything);
    const stale = await club.rows<{ id: string }>(
      'SELECT person_id AS id FROM people WHERE tenant_id = $1 AND demo_script IS NOT NULL',
    );
    await signIn(club.server, `chess-club.${stale[0]?.id}`);
    const made = await makeDemo(club.server.deps, club.model, () => {}, { anew: true });
    expect(made.state).toBe('made');
    expect(await club.rows(everything)).toEqual(before);
    const rows = await club.rows<{ count: number }>(
      'SELECT count(*)::int AS count FROM sign_ins WHERE tenant_id = $1',
    );
    expect(rows[0]?.count).toBe(0);
  });

  it('interrupted before the end leaves nothing behind, and the next start makes it whole', async () => {
    const before = await club.rows(everything);
    const { superuser } = club.server.db;
    await superuser.query('ALTER TABLE seals ADD CONSTRAINT no_more CHECK (false) NOT VALID');
    try {
      await expect(makeDemo(club.server.deps, club.model, () => {}, { anew: true })).rejects.toThrow(
        'no_more',
      );
      expect(await club.rows(everything)).toMatchObject([{ cases: 0, entries: 0, people: 0 }]);
    } finally {
      await superuser.query('ALTER TABLE seals DROP CONSTRAINT no_more');
    }
    expect(await ensureDemo(club.server.deps, () => {})).toMatch(/^chess-club: \d+ cases$/);
    expect(await club.rows(everything)).toEqual(before);
  });

  it('twice at once makes one city', async () => {
    const before = await club.rows(everything);
    await club.server.db.superuser.query(
      'TRUNCATE cases, areas, people, orgs, seals, seal_leaves, history, case_serials, photos, messages, demo_cities CASCADE',
    );
    await Promise.all([ensureDemo(club.server.deps, () => {}), ensureDemo(club.server.deps, () => {})]);
    expect(await club.rows(everything)).toEqual(before);
  });
});

describe('a start two days later', () => {
  it('adds what went on meanwhile, and the records hold', async () => {
    const [before] = await club.rows<{ cases: number }>(everything);
    club.server.clock.advance(2 * 86_400_000);
    expect(await ensureDemo(club.server.deps, () => {})).toMatch(
      /^chess-club: [\d.]+ days on, \d+ new cases$/,
    );
    const [after] = await club.rows<{ cases: number }>(everything);
    expect(after?.cases).toBeGreaterThan(before?.cases ?? 0);
    const findings: unknown[] = [];
    await verify(club.server.db, { found: (finding) => findings.push(finding) });
    expect(findings).toEqual([]);
  });
});

describe('time', () => {
  it('does not go back when a server starts whose clock is behind what has happened', async () => {
    const rows = await club.rows<{ latest: string }>(
      'SELECT max(at) AS latest FROM history WHERE tenant_id = $1',
    );
    const latest = rows[0]?.latest ?? '';
    const behind = movableClock('2026-11-20T00:00:00.000Z');
    const deps = { ...club.server.deps, clock: behind };
    await prepareModules(deps);
    await ensureDemo(deps, () => {});
    expect(behind.now()).toBe(latest);
  });
});

async function everybodyIsBusy({ server, model }: MadeUpCity): Promise<void> {
  const { people } = (await server.app.inject('/api/demo/people')).json() as {
    people: { id: string; role: string | null; script: { en: string } }[];
  };
  expect(new Set(people.flatMap(({ role }) => role ?? []))).toEqual(new Set(Object.keys(model.roles)));
  for (const { id, role, script } of people) {
    expect(script.en).not.toBe('');
    const session = await signIn(server, id);
    if (role === null) {
      const { cases } = await session.get<{ cases: unknown[] }>('/api/cases?mine=true');
      expect(cases.length).toBeGreaterThan(0);
      continue;
    }
    const { mine, queues } = await session.get<{ mine: unknown[]; queues: { count: number }[] }>(
      '/api/workbench',
    );
    const queued = queues.reduce((sum, { count }) => sum + count, 0);
    expect(mine.length + queued, role).toBeGreaterThan(0);
  }
}
