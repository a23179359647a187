import { useQuery } from '@tanstack/react-query';
import { Input, Skeleton } from 'antd';
import { useDeferredValue, useId, useState } from 'react';
import type { VerbDraft } from '../../console/cases/verb-request.ts';
import { Ago } from '../../console/look/Due.tsx';
import { type CaseSummary, findSimilar, getCases } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

interface Target {
  caseId: string;
  number: string;
  title: string;
  detail: string;
  openedAt: string;
}

/** The case to merge into: similar ones nearby are offered first, any other is found by number or words. */
export function ConsoleMergeTarget({
  one,
  value,
  invalid,
  onChange,
}: {
  one: CaseSummary;
  value: VerbDraft['into'];
  invalid: string | undefined;
  onChange: (into: NonNullable<VerbDraft['into']>) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const label = useLabel();
  const id = useId();
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const nearby = useQuery({
    queryKey: ['similar', one.caseId],
    queryFn: async ({ signal }): Promise<Target[]> => {
      const reply = await findSimilar(
        {
          kind: one.kind,
          areaCode: one.areaCode,
          text: one.title,
          ...(one.category === null ? {} : { category: one.category }),
          ...(one.position === null
            ? {}
            : { position: { longitude: one.position[0], latitude: one.position[1] } }),
        },
        signal,
      );
      return reply.cases
        .filter((found) => found.caseId !== one.caseId)
        .map((found) => ({ ...found, detail: `${found.areaName} · ${label(found.stationTitle)}` }));
    },
    staleTime: 60_000,
  });
  const found = useQuery({
    queryKey: ['merge-search', one.kind, asked],
    queryFn: async ({ signal }): Promise<Target[]> => {
      const reply = await getCases({ q: asked, kind: one.kind, limit: 20 }, signal);
      return reply.cases
        .filter((other) => other.caseId !== one.caseId)
        .map((other) => ({ ...other, detail: `${other.areaName} · ${label(other.stationTitle)}` }));
    },
    enabled: asked !== '',
  });
  const shown = asked === '' ? nearby : found;
  return (
    <fieldset className="field" aria-describedby={invalid ? `${id}-error` : undefined}>
      <legend>{t('mergeInto')}</legend>
      <Input
        allowClear
        value={words}
        placeholder={t('mergeSearch')}
        aria-label={t('mergeSearch')}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <p className="field-hint">{t(asked === '' ? 'mergeNearby' : 'mergeFound')}</p>
      <div className="choices">
        {shown.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
        {shown.data?.map((target) => (
          <label key={target.caseId} className="choice">
            <input
              type="radio"
              name={id}
              checked={value?.caseId === target.caseId}
              onChange={() => onChange({ caseId: target.caseId, number: target.number, title: target.title })}
            />
            <span className="choice-main">
              <span className="choice-title">{target.title}</span>
              <span className="choice-detail">
                {target.number} · {target.detail} · <Ago at={target.openedAt} />
              </span>
            </span>
          </label>
        ))}
        {shown.data?.length === 0 || shown.isError ? <p className="field-hint">{t('mergeNone')}</p> : null}
      </div>
      {invalid === undefined ? null : (
        <p className="field-error" id={`${id}-error`}>
          {invalid}
        </p>
      )}
    </fieldset>
  );
}
