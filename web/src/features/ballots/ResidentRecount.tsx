import type { BallotView } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Notice } from '../../ui/kit/index.ts';
import { useBallotHistory } from './ballot-queries.ts';
import { dayWords } from './day-words.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

/** Nothing is counted anew before it has been counted. */
const mayBeRecounted = new Set<BallotView['phase']>(['counting', 'counted', 'announced', 'final', 'failed']);

/** Whoever has read another result, or none any more, reads here that it was taken back, when and why. */
export function ResidentRecount({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const locale = useLocale();
  const history = useBallotHistory(ballot.ballotId, mayBeRecounted.has(ballot.phase));
  const recounts = (history.data?.entries ?? []).filter(
    ({ verb, fromPhase, toPhase }) =>
      toPhase === 'counting' &&
      (verb === 'recount' || (verb === 'answer-objection' && fromPhase !== toPhase)),
  );
  const [last] = recounts.toReversed();
  if (last === undefined) return null;
  // An objection that is right has no reason besides its answer.
  const upheld = ballot.objections.flatMap(({ answer }) => (answer?.upheld ? [answer] : []));
  const [answer] = upheld.toSorted((one, other) => (one.at < other.at ? 1 : -1));
  const why = last.reason ?? answer?.text ?? null;
  return (
    <Notice title={t(ballot.result === null ? 'recounting' : 'recounted')}>
      <p>
        {t(ballot.result === null ? 'recountingText' : 'recountedText', { day: dayWords(last.at, locale) })}
      </p>
      {why !== null && <p className="typed">{t('recountWhy', { why })}</p>}
    </Notice>
  );
}
