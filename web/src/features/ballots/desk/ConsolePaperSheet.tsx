import type { BallotView } from '../../../ui/api/index.ts';
import { useLabel, useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { fullDate } from '../../../ui/time/words.ts';
import { squareMetres } from '../ballot-words.ts';
import { deskPhrases } from './desk-phrases.ts';
import type { DeskPaper } from './desk-queries.ts';
import { optionsOf } from './paper-draft.ts';
import { homesWords, needsArea } from './paper-words.ts';

/** One ballot as a sheet of paper. Of a secret ballot it bears a serial and no home. */
export function ConsolePaperSheet({
  ballot,
  entry,
  serial,
}: {
  ballot: BallotView;
  entry: DeskPaper;
  serial: string;
}) {
  const t = usePhrases(deskPhrases);
  const label = useLabel();
  const locale = useLocale();
  return (
    <article className="desk-sheet" aria-label={t('sheet')}>
      <header>
        <h2>{ballot.title}</h2>
        <p>
          {label(ballot.kindTitle)} · {ballot.part?.name ?? ballot.area.name} · {ballot.number}
        </p>
      </header>
      <p className="desk-sheet-facts">
        <span>{t('sheetSerial', { ref: ballot.secret ? serial : entry.ref })}</span>
        {ballot.secret ? null : <span>{t('sheetHome', { homes: homesWords(entry, t('listed')) })}</span>}
        {needsArea(ballot) ? (
          <span>{t('sheetArea', { m2: squareMetres(entry.areaDm2, locale) })}</span>
        ) : null}
      </p>
      <p>{t('sheetHow')}</p>
      {ballot.questions.map((question, index) => (
        <section key={question.key}>
          <h3>{t('questionOf', { n: index + 1, title: question.title })}</h3>
          {question.form === 'options' && question.choose.max > 1 ? (
            <p>{t('sheetUpTo', { n: question.choose.max })}</p>
          ) : null}
          {question.form === 'text' ? (
            Array.from({ length: Math.min(question.choose.max, 5) }, (_, line) => line + 1).map((line) => (
              <p key={line} className="desk-sheet-line">
                {line}.
              </p>
            ))
          ) : (
            <ul className="desk-sheet-options">
              {optionsOf(question).map(({ option, title }) => (
                <li key={option} className="desk-sheet-option">
                  <span className="desk-sheet-box" aria-hidden="true" />
                  {title}
                </li>
              ))}
              <li className="desk-sheet-option">
                <span className="desk-sheet-box" aria-hidden="true" />
                {t('sheetAbstain')}
              </li>
            </ul>
          )}
        </section>
      ))}
      <footer>
        {ballot.secret ? null : <p>{t('sheetSign')}</p>}
        {ballot.secret || !ballot.channels.includes('proxy') ? null : <p>{t('sheetProxy')}</p>}
        {ballot.votingUntil === null ? null : (
          <p>{t('sheetUntil', { when: fullDate(ballot.votingUntil, { locale }) })}</p>
        )}
      </footer>
    </article>
  );
}
