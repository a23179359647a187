/** What push services and browsers are sent is what the RFCs say, or nobody is told anything. */
import { createECDH } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  encryptPush,
  isPushSubscription,
  pushKeyOf,
  pushRequest,
} from '../../src/modules/messages/web-push.ts';
import { openSecrets } from '../../src/platform/secrets/index.ts';
import { decrypt, vapidClaims } from './push-service.ts';

const secrets = openSecrets('a secret for tests only, 32 characters and more');
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

/** RFC 8291, section 5 and appendix A. */
const example = {
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  receiver: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  sender: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  plain: 'When I grow up, I want to be a watermelon',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

describe('encryption', () => {
  test('gives the RFC’s own example byte by byte', () => {
    const body = encryptPush(example, Buffer.from(example.plain), {
      salt: bytes(example.salt),
      senderKey: bytes(example.sender),
    });
    expect(body.toString('base64url')).toBe(example.body);
  });

  test('is read by the browser it is for and by no other, and never twice the same', () => {
    const [browser, other] = [createECDH('prime256v1'), createECDH('prime256v1')];
    browser.setPrivateKey(bytes(example.receiver));
    other.generateKeys();
    const auth = bytes(example.keys.auth);
    const [one, two] = [1, 2].map(() => encryptPush(example, Buffer.from(example.plain), { padTo: 1024 }));
    expect(decrypt(browser, auth, one!).toString()).toBe(example.plain);
    expect(one!.equals(two!)).toBe(false);
    expect(one!.length, 'the length tells nothing').toBe(
      encryptPush(example, Buffer.from('x'), { padTo: 1024 }).length,
    );
    expect(() => decrypt(other, auth, one!)).toThrow();
    const damaged = Buffer.from(one!);
    damaged.writeUInt8(damaged.readUInt8(200) ^ 1, 200);
    expect(() => decrypt(browser, auth, damaged)).toThrow();
  });

  test('is tried only with keys a browser can have made', () => {
    const given = (keys: { p256dh: string; auth: string }) =>
      isPushSubscription({ endpoint: 'https://fcm.googleapis.com/x', keys });
    expect(given(example.keys)).toBe(true);
    expect(given({ ...example.keys, auth: 'AAAA' })).toBe(false);
    expect(given({ ...example.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') })).toBe(false);
    expect(given({ ...example.keys, p256dh: example.keys.p256dh.slice(4) })).toBe(false);
  });
});

describe('the server’s key', () => {
  test('follows from the secret, the same after every start, another for another secret', () => {
    const key = pushKeyOf({ pushKey: undefined }, secrets).publicKey;
    expect(
      pushKeyOf({ pushKey: undefined }, openSecrets('a secret for tests only, 32 characters and more'))
        .publicKey,
    ).toBe(key);
    expect(
      pushKeyOf({ pushKey: undefined }, openSecrets('another secret for tests, 32 characters or more'))
        .publicKey,
    ).not.toBe(key);
    expect(bytes(key)).toHaveLength(65);
  });

  test('is the one that was set, where one was', () => {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(bytes(example.sender));
    expect(pushKeyOf({ pushKey: example.sender }, secrets).publicKey).toBe(pair.getPublicKey('base64url'));
  });

  test('signs who we are, for this push service and for less than a day (RFC 8292)', () => {
    const key = pushKeyOf({ pushKey: undefined }, secrets);
    const { headers } = pushRequest(
      key,
      { endpoint: 'https://push.example.org/a/b?c', keys: example.keys },
      { payload: {}, topic: 'abc', isUrgent: true, ttlSeconds: 60, contact: 'mailto:linli@example.org' },
    );
    const { claims, publicKey } = vapidClaims(headers.authorization);
    expect(publicKey).toBe(key.publicKey);
    expect(claims).toMatchObject({ aud: 'https://push.example.org', sub: 'mailto:linli@example.org' });
    const seconds = Number(claims.exp) - Date.now() / 1000;
    expect(seconds).toBeGreaterThan(3600);
    expect(seconds).toBeLessThan(24 * 3600);
    expect(headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '60',
      topic: 'abc',
      urgency: 'high',
    });
  });
});
