import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { getOrgs } from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { reportInConsolePhrases } from './console-phrases.ts';

export interface PickedOrg {
  orgId: string;
  name: string;
}

/** One organisation by its name; `near` are offered before anything is typed. */
export function ConsoleOrgPicker({
  value,
  near = [],
  onChange,
  id,
  label,
}: {
  value: PickedOrg | null;
  near?: readonly PickedOrg[];
  onChange: (org: PickedOrg) => void;
  id?: string;
  label?: string;
}) {
  const t = usePhrases(reportInConsolePhrases);
  const marks = useMarks();
  const inWords = useLabel();
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), 300);
  const found = useQuery({
    queryKey: ['orgs', asked],
    queryFn: ({ signal }) => getOrgs({ q: asked }, signal),
    enabled: asked !== '',
  });
  const offered =
    asked === ''
      ? [...near, ...(value === null || near.some(({ orgId }) => orgId === value.orgId) ? [] : [value])].map(
          ({ orgId, name }) => ({ value: orgId, label: name, name }),
        )
      : (found.data?.orgs ?? []).map((org) => ({
          value: org.orgId,
          label: `${org.name}${marks.bracketed(inWords(org.kindTitle))}`,
          name: org.name,
        }));
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className="report-in-org"
      placeholder={t('findOrg')}
      value={value === null ? null : chosenOf(value)}
      labelInValue
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={found.isFetching}
      options={offered}
      onChange={(chosen: { value: string } | null) => {
        const org = offered.find((one) => one.value === chosen?.value);
        if (org !== undefined) onChange({ orgId: org.value, name: org.name });
      }}
    />
  );
}

/** What the control shows of whoever is chosen, also when the list no longer offers it. */
function chosenOf({ orgId, name }: PickedOrg): { value: string; label?: string } {
  return { value: orgId, label: name };
}
