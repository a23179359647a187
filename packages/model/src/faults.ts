/** Faults of a model: where, what, what would be allowed. */
import { type Path, type Place, pathText, type Written } from './written.ts';

export interface Fault {
  file: string;
  /** From 1; of the file in which the word stands, also when that is the extended one. */
  line: number;
  /** From 1. */
  column: number;
  /** `cases.report.stations.assigned.by[1]`; empty: the whole file. */
  path: string;
  message: string;
  /** Words that would do. */
  allowed?: string[];
  /** The allowed word that was probably meant. */
  meant?: string;
}

/** A fault of a value, at the value. */
export function faultAt(written: Written, message: string): Fault {
  return { ...written.at, path: pathText(written.path), message };
}

/** A fault of a key, at the key. */
export function faultAtKey(written: Written, message: string): Fault {
  return { ...(written.keyAt ?? written.at), path: pathText(written.path), message };
}

/** `no such role "grid-secretry"` with the allowed words and the one probably meant. */
export function unknownWord(written: Written, what: string, allowed: readonly string[]): Fault {
  return wordFault(
    written.at,
    written.path,
    `no such ${what} "${String(written.value)}"`,
    String(written.value),
    allowed,
  );
}

export function wordFault(
  at: Place,
  path: Path,
  message: string,
  word: string,
  allowed: readonly string[],
): Fault {
  const meant = nearest(word, allowed);
  return { ...at, path: pathText(path), message, allowed: [...allowed], ...(meant ? { meant } : {}) };
}

const shownAtMost = 20;

/** One line: `models/x.yaml:12:7: path: no such role "grid-secretry", allowed: … (did you mean "grid-secretary"?)` */
export function formatFault(fault: Fault): string {
  const where = `${fault.file}:${fault.line}:${fault.column}: ${fault.path ? `${fault.path}: ` : ''}`;
  if (!fault.allowed) return where + fault.message;
  const shown = fault.allowed.slice(0, shownAtMost);
  const more = fault.allowed.length - shown.length;
  const allowed = `${shown.join(', ') || '(none declared)'}${more > 0 ? ` … and ${more} more` : ''}`;
  return `${where}${fault.message}, allowed: ${allowed}${fault.meant ? ` (did you mean "${fault.meant}"?)` : ''}`;
}

/** By file, then from top to bottom; the same fault twice counts once. */
export function inOrder(faults: Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults
    .filter((fault) => {
      const id = `${fault.file}:${fault.line}:${fault.column}:${fault.path}:${fault.message}`;
      return !seen.has(id) && seen.add(id);
    })
    .sort(
      (a, b) =>
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    );
}

/** The allowed word within a third of its length in edits, or undefined. */
function nearest(word: string, allowed: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of allowed) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, swap));
    }
    row = next;
  }
  return row[b.length]!;
}
