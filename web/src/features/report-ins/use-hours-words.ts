import { usePhrases } from '../../ui/i18n/index.ts';
import { hoursPhrases } from './hours-phrases.ts';

/** Minutes as people say them: 45 minutes, 2 hours, 1 hour 30. */
export function useHoursWords(): (minutes: number) => string {
  const t = usePhrases(hoursPhrases);
  return (minutes) => {
    const h = Math.floor(minutes / 60);
    const m = minutes % 60;
    if (h === 0) return t('minutes', { m });
    return m === 0 ? t('hours', { h }) : t('hoursMinutes', { h, m });
  };
}
