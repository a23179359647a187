import type { CadenceRow } from '../../ui/api/index.ts';
import type { calendarConsolePhrases } from './calendar-console-phrases.ts';
import type { RuleDraft, Weekday } from './plain-rule.ts';

/** Which phrase says what the wire, or a rule, calls by a key. */
type Phrase = keyof typeof calendarConsolePhrases;

export const everyWords = {
  model: 'every-model',
  week: 'every-week',
  'other-week': 'every-other-week',
  'month-day': 'every-month-day',
  'month-week': 'every-month-week',
  written: 'every-written',
} as const satisfies Record<RuleDraft['every'], Phrase>;

export const weekdayWords = {
  MO: 'MO',
  TU: 'TU',
  WE: 'WE',
  TH: 'TH',
  FR: 'FR',
  SA: 'SA',
  SU: 'SU',
} as const satisfies Record<Weekday, Phrase>;

export const perWords = {
  month: 'perMonth',
  quarter: 'quarter',
  'half-year': 'half-year',
  year: 'year',
} as const satisfies Record<CadenceRow['per'], Phrase>;

export const dutyStateWords = {
  running: { title: 'duties-running', none: 'duties-running-none' },
  late: { title: 'duties-late', none: 'duties-late-none' },
  ended: { title: 'duties-ended', none: 'duties-ended-none' },
} as const satisfies Record<string, Record<'title' | 'none', Phrase>>;
