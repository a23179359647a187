/** Writes the tables' TypeScript types from a migrated database: server/src/platform/db/schema.ts. */
import type pg from 'pg';

/** What the jsonb columns hold: column → [type, module it comes from]. */
const jsonTypes: Record<string, [type: string, module: string]> = {
  'cases.state': ['CaseState', '@linli/engine'],
  'history.changes': ['Partial<CaseState>', '@linli/engine'],
  'model_versions.model': ['Model', '@linli/model'],
};

const scalarTypes: Record<string, string> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  text: 'string',
  timestamptz: 'string',
  uuid: 'string',
};

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  has_default: boolean;
}

/** The file's text, before formatting. Throws on a column type it has no answer for. */
export async function generateSchema(client: Pick<pg.Client, 'query'>): Promise<string> {
  const { rows } = await client.query<Column>(`
    SELECT c.relname AS "table", a.attname AS "column", t.typname AS type,
           NOT a.attnotnull AS nullable, a.atthasdef OR a.attidentity <> '' AS has_default
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind IN ('r', 'p')
    ORDER BY c.relname COLLATE "C", a.attnum`);
  const tables = Map.groupBy(rows, (row) => row.table);
  const imports = new Map<string, Set<string>>();
  const interfaces = [...tables].map(
    ([table, columns]) =>
      `export interface ${interfaceName(table)} {\n${columns
        .map((column) => `  ${column.column}: ${columnType(column, imports)};`)
        .join('\n')}\n}\n`,
  );
  return [
    '// Written by `npm run generate` from server/migrations; do not edit.',
    "import type { ColumnType, Generated } from 'kysely';",
    ...[...imports].map(([from, names]) => `import type { ${[...names].sort().join(', ')} } from '${from}';`),
    '',
    '/** jsonb: read as a value, written as text, because the driver would take an array for one of PostgreSQL’s. */',
    'export type Json<Value> = ColumnType<Value, string, string>;',
    '',
    ...interfaces,
    '/** Every table, by its name. */',
    'export interface Schema {',
    ...[...tables.keys()].map((table) => `  ${table}: ${interfaceName(table)};`),
    '}',
    '',
  ].join('\n');
}

function columnType(
  { table, column, type, nullable, has_default }: Column,
  imports: Map<string, Set<string>>,
): string {
  if (type === 'json' || type === 'jsonb') {
    const [held, from] = jsonTypes[`${table}.${column}`] ?? ['unknown', undefined];
    if (from !== undefined) {
      const names = imports.get(from) ?? new Set();
      names.add(/\w+(?=>|$)/.exec(held)?.[0] ?? held);
      imports.set(from, names);
    }
    return nullable
      ? `ColumnType<${held === 'unknown' ? held : `${held} | null`}, string | null | undefined, string | null>`
      : `Json<${held}>`;
  }
  const scalar = type.startsWith('_')
    ? `${scalarOf(type.slice(1), table, column)}[]`
    : scalarOf(type, table, column);
  const whole = nullable ? `${scalar} | null` : scalar;
  return has_default ? `Generated<${whole}>` : whole;
}

function scalarOf(type: string, table: string, column: string): string {
  const scalar = scalarTypes[type];
  if (scalar === undefined) throw new Error(`no TypeScript type for ${table}.${column} (${type})`);
  return scalar;
}

function interfaceName(table: string): string {
  return `${table.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Table`;
}
