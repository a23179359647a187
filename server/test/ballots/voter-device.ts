/** What a voter's device does in a secret ballot: blinds, has slips signed, unblinds, and puts them into the box without a cookie. */
import { randomBytes, randomUUID } from 'node:crypto';
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import type { BallotView } from '@linli/contract';
import { type Choices, type Slip, slipMessage } from '@linli/engine';
import { expect } from 'vitest';
import type { Caller, Quarter } from './quarter.ts';

const suite = RSABSSA.SHA384.PSS.Deterministic();

export interface Prepared {
  slip: Omit<Slip, 'signature'>;
  blinded: { value: string; message: string };
  inv: Uint8Array;
  key: CryptoKey;
}

/** What the voter's device does before it says anything: tokens, messages, blinding. */
export async function prepare(
  { ballotId, slipKeys }: BallotView,
  values: readonly string[],
  choices: Choices,
): Promise<Prepared[]> {
  return Promise.all(
    values.map(async (value) => {
      const slip = { value: value as Slip['value'], token: randomBytes(32).toString('hex'), choices };
      const key = await crypto.subtle.importKey(
        'spki',
        Buffer.from(slipKeys?.[value] ?? '', 'base64'),
        { name: 'RSA-PSS', hash: 'SHA-384' },
        true,
        ['verify'],
      );
      const { blindedMsg, inv } = await suite.blind(key, suite.prepare(slipMessage(ballotId, slip)));
      return { slip, blinded: { value, message: Buffer.from(blindedMsg).toString('base64') }, inv, key };
    }),
  );
}

export function issue(voter: Caller, ballotId: string, entryId: string, prepared: readonly Prepared[]) {
  return voter.call('POST', `/api/ballots/${ballotId}/entries/${entryId}/slips`, {
    commandId: randomUUID(),
    blinded: prepared.map(({ blinded }) => blinded),
  });
}

export async function unblind(
  ballotId: string,
  prepared: readonly Prepared[],
  signatures: { signature: string }[],
): Promise<Slip[]> {
  return Promise.all(
    prepared.map(async ({ slip, inv, key }, index) => {
      const blind = Buffer.from(signatures[index]?.signature ?? '', 'base64');
      const signature = await suite.finalize(
        key,
        suite.prepare(slipMessage(ballotId, slip)),
        new Uint8Array(blind),
        inv,
      );
      return { ...slip, signature: Buffer.from(signature).toString('base64') };
    }),
  );
}

/** No cookie, no session: nothing but the city. */
export function castSlip(quarter: Quarter, ballotId: string, slip: Slip, cookies?: Record<string, string>) {
  return quarter.server.app.inject({
    method: 'POST',
    url: `/api/ballots/${ballotId}/slips`,
    headers: { 'linli-city': 'chess-quarter', 'content-type': 'application/json' },
    // As the page sends it: filled up, so that its length says nothing.
    payload: JSON.stringify(slip).padEnd(2_048),
    ...(cookies ? { cookies } : {}),
  });
}

export async function vote(
  quarter: Quarter,
  voter: Caller,
  ballotId: string,
  choices: Choices,
): Promise<Slip[]> {
  const view = await voter.see(ballotId);
  const mine = view.mine[0];
  if (!mine) throw new Error('no entry');
  const prepared = await prepare(view, mine.slips, choices);
  const reply = await issue(voter, ballotId, mine.entryId, prepared);
  expect(reply.statusCode, reply.body).toBe(200);
  const slips = await unblind(ballotId, prepared, reply.json().signatures);
  for (const slip of slips) {
    const cast = await castSlip(quarter, ballotId, slip);
    expect(cast.statusCode, cast.body).toBe(200);
  }
  return slips;
}
