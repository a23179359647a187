/** Series: the days on which something recurs, against an independent reading of RFC 5545. */
import fc from 'fast-check';
import { type Options, RRule, type Weekday } from 'rrule';
import { describe, expect, test } from 'vitest';
import {
  isRefusal,
  type Occurrence,
  occurrencesOf,
  readRule,
  refuseRule,
  ruleInWords,
  type Series,
} from '../src/index.ts';

const series = (rule: string, more: Partial<Series> = {}): Series => ({
  rule,
  startsOn: '2026-01-01',
  endsOn: null,
  atMinute: 19 * 60 + 30,
  lastsMinutes: 90,
  timeZone: 'Asia/Shanghai',
  onHoliday: 'keep',
  ...more,
});

function days(...args: Parameters<typeof occurrencesOf>): string[] {
  return met(...args).map(({ startsAt }) => localDay(startsAt));
}
function met(...args: Parameters<typeof occurrencesOf>): Occurrence[] {
  const occurrences = occurrencesOf(...args);
  if (isRefusal(occurrences)) throw new Error(occurrences.message.en);
  return occurrences as Occurrence[];
}
function localDay(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

describe('protects the calendar of every organisation: a rule means the same days as RFC 5545', () => {
  const freqs = { DAILY: RRule.DAILY, WEEKLY: RRule.WEEKLY, MONTHLY: RRule.MONTHLY, YEARLY: RRule.YEARLY };
  const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
  const weekday = {
    MO: RRule.MO,
    TU: RRule.TU,
    WE: RRule.WE,
    TH: RRule.TH,
    FR: RRule.FR,
    SA: RRule.SA,
    SU: RRule.SU,
  };
  const numbers = (min: number, max: number) =>
    fc.uniqueArray(
      fc.integer({ min, max }).filter((number) => number !== 0),
      { maxLength: 4 },
    );

  const rules = fc
    .record({
      freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      interval: fc.integer({ min: 1, max: 5 }),
      byDay: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom(...names),
          ordinal: fc.constantFrom(null, null, 1, 2, 3, 4, -1, -2),
        }),
        { maxLength: 3, selector: ({ name, ordinal }) => `${ordinal}${name}` },
      ),
      byMonthDay: numbers(-31, 31),
      byMonth: numbers(1, 12),
      // The reference implementation counts a day twice that is first and last of its set, and takes the first for a place
      // before its beginning: one place is asked for, none before the last.
      bySetPos: fc.subarray([1, 2, 3, -1], { maxLength: 1 }),
      count: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 3 }),
      wkst: fc.constantFrom('MO' as const, 'SU' as const),
    })
    .map((rule) => ({
      ...rule,
      // What RFC 5545 forbids together is refused, and tested below.
      byDay: rule.byDay.map((day, _, all) =>
        rule.freq === 'WEEKLY' ||
        rule.freq === 'DAILY' ||
        rule.byMonthDay.length > 0 ||
        all.some(({ ordinal }) => ordinal === null)
          ? { ...day, ordinal: null }
          : day,
      ),
      byMonthDay: rule.freq === 'WEEKLY' ? [] : rule.byMonthDay,
      bySetPos: rule.freq === 'DAILY' || rule.freq === 'WEEKLY' ? [] : rule.bySetPos,
    }))
    .filter(
      ({ byDay, byMonthDay, byMonth, bySetPos }) =>
        bySetPos.length === 0 || byDay.length + byMonthDay.length + byMonth.length > 0,
    );
  type Rule = typeof rules extends fc.Arbitrary<infer One> ? One : never;

  const textOf = (rule: Rule): string =>
    [
      `FREQ=${rule.freq}`,
      `INTERVAL=${rule.interval}`,
      `WKST=${rule.wkst}`,
      ...(rule.byDay.length
        ? [`BYDAY=${rule.byDay.map(({ name, ordinal }) => `${ordinal ?? ''}${name}`)}`]
        : []),
      ...(rule.byMonthDay.length ? [`BYMONTHDAY=${rule.byMonthDay}`] : []),
      ...(rule.byMonth.length ? [`BYMONTH=${rule.byMonth}`] : []),
      ...(rule.bySetPos.length ? [`BYSETPOS=${rule.bySetPos}`] : []),
      ...(rule.count === null ? [] : [`COUNT=${rule.count}`]),
    ].join(';');

  test('random rules fall on the same days as the reference implementation says', () => {
    fc.assert(
      fc.property(
        rules,
        fc.integer({ min: 0, max: 365 * 4 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 1, max: 800 }),
        (rule, startOffset, fromOffset, length) => {
          const start = Date.UTC(2024, 0, 1) + startOffset * 86_400_000;
          const day = (offset: number) => new Date(start + offset * 86_400_000).toISOString().slice(0, 10);
          const from = day(fromOffset);
          const to = day(fromOffset + length);
          const options: Partial<Options> = {
            freq: freqs[rule.freq as keyof typeof freqs],
            interval: rule.interval,
            wkst: weekday[rule.wkst],
            dtstart: new Date(start),
            byweekday: rule.byDay.length
              ? rule.byDay.map(
                  ({ name, ordinal }): Weekday =>
                    ordinal === null ? weekday[name] : weekday[name].nth(ordinal),
                )
              : null,
            bymonthday: rule.byMonthDay.length ? rule.byMonthDay : null,
            bymonth: rule.byMonth.length ? rule.byMonth : null,
            bysetpos: rule.bySetPos.length ? rule.bySetPos : null,
            count: rule.count,
          };
          const reference = new RRule(options)
            .between(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`), true)
            .map((date) => date.toISOString().slice(0, 10));
          expect(days(series(textOf(rule), { startsOn: day(0) }), { from, to })).toEqual(reference);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('days of the month that end in four', () => {
    expect(days(series('FREQ=MONTHLY;BYMONTHDAY=4,14,24'), { from: '2026-11-01', to: '2026-12-10' })).toEqual(
      ['2026-11-04', '2026-11-14', '2026-11-24', '2026-12-04'],
    );
  });

  test('the second Friday of each quarter’s last month', () => {
    const rule = 'FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=2FR';
    expect(days(series(rule), { from: '2026-01-01', to: '2026-12-31' })).toEqual([
      '2026-03-13',
      '2026-06-12',
      '2026-09-11',
      '2026-12-11',
    ]);
  });

  test('it starts at its hour on the city’s clock and lasts as long as it says', () => {
    const [one] = met(series('FREQ=WEEKLY;BYDAY=FR'), { from: '2026-11-06', to: '2026-11-06' });
    expect(one).toEqual({
      recursAt: '2026-11-06T11:30:00.000Z',
      startsAt: '2026-11-06T11:30:00.000Z',
      endsAt: '2026-11-06T13:00:00.000Z',
      how: 'regular',
    });
  });

  test('where clocks change it keeps its hour', () => {
    const weekly = series('FREQ=WEEKLY;BYDAY=SU', { timeZone: 'Europe/Berlin', startsOn: '2026-03-01' });
    expect(met(weekly, { from: '2026-03-22', to: '2026-03-29' }).map(({ startsAt }) => startsAt)).toEqual([
      '2026-03-22T18:30:00.000Z',
      '2026-03-29T17:30:00.000Z',
    ]);
  });

  test('nothing before its first day or after its last', () => {
    const short = series('FREQ=DAILY', { startsOn: '2026-11-03', endsOn: '2026-11-05' });
    expect(days(short, { from: '2026-10-01', to: '2026-12-01' })).toEqual([
      '2026-11-03',
      '2026-11-04',
      '2026-11-05',
    ]);
    expect(days(series('FREQ=DAILY;UNTIL=20260102'), { from: '2026-01-01', to: '2026-02-01' })).toHaveLength(
      2,
    );
  });
});

describe('protects holidays', () => {
  const october = { from: '2026-10-01', to: '2026-10-12' };
  test('kept where the city keeps it', () => {
    expect(days(series('FREQ=WEEKLY;BYDAY=FR'), october)).toEqual(['2026-10-02', '2026-10-09']);
  });
  test('skipped on a public holiday', () => {
    expect(days(series('FREQ=WEEKLY;BYDAY=FR', { onHoliday: 'skip' }), october)).toEqual(['2026-10-09']);
  });
  test('put off to the next working day, and known by the day it was meant for', () => {
    const [first] = met(series('FREQ=MONTHLY;BYMONTHDAY=2', { onHoliday: 'next-working-day' }), october);
    expect(first).toMatchObject({ recursAt: '2026-10-02T11:30:00.000Z', how: 'holiday' });
    expect(localDay(first!.startsAt)).toBe('2026-10-08');
  });
  test('nobody meets twice for one agenda: what would be put off onto the next one is left out', () => {
    const daily = series('FREQ=DAILY', { onHoliday: 'next-working-day' });
    const all = days(daily, { from: '2026-09-28', to: '2026-10-12' });
    expect(new Set(all).size).toBe(all.length);
  });
  test('a Saturday that the rule names is no holiday, one within National Day is', () => {
    const saturdays = series('FREQ=WEEKLY;BYDAY=SA', { onHoliday: 'skip' });
    expect(days(saturdays, { from: '2026-10-01', to: '2026-10-31' })).toEqual([
      '2026-10-10',
      '2026-10-17',
      '2026-10-24',
      '2026-10-31',
    ]);
  });
  test('a day of the month on a Sunday is put off, and a make-up working Saturday is a working day', () => {
    const tenth = series('FREQ=MONTHLY;BYMONTHDAY=8,10', { onHoliday: 'next-working-day' });
    expect(days(tenth, { from: '2026-11-01', to: '2026-11-30' })).toEqual(['2026-11-09', '2026-11-10']);
    expect(days(tenth, october)).toEqual(['2026-10-08', '2026-10-10']);
  });
});

describe('protects what was arranged by hand', () => {
  const friday = series('FREQ=WEEKLY;BYDAY=FR');
  const span = { from: '2026-11-01', to: '2026-11-30' };
  test('moved, cancelled and extra ones stand where they were put, known by when they were meant', () => {
    const occurrences = met(friday, span, [
      {
        what: 'moved',
        recursAt: '2026-11-06T11:30:00.000Z',
        startsAt: '2026-11-07T02:00:00.000Z',
        endsAt: '2026-11-07T03:00:00.000Z',
      },
      { what: 'cancelled', recursAt: '2026-11-13T11:30:00.000Z' },
      { what: 'extra', startsAt: '2026-11-18T02:00:00.000Z', endsAt: '2026-11-18T03:00:00.000Z' },
    ]);
    expect(
      occurrences.map(({ how, recursAt, startsAt }) => [how, recursAt.slice(0, 10), startsAt.slice(0, 10)]),
    ).toEqual([
      ['moved', '2026-11-06', '2026-11-07'],
      ['cancelled', '2026-11-13', '2026-11-13'],
      ['extra', '2026-11-18', '2026-11-18'],
      ['regular', '2026-11-20', '2026-11-20'],
      ['regular', '2026-11-27', '2026-11-27'],
    ]);
  });
});

describe('protects calendars from rules that cannot be meant', () => {
  test.each([
    ['', 'cannot be read'],
    ['BYDAY=FR', 'says no FREQ'],
    ['FREQ=HOURLY', 'once a day at most'],
    ['FREQ=DAILY;BYHOUR=8,20', 'once a day at most'],
    ['FREQ=WEEKLY;BYDAY=2FR', 'belongs to months and years'],
    ['FREQ=MONTHLY;BYDAY=2FR,MO', 'write two series'],
    ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=2FR', 'say one of them'],
    ['FREQ=WEEKLY;BYMONTHDAY=4', 'write FREQ=MONTHLY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'nothing it could choose from'],
    ['FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1', 'belongs to months and years'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY=0'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY=32'],
    ['FREQ=MONTHLY;BYDAY=FR;BYDAY=SA', 'BYDAY twice'],
    ['FREQ=WEEKLY;COUNT=3;UNTIL=20270101', 'both COUNT and UNTIL'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'BYWEEKNO=20'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'falls on no day'],
    ['FREQ=WEEKLY;BYDAY=FR;UNTIL=20251231', 'falls on no day'],
  ])('%s is refused: %s', (rule, words) => {
    const refusal = refuseRule(rule, '2026-01-01');
    expect(refusal?.code).toBe('field-invalid');
    expect(refusal?.message.en).toContain(words);
  });
  test('one that falls seldom is taken', () => {
    expect(refuseRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-01')).toBeNull();
  });
});

describe('protects those who do not read RFC 5545', () => {
  test.each([
    ['FREQ=MONTHLY;BYMONTHDAY=4,14,24', '每月 4日、14日、24日', 'every month on day 4, 14 and 24'],
    ['FREQ=WEEKLY;BYDAY=FR', '每周 周五', 'every week on Friday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', '每2周 周六', 'every 2 weeks on Saturday'],
    [
      'FREQ=MONTHLY;BYMONTH=3,6;BYDAY=2FR',
      '每月 3、6月 第2个周五',
      'every month in March and June on the 2nd Friday',
    ],
    ['FREQ=MONTHLY;BYDAY=-1SU', '每月 最后一个周日', 'every month on the last Sunday'],
  ])('%s', (rule, zh, en) => {
    expect(ruleInWords(rule)).toEqual({ zh, en });
    expect(isRefusal(readRule(rule))).toBe(false);
  });
});
