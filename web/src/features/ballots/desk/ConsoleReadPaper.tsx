import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../../../console/keys/keyboard.ts';
import type { BallotView } from '../../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { squareMetres } from '../ballot-words.ts';
import { ConsoleFindEntry } from './ConsoleFindEntry.tsx';
import { ConsolePaperQuestion } from './ConsolePaperQuestion.tsx';
import { deskPhrases } from './desk-phrases.ts';
import { type DeskPaper, lookAtDesk, useDesk, usePaper } from './desk-queries.ts';
import {
  abstainKey,
  emptyDraft,
  invalidKey,
  openQuestion,
  optionsOf,
  type PaperDraft,
  pressKey,
  stepBack,
  wholePaperKey,
} from './paper-draft.ts';
import { sendPaper } from './paper-queue.ts';
import { homesWords, mostNamed, needsArea, useEntryTitle } from './paper-words.ts';

/** What is in hand: an entry of the roll, or of a secret ballot the serial of a paper. */
export interface PaperInHand {
  ref: string;
  entry: DeskPaper | null;
}

/** One paper after the other: which it is, what stands on it, Enter, the next. */
export function ConsoleReadPaper({
  ballot,
  roll,
  inHand,
  onTake,
}: {
  ballot: BallotView;
  roll: readonly DeskPaper[];
  inHand: PaperInHand | null;
  onTake: (paper: PaperInHand | null) => void;
}) {
  const t = usePhrases(deskPhrases);
  const waiting = useDesk(ballot, { state: 'one-reading', limit: 500 });
  const notMine = new Set(waiting.data?.recount?.notMine);
  const forMe = (waiting.data?.papers ?? []).filter(({ ref, mine }) => mine === null && !notMine.has(ref));
  // What one has just read is no longer waiting, whatever the list still says.
  const done = useRef(new Set<string>());
  const [empty, setEmpty] = useState(false);
  const takeNext = () => {
    const next = forMe.find(({ ref }) => !done.current.has(ref));
    setEmpty(next === undefined);
    if (next === undefined) return;
    onTake({ ref: next.ref, entry: ballot.secret ? null : next });
  };
  return (
    <section className="desk-read" aria-label={t('tabRead')}>
      {inHand === null ? (
        <>
          <p className="soft">{t('lead')}</p>
          {ballot.secret ? (
            <SerialField onTake={(ref) => onTake({ ref, entry: null })} onEmpty={takeNext} />
          ) : (
            <ConsoleFindEntry
              title={t('which')}
              hint={t('whichHint')}
              deed={t('take')}
              roll={roll}
              onFound={(entry) => onTake({ ref: entry.ref, entry })}
              onEmpty={takeNext}
            />
          )}
          <p className="soft" role="status">
            {empty ? t('noneWaits') : forMe.length > 0 ? t('waitForMe', { n: forMe.length }) : null}
          </p>
        </>
      ) : (
        <Reading
          key={inHand.ref}
          ballot={ballot}
          inHand={inHand}
          onDone={() => {
            done.current.add(inHand.ref);
            onTake(null);
          }}
          onPutBack={() => onTake(null)}
        />
      )}
    </section>
  );
}

function SerialField({ onTake, onEmpty }: { onTake: (ref: string) => void; onEmpty: () => void }) {
  const t = usePhrases(deskPhrases);
  const [words, setWords] = useState('');
  return (
    <form
      className="desk-which"
      onSubmit={(event) => {
        event.preventDefault();
        const ref = words.trim();
        if (ref === '') onEmpty();
        else onTake(ref);
      }}
    >
      <Field title={t('whichSerial')} hint={t('whichSerialHint')} required>
        {(field) => (
          <Input
            {...field}
            size="large"
            autoFocus
            autoComplete="off"
            maxLength={40}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
      </Field>
      <Button size="large" htmlType="submit">
        {t('take')}
      </Button>
    </form>
  );
}

function Reading({
  ballot,
  inHand,
  onDone,
  onPutBack,
}: {
  ballot: BallotView;
  inHand: PaperInHand;
  onDone: () => void;
  onPutBack: () => void;
}) {
  const t = usePhrases(deskPhrases);
  const titleOf = useEntryTitle();
  const locale = useLocale();
  const client = useQueryClient();
  const { questions } = ballot;
  const { ref, entry } = inHand;
  const present = usePaper(ballot, entry);
  const desk = useDesk(ballot, { limit: 1 });
  const [draft, setDraft] = useState<PaperDraft>(emptyDraft);
  const [area, setArea] = useState('');
  const [proxy, setProxy] = useState('');
  const [tried, setTried] = useState(false);
  const sheet = useRef<HTMLFieldSetElement>(null);
  const save = useRef<HTMLButtonElement>(null);
  const proxyField = useRef<InputRef>(null);
  const reasons = [t('reasonMany'), t('reasonUnclear'), t('reasonUnsigned'), t('reasonOther')];
  const title = entry === null ? ref : titleOf(entry);
  const askArea = ballot.secret && needsArea(ballot);
  const areaDm2 = Math.round(Number(area.trim()) * 100);
  const isAreaFine = !askArea || (area.trim() !== '' && Number.isFinite(areaDm2) && areaDm2 >= 0);
  const open = openQuestion(questions, draft);
  const isReady = open === undefined && draft.asksReason === null && isAreaFine;
  const isStanding = present?.state === 'agreed';
  const isNotMine = desk.data?.recount?.notMine.includes(ref) === true;
  const isClosed = isStanding || isNotMine;
  const takesProxies = !ballot.secret && ballot.channels.includes('proxy');

  // The paper is in hand: its first question hears the keys. Of a secret ballot the area comes first.
  useEffect(() => {
    if (!askArea) sheet.current?.focus();
  }, [askArea]);
  // Everything is answered: Enter takes it.
  const isAtEnd = draft.at >= questions.length && draft.asksReason === null;
  useEffect(() => {
    if (isAtEnd) save.current?.focus();
  }, [isAtEnd]);

  const press = (key: string) => {
    const next = pressKey(questions, draft, key, reasons);
    if (next !== undefined) setDraft(next);
  };
  const letters = questions.flatMap((question) => optionsOf(question).map(({ key }) => key));
  useKeys(
    t('title'),
    isClosed
      ? []
      : [
          {
            keys: [...new Set(['1', '2', '3', '4', ...letters])],
            words: t('keyOption'),
            run: ({ key }) => press(key),
          },
          { keys: [abstainKey], words: t('keyAbstain'), run: () => press(abstainKey) },
          { keys: [invalidKey], words: t('keyInvalid'), run: () => press(invalidKey) },
          { keys: [wholePaperKey], words: t('keyWhole'), run: () => press(wholePaperKey) },
          { keys: ['Backspace'], words: t('keyBack'), run: () => setDraft(stepBack(draft)) },
          ...(takesProxies
            ? [{ keys: ['/'], words: t('keyProxy'), run: () => proxyField.current?.focus() }]
            : []),
          { keys: ['Escape'], words: t('keyPutBack'), run: onPutBack },
        ],
  );
  const submit = () => {
    setTried(true);
    if (!isReady) return;
    sendPaper(
      ballot.ballotId,
      title,
      {
        ref,
        choices: draft.answers,
        reasons: draft.reasons,
        ...(askArea ? { areaDm2 } : {}),
        ...(proxy.trim() === '' ? {} : { proxy: proxyOf(proxy) }),
      },
      () => lookAtDesk(client, ballot.ballotId),
    );
    onDone();
  };
  const held = desk.data?.proxies.find(({ name }) => name === proxyOf(proxy).name);
  return (
    <form
      className="desk-paper"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <header className="desk-paper-head">
        <h2>{entry === null ? t('sheetSerial', { ref }) : title}</h2>
        {entry === null ? null : (
          <p className="soft">
            {t('sheetSerial', { ref })} ·{' '}
            {t('homesOf', { n: entry.homes.length, m2: squareMetres(entry.areaDm2, locale) })}
          </p>
        )}
        {entry !== null && entry.homes.length > mostNamed ? (
          <details>
            <summary>{t('allHomes')}</summary>
            <p className="soft">{homesWords(entry, t('listed'))}</p>
          </details>
        ) : null}
      </header>
      {isStanding ? <Alert type="warning" title={t('stands')} /> : null}
      {isNotMine ? <Alert type="warning" title={t('notYours')} /> : null}
      {present?.isOnline && !isClosed ? (
        <Alert type="info" role="status" title={t('replacesOnline')} />
      ) : null}
      {present?.mine != null && !isClosed ? <Alert type="info" title={t('readBefore')} /> : null}
      {isClosed ? null : (
        <>
          {askArea ? (
            <Field
              title={t('areaOnPaper')}
              required
              invalid={tried && !isAreaFine ? t('areaNeeded') : undefined}
            >
              {(field) => (
                <Input
                  {...field}
                  className="desk-area"
                  autoFocus
                  inputMode="decimal"
                  autoComplete="off"
                  value={area}
                  onChange={(event) => setArea(event.target.value)}
                  onPressEnter={(event) => {
                    event.preventDefault();
                    sheet.current?.focus();
                  }}
                />
              )}
            </Field>
          ) : null}
          <fieldset
            ref={sheet}
            className="desk-questions"
            aria-label={title}
            tabIndex={-1}
            onKeyDown={(event) => {
              // Several may be ticked: Enter goes on.
              if (event.key !== 'Enter' || event.target !== sheet.current) return;
              event.preventDefault();
              const question = questions[draft.at];
              if (question !== undefined && Array.isArray(draft.answers[question.key]))
                setDraft({ ...draft, at: draft.at + 1 });
            }}
          >
            {questions.map((question, index) => (
              <ConsolePaperQuestion
                key={question.key}
                questions={questions}
                question={question}
                index={index}
                draft={draft}
                reasons={reasons}
                onDraft={(next) => {
                  setDraft(next);
                  if (next.at < questions.length && question.form !== 'text') sheet.current?.focus();
                }}
              />
            ))}
          </fieldset>
          {takesProxies ? (
            <Field title={t('proxy')} hint={t('proxyHint', { n: ballot.maxProxies ?? 0 })}>
              {(field) => (
                <Input
                  {...field}
                  ref={proxyField}
                  className="desk-proxy"
                  autoComplete="off"
                  maxLength={80}
                  list="desk-proxies"
                  value={proxy}
                  onChange={(event) => setProxy(event.target.value)}
                />
              )}
            </Field>
          ) : null}
          <datalist id="desk-proxies">
            {(desk.data?.proxies ?? []).map(({ name }) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          {held === undefined ? null : (
            <p className={held.papers >= (ballot.maxProxies ?? 0) ? 'desk-limit' : 'soft'} role="status">
              {t('proxyHolds', { name: held.name, n: held.papers, max: ballot.maxProxies ?? 0 })}
            </p>
          )}
        </>
      )}
      {tried && open !== undefined ? (
        <p className="field-error" role="alert">
          {t('tooFew', { title: open.title })}
        </p>
      ) : null}
      <div className="desk-paper-foot">
        {isClosed ? null : (
          <Button ref={save} type="primary" size="large" htmlType="submit">
            {t('save')} <kbd className="desk-key">{t('saveKey')}</kbd>
          </Button>
        )}
        <Button size="large" onClick={onPutBack}>
          {t('putBack')} <kbd className="desk-key">Esc</kbd>
        </Button>
        {isClosed ? null : (
          <Button size="large" type="text" onClick={() => press(wholePaperKey)}>
            {t('wholePaper')} <kbd className="desk-key">{wholePaperKey}</kbd>
          </Button>
        )}
      </div>
    </form>
  );
}

/** “张三 13812345678”: the phone tells two of one name apart. */
function proxyOf(words: string): { name: string; phone?: string } {
  const phone = words.match(/1[3-9]\d{9}/)?.[0];
  const name = words.replace(phone ?? '', '').trim();
  return { name, ...(phone === undefined ? {} : { phone }) };
}
