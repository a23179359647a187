import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useIsDark } from '../../console/look/theme.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { type CoverageMap, getAreaMap, getCoverageMap, type Label } from '../../ui/api/index.ts';
import { type Marks, useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { PlanMap, type PlanPoint } from '../map/PlanMap.tsx';
import { patternOf } from '../map/patterns.ts';
import { coveragePhrases } from './coverage-phrases.ts';

type Kind = 'grid' | 'org' | 'gap';
const kinds = ['gap', 'grid', 'org'] as const;
const kindPhrases = { gap: 'mapGaps', grid: 'mapGrids', org: 'mapOrgs' } as const;

interface Item {
  id: string;
  kind: Kind;
  /** The same on the map and in the list. */
  sign: string;
  name: string;
  detail: string;
  href: string;
  position: readonly [number, number] | null;
}

/** The one map: grids by number and pattern, organisations at their places, gaps. The list beside it is the same. */
export default function ConsoleCoverageMap({ area }: { area: string }) {
  const t = usePhrases(coveragePhrases);
  const marks = useMarks();
  const label = useLabel();
  const dark = useIsDark();
  const session = useStaffSession();
  const [search, setSearch] = useSearchParams();
  const hidden = new Set((search.get('without') ?? '').split(','));
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const drawn = useQuery({
    queryKey: ['coverage', 'map', area],
    queryFn: ({ signal }) => getCoverageMap(area, signal),
  });
  const shapes = useQuery({
    queryKey: ['map', area],
    queryFn: ({ signal }) => getAreaMap(area, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const items = useMemo(
    () => (drawn.data === undefined ? [] : itemsOf(drawn.data, t, label, marks)),
    [drawn.data, t, label, marks],
  );
  const withGrids = !hidden.has('grid');
  const plan = useMemo(() => {
    if (shapes.data === undefined || drawn.data === undefined) return undefined;
    const patterns = new Map<string, string>();
    if (withGrids) {
      for (const [grid, number] of numbersOf(drawn.data.grids))
        for (const code of grid.buildings) patterns.set(code, patternOf(number - 1));
    }
    return {
      ...shapes.data,
      features: shapes.data.features.map((feature) => {
        const pattern = patterns.get(feature.properties.code);
        return pattern === undefined
          ? feature
          : { ...feature, properties: { ...feature.properties, pattern } };
      }),
    };
  }, [shapes.data, drawn.data, withGrids]);
  const toggle = (kind: Kind) =>
    setSearch(
      (before) => {
        const without = new Set(kinds.filter((one) => hidden.has(one)));
        if (!without.delete(kind)) without.add(kind);
        const next = new URLSearchParams(before);
        if (without.size === 0) next.delete('without');
        else next.set('without', [...without].join(','));
        return next;
      },
      { replace: true },
    );
  const shown = items.filter(({ kind }) => !hidden.has(kind));
  const points = useMemo(
    () =>
      shown.flatMap(({ id, kind, sign, name, detail, position }): PlanPoint[] =>
        position === null
          ? []
          : [
              {
                id,
                position,
                late: false,
                sign,
                tone: kind,
                words: `${sign} ${name}${marks.comma}${detail}`,
              },
            ],
      ),
    [shown, marks],
  );
  const lead = (id: string) => {
    setChosen(id);
    const line = list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
    line?.scrollIntoView({ block: 'center' });
    line?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true });
  };
  if (drawn.isPending) return <LoadingLines lines={4} />;
  if (drawn.data === undefined)
    return <FailedState error={drawn.error} onRetry={() => void drawn.refetch()} />;
  const { grids, orgs, gaps, most } = drawn.data;
  const isCut = [grids, orgs, gaps].some(({ length }) => length >= most);
  return (
    <div className="coverage-map">
      <fieldset className="chips">
        <legend className="visually-hidden">{t('show')}</legend>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={!hidden.has(kind)}
            onClick={() => toggle(kind)}
          >
            {t(kindPhrases[kind])}{' '}
            <span className="figures">{items.filter((item) => item.kind === kind).length}</span>
          </button>
        ))}
      </fieldset>
      {isCut ? (
        <p className="soft" role="status">
          {t('mapCut', { n: most })}
        </p>
      ) : null}
      <div className="coverage-map-sides">
        <PlanMap
          label={t('mapLabel')}
          plan={plan}
          points={points}
          bounds={session.city.bounds}
          dark={dark}
          chosen={chosen}
          onPoint={lead}
          onTogether={([first]) => {
            if (first !== undefined) lead(first);
          }}
          togetherWords={(n) => t('mapTogether', { n })}
        />
        {shown.length === 0 ? (
          <EmptyState title={t('mapEmpty')} detail={t('mapEmptyDetail')} />
        ) : (
          <ul ref={list} className="coverage-items" aria-label={t('mapList')}>
            {shown.map(({ id, kind, sign, name, detail, href, position }) => (
              <li key={id} data-item={id} data-chosen={id === chosen}>
                <span className="coverage-sign" data-tone={kind} aria-hidden="true">
                  {sign}
                </span>
                <span className="coverage-item">
                  <Link href={href} onFocus={() => setChosen(id)}>
                    {name}
                  </Link>
                  <span className="soft">
                    {detail}
                    {position === null ? ` · ${t('noPosition')}` : ''}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** Grids are numbered within their compound, in the order of their names. */
function numbersOf(grids: CoverageMap['grids']): [CoverageMap['grids'][number], number][] {
  const counted = new Map<string, number>();
  return grids.map((grid) => {
    const number = (counted.get(grid.compound.code) ?? 0) + 1;
    counted.set(grid.compound.code, number);
    return [grid, number];
  });
}

function itemsOf(
  { grids, orgs, gaps }: CoverageMap,
  t: ReturnType<typeof usePhrases<typeof coveragePhrases>>,
  label: (of: Label) => string,
  marks: Marks,
): Item[] {
  return [
    ...gaps.map((gap): Item => {
      const wrong = [
        gap.unanswered > 0 ? t('gapUnanswered', { n: gap.unanswered }) : '',
        gap.overanswered > 0 ? t('gapOveranswered', { n: gap.overanswered }) : '',
        gap.grids === 0 ? t('gapNoGrid') : gap.grids > 1 ? t('gapGrids', { n: gap.grids }) : '',
      ].filter((words) => words !== '');
      return {
        id: `gap ${gap.code}`,
        kind: 'gap',
        sign: gap.unanswered > 0 || gap.grids === 0 ? '!' : '×',
        name: gap.name,
        detail: wrong.join(marks.semicolon),
        href: `/coverage?area=${gap.code}`,
        position: gap.position,
      };
    }),
    ...numbersOf(grids).map(
      ([grid, number]): Item => ({
        id: `grid ${grid.gridId}`,
        kind: 'grid',
        sign: String(number),
        name: grid.orgName,
        detail: t('gridWords', {
          name: grid.name,
          compound: grid.compound.name,
          n: grid.buildings.length,
        }),
        href: `/orgs?org=${grid.orgId}`,
        position: grid.position,
      }),
    ),
    ...orgs.map(
      (org): Item => ({
        id: `org ${org.orgId}`,
        kind: 'org',
        sign: label(org.kindTitle).slice(0, 1),
        name: org.name,
        detail: `${label(org.kindTitle)} · ${org.area.name}`,
        href: `/orgs?org=${org.orgId}`,
        position: org.position,
      }),
    ),
  ];
}
