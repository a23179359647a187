import { expect, test } from 'vitest';
import { takeTurns } from '../../src/modules/photos/take-turns.ts';

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isBegun = false;
  return {
    begin: () => {
      isBegun = true;
      return promise;
    },
    end: resolve,
    isBegun: () => isBegun,
  };
}

test('no more than the limit runs at once, and whoever waits comes in order', async () => {
  const inTurn = takeTurns({ atOnce: 2, waitingAtMost: 10 });
  const works = [work(), work(), work(), work()];
  const done = works.map(({ begin }) => inTurn(begin));
  const begun = () => works.map(({ isBegun }) => isBegun());
  await Promise.resolve();
  expect(begun()).toEqual([true, true, false, false]);
  works[1]?.end();
  await done[1];
  expect(begun()).toEqual([true, true, true, false]);
  for (const { end } of works) end();
  await Promise.all(done);
  expect(begun()).toEqual([true, true, true, true]);
});

test('work that fails gives its place back', async () => {
  const inTurn = takeTurns({ atOnce: 1, waitingAtMost: 0 });
  for (let count = 0; count < 3; count += 1) {
    await expect(inTurn(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  }
  expect(await inTurn(async () => 'whole')).toBe('whole');
});

test('beyond what may wait it is asked to come back, instead of filling the memory', async () => {
  const inTurn = takeTurns({ atOnce: 1, waitingAtMost: 1 });
  const first = work();
  const running = inTurn(first.begin);
  const waiting = inTurn(async () => 'waited');
  await expect(inTurn(async () => 'never')).rejects.toMatchObject({ code: 'not-available' });
  first.end();
  await running;
  expect(await waiting).toBe('waited');
});
