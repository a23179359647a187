import { inSentence } from '@linli/contract/label-words';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useAbility } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type CoverageView, type FindingKind, getCoverage } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { compoundLevel } from '../areas/levels.ts';
import { ConsoleDrawGrid } from './ConsoleDrawGrid.tsx';
import { ConsoleFindings } from './ConsoleFindings.tsx';
import { coveragePhrases } from './coverage-phrases.ts';
import { shareWords } from './share-words.ts';
import './coverage.css';
import { useAreaPath, useOwnAreas } from './own-areas.ts';

const ConsoleCoverageMap = lazy(() => import('./ConsoleCoverageMap.tsx'));

export const findingKinds = [
  'nobody-answers',
  'several-answer',
  'without-grid',
  'in-several-grids',
  'vacancy',
  'expired-term',
  'uncovered',
] as const satisfies readonly FindingKind[];

/** Coverage of the viewer's areas level by level. Every figure opens its rows; what is chosen stands in the address. */
export default function ConsoleCoverage() {
  const t = usePhrases(coveragePhrases);
  const own = useOwnAreas();
  const [search, setSearch] = useSearchParams();
  const area = search.get('area') ?? own[0]?.code;
  const kind = findingKinds.find((one) => one === search.get('kind'));
  const view = search.get('view') === 'map' ? 'map' : 'figures';
  const choose = (chosen: Partial<Record<'area' | 'kind' | 'view' | 'draw', string>>) =>
    setSearch((before) => addressOf(before, chosen));
  useKeys(t('title'), [
    {
      keys: ['[', ']'],
      words: t('keyViews'),
      run: () => choose({ view: view === 'map' ? '' : 'map' }),
    },
  ]);
  const coverage = useQuery({
    queryKey: ['coverage', 'figures', area],
    queryFn: ({ signal }) => getCoverage(area, signal),
    placeholderData: (before) => before,
  });
  const administers = useAbility('administer');
  const path = useAreaPath(area);
  const isInCompound = path.data?.path.some(({ level }) => level === compoundLevel) === true;
  const mayDraw = administers && isInCompound && coverage.data?.rule?.grids === true;
  const draws = search.get('draw');
  return (
    <>
      {mayDraw && draws !== null && area !== undefined ? (
        <ConsoleDrawGrid area={area} suggested={draws} onClose={() => choose({ draw: '' })} />
      ) : null}
      <PageHead
        title={t('title')}
        summary={coverage.data === undefined ? t('lead') : <CoverageRule coverage={coverage.data} />}
      >
        {mayDraw ? <Button onClick={() => choose({ draw: area })}>{t('drawGrid')}</Button> : null}
        <Segmented
          aria-label={t('views')}
          value={view}
          options={[
            { value: 'figures', label: t('asFigures') },
            { value: 'map', label: t('asMap') },
          ]}
          onChange={(chosen) => choose({ view: chosen === 'map' ? 'map' : '' })}
        />
      </PageHead>
      <div className="filters">
        {own.length > 1 ? (
          <Select
            className="filter-area"
            aria-label={t('area')}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            value={own.find(({ code }) => area?.startsWith(code) === true)?.code ?? null}
            options={own.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(code: string | null) => choose({ area: code ?? '' })}
          />
        ) : null}
        <AreaTrail area={area} onChoose={(code) => choose({ area: code })} />
      </div>
      {coverage.isPending ? (
        <LoadingLines lines={4} />
      ) : coverage.data === undefined ? (
        <FailedState error={coverage.error} onRetry={() => void coverage.refetch()} />
      ) : view === 'map' ? (
        <Suspense fallback={<LoadingLines lines={4} />}>
          <ConsoleCoverageMap key={coverage.data.area.code} area={coverage.data.area.code} />
        </Suspense>
      ) : (
        <>
          <Tiles coverage={coverage.data} kind={kind} onKind={(chosen) => choose({ kind: chosen })} />
          {kind === undefined ? null : (
            <ConsoleFindings
              key={`${coverage.data.area.code} ${kind}`}
              area={coverage.data.area.code}
              kind={kind}
              onClose={() => choose({ kind: '' })}
            />
          )}
          <Inside coverage={coverage.data} />
          <Rate coverage={coverage.data} />
        </>
      )}
    </>
  );
}

function addressOf(
  before: URLSearchParams,
  chosen: Partial<Record<'area' | 'kind' | 'view' | 'draw', string>>,
): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [key, value] of Object.entries(chosen)) {
    if (value === '') next.delete(key);
    else next.set(key, value);
  }
  return next;
}

/** What the city promises for every home. */
function CoverageRule({ coverage: { rule, countedFor } }: { coverage: CoverageView }) {
  const t = usePhrases(coveragePhrases);
  const marks = useMarks();
  const label = useLabel();
  const day = t('countedFor', { day: countedFor });
  if (rule === null)
    return (
      <>
        {t('noRule')} {day}
      </>
    );
  const words = {
    level: inSentence(label(rule.homes)),
    roles: marks.listed(rule.answeredBy.map(({ title }) => label(title))),
  };
  return (
    <>
      {rule.answeredBy.length === 0
        ? t('promiseUnnamed', words)
        : t(rule.grids ? 'promiseGrid' : 'promise', words)}
      {marks.stop}
      {day}
    </>
  );
}

function AreaTrail({ area, onChoose }: { area: string | undefined; onChoose: (code: string) => void }) {
  const t = usePhrases(coveragePhrases);
  const own = useOwnAreas();
  const { data } = useAreaPath(area);
  const path = (data?.path ?? []).filter(({ code }) => own.some((one) => code.startsWith(one.code)));
  if (path.length === 0) return null;
  return (
    <nav className="coverage-trail" aria-label={t('where')}>
      <ol>
        {path.map(({ code, name }) => (
          <li key={code}>
            {code === area ? (
              <strong aria-current="location">{name}</strong>
            ) : (
              <button type="button" onClick={() => onChoose(code)}>
                {name}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Of each kind: how many, out of the reply. */
function countOf(kind: FindingKind, { figures, vacancies, expiredTerms, rate }: CoverageView): number | null {
  switch (kind) {
    case 'nobody-answers':
      return figures.unanswered;
    case 'several-answer':
      return figures.overanswered;
    case 'without-grid':
      return figures.withoutGrid;
    case 'in-several-grids':
      return figures.inSeveralGrids;
    case 'vacancy':
      return vacancies;
    case 'expired-term':
      return expiredTerms;
    case 'uncovered':
      return rate === null ? null : rate.areas - rate.covered;
  }
}

const unitOf = {
  'nobody-answers': 'unitHomes',
  'several-answer': 'unitHomes',
  'without-grid': 'unitHomes',
  'in-several-grids': 'unitHomes',
  vacancy: 'unitPosts',
  'expired-term': 'unitPosts',
  uncovered: 'unitAreas',
} as const satisfies Record<FindingKind, string>;

function Tiles({
  coverage,
  kind,
  onKind,
}: {
  coverage: CoverageView;
  kind: FindingKind | undefined;
  onKind: (kind: FindingKind | '') => void;
}) {
  const t = usePhrases(coveragePhrases);
  const { figures, rule, area, childLevel } = coverage;
  // Areas inside stand below; where there are none any more, the homes themselves are the rows.
  const rows = childLevel === null ? `/who?area=${area.code}` : '#coverage-inside';
  return (
    <section aria-label={t('figures')}>
      <ul className="coverage-tiles">
        {rule === null ? null : (
          <>
            <li>
              <TileLink href={rows} title={t('homes')} n={figures.homes} unit={t('unitHomes')} />
            </li>
            <li>
              <TileLink
                href={rows}
                title={t('proven')}
                n={figures.proven}
                unit={t('unitHomes')}
                note={
                  figures.homes === 0
                    ? undefined
                    : t('ofHomes', { share: shareWords(figures.proven, figures.homes) })
                }
              />
            </li>
          </>
        )}
        {findingKinds.map((one) => {
          const n = countOf(one, coverage);
          if (n === null || (rule === null && unitOf[one] === 'unitHomes')) return null;
          return (
            <li key={one}>
              <button
                type="button"
                className="coverage-tile"
                data-kind={one}
                data-wrong={n > 0}
                aria-pressed={kind === one}
                onClick={() => onKind(kind === one ? '' : one)}
              >
                <span>{t(one)}</span>
                <strong className="figures">{n.toLocaleString()}</strong>
                <span className="soft">{t(unitOf[one])}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function TileLink({
  href,
  title,
  n,
  unit,
  note,
}: {
  href: string;
  title: string;
  n: number;
  unit: string;
  note?: string | undefined;
}) {
  const inside = (
    <>
      <span>{title}</span>
      <strong className="figures">{n.toLocaleString()}</strong>
      <span className="soft">
        {unit}
        {note === undefined ? '' : ` · ${note}`}
      </span>
    </>
  );
  return href.startsWith('#') ? (
    <a className="coverage-tile" href={href}>
      {inside}
    </a>
  ) : (
    <Link className="coverage-tile" href={href}>
      {inside}
    </Link>
  );
}

const columns = [
  ['unanswered', 'nobody-answers'],
  ['overanswered', 'several-answer'],
  ['withoutGrid', 'without-grid'],
  ['inSeveralGrids', 'in-several-grids'],
] as const;

/** The areas of the next level, each with its figures; a figure leads to its rows there. */
function Inside({ coverage: { childLevel, children, area } }: { coverage: CoverageView }) {
  const t = usePhrases(coveragePhrases);
  const label = useLabel();
  if (childLevel === null || children.length === 0) {
    return (
      <p className="coverage-innermost">
        <Link href={`/who?area=${area.code}`}>{t('innermost')}</Link>
      </p>
    );
  }
  return (
    <section
      className="coverage-inside"
      id="coverage-inside"
      aria-labelledby="coverage-inside-title"
      tabIndex={-1}
    >
      <h2 id="coverage-inside-title" className="section-title">
        {t('inside', { level: inSentence(label(childLevel.title)) })}
      </h2>
      <div className="coverage-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('homes')}</th>
              <th scope="col">{t('proven')}</th>
              {columns.map(([, kind]) => (
                <th key={kind} scope="col">
                  {t(kind)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {children.map(({ code, name, figures }) => (
              <tr key={code}>
                <th scope="row">
                  <Link href={`/coverage?area=${code}`}>{name}</Link>
                </th>
                <td className="figures">
                  <Link href={`/coverage?area=${code}`}>
                    <span className="visually-hidden">{t('figureOf', { name, kind: t('homes') })}</span>
                    {figures.homes.toLocaleString()}
                  </Link>
                </td>
                <td className="figures">
                  <Link href={`/coverage?area=${code}`}>
                    <span className="visually-hidden">{t('figureOf', { name, kind: t('proven') })}</span>
                    {figures.proven.toLocaleString()}
                    {figures.homes === 0 ? null : (
                      <span className="soft"> {shareWords(figures.proven, figures.homes)}</span>
                    )}
                  </Link>
                </td>
                {columns.map(([figure, kind]) => (
                  <td key={kind} className="figures" data-wrong={figures[figure] > 0}>
                    <Link href={`/coverage?area=${code}&kind=${kind}`}>
                      <span className="visually-hidden">{t('figureOf', { name, kind: t(kind) })}</span>
                      {figures[figure].toLocaleString()}
                    </Link>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The rate with what it is a rate of. */
function Rate({ coverage: { rate, area } }: { coverage: CoverageView }) {
  const t = usePhrases(coveragePhrases);
  const label = useLabel();
  if (rate === null) return null;
  const level = inSentence(label(rate.levelTitle));
  return (
    <section className="coverage-rate" aria-labelledby="coverage-rate">
      <h2 id="coverage-rate" className="section-title">
        {t('rate')}
      </h2>
      {rate.share === null ? (
        <p className="soft">{t('rateNone', { level })}</p>
      ) : (
        <>
          <p>
            <Link className="coverage-share figures" href={`/coverage?area=${area.code}&kind=uncovered`}>
              {shareWords(rate.covered, rate.areas)}
            </Link>{' '}
            {t('rateOf', { n: rate.areas, covered: rate.covered, level })}
          </p>
          {rate.formations.length === 0 ? null : (
            <div className="coverage-table">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t('formation')}</th>
                    <th scope="col">{t('orgs')}</th>
                    <th scope="col">{t('areasCovered', { level })}</th>
                  </tr>
                </thead>
                <tbody>
                  {rate.formations.map(({ formation, title, orgs, areas }) => (
                    <tr key={formation ?? ''}>
                      <th scope="row">{title === null ? t('formationNone') : label(title)}</th>
                      <td className="figures">
                        <Link href={`/coverage?area=${area.code}&view=map`}>{orgs}</Link>
                      </td>
                      <td className="figures">{areas}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </section>
  );
}
