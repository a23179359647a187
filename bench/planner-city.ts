/**
 * A whole city asks for its grids at once: 300 compounds of 600 to 2,400 homes, planned by the server's own jobs while it
 * answers. How long until the last proposal is there, how long somebody waits meanwhile who only wants a page, and how
 * long until a plan is given up that waits, and one that is being made.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { buildApp, collectTasks } from '../server/src/app.ts';
import { startJobs } from '../server/src/platform/jobs/index.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { openBenchCity } from './bench-city.ts';

const compounds = Number(process.env.BENCH_COMPOUNDS ?? 300);
/** After so long the rest is given up and the line says how far it came. */
const mostMinutes = Number(process.env.BENCH_MINUTES ?? 18);
const homesInBuilding = 60;
/** A page is asked for this often, by one person after another. */
const askEveryMs = 40;
const atRest = 150;

export async function plannerCity(): Promise<Record<string, unknown>> {
  const postgres = await startTemporaryPostgres({
    settings: { shared_buffers: '256MB', max_wal_size: '2GB', autovacuum: 'off' },
  });
  try {
    const city = await openBenchCity(postgres, { name: 'bench_plans', model: 'tongguan', poolSize: 10 });
    const { deps, tenantId, superuser } = city;
    const { administrator, codes } = await fill(superuser, tenantId);
    const cookie = await city.signIn(administrator);
    const app = await buildApp(deps);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const jobs = await startJobs({
      db: deps.db,
      tasks: collectTasks(deps),
      concurrency: deps.config.workers,
      log: deps.log,
      isAlone: true,
    });
    const agent = new Agent({ keepAlive: true });
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const look = async (): Promise<number> => {
      const started = performance.now();
      await send(agent, `${origin}/api/workbench`, 'GET', cookie);
      return performance.now() - started;
    };
    try {
      for (let index = 0; index < 30; index += 1) await look();
      const resting: number[] = [];
      for (let index = 0; index < atRest; index += 1) {
        resting.push(await look());
        await pause(askEveryMs);
      }
      const loop = monitorEventLoopDelay({ resolution: 10 });
      loop.enable();
      const started = performance.now();
      const begin = async (compound: string): Promise<string> => {
        const body = { commandId: randomUUID(), compound, aim: 'shortest-ways' };
        const reply = await send(agent, `${origin}/api/plans`, 'POST', cookie, body);
        return (JSON.parse(reply) as { plan: { planId: string } }).plan.planId;
      };
      const planIds = new Map<string, string>();
      for (const compound of codes) planIds.set(await begin(compound), compound);
      const secondsToAsk = (performance.now() - started) / 1_000;
      /** Given up, and planned again: how long until it says that it has ended. */
      const giveUp = async (state: 'waiting' | 'planning'): Promise<number | null> => {
        const planId = await somePlan(superuser, tenantId, state);
        if (planId === undefined) return null;
        const from = performance.now();
        await send(agent, `${origin}/api/plans/${planId}/cancel`, 'POST', cookie, {
          commandId: randomUUID(),
        });
        while ((await stateOf(superuser, tenantId, planId)) === state) await pause(5);
        const ms = performance.now() - from;
        const ended = await stateOf(superuser, tenantId, planId);
        // One that was finished in that very moment is no measure, and no fault.
        if (ended === 'proposed') return null;
        if (ended !== 'cancelled') throw new Error(`a plan that was given up is ${ended}`);
        await begin(planIds.get(planId) ?? '');
        return ms;
      };
      const cancelWaitingMs = await giveUp('waiting');
      const cancelPlanningMs = await giveUp('planning');
      const meanwhile: number[] = [];
      let left = codes.length;
      const isTimeLeft = () => performance.now() - started < mostMinutes * 60_000;
      for (let turn = 0; left > 0 && isTimeLeft(); turn += 1) {
        meanwhile.push(await look());
        await pause(askEveryMs);
        if (turn % 25 === 0) left = await unplanned(superuser, tenantId);
      }
      const seconds = (performance.now() - started) / 1_000;
      loop.disable();
      const { rows } = await superuser.query<{ state: string; count: number }>(
        'SELECT state, count(*)::integer AS count FROM plans WHERE tenant_id = $1 GROUP BY state',
        [tenantId],
      );
      const states: Record<string, number> = Object.fromEntries(
        rows.map(({ state, count }) => [state, count]),
      );
      const planned = states.proposed ?? 0;
      if (left === 0 && planned !== codes.length)
        throw new Error(`not all were planned: ${JSON.stringify(states)}`);
      const p95 = { atRest: percentile(resting, 95), meanwhile: percentile(meanwhile, 95) };
      return {
        bench: 'planner-city',
        compounds: codes.length,
        planned,
        isComplete: left === 0,
        seconds: round(seconds),
        secondsToAsk: round(secondsToAsk),
        plansPerSecond: round(planned / seconds),
        cancelWaitingMs: cancelWaitingMs === null ? null : round(cancelWaitingMs),
        cancelPlanningMs: cancelPlanningMs === null ? null : round(cancelPlanningMs),
        pages: meanwhile.length,
        p50AtRestMs: percentile(resting, 50),
        p95AtRestMs: p95.atRest,
        p50Ms: percentile(meanwhile, 50),
        p95Ms: p95.meanwhile,
        longestPauseMs: Math.round(loop.max / 1e6),
        ratio: round(p95.meanwhile / p95.atRest),
      };
    } finally {
      agent.destroy();
      await jobs.stop();
      await app.close();
      await city.close();
    }
  } finally {
    await postgres.stop();
  }
}

async function unplanned(client: pg.Client, tenantId: number): Promise<number> {
  const { rows } = await client.query<{ left: number }>(
    `SELECT count(*)::integer AS left FROM plans WHERE tenant_id = $1 AND state IN ('waiting', 'planning')`,
    [tenantId],
  );
  return rows[0]?.left ?? 0;
}

/** The one that would be made last of those that wait, or one that is being made. */
async function somePlan(
  client: pg.Client,
  tenantId: number,
  state: 'waiting' | 'planning',
): Promise<string | undefined> {
  // Nothing may be in hand for the moment between two.
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await client.query<{ planId: string }>(
      `SELECT plan_id AS "planId" FROM plans WHERE tenant_id = $1 AND state = $2 ORDER BY created_at DESC LIMIT 1`,
      [tenantId, state],
    );
    if (rows[0] !== undefined) return rows[0].planId;
    await pause(25);
  }
  return undefined;
}

async function stateOf(client: pg.Client, tenantId: number, planId: string): Promise<string | undefined> {
  const { rows } = await client.query<{ state: string }>(
    'SELECT state FROM plans WHERE tenant_id = $1 AND plan_id = $2',
    [tenantId, planId],
  );
  return rows[0]?.state;
}

/**
 * Compounds of 10 to 40 buildings in rows, 60 homes each; one branch, in which all members are, who live anywhere. At
 * least 155 members: five grids of thirty, and a few.
 */
async function fill(
  client: pg.Client,
  tenantId: number,
): Promise<{ administrator: string; codes: string[] }> {
  // What is made here fits together.
  await client.query('SET session_replication_role = replica');
  await client.query(`CREATE TEMP TABLE compound AS
    SELECT number, '340705' || lpad((number / 60)::text, 3, '0') || lpad((number / 6 % 10)::text, 3, '0')
           || lpad((number % 6)::text, 3, '0') AS code, 10 + number * 7 % 31 AS buildings
      FROM generate_series(0, ${compounds - 1}) AS number`);
  await client.query(`CREATE TEMP TABLE home AS
    SELECT compound.code AS compound, compound.code || lpad(building::text, 3, '0') AS building, building AS place,
           compound.code || lpad(building::text, 3, '0') || lpad((home / 20)::text, 2, '0') || lpad((home % 20)::text, 4, '0') AS code
      FROM compound, generate_series(0, compound.buildings - 1) AS building, generate_series(0, ${homesInBuilding - 1}) AS home`);
  const lengths = { street: 9, community: 12, compound: 15, building: 18, unit: 20, home: 24 };
  let parent = 6;
  for (const [level, length] of Object.entries(lengths)) {
    await client.query(
      `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude)
       SELECT DISTINCT ${tenantId}, left(code, ${length}), left(code, ${parent}), '${level}', left(code, ${length}), left(code, ${length}),
              ${level === 'building' ? '117.8 + place % 6 * 0.0005' : 'NULL::float8'}, ${level === 'building' ? '30.9 + place / 6 * 0.0005' : 'NULL::float8'}
         FROM home`,
    );
    parent = length;
  }
  const uuid = (kind: string, key: string): string =>
    `overlay(overlay(md5('${kind}' || (${key})::text) placing '4' from 13) placing '8' from 17)::uuid`;
  const org = (kind: string, key: string, under: string, areas: string, from: string): Promise<unknown> =>
    client.query(
      `WITH made AS (INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, formation, valid_from)
         SELECT DISTINCT ${tenantId}, ${uuid(kind, key)}, '${kind}', '${kind}' || ${key}, ${under},
                ${kind === 'grid-branch' ? "'on-grid'" : kind === 'compound-committee' ? "'standalone'" : 'NULL'}, date '2020-01-01' FROM ${from})
       INSERT INTO org_areas (tenant_id, org_id, area_code) SELECT DISTINCT ${tenantId}, ${uuid(kind, key)}, ${areas} FROM ${from}`,
    );
  await org('district-committee', `'340705'`, 'NULL::uuid', `'340705'`, 'compound');
  await org('compound-committee', 'code', uuid('district-committee', `'340705'`), 'code', 'compound');
  await org('grid-branch', 'compound', uuid('compound-committee', 'compound'), 'building', 'home');
  await client.query(`CREATE TEMP TABLE member AS
    SELECT compound.code || '-' || place AS key, compound.code AS compound,
           compound.code || lpad((hashint4(place + compound.number * 1000) & 1023) % compound.buildings || '', 3, '0') || '000000' AS home
      FROM compound, generate_series(1, greatest(155, ceil(compound.buildings * ${homesInBuilding} / 7.0)::integer)) AS place`);
  await client.query(
    `INSERT INTO people (tenant_id, person_id, name, home_code, created_at)
     SELECT ${tenantId}, ${uuid('person', 'key')}, '任职人', home, timestamptz '2026-01-01' FROM member`,
  );
  await client.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
     SELECT ${tenantId}, ${uuid('post', 'key')}, ${uuid('grid-branch', 'compound')}, 'member-on-duty', ${uuid('person', 'key')},
            date '2026-01-01' FROM member`,
  );
  const administrator = randomUUID();
  await client.query(
    `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '管理员', '2026-01-01')`,
    [tenantId, administrator],
  );
  await client.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
     VALUES ($1, $2, ${uuid('district-committee', `'340705'`)}, 'administrator', $3, '2026-01-01')`,
    [tenantId, randomUUID(), administrator],
  );
  await client.query('RESET session_replication_role');
  await client.query('ANALYZE');
  const { rows } = await client.query<{ code: string }>('SELECT code FROM compound ORDER BY code');
  return { administrator, codes: rows.map(({ code }) => code) };
}

function send(
  agent: Agent,
  url: string,
  method: 'GET' | 'POST',
  cookie: string,
  body?: object,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const sent = request(
      url,
      {
        agent,
        method,
        headers: {
          cookie,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => {
          const said = Buffer.concat(chunks).toString();
          if (reply.statusCode === 200) resolve(said);
          else reject(new Error(`${reply.statusCode}: ${said.slice(0, 300)}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  return round(sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * share) / 100) - 1)] ?? 0);
}

function round(figure: number): number {
  return Number(figure.toPrecision(3));
}
