/**
 * An agenda closes soon: those who are called are told, once, and who brought something to it within a year. Others are
 * not: a compound is no mailing list, and everybody reads it in the calendar.
 */
import type { Deps } from '../../platform/deps.ts';
import { eachToTell } from './due-tellings.ts';
import { ruleFor } from './rules.ts';
import { concerned, dataOf, tellGroups, tellOf } from './tell-people.ts';

const rememberedMs = 365 * 86_400_000;

export function tellClosing(deps: Deps, tenantId: number, now: string): Promise<void> {
  return eachToTell(deps, tenantId, now, 'closing_tell_at', async (tx, row) => {
    if (row.noticeAt === null || row.noticeAt <= now) return;
    const { model, rule } = await ruleFor(deps, tenantId, row);
    const { gathering, startsAt } = dataOf(model, row);
    const { rows: bringers } = await tx.query<{ personId: string }>(
      `SELECT DISTINCT brought_by_person_id AS "personId" FROM gathering_topics
        WHERE tenant_id = $1 AND host_org_id = $2 AND kind = $3 AND brought_at > $4
          AND brought_by_person_id IS NOT NULL`,
      [tenantId, row.hostOrgId, row.kind, new Date(Date.parse(now) - rememberedMs).toISOString()],
    );
    const data = { gathering, startsAt, closesAt: row.noticeAt };
    const told = { template: 'gathering.agenda-closes', data } as const;
    await tellOf(deps, tx, row, { ...told, to: [...(await concerned(tx, model, rule, row)), ...bringers] });
    await tellGroups(deps, tx, rule, row, told);
  });
}
