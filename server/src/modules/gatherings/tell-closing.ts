/**
 * An agenda closes soon: those who are called are told, once, and who brought something to it within a year. Others are
 * not: a compound is no mailing list, and everybody reads it in the calendar.
 */
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { ruleFor } from './rules.ts';
import { findGathering, setGathering } from './store.ts';
import { concerned, dataOf, tellOf } from './tell-people.ts';

const most = 200;
const rememberedMs = 365 * 86_400_000;

export async function tellClosing(deps: Deps, tenantId: number, now: string): Promise<void> {
  const { rows } = await inTenant(
    deps.db,
    tenantId,
    (tx) =>
      tx.query<{ gatheringId: string }>(
        `SELECT gathering_id AS "gatheringId" FROM gatherings
          WHERE tenant_id = $1 AND closing_tell_at <= $2 AND state = 'planned' ORDER BY closing_tell_at LIMIT ${most}`,
        [tenantId, now],
      ),
    { readOnly: true },
  );
  for (const { gatheringId } of rows) {
    await inTenant(deps.db, tenantId, async (tx) => {
      const row = await findGathering(tx, gatheringId, 'to change');
      if (row === undefined || row.state !== 'planned') return;
      await setGathering(tx, row, { closingTellAt: null });
      if (row.noticeAt === null || row.noticeAt <= now) return;
      const { model, rule } = await ruleFor(deps, tenantId, row);
      const { gathering, startsAt } = dataOf(model, row);
      const { rows: bringers } = await tx.query<{ personId: string }>(
        `SELECT DISTINCT brought_by_person_id AS "personId" FROM gathering_topics
          WHERE tenant_id = $1 AND host_org_id = $2 AND kind = $3 AND brought_at > $4
            AND brought_by_person_id IS NOT NULL`,
        [tenantId, row.hostOrgId, row.kind, new Date(Date.parse(now) - rememberedMs).toISOString()],
      );
      await tellOf(deps, tx, row, {
        template: 'gathering.agenda-closes',
        data: { gathering, startsAt, closesAt: row.noticeAt },
        to: [...(await concerned(tx, rule, row)), ...bringers],
      });
    });
  }
}
