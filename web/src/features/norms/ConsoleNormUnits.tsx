import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { getNormRows, getNormUnits, type NormUnit, type NormView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import type { Chosen } from './ConsoleNorms.tsx';
import { normPhrases } from './norm-phrases.ts';
import { useBoundsWords, valueWords } from './norm-words.ts';

/** What a figure was counted from, each with its own count, in no order of merit. */
export function ConsoleNormUnits({
  norm,
  area,
  on,
  chosen,
  onClose,
}: {
  norm: NormView;
  area: string;
  on: string | undefined;
  chosen: Chosen;
  onClose: () => void;
}) {
  const t = usePhrases(normPhrases);
  const label = useLabel();
  const { state, areaClass } = chosen;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const pages = useInfiniteQuery({
    queryKey: ['norms', 'units', norm.key, area, on, state, areaClass],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      getNormUnits(norm.key, { area, on, state, areaClass, after: pageParam }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const units = pages.data?.pages.flatMap((page) => page.units) ?? [];
  return (
    <section className="norm-units" aria-labelledby={`units-${norm.key}`}>
      <div className="section-head">
        <h3 id={`units-${norm.key}`} ref={head} tabIndex={-1}>
          {state === undefined
            ? t('records', { title: label(norm.title) })
            : t('recordsOf', { title: label(norm.title), state: t(state) })}
        </h3>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
      {pages.isPending ? (
        <LoadingLines lines={3} />
      ) : pages.data === undefined ? (
        <FailedState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : units.length === 0 ? (
        <EmptyState title={t('noUnits')} detail={t('noUnitsDetail')} />
      ) : (
        <ul className="norm-unit-list">
          {units.map((unit) => (
            <UnitLine key={unit.unit} norm={norm} unit={unit} on={on} />
          ))}
        </ul>
      )}
      {pages.hasNextPage ? (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </section>
  );
}

function UnitLine({ norm, unit, on }: { norm: NormView; unit: NormUnit; on: string | undefined }) {
  const t = usePhrases(normPhrases);
  const label = useLabel();
  const boundsWords = useBoundsWords();
  const [isOpen, setOpen] = useState(false);
  const { isShare } = norm;
  return (
    <li className="norm-unit">
      <div className="norm-unit-main">
        <p>
          <strong>{unit.name}</strong>{' '}
          <span className={unit.state === 'outside' || unit.state === 'behind' ? 'tag tag-amber' : 'tag'}>
            {t(unit.state)}
          </span>
        </p>
        <p className="soft">
          {[
            unit.detail,
            unit.area.name === unit.name ? null : unit.area.name,
            unit.areaClass === null ? null : label(unit.areaClass.title),
            unit.formedOn === null ? null : t('formedOn', { day: unit.formedOn }),
          ]
            .filter((words) => words !== null)
            .join(' · ')}
        </p>
        {unit.next === null ? null : (
          <p className="soft">
            {t('next', { day: unit.next.by, bounds: boundsWords(unit.next.bounds, isShare) })}
          </p>
        )}
      </div>
      <p className="norm-unit-value">
        <strong className="figures">{valueWords(unit, isShare)}</strong>
        {isShare && unit.denominator > 0 ? (
          <span className="soft figures"> {t('ofAll', { n: unit.numerator, of: unit.denominator })}</span>
        ) : null}
        {unit.asked === null ? null : (
          <span className="soft norm-unit-asked">
            {t('asked', { bounds: boundsWords(unit.asked, isShare) })}
          </span>
        )}
      </p>
      <p className="norm-unit-deeds">
        {unit.orgId === null ? null : <Link href={`/orgs?org=${unit.orgId}`}>{t('toOrg')}</Link>}
        <Button
          aria-expanded={isOpen}
          aria-label={t('rowsOf', { deed: t(isOpen ? 'hideRows' : 'showRows'), name: unit.name })}
          onClick={() => setOpen(!isOpen)}
        >
          {t(isOpen ? 'hideRows' : 'showRows')}
        </Button>
      </p>
      {isOpen ? <UnitRows norm={norm} unit={unit} on={on} /> : null}
    </li>
  );
}

/** The records themselves. */
function UnitRows({ norm, unit, on }: { norm: NormView; unit: NormUnit; on: string | undefined }) {
  const t = usePhrases(normPhrases);
  const label = useLabel();
  const rows = useQuery({
    queryKey: ['norms', 'rows', norm.key, unit.unit, on],
    queryFn: ({ signal }) => getNormRows(norm.key, unit.unit, on, signal),
  });
  if (rows.isPending) return <LoadingLines lines={2} />;
  if (rows.data === undefined) return <FailedState error={rows.error} onRetry={() => void rows.refetch()} />;
  const all = rows.data.rows;
  if (all.length === 0) return <p className="soft">{t('noRows')}</p>;
  return (
    <section
      className="norm-rows"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('rowsOf', { deed: t('showRows'), name: unit.name })}
    >
      <table className="norm-table">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('what')}</th>
            {norm.isShare ? <th scope="col">{t('counted')}</th> : null}
            <th scope="col">{t('because')}</th>
            <th scope="col">{t('since')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no key of their own and never change places
            <tr key={index}>
              <th scope="row">
                {row.orgId === null || row.orgId === unit.orgId ? (
                  row.name
                ) : (
                  <Link href={`/orgs?org=${row.orgId}`}>{row.name}</Link>
                )}
              </th>
              <td>{row.what === null ? '' : label(row.what)}</td>
              {norm.isShare ? <td>{t(row.isCounted ? 'countedYes' : 'countedNo')}</td> : null}
              <td>{row.because ?? ''}</td>
              <td className="figures">{row.since ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
