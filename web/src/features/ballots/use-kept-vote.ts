import { useMemo, useSyncExternalStore } from 'react';
import { type KeptVote, keptVote, keptVoteText, watchKeptVotes } from './kept-vote.ts';

/** The vote this device keeps, as it is now: slips get into the box while a page is open. */
export function useKeptVote(ballotId: string, entryId: string): KeptVote | null {
  const text = useSyncExternalStore(watchKeptVotes, () => keptVoteText(ballotId, entryId));
  return useMemo(() => (text === null ? null : keptVote(ballotId, entryId)), [text, ballotId, entryId]);
}
