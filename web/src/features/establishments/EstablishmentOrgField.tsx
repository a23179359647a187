import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { getOrgs } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { establishmentPhrases } from './console-phrases.ts';

const typingMs = 300;

/** Any organisation, by its name. */
export function EstablishmentOrgField({
  title,
  value,
  invalid,
  onChange,
}: {
  title: string;
  value: { orgId: string; name: string } | null;
  invalid: string | undefined;
  onChange: (org: { orgId: string; name: string } | null) => void;
}) {
  const t = usePhrases(establishmentPhrases);
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), typingMs);
  const found = useQuery({
    queryKey: ['orgs', 'named', asked],
    queryFn: ({ signal }) => getOrgs({ q: asked }, signal),
    enabled: asked !== '',
  });
  const offered = new Map(
    (asked === '' ? [] : (found.data?.orgs ?? [])).map(({ orgId, name }) => [orgId, name]),
  );
  if (value !== null && !offered.has(value.orgId)) offered.set(value.orgId, value.name);
  return (
    <Field title={title} required invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          showSearch={{ filterOption: false, onSearch: setWords }}
          placeholder={t('orgSearch')}
          loading={found.isFetching}
          notFoundContent={asked === '' || found.isFetching ? null : t('noOrgs')}
          value={value?.orgId ?? null}
          options={[...offered].map(([orgId, name]) => ({ value: orgId, label: name }))}
          onChange={(orgId: string | null) =>
            onChange(orgId === null ? null : { orgId, name: offered.get(orgId) ?? '' })
          }
        />
      )}
    </Field>
  );
}
