import type { MyHours } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { hoursPhrases } from './hours-phrases.ts';
import { useHoursWords } from './use-hours-words.ts';

type Entry = MyHours['duty']['entries'][number];

/** The entries of one ledger, the newest first. What was struck stays to be seen and counts for nothing. */
export function HoursLedger({ entries }: { entries: readonly Entry[] }) {
  const t = usePhrases(hoursPhrases);
  const label = useLabel();
  const words = useHoursWords();
  return (
    <ul className="ledger">
      {entries.toReversed().map((one) => (
        <li key={one.entryId} data-struck={one.struck !== null}>
          <p>{label(one.whatTitle)}</p>
          <p className="ledger-when small">
            {t('entry', { day: one.doneOn, hours: words(one.minutes), org: one.orgName })}
          </p>
          {one.note === null ? null : <p className="ledger-when small">{one.note}</p>}
          {one.struck === null ? null : <p className="small">{t('struck', { reason: one.struck })}</p>}
        </li>
      ))}
    </ul>
  );
}
