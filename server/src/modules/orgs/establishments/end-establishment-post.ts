/** Ends a post of the establishment while nobody holds it, or will. */
import type { EndEstablishmentPost, EstablishmentReply } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { findOrg } from '../store.ts';
import { signatureOf } from './signature.ts';
import { addMoves, findPlaces, lastMovedOn, lockPlaces } from './store.ts';

export async function endEstablishmentPost(
  deps: Deps,
  viewer: Viewer,
  establishmentPostId: string,
  words: z.output<typeof EndEstablishmentPost>,
): Promise<z.output<typeof EstablishmentReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const now = deps.clock.now();
  const day = today(model, now);
  const command = {
    commandId: words.commandId,
    verb: 'end-establishment',
    target: establishmentPostId,
  } as const;
  return once(deps, viewer, command, async (tx) => {
    const endsOn = words.lastDay === undefined ? day : dayAfter(words.lastDay);
    const [before] = await findPlaces(tx, [establishmentPostId], endsOn);
    const org = before && (await findOrg(tx, before.orgId, day, 'to change'));
    const [place] = org ? await lockPlaces(tx, [establishmentPostId], endsOn) : [];
    if (!org || place?.orgId !== org.orgId) throw problem('not-found');
    requireReach(
      model,
      viewer,
      org.covers.map(({ areaCode }) => areaCode),
    );
    const last = (await lastMovedOn(tx, [establishmentPostId])).get(establishmentPostId) ?? '';
    if (endsOn <= last) {
      throw fieldProblem('/lastDay', {
        zh: `${last} 刚有变动，须在其后`,
        en: `It came to where it is on ${last}; say a later day`,
      });
    }
    const { rows } = await tx.query<{ heldTo: string | null }>(
      `SELECT held_to AS "heldTo" FROM posts
        WHERE tenant_id = $1 AND establishment_post_id = $2 AND coalesce(held_to, 'infinity') >= $3::date LIMIT 1`,
      [tx.tenantId, establishmentPostId, endsOn],
    );
    if (rows.length > 0) {
      throw fieldProblem('/lastDay', {
        zh: '届时还有人任职，请先结束其任期或把编制调走',
        en: 'Somebody holds it then. End that term first, or move the post',
      });
    }
    await addMoves(
      tx,
      [{ establishmentPostId, moveNumber: place.moveNumber + 1, orgId: null }],
      endsOn,
      await signatureOf(tx, viewer, words.basis, now),
    );
    const { orgId } = org;
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
    return { establishmentPostIds: [establishmentPostId] };
  });
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
