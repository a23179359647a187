import './resident-ballots.css';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Page } from '../../resident/shell/Page.tsx';
import {
  type BallotChoices,
  type BallotQuestionView,
  type BallotView,
  castBallot,
  currentCity,
  type MyBallotEntry,
  newCommandId,
  photoUrl,
} from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Blank, Bones, Button, buttonClass, ErrorNotice, Field, Notice } from '../../ui/kit/index.ts';
import { useSession } from '../session/resident-session.ts';
import { ballotPhrases } from './ballot-phrases.ts';
import { useBallot } from './ballot-queries.ts';
import { yuan } from './ballot-words.ts';
import { keptVote } from './kept-vote.ts';
import { ResidentBirthDate } from './ResidentBirthDate.tsx';
import { residentBallotPhrases } from './resident-phrases.ts';

/** Voting: one question a screen in large rows, then a look at everything, then one button. */
export function ResidentVote({ ballotId, entryId }: { ballotId: string; entryId: string }) {
  const t = usePhrases(residentBallotPhrases);
  const ballot = useBallot(ballotId);
  const back = `/ballots/${ballotId}`;
  const entry = ballot.data?.mine.find((one) => one.entryId === entryId);
  return (
    <Page title={t('voteTitle')} back={back}>
      {ballot.data === undefined ? (
        ballot.error ? (
          <ErrorNotice error={ballot.error} onRetry={() => void ballot.refetch()} />
        ) : (
          <Bones lines={6} />
        )
      ) : entry === undefined ? (
        <Blank
          icon="info"
          title={t('notNow')}
          action={
            <Link className={buttonClass({ primary: true })} to={back}>
              {t('back')}
            </Link>
          }
        />
      ) : (
        <Voting ballot={ballot.data} entry={entry} />
      )}
    </Page>
  );
}

/** Chosen on this page: no key, not answered yet; an empty list, abstains. */
type Chosen = Record<string, string[]>;

function Voting({ ballot, entry }: { ballot: BallotView; entry: MyBallotEntry }) {
  const t = usePhrases(residentBallotPhrases);
  const client = useQueryClient();
  const session = useSession();
  const kept = ballot.secret ? keptVote(ballot.ballotId, entry.entryId) : null;
  const [chosen, setChosen] = useState<Chosen>(() => draftOf(ballot.ballotId, entry));
  // A vote that stopped half way goes on as it was made: what was signed cannot be chosen anew.
  const [at, setAt] = useState(kept ? ballot.questions.length : 0);
  const [commandId, setCommandId] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isDone, setDone] = useState(false);
  const [wrong, setWrong] = useState<'pickFirst' | 'tooMany' | null>(null);
  const question = ballot.questions[at];
  const back = `/ballots/${ballot.ballotId}`;
  if (isDone) {
    return (
      <Blank
        icon="check"
        title={t('done')}
        action={
          <Link className={buttonClass({ primary: true })} to={back}>
            {t('back')}
          </Link>
        }
      >
        {t(ballot.secret ? 'doneSecret' : 'doneText')}
      </Blank>
    );
  }
  if (ballot.myBirthDate === 'needed')
    return (
      <ResidentBirthDate ballotId={ballot.ballotId}>
        <p>{t('birthNeededText')}</p>
      </ResidentBirthDate>
    );
  const choose = (key: string, keys: string[]) => {
    setWrong(null);
    const next = { ...chosen, [key]: keys };
    setChosen(next);
    keepDraft(ballot.ballotId, entry.entryId, next);
  };
  const forward = () => {
    const isAnswered =
      question === undefined || question.form === 'text' || chosen[question.key] !== undefined;
    setWrong(isAnswered ? null : 'pickFirst');
    if (isAnswered) setAt(at + 1);
  };
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      if (ballot.secret) {
        const { canVoteSecretly, voteSecretly } = await import('./slips.ts');
        if (!canVoteSecretly()) throw new Error(t('noSubtle'));
        await voteSecretly(
          {
            city: session.data?.city.key ?? currentCity(),
            ballotId: ballot.ballotId,
            entryId: entry.entryId,
            slipKeys: ballot.slipKeys ?? {},
            // In a demo days pass at a tap: voting could be over before the minutes are.
            leftMs: session.data?.demo ? 0 : leftOf(ballot),
          },
          entry.slips,
          choicesOf(ballot, chosen),
        );
      } else {
        await castBallot(ballot.ballotId, entry.entryId, { commandId, choices: choicesOf(ballot, chosen) });
      }
      dropDraft(ballot.ballotId, entry.entryId);
      setDone(true);
      await client.invalidateQueries({ queryKey: ['ballot', ballot.ballotId] });
      void client.invalidateQueries({ queryKey: ['ballots'] });
    } catch (failure) {
      setError(failure);
      setCommandId(newCommandId());
    }
    setBusy(false);
  };
  if (question === undefined) {
    const shown = kept ? (kept.slips[0]?.choices ?? {}) : choicesOf(ballot, chosen);
    return (
      <div className="vote">
        <h2>{t('review')}</h2>
        <Review ballot={ballot} choices={shown} />
        {ballot.form !== 'survey' && <p>{t(ballot.secret ? 'reviewSecret' : 'reviewText')}</p>}
        {error !== null &&
          (error instanceof Error && error.message === t('noSubtle') ? (
            <Notice kind="mistake" role="alert">
              <p>{error.message}</p>
            </Notice>
          ) : (
            <ErrorNotice error={error} />
          ))}
        <Button primary wide busy={busy} onClick={() => void submit()}>
          {t(ballot.form === 'survey' ? 'submitSurvey' : 'submit')}
        </Button>
        {kept === null && (
          <Button wide onClick={() => setAt(Math.max(0, ballot.questions.length - 1))}>
            {t('change')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="vote" key={question.key}>
      <p className="small muted">{t('step', { n: at + 1, of: ballot.questions.length })}</p>
      <h2>{question.title}</h2>
      {question.form === 'text' ? (
        <TextAnswers
          question={question}
          answers={chosen[question.key] ?? []}
          onChange={(answers) => choose(question.key, answers)}
        />
      ) : (
        <Options
          question={question}
          chosen={chosen[question.key]}
          onChange={(keys) => choose(question.key, keys)}
          onTooMany={() => setWrong('tooMany')}
        />
      )}
      <div className="vote-foot">
        {/* Here it is in sight wherever one has tapped. */}
        <div aria-live="polite">
          {wrong !== null && (
            <Notice kind="mistake">
              <p>{t(wrong, { n: question.choose.max })}</p>
            </Notice>
          )}
        </div>
        <div className="vote-ways">
          {at > 0 && (
            <Button wide onClick={() => setAt(at - 1)}>
              {t('previous')}
            </Button>
          )}
          <Button primary wide onClick={forward}>
            {t('next')}
          </Button>
        </div>
      </div>
    </div>
  );
}

function Options({
  question,
  chosen,
  onChange,
  onTooMany,
}: {
  question: BallotQuestionView;
  chosen: string[] | undefined;
  onChange: (keys: string[]) => void;
  onTooMany: () => void;
}) {
  const t = usePhrases(residentBallotPhrases);
  const words = usePhrases(ballotPhrases);
  const locale = useLocale();
  const isMotion = question.form === 'motion';
  const isSingle = isMotion || question.choose.max === 1;
  const options = isMotion
    ? [
        { key: 'for', title: words('for'), description: null, photoId: null, costFen: null },
        { key: 'against', title: words('against'), description: null, photoId: null, costFen: null },
      ]
    : question.options.filter(({ vetted, candidate }) => candidate === null || vetted?.accepted === true);
  const toggle = (key: string, isOn: boolean) => {
    if (isSingle) return onChange([key]);
    const before = chosen ?? [];
    if (isOn && before.length >= question.choose.max) return onTooMany();
    onChange(isOn ? [...before, key] : before.filter((one) => one !== key));
  };
  return (
    <>
      {!isMotion && (
        <p className="muted">
          {isSingle ? t('chooseOne') : t('chooseUpTo', { n: question.choose.max })}
          {!isSingle && ` · ${t('chosenCount', { n: chosen?.length ?? 0 })}`}
        </p>
      )}
      <fieldset className="vote-options">
        <legend className="for-ears">{question.title}</legend>
        {options.map((option) => (
          <label key={option.key} className="vote-option">
            <input
              type={isSingle ? 'radio' : 'checkbox'}
              name={question.key}
              checked={chosen?.includes(option.key) ?? false}
              onChange={(event) => toggle(option.key, event.target.checked)}
            />
            <strong>{option.title}</strong>
            {option.photoId && <img src={photoUrl(option.photoId)} alt="" loading="lazy" />}
            {(option.description || option.costFen !== null) && (
              <span className="vote-option-text typed">
                {option.costFen !== null && `${words('cost', { yuan: yuan(option.costFen, locale) })} `}
                {option.description}
              </span>
            )}
          </label>
        ))}
        <label className="vote-option">
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            name={question.key}
            checked={chosen !== undefined && chosen.length === 0}
            onChange={() => onChange([])}
          />
          <strong>{words('abstain')}</strong>
        </label>
      </fieldset>
    </>
  );
}

function TextAnswers({
  question,
  answers,
  onChange,
}: {
  question: BallotQuestionView;
  answers: string[];
  onChange: (answers: string[]) => void;
}) {
  const t = usePhrases(residentBallotPhrases);
  // One empty line more than is written, until there are as many as may be.
  const rows = Math.min(question.choose.max, answers.filter((one) => one.trim() !== '').length + 1);
  return (
    <>
      <p className="muted">{t('writeUpTo', { n: question.choose.max })}</p>
      {Array.from({ length: Math.max(rows, answers.length) }, (_, index) => `answer ${index}`).map(
        (key, index) => (
          <Field key={key} label={t('answerN', { n: index + 1 })} quiet>
            {(control) => (
              <textarea
                {...control}
                className="input"
                rows={2}
                maxLength={1000}
                value={answers[index] ?? ''}
                onChange={(event) => {
                  const next = [...answers];
                  next[index] = event.target.value;
                  onChange(Array.from(next, (one) => one ?? ''));
                }}
              />
            )}
          </Field>
        ),
      )}
    </>
  );
}

function Review({ ballot, choices }: { ballot: BallotView; choices: BallotChoices }) {
  const words = usePhrases(ballotPhrases);
  const titleOf = (question: BallotQuestionView, key: string): string =>
    question.form === 'motion'
      ? words(key === 'for' ? 'for' : 'against')
      : (question.options.find((option) => option.key === key)?.title ?? key);
  return (
    <dl className="vote-review card">
      {ballot.questions.map((question) => {
        const said = choices[question.key] ?? [];
        return (
          <div key={question.key}>
            <dt>{question.title}</dt>
            {said === 'invalid' || said.length === 0 ? (
              <dd>{words('abstain')}</dd>
            ) : (
              said.map((key) => <dd key={key}>{question.form === 'text' ? key : titleOf(question, key)}</dd>)
            )}
          </div>
        );
      })}
    </dl>
  );
}

/** Until voting ends, by the clock of the city alone: that of the device may be another. */
function leftOf({ votingUntil, participation }: BallotView): number {
  return votingUntil && participation ? Date.parse(votingUntil) - Date.parse(participation.at) : 0;
}

function choicesOf(ballot: BallotView, chosen: Chosen): BallotChoices {
  return Object.fromEntries(
    ballot.questions.map(({ key, form }) => {
      const said = chosen[key] ?? [];
      return [key, form === 'text' ? said.map((one) => one.trim()).filter((one) => one !== '') : said];
    }),
  );
}

const draftKey = (ballotId: string, entryId: string) => `linli.ballot-draft.${ballotId}.${entryId}`;

/** What was chosen before the page was left; else the vote that stands, to be changed. */
function draftOf(ballotId: string, entry: MyBallotEntry): Chosen {
  try {
    const kept = sessionStorage.getItem(draftKey(ballotId, entry.entryId));
    if (kept !== null) return JSON.parse(kept) as Chosen;
  } catch {
    // What cannot be read is chosen anew.
  }
  return Object.fromEntries(
    Object.entries(entry.choices ?? {}).flatMap(([key, said]) => (said === 'invalid' ? [] : [[key, said]])),
  );
}

function keepDraft(ballotId: string, entryId: string, chosen: Chosen): void {
  sessionStorage.setItem(draftKey(ballotId, entryId), JSON.stringify(chosen));
}

function dropDraft(ballotId: string, entryId: string): void {
  sessionStorage.removeItem(draftKey(ballotId, entryId));
}
