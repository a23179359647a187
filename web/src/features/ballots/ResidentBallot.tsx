import './ballots.css';
import './resident-ballots.css';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import {
  type BallotQuestionView,
  type BallotView,
  bundlePath,
  newCommandId,
  photoUrl,
  supportPetition,
} from '../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Bones, Button, buttonClass, ErrorNotice, Notice, Time } from '../../ui/kit/index.ts';
import { useSession } from '../session/resident-session.ts';
import { BallotParticipation } from './BallotParticipation.tsx';
import { BallotResult } from './BallotResult.tsx';
import { BallotStudy } from './BallotStudy.tsx';
import { ballotPhrases } from './ballot-phrases.ts';
import { useBallot } from './ballot-queries.ts';
import { yuan } from './ballot-words.ts';
import { dayWords, endWords, momentWords } from './day-words.ts';
import { ResidentBirthDate } from './ResidentBirthDate.tsx';
import { ResidentCatalogue } from './ResidentCatalogue.tsx';
import { ResidentEntry } from './ResidentEntry.tsx';
import { ResidentNominations } from './ResidentNominations.tsx';
import { ResidentObjecting } from './ResidentObjecting.tsx';
import { ResidentRecount } from './ResidentRecount.tsx';
import { ResidentStrike } from './ResidentStrike.tsx';
import { residentBallotPhrases } from './resident-phrases.ts';

/** One ballot: what is asked, what I may do, how many took part, what became of it. */
export function ResidentBallot({ ballotId }: { ballotId: string }) {
  const t = usePhrases(residentBallotPhrases);
  const ballot = useBallot(ballotId);
  return (
    <Page title={t('title')} back="/ballots">
      {ballot.data === undefined ? (
        ballot.error ? (
          <ErrorNotice error={ballot.error} onRetry={() => void ballot.refetch()} />
        ) : (
          <Bones lines={6} />
        )
      ) : (
        <Whole ballot={ballot.data} />
      )}
    </Page>
  );
}

function Whole({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const { result, study, participation } = ballot;
  // A draft is of interest to those who may put a name on it, and they call it otherwise.
  const isNominating = ballot.phase === 'draft' && ballot.mayNominate.length > 0;
  return (
    <div className="stack">
      <section className="card ballot-head">
        <p className="small muted">
          {label(ballot.kindTitle)} · {ballot.part?.name ?? ballot.area.name}
        </p>
        <h2 className="ballot-title">{ballot.title}</h2>
        <p>
          <span className="tag">
            {isNominating
              ? t('nominating')
              : ballot.phase === 'draft' && study?.ended
                ? t('studied')
                : label(ballot.phaseTitle)}
          </span>{' '}
          {ballot.phase === 'voting' && ballot.votingUntil !== null && (
            <span>{t('until', { day: endWords(ballot.votingUntil, locale) })}</span>
          )}
          {ballot.phase === 'posted' && ballot.votingFrom !== null && (
            <span>{t('from', { day: momentWords(ballot.votingFrom, locale) })}</span>
          )}
        </p>
        {ballot.text !== '' && <p className="typed">{ballot.text}</p>}
        {ballot.repeats && (
          <p>
            <Link to={`/ballots/${ballot.repeats.ballotId}`}>
              {t('repeats', { number: ballot.repeats.number })}
            </Link>
          </p>
        )}
        {ballot.repeatedBy && (
          <p>
            <Link to={`/ballots/${ballot.repeatedBy.ballotId}`}>
              {t('repeatedBy', { number: ballot.repeatedBy.number })}
            </Link>
          </p>
        )}
      </section>
      <ResidentRecount ballot={ballot} />
      {(result !== null || ballot.external !== null) && (
        <Card title={words('result')}>
          {ballot.external && (
            <p>{words('external', { system: ballot.external.system, number: ballot.external.number })}</p>
          )}
          {result && <BallotResult result={result} questions={ballot.questions} form={ballot.form} />}
        </Card>
      )}
      <ResidentCatalogue ballot={ballot} />
      {ballot.myStrike !== null && !ballot.myStrike.isOffRoll && <ResidentStrike ballot={ballot} />}
      <Mine ballot={ballot} />
      <Card title={t(ballot.form === 'survey' ? 'surveyQuestions' : 'questions')}>
        {ballot.questions.map((question) => (
          <Question key={question.key} question={question} />
        ))}
        <p className="small muted">{t(keptWords(ballot))}</p>
      </Card>
      {study && (
        <Card title={words('study')}>
          <BallotStudy study={study} />
          {ballot.mySupport !== null && study.ended === null && study.petition?.mayPass && (
            <Petition ballot={ballot} />
          )}
        </Card>
      )}
      <ResidentNominations ballot={ballot} />
      {participation && result === null && (
        <Card title={words('participation')}>
          <BallotParticipation participation={participation} />
        </Card>
      )}
      {ballot.warnings.length > 0 && (
        <Notice title={words('warnings')}>
          {ballot.warnings.map((warning) => (
            <p key={warning.zh}>{label(warning)}</p>
          ))}
        </Notice>
      )}
      <Card title={t('way')}>
        <ol className="ballot-steps">
          {ballot.steps
            .filter(
              ({ phase, state }) => state !== 'skipped' && (phase !== 'draft' || ballot.form === 'election'),
            )
            .map(({ phase, title, state, at }) => (
              <li key={phase} data-state={state} aria-current={state === 'here' ? 'step' : undefined}>
                <span>
                  {phase === 'draft' && ballot.form === 'election' ? t('nominating') : label(title)}
                </span>
                {at !== null && <span className="small">{dayWords(at, locale)}</span>}
              </li>
            ))}
        </ol>
      </Card>
      <Objections ballot={ballot} />
      {ballot.hasBundle && (
        <section className="card stack">
          <p className="small muted">{words('bundleText')}</p>
          <a className={buttonClass({ wide: true })} href={bundlePath(ballot.ballotId)} download>
            {words('bundle')}
          </a>
        </section>
      )}
    </div>
  );
}

/** What becomes of what one says. Of a survey with words of one's own it is a promise, and the evidence keeps to it. */
function keptWords({ form, secret, questions }: BallotView) {
  if (secret) return 'secretText' as const;
  if (form !== 'survey') return 'openText' as const;
  return questions.some((question) => question.form === 'text')
    ? ('surveyText' as const)
    : ('surveyCounts' as const);
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card stack ballot-part" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Mine({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const locale = useLocale();
  const session = useSession();
  const [isSaved, setSaved] = useState(false);
  if (ballot.myStrike?.isOffRoll) return <ResidentStrike ballot={ballot} />;
  if (ballot.mine.length > 0) {
    return (
      <Card title={t('myVote')}>
        {ballot.mine.map((entry) => (
          <ResidentEntry key={entry.entryId} ballot={ballot} entry={entry} />
        ))}
      </Card>
    );
  }
  if (!['draft', 'posted', 'voting'].includes(ballot.phase)) return null;
  if (session.data?.person === null)
    return (
      <Link
        to={`/sign-in?to=/ballots/${ballot.ballotId}`}
        className={buttonClass({ primary: true, wide: true })}
      >
        {t('signIn')}
      </Link>
    );
  const isAhead = ballot.phase === 'draft';
  if (ballot.phase !== 'voting' && (isSaved || ballot.myBirthDate === 'needed'))
    return (
      <Card title={t('birthNeeded')}>
        {isSaved ? (
          <Notice kind="good">
            <p>{t(isAhead ? 'birthSavedAhead' : 'birthSaved')}</p>
          </Notice>
        ) : (
          <ResidentBirthDate ballotId={ballot.ballotId} onSaved={() => setSaved(true)}>
            <p>{t(isAhead ? 'birthNeededText' : 'birthThenRoll')}</p>
          </ResidentBirthDate>
        )}
      </Card>
    );
  if (isAhead) return null;
  const isOnPaper = ballot.phase === 'voting' && ballot.channels.includes('paper');
  return (
    <Notice title={t('notInRoll')}>
      <p>
        {ballot.phase === 'posted' && ballot.rollUntil !== null
          ? t('notInRollUntil', { day: endWords(ballot.rollUntil, locale) })
          : t(isOnPaper ? 'notInRollVoting' : 'notInRollText')}
      </p>
    </Notice>
  );
}

function Question({ question }: { question: BallotQuestionView }) {
  const t = usePhrases(residentBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const locale = useLocale();
  return (
    <div className="ballot-question">
      <h3>{question.title}</h3>
      {question.budgetFen !== null && <p>{words('budget', { yuan: yuan(question.budgetFen, locale) })}</p>}
      {question.form === 'options' && (
        <>
          <p className="small muted">
            {question.choose.max === 1 ? t('chooseOne') : t('chooseUpTo', { n: question.choose.max })}
          </p>
          <ul className="ballot-options">
            {question.options
              .filter(({ vetted, candidate }) => candidate === null || vetted?.accepted === true)
              .map((option) => (
                <li key={option.key} className="ballot-option">
                  <strong>{option.title}</strong>
                  {option.photoId && <img src={photoUrl(option.photoId)} alt="" loading="lazy" />}
                  {option.costFen !== null && (
                    <span className="small">{words('cost', { yuan: yuan(option.costFen, locale) })}</span>
                  )}
                  {option.description && <span className="typed">{option.description}</span>}
                </li>
              ))}
          </ul>
        </>
      )}
      {question.form !== 'text' && (
        <p className="small muted">
          {label(question.rule.words)} {words('source', { source: question.rule.source })}
        </p>
      )}
    </div>
  );
}

function Petition({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const toggle = async () => {
    setBusy(true);
    setError(null);
    try {
      await supportPetition(ballot.ballotId, {
        commandId: newCommandId(),
        support: ballot.mySupport !== true,
      });
      await client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <>
      <Button wide busy={busy} aria-pressed={ballot.mySupport === true} onClick={() => void toggle()}>
        {t(ballot.mySupport === true ? 'unsupport' : 'support')}
      </Button>
      {error !== null && <ErrorNotice error={error} />}
    </>
  );
}

function Objections({ ballot }: { ballot: BallotView }) {
  const t = usePhrases(residentBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const locale = useLocale();
  const mayObject = ballot.verbs.some(({ verb }) => verb === 'object');
  if (!mayObject && ballot.objections.length === 0) return null;
  return (
    <Card title={words('objections')}>
      {ballot.objections.map((one) => (
        <div key={one.objectionId} className="stack">
          <p className="small muted">
            <Time at={one.at} />
          </p>
          <p className="typed">{one.text}</p>
          {one.answer ? (
            <blockquote className="opinion">
              <p className="small muted">
                {words('answered', { by: one.answer.by })} ·{' '}
                {words(one.answer.upheld ? 'upheld' : 'notUpheld')}
              </p>
              <p className="typed">{one.answer.text}</p>
            </blockquote>
          ) : (
            <p className="small muted">{words('waitsForAnswer')}</p>
          )}
        </div>
      ))}
      {mayObject && (
        <>
          {ballot.objectionsUntil !== null && (
            <p className="small muted">
              {t('objectUntil', { day: endWords(ballot.objectionsUntil, locale) })}
            </p>
          )}
          <ResidentObjecting
            ballot={ballot}
            verb="object"
            fieldsOf={(said) => ({ objection: { text: said } })}
            label={t('objection')}
            hint={t('objectText')}
            most={5_000}
          />
        </>
      )}
    </Card>
  );
}
