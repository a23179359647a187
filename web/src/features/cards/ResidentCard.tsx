import './card.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import { getCard, ProblemError } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, buttonClass, ErrorNotice } from '../../ui/kit/index.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { CardFacts } from './CardFacts.tsx';
import { cardPhrases } from './card-phrases.ts';
import { residentCardPhrases } from './resident-phrases.ts';

/** Where the QR code on a door leads: of whoever holds the post, what they agree to show, and nothing kept for later. */
export function ResidentCard({ postId }: { postId: string }) {
  const t = usePhrases(residentCardPhrases);
  const words = usePhrases(cardPhrases);
  const { city } = usePreferences();
  // The code says which city it hangs in: a phone that never was here cannot know.
  const [search] = useSearchParams();
  const at = search.get('city') ?? city;
  const card = useQuery({
    queryKey: ['card', at, postId],
    queryFn: ({ signal }) => getCard(postId, at, signal),
    // What is withdrawn is gone at the next look, also without a signal that says so.
    staleTime: 0,
    gcTime: 0,
  });
  const { data, error } = card;
  const isGone = error instanceof ProblemError && error.status === 404;
  return (
    <Page title={words('title')} back="/">
      {isGone ? (
        <Blank
          icon="person"
          title={t('goneTitle')}
          action={
            <Link className={buttonClass({ primary: true })} to="/report">
              {t('report')}
            </Link>
          }
        >
          {t('goneText')}
        </Blank>
      ) : data === undefined ? (
        error ? (
          <ErrorNotice error={error} onRetry={() => void card.refetch()} />
        ) : (
          <Bones lines={5} />
        )
      ) : (
        <div className="stack">
          <section className="duty-card" aria-label={words('title')}>
            <CardFacts card={data} />
          </section>
          <p className="muted">{words('byConsent')}</p>
          <Link className={buttonClass({ primary: data.contact !== null, wide: true })} to="/report">
            {t(data.contact === null ? 'report' : 'contact')}
          </Link>
          {data.mine !== null && data.mine.length > 0 && (
            <p>
              {t('isMine')} <a href="/console/settings#cards">{t('choose')}</a>
            </p>
          )}
        </div>
      )}
    </Page>
  );
}
