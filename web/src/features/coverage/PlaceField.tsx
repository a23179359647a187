import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { getAreas } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { coveragePhrases } from './coverage-phrases.ts';

const typingMs = 250;

/** A place by its name, down to the door. */
export function PlaceField({
  id,
  named,
  onChoose,
}: {
  id: string;
  /** The place that is chosen, with its name. */
  named: { code: string; name: string } | null;
  onChoose: (code: string) => void;
}) {
  const t = usePhrases(coveragePhrases);
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), typingMs);
  const found = useQuery({
    queryKey: ['areas', 'search', asked],
    queryFn: ({ signal }) => getAreas(asked === '' ? {} : { q: asked }, signal),
    staleTime: 5 * 60_000,
    placeholderData: (before) => before,
  });
  const options = (found.data?.areas ?? []).map((area) => ({ value: area.code, label: area.fullName }));
  if (named !== null && !options.some(({ value }) => value === named.code))
    options.unshift({ value: named.code, label: named.name });
  return (
    <Select
      id={id}
      className="place-field"
      showSearch={{ filterOption: false, onSearch: setWords }}
      placeholder={t('placeSearch')}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? null : t('placeNone')}
      value={named?.code ?? null}
      options={options}
      onChange={(code: string | null) => {
        if (code !== null) onChoose(code);
      }}
    />
  );
}
