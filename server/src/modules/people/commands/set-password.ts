import { type Database, inTenant } from '../../../platform/db/index.ts';
import { hashPassword } from './sign-in-by-password.ts';

/** A new password for a login; whoever is signed in as that person is signed out. Their name, or undefined: nobody. */
export async function setPassword(
  db: Pick<Database, 'app'>,
  tenantId: number,
  login: string,
  password: string,
): Promise<string | undefined> {
  const passwordHash = await hashPassword(password);
  return inTenant(db, tenantId, async (tx) => {
    const { rows } = await tx.query<{ personId: string; name: string }>(
      `UPDATE people SET password_hash = $3 WHERE tenant_id = $1 AND login = $2
       RETURNING person_id AS "personId", name`,
      [tx.tenantId, login, passwordHash],
    );
    const person = rows[0];
    if (person === undefined) return undefined;
    await tx.query('DELETE FROM sign_ins WHERE tenant_id = $1 AND person_id = $2', [
      tx.tenantId,
      person.personId,
    ]);
    return person.name;
  });
}
