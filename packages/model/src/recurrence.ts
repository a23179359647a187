/**
 * Rules of recurrence, RFC 5545: what of them a series may say. The rule names days and the series the time of day, so that a
 * host can move the hour without touching the rule; whatever would meet more than once a day is refused.
 */
import type { Label } from './parsed.ts';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

/** A rule as read. Lists are empty where the rule does not say them. */
export interface RecurrenceRule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  /** `2FR`: the second Friday of the month (or of the year); `ordinal` null: each one. */
  byDay: { weekday: Weekday; ordinal: number | null }[];
  byMonthDay: number[];
  byMonth: number[];
  bySetPos: number[];
  count: number | null;
  /** Last day, `YYYY-MM-DD`. */
  until: string | null;
  weekStart: Weekday;
}

/** Why a rule is refused; continues the sentence “The rule …”. */
export interface UnreadableRule {
  problem: Label;
}

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const tooOften = ['HOURLY', 'MINUTELY', 'SECONDLY'];
const timeParts = ['BYHOUR', 'BYMINUTE', 'BYSECOND'];

/**
 * Read a rule such as `FREQ=WEEKLY;BYDAY=FR`. Refuses, with a `problem` that continues “the rule …”: what cannot be
 * read, what RFC 5545
 * forbids together (an ordinal weekday in a week, a day of the month in a week, BYSETPOS alone), parts the house does not
 * use (BYYEARDAY, BYWEEKNO), and rules that would meet more than once a day.
 *
 * @example readRecurrence('FREQ=MONTHLY;BYMONTHDAY=4,14,24')
 */
export function readRecurrence(text: string): RecurrenceRule | UnreadableRule {
  const rule: RecurrenceRule = {
    freq: 'DAILY',
    interval: 1,
    byDay: [],
    byMonthDay: [],
    byMonth: [],
    bySetPos: [],
    count: null,
    until: null,
    weekStart: 'MO',
  };
  const seen = new Set<string>();
  for (const part of text.trim().split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (value === '' || more.length > 0) return unreadable(part);
    if (seen.has(name)) return wrong(`写了两次 ${name}`, `says ${name} twice`);
    seen.add(name);
    if (timeParts.includes(name) || (name === 'FREQ' && tooOften.includes(value))) {
      return wrong('一天最多一次：开始时间请另填', 'meets once a day at most: say the time of day by itself');
    }
    if (!take(rule, name, value)) return unreadable(part);
  }
  if (!seen.has('FREQ')) {
    return wrong('缺少 FREQ，例如 FREQ=WEEKLY;BYDAY=FR', 'says no FREQ; write it as FREQ=WEEKLY;BYDAY=FR');
  }
  return conflictIn(rule) ?? rule;
}

function take(rule: RecurrenceRule, name: string, value: string): boolean {
  switch (name) {
    case 'FREQ': {
      const freq = frequencies.find((known) => known === value);
      if (freq !== undefined) rule.freq = freq;
      return freq !== undefined;
    }
    case 'INTERVAL':
      rule.interval = Number(value);
      return /^[1-9]\d{0,2}$/.test(value);
    case 'COUNT':
      rule.count = Number(value);
      return /^[1-9]\d{0,3}$/.test(value);
    case 'UNTIL': {
      const day = /^(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?$/.exec(value);
      if (day === null) return false;
      rule.until = `${day[1]}-${day[2]}-${day[3]}`;
      return isDay(rule.until);
    }
    case 'BYDAY':
      return value.split(',').every((word) => {
        const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(word);
        const ordinal = match?.[1] === undefined ? null : Number(match[1]);
        if (match === null || ordinal === 0 || Math.abs(ordinal ?? 1) > 53) return false;
        rule.byDay.push({ weekday: match[2] as Weekday, ordinal });
        return true;
      });
    case 'BYMONTHDAY':
      return takeNumbers(rule.byMonthDay, value, 31, true);
    case 'BYMONTH':
      return takeNumbers(rule.byMonth, value, 12, false);
    case 'BYSETPOS':
      return takeNumbers(rule.bySetPos, value, 366, true);
    case 'WKST': {
      const day = weekdays.find((known) => known === value);
      if (day !== undefined) rule.weekStart = day;
      return day !== undefined;
    }
    default:
      return false;
  }
}

function takeNumbers(into: number[], value: string, most: number, isSigned: boolean): boolean {
  return value.split(',').every((word) => {
    const number = Number(word);
    const isNumber = (isSigned ? /^[+-]?\d{1,3}$/ : /^\d{1,2}$/).test(word);
    into.push(number);
    return isNumber && number !== 0 && Math.abs(number) <= most;
  });
}

function conflictIn(rule: RecurrenceRule): UnreadableRule | null {
  const hasOrdinals = rule.byDay.some(({ ordinal }) => ordinal !== null);
  if (hasOrdinals && (rule.freq === 'WEEKLY' || rule.freq === 'DAILY')) {
    return wrong(
      '“第几个星期几”只用于每月或每年',
      'uses “the second Friday” in a week or a day: it belongs to months and years',
    );
  }
  // Readers of RFC 5545 do not agree on what the next two mean.
  if (hasOrdinals && rule.byDay.some(({ ordinal }) => ordinal === null)) {
    return wrong(
      '“第几个星期几”与“每个星期几”不能混写',
      'mixes “the second Friday” with “each Monday”: write two series',
    );
  }
  if (hasOrdinals && rule.byMonthDay.length > 0) {
    return wrong(
      '“第几个星期几”与几号只能写一个',
      'names “the second Friday” and days of the month: say one of them',
    );
  }
  if (rule.freq === 'WEEKLY' && rule.byMonthDay.length > 0) {
    return wrong(
      '每周的规则不能写几号，请改为每月',
      'names a day of the month in a week: write FREQ=MONTHLY',
    );
  }
  const hasOthers = rule.byDay.length + rule.byMonthDay.length + rule.byMonth.length > 0;
  // In a week that has begun when the series does, they do not agree what the first of its days is.
  if (rule.bySetPos.length > 0 && (rule.freq === 'DAILY' || rule.freq === 'WEEKLY')) {
    return wrong(
      'BYSETPOS 只用于每月或每年',
      'has BYSETPOS in a week or a day: it belongs to months and years',
    );
  }
  if (rule.bySetPos.length > 0 && !hasOthers) {
    return wrong('BYSETPOS 不能单独使用', 'has BYSETPOS and nothing it could choose from');
  }
  if (rule.count !== null && rule.until !== null) {
    return wrong('COUNT 与 UNTIL 只能写一个', 'says both COUNT and UNTIL');
  }
  return null;
}

function unreadable(part: string): UnreadableRule {
  return wrong(
    `中的“${part}”无法识别，例如 FREQ=MONTHLY;BYMONTHDAY=4,14,24`,
    `has “${part}”, which cannot be read; write it as FREQ=MONTHLY;BYMONTHDAY=4,14,24`,
  );
}

function wrong(zh: string, en: string): UnreadableRule {
  return { problem: { zh, en } };
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
