/** Finds where phrases are used, by reading sources. Kept apart from its test so that the test can also feed it sources. */
export interface PhraseUse {
  /** `file:line` */
  at: string;
  catalogue: string;
  key: string;
  /** Slots that are filled in; unknown where the data comes from elsewhere. */
  filled: string[] | 'unknown';
}

export function slotsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)(?:\|[^{}]*)?\}/g)].map(([, name = '']) => name))].sort();
}

/** Calls of what `usePhrases` gave, within the component that asked for it. */
export function findPhraseUses(path: string, text: string): PhraseUse[] {
  const uses: (PhraseUse & { from: number })[] = [];
  for (const speaker of text.matchAll(/\bconst (\w+) = usePhrases\((\w+)\)/g)) {
    const [, name = '', catalogue = ''] = speaker;
    // A component ends with the first brace at the very left.
    const end = text.indexOf('\n}', speaker.index);
    const body = text.slice(0, end < 0 ? undefined : end);
    for (const call of body.slice(speaker.index).matchAll(new RegExp(`(?<![\\w.'])${name}\\(`, 'g'))) {
      const from = speaker.index + call.index + call[0].length;
      const [said = '', data] = splitArguments(text, from);
      const at = `${path}:${text.slice(0, from).split('\n').length}`;
      for (const key of keysIn(said)) uses.push({ at, catalogue, key, filled: slotsFilledBy(data), from });
    }
  }
  return uses.toSorted((a, b) => a.from - b.from).map(({ from: _, ...use }) => use);
}

/** Words in quotes: `'left'`, and both of `open ? 'left' : 'right'`; not what is compared with. */
function keysIn(said: string): string[] {
  return [...said.replaceAll(/[!=]==? '\w+'/g, '').matchAll(/'([\w.]+)'/g)].map(([, key = '']) => key);
}

function slotsFilledBy(data: string | undefined): string[] | 'unknown' {
  if (data === undefined || data.trim() === '') return [];
  const object = data.trim();
  if (!object.startsWith('{') || object.includes('...')) return 'unknown';
  return splitArguments(object, 1).flatMap((entry) => /^\s*(\w+)/.exec(entry)?.[1] ?? []);
}

/** What stands between commas at the outermost depth, from here to the bracket that closes. */
function splitArguments(text: string, from: number): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = from;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === quote && text[at - 1] !== '\\') quote = '';
    } else if (letter === "'" || letter === '`' || letter === '"') quote = letter;
    else if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) {
      if (depth === 0) return [...parts, text.slice(start, at)];
      depth -= 1;
    } else if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Names in quotes or after a dot, in a file that knows the catalogue; or said to be a phrase: `phrase: 'tooShort'`. */
export function namesPhrase(text: string, catalogue: string, key: string): boolean {
  if (new RegExp(`phrase: '${key}'`).test(text)) return true;
  return new RegExp(`\\b${catalogue}\\b`).test(text) && new RegExp(`'${key}'|\\.${key}\\b`).test(text);
}
