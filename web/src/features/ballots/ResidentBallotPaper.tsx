import './resident-ballots.css';
import { useState } from 'react';
import { Page } from '../../resident/shell/Page.tsx';
import type { BallotQuestionView, BallotView } from '../../ui/api/index.ts';
import { useLabel, useLocale, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Bones, Button, ErrorNotice } from '../../ui/kit/index.ts';
import { ballotPhrases } from './ballot-phrases.ts';
import { useBallot } from './ballot-queries.ts';
import { squareMetres } from './ballot-words.ts';
import { endWords } from './day-words.ts';
import { newSerial } from './paper-serial.ts';
import { residentBallotPhrases } from './resident-phrases.ts';

/** The same ballot as a sheet of paper: for whoever would rather write. */
export function ResidentBallotPaper({ ballotId, entryId }: { ballotId: string; entryId: string }) {
  const t = usePhrases(residentBallotPhrases);
  const ballot = useBallot(ballotId);
  return (
    <Page title={t('paperTitle')} back={`/ballots/${ballotId}`}>
      {ballot.data === undefined ? (
        ballot.error ? (
          <ErrorNotice error={ballot.error} onRetry={() => void ballot.refetch()} />
        ) : (
          <Bones lines={6} />
        )
      ) : (
        <div className="stack">
          <div className="stack paper-deeds">
            <p className="muted">{t(ballot.data.secret ? 'onPaperSecret' : 'onPaperText')}</p>
            <Button primary wide onClick={() => window.print()}>
              {t('print')}
            </Button>
          </div>
          <Paper ballot={ballot.data} entryId={entryId} />
        </div>
      )}
    </Page>
  );
}

function howWords(questions: readonly BallotQuestionView[]) {
  const ticked = questions.filter(({ form }) => form !== 'text');
  if (ticked.length === 0) return 'paperHowWritten' as const;
  return ticked.some(({ form, choose }) => form === 'options' && choose.max > 1)
    ? ('paperHowSeveral' as const)
    : ('paperHow' as const);
}

/** Lines to write on. */
const paperLines = ['first', 'second', 'third'];

function Paper({ ballot, entryId }: { ballot: BallotView; entryId: string }) {
  const t = usePhrases(residentBallotPhrases);
  const marks = useMarks();
  const words = usePhrases(ballotPhrases);
  const label = useLabel();
  const locale = useLocale();
  const entry = ballot.mine.find((one) => one.entryId === entryId);
  // The same on the screen and on the sheet; nobody keeps it.
  const [serial] = useState(() => newSerial([]));
  const homes = marks.listed(entry?.homes.map(({ name }) => name) ?? []);
  return (
    <article className="ballot-paper">
      <h2>{ballot.title}</h2>
      <p>
        {label(ballot.kindTitle)} · {ballot.part?.name ?? ballot.area.name}
      </p>
      {!ballot.secret && homes !== '' && (
        <p>
          {t('paperHome')}
          {marks.colon}
          {homes}
        </p>
      )}
      {entry && entry.areaDm2 > 0 && (
        <p>
          {t('paperArea')}
          {marks.colon}
          {words('area', { m2: squareMetres(entry.areaDm2, locale) })}
        </p>
      )}
      <p>{t(howWords(ballot.questions))}</p>
      {ballot.questions.map((question, index) => (
        <section key={question.key} className="stack">
          <h3>
            {index + 1}. {question.title}
          </h3>
          {question.form === 'text' ? (
            paperLines
              .slice(0, question.choose.max)
              .map((line) => <p key={line} className="paper-line" aria-hidden="true" />)
          ) : (
            <ul className="paper-options">
              {(question.form === 'motion'
                ? [words('for'), words('against')]
                : question.options
                    .filter(({ vetted, candidate }) => candidate === null || vetted?.accepted === true)
                    .map(({ title }) => title)
              )
                .concat(words('abstain'))
                .map((title) => (
                  <li key={title}>
                    <span className="paper-box" aria-hidden="true" />
                    {title}
                  </li>
                ))}
            </ul>
          )}
          {question.form === 'options' && question.choose.max > 1 && (
            <p>{t('chooseUpTo', { n: question.choose.max })}</p>
          )}
        </section>
      ))}
      {!ballot.secret && <p className="paper-line">{t('paperName')}</p>}
      {!ballot.secret && ballot.channels.includes('proxy') && <p className="paper-line">{t('paperProxy')}</p>}
      {!ballot.secret && <p className="paper-line">{t('paperDate')}</p>}
      {ballot.votingUntil !== null && <p>{t('paperEnd', { day: endWords(ballot.votingUntil, locale) })}</p>}
      <p>
        {ballot.secret
          ? t('paperSerial', { serial })
          : t('paperNumber', { number: ballot.number, entry: entryId })}
      </p>
    </article>
  );
}
