import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { getAreas, getOrgs } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { orgConsolePhrases } from './console-phrases.ts';
import type { Picked } from './org-words.ts';

const typingMs = 300;

/** One organisation of a kind, by its name; the first of the kind are offered before anything is typed. */
export function OrgOfKindField({
  title,
  kind,
  value,
  invalid,
  onChange,
}: {
  title: string;
  kind: string;
  value: Picked | null;
  invalid: string | undefined;
  onChange: (org: Picked | null) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), typingMs);
  const found = useQuery({
    queryKey: ['orgs', 'of-kind', kind, asked],
    queryFn: ({ signal }) => getOrgs({ kind, ...(asked === '' ? {} : { q: asked }) }, signal),
  });
  const offered = new Map((found.data?.orgs ?? []).map(({ orgId, name }) => [orgId, name]));
  // What is chosen keeps its name, whatever is searched for.
  if (value !== null && asked === '' && !offered.has(value.key)) offered.set(value.key, value.name);
  return (
    <Field title={title} hint={t('pickHint')} invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          allowClear
          labelInValue
          showSearch={{ filterOption: false, onSearch: setWords }}
          loading={found.isFetching}
          notFoundContent={found.isFetching ? null : t('empty')}
          value={value === null ? null : chosenOf(value)}
          options={[...offered].map(([orgId, name]) => ({ value: orgId, label: name }))}
          onChange={(picked: { value: string } | null | undefined) =>
            onChange(
              picked == null
                ? null
                : { key: picked.value, name: offered.get(picked.value) ?? value?.name ?? '' },
            )
          }
        />
      )}
    </Field>
  );
}

/** The places it covers, by name; only those of the level that its kind covers are offered. */
export function CoversField({
  level,
  hint,
  value,
  invalid,
  onChange,
}: {
  level: string | null;
  hint: string;
  value: readonly Picked[];
  invalid: string | undefined;
  onChange: (areas: Picked[]) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), typingMs);
  const found = useQuery({
    queryKey: ['areas', 'covers', level, asked],
    queryFn: ({ signal }) => getAreas({ q: asked, ...(level === null ? {} : { level }) }, signal),
    enabled: asked !== '',
  });
  const names = new Map(value.map(({ key, name }) => [key, name]));
  const offered = new Map(asked === '' ? names : []);
  if (asked !== '') for (const { code, fullName } of found.data?.areas ?? []) offered.set(code, fullName);
  return (
    <Field title={t('coversTitle')} hint={hint} invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          mode="multiple"
          labelInValue
          showSearch={{ filterOption: false, onSearch: setWords }}
          loading={found.isFetching}
          notFoundContent={asked === '' || found.isFetching ? null : t('noPlaces')}
          value={value.map(chosenOf)}
          options={[...offered].map(([code, name]) => ({ value: code, label: name }))}
          onChange={(picked: { value: string }[]) =>
            onChange(
              picked.map(({ value: key }) => ({ key, name: names.get(key) ?? offered.get(key) ?? key })),
            )
          }
        />
      )}
    </Field>
  );
}

/** What the control shows of whoever is chosen, also when the list no longer offers it. */
function chosenOf({ key, name }: Picked): { value: string; label?: string } {
  return { value: key, label: name };
}
