import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePresent, When } from '../../console/look/Due.tsx';
import type { ResolutionView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleAnswerDuty } from './ConsoleAnswerDuty.tsx';
import { calendarConsolePhrases } from './calendar-console-phrases.ts';
import { dayOf } from './calendar-days.ts';
import { gatheringPhrases } from './gathering-phrases.ts';
import { useDayWords } from './gathering-words.ts';

/** Running, late, kept or not kept: in words, and in red only where it is late. */
export function DutyTag({ duty }: { duty: ResolutionView }) {
  const t = usePhrases(gatheringPhrases);
  if (duty.state === 'no-duty') return null;
  if (duty.state === 'running' && duty.isLate) return <span className="tag late">{t('late')}</span>;
  const look = { running: 'tag tag-calm', kept: 'tag tag-good', 'not-kept': 'tag tag-amber' } as const;
  return <span className={look[duty.state]}>{t(duty.state)}</span>;
}

/** By when, and who does it. */
export function DutyFacts({ duty }: { duty: ResolutionView }) {
  const t = usePhrases(gatheringPhrases);
  const words = usePhrases(calendarConsolePhrases);
  const days = useDayWords(usePresent());
  if (duty.owner === null && duty.dueOn === null) return null;
  return (
    <span className="duty-facts">
      {duty.dueOn === null ? null : <strong>{t('dueOn', { day: days(duty.dueOn) })}</strong>}
      {duty.owner === null ? null : <span>{duty.ownerLabel ?? duty.owner.name ?? words('vacant')}</span>}
    </span>
  );
}

/** What a gathering decided and somebody owes: its words, its owner, its day, what became of it, and the way to answer. */
export function DutyLine({ duty }: { duty: ResolutionView }) {
  const t = usePhrases(calendarConsolePhrases);
  const label = useLabel();
  const days = useDayWords(usePresent());
  const [answering, setAnswering] = useState(false);
  const { gathering } = duty;
  return (
    <li className="duty">
      <div className="duty-main">
        <p className="duty-text">{duty.text}</p>
        <p className="soft">
          <DutyFacts duty={duty} />
          <Link href={`/gatherings/${gathering.gatheringId}`}>
            {label(gathering.title)} · {days(dayOf(gathering.startsAt))}
          </Link>
          {duty.case === null ? null : (
            <Link href={`/cases/${duty.case.caseId}`}>
              {t('caseAt', { number: duty.case.number, station: label(duty.case.stationTitle) })}
            </Link>
          )}
        </p>
        {duty.answer === null ? null : (
          <blockquote className="duty-answer">
            {duty.answer}
            <span className="soft block">
              {duty.answeredBy} {duty.answeredAt === null ? null : <When at={duty.answeredAt} />}
            </span>
          </blockquote>
        )}
      </div>
      <DutyTag duty={duty} />
      {duty.verbs.includes('answer') ? (
        <Button
          aria-label={t('answerOf', { what: duty.text.slice(0, 40) })}
          onClick={() => setAnswering(true)}
        >
          {t('answer')}
        </Button>
      ) : null}
      <ConsoleAnswerDuty duty={answering ? duty : null} onClose={() => setAnswering(false)} />
    </li>
  );
}
