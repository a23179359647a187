import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { modelsOf, openModels } from '../../src/modules/models/index.ts';
import { hashPassword } from '../../src/modules/people/index.ts';
import { inTenant } from '../../src/platform/db/index.ts';
import { buildTestApp, type TestApp } from '../harness.ts';

const chessClub = fileURLToPath(new URL('../../../packages/model/test/chess-club.yaml', import.meta.url));

let server: TestApp;
let club: number;
let otherClub: number;
let phoneSerial = 0;
let phone: string;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linli-models-'));
  cpSync(chessClub, join(folder, 'chess-club.yaml'));
  writeFileSync(
    join(folder, 'other-club.yaml'),
    readFileSync(chessClub, 'utf8').replace('jurisdiction: "77"', 'jurisdiction: "88"'),
  );
  server = await buildTestApp({ config: { modelFolders: [folder] } });
  await openModels(server.deps);
  const models = modelsOf(server.deps);
  club = models.findCity('chess-club')!.tenantId;
  otherClub = models.findCity('other-club')!.tenantId;
});
afterAll(() => server.close());
beforeEach(() => {
  // A phone and a stretch of time of its own, so that no test spends another's tries.
  phoneSerial += 1;
  phone = `139${String(phoneSerial).padStart(8, '0')}`;
  server.clock.advance(3_600_000);
});

interface Caller {
  cookies: Record<string, string>;
  city?: string;
}

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, by?: Caller) {
  const reply = await server.app.inject({
    method,
    url,
    cookies: by?.cookies ?? {},
    headers: by?.city === undefined ? {} : { 'linli-city': by.city },
    ...(body === undefined ? {} : { payload: body }),
  });
  for (const cookie of reply.cookies) {
    if (by) by.cookies[cookie.name] = cookie.value;
  }
  return reply;
}

describe('a visitor', () => {
  test('is nobody, in the first city, with no posts', async () => {
    const { statusCode, body } = await call('GET', '/api/session');
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ person: null, posts: [], city: { key: 'chess-club' } });
  });

  test('may name another city; an unknown one is 404', async () => {
    const other = await call('GET', '/api/session', undefined, { cookies: {}, city: 'other-club' });
    expect(other.json()).toMatchObject({ city: { key: 'other-club' } });
    const unknown = await call('GET', '/api/session', undefined, { cookies: {}, city: 'atlantis' });
    expect(unknown.statusCode).toBe(404);
  });

  test('with a made-up or damaged cookie is still a visitor', async () => {
    for (const linli_session of ['1.aaaaaaaaaaaaaaaaaaaaaaaaaaaa', '999.x', 'x', `${club}.`]) {
      const reply = await call('GET', '/api/session', undefined, { cookies: { linli_session } });
      expect(reply.json()).toMatchObject({ person: null });
    }
  });

  test('cannot keep preferences: 401 says to sign in', async () => {
    const reply = await call('PATCH', '/api/session/preferences', { largeType: true });
    expect(reply.statusCode).toBe(401);
    expect(reply.json()).toMatchObject({ code: 'sign-in-required' });
  });
});

describe('a code to the phone', () => {
  const tries = async (number: string, code: string, by: Caller = { cookies: {} }) =>
    call('POST', '/api/session/phone', { phone: number, code }, by);

  /** Sends a code as a made-up city does, where the reply tells it. */
  async function demoCode(number: string): Promise<string> {
    await server.db.superuser.query('UPDATE tenants SET made_by_demo = true');
    await openModels(server.deps);
    const sent = await call('POST', '/api/session/phone-code', { phone: number });
    expect(sent.statusCode).toBe(200);
    return sent.json<{ code: string }>().code;
  }

  test('signs in, makes a resident the first time and finds the same one the second time', async () => {
    const by: Caller = { cookies: {} };
    const first = await tries(phone, await demoCode(phone), by);
    expect(first.statusCode).toBe(200);
    const { person } = first.json<{ person: { personId: string; phoneMasked: string } }>();
    expect(person.phoneMasked).toBe(`${phone.slice(0, 3)}****${phone.slice(-4)}`);
    expect((await call('GET', '/api/session', undefined, by)).json()).toMatchObject({ person });
    server.clock.advance(120_000);
    const second = await tries(phone, await demoCode(phone));
    expect(second.json()).toMatchObject({ person: { personId: person.personId } });
  });

  test('the phone is not stored in the clear', async () => {
    await tries(phone, await demoCode(phone));
    const { rows } = await server.db.superuser.query<{ all: string }>(
      'SELECT string_agg(people::text, chr(10)) AS all FROM people',
    );
    expect(rows[0]?.all).not.toContain(phone);
    expect(rows[0]?.all).not.toContain(Buffer.from(phone).toString('hex'));
  });

  test('a wrong code: 422, and how many tries are left; after five none, not even with the right one', async () => {
    const code = await demoCode(phone);
    const wrong = code === '000000' ? '000001' : '000000';
    for (const left of [4, 3, 2, 1, 0]) {
      const reply = await tries(phone, wrong);
      expect(reply.statusCode).toBe(422);
      expect(reply.json()).toMatchObject({ code: 'code-wrong', data: { left } });
    }
    expect((await tries(phone, code)).json()).toMatchObject({ code: 'code-expired' });
  });

  test('an expired code: 422 says to ask for a new one', async () => {
    const code = await demoCode(phone);
    server.clock.advance(5 * 60_000);
    expect((await tries(phone, code)).json()).toMatchObject({ code: 'code-expired', status: 422 });
  });

  test('works once, also when two use it at the same moment', async () => {
    const code = await demoCode(phone);
    const replies = await Promise.all([tries(phone, code), tries(phone, code)]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 422]);
  });

  test('a second code within the minute: 429 with the seconds to wait', async () => {
    await demoCode(phone);
    const reply = await call('POST', '/api/session/phone-code', { phone });
    expect(reply.statusCode).toBe(429);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('something that is no mobile number: 422 at the field', async () => {
    const reply = await call('POST', '/api/session/phone-code', { phone: '12345' });
    expect(reply.statusCode).toBe(422);
    expect(reply.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)).toEqual(['/phone']);
  });
});

describe('login and password', () => {
  const personId = randomUUID();
  const orgId = randomUUID();

  beforeAll(async () => {
    const passwordHash = await hashPassword('correct horse');
    await inTenant(server.db, club, async (tx) => {
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, login, password_hash, created_at) VALUES ($1, $2, '陈谷雨', 'guyu', $3, '2026-01-01')`,
        [club, personId, passwordHash],
      );
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'club-office', '社务处', '2020-01-01')`,
        [club, orgId],
      );
      await tx.query(`INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, '77')`, [
        club,
        orgId,
      ]);
      const posts: [string, string, string | null][] = [
        ['president', '2026-01-01', null],
        ['arbiter', '2025-01-01', '2025-12-31'],
        ['clockmaker', '2027-01-01', null],
      ];
      for (const [role, from, to] of posts) {
        await tx.query(
          'INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from, held_to) VALUES ($1, $2, $3, $4, $5, $6, $7)',
          [club, randomUUID(), orgId, role, personId, from, to],
        );
      }
    });
  });

  const signIn = (login: string, password: string, by: Caller = { cookies: {} }) =>
    call('POST', '/api/session/password', { login, password }, by);

  test('sign in; authority is the posts held today and what the model gives their roles', async () => {
    const by: Caller = { cookies: {} };
    const reply = await signIn('guyu', 'correct horse', by);
    expect(reply.json()).toMatchObject({
      person: { name: '陈谷雨' },
      posts: [
        {
          role: 'president',
          roleTitle: { zh: '社长' },
          abilities: ['administer', 'watch-messages', 'oversee', 'reveal'],
          covers: [{ areaCode: '77', name: '棋社' }],
        },
      ],
    });
    expect(reply.json<{ posts: unknown[] }>().posts).toHaveLength(1);
  });

  test('a post that ends takes its authority with it, in the session that is open', async () => {
    const by: Caller = { cookies: {} };
    await signIn('guyu', 'correct horse', by);
    await server.db.superuser.query(`UPDATE posts SET held_to = '2026-11-22' WHERE role = 'president'`);
    const after = await call('GET', '/api/session', undefined, by);
    await server.db.superuser.query(`UPDATE posts SET held_to = NULL WHERE role = 'president'`);
    expect(after.json()).toMatchObject({ posts: [] });
  });

  test('a wrong password and an unknown login are refused alike: 401', async () => {
    const [wrong, unknown] = [await signIn('guyu', 'wrong'), await signIn('nobody', 'wrong')];
    for (const reply of [wrong, unknown]) {
      expect(reply.statusCode).toBe(401);
      expect(reply.json()).toMatchObject({ code: 'sign-in-failed' });
    }
  });

  test('too many tries: 429, also with the right password', async () => {
    for (let n = 0; n < 10; n += 1) await signIn('guyu', 'wrong');
    expect((await signIn('guyu', 'correct horse')).statusCode).toBe(429);
  });

  test('a session of one city is nobody in another', async () => {
    const by: Caller = { cookies: {} };
    await signIn('guyu', 'correct horse', by);
    const token = by.cookies.linli_session?.split('.')[1] ?? '';
    const elsewhere = await call('GET', '/api/session', undefined, {
      cookies: { linli_session: `${otherClub}.${token}` },
    });
    expect(elsewhere.json()).toMatchObject({ person: null });
  });

  test('the cookie cannot be read by pages, and the token is not in the database', async () => {
    const reply = await signIn('guyu', 'correct horse');
    const cookie = reply.cookies.find(({ name }) => name === 'linli_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    const { rows } = await server.db.superuser.query<{ all: string }>(
      `SELECT string_agg(encode(token_hash, 'escape'), ' ') AS all FROM sign_ins`,
    );
    expect(rows[0]?.all).not.toContain(cookie?.value.split('.')[1]);
  });

  test('signing out ends the session on the server: a copy of the cookie is nobody', async () => {
    const by: Caller = { cookies: {} };
    await signIn('guyu', 'correct horse', by);
    const copy = { cookies: { ...by.cookies } };
    expect((await call('DELETE', '/api/session', undefined, by)).json()).toMatchObject({ person: null });
    expect((await call('GET', '/api/session', undefined, copy)).json()).toMatchObject({ person: null });
  });

  test('whoever never chose a language reads what their device reads, and a choice goes along to every device', async () => {
    const by: Caller = { cookies: {} };
    await signIn('guyu', 'correct horse', by);
    const localeOn = async (device: string) => {
      const reply = await server.app.inject({
        url: '/api/session',
        cookies: by.cookies,
        headers: { 'accept-language': device },
      });
      return reply.json<{ locale: string }>().locale;
    };
    expect([await localeOn('en'), await localeOn('zh-CN')]).toEqual(['en', 'zh-CN']);
    await call('PATCH', '/api/session/preferences', { locale: 'zh-CN' }, by);
    expect([await localeOn('en'), await localeOn('zh-CN')]).toEqual(['zh-CN', 'zh-CN']);
    await call('PATCH', '/api/session/preferences', { locale: 'en' }, by);
    expect([await localeOn('en'), await localeOn('zh-CN')]).toEqual(['en', 'en']);
    await server.db.superuser.query("UPDATE people SET locale = NULL WHERE login = 'guyu'");
  });

  test('preferences are kept; a home that is no area is refused and nothing is changed', async () => {
    const by: Caller = { cookies: {} };
    await signIn('guyu', 'correct horse', by);
    const refused = await call(
      'PATCH',
      '/api/session/preferences',
      { largeType: true, homeCode: '7799' },
      by,
    );
    expect(refused.json()).toMatchObject({ code: 'unknown-area' });
    expect((await call('GET', '/api/session', undefined, by)).json()).toMatchObject({ largeType: false });
    const kept = await call('PATCH', '/api/session/preferences', { largeType: true, homeCode: '77' }, by);
    expect(kept.json()).toMatchObject({ largeType: true, person: { homeCode: '77' } });
  });
});

describe('persons of made-up cities', () => {
  test('404 where a city is real', async () => {
    await server.db.superuser.query('UPDATE tenants SET made_by_demo = false');
    await openModels(server.deps);
    expect((await call('GET', '/api/demo/people')).json()).toMatchObject({ code: 'not-demo', status: 404 });
    expect((await call('POST', '/api/demo/sign-in', { person: 'x' })).statusCode).toBe(404);
  });

  test('each can be tried with one call, in the city it lives in', async () => {
    await server.db.superuser.query('UPDATE tenants SET made_by_demo = true');
    await server.db.superuser.query(
      `UPDATE people SET demo_script = '{"zh":"看看","en":"Look"}' WHERE login = 'guyu'`,
    );
    await openModels(server.deps);
    const { people } = (await call('GET', '/api/demo/people')).json<{
      people: { id: string; face: string }[];
    }>();
    expect(people).toMatchObject([
      { name: '陈谷雨', role: 'president', face: 'console', city: 'chess-club' },
    ]);
    const by: Caller = { cookies: {} };
    const reply = await call('POST', '/api/demo/sign-in', { person: people[0]!.id }, by);
    expect(reply.json()).toMatchObject({ person: { name: '陈谷雨' } });
    expect((await call('POST', '/api/demo/sign-in', { person: 'nobody' })).statusCode).toBe(404);
  });
});
