/**
 * A secret vote on the voter's own device, after RFC 9474: each slip is made here, signed blindly by the server that knows
 * who asks but not what it signs, and put into the box without a name. What is needed to go on after a lost connection, and
 * later to look the own vote up, stays on this device and nowhere else.
 */
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { type BallotChoices, getSlipReceipt, issueSlips, newCommandId } from '../../ui/api/index.ts';
import { momentToCast, startCasting } from './cast-slips.ts';
import { keepVote, keptVote, type OwnSlip } from './kept-vote.ts';

const suite = RSABSSA.SHA384.PSS.Deterministic();
/** The bytes that are signed; the same as the engine's, by test. */
export function slipMessage(
  ballotId: string,
  { value, token, choices }: Pick<OwnSlip, 'value' | 'token' | 'choices'>,
): Uint8Array {
  return new TextEncoder().encode(
    `{"ballotId":${JSON.stringify(ballotId)},"choices":${choicesText(choices)},"format":"linli-slip/1",` +
      `"token":${JSON.stringify(token)},"value":${JSON.stringify(value)}}`,
  );
}

/** The same choices are the same text, in whatever order they were made. */
function choicesText(choices: BallotChoices): string {
  const questions = Object.keys(choices)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(choices[key])}`);
  return `{${questions.join(',')}}`;
}

/** Browsers do this sort of arithmetic on safe addresses only (https, or this very machine). */
export function canVoteSecretly(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/**
 * Votes secretly, or goes on where a vote stopped: what was made is kept before it is sent, so that nothing is lost and
 * nothing counts twice however often this is called. Once slips are signed the vote is given: they go into the box by
 * themselves (`cast-slips.ts`). `leftMs`: until voting ends.
 */
export async function voteSecretly(
  {
    city,
    ballotId,
    entryId,
    slipKeys,
    leftMs,
  }: {
    city: string | null;
    ballotId: string;
    entryId: string;
    slipKeys: Record<string, string>;
    leftMs: number;
  },
  values: readonly string[],
  choices: BallotChoices,
): Promise<void> {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyFor = (value: string): Promise<CryptoKey> => {
    const spki = slipKeys[value];
    if (spki === undefined) throw new Error(`there is no key for slips of ${value}`);
    const key = keys.get(value) ?? importKey(spki);
    keys.set(value, key);
    return key;
  };
  const kept = keptVote(ballotId, entryId) ?? {
    commandId: newCommandId(),
    city,
    slips: await Promise.all(values.map((value) => makeSlip(ballotId, value, choices, keyFor(value)))),
  };
  const keep = () => keepVote(ballotId, entryId, kept);
  keep();
  if (kept.slips.some(({ signature }) => signature === null)) {
    const { signatures } = await issueSlips(ballotId, entryId, {
      commandId: kept.commandId,
      blinded: kept.slips.map(({ value, blinded }) => ({ value, message: blinded })),
    });
    for (const [index, slip] of kept.slips.entries()) {
      const signed = signatures[index]?.signature;
      if (signed === undefined || slip.inverse === null) throw new Error('a signature is missing');
      const whole = await suite.finalize(
        await keyFor(slip.value),
        slipMessage(ballotId, slip),
        bytesOf(signed),
        bytesOf(slip.inverse),
      );
      slip.signature = textOf(whole);
    }
    for (const slip of kept.slips) {
      slip.inverse = null;
      slip.castAt = momentToCast(Date.now(), leftMs);
    }
    keep();
  }
  startCasting();
}

/**
 * “My vote was counted”: are all slips of this device in the box, saying what they said here? Before the result is out the
 * box tells that they are there and not what they say: `in-box`.
 */
export async function lookUpVote(
  city: string | null,
  ballotId: string,
  entryId: string,
): Promise<'counted' | 'in-box' | 'not-there' | 'other'> {
  const { slips } = keptVote(ballotId, entryId) ?? { slips: [] };
  if (slips.length === 0) return 'not-there';
  let isOpened = true;
  for (const slip of slips) {
    const receipt = await getSlipReceipt(city, ballotId, slip.token);
    if (!receipt.isInBox || !receipt.values.includes(slip.value)) return 'not-there';
    if (receipt.choices === null) isOpened = false;
    else if (choicesText(receipt.choices) !== choicesText(slip.choices)) return 'other';
  }
  return isOpened ? 'counted' : 'in-box';
}

async function makeSlip(
  ballotId: string,
  value: string,
  choices: BallotChoices,
  key: Promise<CryptoKey>,
): Promise<OwnSlip> {
  const token = [...crypto.getRandomValues(new Uint8Array(32))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const { blindedMsg, inv } = await suite.blind(await key, slipMessage(ballotId, { value, token, choices }));
  return {
    value,
    token,
    choices,
    blinded: textOf(blindedMsg),
    inverse: textOf(inv),
    signature: null,
    castAt: 0,
    isInBox: false,
  };
}

function importKey(spki: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('spki', bytesOf(spki), { name: 'RSA-PSS', hash: 'SHA-384' }, true, [
    'verify',
  ]);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
