import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { getBallots } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { useSession } from '../session/resident-session.ts';
import { askedFirst } from './ballot-groups.ts';
import { homeBallotPhrases } from './home-phrases.ts';
import { ResidentBallotCard } from './ResidentBallotCard.tsx';

/** On the first page: what is to be decided where I live, what asks for my vote first. Nothing when there is nothing. */
export function ToDecide({ homeCode }: { homeCode: string | null }) {
  const t = usePhrases(homeBallotPhrases);
  const { city, locale } = usePreferences();
  // Whose vote is asked is known of people, not of visitors.
  const isSignedIn = Boolean(useSession().data?.person);
  const ballots = useQuery({
    enabled: isSignedIn,
    queryKey: ['ballots', city, locale, 'home', homeCode],
    queryFn: async ({ signal }) => {
      const [own, near] = await Promise.all([
        // Who owns a home somewhere else is asked all the same.
        getBallots({ state: 'running', mine: true, limit: 10 }, signal),
        getBallots({ state: 'running', area: homeCode ?? undefined, limit: 10 }, signal),
      ]);
      const isOwn = new Set(own.ballots.map(({ ballotId }) => ballotId));
      return [...own.ballots, ...near.ballots.filter(({ ballotId }) => !isOwn.has(ballotId))];
    },
  });
  const running = (ballots.data ?? []).filter(
    ({ phase, form }) =>
      ['study', 'posted', 'voting'].includes(phase) || (phase === 'draft' && form === 'election'),
  );
  const shown = askedFirst(running).slice(0, 2);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="decide">
      <div className="section-head">
        <h2 id="decide">{t('title')}</h2>
        <Link to="/ballots" className="text-button">
          {t('all')}
        </Link>
      </div>
      <ul className="stack">
        {shown.map((ballot) => (
          <li key={ballot.ballotId}>
            <ResidentBallotCard ballot={ballot} />
          </li>
        ))}
      </ul>
    </section>
  );
}
