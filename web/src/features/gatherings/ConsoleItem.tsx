import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { Due, When } from '../../console/look/Due.tsx';
import { type AgendaItem, discussItem, type GatheringView, type MotionView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleAnswerDuty } from './ConsoleAnswerDuty.tsx';
import { ConsoleCountHands } from './ConsoleCountHands.tsx';
import { DutyFacts, DutyTag } from './ConsoleDutyLine.tsx';
import { ConsoleItemDeed, type ItemDeed, itemDeeds } from './ConsoleItemDeed.tsx';
import { ConsoleMinutes } from './ConsoleMinutes.tsx';
import { useDeed } from './gathering-deed.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { aboutWords, endWords } from './gathering-words.ts';
import { roomPhrases } from './room-phrases.ts';
import { itemDeedWords } from './room-words.ts';

/** One item of the agenda in the meeting room: what it is about, what was said, what is decided. */
export function ConsoleItem({ view, item }: { view: GatheringView; item: AgendaItem }) {
  const t = usePhrases(roomPhrases);
  const words = usePhrases(gatheringPhrases);
  const label = useLabel();
  const [deed, setDeed] = useState<ItemDeed | null>(null);
  const [answering, setAnswering] = useState(false);
  const discuss = useDeed<{ itemId: string | null }>((body) => discussItem(view.gatheringId, body));
  const isCurrent = view.currentItemId === item.itemId;
  const deeds = itemDeeds.filter((one) => item.verbs.includes(one));
  return (
    <article className="room-item" aria-labelledby="item-title">
      <header>
        <p className="room-item-kind">
          <span className="tag">{words(aboutWords[item.about])}</span>
          {isCurrent ? <span className="tag tag-calm">{t('underDiscussion')}</span> : null}
          {item.carriedTimes > 0 ? (
            <span className="tag tag-amber">{t('carriedTimes', { n: item.carriedTimes })}</span>
          ) : null}
          {item.ended === null ? null : (
            <span className="tag tag-good">{words(endWords[item.ended.as])}</span>
          )}
        </p>
        <h2 id="item-title">{item.title}</h2>
        <ItemFacts item={item} />
        {item.body === null ? null : <p className="minutes-text">{item.body}</p>}
        {item.ended?.reason == null ? null : <p>{t('because', { reason: item.ended.reason })}</p>}
      </header>
      <Refusal error={discuss.error} />
      {deeds.length === 0 && !view.verbs.includes('discuss') && !item.verbs.includes('answer') ? null : (
        <p className="room-item-deeds">
          {view.verbs.includes('discuss') && !isCurrent && item.ended === null ? (
            <Button
              type="primary"
              loading={discuss.isPending}
              onClick={() => discuss.mutate({ itemId: item.itemId })}
            >
              {t('discuss')}
            </Button>
          ) : null}
          {item.verbs.includes('answer') && item.duty !== null ? (
            <Button type={isCurrent ? 'primary' : 'default'} onClick={() => setAnswering(true)}>
              {t('answerDuty')}
            </Button>
          ) : null}
          {deeds.map((one) => (
            <Button
              key={one}
              type={one === 'resolve' && isCurrent ? 'primary' : 'default'}
              onClick={() => setDeed(one)}
            >
              {t(itemDeedWords[one].title)}
            </Button>
          ))}
        </p>
      )}
      {item.hindrance === null ? null : <p className="item-hindrance">{label(item.hindrance)}</p>}
      {item.motions.map((motion) => (
        <Motion key={motion.motionId} view={view} motion={motion} />
      ))}
      {item.resolutions.length === 0 ? null : (
        <section aria-labelledby="item-resolutions">
          <h3 id="item-resolutions">{t('resolutions')}</h3>
          <ul className="resolutions">
            {item.resolutions.map((one) => (
              <li key={one.resolutionId}>
                <p className="duty-text">{one.text}</p>
                <p className="soft">
                  <DutyFacts duty={one} /> <DutyTag duty={one} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ConsoleMinutes
        key={item.itemId}
        gatheringId={view.gatheringId}
        part={item.minutes}
        title={t('minutes')}
        mayWrite={view.verbs.includes('write-minutes')}
      />
      <ConsoleItemDeed gatheringId={view.gatheringId} item={item} deed={deed} onClose={() => setDeed(null)} />
      <ConsoleAnswerDuty duty={answering ? item.duty : null} onClose={() => setAnswering(false)} />
    </article>
  );
}

function ItemFacts({ item }: { item: AgendaItem }) {
  const t = usePhrases(roomPhrases);
  const label = useLabel();
  if (item.case !== null) {
    const { number, kindTitle, stationTitle, areaName, rungTitle, dueAt, mayOpen, caseId } = item.case;
    return (
      <div className="item-facts">
        <span>
          {mayOpen ? <Link href={`/cases/${caseId}`}>{number}</Link> : number} · {label(kindTitle)} ·{' '}
          {areaName} · {label(stationTitle)}
          {rungTitle === null ? null : ` · ${label(rungTitle)}`}
        </span>
        {dueAt === null || item.ended !== null ? null : (
          <Due one={{ dueAt, isOver: false, paused: null, dueClockTitle: null }} />
        )}
      </div>
    );
  }
  if (item.topic !== null) {
    return (
      <p className="soft">
        {item.topic.broughtBy === null ? null : `${t('broughtBy', { name: item.topic.broughtBy })} · `}
        {t('supporters', { n: item.topic.supporterCount })}
      </p>
    );
  }
  if (item.duty !== null) {
    const { duty } = item;
    return (
      <div className="item-duty">
        <p className="soft">
          <DutyFacts duty={duty} /> <DutyTag duty={duty} />{' '}
          {t('decidedAt', { name: label(duty.gathering.title) })} <When at={duty.gathering.startsAt} />
        </p>
        {duty.answer === null ? (
          <p className="soft">{t('notAnswered')}</p>
        ) : (
          <blockquote className="duty-answer">
            {duty.answer}
            <span className="soft block">{duty.answeredBy}</span>
          </blockquote>
        )}
      </div>
    );
  }
  return null;
}

function Motion({ view, motion }: { view: GatheringView; motion: MotionView }) {
  const t = usePhrases(roomPhrases);
  const words = usePhrases(gatheringPhrases);
  const [counting, setCounting] = useState(false);
  const { hands } = motion;
  return (
    <section className="motion" aria-label={t('motionOf', { text: motion.text })}>
      <p className="duty-text">{motion.text}</p>
      {hands === null ? (
        <p className="soft">{t('notCounted')}</p>
      ) : (
        <p>
          <span className={hands.isPassed ? 'tag tag-good' : 'tag tag-amber'}>
            {words(hands.isPassed ? 'passed' : 'failed')}
          </span>{' '}
          <span className="figures">
            {words('hands', { for: hands.for, against: hands.against, abstained: hands.abstained })}
          </span>{' '}
          <span className="soft figures">{t('ofPresent', { n: hands.present })}</span>
        </p>
      )}
      {motion.mayCount ? (
        <Button onClick={() => setCounting(true)}>{t(hands === null ? 'count' : 'countAgain')}</Button>
      ) : null}
      <ConsoleCountHands
        gatheringId={view.gatheringId}
        motion={counting ? motion : null}
        present={view.attendance.count}
        onClose={() => setCounting(false)}
      />
    </section>
  );
}
