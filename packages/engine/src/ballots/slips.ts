/**
 * Secret ballots after RFC 9474 (RSABSSA-SHA384-PSS). The voter's device makes a token and what it votes into a message,
 * blinds it, has it signed under the key of the slip's value, unblinds the signature and puts the slip into the box without
 * saying who it is. The signer sees a number that tells nothing; the box sees a valid slip that tells nobody.
 * Area is cut into slips of fixed values, because an area in one piece would name its home.
 */
import { canonicalJson } from '@linli/model';
import { countsArea } from './rules.ts';
import type { BallotTerms, Slip, SlipValue } from './types.ts';

/** Largest value of a slip in dm². Larger homes have several. */
export const largestSlipDm2 = 8192;

const encoder = new TextEncoder();

/** Salt of RSABSSA-SHA384-PSS: as long as the hash. */
const saltLength = 48;

/** All values a slip can have; each has a key of its own. */
export const slipValues: readonly SlipValue[] = [
  'head',
  ...Array.from({ length: Math.log2(largestSlipDm2) + 1 }, (_, power): SlipValue => `${2 ** power}`),
];

/**
 * The slips of an entry: one for the head and, where area counts, powers of two that add up to its area.
 *
 * @example slipsOf(terms, 8962) // ['head', '8192', '512', '256', '2']
 */
export function slipsOf(terms: BallotTerms, areaDm2: number): SlipValue[] {
  const slips: SlipValue[] = ['head'];
  if (!countsArea(terms)) return slips;
  let left = areaDm2;
  for (let value = largestSlipDm2; value >= 1; value /= 2) {
    for (; left >= value; left -= value) slips.push(`${value}`);
  }
  return slips;
}

/** The bytes that are signed blindly: `slipText` in UTF-8. */
export function slipMessage(ballotId: string, slip: Omit<Slip, 'signature'>): Uint8Array {
  return encoder.encode(slipText(ballotId, slip));
}

/**
 * What is signed blindly. The choices are in them, so that nobody who lacks the key can change what a slip says;
 * the token makes every message another one, so that the deterministic variant of RFC 9474 is as safe as the randomised.
 */
export function slipText(ballotId: string, { value, token, choices }: Omit<Slip, 'signature'>): string {
  // Canonical JSON of the five, written out: tens of thousands are made when a large ballot is verified.
  return `{"ballotId":${JSON.stringify(ballotId)},"choices":${canonicalJson(choices)},"format":"linli-slip/1","token":${JSON.stringify(token)},"value":${JSON.stringify(value)}}`;
}

/** The public keys of a ballot by value; null: what stands there is none. */
export async function slipKeysOf({ slipKeys }: BallotTerms): Promise<Map<string, CryptoKey | null>> {
  const entries = Object.entries(slipKeys ?? {});
  const imported = await Promise.all(entries.map(([, spki]) => importSlipKey(spki)));
  return new Map(entries.map(([value], index) => [value, imported[index] ?? null]));
}

/**
 * Indices of slips whose signature does not hold under the key of their value. Other threads check them: the first portion is
 * on its way when this function returns its promise, so that other work can be done beside it.
 */
export async function badSlips(
  { ballotId }: BallotTerms,
  slips: readonly Slip[],
  keys: ReadonlyMap<string, CryptoKey | null>,
): Promise<number[]> {
  const bad: number[] = [];
  for (let start = 0; start < slips.length; start += slipsAtOnce) {
    const held = await Promise.all(
      slips.slice(start, start + slipsAtOnce).map((slip) => {
        const key = keys.get(slip.value);
        return key ? isSigned(key, ballotId, slip) : false;
      }),
    );
    held.forEach((isHeld, index) => {
      if (!isHeld) bad.push(start + index);
    });
  }
  return bad;
}
/** Each waits with its message and signature in memory, about a kilobyte. */
const slipsAtOnce = 10_000;

/** Does one slip's signature hold? What the box asks before it takes a slip. */
export async function isSlipSigned(terms: BallotTerms, slip: Slip): Promise<boolean> {
  const spki = terms.slipKeys?.[slip.value];
  const key = spki === undefined ? null : await importSlipKey(spki);
  return key !== null && isSigned(key, terms.ballotId, slip);
}

async function isSigned(key: CryptoKey, ballotId: string, slip: Slip): Promise<boolean> {
  const signature = bytesOf(slip.signature);
  if (signature === null) return false;
  return crypto.subtle.verify(
    { name: 'RSA-PSS', saltLength },
    key,
    signature,
    slipMessage(ballotId, slip) as BufferSource,
  );
}

/** A public key from SPKI in base64; null: it is none. */
async function importSlipKey(spki: string): Promise<CryptoKey | null> {
  const bytes = bytesOf(spki);
  if (bytes === null) return null;
  try {
    return await crypto.subtle.importKey('spki', bytes, { name: 'RSA-PSS', hash: 'SHA-384' }, true, [
      'verify',
    ]);
  } catch {
    return null;
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    // A loop and not `from`, which takes a second for the slips of a large compound.
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes;
  } catch {
    return null;
  }
}
