/** A session without a sign-in page, for tests of what comes after it. */
import { randomBytes } from 'node:crypto';
import { inTenant } from '../src/platform/db/index.ts';
import type { TestApp } from './harness.ts';

/** Cookies of somebody who is signed in for as long as any test moves the clock. */
export async function signInAs(
  { db, deps }: Pick<TestApp, 'db' | 'deps'>,
  tenantId: number,
  personId: string,
): Promise<{ linli_session: string }> {
  const token = randomBytes(24).toString('base64url');
  await inTenant(db, tenantId, (tx) =>
    tx.query(
      `INSERT INTO sign_ins (tenant_id, token_hash, person_id, created_at, seen_at, expires_at)
       VALUES ($1, $2, $3, '2026-01-01', '2026-01-01', '2099-01-01')`,
      [tenantId, deps.secrets.hashToken('session', token), personId],
    ),
  );
  return { linli_session: `${tenantId}.${token}` };
}
