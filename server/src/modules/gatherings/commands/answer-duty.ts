/** What became of a duty: kept or not, in words. By its owner, or at the meeting by who keeps the minutes. */
import type { AnswerDuty, ResolutionView } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { recordStep } from '../history.ts';
import { hint } from '../live.ts';
import { findParts, noPart, postAmong, relationTo, writersOf } from '../policy.ts';
import { isOwnerOf, mayAnswerFor, presentResolution } from '../present.ts';
import { ruleFor } from '../rules.ts';
import { signatureOf } from '../sign.ts';
import { endItem, findGathering, findResolutions } from '../store.ts';

export async function answerDuty(
  deps: Deps,
  viewer: Viewer,
  resolutionId: string,
  { commandId, isKept, words }: z.output<typeof AnswerDuty>,
): Promise<{ duty: ResolutionView }> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const command = { commandId, verb: 'duty.answer', target: resolutionId };
  return once(deps, viewer, command, async (tx) => {
    const now = deps.clock.now();
    const present = modelsOf(deps).ofTenant(tx.tenantId);
    const { rows: locked } = await tx.query<{ gatheringId: string }>(
      `SELECT gathering_id AS "gatheringId" FROM gathering_resolutions
        WHERE tenant_id = $1 AND resolution_id = $2 FOR UPDATE`,
      [tx.tenantId, resolutionId],
    );
    const [duty] = await findResolutions(tx, [resolutionId]);
    const row = locked[0] && (await findGathering(tx, locked[0].gatheringId, 'to change'));
    if (duty === undefined || row === undefined) throw problem('not-found');
    const { model, rule } = await ruleFor(deps, tx.tenantId, row);
    const isOwner = isOwnerOf(viewer, duty);
    if (!isOwner && !mayAnswerFor(present, viewer, duty)) {
      const part = (await findParts(tx, viewer, [row.gatheringId])).get(row.gatheringId) ?? noPart;
      if (!relationTo(model, rule, viewer, row, part).sees) throw problem('not-found');
      throw problem('forbidden', {
        detail: {
          zh: '可以办理的人：承担这项任务的人和主办会议的人。',
          en: 'Who may do this: whoever has the duty, and who holds the meeting.',
        },
      });
    }
    const view = async () => {
      const [after] = await findResolutions(tx, [resolutionId]);
      if (after === undefined) throw new Error('a duty that was just answered is not there');
      return presentResolution(present, viewer, true, after, now);
    };
    if (duty.state !== 'running') throw problem('gathering-state', { current: { duty: await view() } });
    const post =
      viewer.posts.find(({ orgId, role }) => orgId === duty.ownerOrgId && role === duty.ownerRole) ??
      postAmong(viewer, rule.decidedBy, row) ??
      postAmong(viewer, writersOf(rule), row, 'or within');
    const by = await signatureOf(tx, present, viewer, post);
    await tx.query(
      `UPDATE gathering_resolutions
          SET state = $3, answer = $4, answered_at = $5, answered_by_person_id = $6, answered_by_label = $7, tell_at = NULL
        WHERE tenant_id = $1 AND resolution_id = $2`,
      [tx.tenantId, resolutionId, isKept ? 'kept' : 'not-kept', words, now, by.personId, by.label],
    );
    await recordStep(tx, row, {
      verb: 'answer-duty',
      at: now,
      by,
      reason: words,
      changes: { resolutionId, isKept },
      commandId,
    });
    hint(deps, tx, row.gatheringId);
    await hearAtOnce(deps, tx, resolutionId, now);
    return { duty: await view() };
  });
}

/** Answered while a meeting that asks for it is running: it has been heard there. */
async function hearAtOnce(
  deps: Deps,
  tx: Parameters<typeof endItem>[0],
  resolutionId: string,
  now: string,
): Promise<void> {
  const { rows } = await tx.query<{ itemId: string; gatheringId: string }>(
    `SELECT items.item_id AS "itemId", items.gathering_id AS "gatheringId"
       FROM gathering_items AS items
       JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.gathering_id = items.gathering_id
      WHERE items.tenant_id = $1 AND items.resolution_id = $2 AND items.ended_at IS NULL AND gatherings.state = 'open'`,
    [tx.tenantId, resolutionId],
  );
  for (const { itemId, gatheringId } of rows) {
    await endItem(tx, itemId, { as: 'answered', at: now, inGathering: gatheringId, reason: null });
    hint(deps, tx, gatheringId);
  }
}
