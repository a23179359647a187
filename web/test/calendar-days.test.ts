import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  byDay,
  clockOf,
  dayOf,
  instantOf,
  weekdayOf,
  weekOf,
  weeksOfMonth,
} from '../src/features/gatherings/calendar-days.ts';

/** A gathering shown on the wrong day is a gathering missed. */
describe('days of the calendar', () => {
  test('a week begins on Monday', () => {
    expect(weekOf('2026-11-29')).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
    ]);
    expect(weekdayOf('2026-11-23')).toBe(0);
    expect(weekdayOf('2026-11-29')).toBe(6);
  });

  test('a month stands in whole weeks, each day of it once', () => {
    for (const month of ['2026-02', '2026-03', '2026-11', '2027-01', '2028-02']) {
      const weeks = weeksOfMonth(`${month}-15`);
      expect(weeks.every((week) => week.length === 7 && weekdayOf(week[0] ?? '') === 0)).toBe(true);
      const days = weeks.flat().filter((day) => day.startsWith(month));
      const [year = 0, number = 0] = month.split('-').map(Number);
      expect(days).toHaveLength(new Date(year, number, 0).getDate());
      expect(new Set(weeks.flat()).size).toBe(weeks.flat().length);
      expect(weeks.every((week) => week.some((day) => day.startsWith(month)))).toBe(true);
    }
  });

  test('months and days are counted over their ends', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  test('day and time of day go out and come back', () => {
    const at = instantOf('2026-11-27', '19:30') ?? '';
    expect([dayOf(at), clockOf(at)]).toEqual(['2026-11-27', '19:30']);
    expect(instantOf('', '19:30')).toBeNull();
    expect(instantOf('2026-11-27', '')).toBeNull();
  });

  test('days come in order and hold theirs in order', () => {
    const at = (day: string, clock: string) => ({ startsAt: instantOf(day, clock) ?? '' });
    const days = byDay([at('2026-11-28', '09:00'), at('2026-11-27', '19:30'), at('2026-11-27', '08:00')]);
    expect(days.map(([day, those]) => [day, those.map(({ startsAt }) => clockOf(startsAt))])).toEqual([
      ['2026-11-27', ['08:00', '19:30']],
      ['2026-11-28', ['09:00']],
    ]);
  });
});
