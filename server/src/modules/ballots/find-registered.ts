/** Somebody who is registered here. Phone and name must both fit: with one alone, anybody could find out who is registered. */
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { fieldProblem } from './field-problem.ts';

export async function findRegistered(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  { phone, name }: { phone: string; name: string },
  /** The field of the request that is refused. */
  at: string,
): Promise<string> {
  const { tenantId } = tx;
  const { rows } = await tx.query<{ personId: string }>(
    'SELECT person_id AS "personId" FROM people WHERE tenant_id = $1 AND phone_index = $2 AND name = $3',
    [tenantId, secrets.blindIndex({ tenantId, field: 'phone' }, phone), name],
  );
  const [found] = rows;
  if (found) return found.personId;
  throw fieldProblem(at, {
    zh: '没有登记过这个手机号和姓名的人，请本人先登录一次',
    en: 'Nobody with this phone and name is registered. Ask them to sign in once first',
  });
}
