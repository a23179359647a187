import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useId, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type EstablishmentsView, getEstablishments } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleEnterEstablishment } from './ConsoleEnterEstablishment.tsx';
import { establishmentPhrases } from './console-phrases.ts';
import { directionPhrases } from './directions.ts';
import { EstablishmentPosts } from './EstablishmentPosts.tsx';
import './establishments.css';

const views = ['orgs', 'moves', 'posts'] as const;
export type Choose = (chosen: Record<string, string | null>) => void;

/** Posts of the establishment on any day: how many are where, by which decisions, and which. All of it stands in the address. */
export default function ConsoleEstablishments() {
  const t = usePhrases(establishmentPhrases);
  const dayId = useId();
  const [search, setSearch] = useSearchParams();
  const [entering, setEntering] = useState(false);
  const on = search.get('on') ?? '';
  const view = views.find((one) => one === search.get('view')) ?? 'orgs';
  const choose: Choose = (chosen) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(chosen)) {
          if (value === null || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  /** A figure leads to the posts it counts, and to no others. */
  const showPosts: Choose = (chosen) =>
    choose({ key: null, org: null, moved: null, movedOn: null, vacant: null, ...chosen, view: 'posts' });
  const found = useQuery({
    queryKey: ['establishments', 'view', on],
    queryFn: ({ signal }) => getEstablishments(on === '' ? undefined : on, signal),
    placeholderData: (before) => before,
  });
  const register = found.data;
  const isEmpty = register?.establishments.every(({ posts }) => posts === 0) === true;
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')}>
        {register?.mayEnter === true && register.establishments.length > 0 ? (
          <Button type="primary" onClick={() => setEntering(true)}>
            {t('enter')}
          </Button>
        ) : null}
      </PageHead>
      <search className="filters" aria-label={t('onDay')}>
        <span className="power-day">
          <label htmlFor={dayId}>{t('onDay')}</label>
          <Input
            id={dayId}
            type="date"
            value={on === '' ? (register?.on ?? '') : on}
            onChange={(event) => choose({ on: event.target.value })}
          />
        </span>
        {on === '' ? null : <Button onClick={() => choose({ on: null })}>{t('today')}</Button>}
      </search>
      {on === '' ? null : (
        <p className="establishment-not-today" role="status">
          {t('notToday', { day: on })}
        </p>
      )}
      {found.isPending ? (
        <LoadingLines lines={4} />
      ) : register === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : isEmpty ? (
        <EmptyState title={t('none')} detail={t('noneDetail')} />
      ) : (
        <>
          <Tiles register={register} onShow={showPosts} />
          <Segmented<(typeof views)[number]>
            className="establishment-views"
            aria-label={t('ways')}
            value={view}
            options={[
              { value: 'orgs', label: t('byOrg') },
              { value: 'moves', label: t('byMove') },
              { value: 'posts', label: t('oneByOne') },
            ]}
            onChange={(chosen) => choose({ view: chosen })}
          />
          {view === 'orgs' ? (
            <Orgs register={register} onShow={showPosts} />
          ) : view === 'moves' ? (
            <Moves register={register} onShow={showPosts} />
          ) : (
            <EstablishmentPosts register={register} on={on} search={search} onChoose={choose} />
          )}
        </>
      )}
      <ConsoleEnterEstablishment
        kinds={register?.establishments ?? []}
        open={entering}
        onClose={() => setEntering(false)}
      />
    </>
  );
}

function Tiles({ register, onShow }: { register: EstablishmentsView; onShow: Choose }) {
  const t = usePhrases(establishmentPhrases);
  const label = useLabel();
  return (
    <ul className="establishment-tiles">
      {register.establishments.map(({ key, title, posts, movedDown, vacant }) => (
        <li key={key} className="establishment-tile" data-establishment={key}>
          <h2>{label(title)}</h2>
          <button
            type="button"
            className="establishment-figure figures"
            aria-label={t('postsOf', { kind: label(title), n: posts })}
            onClick={() => onShow({ key })}
          >
            {posts.toLocaleString('en')}
          </button>
          <p>
            <Button onClick={() => onShow({ key, moved: 'down' })} data-count="moved-down">
              {t('movedDown', { n: movedDown })}
            </Button>
            <Button onClick={() => onShow({ key, vacant: 'true' })} data-count="vacant">
              {t('vacantCount', { n: vacant })}
            </Button>
          </p>
        </li>
      ))}
    </ul>
  );
}

function Orgs({ register, onShow }: { register: EstablishmentsView; onShow: Choose }) {
  const t = usePhrases(establishmentPhrases);
  const label = useLabel();
  return (
    <div className="establishment-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('org')}</th>
            {register.establishments.map(({ key, title }) => (
              <th key={key} scope="col">
                {label(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {register.orgs.map((org) => (
            <tr key={org.orgId}>
              <th scope="row">
                <Link href={`/orgs?org=${org.orgId}`}>{org.name}</Link>
                <span className="soft">{label(org.kindTitle)}</span>
              </th>
              {register.establishments.map(({ key, title }) => {
                const count = org.counts.find((one) => one.key === key);
                if (count === undefined)
                  return (
                    <td key={key} className="soft">
                      —
                    </td>
                  );
                return (
                  <td key={key} className="figures">
                    <button
                      type="button"
                      aria-label={t('cellOf', { org: org.name, kind: label(title), n: count.posts })}
                      onClick={() => onShow({ key, org: org.orgId })}
                    >
                      {count.posts}
                    </button>
                    <span className="soft">
                      {[
                        count.movedDown > 0 && count.movedDown < count.posts
                          ? t('ofThemDown', { n: count.movedDown })
                          : '',
                        count.vacant > 0 ? t('ofThemVacant', { n: count.vacant }) : '',
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Moves({ register, onShow }: { register: EstablishmentsView; onShow: Choose }) {
  const t = usePhrases(establishmentPhrases);
  const label = useLabel();
  if (register.moves.length === 0) return <p className="soft">{t('noMoves')}</p>;
  return (
    <ul className="establishment-moves">
      {register.moves.map(({ movedOn, basis, key, direction, posts }) => {
        const title = register.establishments.find((one) => one.key === key)?.title;
        const kind = title === undefined ? key : label(title);
        return (
          <li key={[movedOn, basis, key, direction].join(' ')}>
            <span className="figures">{movedOn}</span>
            <span className="tag">{t(directionPhrases[direction])}</span>
            <span className="establishment-basis">
              {kind} · {basis}
            </span>
            <Button
              aria-label={t('seeMove', { day: movedOn, kind, n: posts })}
              onClick={() => onShow({ key, movedOn })}
            >
              {t('countPosts', { n: posts })}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
