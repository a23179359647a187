/** The one condition language, compiled to a SQL expression with parameters. Keeps to what PostgreSQL 12 and its kin know. */
import type { Comparison, Condition, ConditionField } from '@linli/model';
import { boundsOf, type ConditionContext, fits, instantOf, typeOf, viewerIds } from './conditions.ts';

/** Where a field stands: a SQL expression, or one that gives a JSON array of texts. */
export type ColumnMap = Record<ConditionField, string | { jsonArray: string }>;

/** Fields of conditions in the table `cases`. */
export const columnsOfCases: ColumnMap = {
  kind: 'kind',
  station: 'station',
  severity: 'severity',
  category: 'category',
  area: 'area_code',
  openedAt: 'opened_at',
  dispatchedAt: 'dispatched_at',
  resolvedAt: 'resolved_at',
  verifiedAt: 'verified_at',
  closedAt: 'closed_at',
  changedAt: 'changed_at',
  dueAt: 'due_at',
  paused: 'paused',
  rung: 'rung',
  rating: 'rating',
  redoCount: 'redo_count',
  returnCount: 'return_count',
  followerCount: 'follower_count',
  anonymous: '(reporter_id IS NULL)',
  danger: 'danger',
  assigneePerson: 'assignee_person_id',
  assigneeOrg: 'assignee_org_id',
  responsibleOrg: 'responsible_org_id',
  responsiblePerson: 'responsible_person_id',
  handlerPerson: { jsonArray: "(state->'handlerIds')" },
};

export interface CompiledCondition {
  /** A boolean expression; where it is null, the condition does not hold. */
  sql: string;
  params: (string | number | boolean | string[] | number[])[];
}

/**
 * Compile a condition for a `WHERE`. Parameters are `$1`, `$2` … counted on from `firstParameter`. Text goes in as
 * parameters only, never into the SQL. A comparison with NULL is NULL, which `WHERE` takes for false; `not` is written
 * `IS NOT TRUE`, so that it holds there, as it does in memory.
 */
export function compile(
  condition: Condition,
  columns: ColumnMap,
  context: ConditionContext,
  firstParameter = 1,
): CompiledCondition {
  const params: CompiledCondition['params'] = [];
  const bind = (value: CompiledCondition['params'][number], type: string) => {
    params.push(value);
    return `$${firstParameter + params.length - 1}::${type}`;
  };
  return { sql: sentence(condition, columns, context, bind), params };
}

type Bind = (value: CompiledCondition['params'][number], type: string) => string;

function sentence(condition: Condition, columns: ColumnMap, context: ConditionContext, bind: Bind): string {
  if ('all' in condition) return join(condition.all, 'AND', 'TRUE');
  if ('any' in condition) return join(condition.any, 'OR', 'FALSE');
  if ('not' in condition) return `(${sentence(condition.not, columns, context, bind)}) IS NOT TRUE`;
  const column = columns[condition.field as ConditionField];
  if (column === undefined) return condition.op === 'exists' && !condition.value ? 'TRUE' : 'FALSE';
  if (typeof column === 'string') return comparison(condition, column, context, bind);
  const items = `jsonb_array_elements_text(${column.jsonArray})`;
  if (condition.op === 'exists') {
    return `${condition.value ? '' : 'NOT '}EXISTS (SELECT 1 FROM ${items})`;
  }
  return `EXISTS (SELECT 1 FROM ${items} AS item(value) WHERE ${comparison(condition, 'item.value', context, bind)})`;

  function join(parts: Condition[], word: 'AND' | 'OR', none: string): string {
    if (parts.length === 0) return none;
    return `(${parts.map((part) => sentence(part, columns, context, bind)).join(` ${word} `)})`;
  }
}

function comparison(compared: Comparison, column: string, context: ConditionContext, bind: Bind): string {
  const type = typeOf(compared.field);
  // Ids are uuid columns, and a condition may compare them with any text: as text, nothing fails.
  const plain = type === 'person' || type === 'org' ? `${column}::text` : column;
  switch (compared.op) {
    case 'exists':
      return `${column} IS ${compared.value ? 'NOT ' : ''}NULL`;
    case 'is':
      return fits(type, compared.value)
        ? `${plain} = ${bind(compared.value, sqlTypeOf(compared.value))}`
        : 'FALSE';
    case 'in': {
      const values = compared.value.filter((value) => fits(type, value));
      if (values.length === 0) return 'FALSE';
      const isNumbers = type === 'number';
      return `${plain} = ANY (${bind(values as string[] | number[], isNumbers ? 'double precision[]' : 'text[]')})`;
    }
    case 'within':
      if (type !== 'area') return 'FALSE';
      // A range instead of LIKE, so that the index on the code serves; `~` sorts after every digit and letter.
      return `(${column} >= ${bind(compared.value, 'text')} AND ${column} < ${bind(`${compared.value}~`, 'text')})`;
    case 'lt':
      return numeric('<', compared.value);
    case 'lte':
      return numeric('<=', compared.value);
    case 'gt':
      return numeric('>', compared.value);
    case 'gte':
      return numeric('>=', compared.value);
    case 'before':
      return type === 'instant'
        ? `${column} < ${bind(instantOf(compared.value, context), 'timestamptz')}`
        : 'FALSE';
    case 'after':
      return type === 'instant'
        ? `${column} > ${bind(instantOf(compared.value, context), 'timestamptz')}`
        : 'FALSE';
    case 'during': {
      if (type !== 'instant') return 'FALSE';
      const [from, to] = boundsOf(compared.value, context);
      return `(${column} >= ${bind(from, 'timestamptz')} AND ${column} < ${bind(to, 'timestamptz')})`;
    }
    case 'who': {
      const ids = viewerIds(compared, context);
      return ids.length === 0 ? 'FALSE' : `${plain} = ANY (${bind(ids, 'text[]')})`;
    }
  }

  function numeric(sign: string, value: number): string {
    return type === 'number' ? `${column} ${sign} ${bind(value, 'double precision')}` : 'FALSE';
  }
}

function sqlTypeOf(value: string | number | boolean): string {
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'double precision' : 'boolean';
}
