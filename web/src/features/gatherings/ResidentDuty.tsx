import { Link } from 'wouter';
import type { ResolutionView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { useDayWords } from './gathering-words.ts';
import { residentGatheringPhrases } from './resident-phrases.ts';

/** What was decided, who does it by when, and what became of it. */
export function ResidentDuty({ duty, isOwn = false }: { duty: ResolutionView; isOwn?: boolean }) {
  const t = usePhrases(gatheringPhrases);
  const words = usePhrases(residentGatheringPhrases);
  const label = useLabel();
  const days = useDayWords(useNow(60_000));
  const isLate = duty.state === 'running' && duty.isLate;
  return (
    <li className="duty-row">
      <p>
        {isOwn && <span className="for-ears">{words('decided')}</span>}
        <strong>{duty.text}</strong>
      </p>
      {(duty.owner !== null || duty.dueOn !== null) && (
        <p className="small muted">
          {[
            duty.ownerLabel ?? (duty.owner === null ? null : label(duty.owner.roleTitle)),
            duty.dueOn === null ? null : t('dueOn', { day: days(duty.dueOn) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      {duty.state !== 'no-duty' && (
        <p>
          <span
            className={
              isLate
                ? 'tag is-late'
                : duty.state === 'kept'
                  ? 'tag is-good'
                  : duty.state === 'not-kept'
                    ? 'tag is-paused'
                    : 'tag'
            }
          >
            {isLate ? t('late') : t(duty.state)}
          </span>
        </p>
      )}
      {duty.answer !== null && <p className="duty-said">{duty.answer}</p>}
      {!isOwn && (
        <p className="small">
          <Link to={`/gatherings/${duty.gathering.gatheringId}`}>
            {words('decidedAt', { name: label(duty.gathering.title) })}
          </Link>
        </p>
      )}
    </li>
  );
}
