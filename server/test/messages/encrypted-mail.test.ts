/**
 * Addresses, passwords and what people are told leave this machine encrypted to a server that proves its name, or not at all:
 * from the first byte (SMTPS) and when the server offers it (STARTTLS, RFC 3207).
 */
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Email, postEmail } from '../../src/modules/messages/post-email.ts';
import { type MailServer, type MailServerOptions, openMailServer } from './mail-server.ts';
import { makeCertificate } from './self-made-certificate.ts';

/** On this machine too, but not one of the names to which mail may go in the clear. */
const elsewhere = '127.0.0.2';
const trusted = makeCertificate([elsewhere, '127.0.0.1']);
const ofAnother = makeCertificate(['mail.example.org']);
const unknown = makeCertificate([elsewhere, '127.0.0.1']);
beforeAll(() => {
  // As an operator does with NODE_EXTRA_CA_CERTS.
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), trusted.cert, ofAnother.cert]);
});

let server: MailServer;
afterEach(() => server.close());

const email: Email = {
  to: 'chess@example.org',
  subject: '表决已开始',
  text: '请在截止前投票。',
  html: '<p>请在截止前投票。</p>',
  messageId: '0193a5b0-0000-7000-8000-00000000c0de',
  unsubscribeUrl: null,
};

async function post(protocol: 'smtp' | 'smtps', options: MailServerOptions, host = elsewhere) {
  server = await openMailServer({ ...options, at: host });
  return postEmail(
    {
      smtp: `${protocol}://linli:s%40fe@${host}:${server.port}`,
      mailFrom: '邻里 <linli@example.org>',
      publicUrl: 'https://linli.example.org',
    },
    email,
  );
}

function expectNothingSent(): void {
  expect(server.mails).toEqual([]);
  expect(server.passwords).toEqual([]);
  expect(server.inTheClear.join('\n')).not.toMatch(/AUTH|MAIL|RCPT|chess/);
}

describe('SMTPS', () => {
  test('takes a mail and the password, and nothing of it is in the clear', async () => {
    expect(await post('smtps', { encrypts: { how: 'smtps', certificate: trusted } })).toMatchObject({
      kind: 'taken',
    });
    expect(server.mails).toMatchObject([{ to: ['chess@example.org'], text: '请在截止前投票。' }]);
    expect(server.passwords).toEqual(['s@fe']);
    expect(server.inTheClear).toEqual([]);
  });

  test.each([
    ['of nobody known', unknown],
    ['of another name', ofAnother],
  ])('a certificate %s gets nothing', async (_, certificate) => {
    const outcome = await post('smtps', { encrypts: { how: 'smtps', certificate } });
    expect(outcome).toMatchObject({ kind: 'failed', why: expect.stringContaining('cannot be reached') });
    expectNothingSent();
  });

  test('also on this very machine, where it was asked for', async () => {
    expect(
      await post('smtps', { encrypts: { how: 'smtps', certificate: unknown } }, '127.0.0.1'),
    ).toMatchObject({ kind: 'failed' });
    expectNothingSent();
  });
});

describe('STARTTLS', () => {
  test('is used before a password or an address is said', async () => {
    expect(await post('smtp', { encrypts: { how: 'starttls', certificate: trusted } })).toMatchObject({
      kind: 'taken',
    });
    expect(server.mails).toHaveLength(1);
    expect(server.passwords).toEqual(['s@fe']);
    expect(server.inTheClear.map((line) => line.slice(0, 8))).toEqual([
      expect.stringMatching(/^EHLO/),
      'STARTTLS',
    ]);
  });

  test('a server that does not offer it, or somebody between who takes the offer out, gets nothing', async () => {
    expect(await post('smtp', {})).toMatchObject({ kind: 'failed', isFinal: false });
    expectNothingSent();
  });

  test.each([
    ['of nobody known', unknown],
    ['of another name', ofAnother],
  ])('a certificate %s gets nothing', async (_, certificate) => {
    expect(await post('smtp', { encrypts: { how: 'starttls', certificate } })).toMatchObject({
      kind: 'failed',
    });
    expectNothingSent();
  });
});
