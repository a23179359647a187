import './norms.css';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId } from 'react';
import { useSearchParams } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getNorms, type NormStateKey, type NormView } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { type OwnArea, useOwnAreas } from '../coverage/own-areas.ts';
import { ConsoleNormTrend } from './ConsoleNormTrend.tsx';
import { ConsoleNormUnits } from './ConsoleNormUnits.tsx';
import { normPhrases } from './norm-phrases.ts';
import { normStates, shortOf, useBoundsWords, valueWords } from './norm-words.ts';

/** What is looked at below: of a norm, one state, and one class or all. */
export interface Chosen {
  norm: string;
  state: NormStateKey | undefined;
  areaClass: string | undefined;
}

/** Norms of the model, how each stands, and a year of it; every figure opens the records it was counted from. */
export default function ConsoleNorms() {
  const t = usePhrases(normPhrases);
  const own = useOwnAreas();
  const [first] = own;
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')} />
      {first === undefined ? (
        <EmptyState title={t('notYoursTitle')} detail={t('notYoursDetail')} />
      ) : (
        <Norms own={own} first={first} />
      )}
    </>
  );
}

function Norms({ own, first }: { own: readonly OwnArea[]; first: OwnArea }) {
  const t = usePhrases(normPhrases);
  const dayId = useId();
  const [search, setSearch] = useSearchParams();
  const area = search.get('area') ?? first.code;
  const on = search.get('on') ?? undefined;
  const chosen: Chosen | null = search.has('norm')
    ? {
        norm: search.get('norm') ?? '',
        state: normStates.find((one) => one === search.get('state')),
        areaClass: search.get('class') ?? undefined,
      }
    : null;
  const change = (words: Partial<Record<'area' | 'on' | 'norm' | 'state' | 'class', string>>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(words)) {
          if (value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  const choose = (next: Chosen | null) =>
    change({ norm: next?.norm ?? '', state: next?.state ?? '', class: next?.areaClass ?? '' });
  const norms = useQuery({
    queryKey: ['norms', area, on],
    queryFn: ({ signal }) => getNorms({ area, on }, signal),
    staleTime: 60_000,
  });
  return (
    <>
      <div className="filters">
        {own.length > 1 ? (
          <Select
            className="filter-area"
            aria-label={t('area')}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            value={area}
            options={own.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(code: string) => change({ area: code })}
          />
        ) : (
          <strong>{norms.data?.area.name ?? first.name}</strong>
        )}
        <span className="norm-day">
          <label htmlFor={dayId}>{t('onDay')}</label>
          <Input
            id={dayId}
            type="date"
            value={on ?? norms.data?.on ?? ''}
            onChange={(event) => change({ on: event.target.value })}
          />
        </span>
        {on === undefined ? null : <Button onClick={() => change({ on: '' })}>{t('today')}</Button>}
      </div>
      {norms.isPending ? (
        <LoadingLines lines={4} />
      ) : norms.data === undefined ? (
        <FailedState error={norms.error} onRetry={() => void norms.refetch()} />
      ) : norms.data.norms.length === 0 ? (
        <EmptyState title={t('noneTitle')} detail={t('noneDetail')} />
      ) : (
        <div className="norms">
          {norms.data.norms.map((norm) => (
            <Norm
              key={norm.key}
              norm={norm}
              area={area}
              on={on}
              chosen={chosen?.norm === norm.key ? chosen : null}
              onChoose={choose}
            />
          ))}
        </div>
      )}
    </>
  );
}

function Norm({
  norm,
  area,
  on,
  chosen,
  onChoose,
}: {
  norm: NormView;
  area: string;
  on: string | undefined;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen | null) => void;
}) {
  const t = usePhrases(normPhrases);
  const marks = useMarks();
  const label = useLabel();
  const boundsWords = useBoundsWords();
  const { isShare, bounds, overall, newFrom } = norm;
  const id = `norm-${norm.key}`;
  const short = shortOf(norm);
  const toggle = (next: Chosen) =>
    onChoose(
      chosen !== null && chosen.state === next.state && chosen.areaClass === next.areaClass ? null : next,
    );
  return (
    <section className="norm" aria-labelledby={id}>
      <div className="norm-top">
        <div className="norm-main">
          <h2 id={id}>{label(norm.title)}</h2>
          <p className="soft">{t('askedOf', { who: norm.askedOf.map(label).join(t('listed')) })}</p>
          <dl className="norm-figures">
            <div>
              <dt>{isShare ? t('now') : t('average')}</dt>
              <dd>
                <strong className="figures">{valueWords(overall, isShare)}</strong>
                {isShare && overall.denominator > 0 ? (
                  <span className="soft figures">
                    {' '}
                    {t('ofAll', { n: overall.numerator, of: overall.denominator })}
                  </span>
                ) : null}
              </dd>
            </div>
            <div>
              <dt>{t('target')}</dt>
              <dd>
                <strong>{boundsWords(bounds, isShare)}</strong>
              </dd>
            </div>
          </dl>
          {normStates.some((state) => norm.counts[state] > 0) ? null : <p>{t('nothingHere')}</p>}
          <p className="norm-states">
            {normStates
              .filter((state) => norm.counts[state] > 0)
              .map((state) => (
                <button
                  key={state}
                  type="button"
                  className="norm-state"
                  data-state={state}
                  aria-pressed={chosen?.state === state && chosen.areaClass === undefined}
                  aria-label={t('doorOf', {
                    what: label(norm.title),
                    state: t(state),
                    n: norm.counts[state],
                  })}
                  onClick={() => toggle({ norm: norm.key, state, areaClass: undefined })}
                >
                  {t(state)} <strong className="figures">{norm.counts[state].toLocaleString()}</strong>
                </button>
              ))}
          </p>
        </div>
        <ConsoleNormTrend norm={norm} />
      </div>
      {short === 0 ? null : (
        <p className="norm-warning">
          <strong>{label(norm.warning)}</strong>
          {marks.colon}
          {t('warningN', { n: short })}
          {marks.stop}
          {t('nextStep', { words: label(norm.nextStep) })}
        </p>
      )}
      {newFrom === null ? null : (
        <p className="soft">
          {newFrom.existing.length === 0
            ? t('newFromOnly', { day: newFrom.from })
            : t('newFrom', {
                day: newFrom.from,
                steps: newFrom.existing
                  .map(({ by, bounds: step }) => t('step', { day: by, bounds: boundsWords(step, isShare) }))
                  .join(t('listed')),
              })}
        </p>
      )}
      <Classes norm={norm} chosen={chosen} onChoose={toggle} />
      {norm.source === null ? null : <p className="norm-source">{t('source', { source: norm.source })}</p>}
      {chosen === null ? null : (
        <ConsoleNormUnits
          key={`${chosen.state} ${chosen.areaClass} ${area} ${on}`}
          norm={norm}
          area={area}
          on={on}
          chosen={chosen}
          onClose={() => onChoose(null)}
        />
      )}
    </section>
  );
}

/** What is asked of each class, and how it stands; the classes in the order of the model, not of their figures. */
function Classes({
  norm,
  chosen,
  onChoose,
}: {
  norm: NormView;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
}) {
  const t = usePhrases(normPhrases);
  const label = useLabel();
  const boundsWords = useBoundsWords();
  if (norm.rest === null) return null;
  const rows = [
    ...norm.byClass.map((one) => ({ ...one, title: label(one.title) })),
    { key: 'rest', title: t('rest'), bounds: norm.bounds, ...norm.rest },
  ].filter(({ counts }) => normStates.some((state) => counts[state] > 0));
  if (rows.length === 0) return null;
  const shown = normStates.filter((state) => rows.some(({ counts }) => counts[state] > 0));
  return (
    <div className="norm-classes">
      <table className="norm-table">
        <caption>{t('byClass')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('areaClass')}</th>
            <th scope="col">{t('target')}</th>
            <th scope="col">{t('now')}</th>
            {shown.map((state) => (
              <th key={state} scope="col">
                {t(state)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, title, bounds, overall, counts }) => (
            <tr key={key}>
              <th scope="row">{title}</th>
              <td>{boundsWords(bounds, norm.isShare)}</td>
              <td className="figures">{valueWords(overall, norm.isShare)}</td>
              {shown.map((state) => (
                <td key={state}>
                  {counts[state] === 0 ? (
                    <span className="soft">0</span>
                  ) : (
                    <button
                      type="button"
                      className="norm-door figures"
                      aria-pressed={chosen?.state === state && chosen.areaClass === key}
                      aria-label={t('doorOf', { what: title, state: t(state), n: counts[state] })}
                      onClick={() => onChoose({ norm: norm.key, state, areaClass: key })}
                    >
                      {counts[state].toLocaleString()}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
