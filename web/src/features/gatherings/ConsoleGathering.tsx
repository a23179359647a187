import './calendar.css';
import './room.css';
import { ArrowDownOutlined, ArrowUpOutlined, DesktopOutlined, PrinterOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { usePresent, When } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type AgendaItem, type GatheringView, orderItems } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { agoWords, fullDate } from '../../ui/time/words.ts';
import { ConsoleAddItem } from './ConsoleAddItem.tsx';
import { ConsoleAttendance } from './ConsoleAttendance.tsx';
import { DutyFacts, DutyTag } from './ConsoleDutyLine.tsx';
import { ConsoleGatheringDeeds } from './ConsoleGatheringDeeds.tsx';
import { GatheringTags } from './ConsoleGatheringLine.tsx';
import { ConsoleItemDeed } from './ConsoleItemDeed.tsx';
import { ConsoleLecturers } from './ConsoleLecturers.tsx';
import { ConsoleMinutes } from './ConsoleMinutes.tsx';
import { ConsoleRoster } from './ConsoleRoster.tsx';
import { dayOf } from './calendar-days.ts';
import { useDeed } from './gathering-deed.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { aboutWords, endWords, useDayWords, useSpanWords } from './gathering-words.ts';
import { roomPhrases } from './room-phrases.ts';
import { stepPhrase } from './room-words.ts';
import { useGathering } from './use-gathering.ts';

/** All of one gathering: when and where, its agenda and what became of it, who comes, who teaches, who serves. */
export default function ConsoleGathering({ gatheringId }: { gatheringId: string }) {
  const page = useGathering(gatheringId);
  if (page.isPending) return <LoadingLines lines={5} />;
  if (page.data === undefined)
    return <FailedState isPage error={page.error} onRetry={() => void page.refetch()} />;
  return <GatheringPage view={page.data.data.gathering} keptAt={page.data.keptAt} />;
}

function GatheringPage({ view, keptAt }: { view: GatheringView; keptAt: number | null }) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  const spanWords = useSpanWords(now);
  const days = useDayWords(now);
  const hasAgenda = view.form === 'meeting' || view.items.length > 0;
  return (
    <article className="gathering">
      <PageHead
        title={label(view.title)}
        summary={
          <>
            <span>{spanWords(view)}</span>
            <span>{view.place ?? t('noPlace')}</span>
            <Link href={`/series?org=${view.host.orgId}`}>{view.host.name}</Link>
          </>
        }
      >
        {view.form === 'meeting' || view.verbs.includes('show-code') ? (
          <Link href={`/gatherings/${view.gatheringId}/wall`} className="room-link">
            <DesktopOutlined aria-hidden="true" /> {t('wall')}
          </Link>
        ) : null}
        <Link href={`/gatherings/${view.gatheringId}/paper`} className="room-link">
          <PrinterOutlined aria-hidden="true" /> {t('paper')}
        </Link>
      </PageHead>
      {keptAt === null ? null : (
        <Alert type="info" title={t('keptCopy', { when: agoWords(keptAt, { locale, now }) })} />
      )}
      <p className="line-marks gathering-tags">
        <span className="tag">{label(view.kindTitle)}</span>
        <GatheringTags one={view} />
        {view.wasAt === null ? null : (
          <span className="tag tag-amber">{t('movedFrom', { day: days(dayOf(view.wasAt)) })}</span>
        )}
      </p>
      {view.reason === null ? null : <p>{t('because', { reason: view.reason })}</p>}
      <ConsoleGatheringDeeds view={view} />
      <div className="gathering-columns">
        <div className="gathering-main">
          {hasAgenda ? <Agenda view={view} /> : null}
          <ConsoleLecturers view={view} />
          <ConsoleRoster view={view} />
          {view.general === null || (view.general.text === '' && view.state !== 'ended') ? null : (
            <ConsoleMinutes
              gatheringId={view.gatheringId}
              part={view.general}
              title={t('general')}
              mayWrite={view.verbs.includes('write-minutes') && view.form !== 'meeting'}
            />
          )}
          <Feedback view={view} />
        </div>
        <aside className="gathering-side">
          <Facts view={view} />
          <SignUps view={view} />
          {view.attendance.people === null && view.attendance.count === 0 ? null : (
            <ConsoleAttendance view={view} />
          )}
          <Neighbours view={view} />
        </aside>
      </div>
      <History view={view} />
    </article>
  );
}

function Facts({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const marks = useMarks();
  const label = useLabel();
  const locale = useLocale();
  const facts: [string, string | null][] = [
    [t('openTo'), label(view.openTo)],
    [t('decidedBy'), marks.listed(view.decidedBy.map(({ title }) => label(title))) || null],
  ];
  const times: [string, string | null][] = [
    [t(view.announcedAt === null ? 'noticeAt' : 'announcedAt'), view.announcedAt ?? view.noticeAt],
    [t('openedAt'), view.openedAt],
    [t('endedAt'), view.endedAt],
    [t('minutesPostedAt'), view.minutesPostedAt],
  ];
  return (
    <section className="room-part" aria-label={t('facts')}>
      <dl className="facts facts-narrow">
        {facts.map(([name, words]) =>
          words === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ),
        )}
        {times.map(([name, at]) =>
          at === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <When at={at} />
              </dd>
            </div>
          ),
        )}
      </dl>
      {view.shortNotice === null ? null : (
        <p className="quorum-open">
          {t('shortNotice', { when: fullDate(view.shortNotice.dueAt, { locale }) })}
        </p>
      )}
    </section>
  );
}

function Agenda({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<AgendaItem | null>(null);
  const order = useDeed<{ itemIds: string[] }>((body) => orderItems(view.gatheringId, body));
  const ids = view.items.map(({ itemId }) => itemId);
  const move = (from: number, by: 1 | -1) => {
    const next = [...ids];
    const [one] = next.splice(from, 1);
    if (one === undefined) return;
    next.splice(from + by, 0, one);
    order.mutate({ itemIds: next });
  };
  const mayOrder = view.verbs.includes('order-items') && view.items.length > 1;
  return (
    <section aria-labelledby="agenda">
      <div className="section-head">
        <h2 id="agenda">{t('agenda')}</h2>
        {view.verbs.includes('add-item') ? (
          <Button onClick={() => setAdding(true)}>{t('addItem')}</Button>
        ) : null}
      </div>
      <Refusal error={order.error} />
      {view.items.length === 0 ? (
        <p className="soft">{t('agendaNoneDetail')}</p>
      ) : (
        <ol className="agenda">
          {view.items.map((item, index) => (
            <li key={item.itemId}>
              <span className="agenda-number figures">{index + 1}</span>
              <AgendaWords item={item} />
              <span className="agenda-order">
                {mayOrder ? (
                  <>
                    <Button
                      type="text"
                      icon={<ArrowUpOutlined />}
                      disabled={index === 0}
                      aria-label={t('up', { title: item.title })}
                      onClick={() => move(index, -1)}
                    />
                    <Button
                      type="text"
                      icon={<ArrowDownOutlined />}
                      disabled={index === view.items.length - 1}
                      aria-label={t('down', { title: item.title })}
                      onClick={() => move(index, 1)}
                    />
                  </>
                ) : null}
                {item.verbs.includes('withdraw') ? (
                  <Button
                    type="text"
                    aria-label={t('withdrawOf', { title: item.title })}
                    onClick={() => setWithdrawing(item)}
                  >
                    {t('item-withdraw')}
                  </Button>
                ) : null}
              </span>
            </li>
          ))}
        </ol>
      )}
      <ConsoleAddItem view={view} open={adding} onClose={() => setAdding(false)} />
      {withdrawing === null ? null : (
        <ConsoleItemDeed
          gatheringId={view.gatheringId}
          item={withdrawing}
          deed="withdraw"
          onClose={() => setWithdrawing(null)}
        />
      )}
    </section>
  );
}

function AgendaWords({ item }: { item: AgendaItem }) {
  const t = usePhrases(roomPhrases);
  const marks = useMarks();
  const words = usePhrases(gatheringPhrases);
  const label = useLabel();
  return (
    <div className="agenda-main">
      <p>
        <span className="tag">{words(aboutWords[item.about])}</span> <strong>{item.title}</strong>{' '}
        {item.ended === null ? null : <span className="tag tag-good">{words(endWords[item.ended.as])}</span>}
      </p>
      {item.case === null ? null : (
        <p className="soft">
          {item.case.mayOpen ? (
            <Link href={`/cases/${item.case.caseId}`}>{item.case.number}</Link>
          ) : (
            item.case.number
          )}{' '}
          · {item.case.areaName} · {label(item.case.stationTitle)}
        </p>
      )}
      {item.topic === null ? null : (
        <p className="soft">{t('supporters', { n: item.topic.supporterCount })}</p>
      )}
      {item.duty === null ? null : (
        <p className="soft">
          <DutyFacts duty={item.duty} /> <DutyTag duty={item.duty} />
        </p>
      )}
      {item.carriedTimes > 0 ? <p className="soft">{t('carriedTimes', { n: item.carriedTimes })}</p> : null}
      {item.ended?.reason == null ? null : <p>{t('because', { reason: item.ended.reason })}</p>}
      {item.motions.map((motion) =>
        motion.hands === null ? null : (
          <p key={motion.motionId} className="figures">
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
      {item.resolutions.map((one) => (
        <div key={one.resolutionId} className="agenda-resolution">
          <p>{one.text}</p>
          <p className="soft">
            <DutyFacts duty={one} /> <DutyTag duty={one} />
          </p>
          {one.answer === null ? null : <p>{one.answer}</p>}
        </div>
      ))}
      {item.minutes.text === '' ? null : (
        <details className="agenda-minutes">
          <summary>{t('minutes')}</summary>
          <p className="minutes-text">{item.minutes.text}</p>
        </details>
      )}
    </div>
  );
}

function SignUps({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const { signUps } = view;
  if (signUps === null || view.places === null) return null;
  const placed = signUps.filter(({ state }) => state === 'placed');
  const waiting = signUps.filter(({ state }) => state === 'waiting');
  return (
    <section className="room-part" aria-labelledby="sign-ups">
      <h2 id="sign-ups">
        {t('signUps')}{' '}
        <span className="figures soft">
          {view.places.capacity === null
            ? placed.length
            : t('takenOf', { n: placed.length, of: view.places.capacity })}
        </span>
      </h2>
      {placed.length === 0 ? <p className="soft">{t('signUpsNone')}</p> : null}
      <ol className="attendees">
        {placed.map((one) => (
          <li key={one.personId}>{one.name}</li>
        ))}
      </ol>
      {waiting.length === 0 ? null : (
        <>
          <h3>{t('waitingList')}</h3>
          <ol className="attendees numbered">
            {waiting.map((one) => (
              <li key={one.personId}>{one.name}</li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Feedback({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const { feedback } = view;
  if (feedback === null || feedback.count === 0) return null;
  return (
    <section aria-labelledby="feedback">
      <h2 id="feedback" className="section-title">
        {t('feedback')}
      </h2>
      <p className="figures">
        {feedback.mean === null
          ? t('feedbackCount', { n: feedback.count })
          : t('feedbackMean', { mean: feedback.mean.toFixed(1), n: feedback.count })}
      </p>
      <ul className="feedback-words">
        {feedback.words.map((words) => (
          <li key={words}>
            <blockquote>{words}</blockquote>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Neighbours({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  const days = useDayWords(usePresent());
  const links = [
    ['continuesOf', view.continues],
    ['goesOnAt', view.goesOn],
    ['previousOne', view.previous?.gatheringId === view.continues?.gatheringId ? null : view.previous],
    ['nextOne', view.next?.gatheringId === view.goesOn?.gatheringId ? null : view.next],
  ] as const;
  if (links.every(([, one]) => one === null)) return null;
  return (
    <nav className="room-part gathering-neighbours" aria-label={t('neighbours')}>
      {links.map(([phrase, one]) =>
        one === null ? null : (
          <Link key={phrase} href={`/gatherings/${one.gatheringId}`}>
            {t(phrase, { day: days(dayOf(one.startsAt)) })}
          </Link>
        ),
      )}
    </nav>
  );
}

/** Who did what, append-only and chained. */
function History({ view }: { view: GatheringView }) {
  const t = usePhrases(roomPhrases);
  if (view.history === null || view.history.length === 0) return null;
  return (
    <details className="gathering-history">
      <summary>{t('history')}</summary>
      <ol>
        {view.history.toReversed().map((step) => (
          <li key={step.seq}>
            <span className="soft">
              <When at={step.at} />
            </span>{' '}
            <strong>{step.actor ?? t('byTime')}</strong> {t(stepPhrase(step.verb))}
            {step.reason === null ? null : <span className="soft"> · {step.reason}</span>}
            <code className="soft step-hash">{step.hash.slice(0, 12)}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}
