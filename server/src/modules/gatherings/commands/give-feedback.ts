/** How it was, from those who were there. Shown without names; a second word replaces the first. */
import type { GiveFeedback } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { changeAndShow } from '../change-gathering.ts';

export function giveFeedback(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, score, words }: z.output<typeof GiveFeedback>,
) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'give-feedback' }, async (changing) => {
    const { tx, row, rule, part, now, personId } = changing;
    if (!rule.feedback || row.state !== 'ended') throw await changing.stateProblem();
    if (!part.wasThere) throw problem('was-not-there');
    await tx.query(
      `INSERT INTO gathering_feedback (tenant_id, gathering_id, person_id, score, words, given_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, gathering_id, person_id)
         DO UPDATE SET score = excluded.score, words = excluded.words, given_at = excluded.given_at`,
      [tx.tenantId, row.gatheringId, personId, score, words || null, now],
    );
  });
}
