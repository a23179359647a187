/**
 * A YAML file as a tree that remembers where every word stands, and two such trees laid over one another (`extends`).
 * Checks walk this tree and not the parsed model, so that a fault in one place never hides one in another.
 */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Fault, faultAtKey } from './faults.ts';

export type Path = (string | number)[];
export interface Place {
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
}
export interface Written {
  path: Path;
  /** Where the value begins. */
  at: Place;
  /** Where its key stands, when it has one. */
  keyAt: Place | null;
  value: Map<string, Written> | Written[] | string | number | boolean | null;
}

/** `cases.report.stations.assigned.by[1]` */
export function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/**
 * Read one file. Syntax errors, doubled keys and anchors are faults; the rest of the tree is still given. `isBroken`:
 * nothing can be said about the rest, because where it belongs is unsure.
 */
export function readWritten(
  file: string,
  text: string,
): { root: Written; faults: Fault[]; isBroken: boolean } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, stringKeys: true, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults: Fault[] = document.errors.map((error) => ({
    ...placeAt(error.pos[0]),
    path: '',
    message: `not YAML: ${error.message.replaceAll('\n', ' ')}`,
  }));

  const convert = (node: Node | null, path: Path, keyAt: Place | null, near: Place): Written => {
    const at = node?.range ? placeAt(node.range[0]) : near;
    if (isMap(node)) {
      const entries = new Map<string, Written>();
      for (const pair of node.items) {
        if (!isPair(pair) || !isScalar(pair.key)) continue;
        const key = String(pair.key.value);
        const place = pair.key.range ? placeAt(pair.key.range[0]) : at;
        entries.set(key, convert(pair.value as Node | null, [...path, key], place, place));
      }
      return { path, at, keyAt, value: entries };
    }
    if (isSeq(node)) {
      const items = node.items.map((item, index) => convert(item as Node, [...path, index], null, at));
      return { path, at, keyAt, value: items };
    }
    if (isAlias(node)) {
      faults.push({
        ...at,
        path: pathText(path),
        message: 'anchors and aliases are not read: write the value out',
      });
    }
    const value = isScalar(node) ? node.value : null;
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { path, at, keyAt, value: isPlain ? value : null };
  };
  const start: Place = { file, line: 1, column: 1 };
  const root = convert(document.contents, [], null, start);
  if (!(root.value instanceof Map) && faults.length === 0) {
    faults.push({ ...start, path: '', message: 'a model is a map of keys and values' });
  }
  const isMapOfKeys = root.value instanceof Map;
  const isBroken = !isMapOfKeys || document.errors.some((error) => error.code !== 'DUPLICATE_KEY');
  return { root: isMapOfKeys ? root : { ...root, value: new Map() }, faults, isBroken };
}

/**
 * Lay `over` on `under`: maps merge by key, lists and single values replace, `null` removes a key. A `null` that finds
 * nothing to remove is a fault: mostly a misspelt key, or a comma in `{ … }` that ended a text too early.
 */
export function mergeWritten(
  under: Written | undefined,
  over: Written,
  report: (fault: Fault) => void,
): Written {
  if (!(over.value instanceof Map)) return over;
  const below = under?.value instanceof Map ? under.value : new Map<string, Written>();
  const entries = new Map(below);
  for (const [key, written] of over.value) {
    const removed = below.get(key);
    if (written.value !== null) entries.set(key, mergeWritten(removed, written, report));
    else if (!entries.delete(key))
      report(
        faultAtKey(written, 'says nothing and removes nothing; a text with a comma inside { } needs quotes'),
      );
  }
  return { ...over, value: entries };
}

/** The tree as plain values, for the schema. */
export function plain(written: Written): unknown {
  if (written.value instanceof Map) {
    return Object.fromEntries([...written.value].map(([key, child]) => [key, plain(child)]));
  }
  return Array.isArray(written.value) ? written.value.map(plain) : written.value;
}

/** The value at a path, or undefined. */
export function find(root: Written, path: Path): Written | undefined {
  let here: Written | undefined = root;
  for (const step of path) {
    if (here?.value instanceof Map) here = here.value.get(String(step));
    else if (Array.isArray(here?.value)) here = here.value[Number(step)];
    else return undefined;
  }
  return here;
}

/**
 * All values a pattern names: `cases.*.stations.*.by[]`. `*` stands for every key of a map, `[]` for every item of
 * a list (a single value counts as a list of one). What is absent or of another shape is passed over.
 */
export function select(root: Written, pattern: string): Written[] {
  let here = [root];
  for (const step of pattern.replaceAll('[]', '.[]').split('.').filter(Boolean)) {
    here = here.flatMap((written) => {
      if (step === '[]') return Array.isArray(written.value) ? written.value : [written];
      if (!(written.value instanceof Map)) return [];
      if (step === '*') return [...written.value.values()];
      const child = written.value.get(step);
      return child ? [child] : [];
    });
  }
  return here;
}

/** Keys of the map a pattern names; of the first, when it names several. */
export function keysOf(root: Written, pattern: string): string[] {
  const value = select(root, pattern)[0]?.value;
  return value instanceof Map ? [...value.keys()] : [];
}

/** Last key of a path. */
export function keyOf(written: Written): string {
  return String(written.path.at(-1));
}
