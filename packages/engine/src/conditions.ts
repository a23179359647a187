/**
 * The one condition language, in memory. `conditions-sql.ts` compiles the same sentences to SQL; both give the same answer
 * for the same row, which the server's tests hold against a real database.
 *
 * A comparison with a value that is not there is false, and so is one whose value is of another type than the field; `not`
 * turns either into true.
 */
import type { Comparison, Condition, ConditionField, Period } from '@linli/model';
import { conditionFields } from '@linli/model';
import { Temporal } from 'temporal-polyfill';

/** Values of a case's fields. Instants are ISO 8601 in UTC; `handlerPerson` lists all who ever handled it. */
export type Facts = Partial<Record<ConditionField, string | number | boolean | string[] | null>>;

/** What a condition is seen from: the time, the zone days begin in, and the viewer (none: `me` means nobody). */
export interface ConditionContext {
  now: string;
  timeZone: string;
  personId: string | null;
  orgIds: string[];
}

/** Does the condition hold of these facts? */
export function evaluate(condition: Condition, facts: Facts, context: ConditionContext): boolean {
  if ('all' in condition) return condition.all.every((part) => evaluate(part, facts, context));
  if ('any' in condition) return condition.any.some((part) => evaluate(part, facts, context));
  if ('not' in condition) return !evaluate(condition.not, facts, context);
  const fact = facts[condition.field as ConditionField] ?? null;
  if (Array.isArray(fact)) return evaluateList(condition, fact, context);
  if (condition.op === 'exists') return (fact !== null) === condition.value;
  return fact !== null && compare(condition, fact, context);
}

function compare(
  comparison: Exclude<Comparison, { op: 'exists' }>,
  fact: string | number | boolean,
  context: ConditionContext,
): boolean {
  const type = typeOf(comparison.field);
  switch (comparison.op) {
    case 'is':
      return fits(type, comparison.value) && fact === comparison.value;
    case 'in':
      return comparison.value.some((value) => fits(type, value) && fact === value);
    case 'within':
      return type === 'area' && typeof fact === 'string' && fact.startsWith(comparison.value);
    case 'lt':
      return typeof fact === 'number' && fact < comparison.value;
    case 'lte':
      return typeof fact === 'number' && fact <= comparison.value;
    case 'gt':
      return typeof fact === 'number' && fact > comparison.value;
    case 'gte':
      return typeof fact === 'number' && fact >= comparison.value;
    case 'before':
      return type === 'instant' && String(fact) < instantOf(comparison.value, context);
    case 'after':
      return type === 'instant' && String(fact) > instantOf(comparison.value, context);
    case 'during': {
      const [from, to] = boundsOf(comparison.value, context);
      return type === 'instant' && String(fact) >= from && String(fact) < to;
    }
    case 'who':
      return viewerIds(comparison, context).includes(String(fact));
  }
}

function evaluateList(comparison: Comparison, facts: string[], context: ConditionContext): boolean {
  if (comparison.op === 'exists') return facts.length > 0 === comparison.value;
  return facts.some((fact) => compare(comparison, fact, context));
}

export type FieldType = (typeof conditionFields)[ConditionField];

/** Type of a field; undefined for one that no case has. */
export function typeOf(field: string): FieldType | undefined {
  return (conditionFields as Record<string, FieldType>)[field];
}

/** May a field of this type be equal to such a value at all? */
export function fits(type: FieldType | undefined, value: string | number | boolean): boolean {
  switch (type) {
    case 'text':
    case 'area':
    case 'person':
    case 'org':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return false;
  }
}

/** Ids that `me` or `my-orgs` stand for; none where the field is of the other sort. */
export function viewerIds(
  comparison: { field: string; op: 'who'; value: 'me' | 'my-orgs' },
  context: ConditionContext,
): string[] {
  const type = typeOf(comparison.field);
  if (comparison.value === 'me' && type === 'person') return context.personId ? [context.personId] : [];
  return comparison.value === 'my-orgs' && type === 'org' ? context.orgIds : [];
}

/** `now`, or now moved by an ISO 8601 duration such as `-P3D`; days are days of the zone. Throws on anything else. */
export function instantOf(value: string, context: ConditionContext): string {
  if (value === 'now') return context.now;
  const now = Temporal.Instant.from(context.now).toZonedDateTimeISO(context.timeZone);
  return toInstant(now.add(Temporal.Duration.from(value)));
}

/** A period's first instant and the first one after it. Weeks begin on Monday. */
export function boundsOf(period: Period, context: ConditionContext): [from: string, to: string] {
  const today = Temporal.Instant.from(context.now).toZonedDateTimeISO(context.timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const month = today.with({ day: 1 });
  const year = today.with({ month: 1, day: 1 });
  const bounds: Record<Period, [Temporal.PlainDate, Temporal.PlainDate]> = {
    today: [today, today.add({ days: 1 })],
    yesterday: [today.subtract({ days: 1 }), today],
    'this-week': [monday, monday.add({ weeks: 1 })],
    'last-week': [monday.subtract({ weeks: 1 }), monday],
    'this-month': [month, month.add({ months: 1 })],
    'last-month': [month.subtract({ months: 1 }), month],
    'this-year': [year, year.add({ years: 1 })],
    'last-year': [year.subtract({ years: 1 }), year],
  };
  const [from, to] = bounds[period];
  return [toInstant(from.toZonedDateTime(context.timeZone)), toInstant(to.toZonedDateTime(context.timeZone))];
}

function toInstant(time: Temporal.ZonedDateTime): string {
  return new Date(time.epochMilliseconds).toISOString();
}
