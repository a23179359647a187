import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { casesKey } from '../../console/cases/case-cache.ts';
import { filterQuery, type ListFilter } from '../../console/cases/filters.ts';
import { moveTargets, spineOrder } from '../../console/cases/station-targets.ts';
import { type CaseListControl, useCaseList } from '../../console/cases/use-case-list.ts';
import { useModel } from '../../console/cases/use-model.ts';
import { useIsMarked } from '../../console/live/marks.ts';
import { Due } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { type CaseSummary, getCases, type StationKey, type VerbView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { CaseThumb, LineVerbs } from './ConsoleCaseLine.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

const columnSize = 40;

interface Column {
  station: StationKey;
  cases: CaseSummary[];
  more: boolean;
}

/**
 * Columns are the stations. A card moves only by a verb that is offered for it: dragged to a column that
 * lights up, or by the buttons on the card, which do the same for those who do not drag.
 */
export default function ConsoleBoard({
  queue,
  filter,
  href,
}: {
  queue: string | undefined;
  filter: ListFilter;
  href: string;
}) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const model = useModel();
  const [dragged, setDragged] = useState<CaseSummary | null>(null);
  const [over, setOver] = useState<StationKey | null>(null);
  const kinds = (model.data?.kinds ?? []).filter((kind) => filter.kind === '' || kind.key === filter.kind);
  const stations = spineOrder.filter(
    (key) =>
      key !== 'withdrawn' &&
      key !== 'merged' &&
      kinds.some((kind) => kind.stations.some((station) => station.key === key)),
  );
  const board = useQuery({
    queryKey: [...casesKey, 'board', queue ?? '', filter, stations],
    queryFn: ({ signal }) =>
      Promise.all(
        stations.map(async (station): Promise<Column> => {
          const page = await getCases({ ...filterQuery(filter), queue, station, limit: columnSize }, signal);
          return { station, cases: page.cases, more: page.nextCursor !== null };
        }),
      ),
    enabled: model.data !== undefined,
  });
  // Each kind calls its stations its own way: the columns speak as the cases on the board do.
  const shown = new Set((board.data ?? []).flatMap((column) => column.cases.map((one) => one.kind)));
  const speaking = shown.size === 0 ? kinds : kinds.filter((kind) => shown.has(kind.key));
  const titlesOf = (key: StationKey): string[] => [
    ...new Set(
      speaking.flatMap((kind) =>
        kind.stations.flatMap((station) => (station.key === key ? [label(station.title)] : [])),
      ),
    ),
  ];
  const columns = (board.data ?? [])
    .filter(({ station, cases }) => cases.length > 0 || (isOnTheWay(station) && titlesOf(station).length > 0))
    .map((column) => ({ ...column, title: titlesOf(column.station).join(' / ') }));
  const list = useCaseList(
    columns.flatMap((column) => column.cases),
    { href },
  );
  const targets =
    dragged === null ? new Map<StationKey, VerbView>() : moveTargets(dragged.verbs, dragged.station);

  if (model.isError) return <FailedState error={model.error} onRetry={() => void model.refetch()} />;
  if (board.isError) return <FailedState error={board.error} onRetry={() => void board.refetch()} />;
  if (board.data === undefined) return <LoadingLines />;
  return (
    <>
      <p className="board-hint">{t('boardHint')}</p>
      <div className="board" ref={list.listRef} data-dragging={dragged !== null || undefined}>
        {columns.map((column) => {
          const verb = targets.get(column.station);
          return (
            <section
              key={column.station}
              className="column"
              aria-label={column.title}
              data-target={verb === undefined ? undefined : over === column.station ? 'over' : 'open'}
              onDragOver={(event) => {
                if (verb === undefined) return;
                event.preventDefault();
                setOver(column.station);
              }}
              onDragLeave={() => setOver((now) => (now === column.station ? null : now))}
              onDrop={(event) => {
                event.preventDefault();
                if (verb !== undefined && dragged !== null) list.begin(dragged, verb);
                setDragged(null);
                setOver(null);
              }}
            >
              <header className="column-head">
                <h2>{column.title}</h2>
                <span className="figures">
                  {t(column.more ? 'columnCountMore' : 'columnCount', { n: column.cases.length })}
                </span>
              </header>
              {verb === undefined ? null : (
                <p className="column-drop">{t('boardDropHere', { verb: label(verb.title) })}</p>
              )}
              <ul className="cards" tabIndex={-1}>
                {column.cases.map((one) => (
                  <BoardCard
                    key={one.caseId}
                    one={one}
                    list={list}
                    onDrag={(dragging) => setDragged(dragging ? one : null)}
                  />
                ))}
              </ul>
              {column.cases.length === 0 ? <p className="column-empty">{t('columnEmpty')}</p> : null}
            </section>
          );
        })}
      </div>
    </>
  );
}

/** Ways back and ends are shown only while something stands there. */
function isOnTheWay(station: StationKey): boolean {
  return station !== 'returned' && station !== 'reopened';
}

function BoardCard({
  one,
  list,
  onDrag,
}: {
  one: CaseSummary;
  list: CaseListControl;
  onDrag: (dragging: boolean) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const marked = useIsMarked(one.caseId);
  const movable = moveTargets(one.verbs, one.station).size > 0;
  return (
    <li
      className="card"
      data-case-id={one.caseId}
      data-marked={marked || undefined}
      draggable={movable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', one.number);
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
    >
      <div className="card-top">
        <Link
          href={`/cases/${one.caseId}`}
          className="line-title"
          data-line-link=""
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            list.open(one.caseId);
          }}
        >
          {one.title}
        </Link>
        <CaseThumb photoId={one.photoId} />
      </div>
      <p className="line-meta">
        <span className="number">{one.number}</span>
        <span>
          {one.areaName}
          {one.spot === null ? '' : ` · ${one.spot}`}
        </span>
      </p>
      <p className="card-foot">
        {one.severity === 'ordinary' ? null : (
          <span className={`tag tag-${one.severity}`}>{t(one.severity)}</span>
        )}
        <Due one={one} />
        <span className="soft">
          {one.assignee === null ? t('noAssignee') : (one.assignee.name ?? one.assignee.orgName)}
        </span>
      </p>
      <LineVerbs one={one} list={list} />
    </li>
  );
}
