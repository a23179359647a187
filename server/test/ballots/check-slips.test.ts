/** Threads that check signatures must find what WebCrypto finds, or `ballot verify` would say of a forged vote that nothing is wrong. */
import { constants, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type BallotTerms, badSlips, type Slip, slipKeysOf, slipMessage } from '@linli/engine';
import { expect, test } from 'vitest';
import { checkSlips } from '../../src/commands-line/check-slips.ts';

const ballotId = '0193a5b0-0000-7000-8000-00000000beef';
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

function signed(value: Slip['value'], key: KeyObject, saltLength = 48): Slip {
  const slip = { value, token: randomBytes(32).toString('hex'), choices: { lift: ['for'] } };
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const signature = sign('sha384', slipMessage(ballotId, slip), { key, padding, saltLength });
  return { ...slip, signature: signature.toString('base64') };
}

test('many slips are checked in threads as few are without, forged ones by their places', async () => {
  const [head, area] = [pair(), pair()];
  const strange = generateKeyPairSync('ed25519');
  const terms = {
    ballotId,
    slipKeys: { head: spki(head.publicKey), 2: spki(area.publicKey), 4: spki(strange.publicKey), 8: 'AAAA' },
  } as unknown as BallotTerms;
  const good = [
    ...Array.from({ length: 20 }, () => signed('head', head.privateKey)),
    ...Array.from({ length: 20 }, () => signed('2', area.privateKey)),
  ];
  const slips = Array.from({ length: 4_500 }, (_, at): Slip => good[at % good.length] as Slip);
  expect(await checkSlips(terms, slips)).toEqual([]);

  const [first] = slips as [Slip];
  const forged: [number, Slip][] = [
    [0, { ...first, token: 'b'.repeat(64) }],
    [1_999, { ...first, choices: { lift: ['against'] } }],
    // Under the key of another value, of no value, of another sort, of none.
    [2_000, { ...first, value: '2' }],
    [2_001, { ...first, value: '16' }],
    [2_002, { ...first, value: '4' }],
    [2_003, { ...first, value: '8' }],
    [4_100, { ...first, signature: '' }],
    [4_101, { ...first, signature: 'not base64!' }],
    // A salt of another length is another scheme.
    [4_102, signed('head', head.privateKey, 32)],
    [4_499, signed('head', area.privateKey)],
  ];
  const some = [...slips];
  for (const [at, slip] of forged) some[at] = slip;
  const places = forged.map(([at]) => at);
  expect(await checkSlips(terms, some)).toEqual(places);
  expect(await badSlips(terms, some, await slipKeysOf(terms))).toEqual(places);
});
