/** Norms over HTTP, counted from dated rows of the chess league: one group per promised outcome. */
import { NormRows, NormsView, type NormUnit, NormUnitsPage, type NormView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slateNorm } from '../../src/modules/orgs/index.ts';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
/** Three arbiters, one of them a veteran, in a quiet room; formed before the norm began. */
let oldCrew: string;
/** Two arbiters, none a veteran, in a room without a class; formed since. */
let newCrew: string;
let veteran: string;
let plain: string;
let asArbiter: Cookies;

beforeAll(async () => {
  league = await openLeague();
  await league.inLeague(async (tx) => {
    await tx.query(
      `UPDATE areas SET class = 'quiet-room' WHERE tenant_id = $1 AND code IN ('7801', '7804')`,
      [tx.tenantId],
    );
    await tx.query(`UPDATE areas SET class = 'loud-room' WHERE tenant_id = $1 AND code = '7803'`, [
      tx.tenantId,
    ]);
  });
  oldCrew = await league.addOrg('room-crew', '守一厅', ['7801'], { from: '2020-01-01' });
  newCrew = await league.addOrg('room-crew', '守二厅', ['7802'], { from: '2025-01-01' });
  const loudCrew = await league.addOrg('room-crew', '守三厅', ['7803'], { from: '2025-01-01' });
  const veterans = await league.addOrg('great-crew', '老棋手会', ['7804']);
  veteran = await league.addPerson('林小满');
  plain = await league.addPerson('周立夏');
  // A veteran since March: on the last days of earlier months the share was nothing.
  await league.addPost(veterans, 'veteran', veteran, { from: '2026-03-10' });
  await league.addPost(oldCrew, 'arbiter', veteran, { from: '2021-01-01', serves: ['780101', '780102'] });
  await league.addPost(oldCrew, 'arbiter', plain, { from: '2021-01-01', serves: ['780103'] });
  await league.addPost(oldCrew, 'arbiter', await league.addPerson('吴秋分'), { from: '2021-01-01' });
  await league.addPost(newCrew, 'arbiter', await league.addPerson('郑寒露'), { from: '2025-02-01' });
  await league.addPost(newCrew, 'arbiter', await league.addPerson('王霜降'), { from: '2025-02-01' });
  await league.addPost(loudCrew, 'arbiter', await league.addPerson('冯立冬'), { from: '2025-02-01' });
  await league.addGrid(oldCrew, ['7801'], { from: '2026-02-01' });
  await league.addGrid(newCrew, ['7802'], { from: '2026-06-15' });
  asArbiter = await league.signIn(plain);
});
afterAll(() => league.server.close());

const norms = async (query = ''): Promise<NormsView> =>
  NormsView.parse((await league.get(`/api/norms${query}`)).json());
const norm = async (key: string, query = ''): Promise<NormView> =>
  (await norms(query)).norms.find((one) => one.key === key)!;
const units = async (key: string, query = ''): Promise<NormUnit[]> =>
  NormUnitsPage.parse((await league.get(`/api/norms/${key}/units${query}`)).json()).units;
const rows = async (key: string, unit: string, query = '') =>
  NormRows.parse((await league.get(`/api/norms/${key}/units/${unit}${query}`)).json()).rows;

describe('a share of members', () => {
  const key = 'veterans-among-arbiters';

  test('is counted by posts, judged by class and by whether it was there before', async () => {
    const found = await units(key);
    const of = (orgId: string) => found.find((unit) => unit.orgId === orgId);
    expect(of(oldCrew)).toMatchObject({
      numerator: 1,
      denominator: 3,
      areaClass: { key: 'quiet-room' },
      isExisting: true,
      // A quarter is asked in quiet rooms, and one of three is more.
      state: 'within',
    });
    expect(of(newCrew)).toMatchObject({
      numerator: 0,
      denominator: 2,
      areaClass: null,
      isExisting: false,
      state: 'outside',
      asked: { min: 50, max: null },
    });
    const view = await norm(key);
    expect(view.counts).toMatchObject({ within: 1, outside: 1, 'not-asked': 1, behind: 0 });
    expect(view.overall).toEqual({ numerator: 1, denominator: 6 });
  });

  test('any day may be asked: before the veteran was one, the old crew was behind its step', async () => {
    expect((await units(key, '?on=2026-03-09')).find(({ orgId }) => orgId === oldCrew)).toMatchObject({
      numerator: 0,
      state: 'behind',
      asked: { min: 20 },
      next: { by: '2027-06-30', bounds: { min: 25 } },
    });
    expect((await norm(key, '?on=2026-03-09')).counts).toMatchObject({ within: 0, behind: 1 });
  });

  test('the trend is the same count on the last day of each month', async () => {
    const { trend } = await norm(key);
    expect(trend.at(-1)).toMatchObject({ on: '2026-11-23', numerator: 1, denominator: 6 });
    for (const point of trend) {
      const then = await norm(key, `?on=${point.on}`);
      expect(then.overall).toEqual({ numerator: point.numerator, denominator: point.denominator });
      expect(point.numerator).toBe(point.on < '2026-03-10' ? 0 : 1);
    }
    expect(trend.length).toBe(13);
  });

  test('each count opens the rows it was made of, and they add up to it', async () => {
    const seats = await rows(key, oldCrew);
    expect(seats.length).toBe(3);
    expect(seats.filter(({ isCounted }) => isCounted)).toMatchObject([
      { name: '林小满', because: '老棋手会 老棋手', what: { en: 'Arbiter' } },
    ]);
  });

  test('classes of which something else is asked are counted apart, and with the rest they are all', async () => {
    const view = await norm(key);
    const parts = [...view.byClass, { key: 'rest', ...view.rest! }];
    for (const part of parts) {
      const listed = await units(key, `?areaClass=${part.key}`);
      expect(listed.length, part.key).toBe(Object.values(part.counts).reduce((sum, n) => sum + n, 0));
      expect(listed.reduce((sum, { numerator }) => sum + numerator, 0)).toBe(part.overall.numerator);
    }
    expect(view.byClass.find(({ key: one }) => one === 'quiet-room')).toMatchObject({
      counts: { within: 1 },
      overall: { numerator: 1, denominator: 3 },
    });
    for (const state of Object.keys(view.counts) as (keyof typeof view.counts)[])
      expect(parts.reduce((sum, { counts }) => sum + counts[state], 0)).toBe(view.counts[state]);
  });

  test('a list by state holds as many as the figure says', async () => {
    const view = await norm(key);
    for (const [state, count] of Object.entries(view.counts)) {
      expect((await units(key, `?state=${state}`)).length, state).toBe(count);
    }
  });
});

describe('other figures', () => {
  test('grids of an area', async () => {
    expect(await units('rounds')).toMatchObject([{ unit: '78', numerator: 2, state: 'within' }]);
    expect((await units('rounds', '?on=2026-06-14'))[0]).toMatchObject({ numerator: 1, state: 'outside' });
    expect((await rows('rounds', '78')).map(({ because }) => because).sort()).toEqual(['守一厅', '守二厅']);
  });

  test('members for each grid: as last counted, else holders of posts', async () => {
    const before = (await units('hands')).find(({ orgId }) => orgId === newCrew);
    expect(before).toMatchObject({ numerator: 2, denominator: 1, state: 'within' });
    await league.post(`/api/orgs/${newCrew}/size`, { members: [{ areaCode: null, members: 9 }] });
    expect((await units('hands')).find(({ orgId }) => orgId === newCrew)).toMatchObject({
      numerator: 9,
      state: 'outside',
    });
    expect(await rows('hands', newCrew)).toMatchObject([
      { what: { en: '9 members' } },
      { name: '巡区', because: '守二厅' },
    ]);
  });

  test('homes of each holder', async () => {
    const found = await units('boards');
    expect(found.map(({ numerator }) => numerator).sort()).toEqual([0, 0, 0, 0, 1, 2]);
    const two = found.find(({ numerator }) => numerator === 2);
    expect((await rows('boards', two!.unit)).length).toBe(2);
  });

  test('coverage, by class, adds up to the coverage rate', async () => {
    const { rate } = (await league.get('/api/coverage')).json<{
      rate: { areas: number; covered: number };
    }>();
    const view = await norm('crewed');
    expect(view.overall).toEqual({ numerator: rate.covered, denominator: rate.areas });
    const found = await units('crewed');
    expect(found.map(({ areaClass }) => areaClass?.key ?? null).sort()).toEqual(
      ['loud-room', null, 'quiet-room'].sort(),
    );
    for (const unit of found) {
      const areas = await rows('crewed', encodeURIComponent(unit.unit));
      if (unit.areaClass !== null) expect(areas.length).toBe(unit.denominator);
      if (unit.areaClass !== null)
        expect(areas.filter(({ isCounted }) => isCounted).length).toBe(unit.numerator);
    }
  });
});

describe('who may look', () => {
  test('residents and strangers see nothing, staff only where their organisation covers', async () => {
    expect((await league.server.app.inject('/api/norms')).statusCode).toBe(401);
    const nobody = await league.signIn(await league.addPerson('路人'));
    expect((await league.get('/api/norms', nobody)).statusCode).toBe(404);
    expect((await league.get('/api/norms', asArbiter)).statusCode).toBe(403);
    expect((await league.get('/api/norms?area=7801', asArbiter)).statusCode).toBe(200);
    expect(
      (await league.get(`/api/norms/veterans-among-arbiters/units/${newCrew}`, asArbiter)).statusCode,
    ).toBe(403);
  });

  test('what is not there is not there', async () => {
    expect((await league.get('/api/norms/nonsense/units')).statusCode).toBe(404);
    expect((await league.get('/api/norms/rounds/units/79')).statusCode).toBe(404);
    expect((await league.get('/api/norms?area=7899')).statusCode).toBe(404);
  });
});

describe('a slate of candidates', () => {
  const slate = (personIds: (string | null)[], areaCode = '7802', role = 'arbiter') =>
    league.inLeague((tx) => slateNorm(tx, league.model, { role, areaCode, personIds, on: '2026-11-23' }));

  test('is told what is recorded of it, by the bounds of its place', async () => {
    expect(await slate([veteran, plain])).toMatchObject({
      key: 'veterans-among-arbiters',
      members: 1,
      candidates: 2,
      state: 'within',
      target: { min: 50, max: null },
    });
    expect(await slate([veteran, plain, null])).toMatchObject({
      members: 1,
      candidates: 3,
      state: 'outside',
    });
    expect(await slate([veteran, plain, null], '7801')).toMatchObject({ state: 'within' });
    expect(await slate([plain], '7803')).toMatchObject({ state: 'not-asked' });
    expect(await slate([])).toMatchObject({ state: 'unknown' });
  });

  test('of a role no norm speaks of is told nothing', async () => {
    expect(await slate([veteran], '7802', 'president')).toBeNull();
  });
});
