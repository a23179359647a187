import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { ModelView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelsOf, openModels } from '../../src/modules/models/index.ts';
import { inTenant } from '../../src/platform/db/index.ts';
import { buildTestApp, type TestApp } from '../harness.ts';
import { signInAs } from '../sign-in.ts';

const shipped = fileURLToPath(new URL('../../../models', import.meta.url));

let server: TestApp;
let tenantId: number;
beforeAll(async () => {
  server = await buildTestApp({ config: { modelFolders: [shipped] } });
  await openModels(server.deps);
  const city = modelsOf(server.deps).findCity('tongguan');
  if (!city) throw new Error('tongguan is not there');
  tenantId = city.tenantId;
});
afterAll(() => server.close());

async function ask(cookies: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return server.app.inject({
    url: '/api/model',
    cookies,
    headers: { 'linli-city': 'tongguan', ...headers },
  });
}
const mayOpen = (view: ModelView) => view.kinds.filter((kind) => kind.mayOpen).map(({ key }) => key);

/** Somebody with this role, or a resident without one. */
async function somebody(role: string | null): Promise<Record<string, string>> {
  const [personId, orgId] = [randomUUID(), randomUUID()];
  await inTenant(server.db, tenantId, async (tx) => {
    await tx.query(
      `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '周正', '2026-01-01')`,
      [tenantId, personId],
    );
    if (role === null) return;
    await tx.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'any', '组织', '2026-01-01')`,
      [tenantId, orgId],
    );
    await tx.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
      [tenantId, randomUUID(), orgId, role, personId],
    );
  });
  return signInAs(server, tenantId, personId);
}

describe('the words of a city', () => {
  test('are complete: kinds with what they ask and the stations in the order of the spine, problems, levels, roles', async () => {
    const reply = await ask();
    expect(reply.statusCode).toBe(200);
    const view = ModelView.parse(reply.json());
    const model = modelsOf(server.deps).ofTenant(tenantId);
    expect(view).toMatchObject({ key: 'tongguan', version: model.version, title: model.title });
    const order = view.kinds.find(({ key }) => key === 'order');
    expect(order?.stations.map(({ key, title }) => `${key} ${title.zh}`)).toEqual([
      'open 点单',
      'accepted 接单',
      'assigned 派单',
      'handling 办理',
      'resolved 结单',
      'verified 回访',
      'closed 办结',
      'returned 退单',
      'reopened 重新办理',
      'withdrawn 撤单',
    ]);
    const whistle = view.kinds.find(({ key }) => key === 'whistle');
    expect(whistle?.asks.find(({ key }) => key === 'urgency')?.choices.map(({ key }) => key)).toEqual([
      'on-site',
      'same-day',
      'complex',
    ]);
    expect(whistle?.ladder?.rungs.map(({ title }) => title.zh)).toEqual([
      '片区调度会',
      '周末议事会',
      '党建联席会',
    ]);
    const dangers = view.kinds.flatMap((kind) => kind.asks).filter(({ onYes }) => onYes !== null);
    expect(dangers.length, 'the question about danger tells whom to call').toBeGreaterThan(0);
    expect(view.problems.map(({ key }) => key)).toEqual(Object.keys(model.problems));
    expect(view.levels.map(({ key }) => key)).toEqual(model.levels.map(({ key }) => key));
    expect(view.roles.map(({ key }) => key)).toEqual(Object.keys(model.roles));
  });

  test('say what each may open: never a kind that is for posts only, unless one of these is held', async () => {
    const view = async (cookies: Record<string, string>) => mayOpen((await ask(cookies)).json<ModelView>());
    // A visitor sees what signing in makes possible, and nothing that takes a post.
    expect(await view({})).toEqual(['report', 'order']);
    expect(await view(await somebody(null))).toEqual(['report', 'order']);
    expect(await view(await somebody('community-worker'))).toEqual(['report', 'order', 'whistle']);
    expect(await view(await somebody('repair-worker'))).toEqual(['report', 'order']);
  });

  test('are sent once: asked for again with the tag, 304 and nothing; another viewer’s tag is another', async () => {
    const first = await ask();
    const etag = String(first.headers.etag);
    const again = await ask({}, { 'if-none-match': `W/${etag}` });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const worker = await ask(await somebody('community-worker'), { 'if-none-match': etag });
    expect(worker.statusCode).toBe(200);
  });
});
