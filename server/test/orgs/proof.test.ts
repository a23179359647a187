import { CoverageView, type Finding, FindingsPage } from '@linli/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boards, type Cookies, type League, openLeague, rooms } from './league.ts';

let league: League;
let crew: string;
let asArbiter: Cookies;
let asResident: Cookies;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '东厅组', ['7801', '7802', '7803', '7804'], {
    parent: league.office,
  });
  const elsewhere = await league.addOrg('room-crew', '四厅组', ['7804'], { parent: league.office });
  const arbiter = await league.addPerson('林小满');
  await league.addPost(elsewhere, 'arbiter', arbiter);
  asArbiter = await league.signIn(arbiter);
  asResident = await league.signIn(await league.addPerson('郑居民'));
});
afterAll(() => league.server.close());

/** Every duty and every grid gone, and nothing counted. */
async function clear(): Promise<void> {
  await league.server.db.superuser.query(
    'TRUNCATE post_areas, grid_buildings, coverage_cells, coverage_counts, coverage_stale; DELETE FROM grids',
  );
}
beforeEach(clear);

const coverage = async (query = '', cookies?: Cookies) =>
  CoverageView.parse((await league.get(`/api/coverage${query}`, cookies)).json());
const findings = async (query: string): Promise<{ findings: Finding[]; next: string | null }> =>
  FindingsPage.parse((await league.get(`/api/coverage/findings?${query}`)).json());
const codes = (found: readonly Finding[]) => found.map(({ area }) => area?.code);

async function serve(serves: string[], more: { from?: string; to?: string | null } = {}): Promise<string> {
  const personId = await league.addPerson('裁判');
  return league.addPost(crew, 'arbiter', personId, { ...more, serves });
}

describe('who may look', () => {
  test('401 without a session and 404 for residents: they learn who is there from their place', async () => {
    expect((await league.get('/api/coverage', {})).statusCode).toBe(401);
    expect((await league.get('/api/coverage', asResident)).statusCode).toBe(404);
    expect((await league.get('/api/coverage/findings?kind=vacancy', asResident)).statusCode).toBe(404);
  });

  test('staff see what their organisation covers; 403 elsewhere, because places are known to everybody', async () => {
    expect((await coverage('?area=7804', asArbiter)).area.code).toBe('7804');
    expect((await league.get('/api/coverage?area=7801', asArbiter)).statusCode).toBe(403);
    expect((await league.get('/api/coverage', asArbiter)).statusCode).toBe(403);
    expect((await league.get('/api/coverage/findings?area=7801&kind=vacancy', asArbiter)).statusCode).toBe(
      403,
    );
  });

  test('404 for a place that is none, 422 for a kind of finding that is none', async () => {
    expect((await league.get('/api/coverage?area=7899')).statusCode).toBe(404);
    expect((await league.get('/api/coverage/findings?kind=gossip')).statusCode).toBe(422);
  });
});

describe('the proof', () => {
  test('one grid and one answering post: proven; each way to miss it is counted by itself', async () => {
    await league.addGrid(crew, ['7801', '7802', '7803']);
    await league.addGrid(crew, ['7803']);
    await serve(['780101', '780102', '780201', '780202', '780301', '780302', '780401']);
    await serve(['780201']);
    const { figures, children, childLevel, rule } = await coverage();
    expect(rule).toMatchObject({ grids: true, answeredBy: [{ role: 'arbiter' }] });
    expect(figures).toEqual({
      homes: 8,
      // 780101, 780102, 780202: 780103 has nobody, 780201 two, 7803 two grids, 7804 none.
      proven: 3,
      withoutGrid: 1,
      inSeveralGrids: 2,
      unanswered: 1,
      overanswered: 1,
    });
    expect(childLevel?.key).toBe('room');
    expect(children.map(({ code, figures: { proven } }) => [code, proven])).toEqual([
      ['7801', 2],
      ['7802', 1],
      ['7803', 0],
      ['7804', 0],
    ]);
    expect((await coverage('?area=780201')).figures).toMatchObject({ homes: 1, proven: 0, overanswered: 1 });
  });

  test('with every duty ended it lists every home, page by page, with the reason and who could mend it', async () => {
    await league.addGrid(crew, Object.keys(rooms));
    await serve(boards, { to: '2026-11-20' });
    expect((await coverage()).figures).toMatchObject({ homes: 8, proven: 0, unanswered: 8 });
    const found: Finding[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = await findings(`kind=nobody-answers&limit=3${next === '' ? '' : `&after=${next}`}`);
      expect(page.findings.length).toBeLessThanOrEqual(3);
      found.push(...page.findings);
      ({ next } = page);
    }
    expect(codes(found)).toEqual(boards);
    expect(found[0]).toMatchObject({
      reason: { zh: '没有裁判负责这里，上一任于 2026-11-20 结束' },
      nextStep: { zh: '在“东厅组”安排一名裁判负责这里' },
      org: { orgId: crew },
      mendedBy: { role: 'president', orgId: league.office },
    });
  });

  test('grids missing and doubled are listed with how many homes they concern', async () => {
    await league.addGrid(crew, ['7801', '7802']);
    await league.addGrid(crew, ['7802']);
    expect((await findings('kind=without-grid')).findings).toMatchObject([
      { area: { code: '7803' }, homes: 2 },
      { area: { code: '7804' }, homes: 1 },
    ]);
    const [doubled, ...others] = (await findings('kind=in-several-grids')).findings;
    expect(doubled).toMatchObject({
      area: { code: '7802' },
      homes: 2,
      reason: { zh: '这处棋室同时在 2 个网格里' },
    });
    expect(others).toEqual([]);
  });

  test('more than one who answers is listed as an overlap', async () => {
    await serve(['780101', '780102']);
    await serve(['780102']);
    const { findings: found } = await findings('kind=several-answer&area=7801');
    expect(found).toMatchObject([{ area: { code: '780102' }, reason: { zh: '2 个岗位同时负责这里' } }]);
  });

  test('a post outside what its organisation covers answers for nobody: authority and coverage never part', async () => {
    const small = await league.addOrg('room-crew', '小组', ['7802']);
    await league.addPost(small, 'arbiter', await league.addPerson('外人'), { serves: ['780101', '780201'] });
    const { figures } = await coverage();
    expect(figures.unanswered).toBe(7);
    expect(codes((await findings('kind=nobody-answers&area=7802')).findings)).toEqual(['780202']);
  });
});

describe('offices', () => {
  test('a seat nobody holds is a vacancy, one that may be empty is none, and each room has its own door', async () => {
    const before = (await coverage()).vacancies;
    const lone = await league.addOrg('room-crew', '独厅组', ['7803', '7804']);
    const { vacancies } = await coverage();
    // A clockmaker for the crew, and a door keeper for each of its two rooms; nobody misses a corridor watch.
    expect(vacancies - before).toBe(3);
    const page = await findings('kind=vacancy&limit=200');
    const own = page.findings.filter(({ org }) => org?.orgId === lone);
    expect(own.map(({ role, area }) => [role?.key, area?.code]).toSorted()).toEqual(
      [
        ['clockmaker', '7803'],
        ['door-keeper', '7803'],
        ['door-keeper', '7804'],
      ].toSorted(),
    );
    await league.addPost(lone, 'door-keeper', await league.addPerson('守门'), { serves: ['7804'] });
    expect((await coverage()).vacancies - before).toBe(2);
    const inRoom = (await findings('kind=vacancy&area=7804')).findings.filter(
      ({ org }) => org?.orgId === lone,
    );
    expect(inRoom.map(({ role }) => role?.key)).toEqual(['clockmaker']);
  });

  test('an office for each room has its seats there: a second door keeper of one room is refused', async () => {
    const orgId = await league.addOrg('room-crew', '两厅组', ['7801', '7802']);
    const keeper = async (serves: string[]) =>
      league.post('/api/posts', {
        orgId,
        role: 'door-keeper',
        personId: await league.addPerson('守门'),
        serves,
      });
    expect((await keeper(['7801'])).statusCode).toBe(200);
    expect((await keeper(['7802'])).statusCode).toBe(200);
    expect((await keeper(['7801'])).json()).toMatchObject({ code: 'seats-taken' });
  });

  test('a seat that was held says since when it is empty', async () => {
    const orgId = await league.addOrg('room-crew', '旧组', ['7804']);
    await league.addPost(orgId, 'clockmaker', await league.addPerson('老钟'), { to: '2026-10-31' });
    const { findings: found } = await findings('kind=vacancy&area=7804');
    expect(found.find(({ org, role }) => org?.orgId === orgId && role?.key === 'clockmaker')).toMatchObject({
      reason: { zh: '旧组：钟表匠自 2026-11-01 起空缺' },
      nextStep: { zh: '任命钟表匠' },
    });
  });

  test('a post held past its term is listed with the day it ended; one within it is not', async () => {
    const orgId = await league.addOrg('room-crew', '任期组', ['7804']);
    const old = await league.addPost(orgId, 'clockmaker', await league.addPerson('老钟'), {
      from: '2025-11-23',
    });
    const { findings: found } = await findings('kind=expired-term&area=7804');
    expect(found).toMatchObject([
      { post: { postId: old, heldFrom: '2025-11-23', termEndedOn: '2026-11-22' } },
    ]);
    expect((await coverage('?area=7804')).expiredTerms).toBe(1);
    await league.server.db.superuser.query(`UPDATE posts SET held_from = '2025-11-24' WHERE post_id = $1`, [
      old,
    ]);
    expect((await coverage('?area=7804')).expiredTerms).toBe(0);
  });
});

describe('the coverage rate', () => {
  test('counts an area once however it is covered: on its own, shared, or through a grid; what has ended not at all', async () => {
    await league.server.db.superuser.query(
      `UPDATE orgs SET valid_to = '2026-01-01' WHERE kind = 'room-crew'`,
    );
    try {
      expect((await coverage()).rate).toMatchObject({ level: 'room', areas: 4, covered: 0, share: 0 });
      expect(codes((await findings('kind=uncovered')).findings)).toEqual(Object.keys(rooms));
      await league.addOrg('room-crew', '独', ['7801'], { formation: 'own-room' });
      await league.addOrg('room-crew', '合', ['7802', '7803'], { formation: 'shared-rooms' });
      // Covers a board only: as a grid branch covers houses of a compound.
      await league.addOrg('room-crew', '巡', ['780101'], { formation: 'on-rounds' });
      await league.addOrg('flying-crew', '机动', ['7804']);
      const { rate } = await coverage();
      expect(rate).toMatchObject({ areas: 4, covered: 3, share: 0.75 });
      expect(rate?.formations.map(({ formation, orgs, areas }) => [formation, orgs, areas])).toEqual([
        ['on-rounds', 1, 1],
        ['own-room', 1, 1],
        ['shared-rooms', 1, 2],
      ]);
      expect(codes((await findings('kind=uncovered')).findings)).toEqual(['7804']);
    } finally {
      await league.server.db.superuser.query(`UPDATE orgs SET valid_to = NULL WHERE valid_to = '2026-01-01'`);
    }
  });
});
