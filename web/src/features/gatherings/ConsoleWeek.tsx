import './calendar.css';
import { LeftOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Due, usePresent, When } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getWeek, type SecretaryWeek } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { calendarWords } from '../../ui/time/words.ts';
import { CadenceRows } from './ConsoleCadence.tsx';
import { DayList } from './ConsoleCalendar.tsx';
import { DutyLine } from './ConsoleDutyLine.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { addDays, dayOf } from './calendar-days.ts';
import { useDayWords } from './gathering-words.ts';

/** What a secretary’s week holds: what is held, what is to be prepared, what is owed. */
export default function ConsoleWeek() {
  const t = usePhrases(calendarConsolePhrases);
  const [search, setSearch] = useSearchParams();
  const today = dayOf(usePresent());
  const locale = useLocale();
  const date = (day: string) => calendarWords(day, locale, { month: 'long', day: 'numeric' });
  const asked = search.get('on');
  const on = asked ?? today;
  const week = useQuery({
    queryKey: ['gatherings', 'week', asked],
    queryFn: ({ signal }) => getWeek(asked ?? undefined, signal),
    placeholderData: (before) => before,
  });
  const { data } = week;
  return (
    <>
      <PageHead
        title={t('weekTitle')}
        summary={
          data === undefined ? t('weekLead') : t('fromTo', { from: date(data.from), to: date(data.to) })
        }
      >
        <span className="calendar-steps">
          <Button
            icon={<LeftOutlined />}
            aria-label={t('weekBefore')}
            onClick={() => setSearch({ on: addDays(on, -7) }, { replace: true })}
          />
          <Button onClick={() => setSearch({}, { replace: true })}>{t('thisWeek')}</Button>
          <Button
            icon={<RightOutlined />}
            aria-label={t('weekAfter')}
            onClick={() => setSearch({ on: addDays(on, 7) }, { replace: true })}
          />
        </span>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('print')}
        </Button>
      </PageHead>
      {week.isPending ? (
        <LoadingLines lines={5} />
      ) : data === undefined ? (
        <FailedState error={week.error} onRetry={() => void week.refetch()} />
      ) : (
        <WeekParts week={data} />
      )}
    </>
  );
}

function WeekParts({ week }: { week: SecretaryWeek }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const days = useDayWords(usePresent());
  const isQuiet =
    week.gatherings.length +
      week.agendas.length +
      week.waiting.length +
      week.minutesOwed.length +
      week.duties.length +
      week.cadence.length ===
    0;
  if (isQuiet) return <EmptyState title={t('weekQuiet')} detail={t('weekQuietDetail')} />;
  const jumps = [
    ['week-gatherings', 'weekGatherings', week.gatherings.length],
    ['week-duties', 'weekDuties', week.duties.length],
    ['week-minutes', 'weekMinutes', week.minutesOwed.length],
    ['week-agendas', 'weekAgendas', week.agendas.length],
    ['week-waiting', 'weekWaiting', week.waiting.length],
    ['week-cadence', 'cadence', week.cadence.length],
  ] as const;
  return (
    <div className="week-parts">
      <nav className="week-jumps" aria-label={t('weekParts')}>
        {jumps.map(([id, phrase, count]) =>
          count === 0 ? null : (
            <a key={id} href={`#${id}`} className="chip">
              {t(phrase)} <span className="figures">{count}</span>
            </a>
          ),
        )}
      </nav>
      <div className="week-parts-main">
        <Part id="week-gatherings" title={t('weekGatherings')} count={week.gatherings.length}>
          {week.gatherings.length === 0 ? (
            <p className="soft">{t('none')}</p>
          ) : (
            <DayList all={week.gatherings} />
          )}
        </Part>
        <Part id="week-duties" title={t('weekDuties')} count={week.duties.length}>
          {week.duties.length === 0 ? (
            <p className="soft">{t('duties-running-none')}</p>
          ) : (
            <ul className="duties">
              {week.duties.map((duty) => (
                <DutyLine key={duty.resolutionId} duty={duty} />
              ))}
            </ul>
          )}
          <p>
            <Link href="/duties" className="calendar-link">
              {t('allDuties')}
            </Link>
          </p>
        </Part>
      </div>
      <div className="week-parts-side">
        {week.minutesOwed.length === 0 ? null : (
          <Part id="week-minutes" title={t('weekMinutes')} count={week.minutesOwed.length}>
            <ul className="owed">
              {week.minutesOwed.map((one) => (
                <li key={one.gatheringId}>
                  <Link href={`/gatherings/${one.gatheringId}/room`}>{label(one.title)}</Link>
                  <span className="soft">
                    {t('endedAt')} <When at={one.endedAt} />
                  </span>
                </li>
              ))}
            </ul>
          </Part>
        )}
        {week.agendas.length === 0 ? null : (
          <Part id="week-agendas" title={t('weekAgendas')} count={week.agendas.length}>
            <ul className="owed">
              {week.agendas.map((one) => (
                <li key={one.gatheringId}>
                  <Link href={`/gatherings/${one.gatheringId}`}>
                    {label(one.title)} · {days(dayOf(one.startsAt))}
                  </Link>
                  <span className="soft">{t('agendaState', { n: one.onAgenda, waiting: one.waiting })}</span>
                  <Due
                    one={{
                      dueAt: one.closesAt,
                      isOver: false,
                      paused: null,
                      dueClockTitle: null,
                    }}
                  />
                </li>
              ))}
            </ul>
          </Part>
        )}
        {week.waiting.length === 0 ? null : (
          <Part id="week-waiting" title={t('weekWaiting')} count={week.waiting.length}>
            <ul className="owed">
              {week.waiting.map((one) => (
                <li key={`${one.orgId} ${one.kind}`}>
                  <Link href={`/series?org=${one.orgId}`}>
                    {label(one.kindTitle)} · {one.orgName}
                  </Link>
                  <span className="soft">
                    {t('waitingSince', { n: one.items })} <When at={one.oldestAt} />
                  </span>
                  {one.next === null ? (
                    <span className="tag tag-amber">{t('noNext')}</span>
                  ) : (
                    <Link href={`/gatherings/${one.next.gatheringId}`}>
                      {t('nextOn', { day: days(dayOf(one.next.startsAt)) })}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          </Part>
        )}
        {week.cadence.length === 0 ? null : (
          <Part id="week-cadence" title={t('cadence')} count={week.cadence.length}>
            <CadenceRows rows={week.cadence} />
          </Part>
        )}
      </div>
    </div>
  );
}

function Part({
  id,
  title,
  count,
  children,
}: {
  id: string;
  title: string;
  count: number;
  children: ReactNode;
}) {
  return (
    <section className="week-part" aria-labelledby={id}>
      <h2 id={id} className="section-title">
        {title} <span className="soft figures">{count}</span>
      </h2>
      {children}
    </section>
  );
}
