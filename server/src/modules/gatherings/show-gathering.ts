/** The meeting room for one viewer. */
import type { GatheringView } from '@linli/contract';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { findCaseSights } from '../cases/index.ts';
import type { Viewer } from '../people/index.ts';
import { findEntitled } from './audience.ts';
import { findParticulars } from './particulars.ts';
import { findParts, noPart, relationTo } from './policy.ts';
import { presentGathering } from './present.ts';
import { ruleFor } from './rules.ts';
import { findGathering, type GatheringRow } from './store.ts';

export async function showGathering(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
): Promise<{ gathering: GatheringView }> {
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const row = await findGathering(tx, gatheringId, 'to show');
      if (row === undefined) throw problem('not-found');
      return { gathering: await viewOf(deps, tx, viewer, row) };
    },
    { readOnly: true },
  );
}

/** For a viewer who may not know of it there is none. */
export async function viewOf(deps: Deps, tx: Tx, viewer: Viewer, row: GatheringRow): Promise<GatheringView> {
  const now = deps.clock.now();
  const { model, rule } = await ruleFor(deps, tx.tenantId, row);
  const part = (await findParts(tx, viewer, [row.gatheringId])).get(row.gatheringId) ?? noPart;
  const relation = relationTo(model, rule, viewer, row, part);
  if (!relation.sees) throw problem('not-found');
  const [of, entitled] = await Promise.all([
    findParticulars(tx, row),
    findEntitled(tx, model, rule, row, now),
  ]);
  const sights = await findCaseSights(
    deps,
    tx,
    viewer,
    of.cases.map(({ caseId }) => caseId),
  );
  const isSeen = new Map([...sights].map(([caseId, { sight }]) => [caseId, sight !== 'none']));
  return presentGathering({ model, rule, row, viewer, relation, part, now }, of, isSeen, entitled);
}
