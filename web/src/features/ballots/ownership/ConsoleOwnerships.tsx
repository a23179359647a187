import '../console-ballots.css';
import './ownership.css';
import { ArrowLeftOutlined, MoreOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Dropdown, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useKeys } from '../../../console/keys/keyboard.ts';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import { PageHead } from '../../../console/shell/PageHead.tsx';
import { getOwnerships, type OwnershipHome, type OwnershipRegister } from '../../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { useDebounced } from '../../../ui/time/debounced.ts';
import { squareMetres } from '../ballot-words.ts';
import { nameWithin } from '../desk/find-entries.ts';
import { ConsoleDeveloperUnsold } from './ConsoleDeveloperUnsold.tsx';
import { ConsoleOwnershipDeed, type OwnershipDeed } from './ConsoleOwnershipDeed.tsx';
import { ownershipPhrases } from './ownership-phrases.ts';
import { useCompounds } from './use-ownership.ts';

const lacks = ['owner', 'area', 'voter'] as const;
type Lack = (typeof lacks)[number];
const lackWords = { owner: 'countOwner', area: 'countArea', voter: 'countVoter' } as const satisfies Record<
  Lack,
  keyof typeof ownershipPhrases
>;
/** Whose keeper has more than these chooses first. */
const mostByItself = 20;
const homesAtOnce = 100;

/** Who owns which home of a compound, as those who keep the register see it. */
export default function ConsoleOwnerships() {
  const t = usePhrases(ownershipPhrases);
  const [search, setSearch] = useSearchParams();
  const compounds = useCompounds();
  const all = compounds.data ?? [];
  const asked = search.get('compound');
  const compound = asked ?? (all.length <= mostByItself ? all[0]?.code : undefined);
  // A ballot of one building leads here with the building: that is found in its compound.
  const within = all.find(({ code }) => compound?.startsWith(code));
  const choose = (code: string) => setSearch({ compound: code });
  const picker =
    all.length > 1 ? (
      <Select
        className="filter-area"
        aria-label={t('compound')}
        placeholder={t('choose')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={within?.code ?? null}
        options={all.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={choose}
      />
    ) : null;
  if (compounds.isPending) return <LoadingLines lines={5} />;
  if (compounds.data === undefined)
    return <FailedState isPage error={compounds.error} onRetry={() => void compounds.refetch()} />;
  if (all.length === 0) return <EmptyState isPage title={t('nothingTitle')} detail={t('nothingDetail')} />;
  if (compound === undefined)
    return (
      <>
        <PageHead title={t('title')} summary={t('lead')} />
        <EmptyState title={t('choose')} detail={t('chooseDetail')} action={picker} />
      </>
    );
  return <Register key={compound} compound={compound} picker={picker} />;
}

function Register({ compound, picker }: { compound: string; picker: React.ReactNode }) {
  const locale = useLocale();
  const t = usePhrases(ownershipPhrases);
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const [words, setWords] = useState(search.get('q') ?? '');
  const [deed, setDeed] = useState<OwnershipDeed | null>(null);
  const [isUnsold, setUnsold] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  const q = useDebounced(words.trim(), 300);
  const lack = lacks.find((one) => one === search.get('lack'));
  const set = (change: Record<string, string | null>) =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        for (const [key, value] of Object.entries(change))
          if (value === null) next.delete(key);
          else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const pages = useInfiniteQuery({
    queryKey: ['ownerships', compound, 'register', q, lack],
    queryFn: ({ signal, pageParam }) =>
      getOwnerships(
        { compound, q: q === '' ? undefined : q, lack, from: pageParam, limit: homesAtOnce },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (last, read) => {
      const shown = read.reduce((sum, { homes }) => sum + homes.length, 0);
      return shown < last.total ? shown : undefined;
    },
    placeholderData: (before) => before,
  });
  const first = pages.data?.pages[0];
  const homes = pages.data?.pages.flatMap((page) => page.homes) ?? [];
  useKeys(t('title'), [
    { keys: ['/'], words: t('keySearch'), run: () => field.current?.querySelector('input')?.focus() },
    { keys: ['n'], words: t('keyEnter'), run: () => setDeed({ do: 'enter' }) },
  ]);
  const place = first?.compound.name ?? '';
  return (
    <>
      <Link href="/ballots" className="back-link soft">
        <ArrowLeftOutlined aria-hidden="true" /> {t('toBallots')}
      </Link>
      <PageHead title={place === '' ? t('title') : `${t('title')} · ${place}`} summary={t('lead')}>
        <Button icon={<UploadOutlined />} onClick={() => navigate(`/ownerships/import?compound=${compound}`)}>
          {t('import')}
        </Button>
        <Button onClick={() => setUnsold(true)}>{t('developerUnsold')}</Button>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setDeed({ do: 'enter' })}>
          {t('enter')}
        </Button>
      </PageHead>
      {first === undefined ? null : (
        <Counts counts={first.counts} lack={lack} onLack={(one) => set({ lack: one })} />
      )}
      <search className="filters" aria-label={t('search')}>
        {picker}
        <div ref={field} className="ownership-search">
          <Input
            allowClear
            aria-label={t('search')}
            placeholder={t('search')}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              set({ q: event.target.value.trim() === '' ? null : event.target.value.trim() });
            }}
          />
        </div>
        {lack === undefined ? null : (
          <button type="button" className="chip" aria-pressed="true" onClick={() => set({ lack: null })}>
            {t('onlyLack', { what: t(lackWords[lack]) })} ×
          </button>
        )}
        {first === undefined ? null : (
          <span className="soft figures" role="status">
            {t('homesShown', { n: first.total.toLocaleString(locale) })}
          </span>
        )}
      </search>
      {pages.isPending ? (
        <LoadingLines lines={6} />
      ) : first === undefined ? (
        <FailedState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : first.counts.homes === 0 ? (
        <EmptyState title={t('noHomesTitle')} detail={t('noHomesDetail')} />
      ) : homes.length === 0 ? (
        <EmptyState
          title={t('none')}
          detail={t('noneDetail')}
          action={
            <Button
              onClick={() => {
                setWords('');
                set({ q: null, lack: null });
              }}
            >
              {t('showAll')}
            </Button>
          }
        />
      ) : (
        <>
          <Homes homes={homes} place={place} onDeed={setDeed} />
          {pages.hasNextPage ? (
            <p className="more">
              <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('more')}
              </Button>
            </p>
          ) : null}
        </>
      )}
      <ConsoleOwnershipDeed compound={compound} place={place} deed={deed} onClose={() => setDeed(null)} />
      <ConsoleDeveloperUnsold
        compound={compound}
        place={place}
        open={isUnsold}
        onClose={() => setUnsold(false)}
      />
    </>
  );
}

/** How complete the register is; each figure opens the rows behind it. */
function Counts({
  counts,
  lack,
  onLack,
}: {
  counts: OwnershipRegister['counts'];
  lack: Lack | undefined;
  onLack: (lack: Lack | null) => void;
}) {
  const t = usePhrases(ownershipPhrases);
  const locale = useLocale();
  const missing: Record<Lack, number> = {
    owner: counts.homes - counts.withOwner,
    area: counts.homes - counts.withArea,
    voter: counts.homes - counts.withVoter,
  };
  const why = { owner: 'ownerPaper', area: 'areaStops', voter: 'voterWhy' } as const;
  return (
    <ul className="ownership-counts">
      <li className="ownership-count">
        <span>{t('countHomes')}</span>
        <strong className="figures">{counts.homes.toLocaleString(locale)}</strong>
      </li>
      <li className="ownership-count">
        <span>{t('countHeads')}</span>
        <strong className="figures">{counts.heads.toLocaleString(locale)}</strong>
      </li>
      <li className="ownership-count">
        <span>{t('countM2')}</span>
        <strong className="figures">{squareMetres(counts.areaDm2, locale)}</strong>
      </li>
      {lacks.map((one) => (
        <li key={one} data-lack={missing[one] > 0 && one === 'area' ? '' : undefined}>
          <button
            type="button"
            className="ownership-count"
            aria-pressed={lack === one}
            onClick={() => onLack(lack === one ? null : one)}
          >
            <span>{t(lackWords[one])}</span>
            <strong className="figures">{missing[one].toLocaleString(locale)}</strong>
            {missing[one] === 0 ? null : <span className="soft">{t(why[one])}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Homes({
  homes,
  place,
  onDeed,
}: {
  homes: readonly OwnershipHome[];
  place: string;
  onDeed: (deed: OwnershipDeed) => void;
}) {
  const t = usePhrases(ownershipPhrases);
  const locale = useLocale();
  return (
    <table className="ownership-table">
      <thead>
        <tr>
          <th scope="col">{t('home')}</th>
          <th scope="col">{t('area')}</th>
          <th scope="col">{t('owners')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('addOwner')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {homes.map((home) => {
          const name = nameWithin(home.name, place);
          return (
            <tr key={home.homeCode}>
              <th scope="row">
                {name}
                <span className="soft figures ownership-code">{home.homeCode}</span>
              </th>
              <td className="ownership-area">
                {home.areaDm2 === null || home.source === null ? (
                  <Button size="small" onClick={() => onDeed({ do: 'area', home })}>
                    {t('setArea')}
                  </Button>
                ) : (
                  <>
                    <span className="figures">{squareMetres(home.areaDm2, locale)}</span>
                    <Button
                      size="small"
                      type="text"
                      className="soft"
                      title={t('setArea')}
                      onClick={() => onDeed({ do: 'area', home })}
                    >
                      {t(home.source)}
                    </Button>
                  </>
                )}
              </td>
              <td>
                {home.owners.length === 0 ? (
                  <span className="soft">{t('noOwner')}</span>
                ) : (
                  <ul className="ownership-owners">
                    {home.owners.map((owner) => (
                      <OwnerLine key={owner.ownershipId} home={home} owner={owner} onDeed={onDeed} />
                    ))}
                  </ul>
                )}
              </td>
              <td className="ownership-add">
                <Button
                  size="small"
                  icon={<PlusOutlined />}
                  aria-label={`${t('enter')} ${name}`}
                  onClick={() => onDeed({ do: 'enter', home })}
                >
                  {t('addOwner')}
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

type Owner = OwnershipHome['owners'][number];

function OwnerLine({
  home,
  owner,
  onDeed,
}: {
  home: OwnershipHome;
  owner: Owner;
  onDeed: (deed: OwnershipDeed) => void;
}) {
  const t = usePhrases(ownershipPhrases);
  const deeds = [
    'reveal' as const,
    ...(owner.isVoter || owner.isDeveloper || home.owners.length < 2 ? [] : ['voter' as const]),
    ...(owner.isDeveloper ? [] : ['merge' as const]),
    'end' as const,
  ];
  const words = { reveal: 'reveal', voter: 'nameVoter', merge: 'merge', end: 'end' } as const;
  return (
    <li>
      <span className="ownership-name">
        <strong>{owner.nameMasked}</strong> <span className="figures soft">{owner.phoneMasked}</span>
      </span>
      <span className="line-marks">
        {owner.isDeveloper ? <span className="tag tag-amber">{t('developer')}</span> : null}
        {owner.isVoter && home.owners.length > 1 ? <span className="tag">{t('voter')}</span> : null}
        {owner.isLinked ? <span className="tag tag-good">{t('linked')}</span> : null}
        {owner.homesOfHead > 1 ? (
          <span className="tag tag-calm">{t('merged', { n: owner.homesOfHead })}</span>
        ) : null}
        <span className="soft figures ownership-since">{t('since', { day: owner.from })}</span>
      </span>
      <Dropdown
        trigger={['click']}
        menu={{
          items: deeds.map((key) => ({ key, label: t(words[key]) })),
          onClick: ({ key }) => {
            const chosen = deeds.find((one) => one === key);
            if (chosen !== undefined) onDeed({ do: chosen, home, owner });
          },
        }}
      >
        <Button
          type="text"
          size="small"
          icon={<MoreOutlined />}
          aria-label={t('deeds', { name: owner.nameMasked })}
        />
      </Dropdown>
    </li>
  );
}
