/** Reading a model: file, what it extends, checks, parsed form. */
import { checks } from './checks/index.ts';
import { type Fault, faultAt, inOrder } from './faults.ts';
import { parseModel } from './parse.ts';
import type { Model } from './parsed.ts';
import { shapeFaults } from './shape.ts';
import { find, mergeWritten, readWritten, type Written } from './written.ts';

/** Text of a file, or undefined where there is none. */
export type LoadFile = (path: string) => string | undefined;

export type Reading = { model: Model; faults?: undefined } | { model?: undefined; faults: Fault[] };

/**
 * Reads a model file with everything it extends. Either the whole model, or every fault there is at once; a fault
 * names the file in which the word stands. `loadFile` also answers for extended models: `base` beside the file is
 * asked for as `FOLDER/base.yaml`.
 *
 * @example readModel('models/tongguan.yaml', (path) => readFileSync(path, 'utf8'))
 */
export function readModel(file: string, loadFile: LoadFile): Reading {
  const faults: Fault[] = [];
  const root = readChain(file, loadFile, [], faults);
  if (root && find(root, ['foundation'])?.value === true) {
    faults.push(faultAt(root, 'is a foundation for others to extend, not a city'));
  }
  return root ? judge(file, root, faults) : { faults: inOrder(faults) };
}

/** Is this file only material for others (`foundation: true`)? Such a file is checked by `checkFoundation`. */
export function isFoundation(file: string, loadFile: LoadFile): boolean {
  const text = loadFile(file);
  if (text === undefined) return false;
  return find(readWritten(file, text).root, ['foundation'])?.value === true;
}

/** Every fault of a file that is only extended by others. */
export function checkFoundation(file: string, loadFile: LoadFile): Fault[] {
  const faults: Fault[] = [];
  const root = readChain(file, loadFile, [], faults);
  if (root) faults.push(...shapeFaults(root), ...checks.flatMap((check) => check(root)));
  return inOrder(faults);
}

function judge(file: string, root: Written, faults: Fault[]): Reading {
  const key = keyOfFile(file);
  // The key goes into addresses and headers, where only these letters pass everywhere.
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(key)) {
    faults.push({ file, line: 1, column: 1, path: '', message: fileNameFault });
  }
  faults.push(...shapeFaults(root), ...checks.flatMap((check) => check(root)));
  if (faults.length > 0) return { faults: inOrder(faults) };
  const extended = find(root, ['extends'])?.value;
  return { model: parseModel(key, typeof extended === 'string' ? extended : null, root) };
}

const fileNameFault =
  'the name of the file becomes the key of the city: lower-case words joined by hyphens, such as tongguan.yaml';

/** The file laid over what it extends; undefined when too little can be read to say more than the faults so far. */
function readChain(file: string, loadFile: LoadFile, above: string[], faults: Fault[]): Written | undefined {
  const text = loadFile(file);
  if (text === undefined) {
    faults.push({ file, line: 1, column: 1, path: '', message: 'there is no such file' });
    return undefined;
  }
  const { root, faults: found, isBroken } = readWritten(file, text);
  faults.push(...found);
  const report = (fault: Fault) => faults.push(fault);
  const extended = find(root, ['extends']);
  if (isBroken) return undefined;
  if (typeof extended?.value !== 'string') return mergeWritten(undefined, root, report);

  const below = readExtended(file, extended, loadFile, [...above, file], faults);
  if (!below) return undefined;
  const merged = mergeWritten(below, root, report);
  // Being a foundation is said of one file and not inherited.
  if (!find(root, ['foundation'])) (merged.value as Map<string, Written>).delete('foundation');
  return merged;
}

function readExtended(
  file: string,
  extended: Written,
  loadFile: LoadFile,
  above: string[],
  faults: Fault[],
): Written | undefined {
  const key = String(extended.value);
  const base = `${folderOf(file)}${key}.yaml`;
  if (!/^[a-z0-9-]+$/.test(key)) {
    faults.push(faultAt(extended, 'is the name of a model in the same folder, without `.yaml`'));
  } else if (above.includes(base)) {
    faults.push(faultAt(extended, `goes round in a ring: ${[...above, base].map(keyOfFile).join(' › ')}`));
  } else if (loadFile(base) === undefined) {
    faults.push(faultAt(extended, `there is no file ${base} to extend`));
  } else {
    return readChain(base, loadFile, above, faults);
  }
  return undefined;
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** `models/tongguan.yaml` → `tongguan` */
function keyOfFile(file: string): string {
  return file.slice(folderOf(file).length).replace(/\.ya?ml$/, '');
}
