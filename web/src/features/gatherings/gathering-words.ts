import type { AgendaItem } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { dayWords, whenWords } from '../../ui/time/words.ts';
import { clockOf, dayOf } from './calendar-days.ts';
import { gatheringPhrases } from './gathering-phrases.ts';

/** Which phrase says what an item is about, and how it ended. */
export const aboutWords = {
  case: 'case',
  topic: 'topic',
  duty: 'duty',
  motion: 'motion',
} as const satisfies Record<AgendaItem['about'], keyof typeof gatheringPhrases>;
export const endWords = {
  resolved: 'resolved',
  'carried-over': 'carried-over',
  'sent-down': 'sent-down',
  'sent-up': 'sent-up',
  noted: 'noted',
  answered: 'answered',
  'became-case': 'became-case',
  withdrawn: 'withdrawn',
  'moved-on': 'moved-on',
} as const satisfies Record<NonNullable<AgendaItem['ended']>['as'], keyof typeof gatheringPhrases>;

interface Span {
  startsAt: string;
  endsAt: string;
}

/** 今天 19:30—21:00; with both days where it goes past midnight. */
export function useSpanWords(now: number): (one: Span) => string {
  const t = usePhrases(gatheringPhrases);
  const locale = useLocale();
  return ({ startsAt, endsAt }) => {
    const context = { locale, now };
    const isOneDay = dayOf(startsAt) === dayOf(endsAt);
    return t('through', {
      from: whenWords(startsAt, context),
      to: isOneDay ? clockOf(endsAt) : whenWords(endsAt, context),
    });
  };
}

/** A day of the wire (`2026-11-27`) as people say it. */
export function useDayWords(now: number): (day: string) => string {
  const locale = useLocale();
  return (day) => dayWords(new Date(`${day}T12:00:00`).getTime(), { locale, now });
}

/** 19:30—21:00 */
export function clockSpan({ startsAt, endsAt }: Span): string {
  return `${clockOf(startsAt)}–${clockOf(endsAt)}`;
}
