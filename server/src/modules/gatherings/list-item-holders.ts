/** Who may be given a duty about an item, and as which kinds of case a topic may go on. */
import type { ItemHolders, ItemHoldersQuery } from '@linli/contract';
import { isAmong } from '@linli/engine';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { findHolders } from '../cases/index.ts';
import type { Viewer } from '../people/index.ts';
import { isIn, ownersFor, presentOwner, wordsOf } from './owners.ts';
import { findParts, mayNot, noPart, relationTo } from './policy.ts';
import { ruleFor } from './rules.ts';
import { findGathering, findItems, type ItemRow } from './store.ts';

export async function listItemHolders(
  deps: Deps,
  viewer: Viewer,
  { gatheringId, itemId }: { gatheringId: string; itemId: string },
  { q }: z.output<typeof ItemHoldersQuery>,
): Promise<z.output<typeof ItemHolders>> {
  const now = deps.clock.now();
  const words = wordsOf(q);
  const { item, owners, isWhole, caseKinds } = await inTenant(
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
      // A case on a rung goes to whom its own rules name.
      const { owners, isWhole } = isOnRung(found)
        ? { owners: [], isWhole: true }
        : await ownersFor(tx, model, row, words, now);
      return {
        item: found,
        owners: owners.map((owner) => presentOwner(model, owner)),
        isWhole,
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
  if (item.caseId === null || !isOnRung(item)) return { holders: owners, isWhole, caseKinds };
  const { holders } = await findHolders(deps, viewer, item.caseId, 'decide');
  return {
    holders: holders
      .filter(
        ({ takenBack, name, orgName, roleTitle }) =>
          takenBack === null &&
          words.every(
            (word) => isIn(word, roleTitle) || isIn(word, { zh: `${name ?? ''} ${orgName}`, en: '' }),
          ),
      )
      .toSorted((a, b) => Number(b.nearest) - Number(a.nearest) || a.running - b.running)
      .map(({ postId, role, roleTitle, orgId, orgName, personId, name }) => ({
        postId,
        role,
        roleTitle,
        orgId,
        orgName,
        personId,
        name,
      })),
    isWhole: true,
    caseKinds,
  };
}

function isOnRung({ caseId, ladder, endedAt }: ItemRow): boolean {
  return caseId !== null && ladder !== null && endedAt === null;
}
