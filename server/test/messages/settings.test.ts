/** How messages reach a person: only they see and change it, an address is proved before it is used, nothing stands in the clear. */
import { createHash, randomUUID } from 'node:crypto';
import type { MessageSettings } from '@linli/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Caller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';
import { type MailServer, openMailServer } from './mail-server.ts';

type Settings = z.output<typeof MessageSettings>;

let mail: MailServer;
let club: ClubOfCallers;
let resident: Caller;
let president: Caller;
beforeAll(async () => {
  mail = await openMailServer();
  club = await openClubOfCallers({ smtp: mail.url, mailFrom: 'club@example.org' });
  [resident, president] = await Promise.all([club.as(club.resident), club.as(club.president)]);
});
afterAll(async () => {
  await mail.close();
  await club.server.close();
});
beforeEach(async () => {
  mail.mails.length = 0;
  mail.refuses(null);
  // So that a limit of a day is not another test's.
  club.server.clock.advance(24 * 3_600_000);
  await club.server.db.superuser.query('DELETE FROM message_channels');
  await club.server.db.superuser.query('DELETE FROM message_settings');
});

const url = '/api/messages/settings';
async function look(by: Caller = resident): Promise<Settings> {
  const reply = await by.call('GET', url);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ settings: Settings }>().settings;
}
const save = (words: object, by: Caller = resident) =>
  by.call('POST', url, { commandId: randomUUID(), muted: [], quiet: null, ...words });
const enter = (address: string, commandId: string = randomUUID(), by: Caller = resident) =>
  by.call('POST', '/api/messages/channels/email', { commandId, address });
const confirm = (channelId: string, code: string, by: Caller = resident) =>
  by.call('POST', `/api/messages/channels/${channelId}/confirm`, { code });
const codeSent = (): string => /\d{6}/.exec(mail.mails.at(-1)!.text)![0];

const endpoint = `https://fcm.googleapis.com/fcm/send/${'x'.repeat(120)}`;
const keys = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
const connect = (words: object = {}, by: Caller = resident) =>
  by.call('POST', '/api/messages/channels/push', {
    commandId: randomUUID(),
    endpoint,
    keys,
    device: 'Firefox',
    ...words,
  });

describe('200', () => {
  test('somebody who has chosen nothing has nothing outside, and quiet nights', async () => {
    expect(await look()).toMatchObject({
      channels: [],
      phoneMasked: null,
      available: { push: true, email: true, sms: false },
      pushKey: expect.stringMatching(/^[\w-]{87}$/),
      muted: [],
      quiet: { from: '21:00', to: '08:00' },
    });
  });

  test('what is saved is read back, whole, and by its person alone', async () => {
    const muted = [
      { channel: 'push', group: 'votes' },
      { channel: 'email', group: 'reports' },
    ];
    const reply = await save({ muted, quiet: { from: '22:30', to: '06:15' } });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(await look()).toMatchObject({ muted, quiet: { from: '22:30', to: '06:15' } });
    expect(await look(president)).toMatchObject({ muted: [], quiet: { from: '21:00', to: '08:00' } });
    await save({});
    expect(await look()).toMatchObject({ muted: [], quiet: null });
  });

  test('the same command again gets the first answer and changes nothing more', async () => {
    const commandId = randomUUID();
    const first = await save({ commandId, quiet: { from: '20:00', to: '07:00' } });
    await save({ quiet: { from: '22:00', to: '07:00' } });
    expect((await save({ commandId, quiet: { from: '20:00', to: '07:00' } })).json()).toEqual(first.json());
    expect((await look()).quiet).toEqual({ from: '22:00', to: '07:00' });
  });

  test('a browser knows itself by the digest of its endpoint, connected again it is the same one', async () => {
    await connect();
    await connect({ device: 'Firefox on a phone' });
    const { channels } = await look();
    expect(channels).toMatchObject([
      {
        channel: 'push',
        address: 'Firefox on a phone',
        isConfirmed: true,
        endpointDigest: createHash('sha256').update(endpoint).digest('hex'),
      },
    ]);
    const [{ channelId }] = channels as [Settings['channels'][number]];
    const commandId = randomUUID();
    for (let each = 0; each < 2; each += 1) {
      const gone = await resident.call('POST', `/api/messages/channels/${channelId}/disconnect`, {
        commandId,
      });
      expect(gone.json()).toMatchObject({ settings: { channels: [] } });
    }
    const other = await resident.call('POST', `/api/messages/channels/${channelId}/disconnect`, {
      commandId: randomUUID(),
    });
    expect(other.statusCode, 'gone is gone').toBe(200);
  });

  test('the oldest of too many browsers makes room', async () => {
    for (let each = 0; each < 12; each += 1) {
      club.server.clock.advance(1000);
      await connect({ endpoint: `https://fcm.googleapis.com/fcm/send/${each}`, device: `browser ${each}` });
    }
    const names = (await look()).channels.map(({ address }) => address);
    expect(names).toHaveLength(10);
    expect(names[0]).toBe('browser 2');
  });

  test('an address is used once its code was entered, and shown masked', async () => {
    const entered = (await enter('Wang.Wu@Example.net')).json<{ settings: Settings }>().settings;
    expect(entered.channels).toMatchObject([
      { channel: 'email', address: 'W****@Example.net', isConfirmed: false },
    ]);
    expect(mail.mails).toMatchObject([{ to: ['Wang.Wu@example.net'] }]);
    expect(mail.mails[0]!.headers['list-unsubscribe'], 'nobody is subscribed yet').toBeUndefined();
    const [{ channelId }] = entered.channels as [Settings['channels'][number]];
    const code = codeSent();
    for (let each = 0; each < 2; each += 1) {
      const reply = await confirm(channelId, code);
      expect(reply.statusCode, 'also when its answer was lost').toBe(200);
      expect(reply.json()).toMatchObject({ settings: { channels: [{ isConfirmed: true }] } });
    }
    await enter('wang.wu@example.NET');
    expect(mail.mails, 'the same mailbox needs no second code').toHaveLength(1);
    expect((await look()).channels).toHaveLength(1);
  });

  test('neither an address nor an endpoint stands anywhere in the clear', async () => {
    await enter('secret.name@example.net');
    await connect();
    const { rows } = await club.server.db.superuser.query<{ all: string }>(
      `SELECT (SELECT string_agg(message_channels::text, '') FROM message_channels)
           || (SELECT string_agg(commands::text, '') FROM commands) AS all`,
    );
    for (const plain of ['secret.name', endpoint, keys.auth]) {
      expect(rows[0]!.all).not.toContain(plain);
      expect(rows[0]!.all).not.toContain(Buffer.from(plain).toString('hex'));
    }
  });
});

describe('422', () => {
  test.each([
    ['a push service nobody allowed', { endpoint: 'https://push.evil.example/x' }],
    ['an address of our own network', { endpoint: 'https://169.254.169.254/latest' }],
    ['this very machine', { endpoint: 'http://127.0.0.1:5432/' }],
    ['a look-alike', { endpoint: 'https://fcm.googleapis.com.evil.example/x' }],
    ['another port', { endpoint: 'https://fcm.googleapis.com:8443/x' }],
    ['keys that no browser made', { keys: { ...keys, p256dh: Buffer.alloc(65, 4).toString('base64url') } }],
  ])('%s', async (_name, words) => {
    const reply = await connect(words);
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({ code: 'push-unknown' });
    expect((await look()).channels).toEqual([]);
  });

  test('below a host that was allowed with all below it, and beside it', async () => {
    expect((await connect({ endpoint: 'https://web.push.apple.com/x' })).statusCode).toBe(200);
    expect((await connect({ endpoint: 'https://evilpush.apple.com/x' })).statusCode).toBe(422);
  });

  test.each([
    [{ quiet: { from: '24:00', to: '08:00' } }],
    [{ muted: [{ channel: 'fax', group: 'votes' }] }],
    [{ muted: [{ channel: 'push', group: 'everything' }] }],
  ])('%j', async (words) => {
    expect((await save(words)).statusCode).toBe(422);
  });

  test('a wrong code is counted, and after five even the right one is of no use', async () => {
    const entered = (await enter('a@example.net')).json<{ settings: Settings }>().settings;
    const [{ channelId }] = entered.channels as [Settings['channels'][number]];
    const code = codeSent();
    const wrong = code === '000000' ? '000001' : '000000';
    for (let left = 4; left >= 0; left -= 1) {
      expect((await confirm(channelId, wrong)).json()).toMatchObject({ code: 'code-wrong', data: { left } });
    }
    expect((await confirm(channelId, code)).json()).toMatchObject({ code: 'code-expired' });
    await enter('a@example.net');
    expect((await confirm(channelId, code)).json(), 'a new code replaces it').not.toMatchObject({
      settings: {},
    });
    expect((await confirm(channelId, codeSent())).statusCode).toBe(200);
  });

  test('a code is good for half an hour', async () => {
    const entered = (await enter('b@example.net')).json<{ settings: Settings }>().settings;
    club.server.clock.advance(31 * 60_000);
    expect((await confirm(entered.channels[0]!.channelId, codeSent())).json()).toMatchObject({
      code: 'code-expired',
    });
  });

  test('a mailbox that refuses is not kept, nor more than three', async () => {
    mail.refuses('RCPT');
    expect((await enter('nobody@example.net')).json()).toMatchObject({ code: 'email-refused' });
    expect((await look()).channels).toEqual([]);
    mail.refuses(null);
    for (const name of ['a', 'b', 'c']) expect((await enter(`${name}@example.net`)).statusCode).toBe(200);
    expect((await enter('d@example.net')).json()).toMatchObject({ code: 'too-many-addresses' });
  });
});

describe('429', () => {
  test('nobody fills another’s mailbox with codes', async () => {
    for (let each = 0; each < 5; each += 1) {
      expect((await enter('victim@example.net')).statusCode).toBe(200);
    }
    expect((await enter('victim@example.net')).statusCode).toBe(429);
    expect((await enter('VICTIM@example.net', randomUUID(), president)).statusCode).toBe(429);
    expect(mail.mails).toHaveLength(5);
  });
});

describe('503', () => {
  test('without a mail server no address is taken', async () => {
    const { config } = club.server.deps;
    const { smtp } = config;
    config.smtp = undefined;
    try {
      expect((await enter('a@example.net')).json()).toMatchObject({ code: 'email-unavailable' });
      expect((await look()).available.email).toBe(false);
    } finally {
      config.smtp = smtp;
    }
    expect((await look()).channels).toEqual([]);
  });
});

describe('401 and 404', () => {
  test('visitors sign in', async () => {
    const visitor = club.device();
    expect((await visitor.call('GET', url)).statusCode).toBe(401);
    expect((await save({}, visitor)).statusCode).toBe(401);
    expect((await connect({}, visitor)).statusCode).toBe(401);
    expect((await enter('a@example.net', randomUUID(), visitor)).statusCode).toBe(401);
  });

  test('another’s channel is as one that is not there, and stays', async () => {
    await connect();
    await enter('a@example.net');
    const { channels } = await look();
    for (const { channelId } of channels) {
      expect((await confirm(channelId, '123456', president)).statusCode).toBe(404);
      await president.call('POST', `/api/messages/channels/${channelId}/disconnect`, {
        commandId: randomUUID(),
      });
    }
    expect((await confirm(randomUUID(), '123456', president)).statusCode).toBe(404);
    expect((await look()).channels).toHaveLength(2);
  });
});
