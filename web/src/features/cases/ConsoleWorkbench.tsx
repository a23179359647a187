import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { caseKey, keptCaseKey } from '../../console/cases/case-cache.ts';
import { type DueGroupKey, dueGroupOf, groupByDue } from '../../console/cases/due-groups.ts';
import { spineOrder } from '../../console/cases/station-targets.ts';
import { useCaseList } from '../../console/cases/use-case-list.ts';
import { useWorkbench } from '../../console/cases/use-workbench.ts';
import { fetchOrKept, kept } from '../../console/field/kept.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { usePresent } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useIsPhone } from '../../console/look/theme.ts';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type CaseSummary, getCase, type VerbView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleBulkBar } from './ConsoleBulkBar.tsx';
import { ConsoleCaseLine } from './ConsoleCaseLine.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** Forms are not part of the first page; they come right after it. */
const ConsoleBulkDialog = lazy(() => import('./ConsoleBulkDialog.tsx'));

const groupTitle: Record<DueGroupKey, keyof typeof caseConsolePhrases> = {
  late: 'groupLate',
  today: 'groupToday',
  tomorrow: 'groupTomorrow',
  later: 'groupLater',
  resting: 'groupResting',
};

/** What is mine, sorted by what is due first. */
export default function ConsoleWorkbench() {
  const t = usePhrases(caseConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const now = usePresent();
  const [search, setSearch] = useSearchParams();
  const [deed, setDeed] = useState<{ verb: VerbView; cases: CaseSummary[] } | null>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const workbench = useWorkbench();
  useKeepForTheField(workbench.data?.data.mine);

  const due = search.get('due') ?? '';
  const station = search.get('station') ?? '';
  const words = search.get('q') ?? '';
  const mine = workbench.data?.data.mine ?? [];
  const shown = useMemo(
    () =>
      mine.filter(
        (one) =>
          (due === '' || dueGroupOf(one, now) === due) &&
          (station === '' || one.station === station) &&
          (words === '' || `${one.number} ${one.title} ${one.areaName} ${one.spot ?? ''}`.includes(words)),
      ),
    [mine, due, station, words, now],
  );
  const groups = groupByDue(shown, now);
  const stations = [...new Map(mine.map((one) => [one.station, one.stationTitle]))].toSorted(
    ([a], [b]) => spineOrder.indexOf(a) - spineOrder.indexOf(b),
  );
  const countOf = (key: DueGroupKey) => mine.filter((one) => dueGroupOf(one, now) === key).length;

  const filter = (key: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const list = useCaseList(
    groups.flatMap((group) => group.cases),
    {
      href: `/${search.size > 0 ? `?${search}` : ''}`,
      groupOf: (caseId) =>
        groups
          .find((group) => group.cases.some((one) => one.caseId === caseId))
          ?.cases.map((one) => one.caseId) ?? [],
      onBulk: (verb, cases) => setDeed({ verb, cases }),
    },
  );
  const chosen = shown.filter((one) => list.selected.has(one.caseId));
  useKeys(frame('keysAnywhere'), [
    { keys: ['/'], words: frame('keySearch'), run: () => searchBox.current?.focus() },
  ]);

  return (
    <>
      <PageHead
        title={t('mineTitle')}
        summary={
          workbench.data === undefined ? null : (
            <>
              <span>{t('mineSummary', { n: mine.length })}</span>
              {countOf('late') > 0 ? (
                <span className="late">{t('mineLate', { n: countOf('late') })}</span>
              ) : null}
              <span>{t('mineToday', { n: countOf('today') })}</span>
            </>
          )
        }
      />
      <search className="filters" aria-label={t('filters')}>
        <div className="chips">
          {(
            [
              ['', 'filterAll', mine.length],
              ['late', 'filterLate', countOf('late')],
              ['today', 'filterToday', countOf('today')],
            ] as const
          ).map(([key, phrase, count]) => (
            <button
              key={key}
              type="button"
              className="chip"
              aria-pressed={due === key}
              onClick={() => filter('due', key)}
            >
              {t(phrase)} <span className="figures">{count}</span>
            </button>
          ))}
          {stations.length > 0 ? <span className="chips-rule" /> : null}
          {stations.map(([key, title]) => (
            <button
              key={key}
              type="button"
              className="chip"
              aria-pressed={station === key}
              onClick={() => filter('station', station === key ? '' : key)}
            >
              {label(title)}{' '}
              <span className="figures">{mine.filter((one) => one.station === key).length}</span>
            </button>
          ))}
        </div>
        <Input
          ref={(input) => {
            searchBox.current = input?.input ?? null;
          }}
          className="filter-words"
          allowClear
          value={words}
          placeholder={t('filterWords')}
          aria-label={t('filterWords')}
          suffix={<kbd className="key-hint">/</kbd>}
          onChange={(event) => filter('q', event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </search>

      {workbench.isPending ? (
        <LoadingLines />
      ) : workbench.data === undefined ? (
        <FailedState error={workbench.error} onRetry={() => void workbench.refetch()} />
      ) : mine.length === 0 ? (
        <EmptyState title={t('emptyMineTitle')} detail={t('emptyMineDetail')} />
      ) : shown.length === 0 ? (
        <EmptyState
          title={t('emptyFilterTitle')}
          detail={t('emptyFilterDetail')}
          action={<Button onClick={() => setSearch({}, { replace: true })}>{t('clearFilters')}</Button>}
        />
      ) : (
        <div ref={list.listRef} className="groups">
          {groups.map((group) => {
            const ids = group.cases.map((one) => one.caseId);
            const chosenHere = ids.filter((id) => list.selected.has(id)).length;
            const title = t(groupTitle[group.key]);
            return (
              <section key={group.key} aria-label={title}>
                <header className="group-head" data-group={group.key}>
                  <Checkbox
                    aria-label={t('selectGroup', { group: title })}
                    checked={chosenHere === ids.length}
                    indeterminate={chosenHere > 0 && chosenHere < ids.length}
                    onChange={(event) => list.selectAll(ids, event.target.checked)}
                  />
                  <h2>{title}</h2>
                  <span className="figures">{group.cases.length}</span>
                </header>
                <ul className="lines">
                  {group.cases.map((one) => (
                    <ConsoleCaseLine key={one.caseId} one={one} list={list} />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
      )}
      <ConsoleBulkBar
        chosen={chosen}
        onBegin={(verb) => setDeed({ verb, cases: chosen })}
        onClear={list.clear}
      />
      <Suspense fallback={null}>
        <ConsoleBulkDialog
          deed={deed}
          onClose={() => setDeed(null)}
          onDone={(ids) => list.selectAll(ids, false)}
        />
      </Suspense>
    </>
  );
}

const mostKept = 30;

/** On a phone, today's cases are fetched whole while there is signal, so that they open in a cellar. */
function useKeepForTheField(mine: CaseSummary[] | undefined): void {
  const phone = useIsPhone();
  const client = useQueryClient();
  const { person } = useStaffSession();
  useEffect(() => {
    if (!phone || mine === undefined || navigator.onLine === false) return;
    let stopped = false;
    const fetchAll = async () => {
      for (const one of mine.slice(0, mostKept)) {
        if (stopped) return;
        const key = keptCaseKey(person.personId, one.caseId);
        const had = await kept<{ case: { seq: number } }>(key);
        if (had?.data.case.seq === one.seq) continue;
        await client.prefetchQuery({
          queryKey: caseKey(one.caseId),
          queryFn: ({ signal }) => fetchOrKept(key, () => getCase(one.caseId, signal)),
        });
      }
    };
    const start = setTimeout(() => void fetchAll(), 1_500);
    return () => {
      stopped = true;
      clearTimeout(start);
    };
  }, [phone, mine, client, person.personId]);
}
