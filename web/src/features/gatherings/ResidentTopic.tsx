import './resident-gatherings.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { getTopic, ProblemError, supportTopic, type TopicView, withdrawTopic } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, ErrorNotice, Notice, Sheet, Time } from '../../ui/kit/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { dayOf } from './calendar-days.ts';
import { useDayWords } from './gathering-words.ts';
import { ResidentDuty } from './ResidentDuty.tsx';
import { TopicTag } from './ResidentTopics.tsx';
import { useResidentDeed } from './resident-deed.tsx';
import { residentGatheringPhrases } from './resident-phrases.ts';

/** A topic: what it says, who stands behind it, on which meeting it comes, and what became of it. */
export function ResidentTopic({ topicId }: { topicId: string }) {
  const t = usePhrases(residentGatheringPhrases);
  const one = useQuery({
    queryKey: ['gatherings', 'topic', topicId],
    queryFn: ({ signal }) => getTopic(topicId, signal),
    refetchInterval: 60_000,
  });
  const topic = one.data?.topic;
  return (
    <Page title={topic?.title ?? t('topic')} heading={t('topic')} back="/topics">
      {topic !== undefined ? (
        <Topic topic={topic} />
      ) : one.error instanceof ProblemError && one.error.status === 404 ? (
        <Blank
          icon="search"
          title={t('topicNone')}
          action={
            <Link to="/topics" className={buttonClass({})}>
              {t('topics')}
            </Link>
          }
        >
          {t('topicGone')}
        </Blank>
      ) : one.error ? (
        <ErrorNotice error={one.error} onRetry={() => void one.refetch()} />
      ) : (
        <Bones lines={5} />
      )}
    </Page>
  );
}

function Topic({ topic }: { topic: TopicView }) {
  const t = usePhrases(residentGatheringPhrases);
  const label = useLabel();
  const days = useDayWords(useNow(60_000));
  const [withdrawing, setWithdrawing] = useState(false);
  const support = useResidentDeed((commandId) =>
    supportTopic(topic.topicId, { commandId, support: !topic.isSupportedByMe }),
  );
  const withdraw = useResidentDeed(
    (commandId) => withdrawTopic(topic.topicId, { commandId }),
    () => setWithdrawing(false),
  );
  const maySupport = topic.verbs.includes('support') || topic.verbs.includes('withdraw-support');
  return (
    <article className="stack gathering">
      <section className="card stack">
        <h2>{topic.title}</h2>
        <p className="gathering-tags">
          <TopicTag topic={topic} />
        </p>
        {topic.body !== null && <p className="prose">{topic.body}</p>}
        <p className="small muted">
          {[
            topic.isMine
              ? t('byMe')
              : topic.broughtBy === null
                ? null
                : t('broughtBy', { name: topic.broughtBy }),
            topic.areaName,
            topic.host.name,
          ]
            .filter(Boolean)
            .join(' · ')}{' '}
          · <Time at={topic.broughtAt} />
        </p>
        <p>
          <strong>{t('supporters', { n: topic.supporterCount })}</strong>
        </p>
        {maySupport && (
          <Button
            primary={!topic.isSupportedByMe}
            wide
            icon="heart"
            busy={support.busy}
            aria-pressed={topic.isSupportedByMe}
            onClick={support.run}
          >
            {t(topic.isSupportedByMe ? 'unsupport' : 'support')}
          </Button>
        )}
        {support.notice}
      </section>
      <section className="card stack" aria-labelledby="became">
        <h3 id="became">{t('became')}</h3>
        {topic.gathering === null ? (
          <p>{t('topicWaits', { kind: label(topic.kindTitle) })}</p>
        ) : (
          <Link to={`/gatherings/${topic.gathering.gatheringId}`} className={buttonClass({ wide: true })}>
            {t(topic.state === 'on-agenda' ? 'onAgendaOf' : 'wasOnAgendaOf', {
              name: label(topic.gathering.title),
              day: days(dayOf(topic.gathering.startsAt)),
            })}
          </Link>
        )}
        {topic.outcome !== null && <Notice>{topic.outcome}</Notice>}
        {topic.case !== null && (
          <Link to={`/cases/${topic.case.caseId}`} className={buttonClass({ wide: true })}>
            {t('topicCase', { number: topic.case.number })}
          </Link>
        )}
        {topic.resolutions.length > 0 && (
          <ul className="duty-list">
            {topic.resolutions.map((one) => (
              <ResidentDuty key={one.resolutionId} duty={one} />
            ))}
          </ul>
        )}
      </section>
      {topic.verbs.includes('withdraw') && (
        <Button plain wide onClick={() => setWithdrawing(true)}>
          {t('withdraw')}
        </Button>
      )}
      {withdrawing && (
        <Sheet title={t('withdraw')} onClose={() => setWithdrawing(false)}>
          <p>{t('withdrawSure')}</p>
          {withdraw.notice}
          <Button primary wide busy={withdraw.busy} onClick={withdraw.run}>
            {t('withdraw')}
          </Button>
          <Button wide onClick={() => setWithdrawing(false)}>
            {t('cancel')}
          </Button>
        </Sheet>
      )}
    </article>
  );
}
