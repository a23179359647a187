import { useQuery } from '@tanstack/react-query';
import { type RefObject, useMemo, useState } from 'react';
import { usePresent } from '../../console/look/Due.tsx';
import { duePhrases } from '../../console/look/due-phrases.ts';
import { useIsDark } from '../../console/look/theme.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { type CaseSummary, getAreaMap, getAreas } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { spanWords } from '../../ui/time/words.ts';
import { PlanMap, type PlanPoint } from '../map/PlanMap.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** Where the cases of a list are. The list beside it says the same; choosing a point leads to its line. */
export default function ConsoleCaseMap({
  cases,
  area,
  listRef,
}: {
  cases: CaseSummary[];
  /** The place the list is narrowed to; else what the viewer's posts cover. */
  area: string;
  listRef: RefObject<HTMLDivElement | null>;
}) {
  const t = usePhrases(caseConsolePhrases);
  const marks = useMarks();
  const due = usePhrases(duePhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  const dark = useIsDark();
  const session = useStaffSession();
  const [chosen, setChosen] = useState<string | null>(null);
  const covered = session.posts.flatMap((post) => post.covers.map((one) => one.areaCode));
  const code = useQuery({
    queryKey: ['map-area', area, ...covered],
    queryFn: async ({ signal }) => (area === '' ? placeAround(covered, session.city.areaCode, signal) : area),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const plan = useQuery({
    queryKey: ['map', code.data],
    queryFn: ({ signal }) => getAreaMap(code.data ?? session.city.areaCode, signal),
    enabled: code.data !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Words change once a minute, not with every tick.
  const minute = Math.floor(now / 60_000) * 60_000;
  const points = useMemo(
    () =>
      cases.flatMap((one): PlanPoint[] => {
        if (one.position === null) return [];
        const left = one.dueAt === null ? null : Date.parse(one.dueAt) - minute;
        const late = one.isOver || (left !== null && left <= 0 && one.paused === null);
        const time =
          left === null
            ? ''
            : `${marks.comma}${due(late ? 'late' : 'left', { span: spanWords(left, locale) })}`;
        return [
          {
            id: one.caseId,
            position: one.position,
            late,
            words: [one.title, one.areaName, label(one.stationTitle)].join(marks.comma) + time,
          },
        ];
      }),
    [cases, minute, locale, due, label, marks],
  );
  const lead = (caseId: string) => {
    setChosen(caseId);
    const line = listRef.current?.querySelector(`[data-case-id="${CSS.escape(caseId)}"]`);
    line?.scrollIntoView({ block: 'center' });
    line?.querySelector<HTMLElement>('[data-line-link]')?.focus({ preventScroll: true });
  };
  const without = cases.length - points.length;
  return (
    <div className="map-side">
      <PlanMap
        label={t('mapLabel')}
        plan={plan.data}
        points={points}
        bounds={session.city.bounds}
        dark={dark}
        chosen={chosen}
        onPoint={lead}
        onTogether={([first]) => {
          if (first !== undefined) lead(first);
        }}
      />
      {without > 0 ? <p className="map-without">{t('withoutPosition', { n: without })}</p> : null}
    </div>
  );
}

/** The smallest place that holds all the areas somebody's posts cover. */
async function placeAround(covered: string[], whole: string, signal: AbortSignal): Promise<string> {
  const [first] = covered;
  if (first === undefined) return whole;
  const { path } = await getAreas({ under: first }, signal);
  const around = path.filter((area) => covered.every((code) => code.startsWith(area.code)));
  const innermost = around.at(-1);
  if (innermost === undefined) return whole;
  // A single building is too small a plan to find one's way on.
  const compound = around.findLast((area) => area.level === 'compound' || area.level === 'community');
  return ['building', 'unit', 'home'].includes(innermost.level)
    ? (compound ?? innermost).code
    : innermost.code;
}
