/** Many rows at once: one statement takes thousands of them as JSON, so that a whole city is written in seconds. */
import type { Tx } from '@linli/server';

const rowsPerStatement = 2_000;

/** Column → type. The tenant's own column is added. */
export type Columns = Readonly<Record<string, string>>;

export interface InsertOptions {
  /** What follows the rows: `ON CONFLICT …`. */
  onConflict?: string;
  /** Told how many are written so far. */
  progress?: (written: number) => void;
}

/** Bytes are given as `bytea(buffer)`; JSON as it is. */
export async function insertRows(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: Iterable<Readonly<Record<string, unknown>>>,
  { onConflict = '', progress }: InsertOptions = {},
): Promise<void> {
  const names = Object.keys(columns);
  const text = `INSERT INTO ${table} (tenant_id, ${names.join(', ')})
    SELECT $1::integer, ${names.join(', ')}
      FROM json_to_recordset($2::json) AS given (${names.map((name) => `${name} ${columns[name]}`).join(', ')}) ${onConflict}`;
  let written = 0;
  let batch: Readonly<Record<string, unknown>>[] = [];
  const flush = async (): Promise<void> => {
    await tx.query(text, [tx.tenantId, JSON.stringify(batch)]);
    written += batch.length;
    batch = [];
    progress?.(written);
  };
  for (const row of rows) {
    batch.push(row);
    if (batch.length === rowsPerStatement) await flush();
  }
  if (batch.length > 0) await flush();
}

/** Bytes as PostgreSQL reads them from text. */
export function bytea(bytes: Buffer | null): string | null {
  return bytes === null ? null : `\\x${bytes.toString('hex')}`;
}
