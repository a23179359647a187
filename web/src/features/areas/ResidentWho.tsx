import './who.css';
import { useState } from 'react';
import { Link } from 'wouter';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Bones, ErrorNotice, Icon } from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useWhoIsThere } from './area-queries.ts';
import { areasPhrases } from './areas-phrases.ts';

const shownAtFirst = 4;

/** The posts that answer for a place, as far as each lets itself be shown. */
export function ResidentWho({ areaCode }: { areaCode: string }) {
  const t = usePhrases(areasPhrases);
  const label = useLabel();
  const { largeType } = usePreferences();
  const who = useWhoIsThere(areaCode);
  const [all, setAll] = useState(false);
  if (who.data === undefined) {
    return who.error ? <ErrorNotice error={who.error} onRetry={() => void who.refetch()} /> : <Bones />;
  }
  const { posts } = who.data;
  if (posts.length === 0) return <p className="muted">{t('whoNone')}</p>;
  const shown = all ? posts : posts.slice(0, shownAtFirst);
  return (
    <>
      <ul className="who">
        {shown.map((post) => (
          <li key={post.postId}>
            <p className="who-role small muted">{label(post.roleTitle)}</p>
            <Link className="who-name" to={`/cards/${post.postId}`}>
              {post.name ?? t('whoCard')}
              <Icon name="forward" />
            </Link>
            <p className="who-org small">{[post.orgName, ...post.segments].join(' · ')}</p>
            {post.pledge && !largeType && (
              <p className="who-pledge small muted">{t('pledge', { text: post.pledge })}</p>
            )}
          </li>
        ))}
      </ul>
      {posts.length > shownAtFirst && (
        <button type="button" className="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('whoLess') : t('whoMore', { n: posts.length })}
        </button>
      )}
    </>
  );
}
