/** Who stands side by side for a place, and the axis and nets of the city. */
import { NetsView, PartiesView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let crew: string;
let asResident: Cookies;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '东厅组', ['7801'], { parent: league.office });
  await league.addPost(crew, 'arbiter', await league.addPerson('林小满'));
  await league.addPost(crew, 'clockmaker', await league.addPerson('钱小钟'));
  await league.addOrg('flying-crew', '机动组', ['7801'], { parent: crew });
  await league.addGrid(crew, ['7801']);
  asResident = await league.signIn(await league.addPerson('郑居民'));
});
afterAll(() => league.server.close());

describe('parties', () => {
  const parties = async (area: string, cookies: Cookies = asResident) =>
    PartiesView.parse((await league.get(`/api/parties?area=${area}`, cookies)).json()).groups;

  test('everybody sees them, from any place inside; a name only where the role shows it', async () => {
    const [group] = await parties('780101');
    expect(group).toMatchObject({ key: 'both-sides', area: { code: '7801', name: '厅7801' } });
    const [party, players, watch] = group?.parties ?? [];
    expect(party).toMatchObject({
      key: 'crew',
      owes: { zh: '摆棋' },
      orgs: [{ orgId: crew, kindTitle: { zh: '棋室组' } }],
      isPresent: true,
    });
    expect(party?.holders).toMatchObject([{ name: '林小满' }, { roleTitle: { zh: '钟表匠' }, name: null }]);
    expect(players).toMatchObject({ residents: true, isPresent: true, orgs: [] });
    expect(watch).toMatchObject({ holderCount: 1, holders: [{ name: '林小满' }] });
  });

  test('one that is missing is seen to be missing', async () => {
    const [group] = await parties('7802');
    expect(group?.parties.map(({ key, isPresent }) => [key, isPresent])).toEqual([
      ['crew', false],
      ['players', true],
      ['watch', false],
    ]);
  });

  test('none for a place around several; 404 for a place that is none', async () => {
    expect(await parties('78')).toEqual([]);
    expect((await league.get('/api/parties?area=7899', asResident)).statusCode).toBe(404);
  });
});

describe('nets', () => {
  const nets = async (query = '') => NetsView.parse((await league.get(`/api/nets${query}`)).json());

  test('401 without a session, 404 for residents and for a net that is none', async () => {
    expect((await league.get('/api/nets', {})).statusCode).toBe(401);
    expect((await league.get('/api/nets', asResident)).statusCode).toBe(404);
    expect((await league.get('/api/nets?net=web')).statusCode).toBe(404);
  });

  test('axis and nets with what each holds', async () => {
    const view = await nets();
    expect(view.nets).toMatchObject([
      {
        key: 'spine',
        isAxis: true,
        orgKinds: [
          { key: 'club-office', orgs: 1 },
          { key: 'room-crew', orgs: 1 },
        ],
        grids: null,
      },
      {
        key: 'boards',
        isAxis: false,
        levels: [
          { key: 'room', areas: 4 },
          { key: 'board', areas: 8 },
        ],
        grids: 1,
      },
    ]);
    expect(view.orgs).toEqual([]);
  });

  test('one step into a net: organisations from the top, then those under one; areas and grids by place', async () => {
    expect((await nets('?net=spine')).orgs).toMatchObject([{ orgId: league.office, children: 1 }]);
    // The flying crew is no part of this net.
    expect((await nets(`?net=spine&under=${crew}`)).orgs).toEqual([]);
    expect((await nets(`?net=spine&under=${league.office}`)).orgs).toMatchObject([
      { orgId: crew, children: 0 },
    ]);
    const boards = await nets('?net=boards');
    expect(boards.areas.map(({ code }) => code)).toEqual(['7801', '7802', '7803', '7804']);
    expect(boards.gridsInside).toMatchObject([{ orgName: '东厅组', buildings: 1 }]);
    expect((await nets('?net=boards&area=7802')).areas.map(({ code }) => code)).toEqual(['780201', '780202']);
  });
});
