/** Roads and the like: entered, changed and ended as of a day; who answers for each, and who at a point. */
import { randomUUID } from 'node:crypto';
import {
  ConvertedLine,
  FindingsPage,
  PlaceAnswers,
  SegmentHistory,
  SegmentList,
  SegmentReply,
  WhoIsThere,
} from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let crew: string;
let asArbiter: Cookies;
let asResident: Cookies;
let today: string;
let yesterday: string;

beforeAll(async () => {
  league = await openLeague(withStairs);
  crew = await league.addOrg('room-crew', '三厅组', ['7803'], { parent: league.office });
  const arbiter = await league.addPerson('林小满');
  await league.addPost(crew, 'arbiter', arbiter);
  asArbiter = await league.signIn(arbiter);
  asResident = await league.signIn(await league.addPerson('郑居民'));
  await league.inLeague((tx) =>
    tx.query(
      `UPDATE areas SET longitude = 101.7 + right(code, 2)::integer * 0.01, latitude = 26.58
        WHERE tenant_id = $1 AND level = 'room'`,
      [tx.tenantId],
    ),
  );
  ({ on: today } = await list(''));
  yesterday = dayBefore(today);
});
afterAll(() => league.server.close());

/** Corridors may stand without a watch; stairs may not. */
const withStairs = (rules: string) =>
  rules
    .replace('segment-kinds:\n', 'segment-kinds:\n  stairs: { title: { zh: 楼梯, en: Stairs } }\n')
    .replace(
      '\nroles:\n',
      '\nroles:\n  stair-watch: { title: { zh: 楼梯值守, en: Stair watch }, in: room-crew, per: stairs, shown: [name] }\n',
    );
const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const lineOf = (...coordinates: [number, number][]) => ({ type: 'LineString', coordinates });
const list = async (query: string, cookies?: Cookies) =>
  SegmentList.parse((await league.get(`/api/segments?${query}`, cookies)).json());
const history = async (segmentId: string) =>
  SegmentHistory.parse((await league.get(`/api/segments/${segmentId}`)).json());
const send = (body: object) => league.post('/api/segments', { kind: 'stairs', areaCode: '7803', ...body });
const enter = async (body: object) => {
  const reply = await send(body);
  expect(reply.statusCode, reply.body).toBe(200);
  return SegmentReply.parse(reply.json()).segment;
};
const appoint = async (segments: string[], more: object = {}) =>
  league.post('/api/posts', {
    orgId: crew,
    role: 'stair-watch',
    personId: await league.addPerson('梯长'),
    segments,
    ...more,
  });
const fieldOf = (reply: { json(): unknown }) =>
  (reply.json() as { errors?: { at: string }[] }).errors?.[0]?.at ?? JSON.stringify(reply.json());

describe('who may look and write', () => {
  test('401, 404 for residents, 403 for a place one does not cover, 404 for one that is not there', async () => {
    const { segmentId } = await enter({ name: '北梯', areaCode: '7802' });
    for (const url of ['/api/segments?area=7802', `/api/segments/${segmentId}`]) {
      expect((await league.get(url, {})).statusCode).toBe(401);
      expect((await league.get(url, asResident)).statusCode).toBe(404);
      expect((await league.get(url, asArbiter)).statusCode).toBe(403);
      expect((await league.get(url)).statusCode).toBe(200);
    }
    expect((await league.get(`/api/segments/${randomUUID()}`)).statusCode).toBe(404);
  });

  test('whoever administers nothing reads, is offered no verb, and is refused', async () => {
    const { segmentId } = await enter({ name: '看梯' });
    const seen = await list('area=7803', asArbiter);
    expect(seen.verbs).toEqual([]);
    expect(
      seen.segments.every(
        ({ verbs, offices }) => verbs.length === 0 && !offices.some((one) => one.mayAppoint),
      ),
    ).toBe(true);
    expect(
      (
        await league.post(
          '/api/segments',
          { segmentId, kind: 'stairs', name: '改', areaCode: '7803' },
          asArbiter,
        )
      ).statusCode,
    ).toBe(403);
    expect((await league.post(`/api/segments/${segmentId}/end`, {}, asArbiter)).statusCode).toBe(403);
    const seenByAll = await list('area=7803');
    expect(seenByAll.verbs).toEqual(['enter']);
    expect(seenByAll.segments.find((one) => one.segmentId === segmentId)?.verbs).toEqual(['change', 'end']);
  });
});

describe('a line', () => {
  test('has a length, also where it came from another map', async () => {
    const wgs = lineOf([101.71, 26.58], [101.72, 26.58]);
    const straight = await enter({ name: '直梯', fromPlace: '东门', toPlace: '西门', geometry: wgs });
    expect(straight).toMatchObject({ fromPlace: '东门', toPlace: '西门', geometry: wgs });
    // A hundredth of a degree at 26.58° north is 995.6 m.
    expect(straight.lengthMetres).toBe(996);
    const gcj = lineOf([101.7119, 26.5772], [101.7219, 26.5772]);
    const bent = await enter({ name: '弯梯', geometry: gcj, coordinates: 'GCJ-02' });
    const [there] = bent.geometry?.coordinates ?? [];
    expect(Math.hypot((there?.[0] ?? 0) - 101.7119, (there?.[1] ?? 0) - 26.5772)).toBeGreaterThan(0.001);
    const read = await league.post('/api/segments/line', { geometry: gcj, coordinates: 'GCJ-02' });
    expect(ConvertedLine.parse(read.json())).toEqual({
      geometry: bent.geometry,
      lengthMetres: bent.lengthMetres,
    });
  });

  test('422 at the line where latitude comes first, and where it is one point', async () => {
    const swapped = await send({ name: '反梯', geometry: lineOf([26.58, 101.71], [26.58, 101.72]) });
    expect(fieldOf(swapped)).toBe('/geometry');
    const point = await send({ name: '点梯', geometry: lineOf([101.71, 26.58], [101.71, 26.58]) });
    expect(fieldOf(point)).toBe('/geometry');
  });

  test('422 for the same road between the same places a second time; another stretch of it is another one', async () => {
    await enter({ name: '长梯', fromPlace: '一层', toPlace: '二层' });
    expect(fieldOf(await send({ name: '长梯', fromPlace: '一层', toPlace: '二层' }))).toBe('/name');
    await enter({ name: '长梯', fromPlace: '二层', toPlace: '三层' });
  });
});

describe('who answers', () => {
  test('those without a chief come first; an appointment fills the seat and no second one is offered', async () => {
    const [held, free] = [await enter({ name: '甲梯' }), await enter({ name: '乙梯' })];
    expect(held.offices).toMatchObject([
      { role: 'stair-watch', org: { orgId: crew, name: '三厅组' }, missing: 1, mayAppoint: true },
    ]);
    expect((await appoint([held.segmentId])).statusCode).toBe(200);
    const { segments } = await list('area=7803');
    const at = (id: string) => segments.findIndex(({ segmentId }) => segmentId === id);
    expect(at(free.segmentId)).toBeLessThan(at(held.segmentId));
    expect(segments[at(held.segmentId)]).toMatchObject({
      chiefs: [{ name: '梯长', orgName: '三厅组' }],
      offices: [{ missing: 0, mayAppoint: false }],
    });
    const vacant = FindingsPage.parse(
      (await league.get('/api/coverage/findings?area=7803&kind=vacancy&limit=200')).json(),
    ).findings.filter(({ role }) => role?.key === 'stair-watch');
    expect(vacant.map(({ segmentId }) => segmentId)).toContain(free.segmentId);
    expect(vacant.map(({ segmentId }) => segmentId)).not.toContain(held.segmentId);
  });

  test('nobody can be where no organisation of the kind covers the place', async () => {
    const { offices } = await enter({ name: '无主梯', areaCode: '7801' });
    expect(offices).toMatchObject([{ org: null, mayAppoint: false }]);
  });

  test('at a point on it: its chief, first and with the reason; a hundred metres off: nobody of it', async () => {
    const road = await enter({ name: '点名梯', geometry: lineOf([101.728, 26.5805], [101.732, 26.5805]) });
    await appoint([road.segmentId], { personId: await league.addPerson('江点名') });
    const at = async (longitude: number, latitude: number, more = '') =>
      PlaceAnswers.parse(
        (await league.get(`/api/coverage/place?longitude=${longitude}&latitude=${latitude}${more}`)).json(),
      );
    const on = await at(101.7301, 26.5807);
    expect(on.area.code).toBe('7803');
    expect(on.segments).toMatchObject([{ name: '点名梯', chiefs: 1 }]);
    expect(on.segments[0]?.distanceMetres).toBe(22);
    expect(on.posts[0]).toMatchObject({ name: '江点名', reason: { zh: '三厅组把“点名梯”交给本人负责' } });
    const off = await at(101.7301, 26.5815);
    expect(off.segments).toEqual([]);
    expect(off.posts.map(({ name }) => name)).not.toContain('江点名');
    expect((await at(101.7301, 26.5807, '&on=2026-01-01')).segments).toEqual([]);
    expect((await league.get('/api/coverage/place?longitude=10&latitude=10')).statusCode).toBe(422);
    expect((await league.get('/api/coverage/place')).statusCode).toBe(422);
  });

  test('residents learn of the chief of a road that runs by them, and of no other', async () => {
    const near = await enter({ name: '门前梯', geometry: lineOf([101.729, 26.5801], [101.731, 26.5801]) });
    const far = await enter({ name: '远处梯', geometry: lineOf([101.75, 26.6], [101.76, 26.6]) });
    await appoint([near.segmentId], { personId: await league.addPerson('门前长') });
    await appoint([far.segmentId], { personId: await league.addPerson('远处长') });
    const { posts } = WhoIsThere.parse((await league.get('/api/areas/780301/who', asResident)).json());
    expect(posts.find(({ name }) => name === '门前长')).toMatchObject({ segments: ['门前梯'] });
    expect(posts.map(({ name }) => name)).not.toContain('远处长');
  });
});

describe('as of a day', () => {
  test('what it was until the change is there on every day before it', async () => {
    const line = lineOf([101.71, 26.59], [101.72, 26.59]);
    const { segmentId } = await enter({ name: '旧名梯', geometry: line, asOf: '2026-03-01' });
    const asOf = '2026-06-01';
    const changed = await enter({ segmentId, name: '新名梯', fromPlace: '南口', asOf });
    expect(changed).toMatchObject({
      name: '新名梯',
      geometry: null,
      lengthMetres: null,
      validFrom: '2026-03-01',
    });
    const on = async (day: string) =>
      (await list(`area=7803&on=${day}`)).segments.find((one) => one.segmentId === segmentId);
    expect(await on('2026-02-28')).toBeUndefined();
    expect(await on('2026-05-31')).toMatchObject({
      name: '旧名梯',
      fromPlace: null,
      geometry: line,
      verbs: [],
    });
    expect(await on('2026-06-01')).toMatchObject({ name: '新名梯', fromPlace: '南口', geometry: null });
    // A second time as of the same day: nothing of the past was otherwise.
    await enter({ segmentId, name: '再改梯', asOf: '2026-06-01' });
    expect((await history(segmentId)).pasts).toMatchObject([
      { lastOn: '2026-05-31', name: '旧名梯', areaName: '厅7803', lengthMetres: 995 },
    ]);
    // By a point, too, it is found where it ran then and not where it runs now.
    const there = async (day: string) =>
      PlaceAnswers.parse(
        (await league.get(`/api/coverage/place?longitude=101.715&latitude=26.59&on=${day}`)).json(),
      ).segments;
    expect(await there('2026-05-31')).toMatchObject([{ segmentId, name: '旧名梯' }]);
  });

  test('422 for a day to come, one before it was there, and one before the latest change', async () => {
    const { segmentId } = await enter({ name: '期梯', asOf: '2026-03-01' });
    const change = async (asOf: string) => fieldOf(await send({ segmentId, name: '期梯', asOf }));
    expect(await change('2030-01-01')).toBe('/asOf');
    expect(await change('2026-02-28')).toBe('/asOf');
    await enter({ segmentId, name: '期梯二', asOf: '2026-06-01' });
    expect(await change('2026-05-31')).toBe('/asOf');
  });

  test('its kind stays, and it does not move to where the organisation of its chief does not reach', async () => {
    const { segmentId } = await enter({ name: '类梯' });
    await appoint([segmentId]);
    expect(fieldOf(await send({ segmentId, name: '类梯', kind: 'corridor' }))).toBe('/kind');
    expect(fieldOf(await send({ segmentId, name: '类梯', areaCode: '7802' }))).toBe('/areaCode');
    expect((await send({ segmentId: randomUUID(), name: '无' })).statusCode).toBe(404);
  });

  test('a change sent twice is one change', async () => {
    const { segmentId } = await enter({ name: '一次梯', asOf: '2026-03-01' });
    const body = { commandId: randomUUID(), segmentId, name: '一次梯二' };
    const [first, again] = [await send(body), await send(body)];
    expect(first.statusCode).toBe(200);
    expect(again.json()).toEqual(first.json());
    expect((await history(segmentId)).pasts).toHaveLength(1);
  });
});

describe('the end', () => {
  test('ends the post for nothing else, and leaves whoever has another road', async () => {
    const [one, other] = [
      await enter({ name: '终梯', asOf: '2026-03-01' }),
      await enter({ name: '续梯', asOf: '2026-03-01' }),
    ];
    const only = await appoint([one.segmentId], { heldFrom: '2026-04-01' });
    const onlyId = only.json<{ post: { postId: string } }>().post.postId;
    await appoint([other.segmentId], { heldFrom: '2026-04-01' });
    const reply = SegmentReply.parse((await league.post(`/api/segments/${one.segmentId}/end`, {})).json());
    expect(reply).toMatchObject({ endedPosts: 1, segment: { validTo: yesterday, verbs: [] } });
    const { segment, holders } = await history(one.segmentId);
    expect(segment).toMatchObject({ validTo: yesterday, verbs: [], offices: [] });
    expect(holders).toMatchObject([{ postId: onlyId, heldTo: yesterday }]);
    expect((await list('area=7803')).segments.map(({ name }) => name)).not.toContain('终梯');
    const before = (await list(`area=7803&on=${yesterday}`)).segments.find(({ name }) => name === '终梯');
    expect(before?.chiefs).toMatchObject([{ postId: onlyId }]);
    expect((await history(other.segmentId)).holders).toMatchObject([{ heldTo: null }]);
    // Ended is ended: no second end, no change, no chief.
    expect(fieldOf(await league.post(`/api/segments/${one.segmentId}/end`, {}))).toBe('/lastDay');
    expect(fieldOf(await send({ segmentId: one.segmentId, name: '终梯二' }))).toBe('/asOf');
    expect(fieldOf(await appoint([one.segmentId]))).toBe('/segments');
  });

  test('a chief of two roads goes on with the other one', async () => {
    const [one, other] = [await enter({ name: '左梯', asOf: '2026-03-01' }), await enter({ name: '右梯' })];
    await appoint([one.segmentId, other.segmentId]);
    const reply = await league.post(`/api/segments/${one.segmentId}/end`, { lastDay: today });
    expect(SegmentReply.parse(reply.json()).endedPosts).toBe(0);
    expect((await history(other.segmentId)).holders).toMatchObject([{ heldTo: null }]);
  });

  test('on a day to come it is there until then, and so is its chief', async () => {
    const { segmentId } = await enter({ name: '将终梯' });
    await appoint([segmentId]);
    const lastDay = '2027-03-31';
    expect((await league.post(`/api/segments/${segmentId}/end`, { lastDay })).statusCode).toBe(200);
    const { segment, holders } = await history(segmentId);
    expect([segment.validTo, segment.chiefs.length, holders[0]?.heldTo]).toEqual([lastDay, 1, lastDay]);
    // It may come to its end earlier, not later.
    const later = await league.post(`/api/segments/${segmentId}/end`, { lastDay: '2027-04-01' });
    expect(fieldOf(later)).toBe('/lastDay');
  });

  test('entered today by mistake it never was; with a chief it was there today', async () => {
    const wrong = await enter({ name: '误梯' });
    expect((await league.post(`/api/segments/${wrong.segmentId}/end`, {})).statusCode).toBe(200);
    expect((await league.get(`/api/segments/${wrong.segmentId}`)).statusCode).toBe(404);
    const held = await enter({ name: '误任梯' });
    await appoint([held.segmentId]);
    expect(fieldOf(await league.post(`/api/segments/${held.segmentId}/end`, {}))).toBe('/lastDay');
    expect((await league.post(`/api/segments/${held.segmentId}/end`, { lastDay: today })).statusCode).toBe(
      200,
    );
    expect((await list('area=7803')).segments.map(({ name }) => name)).toContain('误任梯');
  });

  test('an appointment at the same moment ends with it or is refused', async () => {
    const { segmentId } = await enter({ name: '争梯', asOf: '2026-03-01' });
    const [, given] = await Promise.all([
      league.post(`/api/segments/${segmentId}/end`, {}),
      appoint([segmentId]),
    ]);
    const open = (await history(segmentId)).holders.filter(({ heldTo }) => heldTo === null);
    expect(open).toEqual([]);
    expect([200, 422]).toContain(given.statusCode);
  });
});
