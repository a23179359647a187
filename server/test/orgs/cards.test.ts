/** Duty cards: nothing of a holder is seen without consent, and nothing after it. */
import { randomUUID } from 'node:crypto';
import { CardReply, CardView, WhoIsThere } from '@linli/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
let crew: string;
let postId: string;
let asHolder: Cookies;
let asOther: Cookies;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '东厅组', ['7801']);
  asOther = await league.signIn(await league.addPerson('旁人'));
});
afterAll(() => league.server.close());

beforeEach(async () => {
  const holder = await league.addPerson('林小满');
  postId = await league.addPost(crew, 'arbiter', holder, {
    pledge: '每晚对钟',
    serves: ['780101', '780102'],
  });
  asHolder = await league.signIn(holder);
});

const card = async (cookies: Cookies = {}) => CardView.parse((await visit(cookies)).json());
// A visitor without a session names the city; a session knows its own.
const visit = (cookies: Cookies = {}, id = postId) =>
  league.server.app.inject({ url: `/api/cards/${id}`, cookies, headers: { 'linli-city': 'chess-league' } });
const consent = (fields: string[], cookies = asHolder, more: object = {}) =>
  league.post(`/api/cards/${postId}/consents`, { fields, ...more }, cookies);
const withdraw = (fields: string[], cookies = asHolder) =>
  league.post(`/api/cards/${postId}/withdraw`, { fields }, cookies);

describe('what everybody sees', () => {
  test('without consent nothing but what the role shows; never a number', async () => {
    const seen = await card();
    expect(seen).toMatchObject({
      roleTitle: { zh: '裁判' },
      orgName: '东厅组',
      name: '林小满',
      identity: null,
      pledge: null,
      contact: null,
      standard: null,
      result: null,
      serves: 2,
      mine: null,
    });
    expect(seen.address).toMatch(new RegExp(`/cards/${postId}$`));
  });

  test('each field by its own consent', async () => {
    expect((await consent(['pledge', 'standard'])).statusCode).toBe(200);
    expect(await card()).toMatchObject({
      pledge: '每晚对钟',
      standard: { zh: '钟准' },
      identity: null,
      contact: null,
    });
    await consent(['identity', 'contact-by-relay']);
    expect(await card(asOther)).toMatchObject({
      identity: { zh: '裁判员' },
      contact: { by: 'relay' },
      mine: null,
    });
  });

  test('404 for a post that is none, that has no card, and that has ended', async () => {
    expect((await visit({}, randomUUID())).statusCode).toBe(404);
    const clockmaker = await league.addPost(crew, 'clockmaker', await league.addPerson('钟'));
    expect((await visit({}, clockmaker)).statusCode).toBe(404);
    await consent(['pledge']);
    await league.post(`/api/posts/${postId}/end`, {});
    expect((await visit()).statusCode).toBe(404);
  });
});

describe('consent', () => {
  test('is the holder’s alone: 401 without a session, 404 for everybody else, also those who administer', async () => {
    expect((await consent(['pledge'], {})).statusCode).toBe(401);
    expect((await consent(['pledge'], asOther)).statusCode).toBe(404);
    expect((await consent(['pledge'], league.asPresident)).statusCode).toBe(404);
    expect((await withdraw(['pledge'], league.asPresident)).statusCode).toBe(404);
  });

  test('is taken back at once, field by field, and the rows stay as proof', async () => {
    await consent(['pledge', 'identity']);
    const reply = CardReply.parse((await withdraw(['pledge'])).json());
    expect(reply.card.pledge).toBeNull();
    expect(await card()).toMatchObject({ pledge: null, identity: { zh: '裁判员' } });
    const { rows } = await league.server.db.superuser.query(
      'SELECT field, withdrawn_at IS NULL AS holds FROM card_consents WHERE post_id = $1 ORDER BY field',
      [postId],
    );
    expect(rows).toEqual([
      { field: 'identity', holds: true },
      { field: 'pledge', holds: false },
    ]);
  });

  test('ends by itself after the days of the model', async () => {
    await consent(['pledge']);
    const mine = (await card(asHolder)).mine ?? [];
    expect(mine.map(({ field }) => field)).toEqual([
      'identity',
      'pledge',
      'standard',
      'contact-by-relay',
      'result',
    ]);
    expect(mine.find(({ field }) => field === 'pledge')?.expiresAt).not.toBeNull();
    league.server.clock.advance(30 * 86_400_000 - 1_000);
    expect((await card()).pledge).toBe('每晚对钟');
    league.server.clock.advance(2_000);
    expect((await card()).pledge).toBeNull();
  });

  test('sent again it is given once; given anew it runs anew', async () => {
    const commandId = randomUUID();
    const first = await consent(['pledge'], asHolder, { commandId });
    const again = await consent(['pledge'], asHolder, { commandId });
    expect(again.json()).toEqual(first.json());
    const replies = await Promise.all([consent(['pledge']), consent(['pledge'])]);
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    const { rows } = await league.server.db.superuser.query(
      'SELECT count(*) FILTER (WHERE withdrawn_at IS NULL)::integer AS held, count(*)::integer AS all FROM card_consents WHERE post_id = $1',
      [postId],
    );
    expect(rows).toEqual([{ held: 1, all: 3 }]);
  });

  test('422 for a field the card of the role has not', async () => {
    const president = (
      await league.inLeague((tx) =>
        tx.query<{ postId: string }>(
          `SELECT post_id AS "postId" FROM posts WHERE role = 'president' AND tenant_id = $1`,
          [league.tenantId],
        ),
      )
    ).rows[0]?.postId;
    const reply = await league.post(`/api/cards/${president}/consents`, { fields: ['pledge'] });
    expect(reply.json()).toMatchObject({ code: 'field-invalid', errors: [{ at: '/fields' }] });
  });
});

describe('who is there for a place', () => {
  test('says the pledge as long as its holder lets the card say it', async () => {
    const pledges = async (): Promise<(string | null)[]> => {
      const reply = await league.get('/api/areas/780101/who');
      const { posts } = WhoIsThere.parse(reply.json());
      return posts.filter((post) => post.postId === postId).map(({ pledge }) => pledge);
    };
    expect(await pledges()).toEqual([null]);
    await consent(['pledge']);
    expect(await pledges()).toEqual(['每晚对钟']);
    await withdraw(['pledge']);
    expect(await pledges()).toEqual([null]);
  });
});

describe('results of office holders', () => {
  const result = { assessedOn: '2026-11-01', result: '合格', basis: '对钟 30 次，按时 29 次' };
  const enter = (words: object = result, cookies?: Cookies) =>
    league.post(`/api/cards/${postId}/results`, words, cookies);

  test('are entered by who administers, with what they rest on, and shown by consent only', async () => {
    expect((await enter()).statusCode).toBe(200);
    expect((await card()).result).toBeNull();
    await consent(['result']);
    expect((await card()).result).toEqual({
      assessedOn: '2026-11-01',
      text: '合格',
      basis: '对钟 30 次，按时 29 次',
    });
  });

  test('404 for residents, 403 for the holder, 422 twice for one day or for a day to come', async () => {
    expect((await enter(result, asOther)).statusCode).toBe(404);
    expect((await enter(result, asHolder)).statusCode).toBe(403);
    await enter();
    expect((await enter()).statusCode).toBe(422);
    expect((await enter({ ...result, assessedOn: '2099-01-01' })).statusCode).toBe(422);
  });
});
