import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RuleDraft, readRule, weekdays, writeRule } from '../src/features/gatherings/plain-rule.ts';

/** A rule that is opened and saved unchanged must not move anybody's meeting. */
describe('a rule in plain words', () => {
  test.each([
    ['FREQ=WEEKLY;BYDAY=FR', { every: 'week', days: ['FR'] }],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', { every: 'other-week', days: ['TU', 'TH'] }],
    ['FREQ=MONTHLY;BYMONTHDAY=4,14,24', { every: 'month-day', monthDays: [4, 14, 24] }],
    ['FREQ=MONTHLY;BYDAY=2FR', { every: 'month-week', which: 2, day: 'FR' }],
    ['FREQ=MONTHLY;BYDAY=-1SU', { every: 'month-week', which: -1, day: 'SU' }],
  ] satisfies [string, RuleDraft][])('%s is read and written the same', (rule, draft) => {
    expect(readRule(rule)).toEqual(draft);
    expect(writeRule(draft)).toBe(rule);
  });

  test.each([
    'FREQ=MONTHLY;INTERVAL=3;BYDAY=2FR',
    'FREQ=WEEKLY',
    'FREQ=WEEKLY;BYDAY=FR;COUNT=3',
    'FREQ=WEEKLY;INTERVAL=3;BYDAY=FR',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=1MO,3MO',
    'FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1',
  ])('%s is kept as it is written', (rule) => {
    expect(readRule(rule)).toEqual({ every: 'written', rule });
    expect(writeRule(readRule(rule))).toBe(rule);
  });

  test('what is not chosen yet is no rule', () => {
    expect(writeRule({ every: 'week', days: [] })).toBeUndefined();
    expect(writeRule({ every: 'month-day', monthDays: [] })).toBeUndefined();
    expect(writeRule({ every: 'written', rule: ' ' })).toBeUndefined();
    expect(writeRule({ every: 'model' })).toBeNull();
  });

  test('whatever is chosen comes back as it was', () => {
    const days = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 });
    const draft: fc.Arbitrary<RuleDraft> = fc.oneof(
      fc.record({ every: fc.constantFrom('week' as const, 'other-week' as const), days }),
      fc.record({
        every: fc.constant('month-day' as const),
        monthDays: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1 }),
      }),
      fc.record({
        every: fc.constant('month-week' as const),
        which: fc.constantFrom(1, 2, 3, 4, -1),
        day: fc.constantFrom(...weekdays),
      }),
    );
    fc.assert(
      fc.property(draft, (chosen) => {
        const rule = writeRule(chosen);
        expect(writeRule(readRule(rule ?? ''))).toBe(rule);
        expect(readRule(rule ?? '').every).toBe(chosen.every);
      }),
    );
  });
});
