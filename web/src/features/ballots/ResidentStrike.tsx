import type { BallotView } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Notice, Time } from '../../ui/kit/index.ts';
import { endWords } from './day-words.ts';
import { ResidentObjecting } from './ResidentObjecting.tsx';
import { residentBallotPhrases } from './resident-phrases.ts';

/** To whoever was struck from the roll: why, by when they may object, and what became of it. */
export function ResidentStrike({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const { myStrike } = ballot;
  if (myStrike === null) return null;
  const { objection, decision, isOffRoll } = myStrike;
  const mayObject = ballot.verbs.some(({ verb }) => verb === 'object-strike');
  return (
    <Notice
      kind={isOffRoll ? 'mistake' : decision === null ? 'wait' : 'good'}
      title={t(isOffRoll ? 'struck' : 'struckBack')}
    >
      <p>
        {t('struckWhy', { reason: label(myStrike.reason) })} · <Time at={myStrike.at} />
      </p>
      <p className="typed">{t('struckNote', { note: myStrike.note })}</p>
      {objection !== null && <p className="typed">{t('struckObjection', { text: objection.text })}</p>}
      {decision !== null ? (
        <>
          <p>{t(decision.upheld ? 'struckUpheld' : 'struckRefused', { by: decision.by })}</p>
          <p className="typed">{decision.text}</p>
        </>
      ) : objection !== null ? (
        <p>{t(ballot.phase === 'posted' ? 'struckWaiting' : 'struckUndecided')}</p>
      ) : mayObject ? (
        <>
          <p>{t('struckObject', { day: endWords(myStrike.objectUntil, locale) })}</p>
          <ResidentObjecting
            ballot={ballot}
            verb="object-strike"
            fieldsOf={(said) => ({ strikeObjection: { text: said } })}
            label={t('struckText')}
            hint={t('struckTextHint')}
            least={2}
            most={2_000}
            primary
          />
        </>
      ) : (
        <p>{t('struckTooLate')}</p>
      )}
    </Notice>
  );
}
