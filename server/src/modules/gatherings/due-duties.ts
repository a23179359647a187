/** Whoever owes a duty is reminded the day before, and told once when it is late. */
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { titleOf } from './rules.ts';
import { findGathering, type ResolutionRow, resolutionColumns, resolutionsAround } from './store.ts';
import { tellOf } from './tell-people.ts';

const most = 200;

export async function tellDuties(deps: Deps, tenantId: number, now: string): Promise<void> {
  await inTenant(deps.db, tenantId, async (tx) => {
    const model = modelsOf(deps).ofTenant(tenantId);
    const { rows } = await tx.query<ResolutionRow>(
      `SELECT ${resolutionColumns} FROM ${resolutionsAround}
        WHERE resolutions.tenant_id = $1 AND resolutions.state = 'running' AND resolutions.tell_at <= $2
        ORDER BY resolutions.tell_at LIMIT ${most} FOR UPDATE OF resolutions SKIP LOCKED`,
      [tenantId, now],
    );
    for (const duty of rows) {
      const { dueAt, ownerPersonId, ownerRole, ownerOrgId, resolutionId } = duty;
      const row = await findGathering(tx, duty.gatheringId, 'to show');
      if (row === undefined || dueAt === null || ownerOrgId === null) continue;
      const isLate = dueAt <= now;
      await tellOf(deps, tx, row, {
        template: isLate ? 'duty.overdue' : 'duty.due',
        data: { gathering: titleOf(model, row.kind, row), dueAt },
        to: ownerPersonId === null ? [{ role: ownerRole, orgId: ownerOrgId }] : [{ personId: ownerPersonId }],
        key: `${resolutionId}:${isLate ? 'late' : 'due'}`,
      });
      await tx.query(
        'UPDATE gathering_resolutions SET tell_at = $3 WHERE tenant_id = $1 AND resolution_id = $2',
        [tenantId, resolutionId, isLate ? null : dueAt],
      );
    }
  });
}
