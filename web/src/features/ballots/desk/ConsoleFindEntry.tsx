import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useLocale, usePhrases } from '../../../ui/i18n/index.ts';
import { Field } from '../../cases/ConsoleField.tsx';
import { squareMetres } from '../ballot-words.ts';
import { deskPhrases } from './desk-phrases.ts';
import type { DeskPaper } from './desk-queries.ts';
import { findEntries } from './find-entries.ts';
import { useEntryTitle } from './paper-words.ts';

const shown = 8;

/** An entry of the roll by what is typed of it; Enter takes the one that is marked, arrows mark another. */
export function ConsoleFindEntry({
  title,
  hint,
  deed,
  roll,
  onFound,
  onEmpty,
}: {
  title: string;
  hint: string;
  deed: string;
  roll: readonly DeskPaper[];
  onFound: (entry: DeskPaper) => void;
  onEmpty?: () => void;
}) {
  const t = usePhrases(deskPhrases);
  const titleOf = useEntryTitle();
  const locale = useLocale();
  const listId = useId();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const [missed, setMissed] = useState(false);
  const found = findEntries(roll, words, shown);
  const marked = found[Math.min(at, found.length - 1)];
  const take = (entry: DeskPaper) => {
    setWords('');
    setAt(0);
    setMissed(false);
    onFound(entry);
  };
  return (
    <form
      className="desk-which"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() === '') return onEmpty?.();
        if (marked === undefined) return setMissed(true);
        take(marked);
      }}
    >
      <Field title={title} hint={hint} required>
        {(field) => (
          <Input
            {...field}
            size="large"
            autoFocus
            autoComplete="off"
            maxLength={60}
            role="combobox"
            aria-expanded={found.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={marked === undefined ? undefined : `${listId}-${marked.ref}`}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              setAt(0);
              setMissed(false);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
              event.preventDefault();
              const step = event.key === 'ArrowDown' ? 1 : -1;
              setAt(Math.max(0, Math.min(found.length - 1, at + step)));
            }}
          />
        )}
      </Field>
      <Button size="large" htmlType="submit">
        {deed}
      </Button>
      {missed ? (
        <p className="field-error desk-missed" role="alert">
          {t('notOnRoll')}
        </p>
      ) : null}
      <div id={listId} className="desk-found" role="listbox" aria-label={t('found')}>
        {found.map((entry) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field above
          <div
            key={entry.ref}
            id={`${listId}-${entry.ref}`}
            role="option"
            tabIndex={-1}
            aria-selected={entry === marked}
            onClick={() => take(entry)}
          >
            <span>{titleOf(entry)}</span>
            <span className="soft">
              {t('sheetSerial', { ref: entry.ref })} · {squareMetres(entry.areaDm2, locale)} m²
            </span>
          </div>
        ))}
      </div>
    </form>
  );
}
