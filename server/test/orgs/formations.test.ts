/** Rules of size, from the model: what breaks, why, and what would mend it. */
import { type FormationCheck, FormationReply } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadShipped } from '../../../packages/model/test/fixtures.ts';
import { brokenRules } from '../../src/modules/orgs/formation-rules.ts';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let asArbiter: Cookies;

beforeAll(async () => {
  league = await openLeague();
  const crew = await league.addOrg('room-crew', '守四厅', ['7804'], { formation: 'own-room' });
  const arbiter = await league.addPerson('林小满');
  await league.addPost(crew, 'arbiter', arbiter);
  await league.addPost(crew, 'clockmaker', await league.addPerson('钟二'));
  asArbiter = await league.signIn(arbiter);
});
afterAll(() => league.server.close());

const check = async (query: string): Promise<FormationCheck[]> =>
  FormationReply.parse((await league.get(`/api/formations/check?${query}`)).json()).checks;
const rulesOf = async (query: string) =>
  (await check(query)).flatMap(({ broken }) => broken.map(({ rule }) => rule));

describe('one that is only thought of', () => {
  test.each([
    ['kind=room-crew&formation=own-room&members=3', []],
    ['kind=room-crew&formation=own-room&members=1', ['too-few-for-formation', 'too-few-members']],
    ['kind=room-crew&formation=own-room&members=2,1', ['too-many-areas']],
    ['kind=room-crew&formation=own-room&members=5', ['too-many-members']],
    ['kind=great-crew&formation=own-room&members=4', ['too-few-members']],
    ['kind=room-crew&formation=shared-rooms&members=1,1', []],
    ['kind=room-crew&formation=shared-rooms&members=2', ['too-few-areas', 'too-many-of-one-area']],
    ['kind=room-crew&formation=shared-rooms&members=1,1,1,1', ['too-many-areas']],
    ['kind=room-crew&formation=shared-rooms&members=2,1', ['too-many-of-one-area']],
    ['kind=room-crew&formation=shared-rooms&members=2&areas=2', []],
    ['kind=room-crew&formation=own-room&members=3&areas=2', ['too-many-areas']],
    ['kind=room-crew&formation=own-room&areas=1', ['size-unknown']],
    ['kind=room-crew&members=3', ['formation-missing']],
    ['kind=great-crew&formation=on-rounds&members=6', ['formation-unknown']],
    ['kind=room-crew&formation=own-room', ['too-few-areas', 'size-unknown']],
    ['kind=flying-crew&members=1', []],
  ])('%s breaks %j', async (query, broken) => {
    expect(await rulesOf(query)).toEqual(broken);
  });

  test('names the reason, the way out and where the rule comes from', async () => {
    const [{ broken } = { broken: [] }] = await check('kind=room-crew&formation=own-room&members=5');
    expect(broken).toEqual([
      {
        rule: 'too-many-members',
        reason: { zh: '有 5 名成员，棋室组至多 4 名', en: 'It has 5 members; a room crew has at most 4' },
        nextStep: { zh: '改设大组', en: 'Make it a great crew' },
        source: 'rules of the league § 2',
      },
    ]);
  });

  test('422 for a kind the model does not have', async () => {
    expect((await league.get('/api/formations/check?kind=navy')).json()).toMatchObject({
      code: 'field-invalid',
    });
  });
});

describe('the shipped rules', () => {
  const { orgKinds, ...rest } = loadShipped('tongguan');
  // Tongguan forms committees and grid branches only; the foundation’s branches are tried on their own.
  const model = { ...rest, orgKinds: { ...orgKinds, ...branchesOf(orgKinds) } };
  const rules = (kind: string, formation: string, members: number[]) =>
    brokenRules(model, {
      kind,
      formation,
      members: members.reduce((sum, number) => sum + number, 0),
      membersByArea: members,
      areas: members.length,
      hasGrid: null,
      committee: null,
    }).map(({ rule }) => rule);

  test.each([
    [2, ['too-few-for-formation', 'too-few-members']],
    [3, []],
    [50, []],
    [51, ['too-many-members']],
  ])('a branch of its own with %i full members breaks %j', (members, broken) => {
    expect(rules('branch', 'standalone', [members])).toEqual(broken);
  });

  test('a committee has more than 100, and a joint branch is of those with fewer than three each', () => {
    expect(rules('compound-committee', 'standalone', [100])).toEqual(['too-few-members']);
    expect(rules('compound-committee', 'standalone', [101])).toEqual([]);
    expect(rules('branch', 'joint', [2, 1])).toEqual([]);
    expect(rules('branch', 'joint', [3, 1])).toEqual(['too-many-of-one-area']);
    expect(rules('branch', 'joint', [1, 1, 1, 1, 1, 1])).toEqual(['too-many-areas']);
  });
});

describe('organisations that are there', () => {
  test('401, 404 for residents, 403 for a place one does not cover', async () => {
    const resident = await league.signIn(await league.addPerson('郑居民'));
    expect((await league.get('/api/formations/check', {})).statusCode).toBe(401);
    expect((await league.get('/api/formations/check', resident)).statusCode).toBe(404);
    expect((await league.get('/api/formations/check?area=7801', asArbiter)).statusCode).toBe(403);
    expect((await league.get('/api/formations/check?area=7804', asArbiter)).statusCode).toBe(200);
  });

  test('only those that break a rule are listed; one that is asked for by name is shown either way', async () => {
    const right = await league.addOrg('room-crew', '好组', ['7801'], { formation: 'own-room' });
    const wrong = await league.addOrg('room-crew', '小组', ['7802'], { formation: 'own-room' });
    await league.post(`/api/orgs/${right}/size`, { members: [{ areaCode: '7801', members: 2 }] });
    await league.post(`/api/orgs/${wrong}/size`, { members: [{ areaCode: null, members: 1 }] });
    const ids = (await check('')).map(({ org }) => org?.orgId);
    expect(ids).toContain(wrong);
    expect(ids).not.toContain(right);
    expect(await check(`org=${right}`)).toMatchObject([{ members: 2, areas: 1, broken: [] }]);
  });

  test('a change is checked before it is made: grid and committee are those there are, a size not entered anew stays', async () => {
    const orgId = await league.addOrg('room-crew', '将改组', ['7801'], { formation: 'own-room' });
    await league.post(`/api/orgs/${orgId}/size`, { members: [{ areaCode: '7801', members: 3 }] });
    expect(await rulesOf(`org=${orgId}`)).toEqual(['committee-missing']);
    const changed = (more: string) => rulesOf(`org=${orgId}&kind=room-crew&formation=own-room&${more}`);
    expect(await changed('areas=1')).toEqual(['committee-missing']);
    expect(await changed('areas=2')).toEqual(['too-many-areas', 'committee-missing']);
    expect(await changed('areas=1&members=2')).toEqual([]);
  });

  test('what is made or changed may be counted in the same command, or neither is done', async () => {
    const words = { kind: 'room-crew', covers: ['7802', '7803'], formation: 'shared-rooms' };
    const size = (members: object[]) => league.post('/api/orgs', { ...words, name: '同记组', members });
    const made = await size([
      { areaCode: '7802', members: 1 },
      { areaCode: '7803', members: 1 },
    ]);
    const { orgId } = made.json<{ org: { orgId: string } }>().org;
    expect(await check(`org=${orgId}`)).toMatchObject([{ members: 2, areas: 2, broken: [] }]);
    const refused = await size([{ areaCode: '7804', members: 9 }]);
    expect(refused.json()).toMatchObject({ code: 'field-invalid', errors: [{ at: '/members' }] });
    const { rows } = await league.server.db.superuser.query(`SELECT FROM orgs WHERE name = '同记组'`);
    expect(rows.length).toBe(1);
  });

  test('a size that was entered counts, else the holders of member roles; from three on an elected committee', async () => {
    const orgId = await league.addOrg('room-crew', '三人组', ['7803'], { formation: 'own-room' });
    expect(await rulesOf(`org=${orgId}`)).toEqual(['size-unknown']);
    for (const name of ['甲', '乙', '丙']) {
      await league.addPost(orgId, name === '甲' ? 'arbiter' : 'clockmaker', await league.addPerson(name));
    }
    expect(await check(`org=${orgId}`)).toMatchObject([{ members: 3, broken: [] }]);
    await league.server.db.superuser.query(`DELETE FROM posts WHERE org_id = $1 AND role = 'arbiter'`, [
      orgId,
    ]);
    await league.post(`/api/orgs/${orgId}/size`, { members: [{ areaCode: '7803', members: 4 }] });
    expect(await rulesOf(`org=${orgId}`)).toEqual(['committee-missing']);
  });

  test('the latest count by the day holds, and a count of the future is refused', async () => {
    const orgId = await league.addOrg('room-crew', '计数组', ['7801', '7802'], { formation: 'shared-rooms' });
    const size = (members: object[], countedOn?: string) =>
      league.post(`/api/orgs/${orgId}/size`, { members, countedOn });
    const each = (a: number, b: number) => [
      { areaCode: '7801', members: a },
      { areaCode: '7802', members: b },
    ];
    expect((await size(each(1, 1), '2026-01-01')).json()).toEqual({ members: 2 });
    expect(await rulesOf(`org=${orgId}`)).toEqual([]);
    await size(each(2, 1), '2026-06-01');
    expect(await rulesOf(`org=${orgId}`)).toContain('too-many-of-one-area');
    expect((await size(each(1, 1), '2027-01-01')).statusCode).toBe(422);
    expect((await size([{ areaCode: '7804', members: 1 }])).statusCode).toBe(422);
  });

  test('a crew on rounds needs its grid', async () => {
    const orgId = await league.addOrg('room-crew', '巡组', ['7804'], { formation: 'on-rounds' });
    await league.post(`/api/orgs/${orgId}/size`, { members: [{ areaCode: null, members: 2 }] });
    expect(await rulesOf(`org=${orgId}`)).toEqual(['no-grid']);
    await league.addGrid(orgId, ['7804']);
    expect(await rulesOf(`org=${orgId}`)).toEqual([]);
  });
});

/** A branch as the foundation declares it, for a city that has removed it. */
function branchesOf(orgKinds: ReturnType<typeof loadShipped>['orgKinds']) {
  const { 'compound-branch': branch } = loadShipped('panzhihua').orgKinds;
  if (!branch) throw new Error('Panzhihua has no branches of compounds');
  return { ...orgKinds, branch: { ...branch, moreMembers: null } };
}
