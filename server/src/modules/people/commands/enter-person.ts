import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';

export interface NewPerson {
  name: string;
  phone?: string | undefined;
  login?: string | undefined;
  /** Of `hashPassword`: hashing takes too long to hold a transaction open for. */
  passwordHash?: string | undefined;
}

/**
 * Enters somebody who shall get a post, and returns the person's id. A phone that is known already is that person, whose
 * login and password nobody else sets: else whoever appoints could take over an account.
 */
export async function enterPerson(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  { name, phone, login, passwordHash }: NewPerson,
  at: string,
): Promise<string> {
  const { tenantId } = tx;
  const phoneIndex = phone === undefined ? null : secrets.blindIndex({ tenantId, field: 'phone' }, phone);
  const personId = randomUUID();
  const { rowCount } = await tx.query(
    `INSERT INTO people (tenant_id, person_id, name, phone_cipher, phone_index, login, password_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      tenantId,
      personId,
      name,
      phone === undefined ? null : secrets.encrypt({ tenantId, field: 'phone' }, phone),
      phoneIndex,
      login ?? null,
      passwordHash ?? null,
      at,
    ],
  );
  if (rowCount === 1) return personId;
  const { rows } = await tx.query<{ personId: string }>(
    'SELECT person_id AS "personId" FROM people WHERE tenant_id = $1 AND phone_index = $2',
    [tenantId, phoneIndex],
  );
  const [known] = rows;
  if (!known) throw problem('login-taken');
  if (login === undefined && passwordHash === undefined) return known.personId;
  const message = {
    zh: '这个手机号已经登记，登录账号由本人使用，请不要填写账号和密码',
    en: 'This phone is known already. Its owner signs in as before: leave login and password empty',
  };
  throw problem('field-invalid', { detail: message, errors: [{ at: '/person/login', message }] });
}
