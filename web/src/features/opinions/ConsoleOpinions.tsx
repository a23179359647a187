import { postWords } from '@linli/contract/post-words';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useVerbDesk } from '../../console/cases/desk.ts';
import { Due, When } from '../../console/look/Due.tsx';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getOpinions, type OpinionState, type OpinionsPage } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { VerbButton } from '../cases/ConsoleCaseLine.tsx';
import { ConsoleAskOpinion } from './ConsoleAskOpinion.tsx';
import { opinionPhrases } from './console-phrases.ts';
import './opinions.css';

const states = ['asked', 'given', 'expired', 'withdrawn'] as const satisfies readonly OpinionState[];
const powerPhrases = {
  'in-force': 'powerInForce',
  'taken-back': 'powerTakenBack',
  'not-in-force': 'powerNotInForce',
} as const satisfies Record<OpinionsPage['powers'][number]['state'], keyof typeof opinionPhrases>;

/** What one organisation asks another before it decides, under the power that this is an exercise of. */
export default function ConsoleOpinions() {
  const t = usePhrases(opinionPhrases);
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const [asking, setAsking] = useState<string | null>(null);
  const kind = search.get('kind') ?? undefined;
  const state = states.find((one) => one === search.get('state'));
  const choose = (chosen: { kind?: string | undefined; state?: OpinionState | undefined }) =>
    setSearch(
      Object.fromEntries(
        Object.entries({ kind, state, ...chosen }).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, value]],
        ),
      ),
      { replace: true },
    );
  const filter = { ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) };
  const found = useInfiniteQuery({
    queryKey: ['opinions', filter],
    queryFn: ({ signal, pageParam }) =>
      getOpinions({ ...filter, ...(pageParam === null ? {} : { after: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  const powers = found.data?.pages[0]?.powers ?? [];
  const opinions = found.data?.pages.flatMap((page) => page.opinions) ?? [];
  const kinds = powers.flatMap((power) => power.kinds.filter(({ isOpinion }) => isOpinion));
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')} />
      {found.isPending ? (
        <LoadingLines lines={4} />
      ) : found.data === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <>
          {powers.length === 0 ? null : (
            <ul className="opinion-powers" aria-label={t('powers')}>
              {powers.map((power) => (
                <PowerCard key={power.key} power={power} onAsk={setAsking} onChoose={choose} />
              ))}
            </ul>
          )}
          <div className="section-head">
            <h2>{t('list')}</h2>
            <search className="filters opinion-filters" aria-label={t('list')}>
              <Select
                aria-label={t('kind')}
                placeholder={t('anyKind')}
                allowClear
                value={kind ?? null}
                options={kinds.map((one) => ({ value: one.key, label: label(one.title) }))}
                onChange={(value: string | null | undefined) => choose({ kind: value ?? undefined })}
              />
              <Select
                aria-label={t('state')}
                placeholder={t('anyState')}
                allowClear
                value={state ?? null}
                options={states.map((one) => ({ value: one, label: t(one) }))}
                onChange={(value: OpinionState | null | undefined) => choose({ state: value ?? undefined })}
              />
            </search>
          </div>
          {opinions.length === 0 ? (
            <EmptyState title={t('none')} detail={t('noneDetail')} />
          ) : (
            <ul className="opinions">
              {opinions.map((one) => (
                <OpinionLine key={one.case.caseId} one={one} />
              ))}
            </ul>
          )}
          {found.hasNextPage ? (
            <p className="opinions-more">
              <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('more')}
              </Button>
            </p>
          ) : null}
        </>
      )}
      <ConsoleAskOpinion kind={asking} onClose={() => setAsking(null)} />
    </>
  );
}

function PowerCard({
  power,
  onAsk,
  onChoose,
}: {
  power: OpinionsPage['powers'][number];
  onAsk: (kind: string) => void;
  onChoose: (chosen: { kind: string; state: OpinionState | undefined }) => void;
}) {
  const t = usePhrases(opinionPhrases);
  const label = useLabel();
  return (
    <li className="opinion-power" data-power={power.key}>
      <p className="opinion-power-name">
        <strong>{label(power.title)}</strong>
        <span className="soft">{t('over', { whom: label(power.over) })}</span>
        <span className={power.state === 'in-force' ? 'tag' : 'tag tag-amber'}>
          {t(powerPhrases[power.state], { day: power.since ?? '' })}
        </span>
      </p>
      {power.kinds.map(({ key, title, isOpinion, mayAsk, counts }) => (
        <div key={key} className="opinion-kind">
          <p>
            {label(title)}
            {mayAsk && isOpinion ? (
              <Button aria-label={t('proposeOf', { kind: label(title) })} onClick={() => onAsk(key)}>
                {t('propose')}
              </Button>
            ) : null}
          </p>
          {isOpinion ? (
            <p className="opinion-counts">
              {states
                .filter((state) => state !== 'withdrawn' || counts.withdrawn > 0)
                .map((state) => (
                  <Button
                    key={state}
                    data-count={state}
                    aria-label={t('countOf', { kind: label(title), state: t(state), n: counts[state] })}
                    onClick={() => onChoose({ kind: key, state })}
                  >
                    {t(state)} <span className="figures">{counts[state]}</span>
                    {state === 'asked' && counts.late > 0 ? (
                      <span className="opinion-late">{t('lateOf', { n: counts.late })}</span>
                    ) : null}
                  </Button>
                ))}
            </p>
          ) : (
            <p>
              <Link href={`/cases?kind=${key}`} aria-label={t('commandsOf', { kind: label(title) })}>
                {t('commands')}
              </Link>
            </p>
          )}
        </div>
      ))}
    </li>
  );
}

function OpinionLine({ one }: { one: OpinionsPage['opinions'][number] }) {
  const t = usePhrases(opinionPhrases);
  const marks = useMarks();
  const label = useLabel();
  const desk = useVerbDesk();
  const { case: asked, opinion, askedBy, givenBy, usedBy } = one;
  const { next } = asked;
  return (
    <li className="opinion" data-case-id={asked.caseId} data-state={opinion.state}>
      <div className="opinion-main">
        <p className="opinion-title">
          <Link href={`/cases/${asked.caseId}`}>{asked.title}</Link>
          <span className={opinion.state === 'expired' ? 'tag tag-amber' : 'tag'}>{t(opinion.state)}</span>
          {opinion.choice === null ? null : <strong>{label(opinion.choice.title)}</strong>}
        </p>
        <p className="soft">
          <span className="number">{asked.number}</span> {asked.areaName} · {label(asked.kindTitle)}
        </p>
        {opinion.ground === null ? null : <p>{t('ground') + marks.colon + opinion.ground}</p>}
        <dl className="opinion-facts">
          <div>
            <dt>{t('askedBy')}</dt>
            <dd>
              {askedBy ?? t('somebody')} <When at={asked.openedAt} />
            </dd>
          </div>
          {opinion.state === 'asked' ? (
            <div>
              <dt>{t('due')}</dt>
              <dd>
                <Due one={asked} />
              </dd>
            </div>
          ) : null}
          {opinion.state === 'given' && opinion.endedAt !== null ? (
            <div>
              <dt>{t('givenBy')}</dt>
              <dd>
                {givenBy ?? t('somebody')} <When at={opinion.endedAt} />
              </dd>
            </div>
          ) : null}
          {opinion.state === 'expired' && opinion.endedAt !== null ? (
            <div>
              <dt>{t('expired')}</dt>
              <dd>
                <When at={opinion.endedAt} />
              </dd>
            </div>
          ) : null}
          {usedBy === null ? null : (
            <div>
              <dt>{t('usedBy')}</dt>
              <dd>
                <Link href={`/orgs?org=${usedBy.orgId}`}>
                  {t('used', {
                    post: label(postWords(usedBy.orgName, usedBy.roleTitle)),
                    day: usedBy.heldFrom,
                  })}
                </Link>
              </dd>
            </div>
          )}
        </dl>
      </div>
      {next === null ? null : (
        <div className="line-verbs">
          <VerbButton one={asked} verb={next} main onPress={() => desk.begin(asked, next)} />
        </div>
      )}
    </li>
  );
}
