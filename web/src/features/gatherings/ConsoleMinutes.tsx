import { Button, Input } from 'antd';
import { useId, useLayoutEffect, useRef } from 'react';
import { Refusal } from '../../console/look/DeedForm.tsx';
import { Ago } from '../../console/look/Due.tsx';
import type { MinutesPart } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { keepBoth } from './merge-texts.ts';
import { roomPhrases } from './room-phrases.ts';
import { minutesStateWords } from './room-words.ts';
import { useMinutes } from './use-minutes.ts';

/** One text of the minutes, typed by several at once. */
export function ConsoleMinutes({
  gatheringId,
  part,
  title,
  mayWrite,
}: {
  gatheringId: string;
  part: MinutesPart;
  title: string;
  mayWrite: boolean;
}) {
  const t = usePhrases(roomPhrases);
  if (mayWrite) return <MinutesEditor key={part.part} gatheringId={gatheringId} part={part} title={title} />;
  return (
    <section className="minutes" aria-label={title}>
      <h3>{title}</h3>
      {part.text === '' ? (
        <p className="soft">{t('minutesNone')}</p>
      ) : (
        <p className="minutes-text">{part.text}</p>
      )}
    </section>
  );
}

function MinutesEditor({
  gatheringId,
  part,
  title,
}: {
  gatheringId: string;
  part: MinutesPart;
  title: string;
}) {
  const t = usePhrases(roomPhrases);
  const id = useId();
  const minutes = useMinutes(gatheringId, part, title);
  const holder = useRef<HTMLDivElement>(null);
  useCaretStays(holder, minutes.text);
  return (
    <section className="minutes">
      <div className="minutes-head">
        <h3>
          <label htmlFor={id}>{title}</label>
        </h3>
        <p className="minutes-state soft" role="status" data-state={minutes.state}>
          {t(minutesStateWords[minutes.state])}
          {minutes.state === 'saved' && part.writtenAt !== null ? (
            <>
              {' '}
              {part.writtenBy} <Ago at={part.writtenAt} />
            </>
          ) : null}
        </p>
      </div>
      <Refusal error={minutes.error} />
      {minutes.theirs === null ? (
        <div ref={holder}>
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 4, maxRows: 18 }}
            maxLength={40_000}
            placeholder={t('minutesHint')}
            value={minutes.text}
            onChange={(event) => minutes.type(event.target.value)}
            onBlur={minutes.send}
          />
        </div>
      ) : (
        <TwoTexts
          theirs={minutes.theirs}
          mine={minutes.text}
          onType={minutes.type}
          onSettle={minutes.settle}
          id={id}
        />
      )}
      {minutes.state === 'refused' ? <Button onClick={minutes.send}>{t('sendAgain')}</Button> : null}
    </section>
  );
}

/** Both wrote into the same lines: both texts, and what is to stand. */
function TwoTexts({
  theirs,
  mine,
  onType,
  onSettle,
  id,
}: {
  theirs: MinutesPart;
  mine: string;
  onType: (text: string) => void;
  onSettle: (text: string) => void;
  id: string;
}) {
  const t = usePhrases(roomPhrases);
  return (
    <section className="two-texts" aria-label={t('twoTexts')}>
      <p>{t('twoTextsLead', { name: theirs.writtenBy ?? t('somebody') })}</p>
      <div className="two-texts-both">
        <div>
          <h4>{t('theirText')}</h4>
          <p className="minutes-text">{theirs.text}</p>
          <Button onClick={() => onSettle(theirs.text)}>{t('takeTheirs')}</Button>
        </div>
        <div>
          <h4>{t('myText')}</h4>
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 3, maxRows: 12 }}
            value={mine}
            onChange={(event) => onType(event.target.value)}
          />
          <Button onClick={() => onSettle(mine)}>{t('takeMine')}</Button>
        </div>
      </div>
      <Button type="primary" onClick={() => onSettle(keepBoth(theirs.text, mine))}>
        {t('takeBoth')}
      </Button>
    </section>
  );
}

/** Lines of others that come in above must not move the caret of who types. */
function useCaretStays(holder: { current: HTMLDivElement | null }, text: string): void {
  const before = useRef(text);
  useLayoutEffect(() => {
    const area = holder.current?.querySelector('textarea');
    const old = before.current;
    before.current = text;
    if (area == null || document.activeElement !== area || area.dataset.caret === undefined) return;
    const caret = Number(area.dataset.caret);
    if (old !== text && text.endsWith(old.slice(caret)) && !text.startsWith(old.slice(0, caret))) {
      const at = text.length - (old.length - caret);
      area.setSelectionRange(at, at);
    }
  }, [holder, text]);
  useLayoutEffect(() => {
    const area = holder.current?.querySelector('textarea');
    if (area == null) return;
    const note = () => {
      area.dataset.caret = String(area.selectionStart);
    };
    for (const event of ['keyup', 'click', 'input', 'select'] as const) area.addEventListener(event, note);
    return () => {
      for (const event of ['keyup', 'click', 'input', 'select'] as const)
        area.removeEventListener(event, note);
    };
  }, [holder]);
}
