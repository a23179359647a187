import { Button } from 'antd';
import { useState } from 'react';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import type { BallotView } from '../../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { squareMetres } from '../ballot-words.ts';
import { ConsoleVoidPaper } from './ConsoleVoidPaper.tsx';
import { deskPhrases } from './desk-phrases.ts';
import { type DeskPaper, useDesk } from './desk-queries.ts';
import { needsArea, useAnswerWords, useEntryTitle } from './paper-words.ts';

/**
 * Papers that two read differently, reading beside reading, and the ways to settle each. What the other person read stays
 * hidden until both say the same: whoever saw it would copy it instead of looking at the paper.
 */
export function ConsoleDiffering({
  ballot,
  onRead,
}: {
  ballot: BallotView;
  onRead: (paper: DeskPaper) => void;
}) {
  const t = usePhrases(deskPhrases);
  const desk = useDesk(ballot, { state: 'differs', limit: 200 });
  const [voiding, setVoiding] = useState<DeskPaper | null>(null);
  if (desk.isPending) return <LoadingLines lines={3} />;
  if (desk.data === undefined) return <FailedState error={desk.error} onRetry={() => void desk.refetch()} />;
  if (desk.data.papers.length === 0)
    return <EmptyState title={t('differNone')} detail={t('differNoneDetail')} />;
  return (
    <section className="desk-differing" aria-label={t('tabDiffer')}>
      <p>{t('differLead')}</p>
      {desk.data.papers.map((paper) => (
        <Differing
          key={paper.ref}
          ballot={ballot}
          paper={paper}
          mayRead={desk.data.recount?.notMine.includes(paper.ref) !== true}
          onRead={() => onRead(paper)}
          onVoid={() => setVoiding(paper)}
        />
      ))}
      <ConsoleVoidPaper ballotId={ballot.ballotId} paper={voiding} onClose={() => setVoiding(null)} />
    </section>
  );
}

function Differing({
  ballot,
  paper,
  mayRead,
  onRead,
  onVoid,
}: {
  ballot: BallotView;
  paper: DeskPaper;
  mayRead: boolean;
  onRead: () => void;
  onVoid: () => void;
}) {
  const t = usePhrases(deskPhrases);
  const titleOf = useEntryTitle();
  const locale = useLocale();
  const answerWords = useAnswerWords();
  const rows = ballot.questions.map((question, index) => ({
    key: question.key,
    title: t('questionOf', { n: index + 1, title: question.title }),
    mine: answerWords(question, paper.mine?.[question.key], paper.reasons[question.key]),
  }));
  // Of a secret ballot the two may differ in the area alone.
  if (ballot.secret && needsArea(ballot)) rows.push({ key: 'area', title: t('area'), mine: '' });
  return (
    <article className="desk-pair" aria-label={titleOf(paper)}>
      <header className="section-head">
        <h2>{paper.entryId === null ? t('sheetSerial', { ref: paper.ref }) : titleOf(paper)}</h2>
        {paper.entryId === null ? null : (
          <span className="soft">
            {t('sheetSerial', { ref: paper.ref })} · {squareMetres(paper.areaDm2, locale)} m²
          </span>
        )}
      </header>
      <div className="desk-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('question')}</th>
              {paper.readBy.map(({ name, isMe, at }) => (
                <th key={`${name} ${at}`} scope="col">
                  {isMe ? t('mineIs') : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, title, mine }) => {
              const differs = paper.differsIn.includes(key);
              return (
                <tr key={key} data-differs={differs || undefined}>
                  <th scope="row">{title}</th>
                  {paper.readBy.map(({ name, isMe, at }) => (
                    <td key={`${name} ${at}`}>
                      {isMe
                        ? mine
                        : paper.mine === null
                          ? t('hiddenHere')
                          : t(differs ? 'otherHere' : 'sameHere')}
                      {!isMe || !differs ? null : <span className="tag tag-amber">{t('is-differs')}</span>}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="desk-paper-foot">
        {mayRead ? (
          <Button type="primary" onClick={onRead}>
            {t(paper.mine === null ? 'readThird' : 'readAgain')}
          </Button>
        ) : (
          <p className="soft">{t('notYours')}</p>
        )}
        <Button onClick={onVoid}>{t('voidPaper')}</Button>
      </div>
    </article>
  );
}
