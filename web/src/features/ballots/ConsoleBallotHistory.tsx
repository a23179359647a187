import { useState } from 'react';
import { When } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useBallotHistory } from './ballot-queries.ts';
import { consoleBallotPhrases } from './console-phrases.ts';

/** Who did what and why, append-only and chained; read when it is unfolded. */
export function ConsoleBallotHistory({ ballotId }: { ballotId: string }) {
  const t = usePhrases(consoleBallotPhrases);
  const label = useLabel();
  const [open, setOpen] = useState(false);
  const history = useBallotHistory(ballotId, open);
  return (
    <details className="ballot-history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="section-title">{t('history')}</span> <span className="soft">{t('showHistory')}</span>
      </summary>
      {history.data !== undefined ? (
        <ol>
          {history.data.entries.toReversed().map((entry) => (
            <li key={entry.seq}>
              <p>
                <span className="soft">
                  <When at={entry.at} />
                </span>{' '}
                <strong>{label(entry.verbTitle)}</strong> ·{' '}
                {entry.actor ?? t(entry.verb === 'tick' ? 'byTime' : 'byVoters')}
                {entry.fromPhase === entry.toPhase ? null : (
                  <span className="tag">{label(entry.toPhaseTitle)}</span>
                )}
              </p>
              {entry.reason === null ? null : <p className="typed">{entry.reason}</p>}
              {entry.details.map((detail) => (
                <p key={detail.zh} className="soft">
                  {label(detail)}
                </p>
              ))}
              <code className="soft" title={entry.hash}>
                {entry.hash.slice(0, 12)}
              </code>
            </li>
          ))}
        </ol>
      ) : history.error === null ? (
        open ? (
          <LoadingLines lines={2} />
        ) : null
      ) : (
        <FailedState error={history.error} onRetry={() => void history.refetch()} />
      )}
    </details>
  );
}
