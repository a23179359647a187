/**
 * What pages may say, as rules over their text: paths that are there, commands that exist, models that can be read, two
 * READMEs that say the same. Kept apart from their test so that the test can also feed them pages that break each rule.
 */
import { stripTypeScriptTypes } from 'node:module';
import { parse } from 'yaml';
import { readModel } from '../packages/model/src/index.ts';

export interface Page {
  /** From the repository's root, with slashes: `docs/how-to/declare-a-city.md`. */
  path: string;
  text: string;
}

/** What is wrong, with where: `README.md:12: …`. */
export type Remark = string;

interface Fence {
  /** What stands behind the three backticks: `yaml file=qinghe.yaml`. */
  info: string;
  line: number;
  text: string;
}

// ── Links and paths ──────────────────────────────────────────────────────────────────────────────────────────────

/** Files and folders of the repository, without a slash at the end. */
export interface Tree {
  has(path: string): boolean;
  /** Is there a file of this name anywhere? */
  hasName(name: string): boolean;
  /** Text of a page, for headings that links point at. */
  page(path: string): string | undefined;
}

/** Links to files, folders, pictures and headings that are not there. */
export function deadLinks(page: Page, tree: Tree): Remark[] {
  const links = [...withoutFences(page.text).matchAll(/\]\(([^()\s]+)\)/g)];
  return links.flatMap((match) => {
    const target = match[1] ?? '';
    if (/^[a-z]+:/.test(target)) return [];
    const [file = '', heading] = target.split('#');
    const path = file === '' ? page.path : resolvePath(page.path, file);
    const at = `${page.path}:${lineAt(page.text, match.index)}`;
    if (path !== page.path && !tree.has(path)) return [`${at}: there is no ${path}`];
    if (heading === undefined) return [];
    const text = path === page.path ? page.text : (tree.page(path) ?? '');
    return anchorsOf(text).includes(heading) ? [] : [`${at}: ${path} has no heading "${heading}"`];
  });
}

const rooms = ['docs', 'models', 'packages', 'server', 'web', 'demo', 'bench', 'e2e', 'scripts', 'test'];

/** Paths and names of program files in the text, in code or not, that are not there. */
export function deadPaths(page: Page, tree: Tree): Remark[] {
  const inText = new RegExp(`(?<![\\w./@:<-])(?:${rooms.join('|')})/[\\w./<>…*-]*`, 'g');
  // Targets of links are checked as links.
  const text = page.text.replace(/\]\([^()\s]+\)/g, (link) => link.replace(/[^\n]/g, ' '));
  const paths = [...text.matchAll(inText)].flatMap((match) => {
    const path = match[0].replace(/[./]+$/, '');
    // `<noun>` and `*` stand for many.
    if (/[<>…*]/.test(path)) return [];
    return tree.has(path) ? [] : [`${page.path}:${lineAt(page.text, match.index)}: there is no ${path}`];
  });
  const names = [...page.text.matchAll(/`([\w-]+\.(?:ts|tsx|mjs|sql))`/g)].flatMap((match) => {
    const name = match[1] ?? '';
    const isBeside = tree.has(resolvePath(page.path, name));
    if (isBeside || (!page.path.startsWith('server/') && tree.hasName(name))) return [];
    return [`${page.path}:${lineAt(page.text, match.index)}: there is no file called ${name}`];
  });
  return [...paths, ...names];
}

/** As GitHub makes them: lower case, spaces to hyphens, punctuation dropped. */
function anchorsOf(text: string): string[] {
  return headingsOf(text).map(({ title }) =>
    title
      .replaceAll('`', '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

// ── Commands and settings ────────────────────────────────────────────────────────────────────────────────────────

/** `npm run X`, `npm start` and `npm test` that package.json does not have. */
export function unknownScripts(page: Page, scripts: readonly string[]): Remark[] {
  return [...page.text.matchAll(/\bnpm (?:run ([\w-]+(?::[\w-]+)*)|(start|test)\b)/g)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? '';
    return scripts.includes(name)
      ? []
      : [`${page.path}:${lineAt(page.text, match.index)}: package.json has no script "${name}"`];
  });
}

export interface KnownCommand {
  name: string;
  options?: Record<string, unknown>;
}

/** What faces and engine say in both languages, as it stands in their source: `{ zh: '发起表决', en: 'Convene' }`. */
export function shownWords(source: string): string[] {
  return [...source.matchAll(/zh:\s*'([^']*)',\s*en:\s*'([^']*)'/g)].map(([, zh, en]) => `${zh} ${en}`);
}

/** Words in bold in both languages are what somebody looks for on a page, and must stand there: `**发起表决 Convene**`. */
export function unknownButtons(page: Page, shown: ReadonlySet<string>): Remark[] {
  return [...page.text.matchAll(/\*\*(\p{Script=Han}[^*\n]*? [A-Z][^*\n]*)\*\*/gu)].flatMap((match) =>
    shown.has(match[1] ?? '')
      ? []
      : [`${page.path}:${lineAt(page.text, match.index)}: nothing is called “${match[1]}”`],
  );
}

/** `npm run linli -- …` with words or options that no command has. */
export function unknownCommands(page: Page, commands: readonly KnownCommand[]): Remark[] {
  return [...page.text.matchAll(/npm run linli -- ([^\n`#|]+)/g)].flatMap((match) => {
    const words = (match[1] ?? '').trim().split(/\s+/);
    const at = `${page.path}:${lineAt(page.text, match.index)}`;
    if (['help', '--help'].includes(words[0] ?? '')) return [];
    const command = commands
      .filter(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name)
      .sort((left, right) => right.name.length - left.name.length)[0];
    if (command === undefined) return [`${at}: there is no command "${words.join(' ')}"`];
    return words
      .filter((word) => word.startsWith('--') && word !== '--help')
      .map((word) => word.slice(2).split('=')[0] ?? '')
      .filter((option) => !Object.hasOwn(command.options ?? {}, option))
      .map((option) => `${at}: "${command.name}" has no option --${option}`);
  });
}

/** Settings that do not exist: every name that begins as ours do, and every variable set before an npm command. */
export function unknownSettings(page: Page, settings: readonly string[]): Remark[] {
  const named = [...page.text.matchAll(/\b(LINLI_[A-Z][A-Z_]*[A-Z])\b/g)];
  const given = [...page.text.matchAll(/\b([A-Z][A-Z_]+)=\S+(?= (?:[A-Z_]+=\S+ )*npm )/g)];
  return [...named, ...given].flatMap((match) =>
    settings.includes(match[1] ?? '')
      ? []
      : [`${page.path}:${lineAt(page.text, match.index)}: there is no setting ${match[1]}`],
  );
}

// ── Code ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** TypeScript and JSON in pages that no program could read. */
export function brokenCode(page: Page): Remark[] {
  return fencesOf(page.text).flatMap(({ info, line, text }) => {
    try {
      if (/^(?:ts|tsx)\b/.test(info)) stripTypeScriptTypes(text);
      if (/^json\b/.test(info)) JSON.parse(text);
      return [];
    } catch (error) {
      return [
        `${page.path}:${line}: ${String(error)
          .split('\n')
          .find((words) => words.trim() !== '')}`,
      ];
    }
  });
}

// ── Models ───────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Faults of models written in pages: ```` ```yaml file=NAME.yaml ```` is a whole model, ```` ```yaml onto=NAME ```` is
 * laid over a shipped one, any other YAML must at least be YAML. `models` gives the shipped files by path.
 */
export function faultyModels(page: Page, models: (path: string) => string | undefined): Remark[] {
  return fencesOf(page.text)
    .filter(({ info }) => /^yaml\b/.test(info))
    .flatMap((fence) => {
      const at = `${page.path}:${fence.line}`;
      try {
        parse(fence.text);
      } catch (error) {
        return [`${at}: not YAML: ${String(error).split('\n')[0]}`];
      }
      const written = writtenModel(fence);
      if (written === undefined) return [];
      const { faults } = readModel(written.path, (path) =>
        path === written.path ? written.text : models(path),
      );
      return (faults ?? []).map(
        ({ line, path, message }) => `${at} (line ${line} of the model): ${path}: ${message}`,
      );
    });
}

/** How many models a page has: a page that should teach one and has none would pass every check. */
export function countModels(page: Page): number {
  return fencesOf(page.text).filter((fence) => writtenModel(fence) !== undefined).length;
}

/** The whole models of a page, to be tried out by other tests. */
export function modelsIn(page: Page): { path: string; text: string }[] {
  return fencesOf(page.text).flatMap((fence) => writtenModel(fence) ?? []);
}

function writtenModel({ info, text }: Fence): { path: string; text: string } | undefined {
  const file = /\bfile=(\S+)/.exec(info)?.[1];
  if (file !== undefined) return { path: `models/${file}`, text };
  const below = /\bonto=(\S+)/.exec(info)?.[1];
  return below === undefined ? undefined : { path: 'models/trial.yaml', text: `extends: ${below}\n${text}` };
}

// ── The two READMEs ──────────────────────────────────────────────────────────────────────────────────────────────

/** Where two pages in two languages do not say the same: headings, links, code and lists. */
export function differences(one: Page, other: Page): Remark[] {
  const sides = [one, other].map(({ text }) => ({
    headings: headingsOf(text).map(({ level }) => level),
    // Each links to the other, and only that differs.
    links: [...text.matchAll(/\]\(([^()\s]+)\)/g)]
      .map((match) => match[1])
      .filter((link) => !/^README/.test(link ?? '')),
    code: fencesOf(text).map((fence) => withoutComments(fence.text)),
    rows: text.split('\n').filter((line) => /^(?:[-|]|\d+\.) ?/.test(line)).length,
    commands: [...withoutFences(text).matchAll(/`(npm [^`]+)`/g)].map((match) => match[1]),
  }));
  const [left, right] = sides;
  if (left === undefined || right === undefined) return [];
  return (Object.keys(left) as (keyof typeof left)[])
    .filter((what) => JSON.stringify(left[what]) !== JSON.stringify(right[what]))
    .map(
      (what) =>
        `${one.path} and ${other.path} differ in ${what}: ${JSON.stringify(left[what])} and ${JSON.stringify(right[what])}`,
    );
}

function withoutComments(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/\s+# .*$/, ''));
}

// ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Term {
  word: string;
  chinese: string;
  meaning: string;
}

/** The rows of the glossary. */
export function termsOf(glossary: string): Term[] {
  return glossary
    .split('\n')
    .filter((line) => /^\| (?!word \|)[^-]/.test(line))
    .map((line) => {
      const [, word = '', chinese = '', meaning = ''] = line.split('|').map((cell) => cell.trim());
      return { word, chinese, meaning };
    });
}

/** Names (`model_versions`, `org-kinds`) of which some part is no word of the glossary; parts may join to one word. */
export function unknownWords(names: readonly string[], terms: readonly Term[]): string[] {
  const known = new Set(
    terms.map(({ word }) =>
      word
        .toLowerCase()
        .split(/[\s-]+/)
        .map(singular)
        .join(' '),
    ),
  );
  const isMadeOf = (words: readonly string[]): boolean =>
    words.length === 0 ||
    words.some((_, index) => {
      const head = words.slice(0, index + 1);
      return known.has(head.join(' ')) && isMadeOf(words.slice(head.length));
    });
  return names.filter((name) => !isMadeOf(name.split(/[_-]/).map(singular)));
}

function singular(word: string): string {
  const irregular: Record<string, string> = { people: 'person', leaves: 'leaf', history: 'history' };
  if (irregular[word] !== undefined) return irregular[word];
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

// ── Markdown ─────────────────────────────────────────────────────────────────────────────────────────────────────

export function headingsOf(text: string): { level: number; title: string }[] {
  return [...withoutFences(text).matchAll(/^(#{1,6}) (.+)$/gm)].map((match) => ({
    level: match[1]?.length ?? 0,
    title: match[2]?.trim() ?? '',
  }));
}

function fencesOf(text: string): Fence[] {
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    info: match[1]?.trim() ?? '',
    line: lineAt(text, match.index),
    text: match[2] ?? '',
  }));
}

/** Blanked, so that lines keep their numbers. */
function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, (fence) => fence.replace(/[^\n]/g, ' '));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function resolvePath(from: string, relative: string): string {
  const steps = from.split('/').slice(0, -1);
  for (const step of relative.replace(/\/$/, '').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}
