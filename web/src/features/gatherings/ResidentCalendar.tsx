import './resident-gatherings.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { type CalendarPage, getCalendar } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, Choices, ErrorNotice, Icon } from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useNow } from '../../ui/time/now.ts';
import { calendarWords } from '../../ui/time/words.ts';
import { useAreasUnder } from '../areas/area-queries.ts';
import { compoundOf } from '../areas/levels.ts';
import { useHomeCode } from '../session/resident-session.ts';
import { addDays, byDay, dayOf } from './calendar-days.ts';
import { useDayWords } from './gathering-words.ts';
import { ResidentGatheringCard } from './ResidentGatheringCard.tsx';
import { residentGatheringPhrases } from './resident-phrases.ts';

const shows = ['all', 'mine', 'meeting', 'class', 'event'] as const;
type Shows = (typeof shows)[number];
const showWords = {
  all: 'show-all',
  mine: 'show-mine',
  meeting: 'show-meeting',
  class: 'show-class',
  event: 'show-event',
} as const;

/** Days fetched at a time; the server gives a hundred at most. */
const spanDays = 30;

/** What is on where I live, day by day. */
export function ResidentCalendar() {
  const t = usePhrases(residentGatheringPhrases);
  const { city } = usePreferences();
  const homeCode = useHomeCode();
  const days = useDayWords(useNow(60_000));
  const compound = compoundOf(useAreasUnder(homeCode).data?.path ?? []);
  const area = compound?.code ?? homeCode ?? undefined;
  const [show, setShow] = useState<Shows>('all');
  const [today] = useState(() => dayOf(Date.now()));
  const isMine = show === 'mine';
  const calendar = useInfiniteQuery({
    queryKey: ['gatherings', 'calendar', city, area ?? null, isMine, today],
    queryFn: ({ signal, pageParam }) =>
      getCalendar(
        {
          from: pageParam.from,
          to: addDays(pageParam.from, spanDays - 1),
          ...(isMine ? { mine: true as const } : { area }),
          cursor: pageParam.cursor,
        },
        signal,
      ),
    initialPageParam: { from: today, cursor: undefined as string | undefined },
    getNextPageParam: (last: CalendarPage) =>
      last.nextCursor === null
        ? { from: addDays(last.to, 1), cursor: undefined }
        : { from: last.from, cursor: last.nextCursor },
  });
  const all = calendar.data?.pages.flatMap((page) => page.gatherings) ?? [];
  const shown = all.filter(
    ({ form }) => show === 'all' || isMine || form === show || (show === 'class' && form === 'lesson'),
  );
  const last = calendar.data?.pages.at(-1)?.to;
  return (
    <Page title={t('calendar')} back="/">
      <div className="stack">
        <nav className="doors" aria-label={t('doors')}>
          <Link to="/topics" className="door">
            <Icon name="people" />
            <span>{t('topics')}</span>
          </Link>
          <Link to="/classes" className="door">
            <Icon name="pencil" />
            <span>{t('classes')}</span>
          </Link>
          <Link to="/calendar/feeds" className="door">
            <Icon name="clock" />
            <span>{t('toMyCalendar')}</span>
          </Link>
        </nav>
        <fieldset>
          <legend className="for-ears">{t('show')}</legend>
          <Choices<Shows>
            choices={shows.map((value) => ({ value, label: t(showWords[value]) }))}
            value={show}
            onChange={(value) => setShow(value ?? 'all')}
          />
        </fieldset>
        {calendar.data === undefined ? (
          calendar.error ? (
            <ErrorNotice error={calendar.error} onRetry={() => void calendar.refetch()} />
          ) : (
            <Bones lines={6} />
          )
        ) : (
          <>
            {shown.length === 0 ? (
              <Blank
                icon="clock"
                title={t(isMine ? 'noneMine' : 'none')}
                action={
                  homeCode === null && !isMine ? (
                    <Link to="/me/compound" className={buttonClass({})}>
                      {t('pickCompound')}
                    </Link>
                  ) : undefined
                }
              >
                {t(isMine ? 'noneMineText' : 'noneText')}
              </Blank>
            ) : (
              <DayRows all={shown} />
            )}
            <Button wide busy={calendar.isFetchingNextPage} onClick={() => void calendar.fetchNextPage()}>
              {t('later', { day: last === undefined ? '' : days(last) })}
            </Button>
          </>
        )}
      </div>
    </Page>
  );
}

export function DayRows({ all }: { all: CalendarPage['gatherings'] }) {
  const locale = useLocale();
  return (
    <>
      {byDay(all).map(([day, those]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className="gathering-day">
            <time dateTime={day}>
              {calendarWords(day, locale, { month: 'long', day: 'numeric', weekday: 'long' })}
            </time>
          </h2>
          <ul className="rows">
            {those.map((one) => (
              <li key={one.gatheringId}>
                <ResidentGatheringCard one={one} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
