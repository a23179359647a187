/**
 * Signatures of slips checked by threads of their own. WebCrypto does the same, but hands each signature over by itself, which
 * keeps the thread that counts busier than those that calculate: of a large compound it is two seconds of handing over.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type BallotTerms, badSlips, type Slip, slipKeysOf, slipText } from '@linli/engine';
import type { SlipsPortion, SlipsThreadData } from './slips-thread.ts';

/** With fewer slips a thread starts for longer than it works. */
const worthThreads = 2_000;
const slipsAtOnce = 2_000;
const threadsAtMost = 8;

/** Places of slips whose signature does not hold under the key of their value. */
export async function checkSlips(terms: BallotTerms, slips: readonly Slip[]): Promise<number[]> {
  if (slips.length < worthThreads) return badSlips(terms, slips, await slipKeysOf(terms));
  const values = Object.keys(terms.slipKeys ?? {});
  const places = new Map(values.map((value, place) => [value, place]));
  const data: SlipsThreadData = { keys: Object.values(terms.slipKeys ?? {}) };
  const portions = Math.ceil(slips.length / slipsAtOnce);
  const threads = Array.from(
    { length: Math.min(availableParallelism(), threadsAtMost, portions) },
    () => new Worker(new URL('./slips-thread.ts', import.meta.url), { workerData: data }),
  );
  try {
    const bad = await Promise.all(
      threads.map(async (thread, at) => {
        const mine = Array.from({ length: portions }, (_, portion) => portion).filter(
          (portion) => portion % threads.length === at,
        );
        const answers = answersOf(thread, mine.length);
        for (const portion of mine) {
          const first = portion * slipsAtOnce;
          const sent = packed(terms.ballotId, slips.slice(first, first + slipsAtOnce), first, places);
          thread.postMessage(sent, [sent.bytes.buffer as ArrayBuffer]);
        }
        return answers;
      }),
    );
    return bad.flat().sort((one, other) => one - other);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function answersOf(thread: Worker, portions: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const bad: number[] = [];
    let left = portions;
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('a thread that checks slips has ended')));
    thread.on('message', (some: number[]) => {
      bad.push(...some);
      left -= 1;
      if (left === 0) resolve(bad);
    });
  });
}

/** No key: the place after the last, which is none. */
function packed(
  ballotId: string,
  slips: readonly Slip[],
  first: number,
  places: ReadonlyMap<string, number>,
): SlipsPortion {
  // In UTF-8 a character takes three bytes at most, and base64 says less than it is long.
  const texts = slips.map((slip) => slipText(ballotId, slip));
  const room = slips.reduce((sum, { signature }, at) => sum + texts[at]!.length * 3 + signature.length, 0);
  const bytes = Buffer.allocUnsafeSlow(room);
  const ends = new Uint32Array(slips.length * 2);
  const keys = new Uint8Array(slips.length);
  let end = 0;
  for (const [index, { value, signature }] of slips.entries()) {
    end += bytes.write(texts[index]!, end);
    ends[index * 2] = end;
    end += bytes.write(signature, end, 'base64');
    ends[index * 2 + 1] = end;
    keys[index] = places.get(value) ?? places.size;
  }
  return { first, bytes, ends, keys };
}
