import { useState } from 'react';
import { type BallotView, currentCity } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Button, ErrorNotice, Notice } from '../../ui/kit/index.ts';
import { useSession } from '../session/resident-session.ts';
import { forgetVote, isOnItsWay } from './kept-vote.ts';
import { residentBallotPhrases } from './resident-phrases.ts';
import { useKeptVote } from './use-kept-vote.ts';

type Found = 'counted' | 'in-box' | 'not-there' | 'other';
const words = {
  counted: 'receiptCounted',
  'in-box': 'receiptInBox',
  'not-there': 'receiptMissing',
  other: 'receiptOther',
} as const satisfies Record<Found, string>;

/** “My vote was counted”, asked by the device that cast it. Nobody else can ask. */
export function ResidentReceipt({ ballot, entryId }: { ballot: BallotView; entryId: string }) {
  const t = usePhrases(residentBallotPhrases);
  const session = useSession();
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const kept = useKeptVote(ballot.ballotId, entryId);
  if (kept === null || kept.slips.some(({ signature }) => signature === null)) return null;
  const waiting = kept.slips.filter(isOnItsWay).length;
  const isOver = ballot.result !== null;
  const look = async () => {
    setBusy(true);
    setError(null);
    try {
      const [{ lookUpVote }, { castSlips }] = await Promise.all([
        import('./slips.ts'),
        import('./cast-slips.ts'),
      ]);
      // Whoever asks does not want to wait for the minutes that slips take apart.
      if (waiting > 0) await castSlips('all');
      setFound(await lookUpVote(session.data?.city.key ?? currentCity(), ballot.ballotId, entryId));
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  const isGood = found === 'counted' || found === 'in-box';
  return (
    <div className="stack">
      {waiting > 0 && (
        <Notice>
          <p>{t('onTheirWay', { n: kept.slips.length - waiting, of: kept.slips.length })}</p>
        </Notice>
      )}
      <p className="small muted">{t('receiptText')}</p>
      <div role="status">
        {found && (
          <Notice kind={isGood ? 'good' : 'mistake'}>
            <p>{t(words[found])}</p>
          </Notice>
        )}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      <Button wide icon="check" busy={busy} onClick={() => void look()}>
        {t('receipt')}
      </Button>
      {isOver && (
        <Button wide plain onClick={() => forgetVote(ballot.ballotId, entryId)}>
          {t('forget')}
        </Button>
      )}
    </div>
  );
}
