import { useLocale } from '../i18n/language.ts';
import { useNow } from '../time/now.ts';
import { agoWords, fullDate, whenWords } from '../time/words.ts';

/** A point in time as people say it; the full date on hover and for copying. */
export function Time({ at, ago = false }: { at: string; ago?: boolean }) {
  const locale = useLocale();
  const now = useNow(60_000);
  const context = { locale, now };
  return (
    <time dateTime={at} title={fullDate(at, context)}>
      {ago ? agoWords(at, context) : whenWords(at, context)}
    </time>
  );
}
