import type { Locale } from '../api/wire.ts';

/** Dates and spans of time as people say them. Pure: now and the zone are arguments. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** Days since 1970-01-01 of the local calendar date. */
  dayNumber: number;
  /** 0 = Sunday. */
  weekday: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function localTime(at: number, zone: string | undefined): LocalTime {
  let format = formatters.get(zone ?? '');
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(zone ?? '', format);
  }
  const parts: Record<string, number> = {};
  for (const part of format.formatToParts(at)) parts[part.type] = Number(part.value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const dayNumber = Date.UTC(year, month - 1, day) / dayMs;
  return { year, month, day, hour, minute, dayNumber, weekday: (((dayNumber + 4) % 7) + 7) % 7 };
}

const weekdaysZh = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const weekdaysEn = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number) => String(n).padStart(2, '0');

export interface TimeContext {
  locale: Locale;
  /** Milliseconds since 1970. */
  now: number;
  /** IANA zone; absent: the device's. */
  zone?: string | undefined;
}

function toMs(at: string | number): number {
  return typeof at === 'number' ? at : Date.parse(at);
}

/** 今天 14:30 · 昨天 09:05 · 周三 10:00 (within six days ahead) · 3月5日 10:00 · 2024年3月5日 10:00 */
export function whenWords(at: string | number, { locale, now, zone }: TimeContext): string {
  const time = localTime(toMs(at), zone);
  const today = localTime(now, zone);
  const clock = `${two(time.hour)}:${two(time.minute)}`;
  return `${dayPart(time, today, locale)} ${clock}`;
}

/** The day alone: 今天 · 明天 · 3月5日. */
export function dayWords(at: string | number, { locale, now, zone }: TimeContext): string {
  return dayPart(localTime(toMs(at), zone), localTime(now, zone), locale);
}

function dayPart(time: LocalTime, today: LocalTime, locale: Locale): string {
  const days = time.dayNumber - today.dayNumber;
  const zh = locale === 'zh-CN';
  if (days === 0) return zh ? '今天' : 'today';
  if (days === -1) return zh ? '昨天' : 'yesterday';
  if (days === 1) return zh ? '明天' : 'tomorrow';
  if (days === 2 && zh) return '后天';
  if (days === -2 && zh) return '前天';
  if (days > 0 && days < 7) return (zh ? weekdaysZh : weekdaysEn)[time.weekday] ?? '';
  return datePart(time, today, locale);
}

/** The date and never today or tomorrow, for what is read on another day too: 26 Nov · 3月5日 · 2024年3月5日. */
export function dateWords(at: string | number, { locale, now, zone }: TimeContext): string {
  return datePart(localTime(toMs(at), zone), localTime(now, zone), locale);
}

function datePart(time: LocalTime, today: LocalTime, locale: Locale): string {
  const zh = locale === 'zh-CN';
  const date = zh ? `${time.month}月${time.day}日` : `${time.day} ${monthsEn[time.month - 1]}`;
  if (time.year === today.year) return date;
  return zh ? `${time.year}年${date}` : `${date} ${time.year}`;
}

/** A day of a calendar in the parts one asks for: `{ month: 'long', day: 'numeric' }` is 26 November or 11月26日. */
export function calendarWords(day: string, locale: Locale, parts: Intl.DateTimeFormatOptions): string {
  // In English the day stands first, as everywhere here. Noon: no summer time moves it into another day.
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, parts).format(
    new Date(`${day}T12:00:00`),
  );
}

/** Full date for a tooltip: 2025年3月5日 周三 10:00. */
export function fullDate(
  at: string | number,
  { locale, zone }: Pick<TimeContext, 'locale' | 'zone'>,
): string {
  const time = localTime(toMs(at), zone);
  const clock = `${two(time.hour)}:${two(time.minute)}`;
  return locale === 'zh-CN'
    ? `${time.year}年${time.month}月${time.day}日 ${weekdaysZh[time.weekday]} ${clock}`
    : `${weekdaysEn[time.weekday]} ${time.day} ${monthsEn[time.month - 1]} ${time.year}, ${clock}`;
}

/** 刚刚 · 12 分钟前 · 3 小时前 · 昨天 09:05 · 3 天前 · 3月5日. */
export function agoWords(at: string | number, context: TimeContext): string {
  const passed = context.now - toMs(at);
  const zh = context.locale === 'zh-CN';
  // A device's clock may be a little ahead or behind.
  if (passed < minuteMs) return zh ? '刚刚' : 'just now';
  if (passed < hourMs) {
    const n = Math.floor(passed / minuteMs);
    return zh ? `${n} 分钟前` : `${n} min ago`;
  }
  const days = localTime(context.now, context.zone).dayNumber - localTime(toMs(at), context.zone).dayNumber;
  if (days === 0) {
    const n = Math.floor(passed / hourMs);
    return zh ? `${n} 小时前` : `${n} h ago`;
  }
  if (days === 1) return whenWords(at, context);
  if (days < 7) return zh ? `${days} 天前` : `${days} days ago`;
  return dayWords(at, context);
}

/** A span as people say it, two units at most: 2 天 3 小时 · 45 分钟 · 不到 1 分钟. */
export function spanWords(ms: number, locale: Locale): string {
  const zh = locale === 'zh-CN';
  const total = Math.abs(ms);
  if (total < minuteMs) return zh ? '不到 1 分钟' : 'less than a minute';
  const days = Math.floor(total / dayMs);
  const hours = Math.floor((total % dayMs) / hourMs);
  const minutes = Math.floor((total % hourMs) / minuteMs);
  const words: string[] = [];
  if (days > 0) words.push(zh ? `${days} 天` : `${days} ${days === 1 ? 'day' : 'days'}`);
  if (hours > 0) words.push(zh ? `${hours} 小时` : `${hours} h`);
  if (minutes > 0 && days === 0) words.push(zh ? `${minutes} 分钟` : `${minutes} min`);
  return words.slice(0, 2).join(' ');
}

/** A running countdown in figures of fixed width: 02:14:09, from two days on in words. */
export function countdown(ms: number, locale: Locale): string {
  const total = Math.abs(ms);
  if (total >= 2 * dayMs) return spanWords(total, locale);
  const seconds = Math.floor(total / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
