import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openModels } from '../../src/modules/models/index.ts';
import { setUpCity } from '../../src/modules/orgs/index.ts';
import { setPassword } from '../../src/modules/people/index.ts';
import { programFolder } from '../../src/platform/config.ts';
import { buildTestApp, freshDatabase, type TestApp, type TestDatabase } from '../harness.ts';

const shipped = fileURLToPath(new URL('../../../models', import.meta.url));
const administrator = { name: '周管理', login: 'zhou', password: 'long enough 1' };

async function city(options: { isDemo?: boolean } = {}): Promise<{
  server: TestApp;
  city: ReturnType<Awaited<ReturnType<typeof openModels>>['cities']>[number];
}> {
  const server = await buildTestApp({ ...options, config: { modelFolders: [shipped] } });
  const found = (await openModels(server.deps)).findCity('tongguan');
  if (!found) throw new Error('tongguan is not there');
  return { server, city: found };
}

describe('setting up a city', () => {
  test('the first administrator can sign in, look at organisations and give the next post', async () => {
    const { server, city: tongguan } = await city();
    const { orgName } = await setUpCity(server.deps, tongguan, administrator);
    expect(orgName).toBe('区委');
    const { login, password } = administrator;
    const signedIn = await server.app.inject({
      method: 'POST',
      url: '/api/session/password',
      headers: { 'linli-city': 'tongguan' },
      payload: { login, password },
    });
    expect(signedIn.json()).toMatchObject({
      posts: [{ role: 'administrator', covers: [{ areaCode: '340705' }] }],
    });
    const cookies = Object.fromEntries(signedIn.cookies.map(({ name, value }) => [name, value]));
    const { orgs } = (await server.app.inject({ url: '/api/orgs', cookies })).json<{
      orgs: { orgId: string; mayAdminister: boolean }[];
    }>();
    expect(orgs).toMatchObject([{ kind: 'district-committee', name: '区委', mayAdminister: true }]);
    const next = await server.app.inject({
      method: 'POST',
      url: '/api/posts',
      cookies,
      payload: {
        commandId: randomUUID(),
        orgId: orgs[0]?.orgId,
        role: 'district-dispatcher',
        person: { name: '吴调度' },
      },
    });
    expect(next.statusCode).toBe(200);
  });

  test('is refused when there is one, naming who may appoint more; of two at once only one comes through', async () => {
    const { server, city: tongguan } = await city();
    const tries = await Promise.allSettled([
      setUpCity(server.deps, tongguan, administrator),
      setUpCity(server.deps, tongguan, { ...administrator, name: '钱管理', login: 'qian' }),
    ]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { rows } = await server.db.superuser.query<{ name: string }>('SELECT name FROM people');
    expect(rows).toHaveLength(1);
    await expect(setUpCity(server.deps, tongguan, { ...administrator, login: 'other' })).rejects.toThrow(
      `${rows[0]?.name} (系统管理员, 区委)`,
    );
  });

  test('is possible again, in the same organisation, when nobody administers the city any more', async () => {
    const { server, city: tongguan } = await city();
    await setUpCity(server.deps, tongguan, administrator);
    await server.db.superuser.query(`UPDATE posts SET held_to = '2026-11-22'`);
    await setUpCity(server.deps, tongguan, { ...administrator, login: 'second', orgName: '不另建' });
    const { rows } = await server.db.superuser.query('SELECT name FROM orgs');
    expect(rows).toEqual([{ name: '区委' }]);
  });

  test('is refused for a made-up city, and for an organisation that does not administer the whole city', async () => {
    const { server, city: demo } = await city({ isDemo: true });
    await expect(setUpCity(server.deps, demo, administrator)).rejects.toThrow('made-up city');
    const { rows } = await server.db.superuser.query('SELECT FROM people');
    expect(rows).toEqual([]);
    const real = await city();
    const refused = setUpCity(real.server.deps, real.city, {
      ...administrator,
      orgKind: 'community-committee',
    });
    await expect(refused).rejects.toThrow('allowed: district-committee');
  });
});

describe('linli setup', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linli-setup-'));
  let db: TestDatabase;
  beforeAll(async () => {
    db = await freshDatabase();
  });

  /** As `npm run linli -- setup …` with this on its input. */
  function linli(words: string[], input = ''): Promise<{ status: number | null; out: string; err: string }> {
    const child = spawn(
      process.execPath,
      [join(programFolder, 'scripts', 'launch.mjs'), 'server/src/cli.ts', 'setup', ...words],
      {
        cwd: programFolder,
        env: {
          ...process.env,
          INIT_CWD: folder,
          LINLI_DATA: folder,
          LINLI_SECRET: 'a secret for tests only, 32 characters and more',
          DATABASE_URL: db.url,
        },
      },
    );
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.stdin.end(input);
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, out, err })));
  }
  const who = ['--city', 'tongguan', '--name', '周管理', '--login', 'zhou'];

  test('called wrongly it says what is missing or allowed, and enters nobody', async () => {
    const wrongs: [string[], string, RegExp][] = [
      [[], '', /--city is missing/],
      [['--city', 'atlantis'], '', /allowed: .*tongguan/],
      [['--city', 'tongguan', '--login', 'zhou'], '', /--name is missing/],
      [who, 'short\n', /password: at least 10/],
      [[...who, '--password-file', 'nowhere'], '', /cannot be read/],
      [['--password', 'long enough 1'], '', /Unknown option/],
    ];
    const replies = await Promise.all(wrongs.map(([words, input]) => linli(words, input)));
    for (const [at, { status, err }] of replies.entries()) {
      const [words, , message] = wrongs[at] ?? [];
      expect([words, status]).toEqual([words, 2]);
      expect(err).toMatch(message ?? /^$/);
    }
    const { rows } = await db.superuser.query('SELECT FROM people');
    expect(rows).toEqual([]);
  }, 60_000);

  test('takes the password from its input or from a file and prints it nowhere; the second time it refuses', async () => {
    const first = await linli(who, 'long enough 1\n');
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(first.out).toContain('周管理 is 系统管理员');
    expect(first.out).not.toContain('long enough');
    const { rows } = await db.superuser.query<{ password_hash: string }>('SELECT password_hash FROM people');
    expect(rows.map((row) => row.password_hash.startsWith('$argon2id$'))).toEqual([true]);
    writeFileSync(join(folder, 'password.txt'), 'long enough 2\n');
    const second = await linli([...who, '--password-file', 'password.txt']);
    expect(second.status).toBe(3);
    expect(second.err).toContain('is set up already');
  }, 60_000);

  test('refuses where the cities are made up', async () => {
    await db.superuser.query('UPDATE tenants SET made_by_demo = true');
    const { status, err } = await linli(who, 'long enough 1\n');
    expect(status).toBe(3);
    expect(err).toContain('This is a demo');
  }, 60_000);
});

describe('a lost password', () => {
  test('is replaced by login: the new one opens, the old one and earlier sessions do not', async () => {
    const { server, city: tongguan } = await city();
    await setUpCity(server.deps, tongguan, administrator);
    const signIn = (password: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/session/password',
        headers: { 'linli-city': 'tongguan' },
        payload: { login: administrator.login, password },
      });
    const before = await signIn(administrator.password);
    const cookies = Object.fromEntries(before.cookies.map(({ name, value }) => [name, value]));
    expect(await setPassword(server.db, tongguan.tenantId, administrator.login, 'another long one')).toBe(
      administrator.name,
    );
    expect((await signIn('another long one')).statusCode).toBe(200);
    expect((await signIn(administrator.password)).statusCode).toBe(401);
    expect((await server.app.inject({ url: '/api/session', cookies })).json()).toMatchObject({
      person: null,
    });
  });

  test('of a login nobody has is not set', async () => {
    const { server, city: tongguan } = await city();
    expect(await setPassword(server.db, tongguan.tenantId, 'nobody', 'another long one')).toBeUndefined();
  });
});
