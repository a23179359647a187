/** Those with a place or a seat are reminded, once. */
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Addressee } from '../messages/index.ts';
import { ruleFor } from './rules.ts';
import { findGathering, setGathering } from './store.ts';
import { dataOf, tellOf } from './tell-people.ts';

const most = 200;

export async function remind(deps: Deps, tenantId: number, now: string): Promise<void> {
  const { rows } = await inTenant(
    deps.db,
    tenantId,
    (tx) =>
      tx.query<{ gatheringId: string }>(
        `SELECT gathering_id AS "gatheringId" FROM gatherings
          WHERE tenant_id = $1 AND remind_at <= $2 AND state IN ('planned', 'announced') ORDER BY remind_at LIMIT ${most}`,
        [tenantId, now],
      ),
    { readOnly: true },
  );
  for (const { gatheringId } of rows) {
    await inTenant(deps.db, tenantId, async (tx) => {
      const row = await findGathering(tx, gatheringId, 'to change');
      if (row === undefined || (row.state !== 'planned' && row.state !== 'announced')) return;
      await setGathering(tx, row, { remindAt: null });
      if (row.startsAt <= now) return;
      const { rows: people } = await tx.query<{ personId: string }>(
        `SELECT person_id AS "personId" FROM gathering_sign_ups
          WHERE tenant_id = $1 AND gathering_id = $2 AND state = 'placed'
         UNION
         SELECT person_id FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = $2 AND person_id IS NOT NULL
         UNION
         SELECT person_id FROM gathering_lecturers WHERE tenant_id = $1 AND gathering_id = $2 AND person_id IS NOT NULL`,
        [tenantId, gatheringId],
      );
      if (people.length === 0) return;
      const { model } = await ruleFor(deps, tenantId, row);
      const to: Addressee[] = people;
      await tellOf(deps, tx, row, { template: 'gathering.reminder', data: dataOf(model, row), to });
    });
  }
}
