/** Whoever owes a duty is reminded the day before, and told once when it is late. */
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { ruleFor, titleOf } from './rules.ts';
import { findGathering, type ResolutionRow, resolutionColumns, resolutionsAround } from './store.ts';
import { tellGroups, tellOf } from './tell-people.ts';

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
      const told = {
        template: isLate ? 'duty.overdue' : 'duty.due',
        data: { gathering: titleOf(model, row.kind, row), dueAt },
        key: `${resolutionId}:${isLate ? 'late' : 'due'}`,
      } as const;
      const to =
        ownerPersonId === null ? { role: ownerRole, orgId: ownerOrgId } : { personId: ownerPersonId };
      await tellOf(deps, tx, row, { ...told, to: [to] });
      // Late, it is no longer a matter of one person.
      if (isLate) {
        const { rule } = await ruleFor(deps, tenantId, row);
        await tellGroups(deps, tx, rule, row, told, ownerOrgId);
      }
      await tx.query(
        'UPDATE gathering_resolutions SET tell_at = $3 WHERE tenant_id = $1 AND resolution_id = $2',
        [tenantId, resolutionId, isLate ? null : dueAt],
      );
    }
  });
}
