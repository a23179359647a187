/** Who answers for one place, on any day, and what the map of an area shows: the same as the proof, seen from the place. */
import { CoverageMap, FindingsPage, PlaceAnswers } from '@linli/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

const board = '780101';
let league: League;
let crew: string;
let asArbiter: Cookies;
beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '东厅组', ['7801'], {
    parent: league.office,
    formation: 'own-room',
  });
  const arbiter = await league.addPerson('林小满');
  await league.addPost(crew, 'arbiter', arbiter);
  asArbiter = await league.signIn(arbiter);
});
afterAll(() => league.server.close());

const place = async (code: string, on?: string) =>
  PlaceAnswers.parse(
    (await league.get(`/api/coverage/place?area=${code}${on === undefined ? '' : `&on=${on}`}`)).json(),
  );
const map = async (code: string) =>
  CoverageMap.parse((await league.get(`/api/coverage/map?area=${code}`)).json());

test('401; 404 for residents and for no such place; 403 where one’s organisation covers nothing', async () => {
  const asResident = await league.signIn(await league.addPerson('郑居民'));
  for (const path of ['/api/coverage/place', '/api/coverage/map']) {
    expect((await league.get(`${path}?area=${board}`, {})).statusCode).toBe(401);
    expect((await league.get(`${path}?area=${board}`, asResident)).statusCode).toBe(404);
    expect((await league.get(`${path}?area=780201`, asArbiter)).statusCode).toBe(403);
    expect((await league.get(`${path}?area=${board}`, asArbiter)).statusCode).toBe(200);
    expect((await league.get(`${path}?area=789999`)).statusCode).toBe(404);
  }
});

test('a place nobody answers for says so, as the findings and the map do; with a post and a grid it is mended', async () => {
  const before = await place(board);
  expect(before.broken).toContain('nobody-answers');
  const role = before.asked?.answeredBy[0]?.role ?? '';
  const gapOf = async () => (await map('7801')).gaps.find(({ code }) => board.startsWith(code));
  const unansweredBefore = (await gapOf())?.unanswered ?? 0;
  expect(unansweredBefore).toBeGreaterThan(0);

  const holder = await league.addPerson('孙一盘');
  const words = { orgId: crew, role, personId: holder, serves: [board] };
  const reply = await league.post('/api/posts', words);
  expect(reply.statusCode, reply.body).toBe(200);
  const after = await place(board);
  expect(after.broken).not.toContain('nobody-answers');
  expect(after.posts[0], 'who answers for the very place comes first').toMatchObject({
    name: '孙一盘',
    isAnswering: true,
  });
  expect(after.posts[0]?.reason.zh).toContain('东厅组');
  const { findings } = FindingsPage.parse(
    (await league.get('/api/coverage/findings?area=7801&kind=nobody-answers')).json(),
  );
  expect(findings.map(({ area }) => area?.code)).not.toContain(board);
  expect((await gapOf())?.unanswered ?? 0).toBe(unansweredBefore - 1);

  // The day before nobody answered, and that stays true.
  expect((await place(board, '2026-11-22')).broken).toContain('nobody-answers');
  expect((await place(board, '2026-11-22')).posts.map(({ name }) => name)).not.toContain('孙一盘');
});

test('the grid a place lies in is told by day, and drawn with its parts', async () => {
  await league.addGrid(crew, [board.slice(0, 4)], { from: '2026-05-01' });
  expect((await place(board)).grids).toMatchObject([{ orgName: '东厅组' }]);
  expect((await place(board, '2026-04-30')).grids).toEqual([]);
  const { grids, orgs } = await map('7801');
  expect(grids).toMatchObject([{ buildings: ['7801'] }]);
  expect(orgs.map(({ name }) => name)).toContain('东厅组');
});
