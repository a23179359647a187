/** Those with a place or a seat are reminded, once. */
import type { Deps } from '../../platform/deps.ts';
import type { Addressee } from '../messages/index.ts';
import { eachToTell } from './due-tellings.ts';
import { ruleFor } from './rules.ts';
import { dataOf, tellOf } from './tell-people.ts';

export function remind(deps: Deps, tenantId: number, now: string): Promise<void> {
  return eachToTell(deps, tenantId, now, 'remind_at', async (tx, row) => {
    if (row.startsAt <= now) return;
    const { rows: people } = await tx.query<{ personId: string }>(
      `SELECT person_id AS "personId" FROM gathering_sign_ups
        WHERE tenant_id = $1 AND gathering_id = $2 AND state = 'placed'
       UNION
       SELECT person_id FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = $2 AND person_id IS NOT NULL
       UNION
       SELECT person_id FROM gathering_lecturers WHERE tenant_id = $1 AND gathering_id = $2 AND person_id IS NOT NULL`,
      [tenantId, row.gatheringId],
    );
    if (people.length === 0) return;
    const { model } = await ruleFor(deps, tenantId, row);
    const to: Addressee[] = people;
    await tellOf(deps, tx, row, { template: 'gathering.reminder', data: dataOf(model, row), to });
  });
}
