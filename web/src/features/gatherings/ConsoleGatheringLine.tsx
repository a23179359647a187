import { Link } from 'wouter';
import type { GatheringSummary } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { clockOf } from './calendar-days.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { clockSpan } from './gathering-words.ts';

/** What is said of a gathering beside its title: state where it is not the usual one, places, seats, and what is mine. */
export function GatheringTags({ one }: { one: GatheringSummary }) {
  const t = usePhrases(gatheringPhrases);
  const { places, seats, mine } = one;
  const left = places === null || places.capacity === null ? null : places.capacity - places.taken;
  const free = seats === null ? null : seats.of - seats.taken;
  const isComing = one.state === 'planned' || one.state === 'announced' || one.state === 'open';
  return (
    <>
      {one.state === 'planned' ? null : (
        <span
          className={
            one.state === 'open' ? 'tag tag-calm' : one.state === 'not-held' ? 'tag tag-amber' : 'tag'
          }
        >
          {t(one.state)}
        </span>
      )}
      {places === null || !isComing ? null : (
        <span className="tag">
          {left === null
            ? t('placesOpen', { n: places.taken })
            : left > 0
              ? t('placesLeft', { n: left })
              : t('placesNone', { n: places.waiting })}
        </span>
      )}
      {free === null || !isComing ? null : (
        <span className={free > 0 ? 'tag tag-amber' : 'tag'}>
          {free > 0 ? t('seatsFree', { n: free }) : t('seatsFull')}
        </span>
      )}
      {mine.place === 'placed' ? <span className="tag tag-good">{t('placed')}</span> : null}
      {mine.place === 'waiting' ? (
        <span className="tag tag-amber">{t('inTurn', { n: mine.turn ?? 0 })}</span>
      ) : null}
      {mine.seat === null ? null : <span className="tag tag-good">{t('mySeat')}</span>}
    </>
  );
}

/** A gathering as a line of a list. */
export function GatheringLine({ one }: { one: GatheringSummary }) {
  const label = useLabel();
  return (
    <li className="gathering-line" data-state={one.state}>
      <time className="gathering-clock figures" dateTime={one.startsAt}>
        {clockSpan(one)}
      </time>
      <div className="gathering-line-main">
        <Link href={`/gatherings/${one.gatheringId}`} className="line-title">
          {label(one.title)}
        </Link>
        <span className="line-meta">
          {label(one.title) === label(one.kindTitle) ? null : <span>{label(one.kindTitle)}</span>}
          <span>{one.host.name}</span>
          {one.place === null ? null : <span>{one.place}</span>}
        </span>
        {one.reason === null ? null : <span className="soft block">{one.reason}</span>}
      </div>
      <span className="line-marks">
        <GatheringTags one={one} />
      </span>
    </li>
  );
}

/** A gathering in a cell of the month: its time and its title. */
export function GatheringDot({ one }: { one: GatheringSummary }) {
  const t = usePhrases(gatheringPhrases);
  const label = useLabel();
  const isOff = one.state === 'cancelled' || one.state === 'not-held';
  return (
    <Link
      href={`/gatherings/${one.gatheringId}`}
      className="gathering-dot"
      data-state={one.state}
      title={`${clockSpan(one)} ${label(one.title)} · ${one.host.name}`}
    >
      <span className="figures">{clockOf(one.startsAt)}</span>
      <span className="gathering-dot-title">{label(one.title)}</span>
      {isOff ? <span className="visually-hidden">{t(one.state)}</span> : null}
    </Link>
  );
}
