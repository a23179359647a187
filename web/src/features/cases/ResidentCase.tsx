import '../photos/photos.css';
import './case.css';
import './steps.css';
import './timeline.css';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { homePhrases } from '../../resident/home-phrases.ts';
import { Page } from '../../resident/shell/Page.tsx';
import { type CaseView, type HolderView, ProblemError, photoUrl, useReachable } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import {
  Blank,
  Bones,
  Button,
  buttonClass,
  ErrorNotice,
  Icon,
  Notice,
  Sheet,
  Time,
} from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useNow } from '../../ui/time/now.ts';
import { countdown, fullDate, spanWords, whenWords } from '../../ui/time/words.ts';
import { ResidentSignIn } from '../session/ResidentSignIn.tsx';
import { useSession } from '../session/resident-session.ts';
import { dueState, hasEnded, newestClocks } from './due.ts';
import { ResidentRungMeetings } from './ResidentRungMeetings.tsx';
import { ResidentVerbs } from './ResidentVerbs.tsx';
import { residentCasePhrases } from './resident-phrases.ts';
import { useCase } from './resident-queries.ts';

/** One case, all of it that this reader may see: where it stands, who has it, until when, what happened. */
export function ResidentCase({ caseId }: { caseId: string }) {
  const t = usePhrases(residentCasePhrases);
  const home = usePhrases(homePhrases);
  const label = useLabel();
  const [search] = useSearchParams();
  const locale = useLocale();
  const reachable = useReachable();
  const one = useCase(caseId);
  const view = one.data;
  if (view === undefined) {
    return (
      <Page title={t('caseTitle')} back="/cases">
        {one.error instanceof ProblemError && one.error.status === 404 ? (
          <Blank
            icon="search"
            title={one.error.problem.title}
            action={
              <Link to="/cases" className={buttonClass({})}>
                {home('mine')}
              </Link>
            }
          >
            {t('gone')}
          </Blank>
        ) : one.error ? (
          <ErrorNotice error={one.error} onRetry={() => void one.refetch()} />
        ) : (
          <Bones lines={6} />
        )}
      </Page>
    );
  }
  return (
    <Page title={`${t('caseTitle')} ${view.number}`} heading={t('caseTitle')} back="/cases">
      <article className="case stack">
        {search.has('sent') && <JustSent view={view} />}
        {!reachable && (
          <p className="small muted">
            {t('asOf', { when: whenWords(one.dataUpdatedAt, { locale, now: Date.now() }) })}
          </p>
        )}
        <header className="case-head">
          <p className="small muted">
            {label(view.kindTitle)} · {view.number}
          </p>
          <h2>{view.title}</h2>
        </header>
        {view.mergedInto && (
          <Notice
            icon="forward"
            actions={
              <Link to={`/cases/${view.mergedInto.caseId}`} className={buttonClass({})}>
                {t('openMerged', { number: view.mergedInto.number })}
              </Link>
            }
          >
            <p>{t('merged', { number: view.mergedInto.number })}</p>
          </Notice>
        )}
        <ResidentVerbs view={view} />
        <Status view={view} />
        <Steps view={view} />
        <Ladder view={view} />
        <Content view={view} />
        <Parts view={view} />
        <History view={view} />
      </article>
    </Page>
  );
}

function JustSent({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const session = useSession();
  const [signingIn, setSigningIn] = useState(false);
  const isVisitor = session.data !== undefined && !session.data.person;
  return (
    <>
      <Notice
        kind="good"
        role="status"
        title={t('sentTitle')}
        actions={
          isVisitor && (
            <Button icon="bell" onClick={() => setSigningIn(true)}>
              {t('tellMe')}
            </Button>
          )
        }
      >
        <p>{t('sentText', { number: view.number })}</p>
        {isVisitor && <p className="small">{t('tellMeText')}</p>}
      </Notice>
      {signingIn && <ResidentSignIn onClose={() => setSigningIn(false)} onDone={() => setSigningIn(false)} />}
    </>
  );
}

/** Where it stands, who has it, and the clock everybody may see. */
function Status({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const marks = useMarks();
  const label = useLabel();
  return (
    <section className="card status" aria-label={t('whoHasIt')}>
      <p className="status-station">{label(view.stationTitle)}</p>
      <Clock view={view} />
      {!hasEnded(view) && (
        <dl className="holders">
          <Holder label={t('handledBy')} holder={view.assignee} none={t('nobodyYet')} />
          <Holder label={t('answersFor')} holder={view.responsible} none={null} />
        </dl>
      )}
      {view.rating && (
        <p className="rated">
          <strong>{t(view.reporter.isMe ? 'rated' : 'ratedBy')}</strong> {label(view.rating.answerTitle)}
          {view.rating.comment && <span className="muted">{marks.colon + view.rating.comment}</span>}
        </p>
      )}
    </section>
  );
}

function Holder({
  label: title,
  holder,
  none,
}: {
  label: string;
  holder: HolderView | null;
  none: string | null;
}) {
  const t = usePhrases(residentCasePhrases);
  const label = useLabel();
  if (holder === null && none === null) return null;
  return (
    <div>
      <dt className="small muted">{title}</dt>
      <dd>
        {holder === null ? (
          none
        ) : (
          <>
            <span>
              {label(holder.roleTitle)} {holder.name ?? (holder.personId === null ? t('vacant') : '')}
            </span>
            <span className="small muted row-under">{holder.orgName}</span>
          </>
        )}
      </dd>
    </div>
  );
}

function Clock({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const marks = useMarks();
  const label = useLabel();
  const locale = useLocale();
  const now = useNow(1000);
  const due = dueState(view, now);
  if (due.kind === 'paused') {
    return (
      <Notice kind="wait" icon="pause" title={`${t('paused')}${marks.colon}${label(view.paused)}`}>
        {view.pausedReason && <p>{t('pausedBecause', { reason: view.pausedReason })}</p>}
        {view.pausedUntil && (
          <p className="small">{t('pausedUntil', { when: whenWords(view.pausedUntil, { locale, now }) })}</p>
        )}
      </Notice>
    );
  }
  if (due.kind === 'ended' || due.kind === 'none') {
    return due.kind === 'none' ? <p className="muted">{t('noClock')}</p> : null;
  }
  const isLate = due.kind === 'late';
  const ms = isLate ? due.byMs : due.leftMs;
  return (
    <div className={isLate ? 'clock is-late' : 'clock'}>
      <p className="small">
        {t('by', { clock: label(view.dueClockTitle) })} · {t(isLate ? 'late' : 'left')}
      </p>
      <p className="clock-figures" aria-hidden="true">
        {countdown(ms, locale)}
      </p>
      {/* Ears get it once in words, not every second in figures. */}
      <p className="for-ears">{spanWords(ms, locale)}</p>
      <p className="small">
        {t('dueAt')}{' '}
        <time dateTime={due.dueAt} title={fullDate(due.dueAt, { locale })}>
          {whenWords(due.dueAt, { locale, now })}
        </time>
      </p>
    </div>
  );
}

/** The stations of this kind in the city's own words. */
function Steps({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const label = useLabel();
  const shown = view.stations.filter((station) => station.state !== 'skipped');
  return (
    <section aria-labelledby="steps">
      <h3 id="steps" className="for-ears">
        {t('steps')}
      </h3>
      <ol className="steps">
        {shown.map((station) => (
          <li
            key={station.key}
            className={`is-${station.state}`}
            aria-current={station.state === 'here' ? 'step' : undefined}
          >
            <span className="steps-dot">{station.state === 'done' && <Icon name="check" />}</span>
            <span className="steps-name">{label(station.title)}</span>
            <span className="for-ears">
              {t(station.state === 'done' ? 'done' : station.state === 'here' ? 'here' : 'ahead')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where it climbs when it is not solved. Shown whole only once it has begun to climb. */
function Ladder({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const marks = useMarks();
  const label = useLabel();
  const locale = useLocale();
  const now = useNow(60_000);
  const { ladder } = view;
  const wasDiscussed = ladder?.rungs.some(({ meetings = [] }) => meetings.length > 0) === true;
  if (ladder === null || (hasEnded(view) && view.rung === null && !wasDiscussed)) return null;
  const rungs = [...ladder.rungs].reverse();
  return (
    <details className="card fold" open={view.rung !== null || wasDiscussed}>
      <summary>
        <Icon name="steps" />
        <h3>{t('ladder')}</h3>
        <Icon name="down" />
      </summary>
      <p className="small muted">{t('ladderText')}</p>
      <ol className="ladder" reversed>
        {rungs.map((rung) => (
          <li
            key={rung.key}
            className={`is-${rung.state}`}
            aria-current={rung.state === 'here' ? 'step' : undefined}
          >
            <p>
              <strong>{label(rung.title)}</strong>
              {rung.hostName && <span className="small muted"> {rung.hostName}</span>}
            </p>
            <p className="small muted">
              {t(rung.state === 'here' ? 'rungHere' : rung.state === 'passed' ? 'rungPassed' : 'rungAhead')}
              {rung.state === 'here' && rung.dueAt && (
                <>
                  {marks.comma}
                  {t('rungDue', { when: whenWords(rung.dueAt, { locale, now }) })}
                </>
              )}
            </p>
            <ResidentRungMeetings meetings={rung.meetings ?? []} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Content({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const label = useLabel();
  const shownAnswers = view.answers.filter(
    (one) =>
      one.kind !== 'photo' &&
      one.kind !== 'place' &&
      one.kind !== 'category' &&
      one.text !== view.description,
  );
  return (
    <section className="card stack" aria-labelledby="what">
      <h3 id="what">{t('what')}</h3>
      {view.description && view.description !== view.title && <p className="prose">{view.description}</p>}
      <Photos ids={view.photoIds} />
      <dl className="facts">
        <div>
          <dt>{t('place')}</dt>
          <dd>
            {view.areaName}
            {view.spot ? ` ${view.spot}` : ''}
          </dd>
        </div>
        {view.categoryTitle && (
          <div>
            <dt>{t('category')}</dt>
            <dd>{label(view.categoryTitle)}</dd>
          </div>
        )}
        <div>
          <dt>{t('opened')}</dt>
          <dd>
            <Time at={view.openedAt} />
          </dd>
        </div>
        {shownAnswers.map((one) => (
          <div key={one.key}>
            <dt>{label(one.title)}</dt>
            <dd>{one.text}</dd>
          </div>
        ))}
        {view.routeReason && (
          <div>
            <dt>{t('route')}</dt>
            <dd>{view.routeReason}</dd>
          </div>
        )}
      </dl>
      {view.mergedFrom > 0 && <p className="small muted">{t('mergedFrom', { n: view.mergedFrom })}</p>}
      {view.followerCount > 0 && <p className="small muted">{t('followers', { n: view.followerCount })}</p>}
    </section>
  );
}

function Photos({ ids }: { ids: readonly string[] }) {
  const t = usePhrases(residentCasePhrases);
  const [shown, setShown] = useState<number | null>(null);
  if (ids.length === 0) return null;
  const id = shown === null ? undefined : ids[shown];
  return (
    <>
      <ul className="photo-grid">
        {ids.map((photoId, index) => (
          <li key={photoId}>
            <button type="button" onClick={() => setShown(index)} aria-label={t('photoOf', { n: index + 1 })}>
              <img src={photoUrl(photoId, 'thumbnail')} alt="" loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
      {id !== undefined && shown !== null && (
        <Sheet title={t('photoOf', { n: shown + 1 })} onClose={() => setShown(null)}>
          <img className="photo-full" src={photoUrl(id)} alt={t('photoOf', { n: shown + 1 })} />
        </Sheet>
      )}
    </>
  );
}

/** Several parties, each with its own share and date. */
function Parts({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const label = useLabel();
  if (view.parts.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="parts">
      <h3 id="parts">{t('parts')}</h3>
      <ul className="stack">
        {view.parts.map((part) => (
          <li key={part.partId}>
            <p>
              {part.holder.orgName} · {label(part.holder.roleTitle)}
            </p>
            <p className="small muted">{part.result ?? part.task}</p>
            <p className="small">
              {part.signedAt ? (
                <span className="tag is-good">{t('partDone')}</span>
              ) : (
                <span className={part.isOver ? 'tag is-late' : 'tag'}>
                  {t(part.isOver ? 'lateTag' : 'partOpen')}
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What happened, newest first. */
function History({ view }: { view: CaseView }) {
  const t = usePhrases(residentCasePhrases);
  const label = useLabel();
  const { largeType } = usePreferences();
  const clocks = newestClocks(view.clocks);
  const entries = [...view.history].reverse();
  return (
    <section className="card stack" aria-labelledby="history">
      <h3 id="history">{t('history')}</h3>
      <ol className="history" reversed>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <p>
              <strong>{label(entry.verbTitle)}</strong>
              <span className="small muted history-time">
                <Time at={entry.at} />
              </span>
            </p>
            <p className="small muted">
              {entry.actor ??
                (entry.actorKind === 'reporter'
                  ? view.reporter.isMe
                    ? t('byMe')
                    : t('byReporter')
                  : t('bySystem'))}
            </p>
            {entry.reason && <p className="history-reason">{entry.reason}</p>}
            {!largeType &&
              entry.details.map((detail) => (
                <p key={detail.zh} className="small muted">
                  {label(detail)}
                </p>
              ))}
            <Photos ids={entry.photoIds} />
          </li>
        ))}
      </ol>
      {clocks.length > 0 && !largeType && (
        <details className="fold">
          <summary>
            <h4>{t('clocks')}</h4>
            <Icon name="down" />
          </summary>
          <ul className="clocks">
            {clocks.map((clock) => (
              <li key={clock.key}>
                <span>{label(clock.title)}</span>
                <span className="small muted">
                  {t('dueAt')} <Time at={clock.dueAt} />
                </span>
                {clock.overAt ? (
                  <span className="tag is-late">{t('overBy')}</span>
                ) : clock.stoppedAt ? (
                  <span className="tag is-good">{t('inTime')}</span>
                ) : clock.pausedSince ? (
                  <span className="tag is-paused">{t('pausedTag')}</span>
                ) : (
                  <span className="tag">{`${Math.round(clock.usedPercent)}%`}</span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
