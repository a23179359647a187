/** Who may be given a duty about an item, and as which kinds of case a topic may go on. */
import type { ItemHolders } from '@linli/contract';
import { isAmong } from '@linli/engine';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { findHolders } from '../cases/index.ts';
import type { Viewer } from '../people/index.ts';
import { ownersFor, presentOwner } from './owners.ts';
import { findParts, mayNot, noPart, relationTo } from './policy.ts';
import { ruleFor } from './rules.ts';
import { findGathering, findItems } from './store.ts';

export async function listItemHolders(
  deps: Deps,
  viewer: Viewer,
  { gatheringId, itemId }: { gatheringId: string; itemId: string },
): Promise<z.output<typeof ItemHolders>> {
  const now = deps.clock.now();
  const { item, owners, caseKinds } = await inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const row = await findGathering(tx, gatheringId, 'to show');
      if (row === undefined) throw problem('not-found');
      const { model, rule } = await ruleFor(deps, tx.tenantId, row);
      const part = (await findParts(tx, viewer, [gatheringId])).get(gatheringId) ?? noPart;
      const relation = relationTo(model, rule, viewer, row, part);
      if (!relation.sees) throw problem('not-found');
      if (relation.decides === null) throw mayNot(model, rule.decidedBy);
      const found = (await findItems(tx, gatheringId)).find((one) => one.itemId === itemId);
      if (found === undefined) throw problem('not-found');
      const actor = {
        personId: viewer.personId,
        isReporter: false,
        posts: viewer.posts.map(({ postId, role, orgId }) => ({ postId, role, orgId })),
      };
      return {
        item: found,
        owners: (await ownersFor(tx, model, row, now)).map((owner) => presentOwner(model, owner)),
        caseKinds:
          found.about === 'topic'
            ? Object.entries(model.caseKinds)
                .filter(([, kind]) => isAmong(actor, kind.openedBy, null))
                .map(([key, { title }]) => ({ key, title }))
            : [],
      };
    },
    { readOnly: true },
  );
  // A case on a rung goes to whom its own rules name.
  if (item.caseId === null || item.ladder === null || item.endedAt !== null)
    return { holders: owners, caseKinds };
  const { holders } = await findHolders(deps, viewer, item.caseId, 'decide');
  return {
    holders: holders
      .filter(({ takenBack }) => takenBack === null)
      .map(({ postId, role, roleTitle, orgId, orgName, personId, name }) => ({
        postId,
        role,
        roleTitle,
        orgId,
        orgName,
        personId,
        name,
      })),
    caseKinds,
  };
}
