import './resident-gatherings.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import {
  type AgendaItem,
  askToSpeak,
  doGathering,
  type GatheringView,
  getGathering,
  giveFeedback,
  leadSpeaker,
  ProblemError,
} from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import {
  Blank,
  Bones,
  Button,
  buttonClass,
  Choices,
  ErrorNotice,
  Field,
  FieldGroup,
  Icon,
  Notice,
} from '../../ui/kit/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { fullDate, whenWords } from '../../ui/time/words.ts';
import { keepWords, readWords } from '../cases/verb-words.ts';
import { dayOf } from './calendar-days.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { aboutWords, endWords, useDayWords, useSpanWords } from './gathering-words.ts';
import { ResidentDuty } from './ResidentDuty.tsx';
import { ResidentGatheringTags } from './ResidentGatheringCard.tsx';
import { ResidentRoster } from './ResidentRoster.tsx';
import { gatheringKey, useResidentDeed } from './resident-deed.tsx';
import { residentGatheringPhrases } from './resident-phrases.ts';

export function useGathering(gatheringId: string) {
  return useQuery({
    queryKey: gatheringKey(gatheringId),
    queryFn: ({ signal }) => getGathering(gatheringId, signal),
    // While it is open somebody may speak or vote at any moment.
    refetchInterval: (query) => (query.state.data?.gathering.state === 'open' ? 10_000 : 60_000),
  });
}

/** One gathering as a resident may see it: when and where, my place, what is on the agenda and what became of last time. */
export function ResidentGathering({ gatheringId }: { gatheringId: string }) {
  const t = usePhrases(residentGatheringPhrases);
  const label = useLabel();
  const one = useGathering(gatheringId);
  const view = one.data?.gathering;
  if (view === undefined) {
    return (
      <Page title={t('gathering')} back="/calendar">
        {one.error instanceof ProblemError && [403, 404].includes(one.error.status) ? (
          <Blank
            icon="search"
            title={one.error.problem.title}
            action={
              <Link to="/calendar" className={buttonClass({})}>
                {t('calendar')}
              </Link>
            }
          >
            {one.error.status === 404 ? t('gone') : one.error.problem.detail}
          </Blank>
        ) : one.error ? (
          <ErrorNotice error={one.error} onRetry={() => void one.refetch()} />
        ) : (
          <Bones lines={6} />
        )}
      </Page>
    );
  }
  const duties = view.items.filter(({ about }) => about === 'duty');
  const items = view.items.filter(({ about }) => about !== 'duty');
  return (
    <Page title={label(view.title)} heading={label(view.kindTitle)} back="/calendar">
      <article className="stack gathering">
        <Head view={view} />
        <Place view={view} />
        <ResidentRoster view={view} />
        <HereNow view={view} />
        {duties.length > 0 && (
          <section className="card stack" aria-labelledby="last-time">
            <h3 id="last-time">{t('lastTime')}</h3>
            <ul className="duty-list">
              {duties.map(
                (item) => item.duty !== null && <ResidentDuty key={item.itemId} duty={item.duty} />,
              )}
            </ul>
          </section>
        )}
        <Agenda view={view} items={items} />
        <Teaches view={view} />
        <Minutes view={view} />
        <Feedback view={view} />
        <Around view={view} />
      </article>
    </Page>
  );
}

function Head({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = useNow(60_000);
  const spanWords = useSpanWords(now);
  return (
    <header className="card stack">
      <h2>{label(view.title)}</h2>
      <p className="gathering-tags">
        <ResidentGatheringTags one={view} />
      </p>
      <dl className="gathering-facts">
        <div>
          <dt>{t('when')}</dt>
          <dd>
            <time dateTime={view.startsAt} title={fullDate(view.startsAt, { locale })}>
              {spanWords(view)}
            </time>
            {view.wasAt !== null && (
              <span className="small muted row-under">
                {t('wasAt', { when: whenWords(view.wasAt, { locale, now }) })}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('where')}</dt>
          <dd>{view.place ?? t('noPlace')}</dd>
        </div>
        <div>
          <dt>{t('host')}</dt>
          <dd>{view.host.name}</dd>
        </div>
        <div>
          <dt>{t('openTo')}</dt>
          <dd>{label(view.openTo)}</dd>
        </div>
      </dl>
      {view.reason !== null && <Notice>{t('because', { reason: view.reason })}</Notice>}
    </header>
  );
}

/** Signing up, my place or my turn, and giving it up. */
function Place({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  const locale = useLocale();
  const now = useNow(60_000);
  const verb = view.verbs.includes('sign-up')
    ? 'sign-up'
    : view.verbs.includes('sign-off')
      ? 'sign-off'
      : null;
  const deed = useResidentDeed((commandId) =>
    doGathering(view.gatheringId, verb ?? 'sign-up', { commandId }),
  );
  const { places, mine } = view;
  if (places === null) return null;
  const isFull = places.capacity !== null && places.taken >= places.capacity;
  const opensLater = view.signUpFrom !== null && Date.parse(view.signUpFrom) > now;
  const isOver = view.signUpUntil !== null && Date.parse(view.signUpUntil) < now;
  return (
    <section className="card stack" aria-labelledby="place">
      <h3 id="place">{t('signUpTitle')}</h3>
      <div role="status">
        {mine.place === 'placed' ? (
          <Notice kind="good" title={t('havePlace')} />
        ) : mine.place === 'waiting' ? (
          <Notice kind="wait" title={t('haveTurn', { n: mine.turn ?? 0 })}>
            <p>{t('haveTurnText')}</p>
          </Notice>
        ) : null}
      </div>
      <p className="muted">
        {places.capacity === null
          ? t('takenOpen', { n: places.taken })
          : t('taken', { n: places.taken, of: places.capacity, waiting: places.waiting })}
      </p>
      {view.signUpUntil !== null && !isOver && !opensLater && (
        <p className="small muted">
          {t('signUpUntil', { when: whenWords(view.signUpUntil, { locale, now }) })}
        </p>
      )}
      {opensLater && view.signUpFrom !== null && (
        <p>{t('signUpFrom', { when: whenWords(view.signUpFrom, { locale, now }) })}</p>
      )}
      {isOver && mine.place === null && <p>{t('signUpOver')}</p>}
      {verb !== null && (
        <Button primary={verb === 'sign-up'} wide busy={deed.busy} onClick={deed.run}>
          {t(
            verb === 'sign-off'
              ? mine.place === 'waiting'
                ? 'leaveList'
                : 'signOff'
              : isFull
                ? 'joinList'
                : 'signUp',
          )}
        </Button>
      )}
      {deed.notice}
    </section>
  );
}

/** While it is open: checking in, asking to speak, and how many are here. */
function HereNow({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  const me = view.speakers.find(({ isMe }) => isMe);
  const ahead = me === undefined ? 0 : view.speakers.filter(({ beganAt }) => beganAt === null).indexOf(me);
  const ask = useResidentDeed((commandId) => askToSpeak(view.gatheringId, { commandId }));
  const leave = useResidentDeed((commandId) =>
    leadSpeaker(view.gatheringId, me?.speakerId ?? '', 'done', { commandId }),
  );
  if (view.state !== 'open') return null;
  const current = view.items.find(({ itemId }) => itemId === view.currentItemId);
  return (
    <section className="card stack" aria-labelledby="here-now">
      <h3 id="here-now">{t('hereNow')}</h3>
      <p>{t('present', { n: view.attendance.count })}</p>
      {current !== undefined && <p>{t('discussing', { title: current.title })}</p>}
      {view.mine.wasThere ? (
        <Notice kind="good" title={t('checkedIn')} />
      ) : view.verbs.includes('check-in') ? (
        <Link
          to={`/gatherings/${view.gatheringId}/check-in`}
          className={buttonClass({ primary: true, wide: true })}
        >
          <Icon name="qr" />
          <span>{t('checkIn')}</span>
        </Link>
      ) : null}
      {me !== undefined ? (
        <>
          <p role="status">{me.beganAt !== null ? t('iSpeak') : t('iWait', { n: ahead })}</p>
          <Button wide busy={leave.busy} onClick={leave.run}>
            {t(me.beganAt === null ? 'leaveSpeakers' : 'iAmDone')}
          </Button>
        </>
      ) : view.verbs.includes('ask-to-speak') ? (
        <Button wide icon="people" busy={ask.busy} onClick={ask.run}>
          {t('askToSpeak')}
        </Button>
      ) : null}
      {ask.notice}
      {leave.notice}
    </section>
  );
}

function Agenda({ view, items }: { view: GatheringView; items: readonly AgendaItem[] }) {
  const t = usePhrases(residentGatheringPhrases);
  if (view.form !== 'meeting' && items.length === 0) return null;
  const mayBring = view.state === 'planned' || view.state === 'announced';
  return (
    <section className="card stack" aria-labelledby="agenda">
      <h3 id="agenda">{t('agenda')}</h3>
      {items.length === 0 ? (
        <p className="muted">{t(mayBring ? 'agendaNone' : 'agendaNothing')}</p>
      ) : (
        <ol className="agenda-list">
          {items.map((item, index) => (
            <Item
              key={item.itemId}
              item={item}
              number={index + 1}
              isCurrent={item.itemId === view.currentItemId}
            />
          ))}
        </ol>
      )}
      {view.form === 'meeting' && mayBring && (
        <Link
          to={`/topics/new?org=${view.host.orgId}&kind=${encodeURIComponent(view.kind)}`}
          className={buttonClass({ wide: true })}
        >
          {t('bring')}
        </Link>
      )}
    </section>
  );
}

function Item({ item, number, isCurrent }: { item: AgendaItem; number: number; isCurrent: boolean }) {
  const t = usePhrases(residentGatheringPhrases);
  const marks = useMarks();
  const words = usePhrases(gatheringPhrases);
  const about = <span className="small muted">{words(aboutWords[item.about])}</span>;
  return (
    <li aria-current={isCurrent ? 'step' : undefined}>
      <span className="agenda-figure" aria-hidden="true">
        {number}
      </span>
      <div>
        <p>
          {item.topic !== null ? (
            <Link to={`/topics/${item.topic.topicId}`} className="agenda-title">
              {item.title}
            </Link>
          ) : item.case?.mayOpen ? (
            <Link to={`/cases/${item.case.caseId}`} className="agenda-title">
              {item.title}
            </Link>
          ) : (
            <strong>{item.title}</strong>
          )}
        </p>
        <p className="gathering-tags">
          {about}
          {item.topic !== null && (
            <span className="small muted"> · {t('supporters', { n: item.topic.supporterCount })}</span>
          )}
          {isCurrent && <span className="tag is-good">{t('now')}</span>}{' '}
          {item.ended !== null && <span className="tag">{words(endWords[item.ended.as])}</span>}
        </p>
        {item.ended?.reason != null && <p>{t('because', { reason: item.ended.reason })}</p>}
        {item.motions.map(
          (motion) =>
            motion.hands !== null && (
              <p key={motion.motionId}>
                {words(motion.hands.isPassed ? 'passed' : 'failed')}
                {marks.colon}
                {words('hands', {
                  for: motion.hands.for,
                  against: motion.hands.against,
                  abstained: motion.hands.abstained,
                })}
              </p>
            ),
        )}
        {item.resolutions.length > 0 && (
          <ul className="duty-list">
            {item.resolutions.map((one) => (
              <ResidentDuty key={one.resolutionId} duty={one} isOwn />
            ))}
          </ul>
        )}
        {item.minutes.text !== '' && (
          <details className="fold">
            <summary>{t('minutes')}</summary>
            <p className="prose">{item.minutes.text}</p>
          </details>
        )}
      </div>
    </li>
  );
}

function Teaches({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  if (view.lecturers.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="lecturers">
      <h3 id="lecturers">{t('lecturers')}</h3>
      <ul className="stack">
        {view.lecturers.map((one) => (
          <li key={`${one.name} ${one.subject}`}>
            <strong>{one.name}</strong>
            {one.subject !== null && <span className="row-under">{one.subject}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Minutes({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  if (view.general === null || view.general.text === '') return null;
  return (
    <section className="card stack" aria-labelledby="minutes">
      <h3 id="minutes">{t('minutes')}</h3>
      <p className="prose">{view.general.text}</p>
    </section>
  );
}

const scores = ['5', '4', '3', '2', '1'] as const;
const scoreWords = { 5: 'score-5', 4: 'score-4', 3: 'score-3', 2: 'score-2', 1: 'score-1' } as const;

/** What those who were there say of a lesson; shown to whoever teaches without names. */
function Feedback({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  const [score, setScore] = useState<(typeof scores)[number] | null>(
    () => scores.find((one) => one === String(view.feedback?.mine?.score)) ?? null,
  );
  const [words, setWords] = useState(
    () => readWords(view.gatheringId, 'feedback') || (view.feedback?.mine?.words ?? ''),
  );
  const [mistake, setMistake] = useState<string>();
  const [told, setTold] = useState(false);
  const deed = useResidentDeed(
    (commandId) =>
      giveFeedback(view.gatheringId, {
        commandId,
        score: Number(score),
        ...(words.trim() === '' ? {} : { words: words.trim() }),
      }),
    () => {
      keepWords(view.gatheringId, 'feedback', '');
      setTold(true);
    },
  );
  if (!view.verbs.includes('give-feedback')) return null;
  return (
    <form
      className="card stack"
      aria-labelledby="feedback"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMistake(score === null ? t('scoreMissing') : undefined);
        if (score !== null) deed.run();
      }}
    >
      <h3 id="feedback">{t('feedback')}</h3>
      <div role="status">{told && <Notice kind="good" title={t('feedbackThanks')} />}</div>
      <FieldGroup label={t('score')} hint={t('feedbackHint')} mistake={mistake} required>
        <Choices
          choices={scores.map((value) => ({ value, label: t(scoreWords[value]) }))}
          value={score}
          onChange={setScore}
        />
      </FieldGroup>
      <Field label={t('feedbackWords')}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            maxLength={500}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              keepWords(view.gatheringId, 'feedback', event.target.value);
            }}
          />
        )}
      </Field>
      <Button type="submit" primary wide busy={deed.busy}>
        {t(view.feedback?.mine == null ? 'feedbackSend' : 'feedbackChange')}
      </Button>
      {deed.notice}
    </form>
  );
}

function Around({ view }: { view: GatheringView }) {
  const t = usePhrases(residentGatheringPhrases);
  const days = useDayWords(useNow(60_000));
  // Two sittings of one meeting stand before its neighbours.
  const links = [
    ['continuesOf', view.continues],
    ['goesOnAt', view.goesOn],
    ['previous', view.previous?.gatheringId === view.continues?.gatheringId ? null : view.previous],
    ['next', view.next?.gatheringId === view.goesOn?.gatheringId ? null : view.next],
  ] as const;
  if (links.every(([, one]) => one === null)) return null;
  return (
    <nav className="around" aria-label={t('around')}>
      {links.map(
        ([phrase, one]) =>
          one !== null && (
            <Link key={phrase} to={`/gatherings/${one.gatheringId}`} className={buttonClass({})}>
              {t(phrase, { day: days(dayOf(one.startsAt)) })}
            </Link>
          ),
      )}
    </nav>
  );
}
