/** When a series meets: the days of its rule, at its hour, around holidays, with what was changed by hand. */
import { type RecurrenceRule, weekdays } from '@linli/model';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { instantAt, isPublicHoliday, isWorkingDay, localDateOf } from '../calendar.ts';
import { fieldInvalid } from '../refusals.ts';
import type { Refusal } from '../types.ts';
import { readRule } from './rule.ts';
import type { Occurrence, Series, SeriesException } from './types.ts';

const dayMs = 86_400_000;
/** A rule that does not fall on any day of the Gregorian cycle's leap years and weekdays within this time never does. */
const neverAfterYears = 28;
/** A working day is looked for so far ahead; no public holiday lasts as long. */
const longestHolidayDays = 30;

/**
 * Occurrences whose rule means them to start on a day `from` to `to`, both included, in order of `recursAt`. Moved and
 * cancelled ones are among them, with `how`; extra ones come in where they start. A rule that cannot be read is refused.
 *
 * An occurrence that `next-working-day` would put onto a day on which the series meets anyway is left out: nobody meets
 * twice for one agenda.
 *
 * @example occurrencesOf({ rule: 'FREQ=MONTHLY;BYMONTHDAY=4,14,24', startsOn: '2026-01-01', endsOn: null, atMinute: 1170,
 *   lastsMinutes: 90, timeZone: 'Asia/Shanghai', onHoliday: 'keep' }, { from: '2026-11-01', to: '2026-11-30' })
 * // three: 2026-11-04T11:30:00.000Z, …14…, …24…
 */
export function occurrencesOf(
  series: Series,
  between: { from: string; to: string },
  exceptions: readonly SeriesException[] = [],
): Occurrence[] | Refusal {
  const rule = readRule(series.rule);
  if ('refused' in rule) return rule;
  // Those put off from before the span would fall into it, but belong to their own day: they are not looked for.
  const days = daysOf(rule, series, between.from, between.to);
  const meets = new Set(daysOf(rule, series, between.from, plusDays(between.to, longestHolidayDays)));
  const at = (day: string) => {
    const startsAt = instantAt(day, series.atMinute, series.timeZone);
    return { startsAt, endsAt: plusMinutes(startsAt, series.lastsMinutes) };
  };
  const changed = new Map(
    exceptions.flatMap((one) => (one.what === 'extra' ? [] : [[one.recursAt, one] as const])),
  );
  const regular = days.flatMap((day): Occurrence[] => {
    const meant = at(day);
    const recursAt = meant.startsAt;
    const exception = changed.get(recursAt);
    if (exception?.what === 'moved') {
      return [{ recursAt, startsAt: exception.startsAt, endsAt: exception.endsAt, how: 'moved' }];
    }
    if (exception?.what === 'cancelled') return [{ recursAt, ...meant, how: 'cancelled' }];
    if (series.onHoliday === 'keep' || !isOff(rule, day)) return [{ recursAt, ...meant, how: 'regular' }];
    const later = series.onHoliday === 'skip' ? null : nextWorkingDay(day);
    return later === null || meets.has(later) ? [] : [{ recursAt, ...at(later), how: 'holiday' }];
  });
  const extra = exceptions.flatMap((one): Occurrence[] => {
    if (one.what !== 'extra') return [];
    const day = localDateOf(one.startsAt, series.timeZone);
    return day < between.from || day > between.to
      ? []
      : [{ recursAt: one.startsAt, startsAt: one.startsAt, endsAt: one.endsAt, how: 'extra' }];
  });
  return [...regular, ...extra].sort((a, b) =>
    a.recursAt < b.recursAt ? -1 : a.recursAt > b.recursAt ? 1 : 0,
  );
}

/**
 * May a series recur so? Refuses what `readRule` refuses, and a rule that never falls on a day, such as 31 February; null:
 * it may.
 */
export function refuseRule(text: string, startsOn: string): Refusal | null {
  const rule = readRule(text);
  if ('refused' in rule) return rule;
  const isEver = yearsFrom(startsOn, neverAfterYears).some(
    ({ from, to }) => daysOf(rule, { startsOn, endsOn: null }, from, to).length > 0,
  );
  return isEver
    ? null
    : fieldInvalid(
        'rule',
        { zh: '重复规则', en: 'Recurrence' },
        { zh: '没有任何一天符合', en: 'falls on no day at all' },
      );
}

/** Does the series not meet on such a day? A weekend day that the rule itself names is off on public holidays only. */
function isOff(rule: RecurrenceRule, day: string): boolean {
  const weekday = weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7];
  const isNamed = rule.byDay.some((one) => one.weekday === weekday);
  return isNamed ? isPublicHoliday(day) : !isWorkingDay(day);
}

function nextWorkingDay(day: string): string | null {
  for (let ahead = 1; ahead <= longestHolidayDays; ahead += 1) {
    const later = plusDays(day, ahead);
    if (isWorkingDay(later)) return later;
  }
  return null;
}

/** Days of a rule: its dates, whatever the zone. Worked out in UTC, where no day is longer than another. */
function daysOf(
  rule: RecurrenceRule,
  series: Pick<Series, 'startsOn' | 'endsOn'>,
  from: string,
  to: string,
): string[] {
  const last = [to, series.endsOn ?? to, rule.until ?? to].sort()[0]!;
  const first = from > series.startsOn ? from : series.startsOn;
  if (first > last) return [];
  return recurrence(rule, series.startsOn)
    .between(midnight(first), midnight(last), true)
    .map((date) => date.toPlainDate().toString());
}

/** The years after a day, one by one. */
function yearsFrom(day: string, count: number): { from: string; to: string }[] {
  const year = Number(day.slice(0, 4));
  return Array.from({ length: count }, (_, index) => ({
    from: `${year + index}-01-01`,
    to: `${year + index}-12-31`,
  }));
}

function recurrence(rule: RecurrenceRule, startsOn: string): RRuleTemporal {
  return new RRuleTemporal({
    freq: rule.freq,
    interval: rule.interval,
    dtstart: midnight(startsOn),
    tzid: 'UTC',
    wkst: rule.weekStart,
    ...(rule.byDay.length === 0
      ? {}
      : { byDay: rule.byDay.map(({ weekday, ordinal }) => `${ordinal ?? ''}${weekday}`) }),
    ...(rule.byMonthDay.length === 0 ? {} : { byMonthDay: rule.byMonthDay }),
    ...(rule.byMonth.length === 0 ? {} : { byMonth: rule.byMonth }),
    ...(rule.bySetPos.length === 0 ? {} : { bySetPos: rule.bySetPos }),
    ...(rule.count === null ? {} : { count: rule.count }),
  });
}

function midnight(day: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(day).toZonedDateTime('UTC');
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

function plusMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
