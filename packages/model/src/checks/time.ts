/** Limits, calendars and series. */
import { type Fault, faultAt, unknownWord, wordFault } from '../faults.ts';
import { limitForms, readLimitWords } from '../limits.ts';
import { find, keysOf, select, type Written } from '../written.ts';

/** Protects every deadline: limits are readable, on a calendar that exists and makes sense for them. */
export function limitsAreReadable(model: Written): Fault[] {
  const calendars = keysOf(model, 'calendars');
  return limitTexts(model).flatMap((written): Fault[] => {
    if (typeof written.value !== 'string') return [];
    const words = readLimitWords(written.value);
    if (!words) return [faultAt(written, `"${written.value}" is no limit: write ${limitForms}`)];
    const calendar = words.calendar ?? defaultCalendar(model, words.unit);
    if (calendar === undefined) {
      return [
        faultAt(written, `names no calendar (\`… of CALENDAR\`) and default-calendars has none for it`),
      ];
    }
    if (words.calendar !== null && !calendars.includes(calendar)) {
      return [wordFault(written.at, written.path, `no such calendar "${calendar}"`, calendar, calendars)];
    }
    const hours = find(model, ['calendars', calendar, 'hours'])?.value;
    if (words.inDays && Array.isArray(hours)) {
      return [
        faultAt(
          written,
          `days and weeks are counted around the clock, but ${calendar} is not: write working days or hours`,
        ),
      ];
    }
    return [];
  });
}

/** Calendar of limits of a unit that name none. */
export function defaultCalendar(model: Written, unit: 'minutes' | 'working-days'): string | undefined {
  const value = find(model, ['default-calendars', unit === 'minutes' ? 'durations' : 'working-days'])?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Every text of a limit in a model, also those by severity and those with a source. */
export function limitTexts(model: Written): Written[] {
  const patterns = [
    'cases.*.stations.*.after',
    'cases.*.clocks.*.limit',
    'cases.*.clocks.*.by-class.*',
    'cases.*.pauses.*.at-most',
    'cases.*.parts.limit',
    'cases.*.rating.within',
    'ladders.*.rungs[].limit',
    'duties.*.limit',
    'gatherings.*.lasts',
    'gatherings.*.notice',
    'gatherings.*.called-within',
    'gatherings.*.sign-up.opens-before',
    'gatherings.*.sign-up.closes-before',
    'ballots.*.notice',
    'ballots.*.posting',
    'ballots.*.voting.min',
    'ballots.*.voting.max',
    'ballots.*.counting',
    'ballots.*.announcing',
    'ballots.*.objections',
    'ballots.*.prior-study.limit',
  ];
  const inside = ['urgent', 'ordinary', 'hard', 'in'];
  const open = (written: Written): Written[] =>
    written.value instanceof Map ? inside.flatMap((key) => select(written, key)).flatMap(open) : [written];
  return patterns.flatMap((pattern) => select(model, pattern)).flatMap(open);
}

/** Protects limits without a calendar of their own. */
export function defaultCalendarsExist(model: Written): Fault[] {
  const calendars = keysOf(model, 'calendars');
  return select(model, 'default-calendars.*')
    .filter((written) => !calendars.includes(String(written.value)))
    .map((written) => unknownWord(written, 'calendar', calendars));
}

/** Protects counting of open minutes: spans of a day are in order and do not overlap. */
export function calendarSpansAreInOrder(model: Written): Fault[] {
  return select(model, 'calendars.*.hours').flatMap((hours) => {
    if (!Array.isArray(hours.value)) return [];
    if (hours.value.length === 0) return [faultAt(hours, 'a calendar is open at some time of the day')];
    let openUntil = 0;
    return hours.value.flatMap((span) => {
      const read = readSpan(span.value);
      if (!read) return [];
      const before = openUntil;
      openUntil = Math.max(before, read.toMinutes);
      if (read.toMinutes <= read.fromMinutes) return [faultAt(span, 'ends before it begins')];
      return read.fromMinutes < before ? [faultAt(span, 'begins before the span before it ends')] : [];
    });
  });
}

/** `08:30-12:00` as minutes after midnight. */
export function readSpan(value: unknown): { fromMinutes: number; toMinutes: number } | undefined {
  const match = typeof value === 'string' ? /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(value) : null;
  if (!match) return undefined;
  const [fromHour, fromMinute, toHour, toMinute] = match.slice(1).map(Number);
  return { fromMinutes: fromHour! * 60 + fromMinute!, toMinutes: toHour! * 60 + toMinute! };
}

const weekday = '(?:[+-]?\\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)';
const numbers = (sign: string) => new RegExp(`^${sign}\\d{1,3}(,${sign}\\d{1,3})*$`);
const rruleParts: Record<string, RegExp> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  BYDAY: new RegExp(`^${weekday}(,${weekday})*$`),
  BYMONTHDAY: numbers('-?'),
  BYMONTH: numbers(''),
  BYSETPOS: numbers('-?'),
  BYHOUR: numbers(''),
  BYMINUTE: numbers(''),
  WKST: /^(MO|SU)$/,
};

/** Protects agendas: a gathering whose rule cannot be read would never meet. */
export function seriesAreReadable(model: Written): Fault[] {
  const all = ['ladders.*.rungs[].series', 'duties.*.series', 'report-in.feedback'];
  return all
    .flatMap((pattern) => select(model, pattern))
    .flatMap((series) => {
      const text = String(series.value);
      const parts = text.split(';').map((part) => part.split('='));
      const wrong = parts.find(([name, value]) => !rruleParts[name ?? '']?.test(value ?? ''));
      if (wrong)
        return [
          faultAt(series, `"${wrong.join('=')}" is no part of an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=SA`),
        ];
      return parts.some(([name]) => name === 'FREQ')
        ? []
        : [faultAt(series, 'a rule says FREQ, such as FREQ=WEEKLY;BYDAY=SA')];
    });
}
