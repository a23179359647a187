import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useId, useState } from 'react';
import { Link } from 'wouter';
import { FailedState, LoadingLines } from '../../console/look/states.tsx';
import { getOrg, type OrgList, type OrgOnDay, type PostView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleAppoint, type Suggested } from './ConsoleAppoint.tsx';
import { ConsoleEndPost } from './ConsoleEndPost.tsx';
import { ConsoleSaveOrg } from './ConsoleSaveOrg.tsx';
import { orgConsolePhrases } from './console-phrases.ts';

type Org = OrgOnDay['org'];

/** One organisation as it is, or as it was on a day; posts are given and ended here. */
export function OrgDetails({
  orgId,
  kinds,
  appointFor,
  endFor,
  isChanging,
  onChange,
  onDone,
  onChoose,
}: {
  orgId: string;
  kinds: OrgList['kinds'];
  /** A finding leads here: the role to fill and the homes or roads it is for. */
  appointFor: Suggested | null;
  /** A finding leads here: the post to end. */
  endFor: string | null;
  /** Is the form open that changes it? It stands in the address, so that a reload finds it again. */
  isChanging: boolean;
  onChange: () => void;
  onDone: () => void;
  onChoose: (orgId: string) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const dayId = useId();
  const [on, setOn] = useState('');
  const [appointing, setAppointing] = useState(false);
  const [ending, setEnding] = useState<PostView | null>(null);
  const found = useQuery({
    queryKey: ['orgs', 'one', orgId, on],
    queryFn: ({ signal }) => getOrg(orgId, on === '' ? undefined : on, signal),
  });
  const org = found.data?.org;
  const isToday = on === '';
  const mayAppoint = org?.verbs.includes('appoint') === true;
  const asked = org?.posts.find(({ postId }) => postId === endFor);
  const isAppointAsked = appointFor !== null;
  useEffect(() => {
    if (mayAppoint && isAppointAsked) setAppointing(true);
  }, [mayAppoint, isAppointAsked]);
  useEffect(() => {
    if (mayAppoint && asked !== undefined) setEnding(asked);
  }, [mayAppoint, asked]);
  if (found.isPending) return <LoadingLines lines={3} />;
  if (org === undefined) return <FailedState error={found.error} onRetry={() => void found.refetch()} />;
  const roles = kinds.find(({ key }) => key === org.kind)?.roles ?? [];
  return (
    <article className="org">
      <header className="org-head">
        <div>
          <h2 className="org-name">
            {org.name} <span className="tag">{label(org.kindTitle)}</span>
          </h2>
          <p className="soft figures">{daysWords(org, t)}</p>
        </div>
        <div className="org-verbs">
          {org.verbs.includes('change') ? (
            <Button aria-label={t('changeLabel', { org: org.name })} onClick={onChange}>
              {t('change')}
            </Button>
          ) : null}
          {mayAppoint && roles.length > 0 ? (
            <Button
              type="primary"
              aria-label={t('appointAt', { org: org.name })}
              onClick={() => setAppointing(true)}
            >
              {t('appoint')}
            </Button>
          ) : null}
        </div>
      </header>
      <p className="org-day">
        <label htmlFor={dayId}>{t('onDay')}</label>
        <Input
          id={dayId}
          type="date"
          value={isToday ? (found.data?.on ?? '') : on}
          onChange={(event) => setOn(event.target.value)}
        />
        {isToday ? null : <Button onClick={() => setOn('')}>{t('today')}</Button>}
      </p>
      {isToday ? null : (
        <p className="org-not-today" role="status">
          {t('notToday', { day: on })}
        </p>
      )}
      <dl className="org-facts">
        {org.parentOrgId === null ? null : (
          <div>
            <dt>{t('under')}</dt>
            <dd>
              <ParentName orgId={org.parentOrgId} onChoose={onChoose} />
            </dd>
          </div>
        )}
        {org.sentBy === null ? null : (
          <div>
            <dt>{t('sentBy')}</dt>
            <dd>{org.sentBy.name}</dd>
          </div>
        )}
        <div>
          <dt>{t('coversTitle')}</dt>
          <dd>{org.covers.length === 0 ? t('coversAll') : <Covers org={org} />}</dd>
        </div>
        {org.members === null ? null : (
          <div>
            <dt>{t('members')}</dt>
            <dd className="figures">{org.members}</dd>
          </div>
        )}
      </dl>
      <h3>{t('posts')}</h3>
      <ul className="org-posts" aria-label={t('posts')}>
        {org.vacancies.map((vacancy) => (
          <li key={vacancy.role} className="org-vacant">
            <span className="org-role">{label(vacancy.roleTitle)}</span> {t('vacant')}
          </li>
        ))}
        {org.posts.map((post) => (
          <li key={post.postId} data-post={post.postId}>
            <span>
              <span className="org-role">{label(post.roleTitle)}</span> {post.name}
              {(post.segments ?? []).map(({ segmentId, name }) => (
                <span key={segmentId}>
                  {' '}
                  <Link href={`/segments?segment=${segmentId}`} className="org-opinion">
                    {name}
                  </Link>
                </span>
              ))}
              <span className="soft figures">
                {' '}
                {post.heldTo === null
                  ? t('since', { day: post.heldFrom })
                  : t('sinceUntil', { from: post.heldFrom, to: post.heldTo })}
              </span>
              {post.opinion == null ? null : (
                <>
                  {' '}
                  <Link href={`/cases/${post.opinion.caseId}`} className="org-opinion">
                    {post.opinion.choice === null
                      ? t('opinionOfExpired')
                      : t('opinionOf', { choice: label(post.opinion.choice) })}
                  </Link>
                </>
              )}
            </span>
            {mayAppoint ? (
              <Button
                type="link"
                aria-label={t('endLabel', { name: post.name, role: label(post.roleTitle) })}
                onClick={() => setEnding(post)}
              >
                {t('end')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {found.data === undefined || found.data.duties.length === 0 ? null : (
        <>
          <h3>{t('owes')}</h3>
          <ul className="org-duties">
            {found.data.duties.map(({ key, owes }) => (
              <li key={key}>{label(owes)}</li>
            ))}
          </ul>
        </>
      )}
      <ConsoleAppoint
        org={org}
        roles={roles}
        // The roles come with the tree, which may come later than the organisation.
        open={appointing && roles.length > 0}
        suggested={appointFor}
        onClose={() => {
          setAppointing(false);
          onDone();
        }}
      />
      <ConsoleSaveOrg
        open={isChanging && org.verbs.includes('change')}
        org={org}
        under={null}
        kinds={kinds}
        onClose={onDone}
        onSaved={onDone}
      />
      <ConsoleEndPost
        post={ending}
        onClose={() => {
          setEnding(null);
          onDone();
        }}
      />
    </article>
  );
}

type Words = ReturnType<typeof usePhrases<typeof orgConsolePhrases>>;

function daysWords({ validFrom, validTo }: Org, t: Words): string {
  return validTo === null
    ? t('founded', { day: validFrom })
    : t('foundedUntil', { from: validFrom, to: validTo });
}

function ParentName({ orgId, onChoose }: { orgId: string; onChoose: (orgId: string) => void }) {
  const parent = useQuery({
    queryKey: ['orgs', 'one', orgId, ''],
    queryFn: ({ signal }) => getOrg(orgId, undefined, signal),
  });
  if (parent.data === undefined) return null;
  return (
    <Button type="link" className="org-parent" onClick={() => onChoose(orgId)}>
      {parent.data.org.name}
    </Button>
  );
}

const mostNamed = 8;

/** Places an organisation covers, each a way to who answers there. */
function Covers({ org }: { org: Org }) {
  const t = usePhrases(orgConsolePhrases);
  const [all, setAll] = useState(false);
  const shown = all ? org.covers : org.covers.slice(0, mostNamed);
  return (
    <>
      <span className="org-covers">
        {shown.map(({ areaCode, name }) => (
          <Link key={areaCode} href={`/who?area=${areaCode}`}>
            {name}
          </Link>
        ))}
      </span>
      {org.covers.length > shown.length ? (
        <Button type="link" onClick={() => setAll(true)}>
          {t('coversRest', { n: org.covers.length })}
        </Button>
      ) : null}
    </>
  );
}
