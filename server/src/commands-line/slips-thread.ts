/**
 * A thread that checks signatures of slips, and does nothing else: RSASSA-PSS with SHA-384 and a salt of its length, as RFC 9474
 * has it. It is sent bytes alone, because a thread that loads the engine first is late.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

export interface SlipsThreadData {
  /** Public keys in their order, SPKI in base64. */
  keys: string[];
}

/** Slips one after the other: message, signature; `ends` says where each of the two ends, `keys` which key it is under. */
export interface SlipsPortion {
  first: number;
  bytes: Uint8Array;
  ends: Uint32Array;
  keys: Uint8Array;
}

const saltLength = 48;
const keys = (workerData as SlipsThreadData).keys.map(readKey);

parentPort?.on('message', (portion: SlipsPortion) => parentPort?.postMessage(badOf(portion)));

/** Places, counted over all slips, whose signature does not hold. */
function badOf({ first, bytes, ends, keys: places }: SlipsPortion): number[] {
  const bad: number[] = [];
  let start = 0;
  for (const [index, place] of places.entries()) {
    const middle = ends[index * 2] ?? start;
    const end = ends[index * 2 + 1] ?? middle;
    const key = keys[place] ?? null;
    if (key === null || !holds(key, bytes.subarray(start, middle), bytes.subarray(middle, end))) {
      bad.push(first + index);
    }
    start = end;
  }
  return bad;
}

function holds(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(
      'sha384',
      message,
      { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength },
      signature,
    );
  } catch {
    return false;
  }
}

/** Null: what stands there is no RSA key. */
function readKey(spki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}
