/** The same verb on many cases. Each is a command of its own: one that is refused holds up no other. */
import type { BulkReply, BulkRequest } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { ProblemError, problemDocument } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { act } from './act.ts';

/** More at once would only wait for one another's connections. */
const atOnce = 4;

export async function actOnMany(
  deps: Deps,
  viewer: Viewer,
  { verb, items, with: words }: z.output<typeof BulkRequest>,
  requestId: string,
): Promise<z.output<typeof BulkReply>> {
  const results: z.output<typeof BulkReply>['results'] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const { caseId, commandId, seq } = items[at]!;
      try {
        const { status } = await act(deps, viewer, caseId, verb, { ...words, commandId, seq });
        results[at] = { caseId, ok: true, status };
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        const { status, title, detail } = problemDocument(
          error.code,
          error.details,
          viewer.locale,
          requestId,
        );
        results[at] = { caseId, ok: false, status, title, detail };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return { results };
}
