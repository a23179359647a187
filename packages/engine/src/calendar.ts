/**
 * Time on a working calendar: when a limit that starts now is over, and how much open time lies between two instants.
 * Every limit of the house goes through here, at intake too, so what a day looks like is worked out once and kept.
 */
import type { Calendar, Limit } from '@linli/model';
import chineseDays from 'chinese-days';
import { Temporal } from 'temporal-polyfill';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** The search for open time gives up after this many days: the calendar has none, which the model's checks refuse. */
const horizonDays = 4_000;

/** Days since 1970-01-01 of a calendar date, whatever the zone. */
type DayNumber = number;

// ── Working days ─────────────────────────────────────────────────────────────────────────────────────────────────

const yearsOfWork = new Map<number, { firstDay: DayNumber; works: Uint8Array; isPublished: boolean }>();

function yearOfWork(year: number) {
  const known = yearsOfWork.get(year);
  if (known) return known;
  const firstDay = Date.UTC(year, 0, 1) / dayMs;
  const length = Date.UTC(year + 1, 0, 1) / dayMs - firstDay;
  // The package reads a text date as UTC and answers in the machine's zone, so a machine in New York would be told of
  // yesterday. Noon of the machine's own day means the same date everywhere.
  const hostNoon = (day: DayNumber) => {
    const utc = new Date(day * dayMs);
    return new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), 12);
  };
  const isPublished =
    chineseDays.getHolidaysInRange(hostNoon(firstDay), hostNoon(firstDay + length - 1), false).length > 0;
  const works = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const weekday = new Date((firstDay + index) * dayMs).getUTCDay();
    const isWorking = isPublished
      ? chineseDays.isWorkday(hostNoon(firstDay + index))
      : weekday !== 0 && weekday !== 6;
    works[index] = isWorking ? 1 : 0;
  }
  const made = { firstDay, works, isPublished };
  yearsOfWork.set(year, made);
  return made;
}

let lastYear: { year: number; firstDay: DayNumber; endDay: DayNumber; works: Uint8Array } | null = null;

function worksOn(day: DayNumber): boolean {
  if (!lastYear || day < lastYear.firstDay || day >= lastYear.endDay) {
    const year = new Date(day * dayMs).getUTCFullYear();
    const { firstDay, works } = yearOfWork(year);
    lastYear = { year, firstDay, endDay: firstDay + works.length, works };
  }
  return lastYear.works[day - lastYear.firstDay] === 1;
}

/**
 * Do offices in China work on this date (`2026-02-14`)? Official holidays do not, make-up working days 调休 do.
 * Source: the State Council's yearly notices, as kept by the package `chinese-days`. Years without a notice count
 * Monday to Friday: see `isProvisional`. Throws on a text that is not a date.
 */
export function isWorkingDay(date: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not a date: ${date}`);
  return worksOn(ms / dayMs);
}

/**
 * Is this date a public holiday, its Saturdays and Sundays included? An ordinary weekend is none, a make-up working day
 * neither. Source as for `isWorkingDay`; false throughout years without a notice. Throws on a text that is not a date.
 *
 * @example isPublicHoliday('2026-10-03') // true: a Saturday within National Day
 */
export function isPublicHoliday(date: string): boolean {
  if (isWorkingDay(date)) return false;
  const [year, month, day] = date.split('-').map(Number);
  const noon = new Date(year!, month! - 1, day!, 12);
  // Of a holiday the package gives its name in both languages, of any other day the English name of its weekday.
  return !isProvisional(year!) && chineseDays.getDayDetail(noon).name.includes(',');
}

/**
 * Is the year's official arrangement unknown, so that its working days are Monday to Friday without any holiday?
 * A limit that reaches into such a year may be over a few days early on paper; see docs/decisions/0010.
 */
export function isProvisional(year: number): boolean {
  return !yearOfWork(year).isPublished;
}

let knownThrough: string | null = null;

/** Last date whose official arrangement is known, e.g. `2026-12-31`. */
export function calendarKnownThrough(): string {
  if (knownThrough) return knownThrough;
  let year = 2026;
  while (yearOfWork(year).isPublished) year += 1;
  knownThrough = `${year - 1}-12-31`;
  return knownThrough;
}

// ── Days of a zone ───────────────────────────────────────────────────────────────────────────────────────────────

interface Zone {
  name: string;
  /** Instant (ms) at which a date begins there. */
  starts: Map<DayNumber, number>;
  last: DayNumber;
}
const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    zone = { name, starts: new Map(), last: 0 };
    zones.set(name, zone);
  }
  return zone;
}

function plainDate(day: DayNumber): Temporal.PlainDate {
  const utc = new Date(day * dayMs);
  return new Temporal.PlainDate(utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate());
}

function startOfDay(zone: Zone, day: DayNumber): number {
  const known = zone.starts.get(day);
  if (known !== undefined) return known;
  const start = plainDate(day).toZonedDateTime(zone.name).epochMilliseconds;
  zone.starts.set(day, start);
  return start;
}

function dayOf(zone: Zone, at: number): DayNumber {
  let day = zone.last;
  const start = startOfDay(zone, day);
  // A day is 23 to 25 hours long, so the guess is at most one day off and the loops run once.
  if (at < start || at >= start + dayMs) day += Math.floor((at - start) / dayMs);
  while (at < startOfDay(zone, day)) day -= 1;
  while (at >= startOfDay(zone, day + 1)) day += 1;
  zone.last = day;
  return day;
}

/** Instant of a wall-clock minute of a day; 1440 is the start of the next day. */
function minuteOfDay(zone: Zone, day: DayNumber, minutes: number): number {
  if (minutes >= 1440) return startOfDay(zone, day + 1);
  const start = startOfDay(zone, day);
  if (startOfDay(zone, day + 1) - start === dayMs) return start + minutes * minuteMs;
  // The clocks change on this day: only the zone's rules know when 08:30 is.
  return plainDate(day).toZonedDateTime({
    timeZone: zone.name,
    plainTime: new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60),
  }).epochMilliseconds;
}

// ── Open time ────────────────────────────────────────────────────────────────────────────────────────────────────

const wholeDay = [{ fromMinutes: 0, toMinutes: 1440 }];

function spansOf(calendar: Calendar) {
  return calendar.hours === 'around-the-clock' ? wholeDay : calendar.hours;
}
function isOpenOn(calendar: Calendar, day: DayNumber): boolean {
  return calendar.days === 'every' || worksOn(day);
}
function isAlways(calendar: Calendar): boolean {
  return calendar.hours === 'around-the-clock' && calendar.days === 'every';
}

function addOpenMs(calendar: Calendar, from: number, amountMs: number, timeZone: string): number {
  if (isAlways(calendar)) return from + amountMs;
  const zone = zoneOf(timeZone);
  const spans = spansOf(calendar);
  const firstDay = dayOf(zone, from);
  let left = amountMs;
  for (let day = firstDay; day < firstDay + horizonDays; day += 1) {
    if (!isOpenOn(calendar, day)) continue;
    for (const span of spans) {
      const start = Math.max(from, minuteOfDay(zone, day, span.fromMinutes));
      const end = minuteOfDay(zone, day, span.toMinutes);
      if (end <= start) continue;
      if (left <= end - start) return start + left;
      left -= end - start;
    }
  }
  throw new RangeError('this calendar has no open time');
}

function openMsBetween(calendar: Calendar, from: number, to: number, timeZone: string): number {
  if (to <= from) return 0;
  if (isAlways(calendar)) return to - from;
  const zone = zoneOf(timeZone);
  const spans = spansOf(calendar);
  const lastDay = dayOf(zone, to);
  let open = 0;
  for (let day = dayOf(zone, from); day <= lastDay; day += 1) {
    if (!isOpenOn(calendar, day)) continue;
    for (const span of spans) {
      const start = Math.max(from, minuteOfDay(zone, day, span.fromMinutes));
      const end = Math.min(to, minuteOfDay(zone, day, span.toMinutes));
      if (end > start) open += end - start;
    }
  }
  return open;
}

/** Close of office hours of the n-th working day after the one `from` falls on. */
function addWorkingDays(calendar: Calendar, from: number, amount: number, timeZone: string): number {
  const zone = zoneOf(timeZone);
  const spans = spansOf(calendar);
  const closing = spans[spans.length - 1]?.toMinutes ?? 1440;
  const firstDay = dayOf(zone, from);
  let left = amount;
  for (let day = firstDay + 1; day < firstDay + horizonDays; day += 1) {
    if (!isOpenOn(calendar, day)) continue;
    left -= 1;
    if (left <= 0) return minuteOfDay(zone, day, closing);
  }
  throw new RangeError('this calendar has no working day');
}

/**
 * When a limit that starts at `from` is over (ISO 8601, UTC).
 * `minutes` count open time of the calendar; outside opening hours they wait for the next opening.
 * `working-days` end at the close of the n-th working day after the day of `from`, whatever the hour of `from`: a report
 * sent on Monday with a limit of 1 working day is due on Tuesday at closing. Throws when the calendar never opens.
 *
 * @example addLimit({ unit: 'working-days', amount: 1, calendar: 'office' }, office, '2026-02-13T02:00:00.000Z', 'Asia/Shanghai')
 * // '2026-02-14T09:30:00.000Z': a Saturday, worked to make up for Spring Festival
 */
export function addLimit(limit: Limit, calendar: Calendar, from: string, timeZone: string): string {
  const start = Date.parse(from);
  const end =
    limit.unit === 'minutes'
      ? addOpenMs(calendar, start, limit.amount * minuteMs, timeZone)
      : addWorkingDays(calendar, start, limit.amount, timeZone);
  return new Date(end).toISOString();
}

/** The instant after `minutes` of open time from `from`. The end of an opening counts as reached, not as the next one's start. */
export function addOpenMinutes(calendar: Calendar, from: string, minutes: number, timeZone: string): string {
  return new Date(
    addOpenMs(calendar, Date.parse(from), Math.round(minutes * minuteMs), timeZone),
  ).toISOString();
}

/** Open minutes of the calendar from one instant to another, with fractions; 0 when `to` is not later. */
export function openMinutesBetween(calendar: Calendar, from: string, to: string, timeZone: string): number {
  return openMsBetween(calendar, Date.parse(from), Date.parse(to), timeZone) / minuteMs;
}

/** Date in the zone at an instant: `2026-11-23`. */
export function localDateOf(at: string, timeZone: string): string {
  return plainDate(dayOf(zoneOf(timeZone), Date.parse(at))).toString();
}

/** Instant at which a date of the zone begins, moved by whole days. */
export function startOfDate(date: string, timeZone: string, plusDays = 0): string {
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs + plusDays;
  return new Date(startOfDay(zoneOf(timeZone), day)).toISOString();
}

/** Instant of a wall-clock minute after midnight on a date of the zone: `('2026-11-04', 1170, 'Asia/Shanghai')`, 19:30 there. */
export function instantAt(date: string, minutes: number, timeZone: string): string {
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  return new Date(minuteOfDay(zoneOf(timeZone), day, minutes)).toISOString();
}

/** Close of the calendar's hours on a date, whether or not it is open that day. */
export function closingOn(calendar: Calendar, date: string, timeZone: string): string {
  const spans = spansOf(calendar);
  const closing = spans[spans.length - 1]?.toMinutes ?? 1440;
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  return new Date(minuteOfDay(zoneOf(timeZone), day, closing)).toISOString();
}
