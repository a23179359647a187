import { useQuery } from '@tanstack/react-query';
import { getAreas, getWhoIsThere } from '../../ui/api/index.ts';
import { usePreferences } from '../../ui/preferences.ts';

/** Children of an area (null: what people pick from first), with the path that leads there. */
export function useAreasUnder(code: string | null) {
  const { city } = usePreferences();
  return useQuery({
    queryKey: ['areas', city, code],
    queryFn: ({ signal }) => getAreas(code === null ? {} : { under: code }, signal),
    staleTime: 10 * 60_000,
  });
}

export function useAreaSearch(words: string, level?: string) {
  const { city } = usePreferences();
  return useQuery({
    queryKey: ['area-search', city, words, level ?? null],
    enabled: words.length > 0,
    queryFn: ({ signal }) => getAreas({ q: words, ...(level === undefined ? {} : { level }) }, signal),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}

export function useWhoIsThere(code: string | null) {
  const { city } = usePreferences();
  return useQuery({
    queryKey: ['who', city, code],
    enabled: code !== null,
    queryFn: ({ signal }) => getWhoIsThere(code ?? '', signal),
    staleTime: 5 * 60_000,
  });
}
