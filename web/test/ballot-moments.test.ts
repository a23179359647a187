/** When voting ends, as people read it: whoever reads a day too many comes too late. */
import { expect, test } from 'vitest';
import { endWords, momentWords } from '../src/features/ballots/day-words.ts';
import { newSerial } from '../src/features/ballots/paper-serial.ts';

const at = (day: number, hour: number): string => new Date(2026, 11, day, hour).toISOString();

test('an end has its hour, and midnight belongs to the day before it', () => {
  expect(endWords(at(2, 20), 'zh-CN')).toMatch(/12月2日 20:00$/);
  expect(endWords(at(3, 0), 'zh-CN')).toMatch(/12月2日 24:00$/);
  // A beginning at midnight begins the day.
  expect(momentWords(at(3, 0), 'zh-CN')).toMatch(/12月3日 00:00$/);
});

test('two papers of one vote bear two serials, of figures alone', () => {
  const serials: string[] = [];
  for (let each = 0; each < 2_000; each += 1) serials.push(newSerial(serials));
  expect(new Set(serials).size).toBe(2_000);
  expect(serials.every((serial) => /^[1-9]\d{7}$/.test(serial))).toBe(true);
});
