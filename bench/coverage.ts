/**
 * How long does a city wait for the truth about its coverage? At a hundred thousand and at a million homes, one city after
 * the other on one PostgreSQL: counting everything once, and then the answer after one post was ended — the command and the
 * question together, over HTTP, with vacancies, expired terms and the coverage rate in it.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { buildApp } from '../server/src/app.ts';
import type { Postgres } from '../server/src/platform/postgres/index.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { openBenchCity } from './bench-city.ts';

const sizes = { small: 100_000, large: 1_000_000 } as const;
/** Changes measured, after enough for every statement to have its general plan. */
export const changes = 60;
export const warmUp = 15;

export interface Measured {
  homes: number;
  cells: number;
  posts: number;
  secondsToFill: number;
  fullSeconds: number;
  /** Ending one post, and asking for the coverage of the whole city after it. */
  changeP50Ms: number;
  changeP95Ms: number;
  answerP50Ms: number;
  answerP95Ms: number;
  bothP95Ms: number;
  findingsP95Ms: number;
}

export async function coverage(): Promise<Record<string, unknown>> {
  const postgres = await startTemporaryPostgres({
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', autovacuum: 'off', work_mem: '64MB' },
  });
  try {
    const small = await measureCity(postgres, 'bench_small', sizes.small, grids);
    const large = await measureCity(postgres, 'bench_large', sizes.large, grids);
    return {
      bench: 'coverage',
      small,
      large,
      fullRatio: Number((large.fullSeconds / small.fullSeconds).toFixed(2)),
      afterOneChangeRatio: Number((large.bothP95Ms / small.bothP95Ms).toFixed(2)),
      isUnderASecond: large.bothP95Ms < 1_000,
    };
  } finally {
    await postgres.stop();
  }
}

export interface Filled {
  administrator: string;
  /** Posts that are ended one after another, each with the homes that nobody answers for then. */
  posts: { postId: string; serves: number }[];
}

/** Which city is filled, and how. */
export interface Filling {
  model: string;
  fill(client: pg.Client, tenantId: number, homes: number): Promise<Filled>;
}

/** Grids of eight buildings with 80 members on duty each. */
const grids: Filling = { model: 'tongguan', fill };

export async function measureCity(
  postgres: Postgres,
  name: string,
  homes: number,
  { model, fill }: Filling,
): Promise<Measured> {
  const city = await openBenchCity(postgres, { name, model, poolSize: 2 });
  const { tenantId, superuser } = city;
  const from = performance.now();
  const { administrator, posts } = await fill(superuser, tenantId, homes);
  const secondsToFill = (performance.now() - from) / 1_000;
  const cookie = await city.signIn(administrator);
  const app = await buildApp(city.deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const agent = new Agent({ keepAlive: true });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ ms: number; reply: Reply }> => {
    const started = performance.now();
    const reply = await send(agent, origin + path, method, cookie, body);
    return { ms: performance.now() - started, reply };
  };
  try {
    const full = await call('GET', '/api/coverage');
    const { figures } = full.reply;
    if (figures?.homes !== homes || figures.proven !== homes) {
      throw new Error(
        `counted ${JSON.stringify(figures)}, there are ${homes} homes and all are answered for`,
      );
    }
    const times = {
      change: [] as number[],
      answer: [] as number[],
      both: [] as number[],
      findings: [] as number[],
    };
    let unanswered = 0;
    for (let index = -warmUp; index < changes; index += 1) {
      const { postId, serves } = posts[index + warmUp] ?? { postId: '', serves: 0 };
      const change = await call('POST', `/api/posts/${postId}/end`, { commandId: randomUUID() });
      const answer = await call('GET', '/api/coverage');
      const findings = await call('GET', '/api/coverage/findings?kind=nobody-answers&limit=50');
      unanswered += serves;
      // An answer that does not follow would be quick at any size.
      if (answer.reply.figures?.unanswered !== unanswered) {
        throw new Error(
          `${unanswered} homes lost their post, the answer is ${JSON.stringify(answer.reply.figures)}`,
        );
      }
      if (findings.reply.findings?.length !== Math.min(50, unanswered))
        throw new Error('a finding is missing');
      if (index < 0) continue;
      times.change.push(change.ms);
      times.answer.push(answer.ms);
      times.both.push(change.ms + answer.ms);
      times.findings.push(findings.ms);
    }
    const { rows } = await superuser.query<{ cells: string; posts: string }>(
      'SELECT (SELECT count(*) FROM coverage_cells) AS cells, (SELECT count(*) FROM posts) AS posts',
    );
    return {
      homes,
      cells: Number(rows[0]?.cells),
      posts: Number(rows[0]?.posts),
      secondsToFill: Math.round(secondsToFill),
      fullSeconds: Number((full.ms / 1_000).toFixed(2)),
      changeP50Ms: percentile(times.change, 50),
      changeP95Ms: percentile(times.change, 95),
      answerP50Ms: percentile(times.answer, 50),
      answerP95Ms: percentile(times.answer, 95),
      bothP95Ms: percentile(times.both, 95),
      findingsP95Ms: percentile(times.findings, 95),
    };
  } finally {
    agent.destroy();
    await app.close();
    await city.close();
  }
}

/**
 * Compounds of 48 buildings with 60 homes each, 8 buildings to a grid; each grid has its branch, its secretary and 80
 * members on duty with 6 homes each. The last compound may be cut short, so that the number of homes is exact.
 */
async function fill(client: pg.Client, tenantId: number, homes: number): Promise<Filled> {
  // What is made here fits together; checking each of some millions of foreign keys would take most of the time.
  await client.query('SET session_replication_role = replica');
  await client.query(`CREATE TEMP TABLE home AS
    SELECT number, '340705' || lpad((number / 144000)::text, 3, '0') || lpad((number / 14400 % 10)::text, 3, '0')
           || lpad((number / 2880 % 5)::text, 3, '0') || lpad((number / 60 % 48)::text, 3, '0') AS building,
           number / 480 AS grid, number / 6 AS member
      FROM generate_series(0, ${homes - 1}) AS number`);
  await client.query(`ALTER TABLE home ADD COLUMN code text;
    UPDATE home SET code = building || lpad((number % 60 / 20)::text, 2, '0') || lpad((number % 20)::text, 4, '0');
    ANALYZE home`);
  const lengths = { street: 9, community: 12, compound: 15, building: 18, unit: 20, home: 24 };
  let parent = 6;
  for (const [level, length] of Object.entries(lengths)) {
    await client.query(
      `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name)
       SELECT DISTINCT ${tenantId}, left(code, ${length}), left(code, ${parent}), '${level}', left(code, ${length}), left(code, ${length})
         FROM home`,
    );
    parent = length;
  }
  // With the digits that make one a UUID of version 4: replies are checked.
  const uuid = (kind: string, key: string): string =>
    `overlay(overlay(md5('${kind}' || (${key})::text) placing '4' from 13) placing '8' from 17)::uuid`;
  const org = async (kind: string, key: string, above: string, area: string, name: string): Promise<void> => {
    await client.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, formation, valid_from)
       SELECT DISTINCT ${tenantId}, ${uuid(kind, key)}, '${kind}', '${name}' || ${key}, ${above},
              ${kind === 'grid-branch' ? "'on-grid'" : kind === 'compound-committee' ? "'standalone'" : 'NULL'}, date '2020-01-01'
         FROM home`,
    );
    await client.query(
      `INSERT INTO org_areas (tenant_id, org_id, area_code) SELECT DISTINCT ${tenantId}, ${uuid(kind, key)}, ${area} FROM home`,
    );
  };
  await org('district-committee', `'340705'`, 'NULL::uuid', `'340705'`, '区委');
  const [community, compound] = ['left(code, 12)', 'left(code, 15)'];
  await org('community-committee', community, uuid('district-committee', `'340705'`), community, '社区');
  await org('compound-committee', compound, uuid('community-committee', community), compound, '小区');
  await org('property-company', compound, uuid('community-committee', community), compound, '物业');
  await org('grid-branch', 'grid', uuid('compound-committee', compound), 'building', '网格支部');
  await client.query(
    `INSERT INTO grids (tenant_id, grid_id, compound_code, name, org_id, valid_from)
     SELECT DISTINCT ${tenantId}, ${uuid('grid', 'grid')}, ${compound}, '网格' || grid, ${uuid('grid-branch', 'grid')}, date '2020-01-01' FROM home`,
  );
  await client.query(
    `INSERT INTO grid_buildings (tenant_id, grid_id, building_code)
     SELECT DISTINCT ${tenantId}, ${uuid('grid', 'grid')}, building FROM home`,
  );
  const hold = async (role: string, kind: string, key: string, who: string): Promise<void> => {
    await client.query(
      `INSERT INTO people (tenant_id, person_id, name, created_at)
       SELECT DISTINCT ${tenantId}, ${uuid(role, who)}, '任职人', timestamptz '2026-01-01' FROM home`,
    );
    // Of the secretaries every seventh has been in office past the term.
    await client.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
       SELECT DISTINCT ${tenantId}, ${uuid(`post ${role}`, who)}, ${uuid(kind, key)}, '${role}', ${uuid(role, who)},
              CASE WHEN '${role}' = 'grid-secretary' AND grid % 7 = 0 THEN date '2019-01-01' ELSE current_date - 30 END
         FROM home`,
    );
  };
  await hold('administrator', 'district-committee', `'340705'`, `'340705'`);
  await hold('community-secretary', 'community-committee', community, community);
  await hold('compound-secretary', 'compound-committee', compound, compound);
  await hold('grid-secretary', 'grid-branch', 'grid', 'grid');
  await hold('member-on-duty', 'grid-branch', 'grid', 'member');
  await client.query(
    `INSERT INTO post_areas (tenant_id, post_id, area_code)
     SELECT ${tenantId}, ${uuid('post member-on-duty', 'member')}, code FROM home`,
  );
  await client.query('VACUUM ANALYZE');
  const { rows: posts } = await client.query<{ postId: string; serves: number }>(
    `SELECT ${uuid('post member-on-duty', 'member')} AS "postId", count(*)::integer AS serves
       FROM home GROUP BY member ORDER BY md5(member::text) LIMIT ${changes + warmUp}`,
  );
  const { rows } = await client.query<{ id: string }>(`SELECT ${uuid('administrator', `'340705'`)} AS id`);
  return { administrator: rows[0]?.id ?? '', posts };
}

interface Reply {
  figures?: { homes: number; proven: number; unanswered: number };
  findings?: unknown[];
}

function send(agent: Agent, url: string, method: string, cookie: string, body?: object): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, ...(body && { 'content-type': 'application/json' }) };
    request(url, { agent, method, headers }, async (reply) => {
      let text = '';
      for await (const chunk of reply) text += chunk;
      if (reply.statusCode === 200) resolve(JSON.parse(text) as Reply);
      else reject(new Error(`${url} answered ${reply.statusCode}: ${text}`));
    })
      .once('error', reject)
      .end(body && JSON.stringify(body));
  });
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Number((sorted[Math.floor((sorted.length * percent) / 100)] ?? 0).toFixed(1));
}
