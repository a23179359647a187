/**
 * The borders of the house, as rules over imports. Kept apart from their test so that the test can also feed them
 * sources that break each rule.
 */

export interface SourceFile {
  /** From the repository's root, with slashes: `server/src/modules/cases/routes.ts`. */
  path: string;
  text: string;
}

export interface Trespass {
  path: string;
  line: number;
  imported: string;
  rule: string;
}

/** Packages that know no platform: no Node, no React, no SQL. The clock and ids are arguments. */
const pure = ['packages/model', 'packages/engine', 'packages/contract', 'packages/planner'];
/** What a pure package may import besides its own files. */
const allowedInPure: Record<string, string[]> = {
  'packages/model': ['zod', 'yaml', '@noble/hashes'],
  'packages/engine': ['@linli/model', '@noble/hashes', 'chinese-days', 'rrule-temporal', 'temporal-polyfill'],
  'packages/contract': ['zod'],
  'packages/planner': ['@linli/model', 'highs'],
};
const faces = ['resident', 'console', 'screen'];

export function findTrespasses(files: readonly SourceFile[]): Trespass[] {
  return files.flatMap((file) =>
    findImports(file.text).flatMap(({ imported, line }) => {
      const rule = brokenRule(file.path, imported);
      return rule === undefined ? [] : [{ path: file.path, line, imported, rule }];
    }),
  );
}

function brokenRule(path: string, imported: string): string | undefined {
  const target = imported.startsWith('.') ? resolvePath(path, imported) : undefined;
  return (
    pureRule(path, imported, target) ??
    moduleRule(path, target) ??
    sideRule(path, imported, target) ??
    faceRule(path, target)
  );
}

function pureRule(path: string, imported: string, target: string | undefined): string | undefined {
  const home = pure.find((folder) => path.startsWith(`${folder}/src/`));
  if (home === undefined) return undefined;
  if (target !== undefined) {
    return target.startsWith(`${home}/src/`)
      ? undefined
      : 'a pure package imports only its own files and named packages';
  }
  const isAllowed = allowedInPure[home]?.some((name) => imported === name || imported.startsWith(`${name}/`));
  return isAllowed
    ? undefined
    : `a pure package imports no Node, React or SQL; ${home} may import ${allowedInPure[home]?.join(', ')}`;
}

function moduleRule(path: string, target: string | undefined): string | undefined {
  const to = moduleOf(target);
  if (to === undefined || target === undefined) return undefined;
  if (path.startsWith('server/src/platform/')) return 'the platform knows no module';
  if (moduleOf(path) === to || !path.startsWith('server/src/')) return undefined;
  return target === `server/src/modules/${to}/index.ts`
    ? undefined
    : 'modules see one another only through index.ts';
}

function sideRule(path: string, imported: string, target: string | undefined): string | undefined {
  if (path.startsWith('web/src/')) {
    if (target !== undefined && !target.startsWith('web/')) return 'web and server meet only in contract';
    if (/^@linli\//.test(imported) && !/^@linli\/contract(\/|$)/.test(imported)) {
      return 'web and server meet only in contract';
    }
    if (imported.startsWith('node:')) return 'pages run in browsers';
  }
  if (path.startsWith('server/src/')) {
    if (/^@linli\/web(\/|$)/.test(imported) || target?.startsWith('web/'))
      return 'web and server meet only in contract';
    if (/^react(-dom)?(\/|$)/.test(imported)) return 'the server draws nothing';
  }
  return undefined;
}

function faceRule(path: string, target: string | undefined): string | undefined {
  const from = faceOf(path);
  const to = faceOf(target);
  return from !== undefined && to !== undefined && from !== to
    ? 'resident, console and screen never import one another'
    : undefined;
}

/** The face a file belongs to: by its folder, or inside a feature by its name (`ResidentCase.tsx`). */
function faceOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const folder = /^web\/src\/([a-z]+)\//.exec(path)?.[1];
  if (folder !== undefined && faces.includes(folder)) return folder;
  const name = /^web\/src\/features\/.*\/([A-Z][a-z]+)[^/]*$/.exec(path)?.[1]?.toLowerCase();
  return name !== undefined && faces.includes(name) ? name : undefined;
}

function moduleOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : /^server\/src\/modules\/([^/]+)\//.exec(path)?.[1];
}

function resolvePath(from: string, relative: string): string {
  const steps = from.split('/').slice(0, -1);
  for (const step of relative.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** Static and dynamic imports and re-exports, also of types. */
function findImports(text: string): { imported: string; line: number }[] {
  const found: { imported: string; line: number }[] = [];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const pattern =
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const match of code.matchAll(pattern)) {
    const imported = match[1] ?? match[2] ?? match[3];
    if (imported === undefined) continue;
    const end = match.index + match[0].length;
    found.push({ imported, line: code.slice(0, end).split('\n').length });
  }
  return found;
}
