import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useKeys } from '../../console/keys/keyboard.ts';
import { EmptyState, FailedState, LoadingLines } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { PageHead } from '../../console/shell/PageHead.tsx';
import { getOrgs, type OrgList, type OrgView, type PostView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleAppoint } from './ConsoleAppoint.tsx';
import { ConsoleEndPost } from './ConsoleEndPost.tsx';
import { orgConsolePhrases } from './console-phrases.ts';

const typingMs = 300;

/** The tree of organisations with the posts in each, and the vacancies: authority comes from here and nowhere else. */
export default function ConsoleOrgs() {
  const t = usePhrases(orgConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const [search, setSearch] = useSearchParams();
  const asked = search.get('q') ?? '';
  const [words, setWords] = useState(asked);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (words.trim() !== asked)
        setSearch(words.trim() === '' ? {} : { q: words.trim() }, { replace: true });
    }, typingMs);
    return () => clearTimeout(timer);
  }, [words, asked, setSearch]);
  useKeys(frame('keysAnywhere'), [
    { keys: ['/'], words: frame('keySearch'), run: () => box.current?.focus() },
  ]);
  const orgs = useQuery({
    queryKey: ['orgs', asked],
    queryFn: ({ signal }) => getOrgs(asked === '' ? {} : { q: asked }, signal),
  });
  return (
    <>
      <PageHead title={t('title')} summary={t('lead')} />
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
      {orgs.isPending ? (
        <LoadingLines lines={4} />
      ) : orgs.data === undefined ? (
        <FailedState error={orgs.error} onRetry={() => void orgs.refetch()} />
      ) : orgs.data.orgs.length === 0 ? (
        <EmptyState title={t('empty')} detail={t('emptyDetail')} />
      ) : (
        <>
          {asked === '' ? <MyOrgs /> : null}
          <section aria-labelledby="orgs-tree">
            <h2 id="orgs-tree" className="section-title">
              {t(asked === '' ? 'tree' : 'searchFound')}
            </h2>
            <ul className="orgs">
              {orgs.data.orgs.map((org) => (
                <OrgItem
                  key={org.orgId}
                  org={org}
                  kinds={orgs.data.kinds}
                  startsOpen={asked === '' && orgs.data.orgs.length === 1}
                />
              ))}
            </ul>
          </section>
        </>
      )}
    </>
  );
}

/** Where the viewer serves, found by the places those organisations cover. */
function MyOrgs() {
  const t = usePhrases(orgConsolePhrases);
  const session = useStaffSession();
  const mine = new Map(session.posts.map((post) => [post.orgId, post]));
  const areas = [
    ...new Set(session.posts.flatMap((post) => post.covers.slice(0, 1).map((area) => area.areaCode))),
  ];
  const found = useQuery({
    queryKey: ['orgs-mine', ...areas],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(areas.map((area) => getOrgs({ area }, signal)));
      const byId = new Map(lists.flatMap((list) => list.orgs).map((org) => [org.orgId, org]));
      return {
        orgs: [...byId.values()].filter((org) => mine.has(org.orgId)),
        kinds: lists[0]?.kinds ?? [],
      };
    },
    enabled: areas.length > 0,
  });
  if (found.data === undefined || found.data.orgs.length === 0) return null;
  const { orgs, kinds } = found.data;
  return (
    <section aria-labelledby="orgs-mine">
      <h2 id="orgs-mine" className="section-title">
        {t('mine')}
      </h2>
      <ul className="orgs">
        {orgs.map((org) => (
          <OrgItem key={org.orgId} org={org} kinds={kinds} startsOpen={false} />
        ))}
      </ul>
    </section>
  );
}

function OrgItem({ org, kinds, startsOpen }: { org: OrgView; kinds: OrgList['kinds']; startsOpen: boolean }) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const [open, setOpen] = useState(startsOpen);
  const [appointing, setAppointing] = useState(false);
  const [ending, setEnding] = useState<PostView | null>(null);
  const roles = kinds.find((kind) => kind.key === org.kind)?.roles ?? [];
  // Swedish writes days as the wire does.
  const today = new Date().toLocaleDateString('sv-SE');
  const children = useQuery({
    queryKey: ['orgs-under', org.orgId],
    queryFn: ({ signal }) => getOrgs({ under: org.orgId }, signal),
    enabled: open && org.hasChildren,
  });
  return (
    <li className="org">
      <div className="org-card">
        {org.hasChildren ? (
          <button
            type="button"
            className="org-toggle"
            aria-expanded={open}
            aria-label={t(open ? 'closeOrg' : 'openOrg', { name: org.name })}
            onClick={() => setOpen(!open)}
          >
            {open ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />}
          </button>
        ) : (
          <span className="org-toggle" aria-hidden="true" />
        )}
        <div className="org-main">
          <p className="org-name">
            <strong>{org.name}</strong> <span className="tag">{label(org.kindTitle)}</span>
            {org.vacancies.length > 0 ? (
              <span className="tag tag-amber">{t('vacancies', { n: org.vacancies.length })}</span>
            ) : null}
          </p>
          {org.covers.length === 0 ? null : (
            <p className="soft">{t('covers', { areas: areaWords(org, t) })}</p>
          )}
          <ul className="org-posts" aria-label={t('posts')}>
            {org.posts.map((post) => (
              <li key={post.postId}>
                <span className="org-role">{label(post.roleTitle)}</span> {post.name}
                {post.heldFrom > today ? (
                  <span className="soft"> {t('since', { day: post.heldFrom })}</span>
                ) : null}
                {post.heldTo === null ? null : (
                  <span className="soft"> {t('until', { day: post.heldTo })}</span>
                )}
                {org.mayAdminister ? (
                  <Button
                    type="link"
                    aria-label={t('endOf', { name: post.name, role: label(post.roleTitle) })}
                    onClick={() => setEnding(post)}
                  >
                    {t('end')}
                  </Button>
                ) : null}
              </li>
            ))}
            {org.vacancies.map((vacancy) => (
              <li key={vacancy.role} className="org-vacant">
                <span className="org-role">{label(vacancy.roleTitle)}</span> {t('vacant')}
              </li>
            ))}
          </ul>
        </div>
        {org.mayAdminister && roles.length > 0 ? (
          <Button aria-label={t('appointAt', { org: org.name })} onClick={() => setAppointing(true)}>
            {t('appoint')}
          </Button>
        ) : null}
      </div>
      <ConsoleAppoint org={org} roles={roles} open={appointing} onClose={() => setAppointing(false)} />
      <ConsoleEndPost post={ending} onClose={() => setEnding(null)} />
      {open && org.hasChildren ? (
        children.isPending ? (
          <LoadingLines lines={1} />
        ) : children.data === undefined ? (
          <FailedState error={children.error} onRetry={() => void children.refetch()} />
        ) : (
          <ul className="orgs orgs-under">
            {children.data.orgs.map((child) => (
              <OrgItem key={child.orgId} org={child} kinds={children.data.kinds} startsOpen={false} />
            ))}
          </ul>
        )
      ) : null}
    </li>
  );
}

const mostNamed = 5;

function areaWords(
  org: OrgView,
  t: (key: 'coversMore', data: Record<string, string | number>) => string,
): string {
  const names = org.covers
    .slice(0, mostNamed)
    .map((area) => area.name)
    .join('、');
  return org.covers.length > mostNamed ? t('coversMore', { areas: names, n: org.covers.length }) : names;
}
