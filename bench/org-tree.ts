/**
 * Does the tree of organisations stay quick when a city has 100,000 of them? Opening a branch, the next page of a long one,
 * a search by name, and one organisation with its posts are asked over HTTP in a city of 1,000 and in one of 100,000.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { buildApp } from '../server/src/app.ts';
import type { Postgres } from '../server/src/platform/postgres/index.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { openBenchCity } from './bench-city.ts';

const sizes = { small: 1_000, large: 100_000 };
const asked = 200;
const warmUp = 20;
/** Grid branches under each compound, compounds under each community. */
const shape = { grids: 9, compounds: 10 };

interface Measured {
  orgs: number;
  topP95Ms: number;
  branchP95Ms: number;
  /** Under the district: a page after the first in the large city. */
  nextPageP95Ms: number;
  byNameP95Ms: number;
  oneP95Ms: number;
}

export async function orgTree(): Promise<Record<string, unknown>> {
  const postgres = await startTemporaryPostgres({ settings: { shared_buffers: '256MB', autovacuum: 'off' } });
  try {
    const small = await measure(postgres, 'bench_tree_small', sizes.small);
    const large = await measure(postgres, 'bench_tree_large', sizes.large);
    const ratio = (key: keyof Measured) => Number((large[key] / small[key]).toFixed(2));
    return {
      bench: 'org-tree',
      small,
      large,
      branchRatio: ratio('branchP95Ms'),
      byNameRatio: ratio('byNameP95Ms'),
      oneRatio: ratio('oneP95Ms'),
    };
  } finally {
    await postgres.stop();
  }
}

async function measure(postgres: Postgres, name: string, orgs: number): Promise<Measured> {
  const city = await openBenchCity(postgres, { name, model: 'tongguan', poolSize: 4 });
  const { tenantId, superuser } = city;
  const { administrator, communities } = await fill(superuser, tenantId, orgs);
  const cookie = await city.signIn(administrator);
  const app = await buildApp(city.deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const agent = new Agent({ keepAlive: true });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const get = (path: string) => send(agent, origin + path, cookie);
  const time = async (path: (turn: number) => string, holds: (found: Found) => boolean): Promise<number> => {
    const times: number[] = [];
    for (let turn = -warmUp; turn < asked; turn += 1) {
      const started = performance.now();
      const found = await get(path(turn + warmUp));
      if (turn >= 0) times.push(performance.now() - started);
      // Quickly nothing is no answer.
      if (!holds(found)) throw new Error(`${path(turn + warmUp)}: ${JSON.stringify(found).slice(0, 300)}`);
    }
    return percentile95(times);
  };
  const some = <Item>(list: readonly Item[], turn: number): Item => list[(turn * 7919) % list.length] as Item;
  try {
    const root = (await get('/api/orgs')).orgs?.[0]?.orgId;
    const firstPage = await get(`/api/orgs?under=${root}`);
    return {
      orgs,
      topP95Ms: await time(
        () => '/api/orgs',
        ({ orgs: found }) => found?.length === 1,
      ),
      branchP95Ms: await time(
        (turn) => `/api/orgs?under=${some(communities, turn)}`,
        ({ orgs: found }) => (found?.length ?? 0) > 0,
      ),
      nextPageP95Ms: await time(
        () => `/api/orgs?under=${root}${firstPage.next ? `&after=${firstPage.next}` : ''}`,
        ({ orgs: found }) => (found?.length ?? 0) > 0,
      ),
      byNameP95Ms: await time(
        (turn) => `/api/orgs?q=${encodeURIComponent(`社区${(turn * 31) % communities.length}号`)}`,
        ({ orgs: found }) => (found?.length ?? 0) > 0,
      ),
      oneP95Ms: await time(
        (turn) => `/api/orgs/${some(communities, turn)}`,
        ({ org }) => org !== undefined,
      ),
    };
  } finally {
    agent.destroy();
    await app.close();
    await city.close();
  }
}

/** A district, its communities, their compounds, the grid branches of these: each with a post that is held. */
async function fill(
  client: pg.Client,
  tenantId: number,
  orgs: number,
): Promise<{ administrator: string; communities: string[] }> {
  const each = 1 + shape.compounds * (1 + shape.grids);
  await client.query('SET session_replication_role = replica');
  await client.query(`CREATE TEMP TABLE org AS
    SELECT gen_random_uuid() AS id, number, CASE
             WHEN number = 0 THEN 'district-committee'
             WHEN (number - 1) % ${each} = 0 THEN 'community-committee'
             WHEN ((number - 1) % ${each} - 1) % ${1 + shape.grids} = 0 THEN 'compound-committee'
             ELSE 'grid-branch' END AS kind
      FROM generate_series(0, ${orgs - 1}) AS number`);
  await client.query(`ALTER TABLE org ADD COLUMN above integer; UPDATE org SET above = CASE kind
      WHEN 'district-committee' THEN NULL
      WHEN 'community-committee' THEN 0
      WHEN 'compound-committee' THEN (number - 1) / ${each} * ${each} + 1
      ELSE (number - 1) / ${each} * ${each} + 2 + ((number - 1) % ${each} - 1) / ${1 + shape.grids} * ${1 + shape.grids} END`);
  await client.query(
    `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, formation, valid_from)
     SELECT ${tenantId}, org.id, org.kind,
            CASE org.kind WHEN 'community-committee' THEN '社区' || (org.number - 1) / ${each} || '号' ELSE '组织' || org.number END,
            above.id, CASE org.kind WHEN 'grid-branch' THEN 'on-grid' WHEN 'compound-committee' THEN 'standalone' END, date '2020-01-01'
       FROM org LEFT JOIN org AS above ON above.number = org.above`,
  );
  const codeOf = `'340705' || lpad((number / 1000000)::text, 3, '0') || lpad((number / 1000 % 1000)::text, 3, '0') || lpad((number % 1000)::text, 3, '0')`;
  await client.query(
    `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name)
     SELECT ${tenantId}, ${codeOf}, '340705', 'compound', '地' || number, '地' || number FROM org WHERE kind = 'compound-committee'`,
  );
  await client.query(
    `INSERT INTO org_areas (tenant_id, org_id, area_code)
     SELECT ${tenantId}, id, CASE kind WHEN 'compound-committee' THEN ${codeOf} ELSE '340705' END FROM org
      WHERE kind <> 'grid-branch'`,
  );
  await client.query(
    `CREATE TEMP TABLE holder AS SELECT gen_random_uuid() AS id, org.id AS org, kind FROM org`,
  );
  await client.query(
    `INSERT INTO people (tenant_id, person_id, name, created_at) SELECT ${tenantId}, id, '任职人', timestamptz '2026-01-01' FROM holder`,
  );
  await client.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
     SELECT ${tenantId}, gen_random_uuid(), org, CASE kind WHEN 'district-committee' THEN 'administrator'
              WHEN 'community-committee' THEN 'community-secretary' WHEN 'compound-committee' THEN 'compound-secretary'
              ELSE 'grid-secretary' END, id, date '2026-01-01' FROM holder`,
  );
  await client.query('RESET session_replication_role');
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query<{ id: string; kind: string }>(
    `SELECT id, kind FROM org WHERE kind = 'community-committee' ORDER BY number`,
  );
  const administrators = await client.query<{ id: string }>(
    `SELECT id FROM holder WHERE kind = 'district-committee'`,
  );
  return {
    administrator: administrators.rows[0]?.id ?? randomUUID(),
    // The last may be cut short.
    communities: rows.slice(0, -1).map(({ id }) => id),
  };
}

interface Found {
  orgs?: { orgId: string }[];
  org?: unknown;
  next?: string | null;
}

function send(agent: Agent, url: string, cookie: string): Promise<Found> {
  return new Promise((resolve, reject) => {
    request(url, { agent, headers: { cookie } }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const said = Buffer.concat(chunks).toString();
        if (reply.statusCode === 200) resolve(JSON.parse(said) as Found);
        else reject(new Error(`${url}: ${reply.statusCode} ${said.slice(0, 300)}`));
      });
    })
      .on('error', reject)
      .end();
  });
}

function percentile95(times: readonly number[]): number {
  const sorted = times.toSorted((left, right) => left - right);
  return Number((sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0).toPrecision(3));
}
