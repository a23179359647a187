/**
 * A request to a push service (RFC 8030): the payload encrypted for one browser (RFC 8291, content coding aes128gcm of
 * RFC 8188) and signed with the server's own key (VAPID, RFC 8292).
 */
import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type { Config } from '../../platform/config.ts';
import type { Secrets } from '../../platform/secrets/index.ts';

/** What a browser gives when it subscribes; keys in base64url. */
export interface PushSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface PushKey {
  key: KeyObject;
  /** Uncompressed point in base64url: what the browser subscribes with. */
  publicKey: string;
}

export interface PushRequest {
  headers: Record<string, string>;
  body: Buffer;
}

/** Order of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The server's key: the one that was set, else one that follows from the secret and so is kept with it. */
export function pushKeyOf({ pushKey }: Pick<Config, 'pushKey'>, secrets: Pick<Secrets, 'derive'>): PushKey {
  if (pushKey !== undefined) return keyFrom(Buffer.from(pushKey, 'base64url'));
  // 16 bytes more than the order has, so that every key is as likely as any other (FIPS 186-5, A.2.1).
  const wide = BigInt(`0x${secrets.derive('web push key', 48).toString('hex')}`);
  return keyFrom(Buffer.from(((wide % (order - 1n)) + 1n).toString(16).padStart(64, '0'), 'hex'));
}

function keyFrom(scalar: Buffer): PushKey {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalar);
  const point = pair.getPublicKey();
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: scalar.toString('base64url'),
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  return { key, publicKey: point.toString('base64url') };
}

/** Keys of a subscription that no browser made are refused when they come in, not when something is to be sent. */
export function isPushSubscription({ keys }: PushSubscription): boolean {
  const point = Buffer.from(keys.p256dh, 'base64url');
  if (point.length !== 65 || Buffer.from(keys.auth, 'base64url').length !== 16) return false;
  try {
    const pair = createECDH('prime256v1');
    pair.generateKeys();
    pair.computeSecret(point);
    return true;
  } catch {
    return false;
  }
}

const recordSize = 4096;
/** Every payload has this length before it is encrypted, so that its length tells nothing. */
const paddedBytes = 1024;
const encoding = (name: string): Buffer => Buffer.from(`Content-Encoding: ${name}\0`);

/** `salt` and `senderKey` (a private scalar) are made up for each message; given only to check against the RFC's own example. */
export function encryptPush(
  { keys }: Pick<PushSubscription, 'keys'>,
  plain: Buffer,
  {
    salt = randomBytes(16),
    senderKey,
    padTo = 0,
  }: { salt?: Buffer; senderKey?: Buffer; padTo?: number } = {},
): Buffer {
  const sender = createECDH('prime256v1');
  if (senderKey === undefined) sender.generateKeys();
  else sender.setPrivateKey(senderKey);
  const receiverPoint = Buffer.from(keys.p256dh, 'base64url');
  const senderPoint = sender.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiverPoint, senderPoint]);
  const hkdf = (key: Buffer, by: Buffer, about: Buffer, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', key, by, about, bytes));
  const material = hkdf(sender.computeSecret(receiverPoint), Buffer.from(keys.auth, 'base64url'), info, 32);
  const key = hkdf(material, salt, encoding('aes128gcm'), 16);
  const nonce = hkdf(material, salt, encoding('nonce'), 12);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(recordSize);
  head.writeUInt8(senderPoint.length, 4);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // 2 ends the last record; zeros after it are padding.
  const padded = Buffer.concat([plain, Buffer.of(2), Buffer.alloc(Math.max(0, padTo - plain.length - 1))]);
  const body = Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
  return Buffer.concat([salt, head, senderPoint, body]);
}

export interface PushDetails {
  payload: object;
  /** At most 32 characters of base64url: a message with the same topic that still waits there is replaced. */
  topic: string;
  isUrgent: boolean;
  ttlSeconds: number;
  /** `mailto:` or https: whom a push service may ask about us. */
  contact: string;
}

const tokenSeconds = 12 * 3600;

export function pushRequest(
  { key, publicKey }: PushKey,
  subscription: PushSubscription,
  { payload, topic, isUrgent, ttlSeconds, contact }: PushDetails,
): PushRequest {
  const claims = {
    aud: new URL(subscription.endpoint).origin,
    // The push service's clock is the world's, whatever day a demo city has.
    exp: Math.floor(Date.now() / 1000) + tokenSeconds,
    sub: contact,
  };
  const words = [{ typ: 'JWT', alg: 'ES256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('sha256', Buffer.from(words.join('.')), { key, dsaEncoding: 'ieee-p1363' });
  const token = `${words.join('.')}.${signature.toString('base64url')}`;
  return {
    headers: {
      authorization: `vapid t=${token}, k=${publicKey}`,
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(ttlSeconds),
      topic,
      urgency: isUrgent ? 'high' : 'normal',
    },
    body: encryptPush(subscription, Buffer.from(JSON.stringify(payload)), { padTo: paddedBytes }),
  };
}
