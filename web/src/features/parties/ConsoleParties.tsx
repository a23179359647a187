import './parties.css';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getAreas, getOrgs, getParties, type OrgView, type PartiesView } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { ConsoleSharedCases } from './ConsoleSharedCases.tsx';
import { partyConsolePhrases } from './console-phrases.ts';

type Group = PartiesView['groups'][number];
type Party = Group['parties'][number];

/** The parties of a compound side by side, with what is vacant and what they do together. */
export default function ConsoleParties({ area }: { area: string | undefined }) {
  const { posts } = useStaffSession();
  // Whoever serves one compound wants that one; others step in from what they cover.
  const start = area ?? posts.flatMap(({ covers }) => covers.map(({ areaCode }) => areaCode))[0];
  return start === undefined ? <Choose from={null} /> : <PartiesOf key={start} area={start} />;
}

function PartiesOf({ area }: { area: string }) {
  const t = usePhrases(partyConsolePhrases);
  const parties = useQuery({
    queryKey: ['parties', area],
    queryFn: ({ signal }) => getParties(area, signal),
  });
  if (parties.isPending)
    return (
      <Frame>
        <LoadingLines lines={4} />
      </Frame>
    );
  if (parties.data === undefined) {
    return (
      <Frame>
        <FailedState error={parties.error} onRetry={() => void parties.refetch()} />
      </Frame>
    );
  }
  const { groups } = parties.data;
  const [first] = groups;
  if (first === undefined) return <Choose from={area} />;
  const missing = groups.flatMap((group) => group.parties).filter(({ isPresent }) => !isPresent).length;
  return (
    <>
      <PageHead
        title={`${t('title')} · ${first.area.name}`}
        summary={
          <>
            {t('lead')}
            {missing > 0 ? <span className="tag tag-amber">{t('missingCount', { n: missing })}</span> : null}
          </>
        }
      >
        <OtherCompound code={first.area.code} />
      </PageHead>
      {groups.map((group) => (
        <PartyGroup key={group.key} group={group} />
      ))}
      <ConsoleSharedCases area={first.area} />
    </>
  );
}

/** One step out, where the neighbouring compounds are listed. */
function OtherCompound({ code }: { code: string }) {
  const t = usePhrases(partyConsolePhrases);
  const around = useQuery({
    queryKey: ['areas', 'around', code],
    queryFn: ({ signal }) => getAreas({ under: code }, signal),
    staleTime: 10 * 60_000,
  });
  const outer = around.data?.path.at(-2);
  return outer === undefined ? null : (
    <Link className="parties-other" href={`/parties/${outer.code}`}>
      {t('other')}
    </Link>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const t = usePhrases(partyConsolePhrases);
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')} />
      {children}
    </>
  );
}

function PartyGroup({ group }: { group: Group }) {
  const label = useLabel();
  const orgs = useQuery({
    queryKey: ['orgs-of-area', group.area.code],
    queryFn: ({ signal }) => getOrgs({ area: group.area.code }, signal),
  });
  const byId = new Map((orgs.data?.orgs ?? []).map((org) => [org.orgId, org]));
  return (
    <section className="party-group" aria-labelledby={`group-${group.key}`}>
      <h2 id={`group-${group.key}`} className="section-title">
        {label(group.title)}
      </h2>
      <ul className="parties" data-many={group.parties.length > 4}>
        {group.parties.map((party) => (
          <PartyCard key={party.key} party={party} orgs={byId} />
        ))}
      </ul>
    </section>
  );
}

function PartyCard({ party, orgs }: { party: Party; orgs: ReadonlyMap<string, OrgView> }) {
  const t = usePhrases(partyConsolePhrases);
  const marks = useMarks();
  const label = useLabel();
  return (
    <li className="party" data-present={party.isPresent}>
      <h3>
        {label(party.title)} {party.isPresent ? null : <span className="tag tag-amber">{t('missing')}</span>}
      </h3>
      {party.owes === null ? null : (
        <p>
          <span className="soft">{t('owes')} </span>
          {label(party.owes)}
        </p>
      )}
      {party.isPresent ? null : <p className="soft">{t('missingDetail')}</p>}
      {party.residents ? <p>{t('residents')}</p> : null}
      {party.orgs.length > 0 ? (
        <>
          <h4>{t('orgsOf')}</h4>
          <ul className="party-orgs">
            {party.orgs.map((org) => {
              const vacancies = orgs.get(org.orgId)?.vacancies ?? [];
              return (
                <li key={org.orgId}>
                  {org.name} <span className="soft">{label(org.kindTitle)}</span>
                  {vacancies.length > 0 ? (
                    <span className="party-vacant">
                      {t('vacant', { roles: marks.listed(vacancies.map((one) => label(one.roleTitle))) })}
                    </span>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
      {party.holders.length > 0 ? (
        <>
          <h4>{t('holdersOf')}</h4>
          <ul className="party-holders">
            {party.holders.map((holder) => (
              <li key={holder.postId}>
                {holder.name ?? t('nameHidden')} <span className="soft">{label(holder.roleTitle)}</span>
              </li>
            ))}
          </ul>
          {party.holderCount > party.holders.length ? (
            <p className="soft">{t('holdersMore', { n: party.holderCount, shown: party.holders.length })}</p>
          ) : null}
        </>
      ) : party.orgs.length > 0 ? (
        <p className="party-vacant">{t('nobodyHolds')}</p>
      ) : null}
    </li>
  );
}

const leastWords = 1;

/** A compound by name, or step by step from what one covers. */
function Choose({ from }: { from: string | null }) {
  const t = usePhrases(partyConsolePhrases);
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), 300);
  const isSearch = asked.length >= leastWords;
  const places = useQuery({
    queryKey: ['areas', 'parties', from, asked],
    queryFn: ({ signal }) => getAreas(isSearch ? { q: asked } : from === null ? {} : { under: from }, signal),
    placeholderData: (before) => before,
  });
  const here = places.data?.path.at(-1);
  return (
    <Frame>
      <search className="filters" aria-label={t('search')}>
        <Input
          className="filter-words"
          allowClear
          value={words}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => setWords(event.target.value)}
        />
      </search>
      {places.isPending ? (
        <LoadingLines lines={3} />
      ) : places.data === undefined ? (
        <FailedState error={places.error} onRetry={() => void places.refetch()} />
      ) : places.data.areas.length === 0 ? (
        isSearch ? (
          <EmptyState title={t('noPlaces')} detail={t('noPlacesDetail')} />
        ) : (
          <EmptyState title={t('noGroupsTitle')} detail={t('noGroupsDetail')} />
        )
      ) : (
        <section aria-labelledby="parties-choose">
          <h2 id="parties-choose" className="section-title">
            {!isSearch && here !== undefined ? t('inside', { name: here.name }) : t('chooseTitle')}
          </h2>
          <ul className="places lines">
            {places.data.areas.map((area) => (
              <li key={area.code}>
                <Link href={`/parties/${area.code}`}>
                  <span>{isSearch ? area.fullName : area.name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Frame>
  );
}
