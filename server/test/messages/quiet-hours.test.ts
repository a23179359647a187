/** Nobody is woken, and nobody waits longer than their night. */
import { describe, expect, test } from 'vitest';
import {
  minuteOfWords,
  quietUntil,
  usualQuietHours,
  wordsOfMinute,
} from '../../src/modules/messages/quiet-hours.ts';

const at = (time: string): string => `2026-11-23T${time}.000Z`;
const hours = (from: string, to: string) => ({
  fromMinute: minuteOfWords(from),
  toMinute: minuteOfWords(to),
});

describe('quiet hours', () => {
  // Shanghai is eight hours ahead: 13:00 there is 21:00.
  test.each([
    ['20:59 in Shanghai', at('12:59:59'), null],
    ['21:00', at('13:00:00'), '2026-11-24T00:00:00.000Z'],
    ['past midnight', at('17:30:30'), '2026-11-24T00:00:00.000Z'],
    ['07:59', at('23:59:59'), '2026-11-24T00:00:00.000Z'],
    ['08:00', at('00:00:00'), null],
  ])('of the night, at %s', (_name, now, until) => {
    expect(quietUntil(usualQuietHours, now, 'Asia/Shanghai')).toBe(until);
  });

  test.each([
    ['before', at('04:29:00'), null],
    ['in', at('05:00:10'), at('06:00:00')],
    ['after', at('06:00:00'), null],
  ])('of noon, %s', (_name, now, until) => {
    expect(quietUntil(hours('12:30', '14:00'), now, 'Asia/Shanghai')).toBe(until);
  });

  test('may be none, and a day that begins where it ends has none', () => {
    expect(quietUntil(null, at('17:00:00'), 'Asia/Shanghai')).toBeNull();
    expect(quietUntil(hours('08:00', '08:00'), at('17:00:00'), 'Asia/Shanghai')).toBeNull();
  });

  test('are written and read back', () => {
    for (const words of ['00:00', '08:05', '21:30', '23:59'])
      expect(wordsOfMinute(minuteOfWords(words))).toBe(words);
  });
});
