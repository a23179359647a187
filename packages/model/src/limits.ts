/** Time limits as people write them. */
import type { Limit } from './parsed.ts';

const minutesOf = { minute: 1, hour: 60, day: 1440, week: 10080 } as const;

export interface LimitWords {
  unit: Limit['unit'];
  amount: number;
  /** Named with ` of CALENDAR`; null: the default one. */
  calendar: string | null;
  /** Counted in whole days or weeks, which only makes sense around the clock. */
  inDays: boolean;
}

export const limitForms =
  '`30 minutes`, `2 hours`, `7 days`, `5 working days`, `PT2H`, each with ` of CALENDAR` if need be';

/** Words of a limit; undefined when they are none. Zero is refused: a limit that is over at once is no limit. */
export function readLimitWords(text: string): LimitWords | undefined {
  const match = /^(.+?)(?: of ([a-z0-9-]+))?$/.exec(text.trim());
  const amountText = match?.[1] ?? '';
  const calendar = match?.[2] ?? null;
  const words = /^(\d{1,6}) (working day|minute|hour|day|week)s?$/.exec(amountText);
  if (words) {
    const count = Number(words[1]);
    if (count === 0) return undefined;
    if (words[2] === 'working day') return { unit: 'working-days', amount: count, calendar, inDays: false };
    const unit = words[2] as keyof typeof minutesOf;
    return {
      unit: 'minutes',
      amount: count * minutesOf[unit],
      calendar,
      inDays: unit === 'day' || unit === 'week',
    };
  }
  const minutes = readDurationMinutes(amountText);
  if (!minutes) return undefined;
  return { unit: 'minutes', amount: minutes, calendar, inDays: !amountText.includes('T') };
}

/** Minutes of an ISO 8601 duration of weeks, days, hours and minutes; undefined when it is none. */
export function readDurationMinutes(text: string): number | undefined {
  const match = /^P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?)?$/.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) return undefined;
  const [weeks, days, hours, minutes] = match.slice(1).map((part) => Number(part ?? 0));
  return weeks! * 10080 + days! * 1440 + hours! * 60 + minutes!;
}
