import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { ProblemError } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, Choices, ErrorNotice } from '../../ui/kit/index.ts';
import { useHomeCode } from '../session/resident-session.ts';
import { askedFirst } from './ballot-groups.ts';
import { useBallotPages } from './ballot-queries.ts';
import { ResidentBallotCard } from './ResidentBallotCard.tsx';
import { residentBallotPhrases } from './resident-phrases.ts';

/** What is to be decided where I live, and what was. */
export function ResidentBallots() {
  const t = usePhrases(residentBallotPhrases);
  const homeCode = useHomeCode();
  const [state, setState] = useState<'running' | 'past'>('running');
  const pages = useBallotPages({ state, area: homeCode ?? undefined });
  // Who owns a home somewhere else, or votes for somebody there, is asked all the same.
  const mine = useBallotPages({ state, mine: true });
  const own = mine.data?.pages.flatMap((page) => page.ballots) ?? [];
  const near = pages.data?.pages.flatMap((page) => page.ballots);
  const ballots =
    near &&
    askedFirst([...own, ...near.filter(({ ballotId }) => !own.some((one) => one.ballotId === ballotId))]);
  return (
    <Page title={t('title')} back="/">
      <div className="stack">
        <Choices
          choices={[
            { value: 'running', label: t('running') },
            { value: 'past', label: t('past') },
          ]}
          value={state}
          onChange={(value) => setState(value ?? 'running')}
        />
        {ballots === undefined ? (
          pages.error instanceof ProblemError && pages.error.code === 'sign-in-required' ? (
            <Blank
              icon="person"
              title={t('signInForThis')}
              action={
                <Link to="/sign-in?to=/ballots" className={buttonClass({ primary: true })}>
                  {t('signIn')}
                </Link>
              }
            />
          ) : pages.error ? (
            <ErrorNotice error={pages.error} onRetry={() => void pages.refetch()} />
          ) : (
            <Bones lines={6} />
          )
        ) : ballots.length === 0 ? (
          <Blank icon="check" title={t('none')}>
            {t('noneText')}
          </Blank>
        ) : (
          <ul className="stack">
            {ballots.map((ballot) => (
              <li key={ballot.ballotId}>
                <ResidentBallotCard ballot={ballot} />
              </li>
            ))}
          </ul>
        )}
        {(pages.hasNextPage || mine.hasNextPage) && (
          <Button
            wide
            busy={pages.isFetchingNextPage || mine.isFetchingNextPage}
            onClick={() => {
              if (mine.hasNextPage) void mine.fetchNextPage();
              if (pages.hasNextPage) void pages.fetchNextPage();
            }}
          >
            {t('more')}
          </Button>
        )}
      </div>
    </Page>
  );
}
