import { Button } from 'antd';
import type { BallotQuestionView, BallotView } from '../../ui/api/index.ts';
import { photoUrl } from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { ballotPhrases } from './ballot-phrases.ts';
import { yuan } from './ballot-words.ts';
import { consoleBallotPhrases } from './console-phrases.ts';

export interface VettedOption {
  question: string;
  option: string;
  title: string;
}

/** What is put, with what the law asks of each question. */
export function ConsoleBallotQuestions({
  ballot,
  onVet,
}: {
  ballot: BallotView;
  onVet: (option: VettedOption) => void;
}) {
  const t = usePhrases(consoleBallotPhrases);
  return (
    <section aria-labelledby="ballot-questions">
      <h2 id="ballot-questions" className="section-title">
        {t('questions')}
      </h2>
      <ol className="ballot-questions">
        {ballot.questions.map((question) => (
          <li key={question.key}>
            <Question
              question={question}
              isElection={ballot.form === 'election'}
              {...(ballot.verbs.some(({ verb }) => verb === 'vet') ? { onVet } : {})}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Question({
  question,
  isElection,
  onVet,
}: {
  question: BallotQuestionView;
  isElection: boolean;
  onVet?: (option: VettedOption) => void;
}) {
  const t = usePhrases(consoleBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const { choose, picks } = question;
  const asks = [
    question.form === 'text'
      ? t('free', { n: choose.max })
      : question.form === 'motion'
        ? null
        : choose.min === choose.max
          ? t('chooseExactly', { n: choose.max })
          : t('chooseUpTo', { min: choose.min, max: choose.max }),
    picks === null ? null : t(isElection ? 'seats' : 'picks', { n: picks }),
    question.budgetFen === null ? null : words('budget', { yuan: yuan(question.budgetFen, locale) }),
  ].filter((one) => one !== null);
  return (
    <>
      <h3>{question.title}</h3>
      {question.matter === null ? null : (
        <p className="soft">{t('matterOf', { matter: label(question.matter.title) })}</p>
      )}
      {asks.length === 0 ? null : <p className="soft">{asks.join(' · ')}</p>}
      {question.form === 'options' && question.options.length === 0 && isElection ? (
        <p className="soft">{t('noCandidates')}</p>
      ) : null}
      {question.form === 'options' && question.options.length > 0 ? (
        <ul className="ballot-choices">
          {question.options.map((option) => (
            <li key={option.key}>
              {option.photoId === null ? null : (
                <img src={photoUrl(option.photoId, 'thumbnail')} alt="" loading="lazy" />
              )}
              <div className="ballot-choice-words">
                <strong>{option.title}</strong>{' '}
                {option.costFen === null ? null : (
                  <span className="soft figures">
                    {words('cost', { yuan: yuan(option.costFen, locale) })}
                  </span>
                )}
                {option.candidate === null ? null : (
                  <span className="tag">{label(option.candidate.channelTitle)}</span>
                )}
                {option.vetted === null ? null : option.vetted.accepted ? (
                  <span className="tag tag-good">{t('accepted')}</span>
                ) : (
                  <span className="tag tag-amber">
                    {t('rejected', { reason: option.vetted.reason ?? '' })}
                  </span>
                )}
                {option.description === null ? null : <p className="typed soft">{option.description}</p>}
                {option.vetted === null && onVet !== undefined ? (
                  <p className="ballot-vet">
                    <span className="tag tag-amber">{t('unvetted')}</span>
                    <Button
                      size="small"
                      onClick={() =>
                        onVet({ question: question.key, option: option.key, title: option.title })
                      }
                    >
                      {t('vetOption')}
                    </Button>
                  </p>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {question.form === 'text' ? null : <Rule rule={question.rule} />}
    </>
  );
}

/** What it takes: in words, as figures, and where that is written. */
export function Rule({ rule }: { rule: BallotQuestionView['rule'] }) {
  const t = usePhrases(consoleBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const need = (share: NonNullable<typeof rule.quorum>) =>
    words(share.strict ? 'needMoreThan' : 'needAtLeast', {
      share: words('share', { numerator: share.numerator, denominator: share.denominator }),
    });
  return (
    <div className="ballot-rule">
      <p>{label(rule.words)}</p>
      {rule.quorum === null && rule.majority === null ? null : (
        <dl className="ballot-needs figures">
          {rule.quorum === null ? null : (
            <div>
              <dt>{t('quorumNeeds')}</dt>
              <dd>{need(rule.quorum)}</dd>
            </div>
          )}
          {rule.majority === null ? null : (
            <div>
              <dt>{t('majorityNeeds')}</dt>
              <dd>
                {need(rule.majority)} {t(rule.of === 'roll' ? 'ofRoll' : 'ofTakingPart')}
              </dd>
            </div>
          )}
          <div>
            <dt className="visually-hidden">{t('measures')}</dt>
            <dd>{t(rule.measures.includes('area') ? 'measures' : 'measuresHeads')}</dd>
          </div>
        </dl>
      )}
      {rule.source === '' ? null : <p className="soft">{words('source', { source: rule.source })}</p>}
    </div>
  );
}
