import type { Calendar, Limit } from '@linli/model';
import chineseDays from 'chinese-days';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  addLimit,
  addOpenMinutes,
  calendarKnownThrough,
  isProvisional,
  isWorkingDay,
  localDateOf,
  openMinutesBetween,
  startOfDate,
} from '../src/index.ts';
import { club, label, minutes, workingDays, zone } from './club.ts';
import { local } from './story.ts';

const office = club.calendars.office as Calendar;
const always = club.calendars.always as Calendar;
const everyNight: Calendar = {
  title: label('nights'),
  hours: [
    { fromMinutes: 0, toMinutes: 360 },
    { fromMinutes: 1320, toMinutes: 1440 },
  ],
  days: 'every',
};
const workingDaysAroundTheClock: Calendar = {
  title: label('days'),
  hours: 'around-the-clock',
  days: 'cn-official',
};
const calendars = [office, always, everyNight, workingDaysAroundTheClock];

function due(limit: Limit, calendar: Calendar, from: string): string {
  return addLimit(limit, calendar, local(from), zone);
}

describe('working days', () => {
  it.each([
    ['2026-01-01', false, 'New Year'],
    ['2026-01-04', true, 'a Sunday worked to make up for New Year'],
    ['2026-02-14', true, 'a Saturday worked to make up for Spring Festival'],
    ['2026-02-16', false, 'New Year’s Eve of the old calendar, a Monday'],
    ['2026-02-28', true, 'a Saturday worked to make up for Spring Festival'],
    ['2026-10-07', false, 'National Day week'],
    ['2026-10-10', true, 'a Saturday worked to make up for National Day'],
    ['2026-11-21', false, 'a plain Saturday'],
    ['2026-11-23', true, 'a plain Monday'],
    ['2025-10-08', false, 'Mid-Autumn and National Day together'],
  ])('%s is working: %s (%s)', (date, works) => {
    expect(isWorkingDay(date)).toBe(works);
  });

  it('agrees with the official notices on every day of every published year', () => {
    const lastYear = Number(calendarKnownThrough().slice(0, 4));
    for (let day = Date.UTC(2004, 0, 1); day < Date.UTC(lastYear + 1, 0, 1); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number];
      expect(isWorkingDay(date), date).toBe(chineseDays.isWorkday(new Date(year, month - 1, dayOfMonth, 12)));
    }
  });

  it('says which years are guesses, and counts Monday to Friday in them', () => {
    const unknown = Number(calendarKnownThrough().slice(0, 4)) + 1;
    expect(isProvisional(unknown - 1)).toBe(false);
    expect(isProvisional(unknown)).toBe(true);
    expect(isWorkingDay(`${unknown}-10-01`)).toBe(
      [1, 2, 3, 4, 5].includes(new Date(`${unknown}-10-01`).getUTCDay()),
    );
    expect(calendarKnownThrough() >= '2026-12-31').toBe(true);
  });

  it('refuses what is not a date', () => {
    expect(() => isWorkingDay('2026-2-3')).toThrow(RangeError);
    expect(() => isWorkingDay('soon')).toThrow(RangeError);
  });
});

describe('on a machine in another zone', () => {
  const zoneOfMachine = process.env.TZ;
  afterEach(() => {
    if (zoneOfMachine === undefined) delete process.env.TZ;
    else process.env.TZ = zoneOfMachine;
    vi.resetModules();
  });
  it.each(['America/New_York', 'Pacific/Kiritimati', 'UTC'])(
    '%s: the same days are worked',
    async (machine) => {
      process.env.TZ = machine;
      vi.resetModules();
      const fresh = await import('../src/calendar.ts');
      expect(fresh.isWorkingDay('2026-02-14')).toBe(true);
      expect(fresh.isWorkingDay('2026-02-15')).toBe(false);
      expect(fresh.isWorkingDay('2026-10-10')).toBe(true);
      expect(fresh.isWorkingDay('2026-10-11')).toBe(false);
      expect(fresh.addLimit(workingDays(1), office, local('2026-02-13 10:00'), zone)).toBe(
        local('2026-02-14 17:30'),
      );
    },
  );
});

describe('limits', () => {
  it.each([
    ['one working day from Monday morning is Tuesday at closing', 1, '2026-11-23 09:00', '2026-11-24 17:30'],
    ['the hour does not matter', 1, '2026-11-23 23:59', '2026-11-24 17:30'],
    ['from Friday it is Monday', 1, '2026-11-20 09:00', '2026-11-23 17:30'],
    ['from Saturday it is Monday', 1, '2026-11-21 09:00', '2026-11-23 17:30'],
    ['a make-up Saturday counts', 1, '2026-02-13 09:00', '2026-02-14 17:30'],
    ['Spring Festival does not', 2, '2026-02-13 09:00', '2026-02-24 17:30'],
    ['National Day week does not, its make-up Saturday does', 3, '2026-09-30 09:00', '2026-10-10 17:30'],
    ['five days are a week', 5, '2026-11-23 09:00', '2026-11-30 17:30'],
  ])('working days: %s', (_name, amount, from, expected) => {
    expect(due(workingDays(amount), office, from)).toBe(local(expected));
  });

  it.each([
    ['within a span', 60, '2026-11-23 09:00', '2026-11-23 10:00'],
    ['over lunch', 60, '2026-11-23 11:30', '2026-11-23 14:30'],
    ['over night', 60, '2026-11-23 17:00', '2026-11-24 09:00'],
    ['over the weekend', 60, '2026-11-20 17:00', '2026-11-23 09:00'],
    ['from outside opening hours', 30, '2026-11-21 12:00', '2026-11-23 09:00'],
    ['ending with the office day', 420, '2026-11-23 08:30', '2026-11-23 17:30'],
    ['ending with the morning', 210, '2026-11-23 08:30', '2026-11-23 12:00'],
  ])('minutes of the office: %s', (_name, amount, from, expected) => {
    expect(due(minutes(amount, 'office'), office, from)).toBe(local(expected));
  });

  it('around the clock, time is time', () => {
    expect(due(minutes(120), always, '2026-10-01 23:30')).toBe(local('2026-10-02 01:30'));
  });

  it('reaches the same instant again through the minutes between', () => {
    fc.assert(
      fc.property(
        anyCalendar(),
        anyInstant(),
        fc.integer({ min: 0, max: 20_000 }),
        (calendar, from, amount) => {
          const to = addOpenMinutes(calendar, from, amount, zone);
          expect(openMinutesBetween(calendar, from, to, zone)).toBe(amount);
        },
      ),
    );
  });

  it('open time adds up however it is cut', () => {
    fc.assert(
      fc.property(anyCalendar(), fc.tuple(anyInstant(), anyInstant(), anyInstant()), (calendar, instants) => {
        const [from, middle, to] = [...instants].sort() as [string, string, string];
        expect(
          openMinutesBetween(calendar, from, middle, zone) + openMinutesBetween(calendar, middle, to, zone),
        ).toBeCloseTo(openMinutesBetween(calendar, from, to, zone), 6);
      }),
      { numRuns: 50 },
    );
  });

  it('a later start is never due earlier', () => {
    fc.assert(
      fc.property(anyCalendar(), anyInstant(), fc.nat(10_000), anyLimit(), (calendar, from, later, limit) => {
        const laterFrom = new Date(Date.parse(from) + later * 60_000).toISOString();
        const early = addLimit(limit, calendar, from, zone);
        expect(addLimit(limit, calendar, laterFrom, zone) >= early).toBe(true);
        expect(early >= from).toBe(true);
      }),
    );
  });
});

describe('zones that change their clocks', () => {
  const london = 'Europe/London';
  it('09:00 is 09:00 on the day the clocks change', () => {
    const nine: Calendar = { ...office, days: 'every', hours: [{ fromMinutes: 540, toMinutes: 600 }] };
    // 29 March 2026: British summer time begins at 01:00.
    const from = '2026-03-28T12:00:00.000Z';
    expect(addLimit(minutes(30, 'x'), nine, from, london)).toBe('2026-03-29T08:30:00.000Z');
    expect(addLimit(workingDays(1, 'x'), nine, from, london)).toBe('2026-03-29T09:00:00.000Z');
  });
  it('a day of 23 hours has 23 open hours', () => {
    const day = startOfDate('2026-03-29', london);
    const next = startOfDate('2026-03-29', london, 1);
    expect(openMinutesBetween({ ...always }, day, next, london)).toBe(23 * 60);
    expect(localDateOf('2026-03-28T23:59:59.999Z', london)).toBe('2026-03-28');
    expect(localDateOf('2026-03-29T23:00:00.000Z', london)).toBe('2026-03-30');
  });
});

function anyCalendar() {
  return fc.constantFrom(...calendars);
}
function anyInstant() {
  return fc
    .integer({ min: Date.UTC(2025, 0, 1) / 1000, max: Date.UTC(2027, 5, 1) / 1000 })
    .map((seconds) => new Date(seconds * 1000).toISOString());
}
function anyLimit(): fc.Arbitrary<Limit> {
  return fc.record({
    unit: fc.constantFrom('minutes' as const, 'working-days' as const),
    amount: fc.integer({ min: 1, max: 40 }),
    calendar: fc.constant('any'),
  });
}
