/** Ends a post: with its last day the authority it gave is over, also in sessions that are open. */
import type { EndPost, PostReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { presentPost } from '../present.ts';
import { recountAfterChange } from '../proof/index.ts';
import { findOrg, findPost, servedBy } from '../store.ts';

export async function endPost(
  deps: Deps,
  viewer: Viewer,
  postId: string,
  words: z.output<typeof EndPost>,
): Promise<z.output<typeof PostReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const command = { commandId: words.commandId, verb: 'end-post', target: postId } as const;
  return once(deps, viewer, command, async (tx) => ({
    post: await endPostWithin(deps, tx, viewer, model, postId, words),
  }));
}

/** The same as a part of something else that is done at once. */
export async function endPostWithin(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  model: Model,
  postId: string,
  words: Pick<z.output<typeof EndPost>, 'heldTo'>,
): Promise<z.output<typeof PostReply>['post']> {
  const day = today(model, deps.clock.now());
  const found = await findPost(tx, postId);
  const org = found && (await findOrg(tx, found.orgId, day, 'to change'));
  // Read again: somebody may have ended it while the lock was waited for.
  const post = org && (await findPost(tx, postId));
  if (!org || !post) throw problem('not-found');
  requireReach(
    model,
    viewer,
    org.covers.map(({ areaCode }) => areaCode),
  );
  const heldTo = words.heldTo ?? dayBefore(day);
  if (post.heldTo !== null && post.heldTo < day) {
    throw fieldProblem('/heldTo', {
      zh: `任期已于 ${post.heldTo} 结束`,
      en: `It ended on ${post.heldTo} already`,
    });
  }
  if (post.heldTo !== null && heldTo > post.heldTo) {
    throw fieldProblem('/heldTo', {
      zh: `任期本来就在 ${post.heldTo} 结束；要延长，请重新任命`,
      en: `It ends on ${post.heldTo} anyway; to prolong it, appoint anew`,
    });
  }
  if (words.heldTo !== undefined && heldTo < post.heldFrom) {
    throw fieldProblem('/heldTo', { zh: '早于任期开始', en: 'Before the post begins' });
  }
  await tx.query('UPDATE posts SET held_to = $3 WHERE tenant_id = $1 AND post_id = $2', [
    tx.tenantId,
    postId,
    heldTo,
  ]);
  await recountAfterChange(tx, model, await servedBy(tx, [postId]), day);
  const { orgId } = org;
  tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
  return presentPost(model, viewer, org, { ...post, heldTo });
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
