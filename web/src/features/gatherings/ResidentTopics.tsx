import './resident-gatherings.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { getTopics, type TopicView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, Choices, ErrorNotice, Icon } from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useAreasUnder } from '../areas/area-queries.ts';
import { compoundOf } from '../areas/levels.ts';
import { useHomeCode } from '../session/resident-session.ts';
import { residentGatheringPhrases } from './resident-phrases.ts';

const shows = ['open', 'ended', 'mine'] as const;
type Shows = (typeof shows)[number];
const showWords = { open: 'topics-open', ended: 'topics-ended', mine: 'topics-mine' } as const;
const stateWords = {
  waiting: 'topic-waiting',
  'on-agenda': 'topic-on-agenda',
  decided: 'topic-decided',
  noted: 'topic-noted',
  'became-case': 'topic-became-case',
  withdrawn: 'topic-withdrawn',
} as const;

/** What neighbours brought up, and what became of it. */
export function ResidentTopics() {
  const t = usePhrases(residentGatheringPhrases);
  const { city } = usePreferences();
  const homeCode = useHomeCode();
  const area = compoundOf(useAreasUnder(homeCode).data?.path ?? [])?.code ?? homeCode ?? undefined;
  const [show, setShow] = useState<Shows>('open');
  const topics = useInfiniteQuery({
    queryKey: ['gatherings', 'topics', city, area ?? null, show],
    queryFn: ({ signal, pageParam }) =>
      getTopics(
        show === 'mine' ? { mine: true, cursor: pageParam } : { area, state: show, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const all = topics.data?.pages.flatMap((page) => page.topics) ?? [];
  return (
    <Page title={t('topics')} back="/calendar">
      <div className="stack">
        <p className="muted">{t('topicsText')}</p>
        <Link to="/topics/new" className={buttonClass({ primary: true, wide: true })}>
          <Icon name="plus" />
          <span>{t('bring')}</span>
        </Link>
        <fieldset>
          <legend className="for-ears">{t('show')}</legend>
          <Choices<Shows>
            choices={shows.map((value) => ({ value, label: t(showWords[value]) }))}
            value={show}
            onChange={(value) => setShow(value ?? 'open')}
          />
        </fieldset>
        {topics.data === undefined ? (
          topics.error ? (
            <ErrorNotice error={topics.error} onRetry={() => void topics.refetch()} />
          ) : (
            <Bones lines={5} />
          )
        ) : all.length === 0 ? (
          <Blank icon="people" title={t('topicsNone')}>
            {t('topicsNoneText')}
          </Blank>
        ) : (
          <>
            <ul className="rows">
              {all.map((topic) => (
                <li key={topic.topicId}>
                  <TopicRow topic={topic} />
                </li>
              ))}
            </ul>
            {topics.hasNextPage && (
              <Button wide busy={topics.isFetchingNextPage} onClick={() => void topics.fetchNextPage()}>
                {t('more')}
              </Button>
            )}
          </>
        )}
      </div>
    </Page>
  );
}

function TopicRow({ topic }: { topic: TopicView }) {
  const t = usePhrases(residentGatheringPhrases);
  const label = useLabel();
  return (
    <Link to={`/topics/${topic.topicId}`} className="gathering-row">
      <span className="gathering-row-main">
        <strong>{topic.title}</strong>
        <span className="small muted">
          {[label(topic.kindTitle), topic.areaName, t('supporters', { n: topic.supporterCount })].join(' · ')}
        </span>
        <span className="gathering-tags">
          <TopicTag topic={topic} />
        </span>
      </span>
      <Icon name="forward" />
    </Link>
  );
}

export function TopicTag({ topic }: { topic: TopicView }) {
  const t = usePhrases(residentGatheringPhrases);
  const look =
    topic.state === 'decided' || topic.state === 'became-case'
      ? 'tag is-good'
      : topic.state === 'on-agenda'
        ? 'tag is-paused'
        : 'tag';
  return <span className={look}>{t(stateWords[topic.state])}</span>;
}
