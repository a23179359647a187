import { AppstoreOutlined, EnvironmentOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Checkbox, Segmented } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { casesKey } from '../../console/cases/case-cache.ts';
import {
  filterQuery,
  isFiltered,
  type ListFilter,
  noFilter,
  readFilter,
  writeFilter,
} from '../../console/cases/filters.ts';
import { useCaseList } from '../../console/cases/use-case-list.ts';
import { useWorkbench } from '../../console/cases/use-workbench.ts';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type CaseSummary, getCases, type VerbView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleBulkBar } from './ConsoleBulkBar.tsx';
import { ConsoleCaseLine } from './ConsoleCaseLine.tsx';
import { ConsoleFilters } from './ConsoleFilters.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

const ConsoleBoard = lazy(() => import('./ConsoleBoard.tsx'));
const ConsoleCaseMap = lazy(() => import('./ConsoleCaseMap.tsx'));

type View = 'list' | 'map' | 'board';

/** Forms are not part of the first page; they come right after it. */
const ConsoleBulkDialog = lazy(() => import('./ConsoleBulkDialog.tsx'));

/** A queue of the model, or all cases the viewer may read: as a list, on the map, or on a board. */
export default function ConsoleQueue({ queue }: { queue?: string }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const view = viewOf(search.get('view'));
  const workbench = useWorkbench();
  const known = workbench.data?.data.queues.find((one) => one.key === queue);
  const title =
    queue === undefined ? t('allCases') : known === undefined ? t('queueTitle') : label(known.title);
  const here = `${queue === undefined ? '/cases' : `/queues/${queue}`}${search.size > 0 ? `?${search}` : ''}`;

  const setFilter = (next: ListFilter) => setSearch((before) => writeFilter(before, next), { replace: true });
  return (
    <>
      <PageHead
        title={title}
        summary={
          known === undefined ? null : (
            <>
              <span className="figures">
                {t('columnCount', { n: known.count > 999 ? '999+' : known.count })}
              </span>
              {known.overCount > 0 ? (
                <span className="late">{t('mineLate', { n: known.overCount })}</span>
              ) : null}
            </>
          )
        }
      >
        <Segmented<View>
          aria-label={t('views')}
          value={view}
          onChange={(next) =>
            setSearch((before) => {
              const params = new URLSearchParams(before);
              if (next === 'list') params.delete('view');
              else params.set('view', next);
              return params;
            })
          }
          options={[
            { value: 'list', label: t('viewList'), icon: <UnorderedListOutlined aria-hidden="true" /> },
            { value: 'map', label: t('viewMap'), icon: <EnvironmentOutlined aria-hidden="true" /> },
            { value: 'board', label: t('viewBoard'), icon: <AppstoreOutlined aria-hidden="true" /> },
          ]}
        />
      </PageHead>
      <ConsoleFilters filter={filter} withStation={view !== 'board'} onChange={setFilter} />
      <Suspense fallback={<LoadingLines />}>
        {view === 'board' ? (
          <ConsoleBoard queue={queue} filter={filter} href={here} />
        ) : (
          <ListOrMap
            queue={queue}
            filter={filter}
            href={here}
            map={view === 'map'}
            onClear={() => setFilter(noFilter)}
          />
        )}
      </Suspense>
    </>
  );
}

function viewOf(text: string | null): View {
  return text === 'map' || text === 'board' ? text : 'list';
}

const pageSize = 50;
/** A map of fewer points would hide where the work is. */
const mapPageSize = 200;

function ListOrMap({
  queue,
  filter,
  href,
  map,
  onClear,
}: {
  queue: string | undefined;
  filter: ListFilter;
  href: string;
  map: boolean;
  onClear: () => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const [deed, setDeed] = useState<{ verb: VerbView; cases: CaseSummary[] } | null>(null);
  const limit = map ? mapPageSize : pageSize;
  const pages = useInfiniteQuery({
    queryKey: [...casesKey, queue ?? '', filter, limit],
    queryFn: ({ pageParam, signal }) =>
      getCases({ ...filterQuery(filter), queue, limit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const cases = useMemo(() => {
    // A case that moved between two pages while they were fetched is shown once.
    const byId = new Map(pages.data?.pages.flatMap((page) => page.cases).map((one) => [one.caseId, one]));
    return [...byId.values()];
  }, [pages.data]);
  const list = useCaseList(cases, { href, onBulk: (verb, chosen) => setDeed({ verb, cases: chosen }) });
  const chosen = cases.filter((one) => list.selected.has(one.caseId));
  const allChosen = cases.length > 0 && chosen.length === cases.length;

  if (pages.isPending) return <LoadingLines lines={8} />;
  if (pages.data === undefined)
    return <FailedState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (cases.length === 0) {
    return isFiltered(filter) ? (
      <EmptyState
        title={t('emptyFilterTitle')}
        detail={t('emptyFilterDetail')}
        action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
      />
    ) : (
      <EmptyState title={t('emptyListTitle')} detail={t('emptyListDetail')} />
    );
  }
  const lines = (
    <div ref={list.listRef}>
      <header className="group-head">
        <Checkbox
          aria-label={t('selectGroup', { group: t('caseList') })}
          checked={allChosen}
          indeterminate={chosen.length > 0 && !allChosen}
          onChange={(event) =>
            list.selectAll(
              cases.map((one) => one.caseId),
              event.target.checked,
            )
          }
        />
        <h2>{map ? t('mapListLabel') : t('caseList')}</h2>
        <span className="figures">{t('shown', { n: cases.length })}</span>
      </header>
      <ul className="lines">
        {cases.map((one) => (
          <ConsoleCaseLine key={one.caseId} one={one} list={list} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <div className="more">
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('showMore')}
          </Button>
        </div>
      ) : null}
    </div>
  );
  return (
    <>
      {map ? (
        <div className="map-beside">
          <div className="map-list">{lines}</div>
          <ConsoleCaseMap cases={cases} area={filter.area} listRef={list.listRef} />
        </div>
      ) : (
        lines
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
