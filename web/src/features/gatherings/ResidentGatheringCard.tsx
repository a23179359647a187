import { Link } from 'wouter';
import type { GatheringSummary } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Icon } from '../../ui/kit/index.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { clockSpan } from './gathering-words.ts';

/** Where it stands, in a word or two: places, my place, cancelled. */
export function ResidentGatheringTags({ one }: { one: GatheringSummary }) {
  const t = usePhrases(gatheringPhrases);
  const { places, mine, state } = one;
  const isComing = state === 'planned' || state === 'announced' || state === 'open';
  const left = places === null || places.capacity === null ? null : places.capacity - places.taken;
  return (
    <>
      {state === 'planned' || state === 'announced' ? null : (
        <span className={state === 'open' ? 'tag is-good' : state === 'ended' ? 'tag' : 'tag is-paused'}>
          {t(state)}
        </span>
      )}
      {mine.place === 'placed' ? (
        <span className="tag is-good">{t('placed')}</span>
      ) : mine.place === 'waiting' ? (
        <span className="tag is-paused">{t('inTurn', { n: mine.turn ?? 0 })}</span>
      ) : places !== null && isComing && left !== null ? (
        <span className="tag">
          {left > 0 ? t('placesLeft', { n: left }) : t('placesNone', { n: places.waiting })}
        </span>
      ) : null}
      {mine.seat === null ? null : <span className="tag is-good">{t('mySeat')}</span>}
    </>
  );
}

/** A gathering as a row one presses. */
export function ResidentGatheringCard({ one }: { one: GatheringSummary }) {
  const label = useLabel();
  const isOff = one.state === 'cancelled' || one.state === 'not-held';
  return (
    <Link to={`/gatherings/${one.gatheringId}`} className="gathering-row" data-off={isOff || undefined}>
      <span className="gathering-row-main">
        <span className="gathering-row-clock">{clockSpan(one)}</span>
        <strong>{label(one.title)}</strong>
        <span className="small muted gathering-row-where">
          {[one.host.name, one.place].filter(Boolean).join(' · ')}
        </span>
        <span className="gathering-tags">
          <ResidentGatheringTags one={one} />
        </span>
      </span>
      <Icon name="forward" />
    </Link>
  );
}
