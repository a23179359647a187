import './calendar.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useSearchParams } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getDuties } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleOrgPicker } from '../report-ins/ConsoleOrgPicker.tsx';
import { useMyOrgs } from '../report-ins/use-my-orgs.ts';
import { DutyLine } from './ConsoleDutyLine.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { dutyStateWords } from './calendar-words.ts';

const states = ['running', 'late', 'ended'] as const;
type State = (typeof states)[number];

/** What I promised at meetings, or what an organisation’s meetings handed out: running, late, answered. */
export default function ConsoleDuties() {
  const t = usePhrases(calendarConsolePhrases);
  const [search, setSearch] = useSearchParams();
  const mine = useMyOrgs();
  const state = states.find((one) => one === search.get('state')) ?? 'running';
  const orgId = search.get('org') ?? undefined;
  const duties = useInfiniteQuery({
    queryKey: ['gatherings', 'duties', orgId, state],
    queryFn: ({ signal, pageParam }) => getDuties({ org: orgId, state, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  const counts = duties.data?.pages[0]?.counts;
  const all = duties.data?.pages.flatMap((page) => page.duties) ?? [];
  const set = (change: { state?: State; org?: string | null }) => {
    const org = change.org === undefined ? orgId : (change.org ?? undefined);
    setSearch({ state: change.state ?? state, ...(org === undefined ? {} : { org }) }, { replace: true });
  };
  const ofMyOrgs = mine.map((org) => (
    <Button key={org.orgId} onClick={() => set({ org: org.orgId })}>
      {t('dutiesOf', { org: org.name })}
    </Button>
  ));
  const numbers = {
    running: counts?.running,
    late: counts?.late,
    ended: counts === undefined ? undefined : counts.kept + counts['not-kept'],
  };
  return (
    <>
      <PageHead title={t('duties')} summary={t('dutiesLead')} />
      <search className="filters" aria-label={t('filters')}>
        <Segmented<State>
          aria-label={t('dutyState')}
          value={state}
          options={states.map((value) => ({
            value,
            label:
              numbers[value] === undefined
                ? t(dutyStateWords[value].title)
                : `${t(dutyStateWords[value].title)} ${numbers[value]}`,
          }))}
          onChange={(value) => set({ state: value })}
        />
        <span className="calendar-org">
          <ConsoleOrgPicker
            label={t('dutiesOfOrg')}
            value={
              orgId === undefined
                ? null
                : (mine.find((one) => one.orgId === orgId) ?? { orgId, name: t('org') })
            }
            near={mine}
            onChange={(org) => set({ org: org.orgId })}
          />
          {orgId === undefined ? null : (
            <Button type="text" onClick={() => set({ org: null })}>
              {t('dutiesMine')}
            </Button>
          )}
        </span>
      </search>
      {duties.isPending ? (
        <LoadingLines lines={4} />
      ) : duties.data === undefined ? (
        <FailedState error={duties.error} onRetry={() => void duties.refetch()} />
      ) : all.length === 0 ? (
        <EmptyState
          title={t(dutyStateWords[state].none)}
          detail={t('dutiesNoneDetail')}
          action={orgId === undefined ? ofMyOrgs : undefined}
        />
      ) : (
        <>
          <ul className="duties">
            {all.map((duty) => (
              <DutyLine key={duty.resolutionId} duty={duty} />
            ))}
          </ul>
          {duties.hasNextPage ? (
            <p className="more">
              <Button loading={duties.isFetchingNextPage} onClick={() => void duties.fetchNextPage()}>
                {t('more')}
              </Button>
            </p>
          ) : null}
        </>
      )}
    </>
  );
}
