import { When } from '../../console/look/Due.tsx';
import type { CaseView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsolePhotos } from './ConsolePhotos.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** What happened, newest first. The hash lets anybody compare this page with the register. */
export function ConsoleCaseHistory({ view }: { view: CaseView }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const entries = view.history.toSorted((a, b) => b.seq - a.seq);
  return (
    <section aria-labelledby="case-history" className="history">
      <h2 id="case-history">{t('history')}</h2>
      <ol reversed>
        {entries.map((entry) => (
          <li key={entry.seq} data-actor={entry.actorKind}>
            <p className="entry-head">
              <strong>{label(entry.verbTitle)}</strong>
              <span>{entry.actor ?? t(entry.actorKind === 'system' ? 'bySystem' : 'reporter')}</span>
              {entry.fromStation === entry.toStation ? null : (
                <span className="tag">{label(entry.toStationTitle)}</span>
              )}
              <span className="entry-when soft">
                <When at={entry.at} />
              </span>
            </p>
            {entry.reason === null ? null : <p className="entry-reason">{entry.reason}</p>}
            {entry.details.length === 0 ? null : (
              <ul className="entry-details">
                {entry.details.map((detail) => (
                  <li key={detail.zh}>{label(detail)}</li>
                ))}
              </ul>
            )}
            <ConsolePhotos photoIds={entry.photoIds} small />
            {entry.hash === '' ? null : (
              <details className="entry-hash">
                <summary>
                  {t('historyHash')} <code>{entry.hash.slice(0, 8)}</code>
                </summary>
                <code>{entry.hash}</code>
                <span className="soft block">{t('historyHashHint')}</span>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
