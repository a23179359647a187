import { useQuery } from '@tanstack/react-query';
import { When } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { getPower, type PowerView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { powerConsolePhrases } from './console-phrases.ts';
import { PowerFacts } from './PowerFacts.tsx';
import { listPhrases, statePhrases } from './power-lists.ts';

/** Everything that was ever said of an item, the newest first. */
export function ConsolePowerHistory({ power }: { power: PowerView }) {
  const t = usePhrases(powerConsolePhrases);
  const found = useQuery({
    queryKey: ['powers', 'history', power.powerId],
    queryFn: ({ signal }) => getPower(power.powerId, signal),
  });
  if (found.isPending) return <LoadingLines lines={3} />;
  if (found.data === undefined) {
    return <FailedState error={found.error} onRetry={() => void found.refetch()} />;
  }
  const { rows, evaluations } = found.data;
  return (
    <>
      <h2 className="power-history-title">{t('rows')}</h2>
      <ol className="power-history">
        {rows.map((row) => (
          <li key={row.rowNumber} data-state={row.state}>
            <p className="power-name">
              <strong>{t(listPhrases[row.list])}</strong>
              <span className={row.state === 'in-force' ? 'tag tag-calm' : 'tag'}>
                {t(statePhrases[row.state])}
              </span>
            </p>
            <PowerFacts row={row} />
            {row.reason === null ? null : <p>{row.reason}</p>}
            <Recorded at={row.recordedAt} by={row.recordedBy} />
          </li>
        ))}
      </ol>
      <h2 className="power-history-title">{t('evaluations')}</h2>
      {evaluations.length === 0 ? (
        <p className="soft">{t('noEvaluations')}</p>
      ) : (
        <ol className="power-history">
          {evaluations.map((one) => (
            <li key={one.recordedAt + (one.evaluatedOn ?? '') + (one.evaluateBy ?? '')}>
              <p>
                {one.evaluatedOn === null ? (
                  t('onlyNextSet', { day: one.evaluateBy ?? '' })
                ) : (
                  <>
                    <strong className="figures">{one.evaluatedOn}</strong>{' '}
                    {one.evaluateBy === null ? t('noEvaluateBy') : t('evaluateBy', { day: one.evaluateBy })}
                  </>
                )}
              </p>
              {one.finding === null ? null : <p>{one.finding}</p>}
              <Recorded at={one.recordedAt} by={one.recordedBy} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Recorded({ at, by }: { at: string; by: string | null }) {
  const t = usePhrases(powerConsolePhrases);
  return (
    <p className="soft">
      {by ?? t('byModel')} · <When at={at} />
    </p>
  );
}
