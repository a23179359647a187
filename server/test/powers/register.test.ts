/** The register of powers over HTTP: one group per promised outcome. */
import { randomUUID } from 'node:crypto';
import { type PowerHistory, PowerRegister, PowerReply, type PowerView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModels } from '../../src/modules/models/index.ts';
import { seedPowers } from '../../src/modules/powers/index.ts';
import { type Club, openClub } from '../chess-club.ts';
import { signInAs } from '../sign-in.ts';
import { clubFolder, declare, declaredPowers } from './club-powers.ts';

type Cookies = Record<string, string>;

const folder = clubFolder(declaredPowers);
let club: Club;
let president: Cookies;
/** Administers the first room only. */
let roomPresident: Cookies;
let arbiter: Cookies;
let resident: Cookies;

const seed = async () => seedPowers(club.server.deps, await openModels(club.server.deps));

beforeAll(async () => {
  club = await openClub({ modelFolders: [folder] });
  await seed();
  const { tenantId, server } = club;
  const [roomOffice, roomPresidentId, residentId] = [randomUUID(), randomUUID(), randomUUID()];
  await club.inClub(async (tx) => {
    await tx.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'club-office', '东厅社务处', '2020-01-01')`,
      [tenantId, roomOffice],
    );
    await tx.query(`INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, '7701')`, [
      tenantId,
      roomOffice,
    ]);
    for (const id of [roomPresidentId, residentId]) {
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '吴东厅', '2026-01-01')`,
        [tenantId, id],
      );
    }
    await tx.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, 'president', $4, '2026-01-01')`,
      [tenantId, randomUUID(), roomOffice, roomPresidentId],
    );
  });
  president = await signInAs(server, tenantId, club.president);
  roomPresident = await signInAs(server, tenantId, roomPresidentId);
  arbiter = await signInAs(server, tenantId, club.arbiter);
  resident = await signInAs(server, tenantId, residentId);
});
afterAll(() => club.server.close());

const get = (url: string, cookies: Cookies = president) => club.server.app.inject({ url, cookies });
const post = (url: string, payload: object, cookies: Cookies = president) =>
  club.server.app.inject({ method: 'POST', url, cookies, payload: { commandId: randomUUID(), ...payload } });
const register = async (query = '', cookies: Cookies = president): Promise<PowerRegister> =>
  PowerRegister.parse((await get(`/api/powers${query}`, cookies)).json());
const titles = ({ powers }: PowerRegister) => powers.map(({ title }) => title.zh);
const historyOf = async (powerId: string): Promise<PowerHistory> =>
  (await get(`/api/powers/${powerId}`)).json<PowerHistory>();
const count = async (table: 'power_rows' | 'powers' | 'power_evaluations'): Promise<number> =>
  club.inClub(async (tx) => {
    const { rows } = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE tenant_id = $1`,
      [tx.tenantId],
    );
    return rows[0]!.count;
  });

const item = (more: object = {}) => ({
  list: 'basic',
  title: { zh: '擦棋盘' },
  level: 'room',
  basis: '社务会 2026 年第 1 号',
  validFrom: '2026-02-01',
  ...more,
});
/** An item for one test alone. */
async function entered(more: object = {}, by: Cookies = president): Promise<PowerView> {
  const reply = await post('/api/powers', item({ title: { zh: `擦棋盘 ${randomUUID()}` }, ...more }), by);
  expect(reply.statusCode, reply.body).toBe(200);
  return PowerReply.parse(reply.json()).power!;
}
const reclaim = (powerId: string, more: object = {}, by: Cookies = president) =>
  post(
    `/api/powers/${powerId}/reclaim`,
    { lead: 'club-office', basis: '社务会第 2 号', reason: '力量不足', ...more },
    by,
  );
const listOn = async (powerId: string, day: string) =>
  (await register(`?on=${day}`)).powers.find((power) => power.powerId === powerId)?.list;

describe('the register', () => {
  test('shows what the model declares, as declared, in three lists with their counts', async () => {
    const { powers, counts, on } = await register();
    expect(on).toBe('2026-11-23');
    expect(powers.find(({ declaredAs }) => declaredAs === 'winding')).toMatchObject({
      list: 'basic',
      title: { zh: '上发条', en: 'Winding clocks' },
      level: { key: 'room', title: { zh: '棋室' } },
      categories: [{ key: 'stopped' }],
      basis: '章程第三条',
      validFrom: '2024-01-01',
      isDeclared: true,
    });
    expect(counts['taken-back']).toBeGreaterThanOrEqual(1);
    expect(titles(await register('?list=taken-back'))).toEqual(['添置棋子']);
  });

  test('can be asked for any day: what did not hold then is not in it', async () => {
    expect(titles(await register('?on=2023-12-31'))).toEqual([]);
    expect(titles(await register('?on=2024-06-01'))).toEqual(['上发条']);
  });

  test('can be asked for a problem: also through the group it is in', async () => {
    const group = await entered({ categories: ['hardware'] });
    const of = async (category: string) =>
      (await register(`?category=${category}`)).powers.map((power) => power.declaredAs ?? power.powerId);
    expect((await of('stopped')).toSorted()).toEqual(['winding', group.powerId].toSorted());
    expect((await of('hardware')).toSorted()).toEqual(['winding', 'new-pieces', group.powerId].toSorted());
    expect((await get('/api/powers?category=nonsense')).json()).toMatchObject({ code: 'unknown-category' });
  });

  test('puts overdue evaluations first, and counts them', async () => {
    const { powers, overdue } = await register();
    expect(overdue).toBe(1);
    expect(powers[0]).toMatchObject({
      declaredAs: 'winding',
      isOverdue: true,
      evaluatedOn: '2025-01-01',
      evaluateBy: '2026-01-01',
    });
    expect((await register('?on=2025-12-31')).overdue, 'it was not yet on that day').toBe(0);
  });

  test('is for staff: 401 without a session, 404 for residents and for an item that is not there', async () => {
    expect((await get('/api/powers', {})).statusCode).toBe(401);
    expect((await get('/api/powers', resident)).statusCode).toBe(404);
    const { powers } = await register('', arbiter);
    expect(powers.length).toBeGreaterThan(0);
    expect(powers.every(({ verbs }) => verbs.length === 0)).toBe(true);
    expect((await get(`/api/powers/${powers[0]!.powerId}`, resident)).statusCode).toBe(404);
    expect((await get(`/api/powers/${randomUUID()}`)).statusCode).toBe(404);
  });
});

describe('entering an item', () => {
  test('keeps everything it is made of, and who entered it', async () => {
    const power = await entered({
      list: 'assisting',
      orgKind: 'room-crew',
      lead: 'club-office',
      categories: ['stopped'],
      handedDown: '一名钟表匠',
      validTo: '2027-01-31',
      evaluateBy: '2026-12-01',
    });
    expect(power).toMatchObject({
      list: 'assisting',
      orgKind: { key: 'room-crew', title: { zh: '棋室组' } },
      lead: { key: 'club-office' },
      area: { areaCode: '77' },
      handedDown: '一名钟表匠',
      validTo: '2027-01-31',
      evaluateBy: '2026-12-01',
      isDeclared: false,
      verbs: ['reclaim', 'evaluate', 'end'],
    });
    expect((await historyOf(power.powerId)).rows[0]).toMatchObject({
      recordedBy: '陈谷雨 · 社务处社长',
      state: 'in-force',
    });
    expect(await listOn(power.powerId, '2027-02-01'), 'after its last day').toBeUndefined();
  });

  test('the same command again writes once', async () => {
    const words = { commandId: randomUUID(), ...item() };
    const first = await post('/api/powers', words);
    const before = await count('power_rows');
    const again = await post('/api/powers', words);
    expect(again.json()).toEqual(first.json());
    expect(await count('power_rows')).toBe(before);
    expect((await post('/api/powers', words, roomPresident)).statusCode, 'somebody else’s id').toBe(403);
  });

  test.each([
    ['/level', { level: 'nonsense' }],
    ['/orgKind', { orgKind: 'nonsense' }],
    ['/orgKind', { orgKind: 'club-office' }],
    ['/lead', { list: 'taken-back' }],
    ['/lead', { lead: 'nonsense' }],
    ['/categories', { categories: ['nonsense'] }],
    ['/validTo', { validTo: '2026-01-31' }],
    ['/evaluateBy', { evaluateBy: '2025-01-01' }],
    ['/areaCode', { areaCode: '7799' }],
    ['/basis', { basis: '' }],
  ])('422 at %s for %j, and nothing is written', async (at, more) => {
    const before = await count('powers');
    const reply = await post('/api/powers', item(more));
    expect(reply.statusCode).toBe(422);
    expect(reply.json<{ errors: { at: string }[] }>().errors.map((error) => error.at)).toEqual([at]);
    expect(await count('powers')).toBe(before);
  });

  test('403 for who does not administer the place, and their own place is open to them', async () => {
    expect((await post('/api/powers', item(), arbiter)).statusCode).toBe(403);
    expect((await post('/api/powers', item(), roomPresident)).statusCode).toBe(403);
    const own = await entered({ areaCode: '7701' }, roomPresident);
    expect(own.area).toMatchObject({ areaCode: '7701', name: '东厅' });
    expect((await register('', roomPresident)).choices.areas.map(({ areaCode }) => areaCode)).toEqual([
      '7701',
    ]);
  });
});

describe('taking an item back', () => {
  test('ends one row and begins the next: every day has its one answer, and the past keeps its own', async () => {
    const power = await entered();
    const reply = await reclaim(power.powerId, { from: '2026-12-01' });
    expect(reply.json()).toMatchObject({ power: { list: 'basic', next: { list: 'taken-back' } } });
    expect(await listOn(power.powerId, '2026-01-31')).toBeUndefined();
    expect(await listOn(power.powerId, '2026-11-30')).toBe('basic');
    expect(await listOn(power.powerId, '2026-12-01')).toBe('taken-back');
    expect((await historyOf(power.powerId)).rows).toMatchObject([
      { list: 'taken-back', state: 'coming', validFrom: '2026-12-01', reason: '力量不足' },
      { list: 'basic', state: 'in-force', validFrom: '2026-02-01', validTo: '2026-11-30' },
    ]);
  });

  test('today at the earliest, and once', async () => {
    const power = await entered();
    expect((await reclaim(power.powerId, { from: '2026-11-22' })).json()).toMatchObject({
      code: 'field-invalid',
      errors: [{ at: '/from' }],
    });
    expect((await reclaim(power.powerId)).json()).toMatchObject({ power: { list: 'taken-back' } });
    expect(await listOn(power.powerId, '2026-11-22')).toBe('basic');
    const again = await reclaim(power.powerId);
    expect(again.statusCode).toBe(422);
    expect(again.json<{ detail: string }>().detail).toContain('2026-11-23');
  });

  test('two at once make one', async () => {
    const power = await entered();
    const replies = await Promise.all([reclaim(power.powerId), reclaim(power.powerId)]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 422]);
    expect((await historyOf(power.powerId)).rows.length).toBe(2);
  });

  test('403 beyond one’s place, 404 for what is not there, 422 for an unknown kind', async () => {
    const power = await entered();
    expect((await reclaim(power.powerId, {}, roomPresident)).statusCode).toBe(403);
    expect((await reclaim(power.powerId, {}, arbiter)).statusCode).toBe(403);
    expect((await reclaim(power.powerId, {}, resident)).statusCode).toBe(404);
    expect((await reclaim(randomUUID())).statusCode).toBe(404);
    expect((await reclaim(power.powerId, { lead: 'nonsense' })).json()).toMatchObject({
      errors: [{ at: '/lead' }],
    });
  });
});

describe('evaluating', () => {
  const evaluate = (powerId: string, more: object = {}, by: Cookies = president) =>
    post(`/api/powers/${powerId}/evaluate`, { evaluateBy: '2027-11-23', finding: '接得住', ...more }, by);

  test('sets the day of the next, takes it off the overdue list, and keeps the last one', async () => {
    const power = await entered({ evaluateBy: '2026-10-01' });
    expect(power.isOverdue).toBe(true);
    expect((await evaluate(power.powerId)).json()).toMatchObject({
      power: { isOverdue: false, evaluatedOn: '2026-11-23', evaluateBy: '2027-11-23', list: 'basic' },
    });
    expect((await historyOf(power.powerId)).evaluations).toMatchObject([
      { evaluatedOn: '2026-11-23', finding: '接得住' },
      { evaluatedOn: null, evaluateBy: '2026-10-01' },
    ]);
  });

  test('422 for the future, for before the last one, and for a next one that is not later', async () => {
    const power = await entered();
    const at = async (more: object) =>
      (await evaluate(power.powerId, more)).json<{ errors?: { at: string }[] }>().errors?.[0]?.at;
    expect(await at({ evaluatedOn: '2026-11-24' })).toBe('/evaluatedOn');
    expect(await at({ evaluateBy: '2026-11-23' })).toBe('/evaluateBy');
    expect(await at({})).toBeUndefined();
    expect(await at({ evaluatedOn: '2026-11-22' })).toBe('/evaluatedOn');
    expect((await evaluate(power.powerId, {}, roomPresident)).statusCode).toBe(403);
  });
});

describe('ending an item', () => {
  const end = (powerId: string, more: object = {}, by: Cookies = president) =>
    post(`/api/powers/${powerId}/end`, { reason: '登记有误', ...more }, by);

  test('leaves the days before as they were and withdraws what was to come', async () => {
    const power = await entered();
    await reclaim(power.powerId, { from: '2027-01-01' });
    expect((await end(power.powerId)).json()).toEqual({ powerId: power.powerId, power: null });
    expect(await listOn(power.powerId, '2026-11-22')).toBe('basic');
    expect(await listOn(power.powerId, '2026-11-23')).toBeUndefined();
    expect(await listOn(power.powerId, '2027-01-01')).toBeUndefined();
    expect((await end(power.powerId)).statusCode, 'it has ended').toBe(422);
  });

  test('yesterday at the earliest, by who administers the place', async () => {
    const power = await entered();
    expect((await end(power.powerId, { lastDay: '2026-11-21' })).statusCode).toBe(422);
    expect((await end(power.powerId, {}, roomPresident)).statusCode).toBe(403);
    expect((await end(power.powerId, { lastDay: '2026-12-31' })).json()).toMatchObject({
      power: { validTo: '2026-12-31' },
    });
  });
});

test('the application can add to the register and change nothing in it', async () => {
  for (const table of ['powers', 'power_rows', 'power_evaluations']) {
    await expect(club.server.db.app.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    await expect(club.server.db.app.query(`UPDATE ${table} SET tenant_id = 9`)).rejects.toMatchObject({
      code: '42501',
    });
  }
});

describe('what the model declares', () => {
  const winding = async () =>
    (await register()).powers.find(({ declaredAs }) => declaredAs === 'winding')?.powerId ?? '';

  test('is written once, however often the server starts', async () => {
    const before = [await count('powers'), await count('power_rows'), await count('power_evaluations')];
    await Promise.all([seed(), seed()]);
    expect([await count('powers'), await count('power_rows'), await count('power_evaluations')]).toEqual(
      before,
    );
  });

  test('a new version changes it from a day on, puts it right, or ends it; what was done here stands', async () => {
    const powerId = await winding();
    declare(
      folder,
      declaredPowers
        .replace(
          'basis: 章程第三条, from: "2024-01-01"',
          'lead: club-office, basis: 章程第五条, from: "2026-06-01"',
        )
        .replace('list: basic', 'list: taken-back')
        .replace('evaluate-by: "2026-01-01"', 'evaluate-by: "2027-01-01"'),
    );
    await seed();
    expect(await listOn(powerId, '2026-05-31')).toBe('basic');
    expect(await listOn(powerId, '2026-06-01')).toBe('taken-back');
    expect((await historyOf(powerId)).power).toMatchObject({ evaluateBy: '2027-01-01', isOverdue: false });

    declare(folder, '');
    await seed();
    expect(await listOn(powerId, '2026-11-22')).toBe('taken-back');
    expect(await listOn(powerId, '2026-11-23'), 'declared no more').toBeUndefined();

    declare(folder, declaredPowers);
    await seed();
    expect(await listOn(powerId, '2026-11-23')).toBe('basic');
    expect((await reclaim(powerId)).statusCode).toBe(200);
    declare(folder, declaredPowers.replace('章程第三条', '章程第三条第二款'));
    await seed();
    expect(await listOn(powerId, '2026-11-23'), 'taken back here').toBe('taken-back');
    expect((await historyOf(powerId)).rows.find(({ state }) => state === 'past')?.basis).toBe(
      '章程第三条第二款',
    );
  });
});
