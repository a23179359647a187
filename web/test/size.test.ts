import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePages } from '../../server/src/platform/pages/build.ts';
import { firstLoad, type PageParts } from './first-load.ts';

/** An old phone on a slow network must be able to open the resident's page: 150 kB of script, gzip, and no more. */
const budgetBytes = 150_000;

let parts: PageParts;
const sizeOf = (file: string) => gzipSync(readFileSync(join(parts.folder, file)), { level: 9 }).length;
const weigh = (files: readonly string[]) => files.reduce((sum, file) => sum + sizeOf(file), 0);

beforeAll(async () => {
  const { folder } = await ensurePages();
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  parts = { folder, manifest: JSON.parse(read('.vite/manifest.json')), html: read('index.html') };
}, 240_000);

test('the resident’s first load stays within its budget', () => {
  const { scripts } = firstLoad(parts, 'index.html');
  // An empty list would weigh nothing and prove nothing: React alone is heavier than this.
  expect(weigh(scripts)).toBeGreaterThan(50_000);
  expect(weigh(scripts)).toBeLessThanOrEqual(budgetBytes);
});

test('nothing that the page names is left out of the weighing', () => {
  const { scripts, named } = firstLoad(parts, 'index.html');
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((file) => !scripts.includes(file))).toEqual([]);
});

test('what only staff need never reaches a resident’s phone', () => {
  const { scripts } = firstLoad(parts, 'index.html');
  const text = scripts.map((file) => readFileSync(join(parts.folder, file), 'utf8')).join('');
  expect(scripts.filter((file) => file.includes('/console/'))).toEqual([]);
  expect(text).not.toMatch(/ant-btn|maplibregl|ZodError/);
});

test('the list of font slices comes after the first page has been drawn', () => {
  const { styles } = firstLoad(parts, 'index.html');
  const fontList = parts.manifest['src/ui/theme/web-font.css']?.file ?? '';
  const read = (file: string) => readFileSync(join(parts.folder, file), 'utf8');
  expect(read(fontList)).toContain('@font-face');
  expect([parts.html, ...styles.map(read)].filter((text) => /@font-face/.test(text))).toEqual([]);
  expect(parts.html).not.toContain(fontList);
});

test('photos, the case page and signing in come when they are needed', () => {
  const { later } = firstLoad(parts, 'index.html');
  for (const name of ['ResidentCase', 'ResidentSignInPage', 'photo-upload'])
    expect(later.some((file) => file.includes(`${name}-`))).toBe(true);
});

test('the console loads by page: the case, the map and the forms are not in its first load', () => {
  const { scripts } = firstLoad(
    { ...parts, html: readFileSync(join(parts.folder, 'console/index.html'), 'utf8') },
    'console/index.html',
  );
  expect(
    scripts.filter((file) => /ConsoleCase-|ConsoleCaseMap-|ConsoleVerbFields-|ConsoleBoard-/.test(file)),
  ).toEqual([]);
});

describe('the weighing can fail', () => {
  const chunk = (file: string, imports: string[] = [], dynamicImports: string[] = []) => ({
    file,
    imports,
    dynamicImports,
  });
  const made = (html: string): PageParts => ({
    folder: '',
    html,
    manifest: {
      'index.html': chunk('entry.js', ['_a.js'], ['lazy.ts']),
      '_a.js': chunk('a.js', ['_b.js']),
      '_b.js': chunk('b.js', ['_a.js']),
      'lazy.ts': chunk('lazy.js', ['_b.js', '_c.js']),
      '_c.js': chunk('c.js'),
    },
  });
  test('it follows imports of imports, once each, and what is lazy counts as later', () => {
    expect(firstLoad(made('<script type="module" src="/entry.js"></script>'), 'index.html')).toMatchObject({
      scripts: ['entry.js', 'a.js', 'b.js'],
      later: ['lazy.js', 'c.js'],
      named: ['entry.js'],
    });
  });
  test('a script that the page loads besides its entry is weighed too', () => {
    const html =
      '<script src="/entry.js"></script><script async src="/extra.js"></script><link rel="modulepreload" href="/c.js">';
    expect(firstLoad(made(html), 'index.html').scripts).toEqual([
      'entry.js',
      'a.js',
      'b.js',
      'extra.js',
      'c.js',
    ]);
  });
});
