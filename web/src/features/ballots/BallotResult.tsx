import './ballots.css';
import {
  type BallotCount,
  type BallotQuestionView,
  type BallotResultView,
  type BallotView,
  photoUrl,
} from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { CheckBar } from './BallotParticipation.tsx';
import { ballotPhrases } from './ballot-phrases.ts';
import { useCountWords } from './ballot-words.ts';

const channels = ['online', 'paper', 'proxy'] as const;

/** What was decided, with every figure that led there: anybody can follow it with a pencil. */
export function BallotResult({
  result,
  questions,
  form,
}: {
  result: BallotResultView;
  questions: BallotQuestionView[];
  form: BallotView['form'];
}) {
  const t = usePhrases(ballotPhrases);
  const marks = useMarks();
  const label = useLabel();
  const words = useCountWords();
  // Who wins has a seat then.
  const isElection = form === 'election';
  const withArea = questions.some(({ rule }) => rule.measures.includes('area'));
  return (
    <>
      {result.questions.map((one) => {
        const question = questions.find(({ key }) => key === one.key);
        if (question === undefined) return null;
        const isMotion = question.form === 'motion';
        const ordered = isMotion ? ['for', 'against'] : one.ranking;
        return (
          <section key={one.key} className="stack question-result">
            <h3>{question.title}</h3>
            <p className="outcome" data-outcome={one.outcome}>
              {label(one.words)}
            </p>
            <table className="count-table">
              <tbody>
                {ordered.map((key) => (
                  <tr key={key}>
                    <th scope="row">
                      {isMotion ? (
                        t(key === 'for' ? 'for' : 'against')
                      ) : (
                        <OptionTitle option={question.options.find((option) => option.key === key)} />
                      )}
                      {one.won.includes(key) && !isMotion && (
                        <span className="tag">{t(isElection ? 'won' : 'chosen')}</span>
                      )}
                      {one.tied.includes(key) && <span className="tag">{t('tiedHere')}</span>}
                    </th>
                    <td>{words(one.options[key] ?? { heads: 0, areaDm2: 0 }, withArea)}</td>
                  </tr>
                ))}
                <CountRow title={t('abstained')} count={one.abstained} withArea={withArea} />
                <CountRow title={t('invalid')} count={one.invalid} withArea={withArea} />
              </tbody>
            </table>
            {one.silent && (
              <p className="small muted">
                {t('silent')}
                {marks.colon}
                {words(one.silent.count, withArea)}
              </p>
            )}
            {isElection && one.seatsOpen > 0 && <p>{t('seatsOpen', { n: one.seatsOpen })}</p>}
            {one.quorum.length > 0 && (
              <>
                <h4>{t('quorumCheck')}</h4>
                {one.quorum.map((check) => (
                  <CheckBar key={check.measure} check={check} />
                ))}
              </>
            )}
            {isMotion && (one.majority.for ?? []).length > 0 && (
              <>
                <h4>{t('majorityCheck')}</h4>
                {one.majority.for?.map((check) => (
                  <CheckBar key={check.measure} check={check} />
                ))}
              </>
            )}
          </section>
        );
      })}
      <p className="small muted">
        {t(form === 'survey' ? 'tookPartSurvey' : 'tookPart')}
        {marks.colon}
        {words(result.tookPart, withArea)}
        {channels
          .filter((channel) => (result.byChannel[channel]?.heads ?? 0) > 0)
          .map((channel) => ` · ${t(channel)} ${t('heads', { n: result.byChannel[channel]?.heads ?? 0 })}`)
          .join('')}
        {Object.keys(result.byChannel).length === 0 && ` · ${t('waysUnknown')}`}
      </p>
    </>
  );
}

/** Where an option has a photo it is known by that as much as by its name. */
function OptionTitle({ option }: { option: BallotQuestionView['options'][number] | undefined }) {
  if (option === undefined) return null;
  return (
    <>
      {option.photoId !== null && (
        <img className="count-photo" src={photoUrl(option.photoId, 'thumbnail')} alt="" loading="lazy" />
      )}
      {option.title}
    </>
  );
}

function CountRow({ title, count, withArea }: { title: string; count: BallotCount; withArea: boolean }) {
  const words = useCountWords();
  if (count.heads === 0 && count.areaDm2 === 0) return null;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{words(count, withArea)}</td>
    </tr>
  );
}
