/** Faults of shape: what the schema of the authored form says of a tree, in the words of someone who writes YAML. */
import type { z } from 'zod';
import { AuthoredModel } from './authored.ts';
import { soundsLikeScoring } from './checks/asks.ts';
import { type Fault, faultAt, faultAtKey, wordFault } from './faults.ts';
import { find, type Path, pathText, plain, type Written } from './written.ts';

/** All faults of shape at once, each at the place where the word stands. */
export function shapeFaults(root: Written): Fault[] {
  const result = AuthoredModel.safeParse(plain(root));
  return result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(root, issue, []));
}

type Issue = z.core.$ZodIssue;

function faultsOf(root: Written, issue: Issue, above: Path): Fault[] {
  const path = [...above, ...(issue.path as Path)];
  const written = find(root, path);
  if (written === undefined) return [missing(root, path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(written, path, key));
    case 'invalid_key':
      return [faultAtKey(written, issue.issues[0]?.message ?? 'this key cannot be used')];
    case 'invalid_union':
      return unionFaults(root, written, issue, path);
    case 'invalid_value':
      return [
        wordFault(
          written.at,
          path,
          `${shown(written)} is not one of the words`,
          String(written.value),
          issue.values.map(String),
        ),
      ];
    case 'invalid_type':
      return [mustBe(written, [issue.expected])];
    case 'invalid_format':
      return [faultAt(written, `${shown(written)} cannot be read: ${issue.message}`)];
    case 'too_small':
      if (issue.origin !== 'number' && issue.origin !== 'int') return [faultAt(written, 'must not be empty')];
      return [faultAt(written, `must be at least ${String(issue.minimum)}, not ${shown(written)}`)];
    case 'too_big':
      return [faultAt(written, `must be at most ${String(issue.maximum)}, not ${shown(written)}`)];
    default:
      return [faultAt(written, issue.message)];
  }
}

/** Of the alternatives of a union, the one that was probably meant: it fits the kind of value and has fewest faults. */
function unionFaults(
  root: Written,
  written: Written,
  issue: Issue & { code: 'invalid_union' },
  path: Path,
): Fault[] {
  const isWord = typeof written.value !== 'object';
  const isOfOtherKind = (each: Issue) =>
    each.path.length === 0 &&
    (each.code === 'invalid_type' ||
      (!isWord && (each.code === 'invalid_value' || each.code === 'invalid_union')));
  const [meant] = issue.errors
    .filter((branch) => branch.length > 0 && !branch.some(isOfOtherKind))
    .sort((a, b) => faultCount(a) - faultCount(b));
  if (meant) return meant.flatMap((inner) => faultsOf(root, inner, path));
  return [
    mustBe(
      written,
      issue.errors.flat().flatMap((each) => ('expected' in each ? [each.expected] : [])),
    ),
  ];
}

function mustBe(written: Written, expected: string[]): Fault {
  const kinds = [...new Set(expected.map((each) => shapeWords[each] ?? each))].join(' or ');
  const isMissingQuotes = expected.includes('string') && typeof written.value !== 'object';
  return faultAt(
    written,
    `must be ${kinds}, not ${shown(written)}${isMissingQuotes ? ': put it in quotes' : ''}`,
  );
}

function faultCount(issues: readonly Issue[]): number {
  return issues.reduce((sum, each) => sum + (each.code === 'unrecognized_keys' ? each.keys.length : 1), 0);
}

function unknownKey(above: Written, path: Path, key: string): Fault {
  const child = find(above, [key]);
  const at = child?.keyAt ?? above.at;
  const keyPath = [...path, key];
  if (soundsLikeScoring(key)) {
    return {
      ...at,
      path: pathText(keyPath),
      message: `no such key "${key}": nobody scores residents or staff`,
    };
  }
  return wordFault(at, keyPath, `no such key "${key}"`, key, keysAllowedAt(path));
}

function missing(root: Written, path: Path): Fault {
  let above = root;
  for (let length = path.length - 1; length > 0 && above === root; length -= 1) {
    above = find(root, path.slice(0, length)) ?? root;
  }
  return {
    ...(above.keyAt ?? above.at),
    path: pathText(path),
    message: `"${String(path.at(-1))}" is missing`,
  };
}

function shown(written: Written): string {
  if (written.value instanceof Map) return 'a map of keys and values';
  return Array.isArray(written.value) ? 'a list' : JSON.stringify(written.value);
}

const shapeWords: Record<string, string> = {
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** Keys the schema knows at a path; empty where it takes any. */
function keysAllowedAt(path: Path): string[] {
  let schemas: z.core.$ZodType[] = [AuthoredModel];
  for (const step of path) schemas = schemas.flatMap((schema) => inside(schema, step));
  const shapes = schemas.flatMap(alternatives).map((each) => shapeOf(each) ?? {});
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape)))];
}

function inside(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  return alternatives(schema).flatMap((each) => {
    const { def } = each._zod as {
      def: { type: string; element?: z.core.$ZodType; valueType?: z.core.$ZodType };
    };
    const child = typeof step === 'number' ? def.element : (shapeOf(each)?.[step] ?? def.valueType);
    return child ? [child] : [];
  });
}

function shapeOf(schema: z.core.$ZodType): Record<string, z.core.$ZodType> | undefined {
  const { def } = schema._zod as { def: { type: string; shape?: Record<string, z.core.$ZodType> } };
  return def.type === 'object' ? def.shape : undefined;
}

/** A schema without its wrappers (optional …), each option of a union by itself. */
function alternatives(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { def } = schema._zod as {
    def: { type: string; innerType?: z.core.$ZodType; options?: z.core.$ZodType[] };
  };
  if (def.options) return def.options.flatMap(alternatives);
  return def.innerType ? alternatives(def.innerType) : [schema];
}
