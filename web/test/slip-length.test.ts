/** A slip on its way is as long as every other: the length of a request is seen on the net and kept by proxies. */
import { expect, test } from 'vitest';
import { filledBody } from '../src/ui/api/ballot-endpoints.ts';

const slip = (value: string, choices: Record<string, string[]>) => ({
  value,
  token: 'a'.repeat(64),
  choices,
  signature: 'b'.repeat(344),
});

test('whatever it says and whatever it is worth', () => {
  const candidates = Array.from({ length: 11 }, () => crypto.randomUUID());
  const bodies = [
    slip('head', { lift: ['for'] }),
    slip('8192', { lift: ['against'] }),
    slip('1', { lift: [] }),
    slip('head', { 电梯: ['against'], charging: ['against'], gate: ['against'] }),
    slip('head', { seats: candidates }),
  ].map(filledBody);
  expect(new Set(bodies.map((body) => new TextEncoder().encode(body).length))).toEqual(new Set([2_048]));
  expect(JSON.parse(bodies[1] ?? '')).toEqual(slip('8192', { lift: ['against'] }));
});
