/** A rule of recurrence, read and in words. */
import { type Label, type RecurrenceRule, readRecurrence, type Weekday } from '@linli/model';
import { fieldInvalid } from '../refusals.ts';
import type { Refusal } from '../types.ts';

/**
 * Read a rule such as `FREQ=WEEKLY;BYDAY=FR`. What `readRecurrence` cannot take is refused as `field-invalid` at `rule`.
 *
 * @example readRule('FREQ=MONTHLY;BYMONTHDAY=4,14,24')
 */
export function readRule(text: string): RecurrenceRule | Refusal {
  const read = readRecurrence(text);
  return 'problem' in read ? fieldInvalid('rule', { zh: '重复规则', en: 'Recurrence' }, read.problem) : read;
}

const weekdayTitles: Record<Weekday, Label> = {
  MO: { zh: '一', en: 'Monday' },
  TU: { zh: '二', en: 'Tuesday' },
  WE: { zh: '三', en: 'Wednesday' },
  TH: { zh: '四', en: 'Thursday' },
  FR: { zh: '五', en: 'Friday' },
  SA: { zh: '六', en: 'Saturday' },
  SU: { zh: '日', en: 'Sunday' },
};
const monthTitles = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * A rule in words, for those who do not read RFC 5545: `每月4日、14日、24日`, `every 2nd Friday of March and June`.
 * A rule that cannot be read is given back as it stands.
 */
export function ruleInWords(text: string): Label {
  const rule = readRecurrence(text);
  if ('problem' in rule) return { zh: text, en: text };
  const { freq, interval, byDay, byMonthDay, byMonth, bySetPos } = rule;
  const names = {
    DAILY: ['天', 'day'],
    WEEKLY: ['周', 'week'],
    MONTHLY: ['个月', 'month'],
    YEARLY: ['年', 'year'],
  } as const;
  const [unit, unitEn] = names[freq];
  const every =
    interval === 1
      ? { zh: `每${unit === '个月' ? '月' : unit}`, en: `every ${unitEn}` }
      : { zh: `每${interval}${unit}`, en: `every ${interval} ${unitEn}s` };
  const zh: string[] = [];
  const en: string[] = [];
  if (byMonth.length > 0) {
    zh.push(`${byMonth.join('、')}月`);
    en.push(`in ${list(byMonth.map((month) => monthTitles[month - 1] ?? String(month)))}`);
  }
  if (byMonthDay.length > 0) {
    zh.push(byMonthDay.map((day) => (day < 0 ? `倒数第${-day}天` : `${day}日`)).join('、'));
    en.push(`on day ${list(byMonthDay.map((day) => (day < 0 ? `${-day} from the end` : String(day))))}`);
  }
  if (byDay.length > 0) {
    zh.push(
      byDay.map(({ weekday, ordinal }) => `${ordinalZh(ordinal)}周${weekdayTitles[weekday].zh}`).join('、'),
    );
    en.push(
      `on ${list(byDay.map(({ weekday, ordinal }) => `${ordinalEn(ordinal)}${weekdayTitles[weekday].en}`))}`,
    );
  }
  if (bySetPos.length > 0) {
    zh.push(`取其中${bySetPos.map((place) => (place < 0 ? `倒数第${-place}` : `第${place}`)).join('、')}天`);
    en.push(
      `only ${list(bySetPos.map((place) => (place < 0 ? `${-place} from the end` : `number ${place}`)))} of these`,
    );
  }
  if (rule.count !== null) {
    zh.push(`共${rule.count}次`);
    en.push(`${rule.count} times`);
  }
  if (rule.until !== null) {
    zh.push(`至${rule.until}`);
    en.push(`until ${rule.until}`);
  }
  return { zh: [every.zh, ...zh].join(' '), en: [every.en, ...en].join(' ') };
}

function ordinalZh(ordinal: number | null): string {
  if (ordinal === null) return '';
  return ordinal < 0 ? (ordinal === -1 ? '最后一个' : `倒数第${-ordinal}个`) : `第${ordinal}个`;
}

function ordinalEn(ordinal: number | null): string {
  if (ordinal === null) return '';
  const count = Math.abs(ordinal);
  const tail =
    count % 10 === 1 && count !== 11
      ? 'st'
      : count % 10 === 2 && count !== 12
        ? 'nd'
        : count % 10 === 3 && count !== 13
          ? 'rd'
          : 'th';
  if (ordinal > 0) return `the ${count}${tail} `;
  return count === 1 ? 'the last ' : `the ${count}${tail} last `;
}

function list(words: string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
