/** What reaches a person outside the application: once, as they chose, not at night, and with nothing about anybody in it. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageSettings } from '@linli/contract';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import { carry, type Telling, takeBack, tell } from '../../src/modules/messages/index.ts';
import { type Caller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';
import { type MailServer, openMailServer } from './mail-server.ts';
import { type Browser, openPushService, type PushService, vapidClaims } from './push-service.ts';

type Settings = z.output<typeof MessageSettings>;

let pushes: PushService;
let mail: MailServer;
let club: ClubOfCallers;
let resident: Caller;
beforeEach(async () => {
  [pushes, mail] = await Promise.all([openPushService(), openMailServer()]);
  // Monday, 09:00 on the club's clock.
  club = await openClubOfCallers({
    pushHosts: ['127.0.0.1'],
    smtp: mail.url,
    mailFrom: '棋社 <club@example.org>',
    publicUrl: 'https://club.example.org',
  });
  club.server.clock.advance(8 * 3_600_000);
  resident = await club.as(club.resident);
});
afterEach(async () => {
  await Promise.all([pushes.close(), mail.close()]);
  await club.server.close();
});

async function settings(by: Caller, method: 'GET' | 'POST', url: string, body?: object): Promise<Settings> {
  const reply = await by.call(method, url, body);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ settings: Settings }>().settings;
}

async function connectBrowser(by: Caller = resident): Promise<Browser> {
  const browser = pushes.subscribe();
  await settings(by, 'POST', '/api/messages/channels/push', {
    commandId: randomUUID(),
    ...browser,
    device: 'Chrome 安卓',
  });
  return browser;
}

/** Enters an address and its code; gives the channel's id. */
async function connectMailbox(by: Caller = resident, address = 'wang@example.net'): Promise<string> {
  const entered = await settings(by, 'POST', '/api/messages/channels/email', {
    commandId: randomUUID(),
    address,
  });
  const { channelId } = entered.channels.find(({ channel }) => channel === 'email')!;
  const code = /\d{6}/.exec(mail.mails.at(-1)!.text)![0];
  const confirmed = await settings(by, 'POST', `/api/messages/channels/${channelId}/confirm`, { code });
  expect(confirmed.channels.find((one) => one.channelId === channelId)?.isConfirmed).toBe(true);
  mail.mails.length = 0;
  return channelId;
}

const wish = (
  words: { muted?: Settings['muted']; quiet?: Settings['quiet'] },
  by: Caller = resident,
): Promise<Settings> =>
  settings(by, 'POST', '/api/messages/settings', {
    commandId: randomUUID(),
    muted: [],
    quiet: null,
    ...words,
  });

const ballotId = randomUUID();
const votingOpen = (to: string[] = [club.resident]): Telling<'ballot.voting-open'> => ({
  template: 'ballot.voting-open',
  data: { ballot: '罢免张三的表决', untilAt: '2026-12-01T10:00:00.000Z' },
  dedupeKey: randomUUID(),
  to: to.map((personId) => ({ personId })),
  about: { noun: 'ballot', id: ballotId },
  areaCode: '7701',
});
const cancelled = (): Telling<'gathering.cancelled'> => ({
  template: 'gathering.cancelled',
  data: { gathering: { zh: '周末棋会', en: 'Weekend chess' }, startsAt: '2026-11-28T11:30:00.000Z' },
  dedupeKey: randomUUID(),
  to: [{ personId: club.resident }],
  about: { noun: 'gathering', id: randomUUID() },
  areaCode: '7701',
});
const say = (telling: Telling): Promise<number> => club.inClub((tx) => tell(club.server.deps, tx, telling));
const minutes = (count: number): void => club.server.clock.advance(count * 60_000);
const carried = () => carry(club.server.deps);

interface Row {
  channel: string;
  status: string;
  attempts: number;
  error: string | null;
}
async function rows(): Promise<Row[]> {
  const found = await club.server.db.superuser.query<Row>(
    `SELECT channel, status, attempts, last_error AS error FROM messages WHERE channel <> 'in-app' ORDER BY created_at, message_id`,
  );
  return found.rows;
}

describe('web push', () => {
  test('carries a title and where it leads, and not a word of what it is about', async () => {
    await connectBrowser();
    await say(votingOpen());
    expect(await carried(), 'it waits a minute for others').toEqual({ sent: 0, failed: 0 });
    minutes(1);
    expect(await carried()).toEqual({ sent: 1, failed: 0 });
    const [pushed] = pushes.pushed;
    expect(pushed!.payload).toEqual({
      title: '开始表决',
      link: `/ballots/${ballotId}`,
      tag: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(pushed!.headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      topic: pushed!.payload.tag,
      urgency: 'normal',
    });
    expect(vapidClaims(pushed!.headers.authorization).claims.sub).toBe('mailto:club@example.org');
    const { pushKey } = await settings(resident, 'GET', '/api/messages/settings');
    expect(vapidClaims(pushed!.headers.authorization).publicKey, 'the key the browser subscribed with').toBe(
      pushKey,
    );
    expect(await carried()).toEqual({ sent: 0, failed: 0 });
    expect(pushes.pushed).toHaveLength(1);
  });

  test('goes to each browser of a person, and to none of another person who used it before', async () => {
    const browser = await connectBrowser(await club.as(club.arbiter));
    await settings(resident, 'POST', '/api/messages/channels/push', {
      commandId: randomUUID(),
      ...browser,
      device: 'Chrome',
    });
    await connectBrowser();
    await say(votingOpen([club.resident, club.arbiter]));
    minutes(1);
    await carried();
    expect(pushes.pushed).toHaveLength(2);
    expect(pushes.pushed.filter(({ path }) => browser.endpoint.endsWith(path))).toHaveLength(1);
  });

  test.each([404, 410])(
    'an endpoint that answers %i is forgotten, and its messages are nobody’s fault',
    async (status) => {
      await connectBrowser();
      pushes.answers(status);
      await say(votingOpen());
      minutes(1);
      expect(await carried()).toEqual({ sent: 0, failed: 1 });
      expect((await settings(resident, 'GET', '/api/messages/settings')).channels).toEqual([]);
      expect(await rows()).toMatchObject([
        { status: 'withdrawn', error: expect.stringContaining(`${status}`) },
      ]);
      minutes(24 * 60);
      await carried();
      expect(pushes.pushed).toHaveLength(1);
    },
  );

  test('what fails is tried again after growing pauses, as long as the push service asks, then given up and seen', async () => {
    await connectBrowser();
    pushes.answers(503, { 'retry-after': '120' });
    await say(votingOpen());
    minutes(1);
    await carried();
    minutes(1);
    await carried();
    expect(pushes.pushed, 'it asked for two minutes').toHaveLength(1);
    minutes(1);
    await carried();
    expect(pushes.pushed).toHaveLength(2);
    pushes.answers(500);
    for (let hour = 0; hour < 6; hour += 1) {
      // Within one day, between its quiet hours.
      minutes(60);
      for (let each = 0; each < 3; each += 1) await carried();
    }
    for (let each = 0; each < 5; each += 1) {
      await club.server.db.superuser.query(
        `UPDATE messages SET due_at = created_at WHERE status = 'waiting'`,
      );
      await carried();
    }
    const president = await club.as(club.president);
    const seen = await president.call('GET', '/api/outbox?status=failed');
    expect(seen.json()).toMatchObject({
      messages: [
        {
          channel: 'push',
          to: 'Chrome 安卓',
          attempts: 10,
          lastError: 'the push service answered HTTP 500',
          about: { noun: 'ballot', id: ballotId },
        },
      ],
      counts: { failed: 1, waiting: 0 },
    });
    expect(seen.body, 'an endpoint is a secret').not.toContain('/push/');
    expect(pushes.pushed).toHaveLength(10);

    const [{ messageId }] = seen.json<{ messages: [{ messageId: string }] }>().messages;
    pushes.answers(201);
    const again = await president.call('POST', `/api/outbox/${messageId}/retry`, { commandId: randomUUID() });
    expect(again.json()).toMatchObject({ message: { status: 'waiting' } });
    expect(await carried()).toEqual({ sent: 1, failed: 0 });
    expect((await rows())[0]).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('does not leave for a host that is no longer allowed', async () => {
    await connectBrowser();
    club.server.deps.config.pushHosts = ['fcm.googleapis.com'];
    await say(votingOpen());
    minutes(1);
    await carried();
    expect(pushes.pushed).toEqual([]);
    expect((await rows())[0]).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('not allowed'),
    });
  });
});

describe('e-mail', () => {
  test('goes as plain text and simple HTML, with its link and a way out', async () => {
    await connectMailbox();
    await say(votingOpen());
    minutes(10);
    expect(await carried()).toEqual({ sent: 1, failed: 0 });
    const [one] = mail.mails;
    expect(one).toMatchObject({ from: 'club@example.org', to: ['wang@example.net'] });
    expect(one!.headers).toMatchObject({
      subject: '开始表决（邻里）',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    });
    expect(one!.headers['list-unsubscribe']).toMatch(
      /^<https:\/\/club\.example\.org\/api\/unsubscribe\/[\w.-]+>$/,
    );
    expect(one!.text).toContain('“罢免张三的表决”开始表决');
    expect(one!.text).toContain(`https://club.example.org/ballots/${ballotId}`);
    expect(one!.html).toContain(`<a href="https://club.example.org/ballots/${ballotId}">`);
  });

  test('keeps signs of markup as signs', async () => {
    await connectMailbox();
    await say({
      ...votingOpen(),
      data: { ballot: '<img src=x onerror=alert(1)>"&', untilAt: '2026-12-01T10:00:00.000Z' },
    });
    minutes(10);
    await carried();
    expect(mail.mails[0]!.html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;');
    expect(mail.mails[0]!.html).not.toContain('<img');
  });

  test('a mailbox that refuses for good is not asked ten times; a server that refuses us is', async () => {
    await connectMailbox();
    mail.refuses('RCPT');
    await say(votingOpen());
    minutes(10);
    await carried();
    expect(await rows()).toMatchObject([
      { status: 'failed', attempts: 1, error: 'the mail server answered 550' },
    ]);
    mail.refuses('MAIL', '530 authentication required');
    await say(votingOpen());
    minutes(10);
    await carried();
    expect((await rows())[1]).toMatchObject({
      status: 'waiting',
      attempts: 1,
      error: 'the mail server answered 530',
    });
    mail.refuses(null);
    minutes(5);
    await carried();
    expect((await rows())[1]).toMatchObject({ status: 'sent', attempts: 2, error: null });
    expect(mail.mails).toHaveLength(1);
  });

  test('a server that is not there is tried again, and named without an address', async () => {
    await connectMailbox();
    await mail.close();
    await say(votingOpen());
    minutes(10);
    await carried();
    const [row] = await rows();
    expect(row).toMatchObject({ status: 'waiting', attempts: 1 });
    expect(row!.error).toMatch(/^the mail server cannot be reached/);
    expect(row!.error).not.toContain('wang');
    mail = await openMailServer();
  });
});

describe('the way out of an e-mail', () => {
  const linkOf = (): string =>
    /<https:\/\/club\.example\.org([^>]+)>/.exec(mail.mails[0]!.headers['list-unsubscribe']!)![1]!;
  const press = (url: string) =>
    club.server.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    });

  test('works without a session, at once, and as often as it is pressed', async () => {
    await connectMailbox();
    await say(votingOpen());
    minutes(10);
    await carried();
    const url = linkOf();
    await say(votingOpen());
    expect((await rows()).map(({ status }) => status)).toEqual(['sent', 'waiting']);
    for (let each = 0; each < 3; each += 1) {
      const reply = await press(url);
      expect(reply.statusCode).toBe(200);
      expect(reply.body).toContain('已取消');
    }
    expect((await rows()).map(({ status }) => status)).toEqual(['sent', 'withdrawn']);
    minutes(60);
    await carried();
    expect(mail.mails).toHaveLength(1);
    expect((await settings(resident, 'GET', '/api/messages/settings')).channels).toEqual([]);
  });

  test('a mail program that looks at every link ends nothing; pressing the button does', async () => {
    const channelId = await connectMailbox();
    await say(votingOpen());
    minutes(10);
    await carried();
    const looked = await club.server.app.inject({ method: 'GET', url: linkOf() });
    expect(looked.statusCode).toBe(200);
    expect(looked.body).toContain('<form method="post">');
    expect((await settings(resident, 'GET', '/api/messages/settings')).channels).toMatchObject([
      { channelId },
    ]);
    const form = await club.server.app.inject({
      method: 'POST',
      url: linkOf(),
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'sec-fetch-site': 'same-origin' },
      payload: '--x--',
    });
    expect(form.statusCode).toBe(200);
    expect((await settings(resident, 'GET', '/api/messages/settings')).channels).toEqual([]);
  });

  test('nobody ends another’s by guessing: a changed link is unknown', async () => {
    const channelId = await connectMailbox();
    const url = `/api/unsubscribe/${club.tenantId}.${channelId}.${'A'.repeat(22)}`;
    for (const wrong of [url, '/api/unsubscribe/abc', `/api/unsubscribe/${channelId}`]) {
      expect((await press(wrong)).statusCode, wrong).toBe(404);
    }
    expect((await settings(resident, 'GET', '/api/messages/settings')).channels).toHaveLength(1);
  });
});

describe('several messages that wait for the same person over the same channel', () => {
  test('go as one: one push that opens the inbox, one e-mail with all of them', async () => {
    await connectBrowser();
    await connectMailbox();
    for (let each = 0; each < 3; each += 1) {
      await say(votingOpen());
      minutes(0.2);
    }
    minutes(10);
    expect(await carried()).toEqual({ sent: 6, failed: 0 });
    expect(pushes.pushed.map(({ payload }) => payload)).toMatchObject([
      { title: '您有 3 条新消息', link: '/messages' },
    ]);
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]!.headers.subject).toBe('3 条消息: 开始表决');
    expect(mail.mails[0]!.text.match(/罢免张三的表决/g)).toHaveLength(3);
    expect((await rows()).every(({ status }) => status === 'sent')).toBe(true);
  });

  test('what is urgent does not wait for others, and takes along what does', async () => {
    await connectMailbox();
    await say(votingOpen());
    minutes(1);
    expect(await carried()).toEqual({ sent: 0, failed: 0 });
    await say(cancelled());
    expect(await carried()).toEqual({ sent: 2, failed: 0 });
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]!.headers.subject).toBe('2 条消息: 开始表决、活动取消');
  });

  test('two persons’ are two, whatever they share', async () => {
    await connectMailbox();
    await connectMailbox(await club.as(club.arbiter));
    await say(votingOpen([club.resident, club.arbiter]));
    minutes(10);
    await carried();
    expect(mail.mails.map(({ to }) => to)).toEqual([['wang@example.net'], ['wang@example.net']]);
  });
});

describe('quiet hours', () => {
  test('hold back until they end what can wait, and let through what cannot', async () => {
    await connectMailbox();
    // To 21:30 on the club's clock.
    minutes(12.5 * 60);
    await say(votingOpen());
    await say(cancelled());
    minutes(10);
    await carried();
    expect(mail.mails.map(({ headers }) => headers.subject)).toEqual(['活动取消（邻里）']);
    minutes(10 * 60 + 10);
    await carried();
    expect(mail.mails, '07:50').toHaveLength(1);
    minutes(10);
    await carried();
    expect(
      mail.mails.map(({ headers }) => headers.subject),
      '08:00',
    ).toEqual(['活动取消（邻里）', '开始表决（邻里）']);
  });

  test('are the person’s own, also none, and what they change holds for what waits', async () => {
    await connectMailbox();
    minutes(12.5 * 60);
    await wish({ quiet: { from: '23:00', to: '06:00' } });
    await say(votingOpen());
    minutes(10);
    await carried();
    expect(mail.mails).toHaveLength(1);
    await say(votingOpen());
    await wish({ quiet: { from: '21:00', to: '09:00' } });
    minutes(10);
    await carried();
    expect(mail.mails).toHaveLength(1);
    await wish({ quiet: null });
    minutes(24 * 60);
    await carried();
    expect(mail.mails).toHaveLength(2);
  });
});

describe('what somebody does not want', () => {
  test('is not written for that channel; the others and the application have it', async () => {
    await connectBrowser();
    await connectMailbox();
    await wish({ muted: [{ channel: 'email', group: 'votes' }] });
    await say(votingOpen());
    expect((await rows()).map(({ channel }) => channel)).toEqual(['push']);
    await say(cancelled());
    expect((await rows()).map(({ channel }) => channel).sort()).toEqual(['email', 'push', 'push']);
    const inbox = await resident.call('GET', '/api/messages');
    expect(inbox.json()).toMatchObject({ unread: 2 });
  });

  test('is not sent either where it was written before: taking a channel away is immediate', async () => {
    await connectBrowser();
    const channelId = await connectMailbox();
    await say(votingOpen());
    await wish({ muted: [{ channel: 'push', group: 'votes' }] });
    await settings(resident, 'POST', `/api/messages/channels/${channelId}/disconnect`, {
      commandId: randomUUID(),
    });
    minutes(60);
    await carried();
    expect(pushes.pushed).toEqual([]);
    expect(mail.mails).toEqual([]);
    expect((await rows()).map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
  });

  test('nor what has lost its reason: who has voted is not reminded', async () => {
    await connectMailbox();
    await connectMailbox(await club.as(club.arbiter), 'lin@example.net');
    await say({ ...votingOpen([club.resident, club.arbiter]), template: 'ballot.voting-ends-soon' });
    await club.inClub((tx) =>
      takeBack(tx, {
        template: 'ballot.voting-ends-soon',
        about: { noun: 'ballot', id: ballotId },
        personIds: [club.resident],
      }),
    );
    minutes(10);
    await carried();
    expect(mail.mails.map(({ to }) => to)).toEqual([['lin@example.net']]);
  });
});

describe('nothing is sent twice', () => {
  test('by two workers at the same moment: one claim', async () => {
    await connectBrowser();
    await connectMailbox();
    await Promise.all([say(votingOpen()), say(votingOpen())]);
    minutes(10);
    const both = await Promise.all([carried(), carried(), carried()]);
    expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(4);
    expect(pushes.pushed).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
  });

  describe('but by a crash between sending and recording: once more, by the same id, and then no more', () => {
    const crash = async (): Promise<void> => {
      await club.server.db.superuser.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'linli'`,
      );
    };
    async function crashOnce(peer: Pick<PushService | MailServer, 'answersAfter'>): Promise<void> {
      await say(votingOpen());
      minutes(10);
      peer.answersAfter(crash);
      expect(await carried()).toEqual({ sent: 0, failed: 0 });
      expect(await rows()).toMatchObject([{ status: 'waiting', attempts: 0 }]);
      peer.answersAfter(async () => {});
      expect(await carried()).toEqual({ sent: 1, failed: 0 });
      expect(await carried()).toEqual({ sent: 0, failed: 0 });
    }

    test('a push, under the same topic', async () => {
      await connectBrowser();
      await crashOnce(pushes);
      const [first, second, ...rest] = pushes.pushed.map(({ headers }) => headers.topic);
      expect(second).toBe(first);
      expect(rest).toEqual([]);
    });

    test('an e-mail, under the same message id', async () => {
      await connectMailbox();
      await crashOnce(mail);
      const [first, second, ...rest] = mail.mails.map(({ headers }) => headers['message-id']);
      expect(second).toBe(first);
      expect(rest).toEqual([]);
    });
  });

  test('nor told a second time because it is told again', async () => {
    await connectMailbox();
    const telling = votingOpen();
    expect(await say(telling)).toBe(1);
    minutes(10);
    await carried();
    expect(await say(telling)).toBe(0);
    minutes(60);
    await carried();
    expect(mail.mails).toHaveLength(1);
  });
});

describe('a case', () => {
  test('reaches its reporter by the same ways, as a report', async () => {
    await connectMailbox();
    await resident.open();
    minutes(10);
    await carried();
    expect(mail.mails[0]!.headers.subject).toBe('已收到（邻里）');
    expect(mail.mails[0]!.text).toMatch(/https:\/\/club\.example\.org\/cases\/[0-9a-f-]{36}/);
    await wish({ muted: [{ channel: 'email', group: 'reports' }] });
    await resident.open();
    minutes(10);
    await carried();
    expect(mail.mails).toHaveLength(1);
  });

  test('reaches whoever is on duty as a duty, and opens on the console', async () => {
    const arbiter = await club.as(club.arbiter);
    await connectBrowser(arbiter);
    const opened = await resident.open();
    minutes(1);
    await carried();
    expect(pushes.pushed[0]!.payload).toMatchObject({
      title: '新事项',
      link: `/console/cases/${opened.caseId}`,
    });
    await wish({ muted: [{ channel: 'push', group: 'duties' }] }, arbiter);
    await resident.open();
    minutes(1);
    await carried();
    expect(pushes.pushed).toHaveLength(1);
  });
});

describe('a text message', () => {
  interface Taken {
    headers: IncomingHttpHeaders;
    body: string;
  }
  const key = 'shared with the gateway, 32 characters and more';
  async function openGateway(): Promise<{ address: string; taken: Taken[] }> {
    const taken: Taken[] = [];
    const server = createServer((request, reply) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        taken.push({ headers: request.headers, body });
        reply.writeHead(taken.length === 1 ? 500 : 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
    return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, taken };
  }

  test('goes for what cannot wait and for nothing else, signed, under one id however often it is tried', async () => {
    const gateway = await openGateway();
    Object.assign(club.server.deps.config, { sms: gateway.address, smsKey: key });
    const place = { tenantId: club.tenantId, field: 'phone' };
    await club.server.db.superuser.query('UPDATE people SET phone_cipher = $1 WHERE person_id = $2', [
      club.server.deps.secrets.encrypt(place, '13800001234'),
      club.resident,
    ]);
    await say(votingOpen());
    await say(cancelled());
    expect(
      (await rows()).map(({ channel }) => channel),
      'a vote costs nobody a text',
    ).toEqual(['sms']);
    await carried();
    expect((await rows())[0]).toMatchObject({
      status: 'waiting',
      error: 'the SMS gateway answered HTTP 500',
    });
    minutes(1);
    await carried();
    expect(gateway.taken).toHaveLength(2);
    const [first, second] = gateway.taken.map(({ body }) => JSON.parse(body) as Record<string, string>);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ to: '13800001234', text: expect.stringContaining('周末棋会') });
    const { headers, body } = gateway.taken[1]!;
    const [, seconds = '', mac] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['linli-signature'])) ?? [];
    expect(createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')).toBe(mac);
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
  });
});
