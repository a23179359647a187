import type { BallotView } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { fullDate } from '../../ui/time/words.ts';
import { consoleBallotPhrases } from './console-phrases.ts';
import { dayWords } from './day-words.ts';

/** These come at the latest then, and may come sooner; the others come at that very time. */
const isLimit = new Set<BallotView['phase']>(['counted', 'announced']);

/** The way of a ballot as a line, each phase with its day. */
export function ConsoleBallotSteps({ steps }: { steps: BallotView['steps'] }) {
  const t = usePhrases(consoleBallotPhrases);
  const label = useLabel();
  const locale = useLocale();
  return (
    <ol className="ballot-way" aria-label={t('way')}>
      {steps.map(({ phase, title, state, at }) => (
        <li key={phase} data-state={state} aria-current={state === 'here' ? 'step' : undefined}>
          <span className="ballot-way-title">{label(title)}</span>
          <span className="ballot-way-day">
            {state === 'skipped' ? (
              t('skipped')
            ) : at === null ? (
              '—'
            ) : (
              <time dateTime={at} title={fullDate(at, { locale })}>
                {state === 'ahead' && isLimit.has(phase)
                  ? t('byDay', { day: dayWords(at, locale) })
                  : dayWords(at, locale)}
              </time>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
