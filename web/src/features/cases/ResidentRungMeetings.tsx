import type { RungMeeting } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { useNow } from '../../ui/time/now.ts';
import { dayOf } from '../gatherings/calendar-days.ts';
import { gatheringPhrases } from '../gatherings/gathering-phrases.ts';
import { endWords, useDayWords } from '../gatherings/gathering-words.ts';
import { ladderPhrases } from './ladder-phrases.ts';

/** Which meetings of a rung had my case, what they decided, and who does it by when. */
export function ResidentRungMeetings({ meetings }: { meetings: readonly RungMeeting[] }) {
  const t = usePhrases(ladderPhrases);
  const words = usePhrases(gatheringPhrases);
  const label = useLabel();
  const days = useDayWords(useNow(60_000));
  if (meetings.length === 0) return null;
  return (
    <ul className="rung-meetings">
      {meetings.map(({ gathering, ended, decided }, index) => (
        <li key={gathering?.gatheringId ?? index}>
          <p>
            {/* Not every meeting is open to whoever reported: its name is no way in. */}
            {gathering === null
              ? t('waits')
              : t('at', { name: label(gathering.title), day: days(dayOf(gathering.startsAt)) })}{' '}
            {ended !== null ? (
              <span className="tag">{words(endWords[ended.as])}</span>
            ) : gathering === null ? null : (
              <span className="tag">{t('onAgenda')}</span>
            )}
          </p>
          {ended !== null && ended.reason !== null && <p>{t('because', { reason: ended.reason })}</p>}
          {decided !== null && (
            <div className="rung-decided">
              <p>
                <strong>{t('decided')}</strong>
                {decided.text}
              </p>
              <p className="small muted">
                {[
                  decided.by === null ? null : t('by', { name: decided.by }),
                  decided.ownerLabel === null ? null : t('doneBy', { name: decided.ownerLabel }),
                  decided.dueOn === null ? null : words('dueOn', { day: days(decided.dueOn) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {decided.state !== 'no-duty' && (
                <p>
                  {decided.state === 'running' && decided.isLate ? (
                    <span className="tag is-late">{words('late')}</span>
                  ) : (
                    <span className={decided.state === 'kept' ? 'tag is-good' : 'tag'}>
                      {words(decided.state)}
                    </span>
                  )}
                </p>
              )}
              {decided.answer !== null && <p>{decided.answer}</p>}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
