/** Posts of the establishment over HTTP: where they are on any day, whoever holds them; one group per promised outcome. */
import { randomUUID } from 'node:crypto';
import {
  EstablishmentPostHistory,
  EstablishmentPostsPage,
  EstablishmentsView,
  PostsPage,
} from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let crew: string;
let otherCrew: string;
let arbiter: string;
let asArbiter: Cookies;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '守一厅', ['7801']);
  otherCrew = await league.addOrg('room-crew', '守二厅', ['7802']);
  arbiter = await league.addPerson('林小满');
  await league.addPost(crew, 'arbiter', arbiter, { from: '2025-01-01' });
  asArbiter = await league.signIn(arbiter);
});
afterAll(() => league.server.close());

const view = async (on?: string): Promise<EstablishmentsView> =>
  EstablishmentsView.parse(
    (await league.get(`/api/establishments${on === undefined ? '' : `?on=${on}`}`)).json(),
  );
const list = async (query = '', cookies?: Cookies): Promise<EstablishmentPostsPage> =>
  EstablishmentPostsPage.parse((await league.get(`/api/establishments/posts${query}`, cookies)).json());
const countsAt = async (orgId: string, on?: string) =>
  (await view(on)).orgs.find((org) => org.orgId === orgId)?.counts[0];
const enter = (orgId: string, words: object = {}, cookies?: Cookies) =>
  league.post(
    '/api/establishments',
    { key: 'sworn', orgId, count: 2, basis: '联盟编办 1 号', ...words },
    cookies,
  );
const move = (ids: string[], toOrgId: string, words: object = {}, cookies?: Cookies) =>
  league.post(
    '/api/establishments/move',
    { establishmentPostIds: ids, toOrgId, basis: '联盟编办 2 号', ...words },
    cookies,
  );
const holdersAt = async (orgId: string, on?: string) => {
  const query = on === undefined ? '' : `&on=${on}`;
  return PostsPage.parse((await league.get(`/api/posts?org=${orgId}${query}`)).json()).posts.map(
    ({ role, name }) => `${role} ${name}`,
  );
};

describe('posts that are entered', () => {
  test('stand at their organisation, numbered, and whoever holds such a role there fills one', async () => {
    const reply = await enter(crew, { from: '2026-01-01' });
    expect(reply.statusCode, reply.body).toBe(200);
    const { posts } = await list(`?org=${crew}`);
    expect(posts.map(({ number }) => number)).toEqual([1, 2]);
    expect(posts.map(({ holder }) => holder?.name ?? null)).toEqual(['林小满', null]);
    expect(await countsAt(crew)).toEqual({ key: 'sworn', posts: 2, movedDown: 0, vacant: 1 });
  });

  test('were not there before their first day', async () => {
    expect((await view('2025-12-31')).establishments[0]).toMatchObject({ posts: 0, vacant: 0 });
  });

  test('are refused where no role fills them, and say where they could be', async () => {
    const flying = await league.addOrg('flying-crew', '机动一组', ['7801'], { parent: crew });
    const reply = await enter(flying);
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({ errors: [{ at: '/key' }] });
  });

  test('are entered once however often the same is sent, and by posts that administer only', async () => {
    const commandId = randomUUID();
    const first = await enter(league.office, { commandId, count: 3 });
    const again = await enter(league.office, { commandId, count: 3 });
    expect(again.json()).toEqual(first.json());
    expect((await list(`?org=${league.office}`)).total).toBe(3);
    expect((await enter(crew, {}, asArbiter)).statusCode).toBe(403);
    expect((await league.server.app.inject('/api/establishments')).statusCode).toBe(401);
  });
});

describe('a post that moves', () => {
  test('takes its holder along: the term above ends the day before, one below begins, and authority follows', async () => {
    const [held, vacant] = (await list(`?org=${crew}`)).posts;
    const reply = await move([held!.establishmentPostId, vacant!.establishmentPostId], otherCrew, {
      movedOn: '2026-11-23',
    });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(await holdersAt(crew)).toEqual([]);
    expect(await holdersAt(otherCrew)).toEqual(['arbiter 林小满']);
    expect(await holdersAt(crew, '2026-11-22')).toEqual(['arbiter 林小满']);
    const { posts } = (await league.get('/api/session', asArbiter)).json<{
      posts: { covers: { areaCode: string }[] }[];
    }>();
    expect(posts.flatMap(({ covers }) => covers.map(({ areaCode }) => areaCode))).toEqual(['7802']);
    expect(await countsAt(crew)).toBeUndefined();
    expect(await countsAt(otherCrew)).toEqual({ key: 'sworn', posts: 2, movedDown: 0, vacant: 1 });
    expect(await countsAt(crew, '2026-11-22')).toMatchObject({ posts: 2, vacant: 1 });
  });

  test('says where from, since when and by which decision; moved down where its level is lower', async () => {
    const atOffice = (await list(`?org=${league.office}&vacant=true`)).posts;
    const [first] = atOffice;
    const reply = await move([first!.establishmentPostId], crew, { movedOn: '2026-11-24' });
    expect(reply.statusCode, reply.body).toBe(200);
    const later = await list('?moved=down&on=2026-11-24');
    expect(later.posts).toMatchObject([
      {
        establishmentPostId: first!.establishmentPostId,
        org: { name: '守一厅' },
        from: { name: '联盟社务处' },
        since: '2026-11-24',
        direction: 'down',
        basis: '联盟编办 2 号',
        holder: null,
        verbs: [],
      },
    ]);
    expect((await view('2026-11-24')).establishments[0]).toMatchObject({ posts: 5, movedDown: 1 });
    expect((await view('2026-11-24')).moves[0]).toEqual({
      movedOn: '2026-11-24',
      basis: '联盟编办 2 号',
      key: 'sworn',
      direction: 'down',
      posts: 1,
    });
    expect((await list('?movedOn=2026-11-23')).total).toBe(2);
    // To come is not yet.
    expect((await list('?moved=down')).total).toBe(0);
  });

  test('is refused to where it is already, before its last move, and to where no role fills it', async () => {
    const [here] = (await list(`?org=${otherCrew}`)).posts;
    const at = async (toOrgId: string, words: object = {}) => {
      const reply = await move([here!.establishmentPostId], toOrgId, words);
      expect(reply.statusCode).toBe(422);
      return reply.json<{ errors: { at: string }[] }>().errors[0]?.at;
    };
    expect(await at(otherCrew, { movedOn: '2026-12-01' })).toBe('/toOrgId');
    expect(await at(crew, { movedOn: '2026-11-23' })).toBe('/movedOn');
    const great = await league.addOrg('great-crew', '大组', ['7804']);
    expect(await at(great, { movedOn: '2026-12-01' })).toBe('/toOrgId');
    expect((await move([randomUUID()], crew)).statusCode).toBe(422);
    expect(
      (await move([here!.establishmentPostId], crew, { movedOn: '2026-12-01' }, asArbiter)).statusCode,
    ).toBe(403);
  });
});

describe('a vacant post', () => {
  test('is filled by an appointment, and by one at a time', async () => {
    const { posts } = await list(`?org=${otherCrew}&vacant=true`);
    const [vacant] = posts;
    const appoint = (name: string) =>
      league.post('/api/posts', {
        orgId: otherCrew,
        role: 'arbiter',
        person: { name },
        establishmentPostId: vacant!.establishmentPostId,
      });
    expect((await appoint('周立夏')).statusCode).toBe(200);
    expect((await list(`?org=${otherCrew}&vacant=true`)).total).toBe(0);
    const second = await appoint('吴秋分');
    expect(second.statusCode).toBe(422);
    expect(second.json<{ errors: { at: string }[] }>().errors[0]?.at).toBe('/establishmentPostId');
  });

  test('can end, one that is held cannot; its history stays', async () => {
    const [held] = (await list(`?org=${otherCrew}`)).posts;
    const end = (id: string) =>
      league.post(`/api/establishments/posts/${id}/end`, { basis: '联盟编办 3 号', lastDay: '2026-11-30' });
    expect((await end(held!.establishmentPostId)).statusCode).toBe(422);
    const vacant = (await list(`?org=${league.office}&vacant=true`)).posts.at(-1);
    const ended = await end(vacant!.establishmentPostId);
    expect(ended.statusCode, ended.body).toBe(200);
    expect((await list('?on=2026-12-01')).posts.map((post) => post.establishmentPostId)).not.toContain(
      vacant!.establishmentPostId,
    );
    const history = EstablishmentPostHistory.parse(
      (await league.get(`/api/establishments/posts/${vacant!.establishmentPostId}`)).json(),
    );
    expect(history.moves.map(({ org }) => org?.name ?? null)).toEqual([null, '联盟社务处']);
    expect(history.moves[0]?.recordedBy).toContain('陈谷雨');
  });

  test('nobody knows is not found', async () => {
    expect((await league.get(`/api/establishments/posts/${randomUUID()}`)).statusCode).toBe(404);
  });
});

describe('two who move the same post', () => {
  test('at the same moment: it moves once', async () => {
    const [one] = (await list(`?org=${otherCrew}`)).posts;
    const replies = await Promise.all(
      [crew, league.office].map((orgId) =>
        move([one!.establishmentPostId], orgId, { movedOn: '2026-12-15' }),
      ),
    );
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 422]);
    const { moves } = EstablishmentPostHistory.parse(
      (await league.get(`/api/establishments/posts/${one!.establishmentPostId}`)).json(),
    );
    expect(moves.length).toBe(3);
  });
});
