/** A hall of two rooms whose boards are owned, a board of owners with a chair and two tellers, a branch, a president. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BallotVerbKey, BallotView, ConveneBallot, MyBallotEntry } from '@linli/contract';
import { BallotReply } from '@linli/contract';
import type { Model } from '@linli/model';
import { expect } from 'vitest';
import { sweepBallots } from '../../src/modules/ballots/index.ts';
import { openModels } from '../../src/modules/models/index.ts';
import { inTenant, type Tx } from '../../src/platform/db/index.ts';
import type { Log } from '../../src/platform/log.ts';
import { buildTestApp, type TestApp } from '../harness.ts';
import { signInAs } from '../sign-in.ts';

export const hall = '7801';
/** Boards of the hall: six of 100 m² each, in two rooms. */
export const boards = ['78010101', '78010102', '78010103', '78010201', '78010202', '78010203'];
export const boardAreaDm2 = 10_000;

export interface Caller {
  personId: string;
  cookies: { linli_session: string };
  call(method: 'GET' | 'POST', url: string, body?: object): Promise<Reply>;
  /** Of a ballot, as this person sees it. */
  see(ballotId: string): Promise<BallotView>;
  convene(words: Partial<ConveneBallot> & Pick<ConveneBallot, 'kind'>): Promise<BallotView>;
  /** With the version that is there now; must succeed. */
  act(ballotId: string, verb: BallotVerbKey, words?: object): Promise<BallotView>;
  /** The first entry this person votes for themself. */
  entry(ballotId: string): Promise<MyBallotEntry>;
  cast(ballotId: string, choices: object, entryId?: string): Promise<Reply>;
}
export type Reply = Awaited<ReturnType<TestApp['app']['inject']>>;

export interface Quarter {
  server: TestApp;
  tenantId: number;
  model: Model;
  chair: Caller;
  tellers: [Caller, Caller];
  secretary: Caller;
  president: Caller;
  /** Owner of each board, in the order of `boards`. */
  owners: Caller[];
  inQuarter<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  person(name: string, homeCode?: string | null): Promise<Caller>;
  /** By a code sent to it; whoever is seen for the first time becomes a resident. */
  signInByPhone(phone: string): Promise<Caller>;
  /** The secretary of a branch of its own over one area. */
  secretaryOver(name: string, areaCode: string): Promise<Caller>;
  /** Moves the clock and lets time act. */
  goTo(instant: string): Promise<void>;
}

const models = new URL('../../../packages/model/test/', import.meta.url);

export interface QuarterOptions {
  /** Owners of each board; by default one person for each. */
  owned?: boolean;
  /** Where the server writes what it does. */
  log?: Log;
}

export async function openQuarter({ owned = true, log }: QuarterOptions = {}): Promise<Quarter> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-quarter-'));
  cpSync(fileURLToPath(new URL('chess-club.yaml', models)), join(folder, 'chess-club.yaml'));
  cpSync(fileURLToPath(new URL('chess-quarter.yaml', import.meta.url)), join(folder, 'chess-quarter.yaml'));
  const server = await buildTestApp({ config: { modelFolders: [folder] }, ...(log ? { log } : {}) });
  const city = (await openModels(server.deps)).findCity('chess-quarter');
  if (!city) throw new Error('the chess quarter is not there');
  const { tenantId, model } = city;
  const inQuarter: Quarter['inQuarter'] = (work) => inTenant(server.db, tenantId, work);
  await inQuarter(async (tx) => {
    const areas: [string, string, string][] = [
      [hall, 'hall', '东厅'],
      ['780101', 'room', '一室'],
      ['780102', 'room', '二室'],
      ['7802', 'hall', '西厅'],
      ...boards.map((code): [string, string, string] => [code, 'board', `${Number(code.slice(-2))}号盘`]),
    ];
    for (const [code, level, name] of areas) {
      await tx.query(
        'INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name) VALUES ($1, $2, $3, $4, $5, $6)',
        [
          tenantId,
          code,
          code.length === 4 ? null : code.slice(0, -2),
          level,
          name,
          `东厅${code.slice(4)}${name}`,
        ],
      );
    }
    for (const code of boards) {
      await tx.query(
        `INSERT INTO home_areas (tenant_id, area_code, exclusive_area_dm2, source, recorded_at) VALUES ($1, $2, $3, 'register', '2026-01-01')`,
        [tenantId, code, boardAreaDm2],
      );
    }
  });
  const orgs = await inQuarter(async (tx) => ({
    office: await org(tx, 'club-office', '社务处', '78'),
    board: await org(tx, 'owners-board', '东厅业主会', hall),
    branch: await org(tx, 'branch', '东厅支部', hall),
  }));
  const person = async (name: string, homeCode: string | null = null): Promise<Caller> => {
    const personId = randomUUID();
    await inQuarter((tx) =>
      tx.query(
        `INSERT INTO people (tenant_id, person_id, name, home_code, created_at) VALUES ($1, $2, $3, $4, '2026-01-01')`,
        [tenantId, personId, name, homeCode],
      ),
    );
    return callerOf(server, tenantId, personId);
  };
  const holder = async (name: string, orgId: string, role: string): Promise<Caller> => {
    const caller = await person(name);
    await inQuarter((tx) =>
      tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
        [tenantId, randomUUID(), orgId, role, caller.personId],
      ),
    );
    return caller;
  };
  const chair = await holder('陈会长', orgs.board, 'chair');
  const tellers: [Caller, Caller] = [
    await holder('甲计票', orgs.board, 'teller'),
    await holder('乙计票', orgs.board, 'teller'),
  ];
  const secretary = await holder('书记', orgs.branch, 'branch-secretary');
  const president = await holder('社长', orgs.office, 'president');
  const owners: Caller[] = [];
  if (owned) {
    for (const [index, homeCode] of boards.entries()) {
      const owner = await person(`业主${index + 1}`, homeCode);
      owners.push(owner);
      expect(
        (await enterOwner(chair, homeCode, `业主${index + 1}`, { personId: owner.personId })).statusCode,
      ).toBe(200);
    }
  }
  return {
    server,
    tenantId,
    model,
    chair,
    tellers,
    secretary,
    president,
    owners,
    inQuarter,
    person,
    async signInByPhone(phone) {
      // As in a made-up city, where the reply tells the code.
      await server.db.superuser.query('UPDATE tenants SET made_by_demo = true');
      await openModels(server.deps);
      const session = (url: string, payload: object) =>
        server.app.inject({ method: 'POST', url, headers: { 'linli-city': 'chess-quarter' }, payload });
      const { code } = (await session('/api/session/phone-code', { phone })).json();
      const reply = await session('/api/session/phone', { phone, code });
      expect(reply.statusCode, reply.body).toBe(200);
      return callerOf(server, tenantId, reply.json().person.personId);
    },
    secretaryOver: async (name, areaCode) =>
      holder(name, await inQuarter((tx) => org(tx, 'branch', `${name}支部`, areaCode)), 'branch-secretary'),
    async goTo(instant) {
      server.clock.moveTo(instant);
      await sweepBallots(server.deps);
    },
  };
}

export function enterOwner(
  keeper: Caller,
  homeCode: string,
  name: string,
  words: object = {},
): Promise<Reply> {
  return keeper.call('POST', '/api/ownerships', { commandId: randomUUID(), homeCode, name, ...words });
}

async function org(tx: Tx, kind: string, name: string, areaCode: string): Promise<string> {
  const orgId = randomUUID();
  if (areaCode.length === 2) {
    await tx.query(
      `INSERT INTO areas (tenant_id, code, level, name, full_name) VALUES ($1, $2, 'club', '棋区', '棋区') ON CONFLICT DO NOTHING`,
      [tx.tenantId, areaCode],
    );
  }
  await tx.query(
    `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, $3, $4, '2020-01-01')`,
    [tx.tenantId, orgId, kind, name],
  );
  await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
    tx.tenantId,
    orgId,
    areaCode,
  ]);
  return orgId;
}

async function callerOf(server: TestApp, tenantId: number, personId: string): Promise<Caller> {
  const cookies = await signInAs(server, tenantId, personId);
  const call: Caller['call'] = (method, url, body) =>
    server.app.inject({ method, url, cookies, ...(body === undefined ? {} : { payload: body }) });
  const ballotOf = (reply: Reply): BallotView => {
    expect(reply.statusCode, reply.body).toBe(200);
    return BallotReply.parse(reply.json()).ballot;
  };
  const see: Caller['see'] = async (ballotId) => ballotOf(await call('GET', `/api/ballots/${ballotId}`));
  const entry: Caller['entry'] = async (ballotId) => {
    const one = (await see(ballotId)).mine.find(({ as }) => as === 'voter');
    if (!one) throw new Error('this person has no entry');
    return one;
  };
  return {
    personId,
    cookies,
    call,
    see,
    entry,
    convene: async (words) =>
      ballotOf(
        await call('POST', '/api/ballots', {
          commandId: randomUUID(),
          areaCode: hall,
          title: '加装电梯',
          questions: [motion()],
          ...words,
        }),
      ),
    act: async (ballotId, verb, words = {}) => {
      const { seq } = await see(ballotId);
      return ballotOf(
        await call('POST', `/api/ballots/${ballotId}/verbs/${verb}`, {
          commandId: randomUUID(),
          seq,
          ...words,
        }),
      );
    },
    cast: async (ballotId, choices, entryId) =>
      call('POST', `/api/ballots/${ballotId}/entries/${entryId ?? (await entry(ballotId)).entryId}/cast`, {
        commandId: randomUUID(),
        choices,
      }),
  };
}

export function motion(words: object = {}) {
  return {
    key: 'lift',
    title: '是否同意在东厅加装电梯',
    form: 'motion' as const,
    matter: 'covenant',
    ...words,
  };
}

/** The clock stands at 2026-11-23 09:00 in Lisbon. Fifteen days' notice, ten days of voting. */
export const votingFrom = '2026-12-10T09:00:00.000Z';
export const votingUntil = '2026-12-20T18:00:00.000Z';
export const duringVoting = '2026-12-12T09:00:00.000Z';
export const afterVoting = '2026-12-20T18:00:01.000Z';

/** An owners' vote that is posted and open. */
export async function openVote(quarter: Quarter, words: object = {}): Promise<string> {
  const { ballotId } = await quarter.chair.convene({
    kind: 'owners-vote',
    votingFrom,
    votingUntil,
    ...words,
  });
  await quarter.chair.act(ballotId, 'post');
  await quarter.goTo(duringVoting);
  return ballotId;
}

/** What two tellers read on a paper, alike. */
export async function readTwice(
  quarter: Quarter,
  ballotId: string,
  ref: string,
  choices: object,
  words: object = {},
): Promise<void> {
  for (const teller of quarter.tellers) {
    const reply = await teller.call('POST', `/api/ballots/${ballotId}/papers`, {
      commandId: randomUUID(),
      papers: [{ ref, choices, ...words }],
    });
    expect(reply.statusCode, reply.body).toBe(200);
  }
}

/** Counted and announced once voting is over. */
export async function finish(quarter: Quarter, ballotId: string): Promise<BallotView> {
  await quarter.goTo(afterVoting);
  await quarter.tellers[0].act(ballotId, 'count');
  return quarter.chair.act(ballotId, 'announce');
}
