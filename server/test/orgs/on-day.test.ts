/** What an organisation was, and who held what, on any day. */
import { randomUUID } from 'node:crypto';
import { OrgOnDay, PostsPage, SegmentList } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let crew: string;
let asArbiter: Cookies;
let asResident: Cookies;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '四厅组', ['7804'], {
    parent: league.office,
    formation: 'own-room',
  });
  const arbiter = await league.addPerson('林小满');
  await league.addPost(crew, 'arbiter', arbiter);
  asArbiter = await league.signIn(arbiter);
  asResident = await league.signIn(await league.addPerson('郑居民'));
});
afterAll(() => league.server.close());

const orgOn = async (orgId: string, on?: string) =>
  OrgOnDay.parse((await league.get(`/api/orgs/${orgId}${on === undefined ? '' : `?on=${on}`}`)).json());
const postsOn = async (query: string) =>
  PostsPage.parse((await league.get(`/api/posts?${query}`)).json()).posts;

describe('an organisation on a day', () => {
  test('401, and 404 for residents, for one that is not there, and before it was founded', async () => {
    expect((await league.get(`/api/orgs/${crew}`, {})).statusCode).toBe(401);
    expect((await league.get(`/api/orgs/${crew}`, asResident)).statusCode).toBe(404);
    expect((await league.get(`/api/orgs/${randomUUID()}`)).statusCode).toBe(404);
    expect((await league.get(`/api/orgs/${crew}?on=2019-12-31`)).statusCode).toBe(404);
  });

  test('one that is still to begin is shown as on its first day, and may be changed', async () => {
    const orgId = await league.addOrg('room-crew', '明年组', ['7801'], { from: '2027-01-01' });
    const { on, org } = await orgOn(orgId);
    expect([on, org.name, org.verbs]).toEqual(['2027-01-01', '明年组', ['change', 'appoint']]);
    expect((await league.get(`/api/orgs/${orgId}?on=2026-12-31`)).statusCode).toBe(404);
  });

  test('keeps the name and the areas it had until yesterday', async () => {
    const orgId = await league.addOrg('room-crew', '旧名组', ['7801', '7802'], {
      parent: league.office,
      formation: 'own-room',
    });
    const change = { orgId, name: '新名组', covers: ['7802', '7803'], formation: 'shared-rooms' };
    expect((await league.post('/api/orgs', change)).statusCode).toBe(200);
    const codes = async (on?: string) => (await orgOn(orgId, on)).org.covers.map(({ areaCode }) => areaCode);
    expect((await orgOn(orgId)).org).toMatchObject({ name: '新名组', formation: 'shared-rooms' });
    expect(await codes()).toEqual(['7802', '7803']);
    expect((await orgOn(orgId, '2026-11-22')).org).toMatchObject({ name: '旧名组', formation: 'own-room' });
    expect(await codes('2026-11-22')).toEqual(['7801', '7802']);
    // A second change on one day changes nothing of the past.
    await league.post('/api/orgs', { orgId, name: '再改组' });
    expect((await orgOn(orgId, '2026-11-22')).org.name).toBe('旧名组');
  });

  test('says what it owes and by when, who sends it, and whether a committee should lead it', async () => {
    const reply = await league.post('/api/orgs', {
      kind: 'flying-crew',
      name: '机动组',
      covers: ['7804'],
      parentOrgId: crew,
      sentByOrgId: league.office,
    });
    expect(reply.statusCode).toBe(200);
    const { orgId } = reply.json<{ org: { orgId: string } }>().org;
    expect((await orgOn(orgId)).org.sentBy).toEqual({ orgId: league.office, name: '联盟社务处' });
    await league.post(`/api/orgs/${crew}/size`, { members: [{ areaCode: null, members: 3 }] });
    const { org, duties } = await orgOn(crew);
    expect(org).toMatchObject({ members: 3, committee: true });
    expect(duties).toEqual([
      {
        key: 'open-the-room',
        owes: { zh: '开门', en: 'Opens the room' },
        limit: '30 minutes of always',
        series: 'FREQ=WEEKLY;BYDAY=SU',
      },
    ]);
  });

  test('422 where somebody sends a kind that nobody sends', async () => {
    const reply = await league.post('/api/orgs', {
      kind: 'room-crew',
      name: '组',
      covers: ['7801'],
      sentByOrgId: league.office,
    });
    expect(reply.json()).toMatchObject({ code: 'field-invalid', errors: [{ at: '/sentByOrgId' }] });
  });
});

describe('posts on a day', () => {
  test('401, 404 for residents, 403 for a place one does not cover; the own organisation always', async () => {
    expect((await league.get('/api/posts', {})).statusCode).toBe(401);
    expect((await league.get('/api/posts', asResident)).statusCode).toBe(404);
    expect((await league.get('/api/posts?area=7801', asArbiter)).statusCode).toBe(403);
    expect((await league.get(`/api/posts?org=${crew}`, asArbiter)).statusCode).toBe(200);
  });

  test('who held it then, not who holds it now', async () => {
    const orgId = await league.addOrg('room-crew', '换届组', ['7801']);
    const before = await league.addPost(orgId, 'arbiter', await league.addPerson('前任'), {
      from: '2026-01-01',
      to: '2026-06-30',
      serves: ['780101'],
    });
    const after = await league.addPost(orgId, 'arbiter', await league.addPerson('现任'), {
      from: '2026-07-01',
    });
    const ids = async (query: string) => (await postsOn(query)).map(({ postId }) => postId);
    expect(await ids(`org=${orgId}&on=2026-06-30`)).toEqual([before]);
    expect(await ids(`org=${orgId}&on=2026-07-01`)).toEqual([after]);
    expect(await ids(`org=${orgId}`)).toEqual([after]);
    expect(await ids(`org=${orgId}&on=2025-12-31`)).toEqual([]);
    expect(await ids('area=7801&role=arbiter&on=2026-06-30')).toEqual([before]);
    expect((await postsOn(`org=${orgId}&on=2026-06-30`))[0]?.serves).toBe(1);
  });

  test('homes that a plan has given to somebody else since are counted for whoever had them then', async () => {
    const orgId = await league.addOrg('room-crew', '轮值组', ['7801']);
    const postId = await league.addPost(orgId, 'arbiter', await league.addPerson('轮'), {
      serves: ['780101'],
    });
    await league.inLeague((tx) =>
      tx.query(
        `INSERT INTO post_area_pasts (tenant_id, post_id, area_code, served_from, served_to)
         VALUES ($1, $2, '780102', '2026-01-01', '2026-06-30'), ($1, $2, '780103', '2026-01-01', '2026-06-30')`,
        [tx.tenantId, postId],
      ),
    );
    const served = async (on: string) => (await postsOn(`org=${orgId}&on=${on}`))[0]?.serves;
    expect([await served('2026-06-30'), await served('2026-07-01')]).toEqual([3, 1]);
  });

  test('a post of an organisation is found by what it covered then', async () => {
    const orgId = await league.addOrg('room-crew', '移动组', ['7801']);
    const postId = await league.addPost(orgId, 'arbiter', await league.addPerson('移'));
    await league.post('/api/orgs', { orgId, covers: ['7802'] });
    const has = async (query: string) => (await postsOn(query)).some((post) => post.postId === postId);
    expect(await has('area=7801&on=2026-11-22')).toBe(true);
    expect(await has('area=7801')).toBe(false);
    expect(await has('area=7802')).toBe(true);
  });
});

describe('how somebody comes to a post', () => {
  const president = async (more: object = {}) =>
    league.post('/api/posts', {
      orgId: await league.addOrg('club-office', '分社', ['7801']),
      role: 'president',
      personId: await league.addPerson('候选'),
      ...more,
    });

  test('the trail is kept with it, with the channel', async () => {
    const trail = [
      { step: 'nominated', channel: 'by-lot', doneOn: '2026-10-01' },
      { step: 'vetted', doneOn: '2026-10-08', note: '无异议' },
      { step: 'appointed', doneOn: '2026-10-20' },
    ];
    const reply = await president({ trail });
    expect(reply.statusCode).toBe(200);
    const { postId } = reply.json<{ post: { postId: string } }>().post;
    const post = (await postsOn('role=president')).find((one) => one.postId === postId);
    expect(post?.trail).toEqual([
      { step: 'nominated', channel: { zh: '抽签', en: 'By lot' }, doneOn: '2026-10-01', note: null },
      { step: 'vetted', channel: null, doneOn: '2026-10-08', note: '无异议' },
      { step: 'appointed', channel: null, doneOn: '2026-10-20', note: null },
    ]);
  });

  test('422 for a channel the role does not open', async () => {
    const reply = await president({
      trail: [{ step: 'nominated', channel: 'by-friends', doneOn: '2026-10-01' }],
    });
    expect(reply.json()).toMatchObject({ code: 'field-invalid', errors: [{ at: '/trail/0/channel' }] });
  });
});

describe('posts side by side', () => {
  test('a cross-appointment the model allows is shown in both organisations', async () => {
    const one = await league.addOrg('room-crew', '甲组', ['7801']);
    const other = await league.addOrg('room-crew', '乙组', ['7802']);
    const both = await league.addPerson('双岗');
    const arbiter = await league.addPost(one, 'arbiter', both);
    const clockmaker = await league.addPost(other, 'clockmaker', both);
    const alsoAt = async (orgId: string) => (await orgOn(orgId)).org.posts.flatMap(({ also }) => also ?? []);
    expect(await alsoAt(one)).toMatchObject([
      { postId: clockmaker, orgName: '乙组', roleTitle: { zh: '钟表匠' } },
    ]);
    expect(await alsoAt(other)).toMatchObject([{ postId: arbiter, orgName: '甲组' }]);
  });

  test('two roles that are never held together are refused, in whichever order, also at the same moment', async () => {
    const office = await league.addOrg('club-office', '社', ['7801']);
    const workshop = await league.addOrg('room-crew', '坊', ['7801']);
    const give = (orgId: string, role: string, personId: string) =>
      league.post('/api/posts', { orgId, role, personId });
    const first = await league.addPerson('先社长');
    expect((await give(office, 'president', first)).statusCode).toBe(200);
    expect((await give(workshop, 'clockmaker', first)).json()).toMatchObject({
      code: 'never-together',
      status: 422,
    });
    const offices = await league.addOrg('club-office', '二社', ['7802']);
    const workshops = await league.addOrg('room-crew', '二坊', ['7802']);
    const racer = await league.addPerson('两头');
    const replies = await Promise.all([
      give(offices, 'president', racer),
      give(workshops, 'clockmaker', racer),
    ]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 422]);
  });
});

describe('segments and their chiefs', () => {
  test('a road is entered once however often it is sent, by who administers the place', async () => {
    const commandId = randomUUID();
    const road = { commandId, kind: 'corridor', name: '长廊', areaCode: '7801' };
    const [first, again] = [
      await league.post('/api/segments', road),
      await league.post('/api/segments', road),
    ];
    expect(first.statusCode).toBe(200);
    expect(again.json()).toEqual(first.json());
    expect(
      (await league.post('/api/segments', { ...road, commandId: randomUUID() }, asArbiter)).statusCode,
    ).toBe(403);
    expect(
      (await league.post('/api/segments', { ...road, commandId: randomUUID(), kind: 'canal' })).statusCode,
    ).toBe(422);
  });

  test('its chief is a post over it; a second one for it is refused, and a vacancy would be none', async () => {
    const reply = await league.post('/api/segments', { kind: 'corridor', name: '短廊', areaCode: '7802' });
    const { segmentId } = reply.json<{ segment: { segmentId: string } }>().segment;
    const watch = async () =>
      league.post('/api/posts', {
        orgId: league.office,
        role: 'corridor-watch',
        personId: await league.addPerson('廊长'),
        segments: [segmentId],
      });
    expect((await watch()).statusCode).toBe(200);
    expect((await watch()).json()).toMatchObject({ code: 'seats-taken' });
    const { segments } = SegmentList.parse((await league.get('/api/segments?area=7802')).json());
    expect(segments).toMatchObject([{ name: '短廊', kindTitle: { zh: '走廊' }, chiefs: [{ name: '廊长' }] }]);
    expect((await league.get('/api/segments?area=7801', asArbiter)).statusCode).toBe(403);
  });

  test('422 for a segment a role cannot answer for', async () => {
    const reply = await league.post('/api/posts', {
      orgId: crew,
      role: 'clockmaker',
      personId: await league.addPerson('钟'),
      segments: [randomUUID()],
    });
    expect(reply.json()).toMatchObject({ code: 'field-invalid', errors: [{ at: '/segments' }] });
  });
});
