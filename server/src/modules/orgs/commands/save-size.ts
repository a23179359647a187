/** How many members an organisation has: a number as counted on a day, no names. */
import type { SaveSize, SizeReply } from '@linli/contract';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { findOrg } from '../store.ts';

export function saveSize(
  deps: Deps,
  viewer: Viewer,
  orgId: string,
  { commandId, countedOn, members }: z.output<typeof SaveSize>,
): Promise<z.output<typeof SizeReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const day = today(model, deps.clock.now());
  return once(deps, viewer, { commandId, verb: 'save-size', target: orgId }, async (tx) => {
    const org = await findOrg(tx, orgId, day, 'to change');
    if (!org) throw problem('not-found');
    const covered = org.covers.map(({ areaCode }) => areaCode);
    requireReach(model, viewer, covered);
    if (countedOn !== undefined && countedOn > day) {
      throw fieldProblem('/countedOn', { zh: '日期不能晚于今天', en: 'The day lies ahead' });
    }
    await writeSize(tx, { orgId, covered }, members, countedOn ?? day);
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
    return { members: members.reduce((sum, one) => sum + one.members, 0) };
  });
}

/** A count is one count: what was entered for the same day before is replaced as a whole. */
export async function writeSize(
  tx: Tx,
  { orgId, covered }: { orgId: string; covered: readonly string[] },
  members: z.output<typeof SaveSize>['members'],
  day: string,
): Promise<void> {
  const codes = members.map(({ areaCode }) => areaCode ?? '');
  const isWhole = codes.length === 1 && codes[0] === '';
  if (!isWhole && (new Set(codes).size < codes.length || codes.some((code) => !covered.includes(code)))) {
    throw fieldProblem('/members', {
      zh: '按覆盖的区域各填一次，或只填一个总数',
      en: 'Once for each area it covers, or one number for the whole',
    });
  }
  await tx.query('DELETE FROM org_sizes WHERE tenant_id = $1 AND org_id = $2 AND counted_on = $3', [
    tx.tenantId,
    orgId,
    day,
  ]);
  await tx.query(
    `INSERT INTO org_sizes (tenant_id, org_id, area_code, counted_on, members)
     SELECT $1, $2, area_code, $3, members FROM unnest($4::text[], $5::integer[]) AS size (area_code, members)`,
    [tx.tenantId, orgId, day, codes, members.map((one) => one.members)],
  );
}
