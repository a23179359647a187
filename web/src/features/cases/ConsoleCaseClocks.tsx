import { usePresent } from '../../console/look/Due.tsx';
import { duePhrases } from '../../console/look/due-phrases.ts';
import type { CaseView } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { fullDate, spanWords, whenWords } from '../../ui/time/words.ts';
import { caseConsolePhrases } from './console-phrases.ts';

type Clock = CaseView['clocks'][number];

/** Each clock with how much of its time is used. Late is said in words and drawn in red. */
export function ConsoleCaseClocks({ clocks }: { clocks: Clock[] }) {
  const t = usePhrases(caseConsolePhrases);
  if (clocks.length === 0) return null;
  return (
    <section aria-labelledby="case-clocks">
      <h2 id="case-clocks">{t('clocks')}</h2>
      <ul className="clocks">
        {clocks.map((clock) => (
          <ClockLine key={`${clock.key}:${clock.startedAt}`} clock={clock} />
        ))}
      </ul>
    </section>
  );
}

function ClockLine({ clock }: { clock: Clock }) {
  const t = usePhrases(caseConsolePhrases);
  const marks = useMarks();
  const due = usePhrases(duePhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  const running = clock.stoppedAt === null && clock.pausedSince === null;
  const left = Date.parse(clock.dueAt) - (clock.stoppedAt === null ? now : Date.parse(clock.stoppedAt));
  const late = clock.overAt !== null || (running && left <= 0);
  const used = Math.round(late ? 100 : Math.min(100, Math.max(0, clock.usedPercent)));
  const state = late
    ? 'late'
    : clock.stoppedAt !== null
      ? 'done'
      : clock.pausedSince !== null
        ? 'paused'
        : 'running';
  const words =
    clock.stoppedAt !== null
      ? t(late ? 'clockDoneLate' : 'clockDone')
      : clock.pausedSince !== null
        ? t('clockPaused')
        : due(left <= 0 ? 'late' : 'left', { span: spanWords(left, locale) });
  const at = clock.stoppedAt ?? clock.dueAt;
  return (
    <li data-state={state}>
      <span className="clock-name">{label(clock.title)}</span>
      <span className="clock-words">{words}</span>
      <span
        className="clock-bar"
        role="progressbar"
        aria-label={label(clock.title)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={used}
        aria-valuetext={`${words}${marks.comma}${t('clockUsed', { n: used })}`}
      >
        <span style={{ width: `${used}%` }} />
      </span>
      <time className="clock-when" dateTime={at} title={fullDate(at, { locale })}>
        {whenWords(at, { locale, now })}
      </time>
    </li>
  );
}
