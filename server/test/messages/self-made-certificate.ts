/** A certificate for a server on this machine, signed by its own key: enough of RFC 5280 for a client to check its name. */
import { generateKeyPairSync, sign } from 'node:crypto';

export interface Certificate {
  cert: string;
  key: string;
}

const tag = { integer: 2, bits: 3, octets: 4, oid: 6, utf8: 12, utcTime: 23, sequence: 48, set: 49 };

function der(type: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >>> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(tag.oid, Buffer.from([first * 40 + second, ...bytes]));
}

const ecdsaWithSha256 = der(tag.sequence, oid('1.2.840.10045.4.3.2'));
const time = (instant: number) =>
  der(tag.utcTime, Buffer.from(`${new Date(instant).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

/** `names`: names of hosts, or addresses as `127.0.0.1`. */
export function makeCertificate(names: readonly string[]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(
    tag.sequence,
    der(
      tag.set,
      der(tag.sequence, oid('2.5.4.3'), der(tag.utf8, Buffer.from(`Linli test ${names.join(' ')}`))),
    ),
  );
  const alternatives = names.map((one) =>
    /^\d+(\.\d+){3}$/.test(one)
      ? der(0x87, Buffer.from(one.split('.').map(Number)))
      : der(0x82, Buffer.from(one)),
  );
  const day = 86_400_000;
  const signed = der(
    tag.sequence,
    der(0xa0, der(tag.integer, Buffer.from([2]))),
    der(tag.integer, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(tag.sequence, time(Date.now() - day), time(Date.now() + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      der(
        tag.sequence,
        der(tag.sequence, oid('2.5.29.17'), der(tag.octets, der(tag.sequence, ...alternatives))),
      ),
    ),
  );
  const signature = sign('sha256', signed, privateKey);
  const whole = der(tag.sequence, signed, ecdsaWithSha256, der(tag.bits, Buffer.from([0]), signature));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
