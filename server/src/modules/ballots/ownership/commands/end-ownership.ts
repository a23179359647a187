/** Ends an ownership: the home was sold, delivered, inherited. What was registered stays readable. */
import type { EndOwnership } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../../platform/deps.ts';
import { problem } from '../../../../platform/http/index.ts';
import { modelsOf } from '../../../models/index.ts';
import { once, type Viewer } from '../../../people/index.ts';
import { fieldProblem } from '../../field-problem.ts';
import { dayBefore, today } from '../../today.ts';
import { requireKeeper } from '../policy.ts';
import { findOwnership } from '../store.ts';

export async function endOwnership(
  deps: Deps,
  viewer: Viewer,
  ownershipId: string,
  { commandId, lastDay, reason }: z.output<typeof EndOwnership>,
): Promise<string> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return once(deps, viewer, { commandId, verb: 'end-ownership', target: ownershipId }, async (tx) => {
    const one = await findOwnership(tx, ownershipId);
    if (!one) throw problem('not-found');
    requireKeeper(model, viewer, one.homeCode);
    const last = lastDay ?? dayBefore(today(model, deps.clock.now()));
    if (one.to !== null)
      throw fieldProblem('/lastDay', { zh: `已于 ${one.to} 结束`, en: `It ended on ${one.to} already` });
    if (lastDay !== undefined && lastDay < one.from) {
      throw fieldProblem('/lastDay', { zh: '早于开始日期', en: 'Before it began' });
    }
    await tx.query(
      `UPDATE ownerships SET owned_to = greatest($3::date, owned_from - 1), ended_reason = $4
        WHERE tenant_id = $1 AND ownership_id = $2`,
      [tx.tenantId, ownershipId, last, reason],
    );
    return one.homeCode;
  });
}
