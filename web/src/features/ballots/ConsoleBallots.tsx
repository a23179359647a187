import './console-ballots.css';
import { FilterOutlined, PlusOutlined, SolutionOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { usePresent } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useIsPhone } from '../../console/look/theme.ts';
import { useAbility } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { type BallotSummary, getAreas } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { fullDate, spanWords, whenWords } from '../../ui/time/words.ts';
import { type BallotGroup, groupBallots } from './ballot-groups.ts';
import { useBallotKinds, useBallotPages } from './ballot-queries.ts';
import { consoleBallotPhrases } from './console-phrases.ts';
import { dayWords } from './day-words.ts';

const states = ['running', 'past', 'all'] as const;
const groupTitles = {
  preparing: 'groupPreparing',
  posted: 'groupPosted',
  voting: 'groupVoting',
  counting: 'groupCounting',
  decided: 'groupDecided',
  ended: 'groupEnded',
} as const satisfies Record<BallotGroup, keyof typeof consoleBallotPhrases>;

/** Ballots where the viewer's posts reach, by what is to be done with them. */
export default function ConsoleBallots() {
  const t = usePhrases(consoleBallotPhrases);
  const label = useLabel();
  const isPhone = useIsPhone();
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const [narrowing, setNarrowing] = useState(false);
  const state = states.find((one) => one === search.get('state')) ?? 'running';
  const kind = search.get('kind') ?? undefined;
  const area = search.get('area') ?? undefined;
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
  const kinds = useBallotKinds();
  const pages = useBallotPages({ state, kind, area, limit: 50 });
  const all = pages.data?.pages.flatMap((page) => page.ballots) ?? [];
  const mayConvene = kinds.data?.kinds.some(({ convene }) => convene.length > 0) ?? false;
  const administers = useAbility('administer');
  const keepsRegister =
    administers ||
    kinds.data?.kinds.some(({ electorate, convene }) => electorate === 'owners' && convene.length > 0);
  useKeys(t('title'), [
    { keys: ['j', 'k'], words: t('keyNext'), run: (event) => walk(event.key === 'j' ? 1 : -1) },
    ...(mayConvene ? [{ keys: ['n'], words: t('keyConvene'), run: () => navigate('/ballots/new') }] : []),
  ]);
  const kindTitle = kinds.data?.kinds.find(({ key }) => key === kind)?.title;
  const filtered = kind !== undefined || area !== undefined;
  return (
    <>
      <PageHead title={t('title')} summary={t('summary')}>
        {keepsRegister ? (
          <Link href="/ownerships" className="head-link">
            <SolutionOutlined aria-hidden="true" /> {t('register')}
          </Link>
        ) : null}
        {mayConvene ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => navigate('/ballots/new')}>
            {t('convene')}
          </Button>
        ) : null}
      </PageHead>
      <search className="filters ballot-filters" aria-label={t('filters')}>
        <Segmented<(typeof states)[number]>
          aria-label={t('state')}
          value={state}
          options={states.map((value) => ({ value, label: t(value) }))}
          onChange={(value) => set({ state: value === 'running' ? null : value })}
        />
        {isPhone ? (
          <button
            type="button"
            className="chip"
            aria-expanded={narrowing}
            aria-controls="ballot-narrowing"
            onClick={() => setNarrowing(!narrowing)}
          >
            <FilterOutlined aria-hidden="true" /> {kindTitle === undefined ? t('filters') : label(kindTitle)}
          </button>
        ) : null}
        {isPhone && !narrowing ? null : (
          <div className="ballot-narrowing" id="ballot-narrowing">
            <Select
              className="ballot-kind"
              aria-label={t('kind')}
              allowClear
              placeholder={t('allKinds')}
              value={kind ?? null}
              options={(kinds.data?.kinds ?? []).map(({ key, title }) => ({
                value: key,
                label: label(title),
              }))}
              onChange={(value: string | null) => set({ kind: value ?? null })}
            />
            <AreaFilter value={area} onChange={(value) => set({ area: value })} />
            {filtered ? (
              <Button type="text" onClick={() => set({ kind: null, area: null })}>
                {t('clear')}
              </Button>
            ) : null}
          </div>
        )}
      </search>
      {pages.isPending ? (
        <LoadingLines lines={4} />
      ) : pages.data === undefined ? (
        <FailedState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : all.length === 0 ? (
        <EmptyState
          title={t(state === 'past' ? 'nonePast' : 'none')}
          detail={t(filtered || !mayConvene ? 'noneHereDetail' : 'noneDetail')}
          action={
            filtered ? (
              <Button onClick={() => set({ kind: null, area: null })}>{t('clear')}</Button>
            ) : state === 'running' ? (
              <Button onClick={() => set({ state: 'past' })}>{t('past')}</Button>
            ) : undefined
          }
        />
      ) : (
        <div className="groups">
          {groupBallots(all).map(([group, those]) => (
            <section key={group} aria-labelledby={`ballots-${group}`}>
              <div className="group-head">
                <h2 id={`ballots-${group}`}>{t(groupTitles[group])}</h2>
                <span className="figures">{those.length}</span>
              </div>
              <ul className="lines ballot-lines">
                {those.map((one) => (
                  <BallotLine key={one.ballotId} one={one} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      {pages.hasNextPage ? (
        <p className="more">
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('more')}
          </Button>
        </p>
      ) : null}
    </>
  );
}

/** From one ballot to the next without a mouse. */
function walk(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.ballot-lines .line-title')];
  const at = links.findIndex((link) => link.matches(':focus'));
  links[
    at === -1 ? (by === 1 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + by))
  ]?.focus();
}

function AreaFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (code: string | null) => void;
}) {
  const t = usePhrases(consoleBallotPhrases);
  const [words, setWords] = useState('');
  const found = useQuery({
    queryKey: ['areas', words],
    queryFn: ({ signal }) => getAreas(words === '' ? {} : { q: words }, signal),
    staleTime: 5 * 60_000,
  });
  // An address names only the code; its name is looked up.
  const named = useQuery({
    queryKey: ['area', value],
    queryFn: async ({ signal }) => (await getAreas({ under: value ?? '' }, signal)).path.at(-1) ?? null,
    enabled: value !== undefined,
    staleTime: 5 * 60_000,
  });
  const options = (found.data?.areas ?? []).map((one) => ({ value: one.code, label: one.fullName }));
  if (value !== undefined && !options.some((option) => option.value === value))
    options.unshift({ value, label: named.data?.fullName ?? value });
  return (
    <Select
      className="filter-area"
      aria-label={t('area')}
      popupMatchSelectWidth={false}
      allowClear
      placeholder={t('areaSearch')}
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={found.isFetching}
      value={value ?? null}
      options={options}
      onChange={(code: string | null | undefined) => onChange(code ?? null)}
    />
  );
}

/** One ballot: what it is, where it stands, what is due and when, and what this viewer may do with it. */
function BallotLine({ one }: { one: BallotSummary }) {
  const t = usePhrases(consoleBallotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const verb = one.verbs.find(({ primary }) => primary);
  return (
    <li className="line ballot-line">
      <div className="line-main">
        <Link href={`/ballots/${one.ballotId}`} className="line-title">
          {one.title}
        </Link>
        <p className="line-meta">
          <span>{label(one.kindTitle)}</span>
          <span>{one.part?.name ?? one.area.name}</span>
          <span className="figures">{one.number}</span>
        </p>
      </div>
      <div className="line-marks">
        <span className="tag">{label(one.phaseTitle)}</span>
        {one.outcome === null || one.phase === 'annulled' ? null : (
          <span className="ballot-outcome">{label(one.outcome)}</span>
        )}
        {verb === undefined ? null : (
          <span className="tag tag-calm">{t('myStep', { verb: label(verb.title) })}</span>
        )}
      </div>
      <div className="ballot-due">
        {one.next === null ? (
          <span className="soft">
            {one.votingFrom === null || one.votingUntil === null
              ? one.outcome === null
                ? t('noDays')
                : dayWords(one.createdAt, locale)
              : t('votingTime', {
                  from: dayWords(one.votingFrom, locale),
                  until: dayWords(one.votingUntil, locale),
                })}
          </span>
        ) : (
          <NextByTime next={one.next} />
        )}
      </div>
    </li>
  );
}

/** What time does next, how long until then, and the very moment. */
export function NextByTime({ next }: { next: NonNullable<BallotSummary['next']> }) {
  const t = usePhrases(consoleBallotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const now = usePresent();
  const left = Date.parse(next.at) - now;
  return (
    <span className="due">
      <span className="due-span">
        {label(next.title)} {t(left > 0 ? 'left' : 'late', { span: spanWords(left, locale) })}
      </span>
      <time className="due-when" dateTime={next.at} title={fullDate(next.at, { locale })}>
        {whenWords(next.at, { locale, now })}
      </time>
    </span>
  );
}
