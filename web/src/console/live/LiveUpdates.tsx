import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type PropsWithChildren, useEffect } from 'react';
import { isRefusal, type LiveChange, listenLive } from '../../ui/api/index.ts';
import { caseKey, knownSeq, refreshLists } from '../cases/case-cache.ts';
import { sessionKey } from '../session/session.ts';
import { markCase } from './marks.ts';

/** Several changes in a moment (a bulk dispatch of somebody else) are one look again. */
const gatherMs = 500;

/** First words of the queries that a change may have made old. */
const touchedBy: Record<LiveChange['topic'], readonly string[]> = {
  orgs: [
    'org',
    'post',
    'coverage',
    'part',
    'card',
    'who',
    'session',
    'report-in',
    'establishment',
    'segment',
  ],
  areas: ['area', 'coverage', 'plan'],
  imports: ['import'],
  plans: ['plan'],
};

/** What others do appears by itself: lists are fetched again and the line that moved is marked gently. */
export function LiveUpdates({ children }: PropsWithChildren) {
  const client = useQueryClient();
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | null = null;
    const lookAgain = () => {
      gathering ??= setTimeout(() => {
        gathering = null;
        refreshLists(client);
      }, gatherMs);
    };
    const stop = listenLive({
      onCase: ({ caseId, seq }) => {
        // One's own deed is on the page already.
        if (knownSeq(client, caseId) >= seq) return;
        markCase(caseId);
        void client.invalidateQueries({ queryKey: caseKey(caseId) });
        lookAgain();
      },
      onGathering: () => askAgain(client, ['gatherings']),
      onBallot: ({ ballotId }) => {
        void client.invalidateQueries({ queryKey: ['ballot', ballotId] });
        void client.invalidateQueries({ queryKey: ['ballots'] });
      },
      onInbox: () => {
        void client.invalidateQueries({ queryKey: sessionKey });
        void client.invalidateQueries({ queryKey: ['messages'] });
      },
      onChange: ({ topic }) => {
        askAgain(client, touchedBy[topic]);
      },
      onCatchUp: () => {
        refreshLists(client);
        askAgain(client, ['case', 'gatherings', 'ballot', 'messages', ...sessionKey]);
      },
    });
    return () => {
      stop();
      if (gathering !== null) clearTimeout(gathering);
    };
  }, [client]);
  return children;
}

/**
 * Asks again for whatever begins with one of the words. What was refused stands: nothing says that it concerns that.
 */
function askAgain(client: QueryClient, nouns: readonly string[]): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [first], state }) =>
      typeof first === 'string' && nouns.some((noun) => first.startsWith(noun)) && !isRefusal(state.error),
  });
}
