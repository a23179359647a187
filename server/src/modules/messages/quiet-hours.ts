/** When a person does not want to be disturbed, on the city's clock. */

/** Minutes after midnight; the night may lie between them. */
export interface QuietHours {
  fromMinute: number;
  toMinute: number;
}

export const usualQuietHours: QuietHours = { fromMinute: 21 * 60, toMinute: 8 * 60 };

/** The instant at which they end; null: now is none of them. `null` hours: none at all. */
export function quietUntil(hours: QuietHours | null, now: string, timeZone: string): string | null {
  if (hours === null || hours.fromMinute === hours.toMinute) return null;
  const minute = minuteOf(now, timeZone);
  const { fromMinute, toMinute } = hours;
  const isQuiet =
    fromMinute < toMinute
      ? minute >= fromMinute && minute < toMinute
      : minute >= fromMinute || minute < toMinute;
  if (!isQuiet) return null;
  const minutes = (toMinute - minute + 1440) % 1440;
  // Where clocks change that night it is an hour off; it is looked at again then.
  return new Date(Math.floor(Date.parse(now) / 60_000) * 60_000 + minutes * 60_000).toISOString();
}

function minuteOf(now: string, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(now));
  const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return value('hour') * 60 + value('minute');
}

/** `21:00` as minutes after midnight. */
export function minuteOfWords(words: string): number {
  const [hours = 0, minutes = 0] = words.split(':').map(Number);
  return hours * 60 + minutes;
}

export function wordsOfMinute(minute: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
