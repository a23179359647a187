/** What every change of one item of an agenda has in common. */
import type { GatheringView } from '@linli/contract';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import type { Viewer, ViewerPost } from '../people/index.ts';
import { type Changing, changeAndShow } from './change-gathering.ts';
import { mayNot } from './policy.ts';
import { mayDecide } from './present.ts';
import { type ItemRow, itemColumns } from './store.ts';

export interface ChangingItem extends Changing {
  item: ItemRow;
}

export function changeItem(
  deps: Deps,
  viewer: Viewer,
  { gatheringId, itemId }: { gatheringId: string; itemId: string },
  { commandId, verb }: { commandId: string; verb: string },
  work: (changing: ChangingItem) => Promise<void>,
): Promise<{ gathering: GatheringView }> {
  return changeAndShow(
    deps,
    viewer,
    gatheringId,
    { commandId, verb: `${verb} ${itemId}` },
    async (changing) => {
      const { tx } = changing;
      const { rows } = await tx.query<ItemRow>(
        `SELECT ${itemColumns} FROM gathering_items AS items
          WHERE items.tenant_id = $1 AND items.item_id = $2 AND items.gathering_id = $3 FOR UPDATE`,
        [tx.tenantId, itemId, gatheringId],
      );
      const [item] = rows;
      if (item === undefined) throw problem('not-found');
      if (item.endedAt !== null) throw await changing.stateProblem();
      await work({ ...changing, item });
    },
  );
}

/** The post by which somebody may decide on an item now. */
export async function decider(changing: Changing): Promise<ViewerPost> {
  const { relation, model, rule } = changing;
  if (relation.decides === null) throw mayNot(model, rule.decidedBy);
  if (!mayDecide(changing)) throw await changing.stateProblem();
  return relation.decides;
}
