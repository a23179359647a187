import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  type BallotFilter,
  getBallot,
  getBallotHistory,
  getBallotKinds,
  getBallots,
} from '../../ui/api/index.ts';
import { useLocale } from '../../ui/i18n/index.ts';
import { usePreferences } from '../../ui/preferences.ts';

export function useBallot(ballotId: string) {
  const locale = useLocale();
  return useQuery({
    queryKey: ['ballot', ballotId, locale],
    queryFn: async ({ signal }) => (await getBallot(ballotId, signal)).ballot,
    // What was refused stands until somebody tries again: asked again it would show as loading in between.
    refetchInterval: ({ state }) => (state.data === undefined ? false : 60_000),
    // In another language it is the same ballot: a form that is open over it stays.
    placeholderData: (before) => (before?.ballotId === ballotId ? before : undefined),
  });
}

export function useBallotPages(filter: BallotFilter) {
  const { city } = usePreferences();
  const locale = useLocale();
  return useInfiniteQuery({
    queryKey: ['ballots', city, locale, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => getBallots({ ...filter, cursor: pageParam }, signal),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

/** What the city knows, and where this viewer may convene it: changes with the model and with posts, not by the minute. */
export function useBallotKinds() {
  return useQuery({
    queryKey: ['ballot-kinds'],
    queryFn: ({ signal }) => getBallotKinds(signal),
    staleTime: 5 * 60_000,
  });
}

export function useBallotHistory(ballotId: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['ballot-history', ballotId],
    queryFn: ({ signal }) => getBallotHistory(ballotId, signal),
    enabled: isWanted,
  });
}
