import './ballot-card.css';
import { Link } from 'wouter';
import type { BallotSummary } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { endWords, momentWords } from './day-words.ts';
import { homeBallotPhrases } from './home-phrases.ts';

/** A ballot in a list: what it is about, where it stands, whether my vote is asked. */
export function ResidentBallotCard({ ballot }: { ballot: BallotSummary }) {
  const t = usePhrases(homeBallotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const { myEntries, myVotes, phase, votingFrom, votingUntil } = ballot;
  // A draft comes before residents where they may put names or options on it.
  const isNominating = phase === 'draft' && (ballot.form === 'election' || ballot.form === 'choice');
  const isAsked = phase === 'voting' && myEntries > myVotes;
  return (
    <Link to={`/ballots/${ballot.ballotId}`} className="card ballot-card" data-asked={isAsked}>
      <span className="small muted">
        {label(ballot.kindTitle)} · {ballot.part?.name ?? ballot.area.name}
      </span>
      <strong>{ballot.title}</strong>
      <span className="ballot-card-state">
        {isAsked ? (
          <span className="tag is-asked">{t('toVote')}</span>
        ) : (
          <span className="tag">
            {isNominating ? t('nominating') : phase === 'draft' ? t('preparing') : label(ballot.phaseTitle)}
          </span>
        )}
        {phase === 'voting' && myEntries > 0 && !isAsked && <span className="tag">{t('voted')}</span>}
        {phase === 'voting' && votingUntil !== null && (
          <span className="small">{t('until', { day: endWords(votingUntil, locale) })}</span>
        )}
        {phase === 'posted' && votingFrom !== null && (
          <span className="small">{t('from', { day: momentWords(votingFrom, locale) })}</span>
        )}
      </span>
      {ballot.outcome && <span>{label(ballot.outcome)}</span>}
    </Link>
  );
}
