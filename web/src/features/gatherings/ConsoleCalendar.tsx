import './calendar.css';
import {
  CalendarOutlined,
  FilterOutlined,
  LeftOutlined,
  PlusOutlined,
  RightOutlined,
} from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { usePresent } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useIsPhone } from '../../console/look/theme.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type GatheringSummary, getCalendar } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { calendarWords } from '../../ui/time/words.ts';
import { ConsoleOrgPicker, type PickedOrg } from '../report-ins/ConsoleOrgPicker.tsx';
import { useMyOrgs } from '../report-ins/use-my-orgs.ts';
import { ConsoleCall } from './ConsoleCall.tsx';
import { ConsoleFeeds } from './ConsoleFeeds.tsx';
import { GatheringDot, GatheringLine } from './ConsoleGatheringLine.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { addDays, addMonths, byDay, dayOf, weekOf, weeksOfMonth } from './calendar-days.ts';

const views = ['month', 'week', 'list'] as const;
type View = (typeof views)[number];

/** How many days the list shows at a time. */
const listDays = 30;
/** In one cell of the month; the rest are one press away. */
const mostInCell = 3;

/** What is on: as a month, a week or a list, all of the same. On a phone it is the list. */
export default function ConsoleCalendar() {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const isPhone = useIsPhone();
  const now = usePresent();
  const today = dayOf(now);
  const [search, setSearch] = useSearchParams();
  const mine = useMyOrgs();
  const [calling, setCalling] = useState(false);
  const [feeding, setFeeding] = useState(false);
  const [narrowing, setNarrowing] = useState(false);
  const asked = views.find((one) => one === search.get('view')) ?? 'month';
  const view: View = isPhone ? 'list' : asked;
  const on = search.get('on') ?? today;
  const kind = search.get('kind') ?? undefined;
  const orgId = search.get('org') ?? undefined;
  const orgName = search.get('orgName') ?? '';
  // A city holds hundreds a week: without another choice one sees what is one's own.
  const isMine = orgId === undefined ? search.get('mine') !== '0' : search.get('mine') === '1';
  const around = useAround();
  const isAround = !isMine && around !== null && search.get('area') === around.areaCode;
  const area = isAround ? around?.areaCode : undefined;
  const weeks = weeksOfMonth(on);
  const week = weekOf(on);
  const from = (view === 'month' ? weeks[0]?.[0] : view === 'week' ? week[0] : on) ?? on;
  const to =
    (view === 'month' ? weeks.at(-1)?.[6] : view === 'week' ? week[6] : addDays(on, listDays - 1)) ?? on;
  const set = (change: Record<string, string | null>) =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        for (const [key, value] of Object.entries(change))
          if (value === null) next.delete(key);
          else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const calendar = useInfiniteQuery({
    queryKey: ['gatherings', 'calendar', from, to, kind, orgId, isMine, area],
    queryFn: ({ signal, pageParam }) =>
      getCalendar(
        { from, to, kind, org: orgId, area, mine: isMine ? true : undefined, cursor: pageParam, limit: 500 },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  const all = calendar.data?.pages.flatMap((page) => page.gatherings) ?? [];
  const kinds = calendar.data?.pages[0]?.kinds ?? [];
  const mayCall = kinds.some((one) => one.mayCall);
  const step = (by: 1 | -1) =>
    set({
      on: view === 'month' ? addMonths(on, by) : addDays(on, by * (view === 'week' ? 7 : listDays)),
    });
  const picked: PickedOrg | null = orgId === undefined ? null : { orgId, name: orgName };
  // On a phone the filters are folded: what is chosen stands on what unfolds them.
  const kindTitle = kinds.find(({ key }) => key === kind)?.title;
  const narrowed = [
    isMine ? t('onlyMine') : isAround ? (around?.name ?? null) : null,
    kindTitle === undefined ? null : label(kindTitle),
    picked?.name ?? null,
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <>
      <PageHead title={t('calendar')} summary={<SpanTitle view={view} from={from} to={to} on={on} />}>
        <Button icon={<CalendarOutlined />} onClick={() => setFeeding(true)}>
          {t('addToMine')}
        </Button>
        {mayCall ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCalling(true)}>
            {t('call')}
          </Button>
        ) : null}
      </PageHead>
      <search className="filters calendar-filters" aria-label={t('filters')}>
        <span className="calendar-steps">
          <Button icon={<LeftOutlined />} aria-label={t('before')} onClick={() => step(-1)} />
          <Button onClick={() => set({ on: null })}>{t('today')}</Button>
          <Button icon={<RightOutlined />} aria-label={t('after')} onClick={() => step(1)} />
        </span>
        {isPhone ? null : (
          <Segmented<View>
            aria-label={t('view')}
            value={view}
            options={views.map((value) => ({ value, label: t(value) }))}
            onChange={(value) => set({ view: value === 'month' ? null : value })}
          />
        )}
        {isPhone ? (
          <button
            type="button"
            className="chip calendar-narrow"
            aria-expanded={narrowing}
            aria-controls="calendar-narrowing"
            onClick={() => setNarrowing(!narrowing)}
          >
            <FilterOutlined /> {narrowed === '' ? t('filters') : narrowed}
          </button>
        ) : null}
        {isPhone && !narrowing ? null : (
          <div className="calendar-narrowing" id="calendar-narrowing">
            <Input
              className="calendar-day"
              type="date"
              aria-label={t('from')}
              value={on}
              onChange={(event) => event.target.value !== '' && set({ on: event.target.value })}
            />
            <Select
              className="calendar-kind"
              aria-label={t('kind')}
              allowClear
              placeholder={t('allKinds')}
              value={kind ?? null}
              options={kinds.map(({ key, title }) => ({ value: key, label: label(title) }))}
              onChange={(value: string | null) => set({ kind: value ?? null })}
            />
            <span className="calendar-org">
              <ConsoleOrgPicker
                label={t('org')}
                value={picked}
                near={mine}
                onChange={(org) => set({ org: org.orgId, orgName: org.name, mine: null })}
              />
              {picked === null ? null : (
                <Button type="text" onClick={() => set({ org: null, orgName: null, mine: '0' })}>
                  {t('allOrgs')}
                </Button>
              )}
            </span>
            <button
              type="button"
              className="chip"
              aria-pressed={isMine}
              onClick={() => set({ mine: isMine ? '0' : '1', area: null })}
            >
              {t('onlyMine')}
            </button>
            {around === null ? null : (
              <button
                type="button"
                className="chip"
                aria-pressed={isAround}
                onClick={() => set(isAround ? { area: null } : { mine: '0', area: around.areaCode })}
              >
                {t('around', { name: around.name })}
              </button>
            )}
            {picked === null ? null : (
              <Link href={`/series?org=${picked.orgId}`} className="calendar-link">
                {t('toSeries')}
              </Link>
            )}
          </div>
        )}
      </search>
      {calendar.isPending ? (
        <LoadingLines lines={5} />
      ) : calendar.data === undefined ? (
        <FailedState error={calendar.error} onRetry={() => void calendar.refetch()} />
      ) : (
        <>
          {view === 'month' ? (
            <Month
              weeks={weeks}
              month={on.slice(0, 7)}
              today={today}
              all={all}
              onDay={(day) => set({ view: 'list', on: day })}
            />
          ) : view === 'week' ? (
            <Week days={week} today={today} all={all} />
          ) : all.length === 0 && isMine ? null : all.length === 0 ? (
            <EmptyState
              title={t('none')}
              detail={t('noneDetail')}
              action={<Button onClick={() => step(1)}>{t('after')}</Button>}
            />
          ) : (
            <DayList all={all} />
          )}
          {all.length === 0 && isMine ? (
            <NothingMine
              span={{ from, to, kind, org: orgId }}
              around={around}
              onWider={(code) => set({ mine: '0', area: code })}
            />
          ) : view !== 'list' && all.length === 0 ? (
            <p className="soft calendar-none">{t('none')}</p>
          ) : null}
          {calendar.hasNextPage ? (
            <p className="more">
              <Button loading={calendar.isFetchingNextPage} onClick={() => void calendar.fetchNextPage()}>
                {t('more')}
              </Button>
            </p>
          ) : null}
        </>
      )}
      <ConsoleCall open={calling} org={picked} onClose={() => setCalling(false)} />
      <ConsoleFeeds open={feeding} org={picked} onClose={() => setFeeding(false)} />
    </>
  );
}

/** The widest place one's posts cover; null: they cover none. */
function useAround(): { areaCode: string; name: string } | null {
  const { posts } = useStaffSession();
  const covered = posts.flatMap(({ covers }) => covers);
  return covered.toSorted((left, right) => left.areaCode.length - right.areaCode.length)[0] ?? null;
}

const mostCounted = 500;

/** Nothing of one's own in these days: what that means, and how much there is around. */
function NothingMine({
  span,
  around,
  onWider,
}: {
  span: { from: string; to: string; kind: string | undefined; org: string | undefined };
  around: { areaCode: string; name: string } | null;
  onWider: (areaCode: string | null) => void;
}) {
  const t = usePhrases(calendarConsolePhrases);
  const area = around?.areaCode;
  const wider = useQuery({
    queryKey: ['gatherings', 'calendar', 'around', span, area],
    queryFn: ({ signal }) => getCalendar({ ...span, area, limit: mostCounted }, signal),
  });
  const found = wider.data?.gatherings.length ?? 0;
  const n = wider.data?.nextCursor == null ? String(found) : `${found}+`;
  return (
    <EmptyState
      title={t('noneMine')}
      detail={t('noneMineDetail')}
      action={
        found === 0 ? (
          <Button onClick={() => onWider(null)}>{t('showAll')}</Button>
        ) : (
          <Button type="primary" onClick={() => onWider(area ?? null)}>
            {t('showAround', { name: around?.name ?? '', n })}
          </Button>
        )
      }
    />
  );
}

function SpanTitle({ view, from, to, on }: { view: View; from: string; to: string; on: string }) {
  const t = usePhrases(calendarConsolePhrases);
  const locale = useLocale();
  const day = (one: string, parts: Intl.DateTimeFormatOptions) => calendarWords(one, locale, parts);
  if (view === 'month') return day(on, { year: 'numeric', month: 'long' });
  const plain = { month: 'long', day: 'numeric' } as const;
  const full = { year: 'numeric', ...plain } as const;
  // The year stands once, at the outer end of the two, unless there are two of them.
  const [first, last] =
    from.slice(0, 4) !== to.slice(0, 4) ? [full, full] : locale === 'en' ? [plain, full] : [full, plain];
  return t('fromTo', { from: day(from, first), to: day(to, last) });
}

function Month({
  weeks,
  month,
  today,
  all,
  onDay,
}: {
  weeks: string[][];
  month: string;
  today: string;
  all: readonly GatheringSummary[];
  onDay: (day: string) => void;
}) {
  const t = usePhrases(calendarConsolePhrases);
  const locale = useLocale();
  const days = new Map(byDay(all));
  const names = (weeks[0] ?? []).map((day) => calendarWords(day, locale, { weekday: 'short' }));
  return (
    <table className="month">
      <caption className="visually-hidden">{t('month')}</caption>
      <thead>
        <tr>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const those = days.get(day) ?? [];
              const rest = those.length - mostInCell;
              const shown = rest > 1 ? those.slice(0, mostInCell) : those;
              return (
                <td
                  key={day}
                  data-outside={!day.startsWith(month) || undefined}
                  aria-current={day === today ? 'date' : undefined}
                >
                  <time className="month-day figures" dateTime={day}>
                    {Number(day.slice(8))}
                  </time>
                  {shown.map((one) => (
                    <GatheringDot key={one.gatheringId} one={one} />
                  ))}
                  {rest > 1 ? (
                    <button type="button" className="month-rest" onClick={() => onDay(day)}>
                      {t('rest', { n: rest })}
                    </button>
                  ) : null}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Week({ days, today, all }: { days: string[]; today: string; all: readonly GatheringSummary[] }) {
  const locale = useLocale();
  const those = new Map(byDay(all));
  return (
    <div className="week">
      {days.map((day) => (
        <section
          key={day}
          className="week-day"
          data-today={day === today || undefined}
          aria-labelledby={`week-${day}`}
        >
          <h2 id={`week-${day}`}>
            {calendarWords(day, locale, { weekday: 'short' })}{' '}
            <span className="figures">{Number(day.slice(8))}</span>
          </h2>
          <ul>
            {(those.get(day) ?? []).map((one) => (
              <WeekItem key={one.gatheringId} one={one} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function WeekItem({ one }: { one: GatheringSummary }) {
  const label = useLabel();
  return (
    <li>
      <GatheringDot one={one} />
      <span className="soft week-host">{[one.area.name, one.place].filter(Boolean).join(' · ')}</span>
      <span className="visually-hidden">{label(one.kindTitle)}</span>
    </li>
  );
}

/** Day by day; also what a phone shows, and what a keyboard goes through. */
export function DayList({ all }: { all: readonly GatheringSummary[] }) {
  const locale = useLocale();
  return (
    <div className="groups">
      {byDay(all).map(([day, those]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <div className="group-head">
            <h2 id={`day-${day}`}>
              <time dateTime={day}>
                {calendarWords(day, locale, { month: 'long', day: 'numeric', weekday: 'long' })}
              </time>
            </h2>
          </div>
          <ul className="gathering-lines">
            {those.map((one) => (
              <GatheringLine key={one.gatheringId} one={one} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
