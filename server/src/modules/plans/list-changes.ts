/** Each home that a plan gives to somebody else, by name. */
import type { PlanChanges } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';
import { findResult } from './store.ts';

export async function listChanges(
  tx: Tx,
  planId: string,
  { from, limit }: { from: number; limit: number },
): Promise<PlanChanges> {
  const kept = await findResult(tx, planId);
  if (!kept) return { total: 0, changes: [] };
  const { changes } = kept.result;
  const some = changes.slice(from, from + limit);
  const people = [...new Set(some.flatMap((one) => [one.from, one.to]).filter((id) => id !== null))];
  const [homes, names] = await Promise.all([
    tx.query<{ code: string; name: string }>(
      'SELECT code, full_name AS name FROM areas WHERE tenant_id = $1 AND code = ANY ($2)',
      [tx.tenantId, some.map(({ homeId }) => homeId)],
    ),
    tx.query<{ personId: string; name: string }>(
      'SELECT person_id AS "personId", name FROM people WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[])',
      [tx.tenantId, people],
    ),
  ]);
  const homeOf = new Map(homes.rows.map(({ code, name }) => [code, name]));
  const nameOf = new Map(names.rows.map(({ personId, name }) => [personId, name]));
  const named = (id: string | null): string | null => (id === null ? null : (nameOf.get(id) ?? id));
  return {
    total: changes.length,
    changes: some.map(({ homeId, from: before, to, reason }) => ({
      homeCode: homeId,
      home: homeOf.get(homeId) ?? homeId,
      from: named(before),
      to: named(to),
      reason,
    })),
  };
}
