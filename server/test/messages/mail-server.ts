/** A mail server on this machine: enough of RFC 5321 to take what a client sends, and to refuse it when told to. */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './self-made-certificate.ts';

export interface Mail {
  from: string;
  to: string[];
  /** Unfolded, names in small letters. */
  headers: Record<string, string>;
  /** Parts in text, decoded. */
  text: string;
  html: string;
}

export interface MailServerOptions {
  /** Address of this machine it listens on. */
  at?: string;
  /** Encrypts from the first byte (`smtps`), when the client asks for it (`starttls`), or never. */
  encrypts?: { how: 'smtps' | 'starttls'; certificate: Certificate };
}

export interface MailServer {
  url: string;
  port: number;
  mails: Mail[];
  /** What came over the wire unencrypted, and which passwords came encrypted. */
  inTheClear: string[];
  passwords: string[];
  /** What it says from now on to the recipient, or to the whole mail; null: that all is well. */
  refuses(what: 'RCPT' | 'DATA' | 'MAIL' | null, answer?: string): void;
  answersAfter(work: () => Promise<void>): void;
  close(): Promise<void>;
}

export async function openMailServer({
  encrypts,
  at = '127.0.0.1',
}: MailServerOptions = {}): Promise<MailServer> {
  const mails: Mail[] = [];
  const inTheClear: string[] = [];
  const passwords: string[] = [];
  const sockets = new Set<Socket>();
  let refusal: { what: string; answer: string } | null = null;
  let before = async (): Promise<void> => {};
  const server = createServer((plain) => {
    sockets.add(plain);
    plain.on('close', () => sockets.delete(plain));
    plain.on('error', () => {});
    let socket: Socket = plain;
    let isEncrypted = false;
    const encrypt = (): void => {
      if (encrypts === undefined) return;
      const { cert, key } = encrypts.certificate;
      plain.removeAllListeners('data');
      isEncrypted = true;
      socket = new TLSSocket(plain, { isServer: true, cert, key });
      socket.on('error', () => {});
      socket.on('data', read);
    };
    let buffer = '';
    let envelope: { from: string; to: string[] } = { from: '', to: [] };
    let isData = false;
    const say = (line: string): void => {
      socket.write(`${line}\r\n`);
    };
    const says = (what: string, fine: string): void => say(refusal?.what === what ? refusal.answer : fine);
    const take = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (!isEncrypted) inTheClear.push(line);
      if (verb === 'EHLO' || verb === 'HELO') {
        const isOffered = encrypts?.how === 'starttls' && !isEncrypted;
        say(`250-mail.test\r\n${isOffered ? '250-STARTTLS\r\n' : ''}250 AUTH PLAIN`);
      } else if (verb === 'STAR') {
        say(encrypts?.how === 'starttls' ? '220 go on' : '502 not here');
        if (encrypts?.how === 'starttls') encrypt();
      } else if (verb === 'AUTH') {
        if (isEncrypted)
          passwords.push(Buffer.from(line.slice(11), 'base64').toString().split('\0')[2] ?? '');
        say('235 welcome');
      } else if (verb === 'MAIL') {
        envelope = { from: addressIn(line), to: [] };
        says('MAIL', '250 ok');
      } else if (verb === 'RCPT') {
        if (refusal?.what !== 'RCPT') envelope.to.push(addressIn(line));
        says('RCPT', '250 ok');
      } else if (verb === 'DATA') {
        isData = true;
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    };
    const read = (chunk: Buffer): void => {
      buffer += chunk.toString('latin1');
      for (;;) {
        const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const found = buffer.slice(0, end);
        buffer = buffer.slice(end + (isData ? 5 : 2));
        if (!isData) take(found);
        else {
          isData = false;
          if (refusal?.what !== 'DATA') mails.push(parse(envelope, found.replace(/^\.\./gm, '.')));
          void before().then(() => says('DATA', '250 taken'));
        }
      }
    };
    if (encrypts?.how === 'smtps') encrypt();
    else plain.on('data', read);
    say('220 mail.test');
  });
  await new Promise<void>((resolve) => server.listen(0, at, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://${at}:${port}`,
    port,
    mails,
    inTheClear,
    passwords,
    refuses(what, answer = '550 no such mailbox') {
      refusal = what === null ? null : { what, answer };
    },
    answersAfter(work) {
      before = work;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

function parse(envelope: { from: string; to: string[] }, source: string): Mail {
  const { headers, body } = divide(source);
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  const parts =
    boundary === undefined
      ? [{ headers, body }]
      : body
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => divide(part.replace(/^\r\n/, '')));
  const partOf = (type: string): string => {
    const part = parts.find((one) => (one.headers['content-type'] ?? '').startsWith(type));
    return part === undefined ? '' : decoded(part.headers['content-transfer-encoding'], part.body);
  };
  return {
    ...envelope,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, words(value)])),
    text: partOf('text/plain').trim(),
    html: partOf('text/html').trim(),
  };
}

function divide(source: string): { headers: Record<string, string>; body: string } {
  const end = source.indexOf('\r\n\r\n');
  const lines = source
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { headers, body: source.slice(end + 4) };
}

function decoded(encoding: string | undefined, body: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding === 'quoted-printable') return quoted(body.replace(/=\r\n/g, ''));
  return Buffer.from(body, 'latin1').toString();
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

/** RFC 2047. */
function words(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : quoted(text.replaceAll('_', ' ')),
    );
}
