import { randomInt } from 'node:crypto';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { codePerDay, codePerMinute, codesPerAddress, spendAttempt } from '../limits.ts';
import { smsOf } from '../sms.ts';

const codeMinutes = 5;

/** Sends six digits to a phone. A new code replaces the one before. The reply is the same whether the phone is known or not. */
export async function sendPhoneCode(
  deps: Deps,
  request: { tenantId: number; phone: string; address: string; isDemo: boolean },
): Promise<{ expiresAt: string; code?: string }> {
  const { tenantId, phone } = request;
  await spendAttempt(deps, tenantId, codesPerAddress, request.address);
  await spendAttempt(deps, tenantId, codePerMinute, phone);
  await spendAttempt(deps, tenantId, codePerDay, phone);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const at = deps.clock.now();
  const expiresAt = new Date(Date.parse(at) + codeMinutes * 60_000).toISOString();
  await inTenant(deps.db, tenantId, (tx) =>
    Promise.all([
      tx.query(
        `INSERT INTO phone_codes (tenant_id, phone_index, code_hash, sent_at, expires_at, attempts) VALUES ($1, $2, $3, $4, $5, 0)
         ON CONFLICT (tenant_id, phone_index)
         DO UPDATE SET code_hash = excluded.code_hash, sent_at = excluded.sent_at, expires_at = excluded.expires_at, attempts = 0`,
        [
          tenantId,
          deps.secrets.blindIndex({ tenantId, field: 'phone' }, phone),
          deps.secrets.hashToken('phone code', `${phone}:${code}`),
          at,
          expiresAt,
        ],
      ),
      tx.commit(),
    ]),
  );
  await smsOf(deps).send(phone, {
    zh: `【邻里】验证码 ${code}，${codeMinutes} 分钟内有效，请勿告诉他人。`,
    en: `[Linli] Your code is ${code}, valid for ${codeMinutes} minutes. Tell nobody.`,
  });
  return request.isDemo ? { expiresAt, code } : { expiresAt };
}
