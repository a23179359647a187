/** The chess club with people who come together: a president, an arbiter, two clockmakers, three residents. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseView, GatheringSummary, GatheringView } from '@linli/contract';
import { expect } from 'vitest';
import { sweep } from '../../src/modules/cases/sweep.ts';
import { sweepGatherings } from '../../src/modules/gatherings/index.ts';
import type { Config } from '../../src/platform/config.ts';
import { type Caller as CaseCaller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';

type Reply = Awaited<ReturnType<CaseCaller['call']>>;
type Method = 'GET' | 'POST' | 'PUT';

export interface Caller {
  call(method: Method, url: string, body?: object): Promise<Reply>;
  /** A write that must succeed; gives the parsed answer. */
  did<Answer = { gathering: GatheringView }>(url: string, body?: object, method?: Method): Promise<Answer>;
  /** A deed on a gathering, and the gathering afterwards. */
  does(gatheringId: string, deed: string, body?: object): Promise<GatheringView>;
  /** A deed that is refused, with this status. */
  fails(status: number, url: string, body?: object, method?: Method): Promise<Record<string, unknown>>;
  see(gatheringId: string): Promise<GatheringView>;
  calendar(query?: Record<string, string>): Promise<GatheringSummary[]>;
  cases: CaseCaller;
}

export interface ClubOfGatherings extends ClubOfCallers {
  otherResident: string;
  thirdResident: string;
  caller(personId: string): Promise<Caller>;
  visitor(): Caller;
  /** Lets time act on cases and gatherings, as the tasks do. */
  timePasses(): Promise<void>;
  /** The first of a kind at an organisation that is still to come. */
  next(by: Caller, kind: string): Promise<GatheringSummary>;
  /** Moves time to shortly after a gathering's start and opens it. */
  hold(by: Caller, gathering: { gatheringId: string; startsAt: string }): Promise<GatheringView>;
  /** A report that nobody handled in time, nor decided at the arbiters' table: it waits for the club's council. */
  climbed(): Promise<CaseView>;
}

export async function openClubOfGatherings(config: Partial<Config> = {}): Promise<ClubOfGatherings> {
  const club = await openClubOfCallers(config);
  const { server } = club;
  const [otherResident, thirdResident] = [randomUUID(), randomUUID()];
  await club.inClub(async (tx) => {
    for (const [id, name] of [
      [otherResident, '郑春分'],
      [thirdResident, '王清明'],
    ]) {
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
        [club.tenantId, id, name],
      );
    }
  });
  const around = (cases: CaseCaller): Caller => {
    const call = cases.call as Caller['call'];
    const send = async (method: Method, url: string, body: object = {}): Promise<Reply> =>
      call(method, url, { commandId: randomUUID(), ...body });
    const did: Caller['did'] = async (url, body, method = 'POST') => {
      const reply = await send(method, url, body);
      expect(reply.statusCode, `${url}: ${reply.body}`).toBe(200);
      return reply.json();
    };
    const see: Caller['see'] = async (gatheringId) => {
      const reply = await call('GET', `/api/gatherings/${gatheringId}`);
      expect(reply.statusCode, reply.body).toBe(200);
      return reply.json<{ gathering: GatheringView }>().gathering;
    };
    return {
      cases,
      call,
      did,
      see,
      does: async (gatheringId, deed, body) =>
        (await did<{ gathering: GatheringView }>(`/api/gatherings/${gatheringId}/${deed}`, body)).gathering,
      async fails(status, url, body, method = 'POST') {
        const reply = method === 'GET' ? await call('GET', url) : await send(method, url, body);
        expect(reply.statusCode, `${url}: ${reply.body}`).toBe(status);
        return reply.json();
      },
      async calendar(query = {}) {
        const reply = await call('GET', `/api/gatherings?${new URLSearchParams(query)}`);
        expect(reply.statusCode, reply.body).toBe(200);
        return reply.json<{ gatherings: GatheringSummary[] }>().gatherings;
      },
    };
  };
  const timePasses = async (): Promise<void> => {
    const first = await sweep(server.deps);
    const second = await sweepGatherings(server.deps);
    expect(first.failures + second.failures, 'time could not act').toBe(0);
  };
  const caller: ClubOfGatherings['caller'] = async (personId) => around(await club.as(personId));
  const arbiter = await club.as(club.arbiter);
  return {
    ...club,
    otherResident,
    thirdResident,
    caller,
    visitor: () => around(club.device()),
    timePasses,
    async next(by, kind) {
      const now = server.clock.now();
      const day = now.slice(0, 10);
      const to = new Date(Date.parse(now) + 95 * 86_400_000).toISOString().slice(0, 10);
      const coming = await by.calendar({ kind, from: day, to });
      const next = coming.find(({ startsAt, state }) => startsAt > now && state !== 'cancelled');
      if (next === undefined) throw new Error(`no ${kind} is to come`);
      return next;
    },
    async hold(by, { gatheringId, startsAt }) {
      server.clock.moveTo(startsAt);
      await timePasses();
      return by.does(gatheringId, 'open');
    },
    async climbed() {
      const resident = await club.as(club.resident);
      const reported = await resident.open();
      const accepted = await arbiter.did(reported, 'accept');
      await arbiter.did(accepted, 'assign', { to: { orgId: club.crew, role: 'clockmaker' } });
      server.clock.advance(60 * 60_000);
      await timePasses();
      server.clock.advance(3 * 3_600_000);
      await timePasses();
      return (await resident.see(reported.caseId)).json<{ case: CaseView }>().case;
    },
  };
}

/** The club whose crew has a committee from three members on, which decides by more than half of all who sit on it. */
export function clubWithCommittee(): string {
  return changedClub('committee', [
    [
      'under: club-office, members: { min: 2 } }',
      'under: club-office, members: { min: 2 }, committee: { from: 3, roles: [arbiter, clockmaker] } }',
    ],
    [
      'open-to: [arbiter, clockmaker]\n    decided-by: arbiter',
      'open-to: committee\n    called-by: [arbiter, president]\n    decided-by: arbiter',
    ],
    [
      'quorum: { share: more than 1/2, source',
      'decision: { share: more than 1/2, of: entitled, source: rules of the club § 4 }\n    quorum: { share: more than 1/2, of-at-least: 3, source',
    ],
  ]);
}

function changedClub(name: string, changes: [from: string, to: string][]): string {
  const folder = mkdtempSync(join(tmpdir(), `linli-${name}-`));
  const source = fileURLToPath(new URL('../../../packages/model/test/chess-club.yaml', import.meta.url));
  let text = readFileSync(source, 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  writeFileSync(join(folder, 'chess-club.yaml'), text);
  return folder;
}

/** The club with a ladder of meetings alone: the crew's, the council, and a congress that is called when a case needs it. */
export function clubOfThreeRungs(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linli-rungs-'));
  const source = fileURLToPath(new URL('../../../packages/model/test/chess-club.yaml', import.meta.url));
  const target = join(folder, 'chess-club.yaml');
  cpSync(source, target);
  const text = readFileSync(target, 'utf8');
  const rungs = /( {4}rungs:\n)[\s\S]*?\ncases:/;
  const agenda = 'agenda: [last-duties]\n    quorum';
  expect(text).toMatch(rungs);
  expect(text).toContain(agenda);
  writeFileSync(
    target,
    text
      .replace(
        rungs,
        `$1      - { key: crew, gathering: crew-meeting, limit: 15 days }
      - { key: council, gathering: club-council, limit: 6 days }
      - { key: congress, gathering: congress, limit: 20 days }

cases:`,
      )
      .replace(agenda, 'agenda: [last-duties, ladder]\n    quorum')
      .replace(
        'gatherings:\n',
        `gatherings:
  congress:
    title: { zh: 社员大会, en: Congress }
    form: meeting
    host: club-office
    series: FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1
    at: "10:00"
    lasts: 3 hours
    notice: 2 days
    open-to: residents
    decided-by: [president]
    agenda: [last-duties, ladder]
    called-within: 10 days
    source: rules of the club § 1
`,
      ),
  );
  return folder;
}
