/** Persons and devices that call the server of a chess club, each with their own cookies. */
import { randomUUID } from 'node:crypto';
import type { CaseView } from '@linli/contract';
import type { LightMyRequestResponse } from 'fastify';
import type { Config } from '../../src/platform/config.ts';
import { type Club, openClub } from '../chess-club.ts';

export interface Caller {
  call(method: 'GET' | 'POST', url: string, body?: object): Promise<LightMyRequestResponse>;
  /** POST /api/cases; the case as shown, or a failed expectation with what was answered. */
  open(words?: Record<string, unknown>): Promise<CaseView>;
  /** A verb on a case as last shown to anybody. */
  act(shown: Pick<CaseView, 'caseId' | 'seq'>, verb: string, words?: object): Promise<LightMyRequestResponse>;
  /** The same, and the case afterwards; throws with the problem when refused. */
  did(shown: Pick<CaseView, 'caseId' | 'seq'>, verb: string, words?: object): Promise<CaseView>;
  see(caseId: string): Promise<LightMyRequestResponse>;
}

export interface ClubOfCallers extends Club {
  clockmaker: string;
  otherClockmaker: string;
  resident: string;
  /** Signed in. */
  as(personId: string): Promise<Caller>;
  /** A phone without an account. */
  device(): Caller;
}

export async function openClubOfCallers(config: Partial<Config> = {}): Promise<ClubOfCallers> {
  const club = await openClub(config);
  const [clockmaker, otherClockmaker, resident] = [randomUUID(), randomUUID(), randomUUID()];
  await club.inClub(async (tx) => {
    for (const [id, name] of [
      [clockmaker, '周立冬'],
      [otherClockmaker, '吴白露'],
      [resident, '孙惊蛰'],
    ]) {
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
        [club.tenantId, id, name],
      );
    }
    for (const id of [clockmaker, otherClockmaker]) {
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, 'clockmaker', $4, '2026-01-01')`,
        [club.tenantId, randomUUID(), club.crew, id],
      );
    }
  });
  const { server } = club;
  const caller = (cookies: Record<string, string>): Caller => {
    const call: Caller['call'] = async (method, url, body) => {
      const reply = await server.app.inject({
        method,
        url,
        cookies,
        ...(body === undefined ? {} : { payload: body }),
      });
      for (const { name, value } of reply.cookies) cookies[name] = value;
      return reply;
    };
    const act: Caller['act'] = ({ caseId, seq }, verb, words = {}) =>
      call('POST', `/api/cases/${caseId}/verbs/${verb}`, { commandId: randomUUID(), seq, ...words });
    return {
      call,
      act,
      see: (caseId) => call('GET', `/api/cases/${caseId}`),
      async open(words = {}) {
        const reply = await call('POST', '/api/cases', report(words));
        if (reply.statusCode !== 201) throw new Error(`not opened: ${reply.body}`);
        return reply.json<{ case: CaseView }>().case;
      },
      async did(shown, verb, words) {
        const reply = await act(shown, verb, words);
        if (reply.statusCode !== 200) throw new Error(`${verb} was refused: ${reply.body}`);
        return reply.json<{ case: CaseView }>().case;
      },
    };
  };
  return {
    ...club,
    clockmaker,
    otherClockmaker,
    resident,
    device: () => caller({}),
    async as(personId) {
      const token = randomUUID().replaceAll('-', '');
      await club.inClub((tx) =>
        tx.query(
          `INSERT INTO sign_ins (tenant_id, token_hash, person_id, created_at, seen_at, expires_at)
           VALUES ($1, $2, $3, '2026-01-01', '2026-01-01', '2036-01-01')`,
          [club.tenantId, server.deps.secrets.hashToken('session', token), personId],
        ),
      );
      return caller({ linli_session: `${club.tenantId}.${token}` });
    },
  };
}

/** What a report says when nothing else is said. */
export function report(words: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    commandId: randomUUID(),
    kind: 'broken-clock',
    areaCode: '770101',
    category: 'stopped',
    answers: { description: '一号盘的棋钟停走了' },
    ...words,
  };
}
