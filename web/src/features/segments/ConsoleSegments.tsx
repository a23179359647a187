import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useIsDark } from '../../console/look/theme.ts';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getAreaMap, getSegments, type SegmentList, type SegmentView } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { useOwnAreas } from '../coverage/own-areas.ts';
import { type Drawing, PlanMap, type PlanPoint } from '../map/PlanMap.tsx';
import { ConsoleEndSegment } from './ConsoleEndSegment.tsx';
import { ConsoleSaveSegment } from './ConsoleSaveSegment.tsx';
import { segmentPhrases } from './console-phrases.ts';
import { middleOf, type Position } from './line-words.ts';
import { SegmentLine } from './SegmentLine.tsx';
import './segments.css';
import { isVacant, lengthWords } from './segment-words.ts';

const deeds = ['enter', 'change', 'end'] as const;
const noPositions: readonly Position[] = [];
const noRoads: readonly SegmentView[] = [];

/**
 * Roads and streets on any day, those without anybody first: on the map and in a list that says the same. What is chosen and
 * what is being done stands in the address. A road is drawn on the same map, with the others around it.
 */
export default function ConsoleSegments() {
  const t = usePhrases(segmentPhrases);
  const frame = usePhrases(consolePhrases);
  const own = useOwnAreas();
  const dayId = useId();
  const [search, setSearch] = useSearchParams();
  const area = search.get('area') ?? own[0]?.code;
  const on = search.get('on') ?? '';
  const kind = search.get('kind') ?? '';
  const onlyVacant = search.has('vacant');
  const chosen = search.get('segment');
  const deed = deeds.find((one) => one === search.get('do'));
  const choose = (words: Record<string, string | null>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(words)) {
          if (value === null) next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  const found = useQuery({
    queryKey: ['segments', 'list', area, on],
    queryFn: ({ signal }) =>
      getSegments({ ...(area === undefined ? {} : { area }), ...(on === '' ? {} : { on }) }, signal),
    placeholderData: (before) => before,
  });
  const label = useLabel();
  const roads = found.data;
  const mayEnter = roads?.verbs.includes('enter') === true;
  const box = useRef<HTMLInputElement>(null);
  useKeys(t('title'), [{ keys: ['/'], words: frame('keySearch'), run: () => box.current?.focus() }]);
  const asked = search.get('q') ?? '';
  const shown = useMemo(
    () =>
      (roads?.segments ?? noRoads).filter(
        (one) =>
          (kind === '' || one.kind === kind) &&
          (!onlyVacant || isVacant(one)) &&
          (asked === '' || wordsIn(one).some((words) => words.includes(asked.toLowerCase()))),
      ),
    [roads, kind, onlyVacant, asked],
  );
  const subject = roads?.segments.find(({ segmentId }) => segmentId === chosen);
  const isChanging = deed === 'change' && subject?.verbs.includes('change') === true;
  const isEntering = deed === 'enter' && mayEnter;
  return (
    <>
      <PageHead title={t('title')} summary={roads === undefined ? t('lead') : <Summary roads={roads} />}>
        {mayEnter && !isEntering && !isChanging ? (
          <Button type="primary" size="large" onClick={() => choose({ do: 'enter', segment: null })}>
            {t('enter')}
          </Button>
        ) : null}
      </PageHead>
      {isEntering || isChanging ? null : (
        <search className="filters" aria-label={t('title')}>
          {own.length > 1 ? (
            <Select
              className="filter-area"
              aria-label={t('area')}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              value={area ?? null}
              options={own.map(({ code, name }) => ({ value: code, label: name }))}
              onChange={(code: string) => choose({ area: code, segment: null })}
            />
          ) : null}
          <Input
            ref={(input) => {
              box.current = input?.input ?? null;
            }}
            className="filter-words"
            allowClear
            value={asked}
            placeholder={t('search')}
            aria-label={t('search')}
            suffix={<kbd className="key-hint">/</kbd>}
            onChange={(event) => choose({ q: event.target.value === '' ? null : event.target.value })}
          />
          <Select
            className="segment-kind"
            aria-label={t('kinds')}
            popupMatchSelectWidth={false}
            value={kind}
            options={[
              { value: '', label: t('allKinds') },
              ...(roads?.kinds ?? []).map(({ key, title }) => ({ value: key, label: label(title) })),
            ]}
            onChange={(key: string) => choose({ kind: key === '' ? null : key })}
          />
          <button
            type="button"
            className="chip"
            aria-pressed={onlyVacant}
            onClick={() => choose({ vacant: onlyVacant ? null : '' })}
          >
            {t('onlyVacant')}
          </button>
          <span className="segment-day">
            <label htmlFor={dayId}>{t('onDay')}</label>
            <Input
              id={dayId}
              type="date"
              value={on === '' ? (roads?.on ?? '') : on}
              onChange={(event) => choose({ on: event.target.value === '' ? null : event.target.value })}
            />
          </span>
          {on === '' ? null : <Button onClick={() => choose({ on: null })}>{t('today')}</Button>}
        </search>
      )}
      {on === '' ? null : (
        <p className="segment-not-today" role="status">
          {t('notToday', { day: on })}
        </p>
      )}
      {found.isPending ? (
        <LoadingLines lines={4} />
      ) : roads === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : roads.kinds.length === 0 ? (
        <EmptyState title={t('noKinds')} detail={t('noKindsDetail')} />
      ) : (
        <Roads
          key={area}
          area={area}
          roads={roads}
          shown={shown}
          isToday={on === ''}
          chosen={chosen}
          changing={isChanging ? (subject ?? null) : null}
          isEntering={isEntering}
          onChoose={choose}
        />
      )}
      {deed === 'end' && subject?.verbs.includes('end') === true ? (
        <ConsoleEndSegment
          segment={subject}
          onClose={(isDone) => choose({ do: null, ...(isDone ? { segment: null } : {}) })}
        />
      ) : null}
    </>
  );
}

/** What a road is looked for by: its name, where it runs, and who answers for it. */
function wordsIn({ name, fromPlace, toPlace, areaName, chiefs }: SegmentView): string[] {
  return [name, fromPlace ?? '', toPlace ?? '', areaName, ...chiefs.map((chief) => chief.name)].map((words) =>
    words.toLowerCase(),
  );
}

/** How many, how long in all, and for how many nobody answers. */
function Summary({ roads: { segments } }: { roads: SegmentList }) {
  const t = usePhrases(segmentPhrases);
  if (segments.length === 0) return t('lead');
  const metres = segments.reduce((sum, { lengthMetres }) => sum + (lengthMetres ?? 0), 0);
  const vacant = segments.filter(isVacant).length;
  return (
    <>
      <span>{t('summary', { n: segments.length, length: lengthWords(metres, t) })}</span>
      {vacant === 0 ? null : (
        <strong className="segment-vacant-count">{t('summaryVacant', { n: vacant })}</strong>
      )}
    </>
  );
}

function Roads({
  area,
  roads,
  shown,
  isToday,
  chosen,
  changing,
  isEntering,
  onChoose,
}: {
  area: string | undefined;
  roads: SegmentList;
  shown: readonly SegmentView[];
  isToday: boolean;
  chosen: string | null;
  changing: SegmentView | null;
  isEntering: boolean;
  onChoose: (words: Record<string, string | null>) => void;
}) {
  const t = usePhrases(segmentPhrases);
  const label = useLabel();
  const marks = useMarks();
  const dark = useIsDark();
  const session = useStaffSession();
  const list = useRef<HTMLOListElement>(null);
  const isDrawing = isEntering || changing !== null;
  const [drawn, setDrawn] = useState<readonly Position[]>(noPositions);
  const place = area ?? '';
  const shapes = useQuery({
    queryKey: ['map', place],
    queryFn: ({ signal }) => getAreaMap(place, signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: place !== '',
  });
  // The road that is drawn anew is not shown as it was beneath it.
  const changingId = changing?.segmentId ?? null;
  const lines = useMemo(
    () =>
      shown.flatMap((one) =>
        one.geometry === null || one.segmentId === changingId
          ? []
          : [{ id: one.segmentId, positions: one.geometry.coordinates, vacant: isVacant(one) }],
      ),
    [shown, changingId],
  );
  const points = useMemo(
    () =>
      isDrawing
        ? []
        : shown.flatMap((one, at): PlanPoint[] => {
            const position = middleOf(one.geometry?.coordinates ?? []);
            const vacant = isVacant(one);
            return position === null
              ? []
              : [
                  {
                    id: one.segmentId,
                    position,
                    late: false,
                    sign: String(at + 1),
                    tone: vacant ? 'gap' : 'grid',
                    words: `${at + 1} ${one.name}${marks.comma}${label(one.kindTitle)}${vacant ? `${marks.comma}${t('vacant')}` : ''}`,
                  },
                ];
          }),
    [shown, isDrawing, t, label, marks],
  );
  const drawing = useMemo(
    (): Drawing | null =>
      isDrawing
        ? { positions: drawn, onPoint: (position) => setDrawn((before) => [...before, position]) }
        : null,
    [isDrawing, drawn],
  );
  const lead = (id: string) => {
    onChoose({ segment: id });
    const line = list.current?.querySelector<HTMLElement>(`[data-segment="${CSS.escape(id)}"]`);
    line?.scrollIntoView({ block: 'nearest' });
    line?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  };
  const close = (segmentId: string | null) => {
    setDrawn(noPositions);
    onChoose({ do: null, segment: segmentId });
  };
  const isEmpty = roads.segments.length === 0;
  if (isEmpty && !isDrawing) {
    const mayEnter = roads.verbs.includes('enter');
    return isToday ? (
      <EmptyState title={t('none')} detail={t(mayEnter ? 'noneMay' : 'noneDetail')} />
    ) : (
      <EmptyState title={t('noneOn')} detail={t('noneOnDetail')} />
    );
  }
  return (
    <>
      {roads.segments.length >= roads.most ? (
        <p className="soft" role="status">
          {t('cut', { n: roads.most })}
        </p>
      ) : null}
      <div className="segment-sides" data-drawing={isDrawing}>
        <PlanMap
          label={t('mapLabel')}
          plan={shapes.data}
          points={points}
          lines={lines}
          drawing={drawing}
          bounds={session.city.bounds}
          dark={dark}
          chosen={chosen}
          onPoint={lead}
          onTogether={([first]) => {
            if (first !== undefined) lead(first);
          }}
          togetherWords={(n) => t('together', { n })}
        />
        {isDrawing ? (
          <ConsoleSaveSegment
            key={changing?.segmentId ?? 'new'}
            segment={changing}
            kinds={roads.kinds}
            today={roads.on}
            drawn={drawn}
            onDraw={setDrawn}
            onClose={() => close(changing?.segmentId ?? null)}
            onSaved={close}
          />
        ) : shown.length === 0 ? (
          <EmptyState title={t('noneShown')} detail={t('noneShownDetail')} />
        ) : (
          <ol ref={list} className="segment-lines" aria-label={t('list')}>
            {shown.map((one, at) => (
              <SegmentLine
                key={one.segmentId}
                segment={one}
                number={at + 1}
                isChosen={one.segmentId === chosen}
                on={isToday ? '' : roads.on}
                onChoose={onChoose}
              />
            ))}
          </ol>
        )}
      </div>
    </>
  );
}
