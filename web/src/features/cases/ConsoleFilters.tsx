import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { isFiltered, type ListFilter, noFilter } from '../../console/cases/filters.ts';
import { useModel } from '../../console/cases/use-model.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { consolePhrases } from '../../console/phrases.ts';
import { getAreas } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { caseConsolePhrases } from './console-phrases.ts';

/** Long enough to type a word, short enough not to feel like waiting. */
const typingMs = 300;

/** What a list is narrowed to. Everything stands in the address, so that it can be sent to a colleague. */
export function ConsoleFilters({
  filter,
  withStation,
  onChange,
}: {
  filter: ListFilter;
  withStation: boolean;
  onChange: (filter: ListFilter) => void;
}) {
  const t = usePhrases(caseConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const model = useModel();
  const searchBox = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(filter.q);
  useEffect(() => setWords(filter.q), [filter.q]);
  useEffect(() => {
    if (words === filter.q) return;
    const timer = setTimeout(() => onChange({ ...filter, q: words }), typingMs);
    return () => clearTimeout(timer);
  }, [words, filter, onChange]);
  useKeys(frame('keysAnywhere'), [
    { keys: ['/'], words: frame('keySearch'), run: () => searchBox.current?.focus() },
  ]);

  const kinds = model.data?.kinds ?? [];
  // Each kind calls its stations its own way.
  const stations = new Map<string, Set<string>>();
  for (const kind of kinds) {
    if (filter.kind !== '' && kind.key !== filter.kind) continue;
    for (const { key, title } of kind.stations)
      stations.set(key, (stations.get(key) ?? new Set()).add(label(title)));
  }
  const all = { value: '', label: t('filterAll') };
  return (
    <search className="filters" aria-label={t('filters')}>
      <Input
        ref={(input) => {
          searchBox.current = input?.input ?? null;
        }}
        className="filter-words"
        allowClear
        value={words}
        placeholder={t('filterWords')}
        aria-label={t('filterWords')}
        suffix={<kbd className="key-hint">/</kbd>}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <div className="filter-more">
        {kinds.length > 1 ? (
          <Select
            aria-label={t('filterKind')}
            prefix={<span className="soft">{t('filterKind')}</span>}
            popupMatchSelectWidth={false}
            value={filter.kind}
            options={[all, ...kinds.map((kind) => ({ value: kind.key, label: label(kind.title) }))]}
            onChange={(kind) => onChange({ ...filter, kind })}
          />
        ) : null}
        {withStation ? (
          <Select
            aria-label={t('filterStation')}
            prefix={<span className="soft">{t('filterStation')}</span>}
            popupMatchSelectWidth={false}
            value={filter.station}
            options={[
              all,
              ...[...stations].map(([key, called]) => ({ value: key, label: [...called].join(' / ') })),
            ]}
            onChange={(station) => onChange({ ...filter, station })}
          />
        ) : null}
        <Select
          aria-label={t('filterSeverity')}
          prefix={<span className="soft">{t('filterSeverity')}</span>}
          popupMatchSelectWidth={false}
          value={filter.severity}
          options={[
            all,
            ...(['urgent', 'ordinary', 'hard'] as const).map((key) => ({ value: key, label: t(key) })),
          ]}
          onChange={(severity) => onChange({ ...filter, severity })}
        />
        <AreaFilter value={filter.area} onChange={(area) => onChange({ ...filter, area })} />
        <button
          type="button"
          className="chip"
          aria-pressed={filter.over}
          onClick={() => onChange({ ...filter, over: !filter.over })}
        >
          {t('filterOver')}
        </button>
        {isFiltered(filter) ? (
          <Button type="text" onClick={() => onChange(noFilter)}>
            {t('clearFilters')}
          </Button>
        ) : null}
      </div>
    </search>
  );
}

function AreaFilter({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const t = usePhrases(caseConsolePhrases);
  const [words, setWords] = useState('');
  const found = useQuery({
    queryKey: ['areas', words],
    queryFn: ({ signal }) => getAreas(words === '' ? {} : { q: words }, signal),
    staleTime: 5 * 60_000,
  });
  // A link names only the code; its name is looked up.
  const named = useQuery({
    queryKey: ['area', value],
    queryFn: async ({ signal }) => (await getAreas({ under: value }, signal)).path.at(-1) ?? null,
    enabled: value !== '',
    staleTime: 5 * 60_000,
  });
  const options = (found.data?.areas ?? []).map((area) => ({ value: area.code, label: area.fullName }));
  if (value !== '' && !options.some((option) => option.value === value)) {
    options.unshift({ value, label: named.data?.fullName ?? value });
  }
  return (
    <Select
      className="filter-area"
      aria-label={t('filterArea')}
      prefix={<span className="soft">{t('filterArea')}</span>}
      popupMatchSelectWidth={false}
      allowClear
      placeholder={t('filterAreaSearch')}
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={found.isFetching}
      value={value === '' ? null : value}
      options={options}
      onChange={(code: string | null | undefined) => onChange(code ?? '')}
    />
  );
}
