/** Who follows a case without having reported it. */
import type { Tx } from '../../platform/db/index.ts';
import type { CaseRow } from './store.ts';

/** Starts or ends following; gives how many follow now. The case's row must be locked. */
export async function setFollowing(
  tx: Tx,
  caseId: string,
  follower: { key: string; personId: string | null },
  follow: boolean,
  at: string,
): Promise<number> {
  const changed = follow
    ? await tx.query(
        `INSERT INTO case_followers (tenant_id, case_id, follower, person_id, followed_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [tx.tenantId, caseId, follower.key, follower.personId, at],
      )
    : await tx.query('DELETE FROM case_followers WHERE tenant_id = $1 AND case_id = $2 AND follower = $3', [
        tx.tenantId,
        caseId,
        follower.key,
      ]);
  const { rows } = await tx.query<{ count: number }>(
    `UPDATE cases SET follower_count = follower_count + $3 WHERE tenant_id = $1 AND case_id = $2
     RETURNING follower_count AS count`,
    [tx.tenantId, caseId, (follow ? 1 : -1) * (changed.rowCount ?? 0)],
  );
  return rows[0]?.count ?? 0;
}

/** Whoever reported or followed a case that is merged follows the one it was merged into, and is told what becomes of it. */
export async function copyFollowers(
  tx: Tx,
  { caseId, state, deviceHash }: Pick<CaseRow, 'caseId' | 'state' | 'deviceHash'>,
  into: string,
  at: string,
): Promise<void> {
  const reporter =
    state.reporterId !== null
      ? `person:${state.reporterId}`
      : deviceHash !== null
        ? `device:${deviceHash.toString('hex')}`
        : null;
  const { rowCount } = await tx.query(
    `INSERT INTO case_followers (tenant_id, case_id, follower, person_id, followed_at)
     SELECT $1::integer, $3::uuid, follower, person_id, $4::timestamptz FROM case_followers
      WHERE tenant_id = $1 AND case_id = $2
     UNION
     SELECT $1::integer, $3::uuid, $5::text, $6::uuid, $4::timestamptz WHERE $5::text IS NOT NULL
     ON CONFLICT DO NOTHING`,
    [tx.tenantId, caseId, into, at, reporter, state.reporterId],
  );
  await tx.query(
    'UPDATE cases SET follower_count = follower_count + $3 WHERE tenant_id = $1 AND case_id = $2',
    [tx.tenantId, into, rowCount ?? 0],
  );
}
