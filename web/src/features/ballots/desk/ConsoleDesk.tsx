import './desk.css';
import { Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { EmptyState, FailedState, LoadingLines } from '../../../console/look/states.tsx';
import type { BallotDesk, BallotView } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import { useBallot } from '../ballot-queries.ts';
import { ConsoleBallotHead } from '../ConsoleBallotHead.tsx';
import { ConsoleDeskRecount } from './ConsoleDeskRecount.tsx';
import { ConsoleDeskRoll } from './ConsoleDeskRoll.tsx';
import { ConsoleDiffering } from './ConsoleDiffering.tsx';
import { ConsolePrintPapers } from './ConsolePrintPapers.tsx';
import { ConsoleReadPaper, type PaperInHand } from './ConsoleReadPaper.tsx';
import { deskPhrases } from './desk-phrases.ts';
import { useDesk, useFollowed, useRoll } from './desk-queries.ts';
import { type SentPaper, useSentPapers } from './paper-queue.ts';
import { stateWords } from './paper-words.ts';

const parts = ['read', 'differ', 'roll', 'print'] as const;
type Part = (typeof parts)[number];

/** The counting desk for papers: two persons read each, and neither sees what the other read. */
export default function ConsoleDesk({ ballotId }: { ballotId: string }) {
  const t = usePhrases(deskPhrases);
  const ballot = useBallot(ballotId);
  if (ballot.isPending) return <LoadingLines lines={4} />;
  if (ballot.data === undefined)
    return <FailedState isPage error={ballot.error} onRetry={() => void ballot.refetch()} />;
  const view = ballot.data;
  return (
    <div className="desk">
      <ConsoleBallotHead ballot={view} title={t('title')} />
      {view.desk === null ? (
        <EmptyState title={t('notYoursTitle')} detail={t('notYoursDetail')} />
      ) : !view.channels.includes('paper') ? (
        <EmptyState title={t('noPapersTitle')} detail={t('noPapersDetail')} />
      ) : (
        <Desk ballot={view} mayRead={view.desk.mayRead} />
      )}
    </div>
  );
}

function Desk({ ballot, mayRead }: { ballot: BallotView; mayRead: boolean }) {
  const t = usePhrases(deskPhrases);
  const [search, setSearch] = useSearchParams();
  const asked = parts.find((one) => one === search.get('part'));
  const part = asked ?? (mayRead ? 'read' : ballot.phase === 'voting' ? 'roll' : 'print');
  const [inHand, setInHand] = useState<PaperInHand | null>(null);
  const desk = useDesk(ballot, { limit: 1 });
  const roll = useRoll(ballot);
  const sent = useSentPapers(ballot.ballotId);
  useFollowed(ballot, sent);
  const show = (next: Part) => setSearch({ part: next }, { replace: true });
  const words: Record<Part, string> = {
    read: t('tabRead'),
    differ: t('tabDiffer'),
    roll: t('tabRoll'),
    print: t('tabPrint'),
  };
  if (roll.isPending || desk.isPending) return <LoadingLines lines={4} />;
  if (roll.data === undefined) return <FailedState error={roll.error} onRetry={() => void roll.refetch()} />;
  if (desk.data === undefined) return <FailedState error={desk.error} onRetry={() => void desk.refetch()} />;
  return (
    <>
      <Progress desk={desk.data} isSecret={ballot.secret} />
      {desk.data.recount === null || ballot.phase !== 'counting' ? null : (
        <ConsoleDeskRecount recount={desk.data.recount} />
      )}
      <Tabs
        aria-label={t('parts')}
        activeKey={part}
        onChange={(key) => show(parts.find((one) => one === key) ?? 'read')}
        items={parts.map((key) => ({
          key,
          label:
            key === 'differ' && desk.data.counts.differs > 0 ? (
              <>
                {words[key]} <strong className="figures">{desk.data.counts.differs}</strong>
              </>
            ) : (
              words[key]
            ),
        }))}
      />
      {part === 'read' ? (
        mayRead ? (
          <div className="desk-columns">
            <ConsoleReadPaper ballot={ballot} roll={roll.data} inHand={inHand} onTake={setInHand} />
            <Sent
              papers={sent}
              onTake={({ paper: { ref } }) =>
                setInHand({
                  ref,
                  // A serial may look like the number of an entry, and leads to none.
                  entry: ballot.secret ? null : (roll.data.find((entry) => entry.ref === ref) ?? null),
                })
              }
            />
          </div>
        ) : (
          <EmptyState
            title={t('notNowTitle')}
            detail={t(ballot.secret && ballot.phase === 'voting' ? 'urnClosed' : 'notNowDetail')}
          />
        )
      ) : part === 'differ' ? (
        <ConsoleDiffering
          ballot={ballot}
          onRead={(paper) => {
            setInHand({ ref: paper.ref, entry: ballot.secret ? null : paper });
            show('read');
          }}
        />
      ) : part === 'roll' ? (
        <ConsoleDeskRoll ballot={ballot} />
      ) : (
        <ConsolePrintPapers ballot={ballot} roll={roll.data} />
      )}
    </>
  );
}

function Progress({ desk, isSecret }: { desk: BallotDesk; isSecret: boolean }) {
  const t = usePhrases(deskPhrases);
  const { counts, readers } = desk;
  const figures = [
    { words: t('oneReading'), n: counts.oneReading },
    { words: t('agreed'), n: counts.agreed },
    { words: t('differs'), n: counts.differs },
    ...(isSecret ? [{ words: t('handed'), n: counts.handed }] : []),
  ];
  const most = Math.max(1, ...readers.map(({ read }) => read));
  return (
    <section className="desk-progress" aria-label={t('progress')}>
      <dl className="desk-figures">
        {figures.map(({ words, n }) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd className="figures">{n}</dd>
          </div>
        ))}
      </dl>
      {readers.length === 0 ? (
        <p className="soft">{t('nobodyRead')}</p>
      ) : (
        <ul className="desk-readers">
          {readers.map(({ name, isMe, read }) => (
            <li key={name} className="desk-reader">
              <span>{isMe ? t('readerMe', { name }) : name}</span>
              <span className="desk-bar" aria-hidden="true">
                <span style={{ inlineSize: `${(read / most) * 100}%` }} />
              </span>
              <span className="figures">{t('readN', { n: read })}</span>
            </li>
          ))}
        </ul>
      )}
      {desk.invalid === null || desk.invalid.length === 0 ? null : (
        <details className="desk-invalid">
          <summary>{t('invalidWhy')}</summary>
          <ul>
            {desk.invalid.map(({ reason, answers }) => (
              <li key={reason}>{t('invalidLine', { reason, n: answers })}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Sent({ papers, onTake }: { papers: readonly SentPaper[]; onTake: (paper: SentPaper) => void }) {
  const t = usePhrases(deskPhrases);
  return (
    <aside className="desk-sent" aria-label={t('justRead')}>
      <h2 className="section-title">{t('justRead')}</h2>
      {papers.length === 0 ? <p className="soft">{t('justReadNone')}</p> : null}
      <ol>
        {papers.map((one) => {
          const { commandId, title, state, problem } = one;
          return (
            <li key={commandId} className="desk-sent-line">
              {state === 'sending' || state === 'unsent' || state === 'agreed' ? (
                <span>{title}</span>
              ) : (
                <button
                  type="button"
                  className="desk-again"
                  aria-label={t('takeAgain', { title })}
                  onClick={() => onTake(one)}
                >
                  {title}
                </button>
              )}
              <span className={`desk-is desk-is-${state}`}>{t(stateWords[state])}</span>
              {problem === null ? null : <p className="desk-problem">{problem}</p>}
            </li>
          );
        })}
      </ol>
    </aside>
  );
}
