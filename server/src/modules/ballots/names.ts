/** Names of what ballots mention: places, organisations and persons, in one look-up. */
import type { Holder } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';

export interface Names {
  area(code: string): string;
  org(orgId: string): string;
  person(personId: string): string | null;
}

export async function findNames(
  tx: Tx,
  {
    areas = [],
    holders = [],
    persons = [],
  }: { areas?: readonly string[]; holders?: readonly Holder[]; persons?: readonly string[] },
): Promise<Names> {
  const personIds = [...persons, ...holders.flatMap(({ personId }) => personId ?? [])];
  const { rows } = await tx.query<{ sort: string; id: string; name: string }>(
    `SELECT 'a' AS sort, code AS id, full_name AS name FROM areas WHERE tenant_id = $1 AND code = ANY ($2::text[])
     UNION ALL
     SELECT 'o', org_id::text, name FROM orgs WHERE tenant_id = $1 AND org_id = ANY ($3::uuid[])
     UNION ALL
     SELECT 'p', person_id::text, name FROM people WHERE tenant_id = $1 AND person_id = ANY ($4::uuid[])`,
    [
      tx.tenantId,
      [...new Set(areas)],
      [...new Set(holders.map(({ orgId }) => orgId))],
      [...new Set(personIds)],
    ],
  );
  const found = new Map(rows.map(({ sort, id, name }) => [`${sort}${id}`, name]));
  return {
    area: (code) => found.get(`a${code}`) ?? code,
    org: (orgId) => found.get(`o${orgId}`) ?? '',
    person: (personId) => found.get(`p${personId}`) ?? null,
  };
}
