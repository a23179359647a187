import './picker.css';
import { useDeferredValue, useId, useState } from 'react';
import type { AreaSummary } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, ErrorNotice, Icon } from '../../ui/kit/index.ts';
import { useModel, useSession } from '../session/resident-session.ts';
import { useAreaSearch, useAreasUnder } from './area-queries.ts';
import { areasPhrases } from './areas-phrases.ts';
import { isPlaceLevel } from './levels.ts';

export interface PickedArea {
  area: AreaSummary;
  /** Outermost first, without the area itself. */
  path: AreaSummary[];
}

/**
 * Picks a place step by step, compound → building → unit, or by words. Needs no map and works by keyboard.
 * At every step one may stop and choose what is reached.
 */
export function PlacePicker({
  start,
  stopAt,
  onPick,
}: {
  start: string | null;
  /** Level at which a press chooses instead of opening. */
  stopAt?: string;
  onPick: (picked: PickedArea) => void;
}) {
  const t = usePhrases(areasPhrases);
  const levels = useModel().data?.levels ?? [];
  const cityCode = useSession().data?.city.areaCode;
  const searchId = useId();
  const [under, setUnder] = useState<string | null>(start);
  const [words, setWords] = useState('');
  const searched = useDeferredValue(words.trim());
  const search = useAreaSearch(searched, stopAt);
  const list = useAreasUnder(under);
  // The city itself stands as "all" at the head of the path.
  const path = under === null ? [] : (list.data?.path ?? []).filter((area) => area.code !== cityCode);
  const last = path[path.length - 1];
  const here = last && isPlaceLevel(levels, last.level) ? last : undefined;

  const step = (area: AreaSummary) => {
    if (area.hasChildren && area.level !== stopAt) {
      setWords('');
      setUnder(area.code);
    } else {
      onPick({ area, path });
    }
  };

  return (
    <div className="picker stack">
      <div className="picker-search">
        <label className="for-ears" htmlFor={searchId}>
          {t('search')}
        </label>
        <Icon name="search" />
        <input
          id={searchId}
          className="input"
          type="search"
          autoComplete="off"
          placeholder={t('search')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {searched !== '' ? (
        <SearchResults words={searched} result={search} onPick={step} />
      ) : (
        <>
          <nav className="crumbs" aria-label={t('where')}>
            <ol>
              {under !== null && (
                <li>
                  <button type="button" className="text-button" onClick={() => setUnder(null)}>
                    {t('allPlaces')}
                  </button>
                </li>
              )}
              {path.map((area) => (
                <li key={area.code}>
                  <button
                    type="button"
                    className="text-button"
                    aria-current={area.code === under ? 'location' : undefined}
                    onClick={() => setUnder(area.code)}
                  >
                    {area.name}
                  </button>
                </li>
              ))}
            </ol>
          </nav>
          {here && (
            <Button wide primary icon="check" onClick={() => onPick({ area: here, path: path.slice(0, -1) })}>
              {t('chooseHere', { name: here.name })}
            </Button>
          )}
          {list.data === undefined ? (
            list.error ? (
              <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
            ) : (
              <Bones lines={5} />
            )
          ) : list.data.areas.length === 0 ? (
            last ? null : (
              <Blank icon="place" title={t('emptyTitle')} />
            )
          ) : (
            <AreaRows
              heading={last ? t('inside', { name: last.name }) : null}
              areas={list.data.areas}
              onPick={step}
              withPath={false}
            />
          )}
        </>
      )}
    </div>
  );
}

function SearchResults({
  words,
  result,
  onPick,
}: {
  words: string;
  result: ReturnType<typeof useAreaSearch>;
  onPick: (area: AreaSummary) => void;
}) {
  const t = usePhrases(areasPhrases);
  if (result.error && !result.data) {
    return <ErrorNotice error={result.error} onRetry={() => void result.refetch()} />;
  }
  if (!result.data) return <Bones />;
  const { areas } = result.data;
  return (
    <>
      <p role="status" className="muted">
        {areas.length === 0 ? t('searchNone', { words }) : t('searchCount', { n: areas.length })}
      </p>
      <AreaRows heading={null} areas={areas} onPick={onPick} withPath />
    </>
  );
}

function AreaRows({
  heading,
  areas,
  onPick,
  withPath,
}: {
  heading: string | null;
  areas: AreaSummary[];
  onPick: (area: AreaSummary) => void;
  withPath: boolean;
}) {
  return (
    <div className="stack">
      {heading && <h3 className="small muted">{heading}</h3>}
      <ul className="rows">
        {areas.map((area) => (
          <li key={area.code}>
            <button type="button" className="row" onClick={() => onPick(area)}>
              <span>
                {area.name}
                {withPath && area.fullName !== area.name && (
                  <span className="small muted row-under">{area.fullName}</span>
                )}
              </span>
              <Icon name={area.hasChildren ? 'forward' : 'check'} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
