import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type App, createHttp, problem } from '../../src/platform/http/index.ts';
import { localeOf } from '../../src/platform/http/locale.ts';
import { openLog } from '../../src/platform/log.ts';

let app: App;
let pages: string;
let ready = false;

beforeAll(async () => {
  pages = mkdtempSync(join(tmpdir(), 'linli-pages-'));
  for (const folder of ['console', 'assets']) mkdirSync(join(pages, folder));
  writeFileSync(join(pages, 'index.html'), '<title>resident</title>');
  writeFileSync(join(pages, 'console', 'index.html'), '<title>console</title>');
  writeFileSync(join(pages, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(pages, 'sw.js'), 'self;');
  app = await createHttp({
    log: openLog('silent'),
    publicUrl: 'https://linli.example.org',
    pagesFolder: pages,
    isReady: () => ready,
  });
  app.route({
    method: 'POST',
    url: '/api/things/:id',
    schema: {
      params: z.object({ id: z.uuid() }),
      querystring: z.object({ limit: z.coerce.number().int().max(10).default(5) }),
      body: z.object({
        title: z.string().min(1).max(10),
        kind: z.enum(['a', 'b']),
        parts: z
          .array(z.object({ n: z.number() }))
          .max(2)
          .optional(),
      }),
      response: { 200: z.object({ title: z.string(), locale: z.string() }) },
    },
    handler: async (request) => ({
      title: request.body.title,
      locale: request.locale,
      secret: 'not in the schema',
    }),
  });
  app.get('/api/broken', async () => {
    throw new Error('the password is hunter2');
  });
  app.get('/api/away', async () => {
    throw Object.assign(new Error('connect ENOENT /x/.s.PGSQL.5432'), { code: 'ENOENT', syscall: 'connect' });
  });
  app.get('/api/mis-declared', { schema: { response: { 200: z.object({ n: z.number() }) } } }, async () => {
    return { n: 'personal words' } as unknown as { n: number };
  });
  app.get('/api/of-others', async () => {
    throw problem('forbidden', { labels: { who: { zh: '裁判', en: 'Arbiter' } } });
  });
  app.get('/api/refused', async () => {
    throw problem('code-wrong', { data: { left: 2 }, current: { station: 'open' }, rule: 'gates.budget' });
  });
  app.get('/api/limited', { config: { rateLimit: { max: 1, timeWindow: 60_000 } } }, async () => 'ok');
  await app.ready();
});
afterAll(async () => {
  await app.close();
  rmSync(pages, { recursive: true, force: true });
});

const id = '0191f0a0-0000-7000-8000-000000000001';
const post = (body: unknown, headers: Record<string, string> = {}, url = `/api/things/${id}`) =>
  app.inject({ method: 'POST', url, headers, payload: body as object });

describe('refusals', () => {
  test('name every wrong field at once, by pointer, in the reader’s language', async () => {
    const body = { title: 'longer than ten', parts: [{ n: 1 }, { n: 'x' }] };
    const inEnglish = await post(body, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(inEnglish.statusCode).toBe(422);
    expect(inEnglish.headers['content-type']).toContain('application/problem+json');
    expect(Problem.parse(inEnglish.json())).toMatchObject({
      type: '/problems/invalid-input',
      status: 422,
      errors: [
        { at: '/title', message: 'must be at most 10 characters' },
        { at: '/kind', message: 'is required' },
        { at: '/parts/1/n', message: 'must be a number' },
      ],
    });
    const inChinese = await post(body);
    expect(inChinese.json()).toMatchObject({
      title: '有内容需要改正',
      errors: [{ message: '最多 10 个字' }, { message: '请填写此项' }, { message: '应为数字' }],
    });
  });

  test('says what fills its sentence in that language too', async () => {
    const asked = async (language: string) =>
      (await app.inject({ url: '/api/of-others', headers: { 'accept-language': language } })).json();
    expect(await asked('zh-CN')).toMatchObject({
      detail: '可以办理的人：裁判。如有疑问请联系负责人。',
      data: { who: '裁判' },
    });
    expect(await asked('en')).toMatchObject({
      detail: 'Who may do this: Arbiter. Ask the person responsible.',
      data: { who: 'Arbiter' },
    });
  });

  test('a wrong query is marked as such', async () => {
    const reply = await post({ title: 'x', kind: 'a' }, {}, `/api/things/${id}?limit=99`);
    expect(reply.json().errors).toEqual([{ at: '/query/limit', message: '不能大于 10' }]);
  });

  test('an id that cannot be one is nothing there, like any other', async () => {
    const reply = await post({ title: 'x', kind: 'a' }, {}, '/api/things/17');
    expect(reply.statusCode).toBe(404);
    expect(reply.json()).toMatchObject({ code: 'not-found' });
  });

  test('carry data, present state and rule', async () => {
    const reply = await app.inject('/api/refused');
    expect(reply.json()).toMatchObject({
      code: 'code-wrong',
      detail: '请核对短信中的验证码，还可以再试 2 次。',
      current: { station: 'open' },
      rule: 'gates.budget',
    });
  });

  test.each([
    [
      'not JSON',
      { payload: '{"title":', headers: { 'content-type': 'application/json' } },
      400,
      'bad-request',
    ],
    [
      'another format',
      { payload: '<a/>', headers: { 'content-type': 'application/xml' } },
      415,
      'unsupported-media-type',
    ],
    [
      'a body without end',
      {
        payload: JSON.stringify({ title: 'x'.repeat(600_000) }),
        headers: { 'content-type': 'application/json' },
      },
      413,
      'body-too-large',
    ],
    ['no body', { headers: {} }, 422, 'invalid-input'],
  ])('%s is named, not guessed', async (_name, request, status, code) => {
    const reply = await app.inject({ method: 'POST', url: `/api/things/${id}`, ...request });
    expect([reply.statusCode, Problem.parse(reply.json()).code]).toEqual([status, code]);
  });

  test('an unknown API address is a problem document, whatever the method', async () => {
    for (const method of ['GET', 'DELETE'] as const) {
      const reply = await app.inject({ method, url: '/api/nothing', headers: { accept: 'text/html' } });
      expect([reply.statusCode, reply.json().code]).toEqual([404, 'not-found']);
    }
  });

  test('a malformed address is answered too', async () => {
    const reply = await app.inject('/api/things/%E0%A4%A');
    expect([reply.statusCode, reply.json().code]).toEqual([400, 'bad-request']);
  });

  test('an error of ours tells its number and nothing else', async () => {
    const reply = await app.inject('/api/broken');
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('hunter2');
    expect(reply.json().detail).toContain(reply.json().instance);
  });

  test('a database out of reach asks to try again', async () => {
    const reply = await app.inject('/api/away');
    expect([reply.statusCode, reply.json().code, reply.headers['retry-after']]).toEqual([
      503,
      'not-available',
      '3',
    ]);
  });

  test('a reply that breaks its own schema is not sent', async () => {
    const reply = await app.inject('/api/mis-declared');
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('personal words');
  });

  test('a limit says when to try again', async () => {
    expect((await app.inject('/api/limited')).statusCode).toBe(200);
    const reply = await app.inject('/api/limited');
    expect([reply.statusCode, reply.json().code]).toEqual([429, 'too-many-requests']);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect(reply.json().detail).not.toContain('{');
  });
});

describe('replies', () => {
  test('carry what their schema names and nothing more', async () => {
    const reply = await post({ title: 'x', kind: 'a' });
    expect(reply.json()).toEqual({ title: 'x', locale: 'zh-CN' });
  });

  test('come with the security headers and are kept by nobody', async () => {
    const reply = await post({ title: 'x', kind: 'a' });
    expect(reply.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  test('rare characters arrive, what cannot be stored is cleaned', async () => {
    const raw = `{"title":"𠮷🧓🏽\\u0000\\ud800x","kind":"a"}`;
    const reply = await app.inject({
      method: 'POST',
      url: `/api/things/${id}`,
      payload: raw,
      headers: { 'content-type': 'application/json' },
    });
    expect(reply.json().title).toBe('𠮷🧓🏽\ufffdx');
  });
});

describe('other sites', () => {
  const body = { title: 'x', kind: 'a' };
  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://linli.example.org' }, 200],
    [{ origin: 'http://localhost:80', host: 'localhost:80' }, 200],
    [{}, 200],
  ] as [Record<string, string>, number][])('a write with %j answers %i', async (headers, status) => {
    expect((await post(body, headers)).statusCode).toBe(status);
  });

  test('reading is not stopped', async () => {
    const reply = await app.inject({ url: '/api/openapi.json', headers: { 'sec-fetch-site': 'cross-site' } });
    expect(reply.statusCode).toBe(200);
  });
});

describe('pages', () => {
  test.each([
    ['/', 'resident'],
    ['/cases/1', 'resident'],
    ['/console', 'console'],
    ['/console/', 'console'],
    ['/console/cases/1?tab=history', 'console'],
    ['/consoles', 'resident'],
  ])('%s shows the %s', async (url, face) => {
    const reply = await app.inject(url);
    expect([reply.statusCode, reply.body]).toEqual([200, `<title>${face}</title>`]);
    expect(reply.headers['cache-control']).toBe('no-cache');
    expect(reply.headers['content-security-policy']).toBeDefined();
  });

  test('assets are kept for ever, the service worker never', async () => {
    expect((await app.inject('/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable');
    expect((await app.inject('/sw.js')).headers['cache-control']).toBe('no-cache');
  });

  test('a missing file is missing, not a page', async () => {
    expect((await app.inject('/assets/old-9f.js')).statusCode).toBe(404);
    expect((await app.inject('/screen')).statusCode).toBe(404);
  });

  test('nothing outside the folder is served', async () => {
    for (const url of ['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json']) {
      expect((await app.inject(url)).body).not.toContain('"name"');
    }
  });
});

describe('for scripts and probes', () => {
  test('healthz is 503 until ready', async () => {
    expect((await app.inject('/healthz')).statusCode).toBe(503);
    ready = true;
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });

  test('openapi.json is an OpenAPI 3.1 document of the routes, with their refusals', async () => {
    const { Validator } = await import('@seriousme/openapi-schema-validator');
    const document = (await app.inject('/api/openapi.json')).json();
    const { valid, errors } = await new Validator().validate(document);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
    const operation = document.paths['/api/things/{id}'].post;
    expect(Object.keys(operation.responses)).toEqual(['200', 'default']);
    expect(operation.responses.default.content).toHaveProperty('application/problem+json');
  });
});

test.each([
  [undefined, 'zh-CN'],
  ['en', 'en'],
  ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-US,en;q=0.9,zh;q=0.8', 'en'],
  ['zh;q=0.1, en;q=0.5', 'en'],
  ['fr,de', 'zh-CN'],
] as const)('Accept-Language %s reads %s', (header, locale) => {
  expect(localeOf(header)).toBe(locale);
});
