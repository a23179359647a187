import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePresent } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type CadenceRow, getCadence } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { calendarWords } from '../../ui/time/words.ts';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { dayOf } from './calendar-days.ts';
import { perWords } from './calendar-words.ts';
import { useDayWords } from './gathering-words.ts';

const states = ['missed', 'due', 'held'] as const;
const stateTags = { held: 'tag tag-good', due: 'tag tag-calm', missed: 'tag tag-danger' } as const;

/** Meetings that must be held so often (三会一课), of an organisation and those below it: held, due, missed. */
export function ConsoleCadence({ orgId }: { orgId: string }) {
  const t = usePhrases(calendarConsolePhrases);
  const [state, setState] = useState<CadenceRow['state'] | null>(null);
  const cadence = useQuery({
    queryKey: ['gatherings', 'cadence', orgId],
    queryFn: ({ signal }) => getCadence({ org: orgId }, signal),
  });
  if (cadence.isPending) return <LoadingLines lines={2} />;
  if (cadence.data === undefined)
    return <FailedState error={cadence.error} onRetry={() => void cadence.refetch()} />;
  const { rows, counts } = cadence.data;
  if (rows.length === 0) return null;
  return (
    <section className="cadence" aria-labelledby="cadence">
      <h2 id="cadence" className="section-title">
        {t('cadence')}
      </h2>
      <p className="soft">{t('cadenceLead')}</p>
      <div className="chips">
        {states.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={state === one}
            onClick={() => setState(state === one ? null : one)}
          >
            {t(one)} <span className="figures">{counts[one]}</span>
          </button>
        ))}
        {state === null ? null : (
          <Button type="text" onClick={() => setState(null)}>
            {t('allStates')}
          </Button>
        )}
      </div>
      <CadenceRows rows={state === null ? rows : rows.filter((row) => row.state === state)} />
    </section>
  );
}

export function CadenceRows({ rows }: { rows: readonly CadenceRow[] }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const locale = useLocale();
  const days = useDayWords(usePresent());
  const date = (day: string) => calendarWords(day, locale, { month: 'long', day: 'numeric' });
  if (rows.length === 0) return <p className="soft">{t('cadenceNone')}</p>;
  return (
    <ul className="cadence-rows">
      {rows.map((row) => (
        <li key={`${row.orgId} ${row.kind}`}>
          <span className={stateTags[row.state]}>{t(row.state)}</span>
          <span className="cadence-main">
            <strong>{label(row.kindTitle)}</strong> <span className="soft">{row.orgName}</span>
            <span className="soft block">
              {t(perWords[row.per], { n: row.atLeast })} · {t('heldSoFar', { n: row.held })} ·{' '}
              {t('period', { from: date(row.from), to: date(row.to) })}
            </span>
          </span>
          <span className="cadence-links">
            {row.gatheringIds.map((gatheringId, index) => (
              <Link key={gatheringId} href={`/gatherings/${gatheringId}`}>
                {t('heldOne', { n: index + 1 })}
              </Link>
            ))}
            {row.next === null ? null : (
              <Link href={`/gatherings/${row.next.gatheringId}`}>
                {t('nextOn', { day: days(dayOf(row.next.startsAt)) })}
              </Link>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
