/** Two halls of six rooms with four boards each, crews, and arbiters who live beside the boards. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlanView } from '@linli/contract';
import type { Model } from '@linli/model';
import { checkPlan, type Fault } from '@linli/planner';
import { expect } from 'vitest';
import { openModels } from '../../src/modules/models/index.ts';
import { planTasks } from '../../src/modules/plans/index.ts';
import type { Compound } from '../../src/modules/plans/read-compound.ts';
import { inTenant, type Tx } from '../../src/platform/db/index.ts';
import { type JobRunner, startJobs } from '../../src/platform/jobs/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { buildTestApp, type TestApp } from '../harness.ts';
import { signInAs } from '../sign-in.ts';

export const today = '2026-11-23';
export const tomorrow = '2026-11-24';

/** Rooms of each present grid; six rooms stand in two columns: 01 02 / 03 04 / 05 06. */
export const presentGrids = [
  ['01', '02', '06'],
  ['03', '04', '05'],
];

export interface Halls {
  server: TestApp;
  tenantId: number;
  model: Model;
  /** Of hall 7901. */
  crews: string[];
  arbiters: string[];
  headArbiters: string[];
  warden: string;
  watcher: string;
  /** Of hall 7902, where there are no crews yet. */
  otherWarden: string;
  president: string;
  inHalls<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  as(personId: string): Promise<Caller>;
  work(): Promise<JobRunner>;
  close(): Promise<void>;
}

export interface Caller {
  call(method: 'GET' | 'POST', url: string, body?: object): Promise<Reply>;
  begin(words?: object): Promise<PlanView>;
  see(planId: string): Promise<PlanView>;
  /** Waits until it is planned. */
  rest(planId: string): Promise<PlanView>;
  plan(words?: object): Promise<PlanView>;
}
type Reply = Awaited<ReturnType<TestApp['app']['inject']>>;

const models = new URL('../../../packages/model/test/', import.meta.url);

export async function openHalls(): Promise<Halls> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-halls-'));
  cpSync(fileURLToPath(new URL('chess-club.yaml', models)), join(folder, 'chess-club.yaml'));
  cpSync(fileURLToPath(new URL('chess-halls.yaml', import.meta.url)), join(folder, 'chess-halls.yaml'));
  const server = await buildTestApp({ config: { modelFolders: [folder] } });
  const city = (await openModels(server.deps)).findCity('chess-halls');
  if (!city) throw new Error('the chess halls are not there');
  const { tenantId, model } = city;
  const inHalls: Halls['inHalls'] = (work) => inTenant(server.db, tenantId, work);
  const made = await inHalls((tx) => furnish(tx));
  const runners: JobRunner[] = [];
  return {
    server,
    tenantId,
    model,
    ...made,
    inHalls,
    async as(personId) {
      const cookies = await signInAs(server, tenantId, personId);
      const call: Caller['call'] = (method, url, body) =>
        server.app.inject({ method, url, cookies, ...(body === undefined ? {} : { payload: body }) });
      const viewOf = (reply: Reply): PlanView => {
        expect(reply.statusCode, reply.body).toBe(200);
        return reply.json<{ plan: PlanView }>().plan;
      };
      const see: Caller['see'] = async (planId) => viewOf(await call('GET', `/api/plans/${planId}`));
      const begin: Caller['begin'] = async (words = {}) =>
        viewOf(await call('POST', '/api/plans', { commandId: randomUUID(), compound: '7901', ...words }));
      const rest: Caller['rest'] = async (planId) => {
        let now = await see(planId);
        await expect
          .poll(
            async () => {
              now = await see(planId);
              return now.state;
            },
            { timeout: 60_000, interval: 50 },
          )
          .not.toMatch(/^(waiting|planning)$/);
        return now;
      };
      return { call, begin, see, rest, plan: async (words) => rest((await begin(words)).planId) };
    },
    async work() {
      const runner = await startJobs({
        db: server.db,
        tasks: planTasks(server.deps).filter(({ name }) => name === 'plans.make'),
        concurrency: 2,
        log: openLog('silent'),
        pollMs: 100,
        isAlone: true,
      });
      runners.push(runner);
      return runner;
    },
    async close() {
      for (const runner of runners) await runner.stop();
      await server.close();
    },
  };
}

async function furnish(tx: Tx) {
  const { tenantId } = tx;
  const area = (code: string, level: string, name: string, at: [number, number] | null = null) =>
    tx.query(
      'INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude) VALUES ($1, $2, $3, $4, $5, $5, $6, $7)',
      [tenantId, code, code.slice(0, -2), level, name, at?.[0] ?? null, at?.[1] ?? null],
    );
  const person = async (name: string, homeCode: string | null = null): Promise<string> => {
    const personId = randomUUID();
    await tx.query(
      `INSERT INTO people (tenant_id, person_id, name, home_code, created_at) VALUES ($1, $2, $3, $4, '2026-01-01')`,
      [tenantId, personId, name, homeCode],
    );
    return personId;
  };
  const org = async (
    kind: string,
    name: string,
    parent: string | null,
    covers: string[],
  ): Promise<string> => {
    const orgId = randomUUID();
    await tx.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
      [tenantId, orgId, kind, name, parent],
    );
    for (const code of covers) {
      await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
        tenantId,
        orgId,
        code,
      ]);
    }
    return orgId;
  };
  const post = async (
    orgId: string,
    role: string,
    personId: string,
    serves: string[] = [],
  ): Promise<void> => {
    const postId = randomUUID();
    await tx.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
      [tenantId, postId, orgId, role, personId],
    );
    for (const code of serves) {
      await tx.query('INSERT INTO post_areas (tenant_id, post_id, area_code) VALUES ($1, $2, $3)', [
        tenantId,
        postId,
        code,
      ]);
    }
  };
  const rooms = ['01', '02', '03', '04', '05', '06'];
  const boards = ['01', '02', '03', '04'];
  for (const [index, hall] of ['7901', '7902'].entries()) {
    await area(hall, 'hall', index === 0 ? '东厅' : '西厅');
    for (const [at, room] of rooms.entries()) {
      const place: [number, number] = [
        10 + index * 0.1 + (at % 2) * 0.0007,
        50 + Math.floor(at / 2) * 0.0004,
      ];
      await area(`${hall}${room}`, 'room', `${at + 1}室`, place);
      for (const board of boards) await area(`${hall}${room}${board}`, 'board', `${board}号盘`);
    }
  }
  const president = await person('陈谷雨');
  const office = await org('club-office', '社务处', null, ['79']);
  await post(office, 'president', president);
  const [warden, watcher, otherWarden] = [
    await person('沈立夏'),
    await person('郑小暑'),
    await person('吴白露'),
  ];
  const hallOffice = await org('hall-office', '东厅厅务处', office, ['7901']);
  await post(hallOffice, 'warden', warden);
  await post(hallOffice, 'watcher', watcher);
  await post(await org('hall-office', '西厅厅务处', office, ['7902']), 'warden', otherWarden);
  const crews: string[] = [];
  const arbiters: string[] = [];
  const headArbiters: string[] = [];
  for (const [index, own] of presentGrids.entries()) {
    const codes = own.map((room) => `7901${room}`);
    const crew = await org('room-crew', `东厅第${index + 1}组`, hallOffice, codes);
    crews.push(crew);
    const head = await person(`裁判长${index + 1}`);
    headArbiters.push(head);
    await post(crew, 'head-arbiter', head);
    const gridId = randomUUID();
    await tx.query(
      `INSERT INTO grids (tenant_id, grid_id, compound_code, name, org_id, valid_from) VALUES ($1, $2, '7901', $3, $4, '2026-01-01')`,
      [tenantId, gridId, `第${index + 1}网格`, crew],
    );
    for (const code of codes) {
      await tx.query('INSERT INTO grid_buildings (tenant_id, grid_id, building_code) VALUES ($1, $2, $3)', [
        tenantId,
        gridId,
        code,
      ]);
    }
    const homes = codes.flatMap((code) => boards.map((board) => `${code}${board}`));
    // Four serve three boards each; a fifth serves none yet.
    for (let each = 0; each < 5; each += 1) {
      const serves = homes.slice(each * 3, each * 3 + 3);
      const lives = serves[0] ?? homes[0] ?? null;
      const arbiter = await person(`裁判${index + 1}-${each + 1}`, lives);
      arbiters.push(arbiter);
      await post(crew, 'arbiter', arbiter, serves);
    }
  }
  return { crews, arbiters, headArbiters, warden, watcher, otherWarden, president };
}

/** Grids and duties that are in force, as the planner's own verifier reads them. */
export function faultsOf({ problem, present, grids }: Compound): Fault[] {
  const gridOf = new Map(
    grids.flatMap(({ gridId, buildingCodes }) => buildingCodes.map((code) => [code, gridId])),
  );
  const duties = present.duties.map(({ homeId, memberId }) => ({
    homeId,
    memberId,
    buildingId: homeId.slice(0, 6),
    gridId: gridOf.get(homeId.slice(0, 6)) ?? '',
    metres: 0,
  }));
  const plan = {
    grids: grids.map(({ gridId, buildingCodes }) => {
      const own = duties.filter((duty) => duty.gridId === gridId);
      const memberIds = [...new Set(own.map(({ memberId }) => memberId))];
      return { id: gridId, buildingIds: buildingCodes, memberIds, homes: own.length };
    }),
    duties,
    metres: 0,
  };
  // Ways are not kept with the duties.
  return checkPlan(problem, plan).filter(({ what }) => what !== 'wrong-metres');
}
