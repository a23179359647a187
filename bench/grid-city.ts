/**
 * A city of grids with as many cases as wanted: some told through the engine, and copied by the database into every grid.
 * Each grid has 4 buildings, a branch with its secretary, and 2,500 cases, of which 75 run: a larger city has more grids,
 * not fuller ones.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Actor,
  type CaseState,
  type Decision,
  decide,
  type Holder,
  isRefusal,
  openCase,
  type Refusal,
  type Verb,
  type VerbInput,
} from '@linli/engine';
import type { Model } from '@linli/model';
import pg from 'pg';
import { buildApp } from '../server/src/app.ts';
import { columnName, copiedColumns, copiedKeys, copiedValues } from '../server/src/modules/cases/store.ts';
import { wordsOf } from '../server/src/modules/cases/words.ts';
import { openModels } from '../server/src/modules/models/index.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { migrate, openDatabase } from '../server/src/platform/db/index.ts';
import type { Deps } from '../server/src/platform/deps.ts';
import { ownerRole } from '../server/src/platform/postgres/database.ts';
import type { Postgres } from '../server/src/platform/postgres/index.ts';
import { openDeps } from './bench-deps.ts';

export const casesPerGrid = 2_500;
/** Of a hundred cases so many run. */
const runningPercent = 3;
const buildingsPerGrid = 4;
const gridsPerCompound = 6;
const compoundsPerCommunity = 5;
/** So many stories of each sort, told at different times. */
const storiesOfASort = 24;

export interface GridCity {
  url: string;
  cases: number;
  /** Cookies of grid secretaries, from all over the city. */
  secretaries: string[];
  /** Cookie of the dispatcher, who reads the whole city. */
  dispatcher: string;
  secondsToFill: number;
  /** Past row-level security. */
  superuser: pg.Pool;
  close(): Promise<void>;
}

export async function openGridCity(postgres: Postgres, name: string, cases: number): Promise<GridCity> {
  const superuser = new pg.Pool({ connectionString: withDatabase(postgres.superuserUrl, name), max: 2 });
  // Should the filling fail, the database goes before this pool does.
  superuser.on('error', () => {});
  const admin = new pg.Client({ connectionString: postgres.superuserUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} OWNER ${ownerRole}`);
  await admin.end();
  const url = withDatabase(postgres.url, name);
  await migrate(url);
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  const config = readConfig({ LINLI_DATA: folder });
  // Few connections, so that each has prepared every statement and knows its plan before it is measured.
  const db = openDatabase({ url, poolSize: 3 });
  const deps = await openDeps(config, db, systemClock);
  const city = (await openModels(deps)).findCity('tongguan');
  if (city === undefined) throw new Error('there is no model tongguan');
  const from = performance.now();
  const grids = Math.max(1, Math.round(cases / casesPerGrid));
  const { secretaries, dispatcher } = await fill(superuser, deps, city.tenantId, city.model, grids, cases);
  const secondsToFill = (performance.now() - from) / 1_000;
  const app = await buildApp(deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    cases,
    secretaries,
    dispatcher,
    secondsToFill,
    superuser,
    async close() {
      await app.close();
      await deps.live.close();
      await Promise.all([db.close(), superuser.end()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function fill(
  superuser: pg.Pool,
  deps: Deps,
  tenantId: number,
  model: Model,
  grids: number,
  cases: number,
): Promise<Pick<GridCity, 'secretaries' | 'dispatcher'>> {
  const client = await superuser.connect();
  try {
    await fillPlaces(client, tenantId, model, grids);
    const dispatcher = await addDispatcher(client, tenantId, model);
    await fillStories(client, model);
    // Built once over everything is several times quicker than kept up row by row.
    const indexes = await takeIndexesAway(client);
    await fillCases(client, tenantId, cases, grids);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('VACUUM ANALYZE');
    const { rows } = await client.query<{ personId: string }>(
      'SELECT person_id AS "personId" FROM bench_grids ORDER BY random() LIMIT 100',
    );
    const secretaries: string[] = [];
    for (const { personId } of rows) secretaries.push(await signIn(client, deps, tenantId, personId));
    return { secretaries, dispatcher: await signIn(client, deps, tenantId, dispatcher) };
  } finally {
    client.release();
  }
}

/** Districts' grids as a table to copy from, and the areas, organisations, persons and posts that belong to them. */
async function fillPlaces(
  client: pg.PoolClient,
  tenantId: number,
  model: Model,
  grids: number,
): Promise<void> {
  await client.query(
    `CREATE TABLE bench_grids AS
     SELECT grid, org_id, post_id, person_id, company_id, worker_post_id, worker_id, compound,
            jsonb_build_object('postId', post_id, 'role', 'grid-secretary', 'orgId', org_id, 'personId', person_id) AS responsible,
            jsonb_build_object('postId', worker_post_id, 'role', 'repair-worker', 'orgId', company_id, 'personId', worker_id) AS assignee,
            ARRAY(SELECT compound || lpad((grid % ${gridsPerCompound} * ${buildingsPerGrid} + building)::text, 3, '0')
                    FROM generate_series(1, ${buildingsPerGrid}) AS building) AS buildings
       FROM (SELECT grid, gen_random_uuid() AS org_id, gen_random_uuid() AS post_id, gen_random_uuid() AS person_id,
                    gen_random_uuid() AS company_id, gen_random_uuid() AS worker_post_id, gen_random_uuid() AS worker_id,
                    $2::text || '001' || lpad((1 + grid / ${gridsPerCompound * compoundsPerCommunity})::text, 3, '0')
                      || lpad((1 + grid / ${gridsPerCompound} % ${compoundsPerCommunity})::text, 3, '0') AS compound
               FROM generate_series(0, $1::int - 1) AS grid) AS made`,
    [grids, model.jurisdiction],
  );
  await client.query('CREATE UNIQUE INDEX ON bench_grids (grid)');
  await client.query('ANALYZE bench_grids');
  const one = [tenantId];
  await client.query(
    `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude)
     SELECT DISTINCT $1::int, code, left(code, parent_length), level, right(code, 3), code, 117.8, 30.9
       FROM (SELECT left(compound, 9) AS code, 6 AS parent_length, 'street' AS level FROM bench_grids
              UNION ALL SELECT left(compound, 12), 9, 'community' FROM bench_grids
              UNION ALL SELECT compound, 12, 'compound' FROM bench_grids
              UNION ALL SELECT unnest(buildings), 15, 'building' FROM bench_grids) AS wanted`,
    one,
  );
  await client.query(
    `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from)
     SELECT $1::int, org_id, 'grid-branch', '第' || grid || '网格支部', date '2020-01-01' FROM bench_grids
     UNION ALL SELECT $1::int, company_id, 'property-company', '第' || grid || '物业', date '2020-01-01' FROM bench_grids`,
    one,
  );
  await client.query(
    `INSERT INTO org_areas (tenant_id, org_id, area_code)
     SELECT $1::int, org_id, unnest(buildings) FROM bench_grids
     UNION ALL SELECT $1::int, company_id, compound FROM bench_grids`,
    one,
  );
  await client.query(
    `INSERT INTO people (tenant_id, person_id, name, created_at)
     SELECT $1::int, unnest(ARRAY[person_id, worker_id]), '某人', timestamptz '2026-01-01Z' FROM bench_grids`,
    one,
  );
  await client.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
     SELECT $1::int, post_id, org_id, 'grid-secretary', person_id, date '2026-01-01' FROM bench_grids
     UNION ALL SELECT $1::int, worker_post_id, company_id, 'repair-worker', worker_id, date '2026-01-01' FROM bench_grids`,
    one,
  );
}

/** Somebody who reads every case of the city. */
async function addDispatcher(client: pg.PoolClient, tenantId: number, model: Model): Promise<string> {
  const [orgId, personId] = [randomUUID(), randomUUID()];
  await client.query(
    `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'district-committee', '区委', '2020-01-01')`,
    [tenantId, orgId],
  );
  await client.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
    tenantId,
    orgId,
    model.jurisdiction,
  ]);
  await client.query(
    `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '某人', '2026-01-01')`,
    [tenantId, personId],
  );
  await client.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
     VALUES ($1, $2, $3, 'district-dispatcher', $4, '2026-01-01')`,
    [tenantId, randomUUID(), orgId, personId],
  );
  return personId;
}

/** Cases as the engine leaves them, numbered by sort; `weight` of a hundred running cases are of a sort. */
const sorts: { steps: number; weight: number }[] = [
  { steps: 1, weight: 15 },
  { steps: 2, weight: 10 },
  { steps: 3, weight: 20 },
  { steps: 4, weight: 25 },
  { steps: 5, weight: 15 },
  { steps: 6, weight: 15 },
];
const ended = { steps: 7, sort: 0 };

async function fillStories(client: pg.PoolClient, model: Model): Promise<void> {
  const columns = copiedKeys.map((key) => `${columnName(key)} ${copiedColumns[key]}`);
  await client.query(
    `CREATE TABLE bench_stories (sort integer, story integer, seq integer, title text, words text[], state jsonb, ${columns.join(', ')})`,
  );
  const insert = async (sort: number, story: number, steps: number, state: CaseState): Promise<void> => {
    const values = [
      sort,
      story,
      steps,
      texts[story % texts.length],
      wordsOf(texts[story % texts.length] ?? ''),
    ];
    const all = [...values, JSON.stringify(state), ...copiedValues(model, state)];
    await client.query(
      `INSERT INTO bench_stories VALUES (${all.map((_, index) => `$${index + 1}`).join(', ')})`,
      all,
    );
  };
  const now = Date.now();
  const hourMs = 3_600_000;
  for (let story = 0; story < storiesOfASort; story += 1) {
    for (const [index, { steps }] of sorts.entries()) {
      // Of the last two weeks, so that about half are late.
      await insert(index + 1, story, steps, tell(model, now - (2 + story * 14) * hourMs, steps, story));
    }
    // Of the last two years.
    await insert(
      ended.sort,
      story,
      ended.steps,
      tell(model, now - (400 + story * 700) * hourMs, ended.steps, story),
    );
  }
}

const texts = [
  '3号楼门口下水道堵了，污水漫到路上，一下雨就更严重，请尽快来疏通。',
  '楼道二层到三层的灯坏了一个多星期，老人晚上上下楼看不清台阶。',
  '消防通道被两辆私家车占住，昨天晚上救护车进不来，请来看一看。',
  '垃圾桶满了两天没有人收，夏天味道很大，住在一楼的开不了窗。',
];

/** A report's life up to a number of steps. Ids in it stand for those of the grid it is copied into. */
function tell(model: Model, startMs: number, steps: number, story: number): CaseState {
  const [secretaryPost, workerPost, branch, company] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  const secretary: Actor = {
    personId: randomUUID(),
    isReporter: false,
    posts: [{ postId: secretaryPost, role: 'grid-secretary', orgId: branch }],
  };
  const worker: Actor = {
    personId: randomUUID(),
    isReporter: false,
    posts: [{ postId: workerPost, role: 'repair-worker', orgId: company }],
  };
  const reporter: Actor = { personId: null, isReporter: true, posts: [] };
  const responsible: Holder = { ...secretary.posts[0]!, personId: secretary.personId };
  const assignee: Holder = { ...worker.posts[0]!, personId: worker.personId };
  const areaCode = `${model.jurisdiction}001001001001`;
  let at = startMs;
  const surroundings = () => ({
    now: new Date(at).toISOString(),
    route: { holder: responsible, reason: '网格支部负责这几栋楼，由网格支部书记受理' },
    hostOfRung: () => branch,
    followerCount: 0,
  });
  const held = (outcome: Decision | Refusal): CaseState => {
    if (isRefusal(outcome)) throw new Error(`the story does not hold: ${outcome.code} ${outcome.message.en}`);
    at += 9 * 60_000;
    return outcome.next;
  };
  const parents = new Set(Object.values(model.problems).map(({ parent }) => parent));
  const problems = Object.keys(model.problems).filter((key) => !parents.has(key));
  let state = held(
    openCase(
      model,
      {
        kind: 'report',
        areaCode,
        category: problems[story % problems.length] ?? null,
        answers: { description: texts[story % texts.length] ?? '', place: areaCode },
        reporterId: null,
      },
      reporter,
      surroundings(),
    ),
  );
  const further: [Verb, Actor, VerbInput][] = [
    ['accept', secretary, {}],
    ['assign', secretary, { to: assignee }],
    ['start', worker, {}],
    ['resolve', worker, { answers: { 'resolved.outcome': '已派人疏通，冲洗了路面，并告知了报告人。' } }],
    ['verify', secretary, {}],
    ['rate', reporter, { rating: { answer: 'solved' } }],
  ];
  for (const [verb, actor, input] of further.slice(0, steps - 1)) {
    state = held(decide(model, state, verb, input, actor, surroundings()));
  }
  return state;
}

interface Index {
  name: string;
  definition: string;
}

async function takeIndexesAway(client: pg.PoolClient): Promise<Index[]> {
  const { rows } = await client.query<Index>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
      WHERE tablename IN ('cases', 'case_parts', 'case_followers')
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexname::regclass)`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows;
}

/** Grids take turns, so that each lies scattered over the whole table as it would after years. */
async function fillCases(
  client: pg.PoolClient,
  tenantId: number,
  cases: number,
  grids: number,
): Promise<void> {
  const own: Partial<Record<string, string>> = {
    area_code: 'area',
    responsible_post_id: 'grid.post_id',
    responsible_org_id: 'grid.org_id',
    responsible_person_id: 'grid.person_id',
    assignee_post_id: 'CASE WHEN story.assignee_org_id IS NOT NULL THEN grid.worker_post_id END',
    assignee_org_id: 'CASE WHEN story.assignee_org_id IS NOT NULL THEN grid.company_id END',
    assignee_person_id: 'CASE WHEN story.assignee_org_id IS NOT NULL THEN grid.worker_id END',
  };
  const names = copiedKeys.map(columnName);
  const values = names.map(
    (name) => own[name] ?? (/_at$/.test(name) ? `story.${name} + jitter` : `story.${name}`),
  );
  const bounds: number[] = [];
  for (const { weight } of sorts) bounds.push((bounds.at(-1) ?? 0) + weight);
  await client.query("SET work_mem = '256MB'");
  await client.query("SET maintenance_work_mem = '1GB'");
  await client.query(
    `INSERT INTO cases (tenant_id, case_id, number, seq, head_hash, title, words, longitude, latitude, device_hash, state,
       ${names.join(', ')})
     SELECT $1::int, gen_random_uuid(), 'R20260101-' || n, story.seq, decode(md5(n::text), 'hex'), story.title, story.words,
            117.8 + random() / 50, 30.9 + random() / 50, decode(md5('device ' || n % 50000), 'hex'),
            story.state || jsonb_build_object('areaCode', area, 'responsible', grid.responsible,
              'assignee', CASE WHEN story.assignee_org_id IS NULL THEN 'null' ELSE grid.assignee END,
              'handlerIds', CASE WHEN story.state -> 'handlerIds' = '[]' THEN '[]' ELSE jsonb_build_array(grid.worker_id) END),
            ${values.join(', ')}
       FROM (SELECT n, n % $3::int AS grid, n / $3::int % $4::int + 1 AS building, random() * interval '14 hours' AS jitter,
                    CASE WHEN n / $3::int % 100 < $5::int THEN width_bucket(random() * 100, $6::float8[]) + 1 ELSE 0 END AS sort,
                    floor(random() * $7::int)::int AS story
               FROM generate_series(0, $2::int - 1) AS n) AS made
       JOIN bench_grids AS grid ON grid.grid = made.grid
       JOIN bench_stories AS story ON story.sort = made.sort AND story.story = made.story
      CROSS JOIN LATERAL (SELECT grid.buildings[made.building] AS area) AS placed`,
    [tenantId, cases, grids, buildingsPerGrid, runningPercent, bounds.slice(0, -1), storiesOfASort],
  );
  await client.query(
    `INSERT INTO case_parts (tenant_id, case_id, part_id, org_id, due_at, signed_at)
     SELECT tenant_id, case_id, gen_random_uuid(), responsible_org_id, opened_at + interval '5 days', closed_at
       FROM cases WHERE tenant_id = $1 AND hashtext(case_id::text) % 50 = 0`,
    [tenantId],
  );
  await client.query(
    `INSERT INTO case_followers (tenant_id, case_id, follower, followed_at)
     SELECT tenant_id, case_id, 'device:' || encode(device_hash, 'hex'), opened_at
       FROM cases WHERE tenant_id = $1 AND hashtext(case_id::text) % 10 = 0`,
    [tenantId],
  );
}

async function signIn(
  client: pg.PoolClient,
  deps: Deps,
  tenantId: number,
  personId: string,
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await client.query(
    `INSERT INTO sign_ins (tenant_id, token_hash, person_id, created_at, seen_at, expires_at)
     VALUES ($1, $2, $3, now(), now(), '2099-01-01')`,
    [tenantId, deps.secrets.hashToken('session', token), personId],
  );
  return `linli_session=${tenantId}.${token}`;
}
