/** Who is told what, by steps taken over HTTP: nobody twice, nobody of their own deed, everybody concerned. */
import type { CaseView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../src/modules/cases/sweep.ts';
import { type CaseTelling, messagesFor } from '../../src/modules/messages/index.ts';
import { type Caller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';

interface Page {
  messages: {
    messageId: string;
    template: string;
    title: string;
    text: string;
    caseId: string | null;
    readAt: string | null;
  }[];
  unread: number;
  nextCursor: string | null;
}

let club: ClubOfCallers;
let arbiter: Caller;
let president: Caller;
let clockmaker: Caller;
let resident: Caller;
beforeAll(async () => {
  club = await openClubOfCallers();
  [arbiter, president, clockmaker, resident] = (await Promise.all(
    [club.arbiter, club.president, club.clockmaker, club.resident].map((person) => club.as(person)),
  )) as [Caller, Caller, Caller, Caller];
});
afterAll(() => club.server.close());

async function inbox(by: Caller, query = ''): Promise<Page> {
  const reply = await by.call('GET', `/api/messages${query}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<Page>();
}

const toldOf = async (by: Caller, { caseId }: Pick<CaseView, 'caseId'>): Promise<string[]> =>
  (await inbox(by, '?limit=100')).messages
    .filter((one) => one.caseId === caseId)
    .map(({ template }) => template);

/** Takes a step a second after the one before, so that what was told has an order. */
function step(by: Caller, shown: CaseView, verb: string, words?: object): Promise<CaseView> {
  club.server.clock.advance(1_000);
  return by.did(shown, verb, words);
}

describe('a step', () => {
  test('tells the reporter and the post that answers for the case, in their own words', async () => {
    const opened = await resident.open();
    expect(await toldOf(resident, opened)).toEqual(['case.received']);
    const [message] = (await inbox(arbiter)).messages;
    expect(message).toMatchObject({
      template: 'case.received',
      title: '新事项',
      text: `报修棋钟 ${opened.number} 等待您受理。`,
      caseId: opened.caseId,
      readAt: null,
    });
    const english = await club.server.app.inject({
      url: '/api/messages',
      headers: { 'accept-language': 'en' },
    });
    expect(english.json(), 'a visitor without a device has been told nothing').toMatchObject({
      messages: [],
    });
  });

  test('does not tell its actor, but for the receipt of a report', async () => {
    const accepted = await step(arbiter, await resident.open(), 'accept');
    await step(clockmaker, accepted, 'claim');
    expect(await toldOf(clockmaker, accepted)).toEqual([]);
    expect(await toldOf(resident, accepted)).toEqual(['case.handling', 'case.accepted', 'case.received']);
    const own = await arbiter.open();
    expect(await toldOf(arbiter, own), 'reporter and responsible in one person: one receipt').toEqual([
      'case.received',
    ]);
  });

  test('reaches a device without an account, and a reader in English', async () => {
    const phone = club.device();
    const opened = await phone.open();
    expect(await toldOf(phone, opened)).toEqual(['case.received']);
    await step(arbiter, opened, 'accept');
    expect(await toldOf(phone, opened)).toEqual(['case.accepted', 'case.received']);
    expect((await phone.call('GET', '/api/session')).json()).toMatchObject({ unread: 2 });
    expect(await toldOf(club.device(), opened), 'no other device').toEqual([]);
  });

  test('a bad rating from a device is no news to that device', async () => {
    const phone = club.device();
    let shown = await step(arbiter, await phone.open(), 'accept');
    shown = await step(clockmaker, shown, 'claim');
    shown = await step(clockmaker, shown, 'resolve', { answers: { 'resolved.outcome': '换了发条' } });
    shown = await step(arbiter, shown, 'verify');
    const before = await toldOf(phone, shown);
    expect(before[0]).toBe('case.verified');
    await step(phone, shown, 'rate', { rating: { answer: 'not' } });
    expect(await toldOf(phone, shown)).toEqual(before);
    expect((await toldOf(arbiter, shown)).slice(0, 2).sort()).toEqual(['case.rated', 'case.reopened']);
  });

  test('tells who follows the case, as a person and as a device', async () => {
    const opened = await resident.open();
    const phone = club.device();
    for (const neighbour of [phone, president]) {
      const reply = await neighbour.call('POST', `/api/cases/${opened.caseId}/follow`, {
        commandId: crypto.randomUUID(),
        follow: true,
      });
      expect(reply.statusCode, reply.body).toBe(200);
    }
    await step(resident, opened, 'withdraw', { reason: '已经好了' });
    expect(await toldOf(phone, opened)).toEqual(['case.withdrawn']);
    expect(await toldOf(president, opened)).toEqual(['case.withdrawn']);
    expect(await toldOf(resident, opened)).toEqual(['case.received']);
  });

  test('of time tells the supervisor when a clock has run out, once however often it is swept', async () => {
    let shown = await step(arbiter, await resident.open(), 'accept');
    shown = await step(clockmaker, shown, 'claim');
    club.server.clock.advance(31 * 60_000);
    await Promise.all([sweep(club.server.deps), sweep(club.server.deps)]);
    await sweep(club.server.deps);
    expect((await toldOf(clockmaker, shown)).filter((template) => template === 'case.over')).toHaveLength(1);
    const [late] = (await inbox(president)).messages.filter(({ caseId }) => caseId === shown.caseId);
    expect(late?.template).toBe('case.over');
    expect(late?.text).toContain('“修理”');
  });
});

describe('the same step', () => {
  test('written by two at once leaves one message for each to be told', async () => {
    const opened = await resident.open();
    const { rows } = await club.server.db.superuser.query<{ state: CaseTelling['state'] }>(
      'SELECT state FROM cases WHERE case_id = $1',
      [opened.caseId],
    );
    const telling: CaseTelling = {
      model: club.model,
      caseId: opened.caseId,
      number: opened.number,
      seq: 7,
      state: rows[0]!.state,
      notices: [
        {
          template: 'case.noted',
          to: ['reporter', 'responsible', { role: 'arbiter' }, 'supervisor'],
          data: {},
        },
        { template: 'case.noted', to: ['responsible', { orgId: club.crew }], data: {} },
      ],
      deviceHash: null,
      actorPersonId: null,
      actorDeviceHash: null,
      now: club.server.clock.now(),
      canText: true,
      followers: async () => [],
    };
    const keys = await Promise.all(
      [1, 2].map(async () => {
        const told = await club.inClub((tx) => messagesFor(tx, telling));
        return told.messages.map(({ dedupeKey }) => dedupeKey);
      }),
    );
    expect(keys[0]).toEqual(keys[1]);
    expect(new Set(keys[0]).size).toBe(keys[0]!.length);
    // Reporter, arbiter (named four times), president, two clockmakers of the crew.
    expect(keys[0]).toHaveLength(5);
  });

  test('asks for followers only when they are to be told', async () => {
    const opened = await resident.open();
    const { rows } = await club.server.db.superuser.query<{ state: CaseTelling['state'] }>(
      'SELECT state FROM cases WHERE case_id = $1',
      [opened.caseId],
    );
    let asked = 0;
    const tell = (to: CaseTelling['notices'][number]['to']) =>
      club.inClub((tx) =>
        messagesFor(tx, {
          model: club.model,
          caseId: opened.caseId,
          number: opened.number,
          seq: 9,
          state: rows[0]!.state,
          notices: [{ template: 'case.noted', to, data: { task: '张三家的钟' } }],
          deviceHash: null,
          actorPersonId: null,
          actorDeviceHash: null,
          now: club.server.clock.now(),
          canText: true,
          followers: async () => {
            asked += 1;
            return [`device:${'ab'.repeat(32)}`];
          },
        }),
      );
    await tell(['reporter', 'responsible']);
    expect(asked).toBe(0);
    const { messages } = await tell(['followers']);
    expect(asked).toBe(1);
    expect(messages.map(({ deviceHash }) => deviceHash?.toString('hex'))).toEqual(['ab'.repeat(32)]);
    expect(JSON.stringify(messages), 'nothing somebody wrote').not.toContain('张三');
  });
});

describe('the inbox', () => {
  test('pages without gaps or repeats, newest first, and refuses a damaged cursor', async () => {
    const all = (await inbox(arbiter, '?limit=100')).messages.map(({ messageId }) => messageId);
    expect(all.length).toBeGreaterThan(5);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await inbox(arbiter, `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.messages.map(({ messageId }) => messageId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
    expect((await arbiter.call('GET', '/api/messages?cursor=abc')).statusCode).toBe(422);
  });

  test('counts what is unread the same everywhere, and marks only one’s own as read', async () => {
    const before = await inbox(arbiter);
    const others = (await inbox(president)).messages.map(({ messageId }) => messageId);
    const stolen = await arbiter.call('POST', '/api/messages/read', { messageIds: others });
    expect(stolen.json()).toEqual({ unread: before.unread });
    expect((await inbox(president)).unread).toBe(others.length);
    const first = await arbiter.call('POST', '/api/messages/read', {
      messageIds: [before.messages[0]!.messageId],
    });
    expect(first.json()).toEqual({ unread: before.unread - 1 });
    expect((await arbiter.call('GET', '/api/session')).json()).toMatchObject({ unread: before.unread - 1 });
    const rest = await arbiter.call('POST', '/api/messages/read', {});
    expect(rest.json()).toEqual({ unread: 0 });
    expect((await inbox(arbiter)).messages.every(({ readAt }) => readAt !== null)).toBe(true);
  });
});
