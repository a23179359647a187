import { createHash } from 'node:crypto';
import { type BallotTerms, slipMessage as engineMessage, isSlipSigned, type Slip } from '@linli/engine';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { blindSign, makeSlipKeys, type SlipKeys } from '../../server/src/modules/ballots/slip-keys.ts';
import { castSlips, momentToCast, startCasting } from '../src/features/ballots/cast-slips.ts';
import { isOnItsWay, keepVote, keptVote } from '../src/features/ballots/kept-vote.ts';
import { slipMessage, voteSecretly } from '../src/features/ballots/slips.ts';
import { type Asked, problem, startServer } from './device.ts';

const minute = 60_000;
const ballotId = '0193a5b0-0000-7000-8000-000000000001';
const values = ['head', '8192', '512', '2'];
const choices = { lift: ['for'], 'a"b\\线': ['丙', 'x y'], none: [] };

let keys: SlipKeys;
let terms: BallotTerms;
/** What a page has around it, and this test process has not. */
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const windowEvents = new EventTarget();
// Fifteen key pairs take a while on a busy machine.
beforeAll(async () => {
  keys = await makeSlipKeys();
  terms = { ballotId, slipKeys: keys.public } as unknown as BallotTerms;
  const kept = new Map<string, string>();
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    value: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
      removeItem: (key: string) => void kept.delete(key),
      key: (index: number) => [...kept.keys()][index] ?? null,
      get length() {
        return kept.size;
      },
    },
  });
  Object.assign(globalThis, {
    document: page,
    addEventListener: windowEvents.addEventListener.bind(windowEvents),
    removeEventListener: windowEvents.removeEventListener.bind(windowEvents),
  });
}, 120_000);

/** A server that signs blindly and has a box. */
async function openBox() {
  const box = new Map<string, Slip>();
  const state = { hangsUp: false, isOver: false, box, cookies: 0 };
  const server = await startServer(async ({ path, headers, body }: Asked) => {
    if (path.includes('/entries/')) {
      const blinded = body.blinded as { value: string; message: string }[];
      return {
        status: 200,
        body: {
          signatures: blinded.map(({ value, message }) => ({
            value,
            signature: blindSign(keys.private[value] ?? '', Buffer.from(message, 'base64'))?.toString(
              'base64',
            ),
          })),
        },
      };
    }
    if (headers.cookie !== undefined) state.cookies += 1;
    if (state.hangsUp) return 'hang-up';
    if (state.isOver) return problem(409, 'verb-not-allowed');
    const slip = body as unknown as Slip;
    if (!(await isSlipSigned(terms, slip))) return problem(422, 'slip-invalid');
    box.set(slip.token, slip);
    return { status: 200, body: { isInBox: true } };
  });
  return { ...server, state };
}

let entryId = '';
beforeEach(() => {
  entryId = createHash('sha256').update(`${entryId}1`).digest('hex').slice(0, 6);
  page.visibilityState = 'visible';
});
const give = (leftMs: number) =>
  voteSecretly({ city: 'tongguan', ballotId, entryId, slipKeys: keys.public, leftMs }, values, choices);
const own = () => keptVote(ballotId, entryId)?.slips ?? [];

test('what the device has signed is what the box checks, byte by byte', () => {
  const slip = { value: '8192' as const, token: 'a'.repeat(64), choices };
  expect(Buffer.from(slipMessage(ballotId, slip))).toEqual(Buffer.from(engineMessage(ballotId, slip)));
});

describe('slips go into the box apart from the moment they were signed', { timeout: 60_000 }, () => {
  test('each at a moment of its own within ten minutes, and in good time before voting ends', () => {
    const moments = Array.from({ length: 200 }, () => momentToCast(1_000, 60 * minute) - 1_000);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...moments)).toBeLessThan(10 * minute);
    expect(Math.max(...moments)).toBeGreaterThan(5 * minute);
    expect(new Set(moments).size).toBeGreaterThan(190);
    for (let times = 0; times < 50; times += 1) {
      expect(momentToCast(0, 18 * minute)).toBeLessThan(3 * minute);
    }
    expect([15, 10, 1, 0, -5].map((left) => momentToCast(7, left * minute))).toEqual([7, 7, 7, 7, 7]);
  });

  test('leaving the page puts in what still waits, without a cookie and each exactly once', async () => {
    const { state, stop } = await openBox();
    await give(7 * 24 * 60 * minute);
    expect(own().map(({ value }) => value)).toEqual(values);
    expect(own().every(({ signature, inverse }) => signature !== null && inverse === null)).toBe(true);
    expect(state.box.size).toBeLessThan(values.length);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    windowEvents.dispatchEvent(new Event('pagehide'));
    await expect.poll(() => own().filter(isOnItsWay).length).toBe(0);
    expect([...state.box.values()].map(({ value }) => value).sort()).toEqual([...values].sort());
    expect(own().every(({ isInBox }) => isInBox)).toBe(true);
    expect(state.cookies).toBe(0);
    await stop();
  });

  test('shortly before the end they go at once', async () => {
    const { state, stop } = await openBox();
    await give(5 * minute);
    await expect.poll(() => state.box.size).toBe(values.length);
    await stop();
  });

  test('a lost connection loses nothing: the same slips go in when there is one again', async () => {
    const { state, stop } = await openBox();
    await give(7 * 24 * 60 * minute);
    state.hangsUp = true;
    await expect(castSlips('all')).rejects.toThrow();
    await castSlips('all', { keepalive: true });
    expect(own().filter(isOnItsWay)).not.toHaveLength(0);
    state.hangsUp = false;
    windowEvents.dispatchEvent(new Event('online'));
    await castSlips('all');
    expect(own().every(({ isInBox }) => isInBox)).toBe(true);
    expect(state.box.size).toBe(values.length);
    await stop();
  });

  test('only those that are due are put in, and the others stay', async () => {
    const { state, stop } = await openBox();
    await give(7 * 24 * 60 * minute);
    const vote = keptVote(ballotId, entryId);
    if (!vote) throw new Error('nothing was kept');
    const now = Date.now();
    vote.slips.forEach((slip, index) => {
      slip.castAt = now + (index < 2 ? -1 : 5 * minute);
      slip.isInBox = false;
    });
    keepVote(ballotId, entryId, vote);
    state.box.clear();
    await castSlips('due', { now });
    expect(own().map(({ isInBox }) => isInBox)).toEqual([true, true, false, false]);
    expect(state.box.size).toBe(2);
    await castSlips('all');
    await stop();
  });

  test('what the box refuses for good is noted and asked no more', async () => {
    const { state, asked, stop } = await openBox();
    await give(7 * 24 * 60 * minute);
    state.isOver = true;
    await castSlips('all');
    const casts = asked.length;
    expect(own().some(({ isRefused }) => isRefused)).toBe(true);
    expect(own().some(isOnItsWay)).toBe(false);
    await castSlips('all');
    startCasting();
    expect(asked).toHaveLength(casts);
    await stop();
  });
});
