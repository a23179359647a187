/**
 * Two people typed into the same text. What they changed in different lines goes together; where both changed the same
 * lines only they can say what is to stand, and the answer is null.
 *
 *     mergeTexts('a\nb', 'A\nb', 'a\nB') === 'A\nB'
 */
export function mergeTexts(base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const before = base.split('\n');
  const changes = [...changesOf(before, mine.split('\n')), ...changesOf(before, theirs.split('\n'))].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  );
  const lines: string[] = [];
  let at = 0;
  let last: Change | null = null;
  for (const change of changes) {
    if (last !== null && isSame(last, change)) continue;
    // Two that only touch would have to be put in an order that nobody chose.
    if (last !== null && change.from <= last.to) return null;
    lines.push(...before.slice(at, change.from), ...change.lines);
    at = change.to;
    last = change;
  }
  return [...lines, ...before.slice(at)].join('\n');
}

/** Their text, and below it every line of mine that is not in it: nothing that anybody wrote is lost, nothing stands twice. */
export function keepBoth(theirs: string, mine: string): string {
  const there = new Set(theirs.split('\n'));
  return [theirs, ...mine.split('\n').filter((line) => !there.has(line))].join('\n');
}

/** Lines `from` up to, not including, `to` were replaced. */
interface Change {
  from: number;
  to: number;
  lines: string[];
}

function isSame(a: Change, b: Change): boolean {
  const isAlike =
    a.lines.length === b.lines.length && a.lines.every((line, index) => line === b.lines[index]);
  return a.from === b.from && a.to === b.to && isAlike;
}

/** Longest common subsequence of lines; minutes are short, so the plain table is quick enough. */
function changesOf(before: readonly string[], after: readonly string[]): Change[] {
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: Change[] = [];
  let open: Change | null = null;
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      open = null;
      i += 1;
      j += 1;
      continue;
    }
    if (open === null) {
      open = { from: i, to: i, lines: [] };
      changes.push(open);
    }
    if (j < after.length && (i >= before.length || at(i, j + 1) >= at(i + 1, j))) {
      open.lines.push(after[j] ?? '');
      j += 1;
    } else {
      i += 1;
      open.to = i;
    }
  }
  return changes;
}
