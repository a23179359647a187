import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { useIsPhone } from '../../console/look/theme.ts';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getOrg, getOrgs, type OrgView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { ConsoleSaveOrg } from './ConsoleSaveOrg.tsx';
import { orgConsolePhrases } from './console-phrases.ts';
import { OrgDetails } from './OrgDetails.tsx';
import { OrgTree } from './OrgTree.tsx';
import './orgs.css';
import { useOrgTree } from './use-org-tree.ts';

const typingMs = 300;
/** What the address may ask to be done. */
const deeds = ['appoint', 'serves', 'segment', 'end', 'make', 'change'];

/**
 * The tree of organisations and, beside it, the one that is chosen with its posts and vacancies: authority comes from here
 * and nowhere else. The chosen one stands in the address, and so does the deed that a finding leads to.
 */
export default function ConsoleOrgs() {
  const t = usePhrases(orgConsolePhrases);
  const session = useStaffSession();
  const phone = useIsPhone();
  const [search, setSearch] = useSearchParams();
  const tree = useOrgTree();
  const details = useRef<HTMLElement>(null);
  const place = search.get('place') ?? '';
  const asked = search.get('q') ?? '';
  // Without a choice: where the viewer serves.
  const chosen = search.get('org') ?? session.posts[0]?.orgId ?? null;
  const rootsAreThere = tree.roots.data !== undefined;
  const openPath = useEffectEvent((orgId: string) => {
    // One that cannot be read says so in its details; the tree stays as it is.
    void tree.openPathTo(orgId).catch(() => undefined);
  });
  useEffect(() => {
    if (chosen !== null && rootsAreThere) openPath(chosen);
  }, [chosen, rootsAreThere]);
  const choose = (orgId: string) => {
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const key of deeds) next.delete(key);
      next.set('org', orgId);
      return next;
    });
    if (phone) details.current?.scrollIntoView();
  };
  const begin = (deed: 'make' | 'change') =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set(deed, '');
      return next;
    });
  const done = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const key of deeds) next.delete(key);
        return next;
      },
      { replace: true },
    );
  // A new one is thought of under the one that is looked at.
  const under = useQuery({
    queryKey: ['orgs', 'one', chosen, ''],
    queryFn: ({ signal }) => getOrg(chosen ?? '', undefined, signal),
    enabled: chosen !== null,
  });
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')}>
        {tree.verbs.includes('make') ? (
          <Button size="large" onClick={() => begin('make')}>
            {t('make')}
          </Button>
        ) : null}
      </PageHead>
      <OrgSearch
        asked={asked}
        onAsk={(words) =>
          setSearch(
            (before) => {
              const next = new URLSearchParams(before);
              next.delete('place');
              if (words === '') next.delete('q');
              else next.set('q', words);
              return next;
            },
            { replace: true },
          )
        }
      />
      <div className="orgs-sides">
        <div className="orgs-tree-side">
          {asked !== '' || place !== '' ? (
            <FoundOrgs
              query={asked === '' ? { area: place } : { q: asked }}
              chosen={chosen}
              onChoose={choose}
            />
          ) : null}
          {tree.roots.isPending ? (
            <LoadingLines lines={4} />
          ) : tree.roots.data === undefined ? (
            <FailedState error={tree.roots.error} onRetry={() => void tree.roots.refetch()} />
          ) : tree.rows.length === 0 ? (
            <EmptyState title={t('empty')} detail={t('emptyDetail')} />
          ) : (
            <>
              <h2 className="section-title">{t('tree')}</h2>
              <OrgTree
                rows={tree.rows}
                loading={tree.loading}
                chosen={chosen}
                onChoose={choose}
                onOpen={tree.openOrg}
                onClose={tree.closeOrg}
                onMore={tree.showMore}
              />
            </>
          )}
        </div>
        <section ref={details} className="orgs-details" aria-label={t('details')}>
          {chosen === null ? (
            <EmptyState title={t('chooseOne')} detail={t('chooseOneDetail')} />
          ) : (
            <OrgDetails
              key={chosen}
              orgId={chosen}
              kinds={tree.kinds}
              appointFor={
                search.has('appoint')
                  ? {
                      role: search.get('appoint') ?? '',
                      serves: search.getAll('serves'),
                      segments: search.getAll('segment'),
                    }
                  : null
              }
              endFor={search.get('end')}
              isChanging={search.has('change')}
              onChange={() => begin('change')}
              onDone={done}
              onChoose={choose}
            />
          )}
        </section>
      </div>
      <ConsoleSaveOrg
        open={search.has('make') && tree.verbs.includes('make') && (chosen === null || !under.isPending)}
        org={null}
        under={under.data?.org ?? null}
        kinds={tree.kinds}
        onClose={done}
        onSaved={choose}
      />
    </>
  );
}

function OrgSearch({ asked, onAsk }: { asked: string; onAsk: (words: string) => void }) {
  const t = usePhrases(orgConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const [words, setWords] = useState(asked);
  const settled = useDebounced(words.trim(), typingMs);
  const box = useRef<HTMLInputElement>(null);
  const ask = useEffectEvent((typed: string) => {
    if (typed !== asked) onAsk(typed);
  });
  useEffect(() => ask(settled), [settled]);
  useKeys(frame('keysAnywhere'), [
    { keys: ['/'], words: frame('keySearch'), run: () => box.current?.focus() },
  ]);
  return (
    <search className="filters" aria-label={t('search')}>
      <Input
        ref={(input) => {
          box.current = input?.input ?? null;
        }}
        className="filter-words"
        allowClear
        value={words}
        placeholder={t('search')}
        aria-label={t('search')}
        suffix={<kbd className="key-hint">/</kbd>}
        onChange={(event) => setWords(event.target.value)}
      />
    </search>
  );
}

/** What was searched for; choosing one opens the tree as far as it. */
function FoundOrgs({
  query,
  chosen,
  onChoose,
}: {
  query: { q: string } | { area: string };
  chosen: string | null;
  onChoose: (orgId: string) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const isByPlace = 'area' in query;
  const found = useQuery({
    queryKey: ['orgs', 'found', query],
    queryFn: ({ signal }) => getOrgs(query, signal),
  });
  return (
    <section className="orgs-found" aria-labelledby="orgs-found">
      <h2 id="orgs-found" className="section-title">
        {isByPlace ? t('coveringFound') : t('searchFound')}
      </h2>
      {found.isPending ? (
        <LoadingLines lines={2} />
      ) : found.data === undefined ? (
        <FailedState error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data.orgs.length === 0 ? (
        <EmptyState title={t('empty')} detail={t('emptyDetail')} />
      ) : (
        <ul>
          {found.data.orgs.map((org: OrgView) => (
            <li key={org.orgId}>
              <button
                type="button"
                className="orgs-found-one"
                aria-pressed={org.orgId === chosen}
                onClick={() => onChoose(org.orgId)}
              >
                <span>{org.name}</span> <span className="soft">{label(org.kindTitle)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
