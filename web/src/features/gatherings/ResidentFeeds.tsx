import './resident-gatherings.css';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, ErrorNotice, Notice, Time } from '../../ui/kit/index.ts';
import { useAreasUnder } from '../areas/area-queries.ts';
import { compoundOf } from '../areas/levels.ts';
import { useHomeCode, useSession } from '../session/resident-session.ts';
import { feedAddress, useFeeds } from './feeds.ts';
import { residentGatheringPhrases } from './resident-phrases.ts';

/** What is on comes into the phone's own calendar, and follows when it is moved or cancelled. */
export function ResidentFeeds() {
  const t = usePhrases(residentGatheringPhrases);
  const session = useSession();
  const isSignedIn = Boolean(session.data?.person);
  const homeCode = useHomeCode();
  const compound = compoundOf(useAreasUnder(homeCode).data?.path ?? []);
  const { list, make, withdraw, present } = useFeeds(isSignedIn);
  const [copied, setCopied] = useState(false);
  const made = make.data === undefined ? null : feedAddress(make.data.address);
  if (session.data !== undefined && !isSignedIn) {
    return (
      <Page title={t('toMyCalendar')} back="/calendar">
        <Blank
          icon="clock"
          title={t('feedSignIn')}
          action={
            <Link to="/sign-in?to=/calendar/feeds" className={buttonClass({ primary: true })}>
              {t('signIn')}
            </Link>
          }
        >
          {t('feedText')}
        </Blank>
      </Page>
    );
  }
  return (
    <Page title={t('toMyCalendar')} back="/calendar">
      <div className="stack">
        <p>{t('feedText')}</p>
        {made === null ? (
          <>
            <Button primary wide busy={make.isPending} onClick={() => make.mutate({ scope: 'mine' })}>
              {t('feedMine')}
            </Button>
            {compound !== undefined && (
              <Button
                wide
                busy={make.isPending}
                onClick={() => make.mutate({ scope: 'area', areaCode: compound.code })}
              >
                {t('feedCompound', { name: compound.name })}
              </Button>
            )}
          </>
        ) : (
          <Notice kind="good" role="status" title={t('feedMade')}>
            <p>{t('feedOnce')}</p>
            <p className="feed-words">{made.plain}</p>
            <a href={made.program} className={buttonClass({ primary: true, wide: true })}>
              {t('feedOpen')}
            </a>
            <Button
              wide
              onClick={() => void navigator.clipboard.writeText(made.plain).then(() => setCopied(true))}
            >
              {t(copied ? 'copied' : 'copy')}
            </Button>
          </Notice>
        )}
        {(make.error ?? withdraw.error) && <ErrorNotice error={make.error ?? withdraw.error} />}
        <section className="card stack" aria-labelledby="feeds">
          <h2 id="feeds" className="gathering-day">
            {t('feedsMine')}
          </h2>
          {list.data === undefined ? (
            list.error ? (
              <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
            ) : (
              <Bones lines={2} />
            )
          ) : present.length === 0 ? (
            <p className="muted">{t('feedsNone')}</p>
          ) : (
            <ul className="stack">
              {present.map((feed) => (
                <li key={feed.feedId} className="feed-row">
                  <span>
                    {feed.name}
                    <span className="small muted row-under">
                      <Time at={feed.madeAt} />
                    </span>
                  </span>
                  <Button
                    busy={withdraw.isPending && withdraw.variables === feed.feedId}
                    aria-label={t('feedWithdrawOf', { name: feed.name })}
                    onClick={() => withdraw.mutate(feed.feedId)}
                  >
                    {t('feedWithdraw')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </Page>
  );
}
