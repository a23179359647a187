import './ballots.css';
import type { BallotStudyView } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { ballotPhrases } from './ballot-phrases.ts';
import { dayWords, endWords } from './day-words.ts';

/** What became of the prior study, for every owner to read: the opinion, or how and why the vote went on without one. */
export function BallotStudy({ study }: { study: BallotStudyView }) {
  const t = usePhrases(ballotPhrases);
  const marks = useMarks();
  const label = useLabel();
  const locale = useLocale();
  // Ordinances say it in percent.
  const shareOf = ({ numerator, denominator }: { numerator: number; denominator: number }) =>
    denominator === 100 ? t('percent', { numerator }) : t('share', { numerator, denominator });
  const by = marks.listed(study.by.map(label));
  return (
    <>
      {study.ended === null && <p>{t('studyRunning', { by, day: endWords(study.dueAt, locale) })}</p>}
      {study.ended === 'expired' && <p>{t('studyExpired')}</p>}
      {study.ended === 'petition' && <p>{t('studyPetition')}</p>}
      {study.ended === 'order' && (
        <>
          <p>{t('studyOrder', { number: study.order?.number ?? '' })}</p>
          {study.order && (
            <blockquote className="opinion">
              <p className="small muted">
                {t('orderOf', { by: study.order.by, day: dayWords(study.endedAt ?? study.askedAt, locale) })}
              </p>
              <p className="typed">{study.order.text}</p>
            </blockquote>
          )}
        </>
      )}
      {study.opinion && (
        <blockquote className="opinion">
          <p className="small muted">
            {t('opinionOf', { by: study.opinion.by, day: dayWords(study.opinion.at, locale) })}
          </p>
          <p className="typed">{study.opinion.text}</p>
          <p className="small muted">{t('opinionIsNoVeto')}</p>
        </blockquote>
      )}
      {study.petition && study.ended === null && (
        <p>
          {t('petition', {
            n: study.petition.heads,
            of: study.petition.of,
            share: shareOf(study.petition.share),
          })}
        </p>
      )}
    </>
  );
}
