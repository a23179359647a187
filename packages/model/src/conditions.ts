/** The short forms of conditions, read into the one condition language. */
import { type Fault, faultAt, unknownWord, wordFault } from './faults.ts';
import { readDurationMinutes } from './limits.ts';
import {
  type Comparison,
  type Condition,
  type ConditionField,
  conditionFields,
  type Period,
} from './parsed.ts';
import type { Written } from './written.ts';

export const periods = [
  'today',
  'yesterday',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
  'this-year',
  'last-year',
] as const satisfies readonly Period[];

/** Values a field may be compared with, where the model declares them. */
export type FieldValues = Partial<Record<ConditionField, readonly string[]>>;

/**
 * Read a condition. What cannot be read is reported and left out; with nothing reported, and no fault of shape, the
 * condition means what was written. Several fields in one map must hold together.
 */
export function readCondition(
  written: Written,
  values: FieldValues,
  report: (fault: Fault) => void,
): Condition {
  if (!(written.value instanceof Map)) return { all: [] };
  if (written.value.size === 0) report(faultAt(written, 'a condition names at least one field'));
  const parts: Condition[] = [];
  for (const [key, child] of inKeyOrder(written.value)) {
    if (key === 'all' || key === 'any') {
      const items = Array.isArray(child.value) ? child.value : [];
      if (Array.isArray(child.value) && items.length === 0) report(faultAt(child, 'must not be empty'));
      const read = items.map((item) => readCondition(item, values, report));
      parts.push(key === 'all' ? { all: read } : { any: read });
    } else if (key === 'not') {
      parts.push({ not: readCondition(child, values, report) });
    } else if (isField(key)) {
      parts.push(...readComparisons(key, child, values, report));
    }
  }
  return parts.length === 1 ? parts[0]! : { all: parts };
}

/** What must hold together has no order: the same condition reads the same however its keys are written. */
function inKeyOrder(map: Map<string, Written>): [string, Written][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function isField(key: string): key is ConditionField {
  return Object.hasOwn(conditionFields, key);
}

function readComparisons(
  field: ConditionField,
  written: Written,
  values: FieldValues,
  report: (fault: Fault) => void,
): Condition[] {
  const kind = conditionFields[field];
  if (written.value instanceof Map) return readBounds(field, written, report);
  if (Array.isArray(written.value)) {
    if (kind !== 'text' && kind !== 'number' && kind !== 'area') {
      report(faultAt(written, `${field} cannot be compared with a list`));
    }
    for (const item of written.value) checkValue(field, item, values, report);
    const value = written.value.map((item) => item.value as string | number);
    return [{ field, op: 'in', value }];
  }
  const value = written.value;
  switch (kind) {
    case 'area': {
      const match = typeof value === 'string' ? /^within ([0-9A-Za-z]+)$/.exec(value) : null;
      if (match) return [{ field, op: 'within', value: match[1]! }];
      if (typeof value === 'string' && /^[0-9A-Za-z]+$/.test(value)) return [{ field, op: 'is', value }];
      report(faultAt(written, `${field} is compared as \`within CODE\`, or with a code in quotes`));
      return [];
    }
    case 'instant':
      return readInstant(field, written, report);
    case 'person':
    case 'org': {
      const word = kind === 'person' ? 'me' : 'my-orgs';
      if (value === word) return [{ field, op: 'who', value: word }];
      report(unknownWord(written, `value of ${field}`, [word]));
      return [];
    }
    default:
      checkValue(field, written, values, report);
      return [{ field, op: 'is', value: value as string | number | boolean }];
  }
}

function readInstant(field: ConditionField, written: Written, report: (fault: Fault) => void): Comparison[] {
  const [op, value = '', ...rest] = String(written.value).split(' ');
  if (rest.length === 0 && op === 'during') {
    if ((periods as readonly string[]).includes(value)) return [{ field, op, value: value as Period }];
    report(wordFault(written.at, written.path, `no such period "${value}"`, value, periods));
    return [];
  }
  if (rest.length === 0 && (op === 'before' || op === 'after')) {
    const isInstant = value === 'now' || readDurationMinutes(value.replace(/^-/, '')) !== undefined;
    if (isInstant) return [{ field, op, value }];
  }
  report(
    faultAt(
      written,
      `${field} is compared as \`before now\`, \`after -P3D\`, \`before P1D\` or \`during this-month\``,
    ),
  );
  return [];
}

function readBounds(field: ConditionField, written: Written, report: (fault: Fault) => void): Comparison[] {
  const comparisons: Comparison[] = [];
  if ((written.value as Map<string, Written>).size === 0) report(faultAt(written, 'must not be empty'));
  for (const [op, bound] of inKeyOrder(written.value as Map<string, Written>)) {
    if (op === 'exists' && typeof bound.value === 'boolean') {
      comparisons.push({ field, op, value: bound.value });
    } else if (op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte') {
      if (conditionFields[field] !== 'number') {
        report(faultAt(written, `${field} is not a number and has no \`${op}\``));
      } else if (typeof bound.value === 'number') {
        comparisons.push({ field, op, value: bound.value });
      }
    }
  }
  return comparisons;
}

function checkValue(
  field: ConditionField,
  written: Written,
  values: FieldValues,
  report: (fault: Fault) => void,
): void {
  if (typeof written.value === 'object') return;
  const kind = conditionFields[field];
  const wanted = kind === 'number' || kind === 'boolean' ? kind : 'string';
  if (typeof written.value !== wanted) {
    const shown = { string: 'text', number: 'a number', boolean: 'true or false' }[wanted];
    report(faultAt(written, `${field} is compared with ${shown}, not with ${JSON.stringify(written.value)}`));
    return;
  }
  const known = values[field];
  if (known && !known.includes(String(written.value))) {
    report(unknownWord(written, field, known));
  }
}
