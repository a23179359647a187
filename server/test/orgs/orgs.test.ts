import { randomUUID } from 'node:crypto';
import { OrgList, OrgOnDay, OrgReply, type OrgView, PeopleFound, PostReply } from '@linli/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, openClub } from '../chess-club.ts';
import { signInAs } from '../sign-in.ts';

type Cookies = Record<string, string>;

let club: Club;
/** President of the whole club; of the first room only; an arbiter, who administers nothing; a resident. */
let president: Cookies;
let roomPresident: Cookies;
let arbiter: Cookies;
let resident: Cookies;
let roomOffice: string;

beforeAll(async () => {
  club = await openClub();
  const { tenantId, server } = club;
  roomOffice = randomUUID();
  const [roomPresidentId, residentId] = [randomUUID(), randomUUID()];
  await club.inClub(async (tx) => {
    await tx.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from) VALUES ($1, $2, 'club-office', '东厅社务处', NULL, '2020-01-01')`,
      [tenantId, roomOffice],
    );
    await tx.query(`INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, '7701')`, [
      tenantId,
      roomOffice,
    ]);
    for (const [id, name] of [
      [roomPresidentId, '吴东厅'],
      [residentId, '郑居民'],
    ]) {
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
        [tenantId, id, name],
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

let phoneSerial = 0;
let phone = '';
beforeEach(() => {
  phoneSerial += 1;
  phone = `137${String(phoneSerial).padStart(8, '0')}`;
});

const get = (url: string, cookies: Cookies = president) => club.server.app.inject({ url, cookies });
const post = (url: string, payload: object, cookies: Cookies = president) =>
  club.server.app.inject({
    method: 'POST',
    url,
    cookies,
    payload: { commandId: randomUUID(), ...payload },
  });
const orgsOf = async (query: string, cookies: Cookies = president): Promise<OrgView[]> =>
  OrgList.parse((await get(`/api/orgs${query}`, cookies)).json()).orgs;
const nameOf = ({ name }: OrgView) => name;

/** An organisation for one test alone. */
async function makeCrew(name: string, covers = ['7702'], by: Cookies = president): Promise<OrgView> {
  const reply = await post('/api/orgs', { kind: 'room-crew', name, covers, parentOrgId: club.office }, by);
  expect(reply.statusCode).toBe(200);
  return OrgReply.parse(reply.json()).org;
}
const clockmaker = (orgId: string, more: object = {}) => ({
  orgId,
  role: 'clockmaker',
  person: { name: '钱小钟', phone },
  ...more,
});
async function appointed(orgId: string, more: object = {}): Promise<string> {
  const reply = await post('/api/posts', clockmaker(orgId, more));
  expect(reply.json()).toMatchObject({ post: { role: 'clockmaker' } });
  return reply.json<{ post: { postId: string } }>().post.postId;
}
const postsIn = async (orgId: string): Promise<string[]> =>
  (await orgsOf('?area=770201')).find((org) => org.orgId === orgId)?.posts.map(({ name }) => name) ?? [];

describe('looking at organisations', () => {
  test('401 without a session, and 404 for residents: only who works here has them', async () => {
    expect((await get('/api/orgs', {})).statusCode).toBe(401);
    expect((await get('/api/orgs', resident)).statusCode).toBe(404);
  });

  test('from the top, under one, for a place with the nearest first, and by name', async () => {
    expect((await orgsOf('')).map(nameOf).toSorted()).toEqual(['东厅社务处', '社务处'].toSorted());
    expect((await orgsOf(`?under=${club.office}`)).map(nameOf)).toEqual(['东厅组']);
    expect((await orgsOf('?area=770101')).map(nameOf)).toEqual(['东厅社务处', '东厅组', '社务处']);
    expect((await orgsOf(`?q=${encodeURIComponent('厅组')}`)).map(nameOf)).toEqual(['东厅组']);
    expect(await orgsOf(`?q=${encodeURIComponent('%')}`), 'a sign of the pattern is no word').toEqual([]);
    expect((await get(`/api/orgs?under=${randomUUID()}`)).statusCode).toBe(404);
  });

  test('tell what is covered, who holds what, what is vacant, and whether this viewer may change it', async () => {
    const [crew] = await orgsOf(`?under=${club.office}`);
    expect(crew).toMatchObject({
      kindTitle: { zh: '棋室组' },
      covers: [{ areaCode: '7701', name: '东厅' }],
      posts: [{ role: 'arbiter', name: '林小满' }],
      vacancies: [{ role: 'clockmaker' }],
      hasChildren: false,
      mayAdminister: true,
    });
    const seenByRoom = await orgsOf('', roomPresident);
    expect(seenByRoom.map(({ name, mayAdminister }) => [name, mayAdminister]).toSorted()).toEqual(
      [
        ['东厅社务处', true],
        ['社务处', false],
      ].toSorted(),
    );
    expect((await orgsOf(`?under=${club.office}`, arbiter))[0]).toMatchObject({ mayAdminister: false });
  });

  test('more than fit on a page go on after the last one: each is listed once, whichever goes away meanwhile', async () => {
    const { tenantId } = club;
    const parent = randomUUID();
    await club.inClub(async (tx) => {
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'club-office', '大社务处', '2020-01-01')`,
        [tenantId, parent],
      );
      // Many of one name: the order must not hang on the name alone.
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from)
         SELECT $1, gen_random_uuid(), 'room-crew', '第' || n % 400 || '组', $2, '2020-01-01' FROM generate_series(1, 1201) AS n`,
        [tenantId, parent],
      );
    });
    const page = async (after: string | null) =>
      OrgList.parse(
        (await get(`/api/orgs?under=${parent}${after === null ? '' : `&after=${after}`}`)).json(),
      );
    const first = await page(null);
    // The one the page ended with ends itself: what follows is found all the same.
    await post('/api/orgs', { orgId: first.next, validTo: '2026-11-01' });
    const second = await page(first.next);
    const third = await page(second.next);
    expect([first, second, third].map(({ orgs }) => orgs.length)).toEqual([500, 500, 201]);
    expect(third.next).toBeNull();
    const ids = [first, second, third].flatMap(({ orgs }) => orgs.map(({ orgId }) => orgId));
    expect(new Set(ids).size).toBe(1201);
  });

  test('by name they may be narrowed to a kind; without words the first of it', async () => {
    await makeCrew('西厅留名组');
    const names = encodeURIComponent('西厅留名');
    expect((await orgsOf(`?q=${names}&kind=room-crew`)).map(nameOf)).toEqual(['西厅留名组']);
    expect(await orgsOf(`?q=${names}&kind=club-office`)).toEqual([]);
    const kinds = (await orgsOf('?kind=club-office')).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['club-office']));
  });

  test('the replies say who may make one and who may change which, and no other day can be changed', async () => {
    const made = async (by: Cookies) => OrgList.parse((await get('/api/orgs', by)).json()).verbs;
    expect([await made(president), await made(roomPresident), await made(arbiter)]).toEqual([
      ['make'],
      ['make'],
      [],
    ]);
    const verbs = async (orgId: string, by: Cookies, on = '') =>
      OrgOnDay.parse((await get(`/api/orgs/${orgId}${on}`, by)).json()).org.verbs;
    expect(await verbs(club.crew, roomPresident)).toEqual(['change', 'appoint']);
    expect(await verbs(club.office, roomPresident)).toEqual([]);
    expect(await verbs(club.crew, arbiter)).toEqual([]);
    expect(await verbs(club.crew, president, '?on=2026-11-22')).toEqual([]);
  });

  test('a name the model does not show is masked for who has no duty there', async () => {
    const crew = await makeCrew('西厅一组');
    await appointed(crew.orgId, { person: { name: '钱小钟', phone } });
    const seen = async (by: Cookies) =>
      (await orgsOf('?area=770201', by)).find(({ orgId }) => orgId === crew.orgId)?.posts[0]?.name;
    expect(await seen(president)).toBe('钱小钟');
    expect(await seen(arbiter)).toBe('钱**');
  });
});

describe('making and changing an organisation', () => {
  test('makes it once, however often the command is sent, also at the same moment', async () => {
    const command = {
      commandId: randomUUID(),
      kind: 'room-crew',
      name: '西厅二组',
      covers: ['7702'],
      parentOrgId: club.office,
    };
    const replies = await Promise.all([1, 2, 3].map(() => post('/api/orgs', command)));
    replies.push(await post('/api/orgs', command));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
    expect((await orgsOf(`?q=${encodeURIComponent('西厅二组')}`)).length).toBe(1);
    const other = await post('/api/orgs', command, roomPresident);
    expect(other.json()).toMatchObject({ code: 'command-conflict' });
  });

  test('changes what is named and leaves the rest', async () => {
    const { orgId } = await makeCrew('西厅三组');
    const renamed = await post('/api/orgs', { orgId, name: '西厅新组', validTo: '2027-12-31' });
    expect(OrgReply.parse(renamed.json()).org).toMatchObject({
      name: '西厅新组',
      validTo: '2027-12-31',
      parentOrgId: club.office,
      covers: [{ areaCode: '7702' }],
    });
    const ended = await post('/api/orgs', { orgId, validFrom: '2026-11-01', validTo: '2026-11-22' });
    expect(ended.statusCode).toBe(200);
    expect(await orgsOf(`?q=${encodeURIComponent('西厅新组')}`), 'what has ended is not listed').toEqual([]);
  });

  test('403 beyond the areas of the post: neither made there, nor changed, nor stretched over it', async () => {
    const there = { kind: 'room-crew', name: '越界组', covers: ['7702'] };
    expect((await post('/api/orgs', there, roomPresident)).statusCode).toBe(403);
    expect((await post('/api/orgs', { ...there, covers: [] }, roomPresident)).statusCode).toBe(403);
    expect((await post('/api/orgs', { orgId: club.office, name: '我的' }, roomPresident)).statusCode).toBe(
      403,
    );
    const stretched = { orgId: club.crew, covers: ['7701', '7702'] };
    expect((await post('/api/orgs', stretched, roomPresident)).statusCode).toBe(403);
    expect((await post('/api/orgs', { orgId: club.crew, name: '我的' }, arbiter)).statusCode).toBe(403);
  });

  test('422 at the field for what the model has not: kind, level of the areas, what it stands under', async () => {
    const right = { kind: 'room-crew', name: '新组', covers: ['7702'], parentOrgId: club.office };
    const wrongs: [object, string][] = [
      [{ kind: 'navy' }, '/kind'],
      [{ kind: 'toString' }, '/kind'],
      [{ covers: ['770201'] }, '/covers'],
      [{ covers: ['7799'] }, '/covers'],
      [{ parentOrgId: club.crew }, '/parentOrgId'],
      [{ parentOrgId: randomUUID() }, '/parentOrgId'],
      [{ formation: 'joint' }, '/formation'],
      [{ validFrom: '2027-01-01', validTo: '2026-12-31' }, '/validTo'],
    ];
    for (const [wrong, at] of wrongs) {
      const reply = await post('/api/orgs', { ...right, ...wrong });
      expect([wrong, reply.statusCode, reply.json<{ errors: { at: string }[] }>().errors[0]?.at]).toEqual([
        wrong,
        422,
        at,
      ]);
    }
    expect((await post('/api/orgs', { orgId: randomUUID(), name: '无' })).statusCode).toBe(404);
  });
});

describe('appointing', () => {
  test('somebody new can sign in and has the authority of the post at once', async () => {
    const crew = await makeCrew('西厅四组');
    const person = { name: '冯新人', phone, login: `feng-${phone}`, password: 'long enough 1' };
    const reply = await post('/api/posts', { ...clockmaker(crew.orgId), person });
    expect(PostReply.parse(reply.json()).post).toMatchObject({ role: 'clockmaker', heldFrom: '2026-11-23' });
    const session = await club.server.app.inject({
      method: 'POST',
      url: '/api/session/password',
      payload: { login: person.login, password: person.password },
    });
    expect(session.json()).toMatchObject({
      person: { name: '冯新人', phoneMasked: `${phone.slice(0, 3)}****${phone.slice(-4)}` },
      posts: [{ role: 'clockmaker', orgId: crew.orgId, covers: [{ areaCode: '7702' }] }],
    });
    const { rows } = await club.server.db.superuser.query<{ all: string }>(
      `SELECT string_agg(c::text, ' ') AS all FROM commands AS c`,
    );
    expect(rows[0]?.all, 'neither phone nor password is kept with the command').not.toMatch(
      new RegExp(`${phone}|long enough`),
    );
  });

  test('is done once, and the retry gets the first answer even when the post has ended since', async () => {
    const crew = await makeCrew('西厅五组');
    const command = { commandId: randomUUID(), ...clockmaker(crew.orgId) };
    const first = await post('/api/posts', command);
    const { postId } = first.json<{ post: { postId: string } }>().post;
    await post(`/api/posts/${postId}/end`, {});
    expect((await post('/api/posts', command)).body).toBe(first.body);
    expect(await postsIn(crew.orgId)).toEqual([]);
  });

  test('a phone that is known is that person; nobody else sets their login or password', async () => {
    const crew = await makeCrew('西厅六组');
    const personOf = (reply: { json(): unknown }) =>
      (reply.json() as { post: { personId: string } }).post.personId;
    const first = await post('/api/posts', clockmaker(crew.orgId));
    const second = await post('/api/posts', { ...clockmaker(club.crew), role: 'arbiter' });
    expect(personOf(second)).toBe(personOf(first));
    const takeover = { name: '钱小钟', phone, login: `qian-${phone}`, password: 'taken over 1' };
    const refused = await post('/api/posts', { ...clockmaker(club.crew), person: takeover });
    expect(refused.json()).toMatchObject({ status: 422, errors: [{ at: '/person/login' }] });
    const { rows } = await club.server.db.superuser.query(
      `SELECT count(*)::int AS n FROM people WHERE password_hash IS NOT NULL AND person_id = '${personOf(first)}'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('a login that is taken: 422, and nobody was entered', async () => {
    const crew = await makeCrew('西厅七组');
    const login = `twice-${phone}`;
    const person = { name: '甲', login, password: 'long enough 1' };
    expect((await post('/api/posts', { ...clockmaker(crew.orgId), person })).statusCode).toBe(200);
    const reply = await post('/api/posts', {
      ...clockmaker(crew.orgId),
      person: { ...person, name: '乙', phone },
    });
    expect(reply.json()).toMatchObject({ status: 422, code: 'login-taken' });
    expect(await postsIn(crew.orgId)).toEqual(['甲']);
  });

  test('seats are kept, also when two are appointed at the same moment; after the term there is one again', async () => {
    const office = OrgReply.parse(
      (await post('/api/orgs', { kind: 'club-office', name: '另一社务处', covers: ['77'] })).json(),
    ).org;
    const president2 = (more: object = {}) => ({
      orgId: office.orgId,
      role: 'president',
      person: { name: '社长候选' },
      ...more,
    });
    const both = await Promise.all([
      post('/api/posts', president2({ heldTo: '2026-12-31' })),
      post('/api/posts', president2({ heldTo: '2026-12-31' })),
    ]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 422]);
    expect(both.find(({ statusCode }) => statusCode === 422)?.json()).toMatchObject({ code: 'seats-taken' });
    expect((await post('/api/posts', president2({ heldFrom: '2026-12-31' }))).statusCode).toBe(422);
    expect((await post('/api/posts', president2({ heldFrom: '2027-01-01' }))).statusCode).toBe(200);
    expect((await post('/api/posts', president2())).statusCode, 'it would run into the next term').toBe(422);
  });

  test('403 into a place the administrator does not cover, and for who administers nothing', async () => {
    const crew = await makeCrew('西厅八组');
    expect((await post('/api/posts', clockmaker(crew.orgId), roomPresident)).statusCode).toBe(403);
    expect((await post('/api/posts', clockmaker(club.office), roomPresident)).statusCode).toBe(403);
    expect((await post('/api/posts', clockmaker(club.crew), arbiter)).statusCode).toBe(403);
    expect((await post('/api/posts', clockmaker(club.crew), resident)).statusCode).toBe(404);
    expect((await post('/api/posts', clockmaker(club.crew), {})).statusCode).toBe(401);
    expect((await post('/api/posts', clockmaker(club.crew), roomPresident)).statusCode).toBe(200);
  });

  test('422 at the field: a role of another kind, nobody or two persons, homes elsewhere, an end before the beginning', async () => {
    const crew = await makeCrew('西厅九组');
    const wrongs: [object, string][] = [
      [{ role: 'president' }, '/role'],
      [{ role: 'constructor' }, '/role'],
      [{ person: undefined }, '/personId'],
      [{ personId: club.arbiter }, '/personId'],
      [{ person: undefined, personId: randomUUID() }, '/personId'],
      [{ person: { name: '甲', login: 'only-login' } }, '/person/password'],
      [{ role: 'arbiter', serves: ['770101'] }, '/serves'],
      [{ role: 'arbiter', serves: ['7702'] }, '/serves'],
      [{ heldTo: '2026-11-01' }, '/heldTo'],
    ];
    for (const [wrong, at] of wrongs) {
      const reply = await post('/api/posts', clockmaker(crew.orgId, wrong));
      expect([wrong, reply.statusCode, reply.json<{ errors: { at: string }[] }>().errors[0]?.at]).toEqual([
        wrong,
        422,
        at,
      ]);
    }
    expect((await post('/api/posts', clockmaker(randomUUID()))).statusCode).toBe(404);
    expect(await postsIn(crew.orgId)).toEqual([]);
  });

  test('whoever listens is told to look again, after it is so', async () => {
    const crew = await makeCrew('西厅十组');
    const heard: unknown[] = [];
    const stop = club.server.deps.live.subscribe((event) => heard.push(event));
    await club.server.deps.live.flush();
    heard.length = 0;
    const told = Promise.withResolvers<void>();
    const stopToo = club.server.deps.live.subscribe(() => told.resolve());
    await appointed(crew.orgId);
    await club.server.deps.live.flush();
    await told.promise;
    expect(heard).toEqual(
      expect.arrayContaining([{ tenantId: club.tenantId, topic: 'orgs', data: { orgId: crew.orgId } }]),
    );
    stop();
    stopToo();
  });
});

describe('ending a post', () => {
  test('takes its authority from an open session at once', async () => {
    const crew = await makeCrew('西厅甲组');
    const postId = await appointed(crew.orgId);
    const { rows } = await club.server.db.superuser.query<{ person_id: string }>(
      `SELECT person_id FROM posts WHERE post_id = '${postId}'`,
    );
    const cookies = await signInAs(club.server, club.tenantId, rows[0]?.person_id ?? '');
    const posts = async () => (await get('/api/session', cookies)).json<{ posts: unknown[] }>().posts.length;
    expect(await posts()).toBe(1);
    const reply = await post(`/api/posts/${postId}/end`, {});
    expect(PostReply.parse(reply.json()).post).toMatchObject({ heldTo: '2026-11-22' });
    expect(await posts()).toBe(0);
    expect((await get('/api/orgs', cookies)).statusCode).toBe(404);
  });

  test('the last day still counts, and an end once set is not moved outwards', async () => {
    const crew = await makeCrew('西厅乙组');
    const postId = await appointed(crew.orgId);
    expect((await post(`/api/posts/${postId}/end`, { heldTo: '2026-11-23' })).statusCode).toBe(200);
    expect(await postsIn(crew.orgId)).toEqual(['钱小钟']);
    const longer = await post(`/api/posts/${postId}/end`, { heldTo: '2027-11-23' });
    expect(longer.json()).toMatchObject({ status: 422, errors: [{ at: '/heldTo' }] });
    await post(`/api/posts/${postId}/end`, {});
    const again = await post(`/api/posts/${postId}/end`, {});
    expect(again.json()).toMatchObject({ status: 422, errors: [{ at: '/heldTo' }] });
  });

  test('403 where the administrator’s areas do not reach; 404 for a post that is none', async () => {
    const crew = await makeCrew('西厅丙组');
    const postId = await appointed(crew.orgId);
    expect((await post(`/api/posts/${postId}/end`, {}, roomPresident)).statusCode).toBe(403);
    expect((await post(`/api/posts/${randomUUID()}/end`, {})).statusCode).toBe(404);
    expect(await postsIn(crew.orgId)).toEqual(['钱小钟']);
  });
});

describe('looking somebody up', () => {
  const found = async (q: string, by: Cookies = president) => {
    const reply = await get(`/api/people?q=${encodeURIComponent(q)}`, by);
    return reply.statusCode === 200 ? PeopleFound.parse(reply.json()).people : reply.statusCode;
  };

  test('who works here by a part of the name, with the posts held; a resident never', async () => {
    expect(await found('小满')).toMatchObject([
      { name: '林小满', posts: [{ roleTitle: { zh: '裁判' }, orgName: '东厅组' }] },
    ]);
    expect(await found('郑居')).toEqual([]);
    expect(await found('%%')).toEqual([]);
  });

  test('anybody by the whole phone number, by name only as far as the mask', async () => {
    const { deps, db } = club.server;
    const place = { tenantId: club.tenantId, field: 'phone' };
    await db.superuser.query(
      `INSERT INTO people (tenant_id, person_id, name, phone_cipher, phone_index, created_at) VALUES ($1, $2, '何居民', $3, $4, now())`,
      [
        club.tenantId,
        randomUUID(),
        deps.secrets.encrypt(place, phone),
        deps.secrets.blindIndex(place, phone),
      ],
    );
    expect(await found(phone)).toMatchObject([
      { name: '何**', phoneMasked: `${phone.slice(0, 3)}****${phone.slice(-4)}`, posts: [] },
    ]);
    expect(await found(phone.slice(0, 10))).toEqual([]);
  });

  test('only for posts that administer', async () => {
    expect(await found('小满', arbiter)).toBe(403);
    expect(await found('小满', resident)).toBe(404);
    expect(await found('小满', {})).toBe(401);
  });
});
