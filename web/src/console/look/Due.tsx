import { createContext, type PropsWithChildren, use } from 'react';
import type { CaseSummary } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { agoWords, fullDate, spanWords, whenWords } from '../../ui/time/words.ts';
import { duePhrases } from './due-phrases.ts';

/** One clock for the whole page: sixty lines must not tick sixty times. */
const NowContext = createContext<number | null>(null);

export function NowProvider({ children }: PropsWithChildren) {
  return <NowContext value={useNow(15_000)}>{children}</NowContext>;
}

export function usePresent(): number {
  return use(NowContext) ?? Date.now();
}

/** How long is left, or for how long it has been late (in red, and in words: never by colour alone). */
export function Due({ one }: { one: Pick<CaseSummary, 'dueAt' | 'isOver' | 'paused' | 'dueClockTitle'> }) {
  const t = usePhrases(duePhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  if (one.paused !== null) return <span className="due due-paused">{t('paused')}</span>;
  if (one.dueAt === null) return <span className="due due-none">{t('noLimit')}</span>;
  const left = Date.parse(one.dueAt) - now;
  const late = one.isOver || left <= 0;
  const state = late ? 'due-late' : left < 2 * 3_600_000 ? 'due-soon' : '';
  return (
    <span className={`due ${state}`}>
      <span className="due-span">{t(late ? 'late' : 'left', { span: spanWords(left, locale) })}</span>
      <time className="due-when" dateTime={one.dueAt} title={fullDate(one.dueAt, { locale })}>
        {one.dueClockTitle === null ? '' : `${label(one.dueClockTitle)} · `}
        {whenWords(one.dueAt, { locale, now })}
      </time>
    </span>
  );
}

/** 3 小时前, with the full date for those who need it. */
export function Ago({ at }: { at: string }) {
  const locale = useLocale();
  const now = usePresent();
  return (
    <time dateTime={at} title={fullDate(at, { locale })}>
      {agoWords(at, { locale, now })}
    </time>
  );
}

export function When({ at }: { at: string }) {
  const locale = useLocale();
  const now = usePresent();
  return (
    <time dateTime={at} title={fullDate(at, { locale })}>
      {whenWords(at, { locale, now })}
    </time>
  );
}
