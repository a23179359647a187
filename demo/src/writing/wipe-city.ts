/** Takes a made-up city away, all but its row among the cities and the versions of its model. */
import type { Database } from '@linli/server';

/** Kept: what the server itself wrote when it first saw the model, and how often places and posts have changed. */
const keptTables = ['tenants', 'model_versions', 'snapshot_versions'];

/**
 * History is only taken away by the owner of the tables; row-level security binds that role too. Every table of a city is
 * found in the catalogue, so that none is forgotten.
 */
export async function wipeCity({ owner }: Pick<Database, 'owner'>, tenantId: number): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [String(tenantId)]);
    for (const table of inOrderOfReferences(await findTables(client))) {
      // The outermost area stays with its city; writing the city again brings it up to date.
      const rest = table === 'areas' ? ' AND parent_code IS NOT NULL' : '';
      await client.query(`DELETE FROM ${table} WHERE tenant_id = $1${rest}`, [tenantId]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

interface Table {
  table: string;
  references: string[];
}

async function findTables(client: Pick<Database['owner'], 'query'>): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT tables.relname AS table,
            coalesce((SELECT json_agg(DISTINCT referenced.relname)
                        FROM pg_constraint JOIN pg_class AS referenced ON referenced.oid = pg_constraint.confrelid
                       WHERE pg_constraint.contype = 'f' AND pg_constraint.conrelid = tables.oid), '[]') AS references
       FROM pg_class AS tables
       JOIN pg_attribute AS tenant ON tenant.attrelid = tables.oid AND tenant.attname = 'tenant_id' AND NOT tenant.attisdropped
      WHERE tables.relnamespace = 'public'::regnamespace AND tables.relkind IN ('r', 'p') AND NOT tables.relispartition`,
  );
  return rows.filter(({ table }) => !keptTables.includes(table));
}

/** Those that refer to others before those that are referred to. */
function inOrderOfReferences(tables: readonly Table[]): string[] {
  const order: string[] = [];
  const visit = (table: string): void => {
    if (order.includes(table)) return;
    for (const other of tables) {
      if (other.table !== table && other.references.includes(table)) visit(other.table);
    }
    order.push(table);
  };
  for (const { table } of tables) visit(table);
  return order;
}
