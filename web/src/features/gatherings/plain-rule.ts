/** Rules of RFC 5545 that people set here in plain words; any other is kept as it is written. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

export type RuleDraft =
  /** What the model says. */
  | { every: 'model' }
  | { every: 'week' | 'other-week'; days: Weekday[] }
  | { every: 'month-day'; monthDays: number[] }
  /** 1: the first … -1: the last. */
  | { every: 'month-week'; which: number; day: Weekday }
  | { every: 'written'; rule: string };

/**
 * The draft of a rule. `FREQ=MONTHLY;BYMONTHDAY=4,14,24` are the days ending in four, `FREQ=MONTHLY;BYDAY=2FR` the second
 * Friday.
 */
export function readRule(rule: string): RuleDraft {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string | undefined]));
  const written: RuleDraft = { every: 'written', rule };
  const known = [...parts.keys()];
  const has = (...keys: string[]) => known.length === keys.length && keys.every((key) => parts.has(key));
  const list = (key: string) => (parts.get(key) ?? '').split(',');
  if (parts.get('FREQ') === 'WEEKLY') {
    const days = list('BYDAY').filter((day): day is Weekday => weekdays.includes(day as Weekday));
    if (days.length !== list('BYDAY').length) return written;
    if (has('FREQ', 'BYDAY')) return { every: 'week', days };
    if (has('FREQ', 'INTERVAL', 'BYDAY') && parts.get('INTERVAL') === '2')
      return { every: 'other-week', days };
    return written;
  }
  if (parts.get('FREQ') !== 'MONTHLY') return written;
  if (has('FREQ', 'BYMONTHDAY')) {
    const monthDays = list('BYMONTHDAY').map(Number);
    const areDays = monthDays.every((day) => Number.isInteger(day) && day >= 1 && day <= 31);
    return areDays ? { every: 'month-day', monthDays } : written;
  }
  const found = /^(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$/.exec(parts.get('BYDAY') ?? '');
  if (has('FREQ', 'BYDAY') && found !== null)
    return { every: 'month-week', which: Number(found[1]), day: found[2] as Weekday };
  return written;
}

/** As RFC 5545 writes it; null: the model's; undefined: something is still missing. */
export function writeRule(draft: RuleDraft): string | null | undefined {
  switch (draft.every) {
    case 'model':
      return null;
    case 'week':
    case 'other-week': {
      if (draft.days.length === 0) return undefined;
      const days = weekdays.filter((day) => draft.days.includes(day)).join(',');
      return `FREQ=WEEKLY;${draft.every === 'week' ? '' : 'INTERVAL=2;'}BYDAY=${days}`;
    }
    case 'month-day': {
      const days = [...new Set(draft.monthDays)].sort((a, b) => a - b);
      return days.length === 0 ? undefined : `FREQ=MONTHLY;BYMONTHDAY=${days.join(',')}`;
    }
    case 'month-week':
      return `FREQ=MONTHLY;BYDAY=${draft.which}${draft.day}`;
    case 'written':
      return draft.rule.trim() === '' ? undefined : draft.rule.trim();
  }
}
