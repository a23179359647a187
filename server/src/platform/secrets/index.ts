/**
 * Protects what must not be read from a stolen database: personal fields are encrypted one by one (AES-256-GCM), and
 * looked up by a keyed hash, the blind index. All keys come from one secret, which never enters the database.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

export { maskName, maskPhone, maskText } from './mask.ts';

/** Whose and which: `phone` of tenant 3. A value cannot be moved to another field or tenant and still be read. */
export interface FieldPlace {
  tenantId: number;
  field: string;
}

export interface Secrets {
  encrypt(place: FieldPlace, plain: string): Buffer;
  /** Throws when the value was changed, belongs elsewhere, or was encrypted under another secret. */
  decrypt(place: FieldPlace, cipher: Buffer): string;
  /** Same value, same 32 bytes, for an exact look-up; tells nothing without the secret. */
  blindIndex(place: FieldPlace, value: string): Buffer;
  /** Keyed hash of a token (session, phone code, device), so that the stored one is of no use. */
  hashToken(purpose: string, token: string): Buffer;
  /** Key material for a purpose of its own that no other purpose can be computed from, the same after every start. */
  derive(purpose: string, bytes: number): Buffer;
  /** Eight bytes that tell one secret from another: see `checkSecret`. */
  fingerprint: string;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

export function openSecrets(secret: string): Secrets {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'linli', purpose, 32));
  const fieldKey = key('field encryption');
  const indexKey = key('blind index');
  const tokenKey = key('token');
  return {
    encrypt(place, plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', fieldKey, nonce).setAAD(label(place));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
    },
    decrypt(place, cipher) {
      if (cipher[0] !== version || cipher.length < 1 + nonceBytes + tagBytes) {
        throw new Error(`not an encrypted value (${place.field})`);
      }
      const bodyFrom = 1 + nonceBytes + tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', fieldKey, cipher.subarray(1, 1 + nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(label(place))
        .setAuthTag(cipher.subarray(1 + nonceBytes, bodyFrom));
      return Buffer.concat([decipher.update(cipher.subarray(bodyFrom)), decipher.final()]).toString('utf8');
    },
    blindIndex: (place, value) =>
      createHmac('sha256', indexKey).update(label(place)).update('\0').update(value).digest(),
    hashToken: (purpose, token) =>
      createHmac('sha256', tokenKey).update(purpose).update('\0').update(token).digest(),
    derive: (purpose, bytes) =>
      Buffer.from(hkdfSync('sha256', secret, 'linli', `derived: ${purpose}`, bytes)),
    fingerprint: key('fingerprint').subarray(0, 8).toString('hex'),
  };
}

/** Whether two hashes are the same, in a time that does not tell where they differ. */
export function isSameHash(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function label({ tenantId, field }: FieldPlace): Buffer {
  return Buffer.from(`${tenantId}:${field}`);
}
