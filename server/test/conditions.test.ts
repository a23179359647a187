/** A sentence of the condition language means the same in memory and in the database, for any row and any sentence. */
import { randomUUID } from 'node:crypto';
import { type ConditionContext, columnsOfCases, compile, evaluate, type Facts } from '@linli/engine';
import { type Condition, type ConditionField, conditionFields } from '@linli/model';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from './harness.ts';

const now = '2026-11-25T02:00:00.000Z';
const ids = Array.from({ length: 4 }, () => randomUUID());
const codes = [
  '340705',
  '340705001',
  '340705001002',
  '34070500100203',
  '3407050010020301',
  '340706',
  'A1',
  'a1',
];
const words = ['report', 'wish', 'open', 'handling', 'urgent', '', '漏水', "x' OR '1'='1", '%', '_', '\\'];
const durations = ['now', '-P3D', 'P1D', '-PT2H', '-P1M'];
const periods = [
  'today',
  'yesterday',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
  'this-year',
  'last-year',
] as const;
const fields = Object.keys(conditionFields) as ConditionField[];

interface Row {
  caseId: string;
  facts: Facts;
}
let db: TestDatabase;
let rows: Row[];

beforeAll(async () => {
  db = await freshDatabase();
  rows = fc.sample(anyFacts(), { numRuns: 160, seed: 11 }).map((facts) => ({ caseId: randomUUID(), facts }));
  await db.superuser.query(
    `INSERT INTO tenants (tenant_id, model_key, area_code, created_at) VALUES (1, 'city', '34', $1)`,
    [now],
  );
  for (const [index, row] of rows.entries()) await insert(row, index);
});

describe('conditions', () => {
  it('hold of the same rows in memory and in SQL', async () => {
    await fc.assert(
      fc.asyncProperty(anyCondition(), anyContext(), async (condition, context) => {
        const inMemory = rows
          .filter((row) => evaluate(condition, row.facts, context))
          .map((row) => row.caseId);
        expect(await found(condition, context)).toEqual(inMemory.sort());
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  it('each comparison of each field is tried on its own', async () => {
    const context: ConditionContext = {
      now,
      timeZone: 'Asia/Shanghai',
      personId: ids[0] ?? null,
      orgIds: ids.slice(1, 3),
    };
    for (const field of fields) {
      for (const comparison of fc.sample(anyComparison(field), { numRuns: 40, seed: 3 })) {
        for (const condition of [comparison, { not: comparison }]) {
          const inMemory = rows.filter((row) => evaluate(condition, row.facts, context));
          expect(await found(condition, context), JSON.stringify(condition)).toEqual(
            inMemory.map((row) => row.caseId).sort(),
          );
        }
      }
    }
  });
});

async function found(condition: Condition, context: ConditionContext): Promise<string[]> {
  const { sql, params } = compile(condition, columnsOfCases, context, 2);
  const { rows: hits } = await db.superuser.query<{ case_id: string }>(
    `SELECT case_id FROM cases WHERE tenant_id = $1 AND ${sql}`,
    [1, ...params],
  );
  return hits.map((hit) => hit.case_id).sort();
}

async function insert({ caseId, facts }: Row, index: number): Promise<void> {
  const columns: Record<string, unknown> = {
    tenant_id: 1,
    case_id: caseId,
    number: `R-${index}`,
    model_version: 'v',
    title: 't',
    seq: 1,
    head_hash: Buffer.alloc(0),
    reporter_id: facts.anonymous === true ? null : ids[0],
    state: JSON.stringify({ handlerIds: facts.handlerPerson }),
  };
  for (const field of fields) {
    const column = columnsOfCases[field];
    if (typeof column === 'string' && !column.startsWith('(')) columns[column] = facts[field] ?? null;
  }
  const names = Object.keys(columns);
  await db.superuser.query(
    `INSERT INTO cases (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(columns),
  );
}

const mandatory = new Set<ConditionField>([
  'kind',
  'station',
  'severity',
  'area',
  'openedAt',
  'changedAt',
  'rung',
  'redoCount',
  'returnCount',
  'followerCount',
  'anonymous',
  'danger',
  'handlerPerson',
]);

function anyFacts(): fc.Arbitrary<Facts> {
  const shapes = Object.fromEntries(
    fields.map((field) => [
      field,
      mandatory.has(field) ? anyFact(field) : fc.option(anyFact(field), { nil: null, freq: 2 }),
    ]),
  );
  return fc.record(shapes) as fc.Arbitrary<Facts>;
}

function anyFact(field: ConditionField): fc.Arbitrary<string | number | boolean | string[]> {
  if (field === 'handlerPerson') return fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 });
  switch (conditionFields[field]) {
    case 'text':
      return fc.constantFrom(...words);
    case 'area':
      return fc.constantFrom(...codes);
    case 'number':
      return fc.integer({ min: 0, max: 4 });
    case 'boolean':
      return fc.boolean();
    case 'instant':
      return anyInstant();
    case 'person':
    case 'org':
      return fc.constantFrom(...ids);
  }
}

/** Near now and on the borders of days, where one reading could differ from the other. */
function anyInstant(): fc.Arbitrary<string> {
  return fc.oneof(
    fc
      .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) })
      .map((at) => new Date(at).toISOString()),
    fc.integer({ min: -40, max: 40 }).map((day) => new Date(Date.UTC(2026, 10, 25 + day, 16)).toISOString()),
    fc.constantFrom(now, '2026-11-24T16:00:00.000Z', '2026-10-31T16:00:00.000Z', '2025-12-31T16:00:00.000Z'),
  );
}

function anyContext(): fc.Arbitrary<ConditionContext> {
  return fc.record({
    now: fc.oneof(fc.constant(now), anyInstant()),
    timeZone: fc.constantFrom('Asia/Shanghai', 'Europe/Lisbon', 'UTC'),
    personId: fc.option(fc.constantFrom(...ids), { nil: null }),
    orgIds: fc.subarray(ids),
  });
}

function anyComparison(field: ConditionField): fc.Arbitrary<Condition> {
  const typical = field === 'handlerPerson' ? fc.constantFrom(...ids) : anyFact(field);
  const value = fc.oneof(
    fc.constantFrom<string | number | boolean>(...words, ...codes, ...ids, 0, 1, 2.5, true, false),
    typical as fc.Arbitrary<string | number | boolean>,
  );
  const item = value.filter((one) => typeof one !== 'boolean') as fc.Arbitrary<string | number>;
  const named = <Shape extends object>(shape: fc.Arbitrary<Shape>) =>
    shape.map((rest) => ({ field, ...rest }) as unknown as Condition);
  return fc.oneof(
    named(fc.record({ op: fc.constant('is'), value })),
    named(fc.record({ op: fc.constant('in'), value: fc.array(item, { maxLength: 4 }) })),
    named(fc.record({ op: fc.constant('within'), value: fc.constantFrom(...codes, '', '34', '3407050') })),
    named(fc.record({ op: fc.constant('exists'), value: fc.boolean() })),
    named(
      fc.record({
        op: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
        value: fc.constantFrom(-1, 0, 1, 2, 2.5, 9),
      }),
    ),
    named(fc.record({ op: fc.constantFrom('before', 'after'), value: fc.constantFrom(...durations) })),
    named(fc.record({ op: fc.constant('during'), value: fc.constantFrom(...periods) })),
    named(fc.record({ op: fc.constant('who'), value: fc.constantFrom('me', 'my-orgs') })),
  );
}

/** Every comparison there is, made once: building them anew for each sentence would take longer than asking. */
const comparisons = fc.oneof(...fields.map(anyComparison));

function anyCondition(depth = 3): fc.Arbitrary<Condition> {
  if (depth === 0) return comparisons;
  const inner = anyCondition(depth - 1);
  return fc.oneof(
    comparisons,
    fc.array(inner, { maxLength: 3 }).map((all) => ({ all })),
    fc.array(inner, { maxLength: 3 }).map((any) => ({ any })),
    inner.map((not) => ({ not })),
  );
}
