import { randomUUID } from 'node:crypto';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { isSameHash } from '../../../platform/secrets/index.ts';

const maxAttempts = 5;

/** The person behind a phone whose code is right; a phone seen for the first time becomes a resident. Returns the person's id. */
export async function signInByPhone(
  deps: Deps,
  request: { tenantId: number; phone: string; code: string; name: string | undefined },
): Promise<string> {
  const { tenantId, phone } = request;
  const phoneIndex = deps.secrets.blindIndex({ tenantId, field: 'phone' }, phone);
  const at = deps.clock.now();
  // The try is counted whatever comes of it, in a transaction of its own: a refusal must not undo the count.
  const tried = await inTenant(deps.db, tenantId, async (tx) => {
    const { rows } = await tx.query<{ codeHash: Buffer; expiresAt: string; attempts: number }>(
      `UPDATE phone_codes SET attempts = attempts + 1 WHERE tenant_id = $1 AND phone_index = $2
       RETURNING code_hash AS "codeHash", expires_at AS "expiresAt", attempts`,
      [tenantId, phoneIndex],
    );
    return rows[0];
  });
  if (!tried || tried.attempts > maxAttempts || new Date(tried.expiresAt).toISOString() <= at) {
    throw problem('code-expired');
  }
  if (!isSameHash(tried.codeHash, deps.secrets.hashToken('phone code', `${phone}:${request.code}`))) {
    throw problem('code-wrong', { data: { left: maxAttempts - tried.attempts } });
  }
  return inTenant(deps.db, tenantId, async (tx) => {
    const used = await tx.query('DELETE FROM phone_codes WHERE tenant_id = $1 AND phone_index = $2', [
      tenantId,
      phoneIndex,
    ]);
    // Somebody else used the same code in this very moment.
    if (used.rowCount === 0) throw problem('code-expired');
    const { rows } = await tx.query<{ personId: string }>(
      `INSERT INTO people (tenant_id, person_id, name, phone_cipher, phone_index, phone_confirmed_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6)
       ON CONFLICT (tenant_id, phone_index) DO UPDATE
         SET phone_confirmed_at = coalesce(people.phone_confirmed_at, excluded.phone_confirmed_at)
       RETURNING person_id AS "personId"`,
      [
        tenantId,
        randomUUID(),
        request.name ?? `居民${phone.slice(-4)}`,
        deps.secrets.encrypt({ tenantId, field: 'phone' }, phone),
        phoneIndex,
        at,
      ],
    );
    const personId = rows[0]?.personId;
    if (personId === undefined) throw new Error('a person was neither found nor made');
    return personId;
  });
}
