/** Opinions before an appointment, over HTTP: asked for, given or expired, kept with the post; one group per promised outcome. */
import { randomUUID } from 'node:crypto';
import { OpinionsPage, OrgOnDay, PowerRegister } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../src/modules/cases/sweep.ts';
import { openModels } from '../../src/modules/models/index.ts';
import { seedPowers } from '../../src/modules/powers/index.ts';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let flying: string;
let asArbiter: Cookies;
let asOther: Cookies;

beforeAll(async () => {
  league = await openLeague();
  await seedPowers(league.server.deps, await openModels(league.server.deps));
  await league.inLeague((tx) =>
    tx.query(`UPDATE areas SET class = 'quiet-room' WHERE tenant_id = $1 AND code IN ('7801', '7802')`, [
      tx.tenantId,
    ]),
  );
  const crew = await league.addOrg('room-crew', '守一厅', ['7801']);
  const otherCrew = await league.addOrg('room-crew', '守二厅', ['7802']);
  flying = await league.addOrg('flying-crew', '机动一组', ['7801'], { parent: crew });
  const arbiter = await league.addPerson('林小满');
  const other = await league.addPerson('周立夏');
  await league.addPost(crew, 'arbiter', arbiter);
  await league.addPost(otherCrew, 'arbiter', other);
  asArbiter = await league.signIn(arbiter);
  asOther = await league.signIn(other);
});
afterAll(() => league.server.close());

const ask = async (areaCode = '7801'): Promise<string> => {
  const reply = await league.post('/api/cases', {
    kind: 'word-on-ringer',
    areaCode,
    answers: { description: '拟任司铃' },
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json<{ case: { caseId: string } }>().case.caseId;
};
const answer = async (caseId: string, answers: object) => {
  const reply = await league.post(`/api/cases/${caseId}/verbs/close`, { seq: 1, answers }, asArbiter);
  expect(reply.statusCode, reply.body).toBe(200);
};
const appoint = async (opinionCaseId?: string, orgId = flying) =>
  league.post('/api/posts', {
    orgId,
    role: 'bell-ringer',
    person: { name: '吴秋分' },
    ...(opinionCaseId === undefined ? {} : { opinionCaseId }),
  });
const opinions = async (query = '', cookies?: Cookies) =>
  OpinionsPage.parse((await league.get(`/api/opinions${query}`, cookies)).json());

describe('an appointment for which an opinion is asked', () => {
  test('is refused without one, and says which case to open', async () => {
    const reply = await appoint();
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({
      code: 'opinion-needed',
      rule: 'cases.word-on-ringer',
      detail: expect.stringContaining('司铃人选征求意见'),
    });
  });

  test('waits while the opinion may still be given', async () => {
    const reply = await appoint(await ask());
    expect(reply.json()).toMatchObject({ code: 'opinion-not-ended' });
  });

  test('goes on although they objected: the objection and its reason stay with the post', async () => {
    const caseId = await ask();
    await answer(caseId, { word: 'object', ground: '铃声太响' });
    const reply = await appoint(caseId);
    expect(reply.statusCode, reply.body).toBe(200);
    const { postId } = reply.json<{ post: { postId: string } }>().post;
    const { org } = OrgOnDay.parse((await league.get(`/api/orgs/${flying}`)).json());
    expect(org.posts.find((post) => post.postId === postId)?.opinion).toMatchObject({
      caseId,
      state: 'given',
      choice: { zh: '不同意' },
    });
    const found = (await opinions('?state=given')).opinions.find((one) => one.case.caseId === caseId);
    expect(found).toMatchObject({
      opinion: { state: 'given', ground: '铃声太响' },
      askedBy: expect.stringContaining('陈谷雨'),
      givenBy: expect.stringContaining('林小满'),
      usedBy: { postId, orgName: '机动一组' },
    });
  });

  test('is made on one opinion once', async () => {
    const [used] = (await opinions('?state=given')).opinions;
    const reply = await appoint(used?.case.caseId);
    expect(reply.statusCode).toBe(422);
    expect(reply.json<{ errors: { at: string }[] }>().errors[0]?.at).toBe('/opinionCaseId');
  });

  test('goes on when time is over, which is on record', async () => {
    const caseId = await ask();
    league.server.clock.advance(3 * 86_400_000);
    await sweep(league.server.deps);
    expect((await opinions('?state=expired')).opinions.map((one) => one.case.caseId)).toContain(caseId);
    const reply = await appoint(caseId);
    expect(reply.statusCode, reply.body).toBe(200);
  });

  test('takes no case of another place or another kind', async () => {
    const elsewhere = await ask('7802');
    for (const caseId of [elsewhere, randomUUID()]) {
      const reply = await appoint(caseId);
      expect(reply.statusCode).toBe(422);
      expect(reply.json<{ errors: { at: string }[] }>().errors[0]?.at).toBe('/opinionCaseId');
    }
  });

  test('of a role that asks for none takes none', async () => {
    const reply = await league.post('/api/posts', {
      orgId: league.office,
      role: 'corridor-watch',
      person: { name: '郑寒露' },
      opinionCaseId: randomUUID(),
    });
    expect(reply.statusCode).toBe(422);
  });
});

describe('the register of opinions', () => {
  test('counts what was asked, given and expired, under the power it is an exercise of', async () => {
    const { powers, opinions: listed } = await opinions();
    const power = powers.find(({ key }) => key === 'winding')!;
    expect(power).toMatchObject({ state: 'in-force', over: { zh: '机动组' } });
    const [kind] = power.kinds;
    expect(kind).toMatchObject({ key: 'word-on-ringer', isOpinion: true, mayAsk: true });
    const counted = (state: string) => listed.filter(({ opinion }) => opinion.state === state).length;
    expect(kind?.counts).toMatchObject({
      asked: counted('asked'),
      given: counted('given'),
      expired: counted('expired'),
      withdrawn: 0,
    });
    expect(kind!.counts.given).toBe(1);
  });

  test('shows nobody what was asked of others', async () => {
    const theirs = await opinions('', asOther);
    expect(theirs.opinions.every(({ case: one }) => one.areaCode === '7802')).toBe(true);
    expect(theirs.powers[0]?.kinds[0]).toMatchObject({ mayAsk: false, counts: { given: 0 } });
  });

  test('is for staff', async () => {
    expect((await league.server.app.inject('/api/opinions')).statusCode).toBe(401);
    const resident = await league.signIn(await league.addPerson('冯立冬'));
    expect((await league.get('/api/opinions', resident)).statusCode).toBe(404);
  });

  test('says which kinds there are when another is asked for', async () => {
    const reply = await league.get('/api/opinions?kind=broken-clock');
    expect(reply.json()).toMatchObject({ code: 'unknown-kind', data: { allowed: 'word-on-ringer' } });
  });
});

describe('a power that is taken back', () => {
  test('is exercised no more: no opinion is asked, and none is needed', async () => {
    const register = PowerRegister.parse((await league.get('/api/powers')).json());
    const item = register.powers.find(({ declaredAs }) => declaredAs === 'winding')!;
    const taken = await league.post(`/api/powers/${item.powerId}/reclaim`, {
      lead: 'club-office',
      basis: '联盟决定',
      reason: '试行期满',
    });
    expect(taken.statusCode, taken.body).toBe(200);
    const refused = await league.post('/api/cases', {
      kind: 'word-on-ringer',
      areaCode: '7801',
      answers: { description: '拟任司铃' },
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ code: 'power-taken-back', rule: 'powers.winding' });
    expect((await opinions()).powers[0]).toMatchObject({ state: 'taken-back', kinds: [{ mayAsk: false }] });
    expect((await appoint()).statusCode).toBe(200);
  });
});
