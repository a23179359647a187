import { Input, Skeleton } from 'antd';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { problemWords } from '../../console/look/states.tsx';
import { type HoldersReply, type HolderView, NoAnswerError } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

type Holder = HoldersReply['holders'][number];

/** Few are seen at a glance; more need a search. */
const searchFrom = 9;

export function holderKey(holder: Pick<HolderView, 'postId' | 'orgId' | 'role'>): string {
  return `${holder.postId ?? 'vacant'}:${holder.orgId}:${holder.role}`;
}

/** Whom to give it to: native radio buttons, so that arrows choose and Enter sends. Nearest first, then least in hand. */
export function ConsoleHolderPicker({
  holders,
  error,
  value,
  optional = false,
  invalid,
  onChange,
}: {
  holders: readonly Holder[] | undefined;
  error: unknown;
  value: HolderView | null;
  optional?: boolean;
  invalid?: string | undefined;
  onChange: (holder: HolderView) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const id = useId();
  const [words, setWords] = useState('');
  const sorted = useMemo(
    () =>
      (holders ?? []).toSorted(
        (a, b) =>
          Number(a.takenBack != null) - Number(b.takenBack != null) ||
          Number(b.nearest) - Number(a.nearest) ||
          a.running - b.running ||
          a.orgName.localeCompare(b.orgName, 'zh'),
      ),
    [holders],
  );
  const found = sorted.filter((holder) => {
    const text = `${holder.name ?? ''} ${label(holder.roleTitle)} ${holder.orgName}`.toLowerCase();
    return words
      .trim()
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word));
  });

  const fieldset = useRef<HTMLFieldSetElement>(null);
  const isThere = holders !== undefined && error == null;
  useEffect(() => {
    const form = fieldset.current?.closest('form');
    // Somebody already writing is not interrupted.
    if (!isThere || form === null || form?.contains(document.activeElement)) return;
    fieldset.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [isThere]);

  return (
    <fieldset
      ref={fieldset}
      className="field"
      data-holders-pending={isThere || error != null ? undefined : ''}
      aria-invalid={invalid !== undefined}
      aria-describedby={invalid ? `${id}-error` : undefined}
    >
      <legend>{t(optional ? 'holderOptional' : 'holder')}</legend>
      {error != null ? (
        <p className="field-error" role="alert">
          {error instanceof NoAnswerError ? t('holdersOffline') : problemWords(error, t('noAnswer')).detail}
        </p>
      ) : holders === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      ) : holders.length === 0 ? (
        <p className="field-hint">{t('holderNone')}</p>
      ) : (
        <>
          {sorted.length >= searchFrom ? (
            <Input
              allowClear
              value={words}
              placeholder={t('holderSearch')}
              aria-label={t('holderSearch')}
              data-autofocus=""
              onChange={(event) => setWords(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                // One match left: Enter takes it; the next Enter sends.
                const [only, ...others] = found;
                const isOnly = only !== undefined && others.length === 0 && only.takenBack == null;
                if (isOnly && value !== null && holderKey(value) === holderKey(only)) return;
                event.preventDefault();
                if (isOnly) onChange(only);
              }}
            />
          ) : null}
          <div className="choices">
            {found.map((holder, index) => {
              const key = holderKey(holder);
              return (
                <label key={key} className="choice">
                  <input
                    type="radio"
                    name={`${id}-holder`}
                    value={key}
                    disabled={holder.takenBack != null}
                    checked={value !== null && holderKey(value) === key}
                    data-autofocus={index === 0 && sorted.length < searchFrom ? '' : undefined}
                    onChange={() => onChange(holder)}
                  />
                  <span className="choice-main">
                    <span className="choice-title">
                      {holder.name ?? t('vacant')}
                      <span className="choice-soft">{label(holder.roleTitle)}</span>
                      {holder.nearest ? <span className="tag tag-calm">{t('nearest')}</span> : null}
                    </span>
                    <span className="choice-detail">{holder.orgName}</span>
                    {holder.takenBack == null ? null : (
                      <span className="choice-detail">
                        {t('holderTakenBack', {
                          item: label(holder.takenBack.title),
                          from: holder.takenBack.from,
                          basis: holder.takenBack.basis,
                        })}
                      </span>
                    )}
                  </span>
                  <span className="choice-side">{t('running', { n: holder.running })}</span>
                </label>
              );
            })}
            {found.length === 0 ? <p className="field-hint">{t('holderNoMatch')}</p> : null}
          </div>
        </>
      )}
      {invalid === undefined ? null : (
        <p className="field-error" id={`${id}-error`}>
          {invalid}
        </p>
      )}
    </fieldset>
  );
}
