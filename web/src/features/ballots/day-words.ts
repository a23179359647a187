import type { Locale } from '../../ui/api/index.ts';
import { dateWords } from '../../ui/time/words.ts';

/** A day as people read it; the year only when it is another one. */
export function dayWords(at: string, locale: Locale): string {
  return dateWords(at, { locale, now: Date.now() });
}

/** A day and the hour, where somebody could come too late. */
export function momentWords(at: string, locale: Locale): string {
  const clock = new Date(at).toLocaleTimeString(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${dayWords(at, locale)} ${clock}`;
}

/** When something ends: midnight ends the day before it, or people would believe they had one more. */
export function endWords(at: string, locale: Locale): string {
  const end = new Date(at);
  if (end.getHours() !== 0 || end.getMinutes() !== 0) return momentWords(at, locale);
  return `${dayWords(new Date(end.getTime() - 1).toISOString(), locale)} 24:00`;
}
