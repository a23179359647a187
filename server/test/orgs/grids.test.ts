/** Grids drawn by hand: what routing and coverage of a city rest on whose answering posts serve whole buildings. */
import { randomUUID } from 'node:crypto';
import { CompoundGrids, CoverageView, type GridOfCompound, PlaceAnswers } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cookies, type League, openLeague, rooms } from './league.ts';

let league: League;
let crew: string;
let narrow: string;
let asArbiter: Cookies;
let asResident: Cookies;
let today: string;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '东厅组', Object.keys(rooms), { parent: league.office });
  narrow = await league.addOrg('room-crew', '一厅组', ['7801'], { parent: league.office });
  const arbiter = await league.addPerson('林小满');
  await league.addPost(crew, 'arbiter', arbiter);
  asArbiter = await league.signIn(arbiter);
  asResident = await league.signIn(await league.addPerson('郑居民'));
  today = localDateOf(league.server.deps.clock.now(), league.model.timeZone);
});
afterAll(() => league.server.close());
beforeEach(() =>
  league.server.db.superuser.query(
    'TRUNCATE grid_buildings, coverage_cells, coverage_counts; DELETE FROM grids',
  ),
);

const read = async (area = '78', cookies?: Cookies) =>
  CompoundGrids.parse((await league.get(`/api/grids?area=${area}`, cookies)).json());
const shape = ({ grids }: CompoundGrids) => grids.map(({ name, buildings }) => [name, buildings]);
const withoutGrid = async () =>
  CoverageView.parse((await league.get('/api/coverage')).json()).figures.withoutGrid;
const send = (words: object, cookies?: Cookies) =>
  league.post('/api/grids', { commandId: randomUUID(), orgId: crew, ...words }, cookies);
async function draw(words: object): Promise<GridOfCompound> {
  const reply = await send(words);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ grid: GridOfCompound }>().grid;
}
const end = (gridId: string, commandId = randomUUID(), cookies?: Cookies) =>
  league.post(`/api/grids/${gridId}/end`, { commandId }, cookies);
const errorAt = (reply: { json(): { errors?: { at: string; message: string }[] } }) =>
  reply.json().errors?.[0];

describe('a grid drawn by hand', () => {
  test('counts at once: its homes are in one grid, and the place says which', async () => {
    expect(await withoutGrid()).toBe(8);
    const grid = await draw({ name: '第一网格', buildings: ['7802', '7801'] });
    expect(grid).toMatchObject({ buildings: ['7801', '7802'], org: { orgId: crew }, validFrom: today });
    expect(await withoutGrid()).toBe(3);
    const place = PlaceAnswers.parse((await league.get('/api/coverage/place?area=780101')).json());
    expect(place.grids.map(({ name }) => name)).toEqual(['第一网格']);
    expect(await read('780101')).toMatchObject({ compound: { code: '78' }, grids: [{ name: '第一网格' }] });
  });

  test('offers the buildings, and the organisations that cover them, the nearest first', async () => {
    const { buildings, orgs, verbs } = await read();
    expect(buildings.map(({ code }) => code)).toEqual(Object.keys(rooms));
    expect(orgs.map(({ name }) => name)).toEqual(['一厅组', '东厅组', '联盟社务处']);
    expect(verbs).toEqual(['draw']);
    expect((await read('7801', asArbiter)).verbs).toEqual([]);
  });

  test('drawn anew begins today; what it was keeps yesterday as its last day', async () => {
    const old = await league.addGrid(crew, ['7801', '7802']);
    const next = await draw({ gridId: old, name: '巡区', buildings: ['7801', '7803'] });
    expect(next.gridId).not.toBe(old);
    expect(shape(await read())).toEqual([['巡区', ['7801', '7803']]]);
    expect(await withoutGrid()).toBe(3);
    const { rows } = await league.inLeague((tx) =>
      tx.query<{ from: string; to: string | null; buildings: string[] }>(
        `SELECT valid_from AS "from", valid_to AS "to",
                array(SELECT building_code FROM grid_buildings
                       WHERE grid_buildings.tenant_id = $1 AND grid_buildings.grid_id = grids.grid_id ORDER BY 1) AS buildings
           FROM grids WHERE tenant_id = $1 ORDER BY valid_from`,
        [league.tenantId],
      ),
    );
    const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
    expect(rows).toEqual([
      { from: '2020-01-01', to: yesterday, buildings: ['7801', '7802'] },
      { from: today, to: null, buildings: ['7801', '7803'] },
    ]);
    // A second change on one day leaves no grid that never was.
    await draw({ gridId: next.gridId, name: '巡区', buildings: ['7804'] });
    expect(shape(await read())).toEqual([['巡区', ['7804']]]);
    const left = await league.inLeague((tx) =>
      tx.query('SELECT FROM grids WHERE tenant_id = $1', [league.tenantId]),
    );
    expect(left.rowCount).toBe(2);
  });

  test('ended, its buildings are in none; ended again it is not there', async () => {
    const { gridId } = await draw({ name: '第一网格', buildings: ['7801'] });
    const commandId = randomUUID();
    expect((await end(gridId, commandId)).statusCode).toBe(200);
    expect((await end(gridId, commandId)).statusCode).toBe(200);
    expect((await end(gridId)).statusCode).toBe(404);
    expect(await withoutGrid()).toBe(8);
    expect(shape(await read())).toEqual([]);
  });

  test('is drawn once however often it is sent, and by one of two who take the same building at the same moment', async () => {
    const commandId = randomUUID();
    const words = { commandId, name: '第一网格', buildings: ['7801'] };
    const [first, second] = [await send(words), await send(words)];
    expect(second.json()).toEqual(first.json());
    const both = await Promise.all(['甲', '乙'].map((name) => send({ name, buildings: ['7802', '7803'] })));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422]);
    expect((await read()).grids).toHaveLength(2);
  });
});

describe('refused at the field', () => {
  test('a building of another grid, with its name; a name that is taken', async () => {
    await draw({ name: '第一网格', buildings: ['7801'] });
    const taken = await send({ name: '第二网格', buildings: ['7801', '7802'] });
    expect([taken.statusCode, errorAt(taken)?.at]).toEqual([422, '/buildings']);
    expect(errorAt(taken)?.message).toContain('厅7801（第一网格）');
    const name = await send({ name: '第一网格', buildings: ['7802'] });
    expect([name.statusCode, errorAt(name)?.at]).toEqual([422, '/name']);
  });

  test('what is no building, and an organisation that does not cover it', async () => {
    const board = await send({ name: '错', buildings: ['780101'] });
    expect([board.statusCode, errorAt(board)?.at]).toEqual([422, '/buildings']);
    const outside = await send({ name: '错', orgId: narrow, buildings: ['7801', '7802'] });
    expect([outside.statusCode, errorAt(outside)?.at]).toEqual([422, '/orgId']);
    expect(errorAt(outside)?.message).toContain('厅7802');
    expect(errorAt(outside)?.message).not.toContain('厅7801');
    const nobody = await send({ name: '错', orgId: randomUUID(), buildings: ['7801'] });
    expect([nobody.statusCode, errorAt(nobody)?.at]).toEqual([422, '/orgId']);
    expect((await send({ gridId: randomUUID(), name: '错', buildings: ['7801'] })).statusCode).toBe(404);
  });
});

test('401 without a session, 404 for residents, 403 for who does not administer the place', async () => {
  const words = { name: '第一网格', buildings: ['7801'] };
  expect((await league.get('/api/grids?area=78', {})).statusCode).toBe(401);
  expect((await league.get('/api/grids?area=78', asResident)).statusCode).toBe(404);
  expect((await send(words, {})).statusCode).toBe(401);
  expect((await send(words, asResident)).statusCode).toBe(404);
  expect((await send(words, asArbiter)).statusCode).toBe(403);
  const { gridId } = await draw(words);
  expect((await end(gridId, randomUUID(), asArbiter)).statusCode).toBe(403);
  expect((await league.get('/api/grids?area=7899')).statusCode).toBe(404);
});
