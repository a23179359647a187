import { useQueryClient } from '@tanstack/react-query';
import { type PropsWithChildren, useEffect } from 'react';
import { listenLive } from '../../ui/api/index.ts';
import { caseKey, knownSeq, refreshLists } from '../cases/case-cache.ts';
import { sessionKey } from '../session/session.ts';
import { markCase } from './marks.ts';

/** Several changes in a moment (a bulk dispatch of somebody else) are one look again. */
const gatherMs = 500;

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
      onInbox: () => {
        void client.invalidateQueries({ queryKey: sessionKey });
        void client.invalidateQueries({ queryKey: ['messages'] });
      },
      onCatchUp: () => {
        refreshLists(client);
        void client.invalidateQueries({ queryKey: ['case'] });
        void client.invalidateQueries({ queryKey: ['messages'] });
        void client.invalidateQueries({ queryKey: sessionKey });
      },
    });
    return () => {
      stop();
      if (gathering !== null) clearTimeout(gathering);
    };
  }, [client]);
  return children;
}
