import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agoWords,
  calendarWords,
  countdown,
  dateWords,
  dayWords,
  fullDate,
  spanWords,
  whenWords,
} from '../src/ui/time/words.ts';

/** Times must read as people there say them, whatever zone the machine is in. */
const zone = 'Asia/Shanghai';
const now = Date.parse('2025-03-05T10:00:00+08:00'); // a Wednesday
const at = (local: string) => Date.parse(`${local}+08:00`);
const zh = { locale: 'zh-CN', now, zone } as const;
const en = { locale: 'en', now, zone } as const;

describe('when something is', () => {
  test.each([
    ['2025-03-05T14:30', '今天 14:30', 'today 14:30'],
    // Past midnight there, still yesterday in London.
    ['2025-03-05T00:05', '今天 00:05', 'today 00:05'],
    ['2025-03-04T23:59', '昨天 23:59', 'yesterday 23:59'],
    ['2025-03-03T09:00', '前天 09:00', '3 Mar 09:00'],
    ['2025-03-06T08:00', '明天 08:00', 'tomorrow 08:00'],
    ['2025-03-07T08:00', '后天 08:00', 'Fri 08:00'],
    ['2025-03-10T08:00', '周一 08:00', 'Mon 08:00'],
    ['2025-03-12T08:00', '3月12日 08:00', '12 Mar 08:00'],
    ['2024-12-31T08:00', '2024年12月31日 08:00', '31 Dec 2024 08:00'],
  ])('%s is %s', (local, chinese, english) => {
    expect(whenWords(at(local), zh)).toBe(chinese);
    expect(whenWords(at(local), en)).toBe(english);
  });

  test('a date alone is the same on every day of its year', () => {
    expect(dateWords(at('2025-03-05T14:30'), zh)).toBe('3月5日');
    expect(dateWords(at('2025-03-05T14:30'), en)).toBe('5 Mar');
    expect(dateWords(at('2024-12-31T08:00'), zh)).toBe('2024年12月31日');
    expect(dateWords(at('2024-12-31T08:00'), en)).toBe('31 Dec 2024');
  });

  test('a day of a calendar stands before its month in English too', () => {
    const parts = { month: 'long', day: 'numeric', weekday: 'long' } as const;
    expect(calendarWords('2025-03-05', 'en', parts)).toBe('Wednesday 5 March');
    expect(calendarWords('2025-03-05', 'zh-CN', parts)).toBe('3月5日星期三');
  });

  test('an instant from the server and its milliseconds read the same', () => {
    expect(whenWords('2025-03-05T06:30:00.000Z', zh)).toBe('今天 14:30');
    expect(dayWords('2025-03-05T06:30:00.000Z', zh)).toBe('今天');
  });

  test('the full date names year, weekday and minute', () => {
    expect(fullDate(at('2025-03-05T10:00'), zh)).toBe('2025年3月5日 周三 10:00');
    expect(fullDate(at('2025-03-05T10:00'), en)).toBe('Wed 5 Mar 2025, 10:00');
  });
});

describe('how long ago', () => {
  test.each([
    // Clocks of two machines differ: never “minus one minute ago”.
    ['2025-03-05T10:02', '刚刚', 'just now'],
    ['2025-03-05T09:59:30', '刚刚', 'just now'],
    ['2025-03-05T09:48', '12 分钟前', '12 min ago'],
    ['2025-03-05T07:00', '3 小时前', '3 h ago'],
    ['2025-03-04T09:05', '昨天 09:05', 'yesterday 09:05'],
    // Eleven at night was yesterday, although fewer than twelve hours ago.
    ['2025-03-04T23:00', '昨天 23:00', 'yesterday 23:00'],
    ['2025-03-02T18:00', '3 天前', '3 days ago'],
    ['2025-02-20T18:00', '2月20日', '20 Feb'],
    ['2023-02-20T18:00', '2023年2月20日', '20 Feb 2023'],
  ])('%s was %s', (local, chinese, english) => {
    expect(agoWords(at(local), zh)).toBe(chinese);
    expect(agoWords(at(local), en)).toBe(english);
  });
});

describe('a span of time', () => {
  const minute = 60_000;
  test.each([
    [20_000, '不到 1 分钟', 'less than a minute'],
    [45 * minute, '45 分钟', '45 min'],
    [60 * minute, '1 小时', '1 h'],
    [195 * minute, '3 小时 15 分钟', '3 h 15 min'],
    [24 * 60 * minute, '1 天', '1 day'],
    [(2 * 24 + 3) * 60 * minute + 59 * minute, '2 天 3 小时', '2 days 3 h'],
    [24 * 60 * minute + 30 * minute, '1 天', '1 day'],
  ])('%i ms is %s', (ms, chinese, english) => {
    expect(spanWords(ms, 'zh-CN')).toBe(chinese);
    expect(spanWords(-ms, 'en')).toBe(english);
  });

  test('a countdown keeps its width until it becomes words', () => {
    expect(countdown(((2 * 60 + 14) * 60 + 9) * 1000, 'zh-CN')).toBe('02:14:09');
    expect(countdown(47 * 3_600_000, 'zh-CN')).toBe('47:00:00');
    expect(countdown(50 * 3_600_000, 'zh-CN')).toBe('2 天 2 小时');
  });

  test('says never more than has passed, and no unit twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: minute, max: 400 * 86_400_000 }), (ms) => {
        const units: Record<string, number> = { 天: 86_400_000, 小时: 3_600_000, 分钟: minute };
        const said = spanWords(ms, 'zh-CN').split(' ');
        let total = 0;
        for (let index = 0; index < said.length; index += 2)
          total += Number(said[index]) * (units[said[index + 1] ?? ''] ?? Number.NaN);
        expect(total).toBeLessThanOrEqual(ms);
        expect(new Set(said.filter((_, index) => index % 2 === 1)).size).toBe(said.length / 2);
      }),
    );
  });
});
