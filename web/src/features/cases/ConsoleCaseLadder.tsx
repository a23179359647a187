import { Due, When } from '../../console/look/Due.tsx';
import type { CaseView } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { ConsoleRungMeetings } from './ConsoleRungMeetings.tsx';
import { caseConsolePhrases } from './console-phrases.ts';

/** The meetings a hard case climbs through, the highest on top, and where this one stands. */
export function ConsoleCaseLadder({ view }: { view: CaseView }) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const { ladder } = view;
  if (ladder === null) return null;
  const words = { here: 'rungHere', passed: 'rungPassed', above: 'rungAbove', below: 'rungBelow' } as const;
  const climbed = ladder.rungs.some((rung) => rung.state === 'here' || rung.state === 'passed');
  return (
    <section aria-labelledby="case-ladder">
      <h2 id="case-ladder">{label(ladder.title)}</h2>
      <ol className="ladder" reversed>
        {ladder.rungs.toReversed().map((rung) => (
          <li
            key={rung.key}
            data-state={rung.state}
            {...(rung.state === 'here' ? { 'aria-current': 'step' as const } : {})}
          >
            <span className="rung-name">{label(rung.title)}</span>
            <span className="rung-state">{t(words[rung.state])}</span>
            {rung.hostName === null ? null : <span className="soft block">{rung.hostName}</span>}
            {rung.state !== 'here' ? null : (
              <span className="rung-times">
                {rung.since === null ? null : <When at={rung.since} />}
                <Due one={{ dueAt: rung.dueAt, isOver: false, paused: null, dueClockTitle: null }} />
              </span>
            )}
            <ConsoleRungMeetings meetings={rung.meetings ?? []} />
          </li>
        ))}
      </ol>
      {climbed ? null : <p className="soft">{t('notClimbed')}</p>}
    </section>
  );
}
