import { Link } from 'wouter';
import { usePresent } from '../../console/look/Due.tsx';
import type { RungMeeting } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { dayOf } from '../gatherings/calendar-days.ts';
import { gatheringPhrases } from '../gatherings/gathering-phrases.ts';
import { endWords, useDayWords } from '../gatherings/gathering-words.ts';
import { ladderPhrases } from './ladder-phrases.ts';

/** Which meetings of a rung had the case, what they decided, who does it by when. */
export function ConsoleRungMeetings({ meetings }: { meetings: readonly RungMeeting[] }) {
  const t = usePhrases(ladderPhrases);
  const words = usePhrases(gatheringPhrases);
  const label = useLabel();
  const days = useDayWords(usePresent());
  if (meetings.length === 0) return null;
  return (
    <ul className="rung-meetings">
      {meetings.map(({ gathering, ended, decided }, index) => (
        <li key={gathering?.gatheringId ?? index}>
          {gathering === null ? (
            <span>{t('waits')}</span>
          ) : (
            <Link href={`/gatherings/${gathering.gatheringId}`}>
              {t('at', { name: label(gathering.title), day: days(dayOf(gathering.startsAt)) })}
            </Link>
          )}{' '}
          {ended !== null ? (
            <span className="tag">{words(endWords[ended.as])}</span>
          ) : gathering === null ? null : (
            <span className="tag tag-calm">{t('onAgenda')}</span>
          )}
          {ended === null || ended.reason === null ? null : (
            <span className="soft block">{t('because', { reason: ended.reason })}</span>
          )}
          {decided === null ? null : (
            <div className="rung-decided">
              <p>{decided.text}</p>
              <p className="soft">
                {[
                  decided.by === null ? null : t('by', { name: decided.by }),
                  decided.ownerLabel === null ? null : t('doneBy', { name: decided.ownerLabel }),
                  decided.dueOn === null ? null : words('dueOn', { day: days(decided.dueOn) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {decided.state === 'no-duty' ? null : decided.state === 'running' && decided.isLate ? (
                <span className="late">{words('late')}</span>
              ) : (
                <span className="tag">{words(decided.state)}</span>
              )}
              {decided.answer === null ? null : <p>{decided.answer}</p>}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
