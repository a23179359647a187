/**
 * Mixes the box. Rows lie in a table in the order in which they came, and each bears the number of the transaction that brought
 * it; whoever reads the files could lay that beside the order in which slips were signed. So slips are written anew by one
 * transaction, in the order of fresh random keys: every ten minutes, where some came, those of this day and the day before, so
 * that a day tells no hour, and all of them when voting ends; what comes late is mixed in with them. Only the owner of the tables may: the role that serves requests cannot take from the box.
 */
import { inTenant, readInTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { findBallot, lockVoting } from './store.ts';
import { dayBefore, today } from './today.ts';

/** Every open box that something came into since: its slips are of more than one transaction. Voting waits while its slips are written, a second for tens of thousands. */
export async function mixOpenBoxes(deps: Deps, signal?: AbortSignal): Promise<number> {
  let mixed = 0;
  for (const { tenantId, model } of modelsOf(deps).cities()) {
    const since = dayBefore(today(model, deps.clock.now()));
    const boxes = await readInTenant<{ ballotId: string }>(
      deps.db,
      tenantId,
      `SELECT ballot_id AS "ballotId" FROM ballots WHERE tenant_id = $1 AND secret AND phase IN ('voting', 'counting')
          AND (SELECT count(DISTINCT slip.xmin::text) FROM ballot_slips AS slip
                WHERE slip.tenant_id = $1 AND slip.ballot_id = ballots.ballot_id
                  AND (ballots.phase = 'counting' OR slip.cast_on >= $2)) > 1`,
      [tenantId, since],
    );
    for (const { ballotId } of boxes) {
      if (signal?.aborted) break;
      await inTenant(deps.db, tenantId, async (tx) => {
        await lockVoting(tx, ballotId, 'alone');
        const row = await findBallot(tx, ballotId, 'to show');
        if (row?.state.phase === 'voting') await mixBox(deps, tenantId, ballotId, since);
        if (row?.state.phase === 'counting') await mixBox(deps, tenantId, ballotId, null);
      });
      mixed += 1;
    }
  }
  if (mixed > 0) await clearTraces(deps);
  return mixed;
}

/** Slips cast on `since` or later; null: all. The caller keeps everybody else from the box. */
export async function mixBox(
  { db }: Pick<Deps, 'db'>,
  tenantId: number,
  ballotId: string,
  since: string | null,
): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query(`BEGIN; SET LOCAL app.tenant_id = '${Number(tenantId)}'`);
    await client.query(
      `WITH taken AS (
         DELETE FROM ballot_slips WHERE tenant_id = $1 AND ballot_id = $2 AND ($3::date IS NULL OR cast_on >= $3)
         RETURNING token_hash, slip_cipher, cast_on)
       INSERT INTO ballot_slips (tenant_id, ballot_id, slip_key, token_hash, slip_cipher, cast_on)
       SELECT $1, $2, fresh.slip_key, fresh.token_hash, fresh.slip_cipher, fresh.cast_on
         FROM (SELECT gen_random_uuid() AS slip_key, taken.* FROM taken) AS fresh ORDER BY fresh.slip_key`,
      [tenantId, ballotId, since],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/**
 * What was written anew leaves the rows it replaced in the table's file until it is vacuumed. After the transaction that mixed:
 * while it runs they may not go. Without it the database comes to it by itself, later.
 */
export async function clearTraces({ db, log }: Pick<Deps, 'db' | 'log'>): Promise<void> {
  await db.owner.query('VACUUM ballot_slips').catch((error: unknown) => {
    log.warn({ err: error }, 'replaced rows of the box were not vacuumed, the database does it later');
  });
}
