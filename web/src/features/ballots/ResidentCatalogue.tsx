import { useQuery } from '@tanstack/react-query';
import { type BallotView, getCatalogue } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Bones, ErrorNotice } from '../../ui/kit/index.ts';
import { dayWords } from './day-words.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

const reaches = ['common', 'individual'] as const;

/** What came of a survey, once a person has confirmed it: the problems in their order, and how many raised each. */
export function ResidentCatalogue({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const asked = ballot.questions.filter(({ form }) => form === 'text');
  if (ballot.catalogue?.isConfirmed !== true) return null;
  return (
    <section className="card stack ballot-part" aria-label={t('catalogue')}>
      <h2>{t('catalogue')}</h2>
      {asked.map(({ key, title }) => (
        <div key={key} className="stack">
          {asked.length > 1 && <h3>{title}</h3>}
          <Groups ballotId={ballot.ballotId} question={key} />
        </div>
      ))}
    </section>
  );
}

function Groups({ ballotId, question }: { ballotId: string; question: string }) {
  const t = usePhrases(residentBallotPhrases);
  const locale = useLocale();
  const catalogue = useQuery({
    queryKey: ['ballot', ballotId, 'catalogue', question],
    queryFn: ({ signal }) => getCatalogue(ballotId, question, signal),
  });
  if (catalogue.data === undefined)
    return catalogue.error ? (
      <ErrorNotice error={catalogue.error} onRetry={() => void catalogue.refetch()} />
    ) : (
      <Bones lines={4} />
    );
  const { groups, confirmed } = catalogue.data;
  return (
    <>
      {reaches.map((reach) => {
        const own = groups.filter((group) => group.reach === reach);
        if (own.length === 0) return null;
        return (
          <div key={reach}>
            <h4>{t(reach)}</h4>
            <ol className="problem-groups">
              {own.map(({ key, title, answers, areas }) => (
                <li key={key}>
                  <strong>{title}</strong>
                  <span className="small muted">
                    {t('answersN', { n: answers })} · {t('placesN', { n: areas.length })}
                  </span>
                </li>
              ))}
            </ol>
          </div>
        );
      })}
      {confirmed && (
        <p className="small muted">
          {t('catalogueText', { by: confirmed.by, day: dayWords(confirmed.at, locale) })}
        </p>
      )}
    </>
  );
}
