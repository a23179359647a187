/** Ends a grid: yesterday was its last day. Its buildings are in no grid until they are put into another. */
import type { EndGrid, GridOfCompound } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { gridsOf } from '../list-grids.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { recountAfterChange } from '../proof/index.ts';
import { endBefore, lockGrids } from './save-grid.ts';

export function endGrid(
  deps: Deps,
  viewer: Viewer,
  gridId: string,
  { commandId }: z.output<typeof EndGrid>,
): Promise<{ grid: GridOfCompound }> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const day = today(model, deps.clock.now());
  return once(deps, viewer, { commandId, verb: 'end-grid', target: gridId }, async (tx) => {
    const { rows } = await tx.query<{ compoundCode: string }>(
      'SELECT compound_code AS "compoundCode" FROM grids WHERE tenant_id = $1 AND grid_id = $2',
      [tx.tenantId, gridId],
    );
    const compound = rows[0]?.compoundCode;
    if (compound === undefined) throw problem('not-found');
    await lockGrids(tx, compound);
    const grid = (await gridsOf(tx, compound, day)).find((one) => one.gridId === gridId);
    if (grid === undefined) throw problem('not-found');
    requireReach(model, viewer, grid.buildings);
    await endBefore(tx, grid, day);
    await recountAfterChange(tx, model, grid.buildings, day);
    const { orgId } = grid.org;
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
    return { grid };
  });
}
