/**
 * When a series meets. Instants are ISO 8601 in UTC with milliseconds, days are `YYYY-MM-DD` on the city's calendar.
 */
import type { HolidayRule } from '@linli/model';

/** A series as it recurs: a rule of days, a time of day, a zone. */
export interface Series {
  /** RFC 5545 rule without time of day and without DTSTART: `FREQ=MONTHLY;BYMONTHDAY=4,14,24`. */
  rule: string;
  /** First day it may fall on; where INTERVAL and COUNT begin to count (DTSTART). */
  startsOn: string;
  /** Last day it may fall on; null: no end is set. */
  endsOn: string | null;
  /** Start in minutes after midnight on the city's clock. */
  atMinute: number;
  lastsMinutes: number;
  /** IANA zone. */
  timeZone: string;
  onHoliday: HolidayRule;
}

/** What was changed about one occurrence by hand. `recursAt` is when the rule meant it to start (RECURRENCE-ID). */
export type SeriesException =
  | { what: 'moved'; recursAt: string; startsAt: string; endsAt: string }
  | { what: 'cancelled'; recursAt: string }
  /** One more that the rule does not mean. */
  | { what: 'extra'; startsAt: string; endsAt: string };

export interface Occurrence {
  /** When the rule means it to start; of an extra one: its own start. Never changes, whatever is moved. */
  recursAt: string;
  startsAt: string;
  endsAt: string;
  /** `holiday`: put off to the next working day by the series itself. */
  how: 'regular' | 'holiday' | 'moved' | 'cancelled' | 'extra';
}
