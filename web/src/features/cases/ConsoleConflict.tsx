import { Alert, Button } from 'antd';
import { newsSince, offeredNow } from '../../console/cases/verb-request.ts';
import { Ago } from '../../console/look/Due.tsx';
import type { CaseView, VerbView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

/** Somebody acted in between: what they did, and what can be done now. What was typed stays in the form below. */
export function ConsoleConflict({
  view,
  seenSeq,
  verb,
  onOther,
}: {
  view: CaseView;
  seenSeq: number;
  verb: VerbView;
  /** Another verb is chosen instead; the note goes with it. */
  onOther: (verb: VerbView) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const news = newsSince(view, seenSeq);
  const still = offeredNow(view, verb.verb) !== undefined;
  const words = { station: label(view.stationTitle), verb: label(verb.title) };
  return (
    <Alert
      type="warning"
      role="alert"
      className="conflict"
      title={t('conflictTitle')}
      description={
        <>
          <ol className="news">
            {news.map((entry) => (
              <li key={entry.seq}>
                <strong>{label(entry.verbTitle)}</strong> {entry.actor ?? t('bySystem')} ·{' '}
                <Ago at={entry.at} />
                {entry.reason === null ? null : <span className="news-reason">“{entry.reason}”</span>}
                {entry.details.map((detail) => (
                  <span key={detail.zh} className="news-detail">
                    {label(detail)}
                  </span>
                ))}
              </li>
            ))}
          </ol>
          {still ? (
            <p>{t('conflictStill')}</p>
          ) : (
            <>
              <p>{view.verbs.length > 0 ? t('conflictGone', words) : t('conflictGoneNone', words)}</p>
              <div className="verbs">
                {view.verbs.map((other) => (
                  <Button key={other.verb} onClick={() => onOther(other)}>
                    {label(other.title)}
                  </Button>
                ))}
              </div>
            </>
          )}
        </>
      }
    />
  );
}
