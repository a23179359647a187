import './case-list.css';
import { Link } from 'wouter';
import { type CaseSummary, photoUrl } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Icon, Time } from '../../ui/kit/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { spanWords } from '../../ui/time/words.ts';
import { dueState } from './due.ts';
import { residentCasePhrases } from './resident-phrases.ts';

/** A case in a list: what, where it stands, how its time stands. The whole card is one link. */
export function ResidentCaseCard({ one, withPlace = true }: { one: CaseSummary; withPlace?: boolean }) {
  const label = useLabel();
  const t = usePhrases(residentCasePhrases);
  return (
    <Link to={`/cases/${one.caseId}`} className="case-card">
      {one.photoId === null ? null : (
        <img className="case-card-photo" src={photoUrl(one.photoId, 'thumbnail')} alt="" loading="lazy" />
      )}
      <div className="case-card-words">
        <p className="case-card-title">{one.title}</p>
        <p className="case-card-state">
          <span className={one.next ? 'tag is-yours' : 'tag'}>{label(one.stationTitle)}</span>
          <DueTag one={one} />
          {one.rung && <span className="tag">{label(one.rung.title)}</span>}
        </p>
        <p className="small muted case-card-foot">
          {withPlace && (
            <span>
              {one.areaName}
              {one.spot ? ` ${one.spot}` : ''}
            </span>
          )}
          <span>
            <Time at={one.openedAt} ago />
          </span>
          {one.followerCount > 0 && <span>{t('followers', { n: one.followerCount })}</span>}
        </p>
      </div>
      <Icon name="forward" />
    </Link>
  );
}

export function DueTag({ one }: { one: CaseSummary }) {
  const t = usePhrases(residentCasePhrases);
  const locale = useLocale();
  const due = dueState(one, useNow());
  if (due.kind === 'paused') {
    return (
      <span className="tag is-paused">
        <Icon name="pause" />
        {t('pausedTag')}
      </span>
    );
  }
  if (due.kind === 'late') {
    return (
      <span className="tag is-late">
        <Icon name="clock" />
        {t('lateShort', { span: spanWords(due.byMs, locale) })}
      </span>
    );
  }
  if (due.kind === 'running') {
    return (
      <span className="tag is-plain">
        <Icon name="clock" />
        {t('leftShort', { span: spanWords(due.leftMs, locale) })}
      </span>
    );
  }
  return null;
}
