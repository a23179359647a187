/** A push service and a browser on this machine: takes RFC 8030 requests and reads RFC 8291 payloads as a browser does. */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Pushed {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  payload: { title: string; link: string; tag: string };
}

export interface Browser {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface PushService {
  /** A browser that has subscribed here. */
  subscribe(): Browser;
  pushed: Pushed[];
  answers(status: number, headers?: Record<string, string>): void;
  answersAfter(work: () => Promise<void>): void;
  close(): Promise<void>;
}

export async function openPushService(): Promise<PushService> {
  const pushed: Pushed[] = [];
  const browsers = new Map<string, { pair: ECDH; auth: Buffer }>();
  let status = 201;
  let extra: Record<string, string> = {};
  let before = async (): Promise<void> => {};
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const browser = browsers.get(path);
      const body = Buffer.concat(chunks);
      if (browser !== undefined) {
        const payload = JSON.parse(decrypt(browser.pair, browser.auth, body).toString()) as Pushed['payload'];
        pushed.push({ path, headers: request.headers, body, payload });
      }
      void before().then(() => {
        reply.writeHead(browser === undefined ? 404 : status, extra);
        reply.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    pushed,
    subscribe() {
      const path = `/push/${randomBytes(16).toString('base64url')}`;
      const pair = createECDH('prime256v1');
      pair.generateKeys();
      const auth = randomBytes(16);
      browsers.set(path, { pair, auth });
      return {
        endpoint: `http://127.0.0.1:${port}${path}`,
        keys: { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') },
      };
    },
    answers(next, headers = {}) {
      status = next;
      extra = headers;
    },
    answersAfter(work) {
      before = work;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As the browser does it: RFC 8188, 2 and RFC 8291, 3. Written apart from what encrypts. */
export function decrypt(pair: ECDH, auth: Buffer, body: Buffer): Buffer {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const senderPoint = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  const secret = pair.computeSecret(senderPoint);
  const derive = (key: Buffer, by: Buffer, info: Buffer, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, by, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0', 'latin1'), pair.getPublicKey(), senderPoint]);
  const material = derive(secret, auth, info, 32);
  const key = derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0', 'latin1'), 16);
  const nonce = derive(material, salt, Buffer.from('Content-Encoding: nonce\0', 'latin1'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2);
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('bad padding');
  return padded.subarray(0, end);
}

/** The claims of `authorization: vapid t=…, k=…`, once its signature holds under its key. */
export function vapidClaims(header: string | undefined): {
  claims: Record<string, unknown>;
  publicKey: string;
} {
  const [, token = '', publicKey = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header ?? '') ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('the token is not signed by its key');
  return {
    claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>,
    publicKey,
  };
}
