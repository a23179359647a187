/** What is to be told of gatherings when its time has come: found by index, each dealt with in a transaction of its own. */
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { findGathering, type GatheringRow, setGathering } from './store.ts';

const most = 200;

/** The columns that say when; each is emptied as it is dealt with, so that nobody is told twice. */
const timers = {
  remind_at: { field: 'remindAt', states: "'planned', 'announced'" },
  closing_tell_at: { field: 'closingTellAt', states: "'planned'" },
} as const;

export async function eachToTell(
  deps: Deps,
  tenantId: number,
  now: string,
  timer: keyof typeof timers,
  tell: (tx: Tx, row: GatheringRow) => Promise<void>,
): Promise<void> {
  const { field, states } = timers[timer];
  const { rows } = await inTenant(
    deps.db,
    tenantId,
    (tx) =>
      tx.query<{ gatheringId: string }>(
        `SELECT gathering_id AS "gatheringId" FROM gatherings
          WHERE tenant_id = $1 AND ${timer} <= $2 AND state IN (${states}) ORDER BY ${timer} LIMIT ${most}`,
        [tenantId, now],
      ),
    { readOnly: true },
  );
  for (const { gatheringId } of rows) {
    await inTenant(deps.db, tenantId, async (tx) => {
      const row = await findGathering(tx, gatheringId, 'to change');
      if (row === undefined || !states.includes(`'${row.state}'`)) return;
      await setGathering(tx, row, { [field]: null });
      await tell(tx, row);
    });
  }
}
