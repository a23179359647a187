import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getCase, getCases } from '../../ui/api/index.ts';
import { useLocale } from '../../ui/i18n/index.ts';
import { usePreferences } from '../../ui/preferences.ts';

export function useMyCases(limit = 50) {
  const { city } = usePreferences();
  return useQuery({
    queryKey: ['mine', city, limit],
    queryFn: ({ signal }) => getCases({ mine: true, limit }, signal),
  });
}

export function useMyCasePages() {
  const { city } = usePreferences();
  return useInfiniteQuery({
    queryKey: ['mine', city, 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => getCases({ mine: true, limit: 30, cursor: pageParam }, signal),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function useNearby(areaCode: string | null) {
  const { city } = usePreferences();
  return useQuery({
    queryKey: ['nearby', city, areaCode],
    enabled: areaCode !== null,
    queryFn: ({ signal }) => getCases({ area: areaCode ?? '', limit: 20 }, signal),
  });
}

export function useCase(caseId: string) {
  const locale = useLocale();
  return useQuery({
    queryKey: ['case', caseId, locale],
    queryFn: async ({ signal }) => (await getCase(caseId, signal)).case,
    // Without live updates the page still moves.
    refetchInterval: 60_000,
  });
}
