import './roll.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { When } from '../../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import { type BallotView, lookAtRoll, type RollLook } from '../../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { useDebounced } from '../../../ui/time/debounced.ts';
import { fullDate } from '../../../ui/time/words.ts';
import { useBallot } from '../ballot-queries.ts';
import { ConsoleBallotHead } from '../ConsoleBallotHead.tsx';
import { ConsoleDecideStrike } from './ConsoleDecideStrike.tsx';
import { ConsoleStrike } from './ConsoleStrike.tsx';
import { rollPhrases } from './roll-phrases.ts';

const pageSize = 30;
export type RollEntryShown = RollLook['entries'][number];
export type StrikeShown = RollLook['strikes'][number];

/** A roll of residents for those who strike wrong entries, and for those who decide objections. Opened on purpose: it is logged. */
export default function ConsoleRoll({ ballotId }: { ballotId: string }) {
  const t = usePhrases(rollPhrases);
  const ballot = useBallot(ballotId);
  const [opened, setOpened] = useState(false);
  if (ballot.isPending) return <LoadingLines lines={4} />;
  if (ballot.data === undefined)
    return <FailedState isPage error={ballot.error} onRetry={() => void ballot.refetch()} />;
  const view = ballot.data;
  const { rollCheck } = view;
  return (
    <div className="roll-check">
      <ConsoleBallotHead ballot={view} title={t('title')} />
      {rollCheck === null ? (
        <EmptyState title={t('notYoursTitle')} detail={t('notYoursDetail')} />
      ) : opened ? (
        <Checked ballot={view} />
      ) : (
        <>
          <p>{t('lead')}</p>
          <p className="soft">{t('logged')}</p>
          <p>
            <Button type="primary" size="large" onClick={() => setOpened(true)}>
              {t(rollCheck === 'strikes' ? 'look' : 'lookStrikes')}
            </Button>
          </p>
        </>
      )}
    </div>
  );
}

function Checked({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(rollPhrases);
  const locale = useLocale();
  const [words, setWords] = useState('');
  const [from, setFrom] = useState(0);
  const [striking, setStriking] = useState<RollEntryShown | null>(null);
  const [deciding, setDeciding] = useState<StrikeShown | null>(null);
  const q = useDebounced(words.trim(), 300);
  const look = useQuery({
    // Offices are named in the reader's language.
    queryKey: ['ballot', ballot.ballotId, 'roll', locale, q, from],
    queryFn: ({ signal }) => lookAtRoll(ballot.ballotId, { ...(q === '' ? {} : { q }), from }, signal),
    placeholderData: keepPreviousData,
    // A look is logged: nobody looks again by leaving the window and coming back.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  if (look.isPending) return <LoadingLines lines={5} />;
  if (look.data === undefined) return <FailedState error={look.error} onRetry={() => void look.refetch()} />;
  const { data } = look;
  const strikes = ballot.rollCheck === 'strikes';
  // Numbers belong to the roll that was looked at.
  const looked = { ...ballot, seq: data.seq };
  return (
    <>
      {strikes ? (
        <p className="soft">
          {data.until === null ? t('untilOver') : t('until', { when: fullDate(data.until, { locale }) })}
        </p>
      ) : null}
      <div className="roll-columns">
        {data.until === null ? null : (
          <section aria-label={t('entries')}>
            <search className="filters" aria-label={t('search')}>
              <Input
                className="filter-words"
                allowClear
                aria-label={t('search')}
                placeholder={t('search')}
                value={words}
                onChange={(event) => {
                  setWords(event.target.value);
                  setFrom(0);
                }}
              />
              <span className="soft figures">{t('total', { n: data.total })}</span>
            </search>
            {data.entries.length === 0 ? (
              <EmptyState title={t('none')} detail={t('noneDetail')} />
            ) : (
              <ul className="roll-list">
                {data.entries.map((entry) => (
                  <Entry
                    key={entry.entryId}
                    entry={entry}
                    ageFrom={data.ageFrom}
                    onStrike={() => setStriking(entry)}
                  />
                ))}
              </ul>
            )}
            {data.total > pageSize ? (
              <p className="roll-pages">
                <Button disabled={from === 0} onClick={() => setFrom(Math.max(0, from - pageSize))}>
                  {t('previous')}
                </Button>
                <Button disabled={from + pageSize >= data.total} onClick={() => setFrom(from + pageSize)}>
                  {t('next')}
                </Button>
              </p>
            ) : null}
          </section>
        )}
        <section className="roll-strikes" aria-label={t('strikes')}>
          <h2 className="section-title">{t('strikes')}</h2>
          {data.strikes.length === 0 ? (
            <p className="soft">{t(strikes ? 'strikesNone' : 'waitsNone')}</p>
          ) : (
            data.strikes.map((strike) => (
              <Strike key={strike.strikeId} strike={strike} onDecide={() => setDeciding(strike)} />
            ))
          )}
        </section>
      </div>
      <ConsoleStrike
        ballot={looked}
        entry={striking}
        ageFrom={data.ageFrom}
        onClose={() => setStriking(null)}
      />
      <ConsoleDecideStrike ballot={looked} strike={deciding} onClose={() => setDeciding(null)} />
    </>
  );
}

function Entry({
  entry,
  ageFrom,
  onStrike,
}: {
  entry: RollEntryShown;
  ageFrom: number | null;
  onStrike: () => void;
}) {
  const t = usePhrases(rollPhrases);
  const { entryId, name, home, isTooYoung, isStrikable } = entry;
  return (
    <li className="roll-line">
      <span className="soft figures">{t('number', { entry: entryId })}</span>
      <span>
        <strong>{name}</strong>{' '}
        {isTooYoung ? <span className="tag tag-amber">{t('tooYoung', { years: ageFrom ?? 0 })}</span> : null}{' '}
        <span className="soft">{home}</span>
      </span>
      {isStrikable ? (
        <Button type="text" aria-label={t('strikeOf', { entry: entryId, name })} onClick={onStrike}>
          {t('strike')}
        </Button>
      ) : (
        <span className="tag">{t('wasStruck')}</span>
      )}
    </li>
  );
}

function Strike({ strike, onDecide }: { strike: StrikeShown; onDecide: () => void }) {
  const t = usePhrases(rollPhrases);
  const label = useLabel();
  const { objection, decision } = strike;
  const state =
    decision !== null
      ? decision.upheld
        ? 'isUpheld'
        : 'isRefused'
      : objection === null
        ? 'isOff'
        : 'isWaiting';
  return (
    <article className="roll-strike" aria-label={strike.name}>
      <p>
        <strong>{strike.name}</strong> <span className="soft">{strike.home}</span>{' '}
        <span className={state === 'isWaiting' ? 'tag tag-amber' : 'tag'}>{t(state)}</span>
      </p>
      <p className="soft">
        {t('wasNumber', { entry: strike.entryId })} · {label(strike.reason)} · <When at={strike.at} />
      </p>
      <p className="soft">{t('struckBy', { by: strike.by })}</p>
      <p className="typed">{t('noteIs', { note: strike.note })}</p>
      {objection === null ? null : <p className="typed">{t('objects', { text: objection.text })}</p>}
      {decision === null ? null : (
        <p className="typed">{t('decided', { by: decision.by, text: decision.text })}</p>
      )}
      {objection === null || decision !== null ? null : strike.mayDecide ? (
        <p>
          <Button type="primary" onClick={onDecide}>
            {t('decide')}
          </Button>
        </p>
      ) : (
        <p className="soft">{t('notByYou')}</p>
      )}
    </article>
  );
}
