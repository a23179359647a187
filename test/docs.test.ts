/** Pages that promise what is not there mislead those who cannot read the code. Every page of the repository is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { AuthoredModel } from '../packages/model/src/index.ts';
import { editorSchema, references } from '../scripts/references.ts';
import { commands } from '../server/src/commands-line/index.ts';
import { settingNotes } from '../server/src/platform/config.ts';
import {
  brokenCode,
  countModels,
  deadLinks,
  deadPaths,
  differences,
  faultyModels,
  type Page,
  shownWords,
  type Tree,
  termsOf,
  unknownButtons,
  unknownCommands,
  unknownScripts,
  unknownSettings,
  unknownWords,
} from './docs.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const list = (folder: string): string[] => readdirSync(join(root, folder));

/** Packages, built pages and data are nobody's documents. Without git, because a downloaded archive has none. */
const notOurs = new Set(['.git', '.cache', 'node_modules', 'dist', 'coverage', 'data']);
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return notOurs.has(entry.name) && path !== 'demo/data' ? [] : filesBelow(path);
  });
}
const files = filesBelow('');
const paths = new Set(
  files.flatMap((file) => file.split('/').map((_, at, steps) => steps.slice(0, at + 1).join('/'))),
);
const names = new Set(files.map((file) => basename(file)));
const tree: Tree = {
  has: (path) => paths.has(path),
  hasName: (name) => names.has(name),
  page: (path) => (paths.has(path) ? read(path) : undefined),
};
const pages: Page[] = files
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: read(path) }));
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const settings = [...settingNotes.map(({ name }) => name), 'LINLI_CHROMIUM'];
const shown = new Set(
  files
    .filter((path) => /^(web|server|packages\/engine)\/src\/.*\.tsx?$/.test(path))
    .flatMap((path) => shownWords(read(path))),
);
const page = (text: string, path = 'docs/made-up.md'): Page => ({ path, text });
const shipped = (path: string): string | undefined =>
  paths.has(path) && path.startsWith('models/') ? read(path) : undefined;

test('there are pages to look at', () => {
  for (const path of [
    'README.md',
    'README.zh-CN.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'docs/glossary.md',
    'docs/how-to/declare-a-city.md',
    'docs/how-to/add-a-case-kind.md',
    'docs/operations/install.md',
    'docs/reference/model.md',
  ]) {
    expect(pages.map((one) => one.path)).toContain(path);
  }
});

describe('what a page names is there', () => {
  test('links, pictures and headings', () => {
    expect(pages.flatMap((one) => deadLinks(one, tree))).toEqual([]);
  });
  test('paths and names of files', () => {
    expect(pages.flatMap((one) => deadPaths(one, tree))).toEqual([]);
  });
  test('npm scripts', () => {
    expect(pages.flatMap((one) => unknownScripts(one, Object.keys(scripts)))).toEqual([]);
  });
  test('commands of the house and their options', () => {
    expect(pages.flatMap((one) => unknownCommands(one, commands))).toEqual([]);
  });
  test('settings', () => {
    expect(pages.flatMap((one) => unknownSettings(one, settings))).toEqual([]);
  });

  test('buttons and pages, by the words that stand on them', () => {
    expect(shown.size).toBeGreaterThan(2_000);
    expect(pages.flatMap((one) => unknownButtons(one, shown))).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['see [a](no-such.md)', deadLinks(page('see [a](no-such.md)'), tree)],
    ['![a](../docs/pictures/no-such.png)', deadLinks(page('![a](../docs/pictures/no-such.png)'), tree)],
    ['see [a](#nowhere)', deadLinks(page('# Here\n\nsee [a](#nowhere)'), tree)],
    ['see [a](../README.md#nowhere)', deadLinks(page('see [a](../README.md#nowhere)'), tree)],
    ['in server/src/no-such.ts', deadPaths(page('in server/src/no-such.ts'), tree)],
    ['in `no-such.ts`', deadPaths(page('in `no-such.ts`'), tree)],
    ['npm run no-such', unknownScripts(page('`npm run no-such`'), Object.keys(scripts))],
    ['npm test', unknownScripts(page('npm test'), ['start'])],
    ['npm run linli -- no such', unknownCommands(page('npm run linli -- no such'), commands)],
    [
      'model check --no-such',
      unknownCommands(page('npm run linli -- model check a.yaml --no-such'), commands),
    ],
    ['LINLI_NO_SUCH', unknownSettings(page('set `LINLI_NO_SUCH`'), settings)],
    ['**发起 No such**', unknownButtons(page('take **发起 No such**'), shown)],
    ['NO_SUCH=1 npm start', unknownSettings(page('NO_SUCH=1 PORT=3000 npm start'), settings)],
  ])('the check can fail: %s', (_, remarks) => {
    expect(remarks).toHaveLength(1);
  });

  test('what is right is not complained of', () => {
    const right = page(
      '# Two words\n\n[a](../README.md) [b](#two-words) [c](https://example.org/x.md) `docs.test.ts` in test/docs.ts, ' +
        'web/src/features/<noun>/; `PORT=3001 LINLI_DATA=./x npm start`, npm run linli -- jobs --retry # again',
    );
    expect([
      ...deadLinks(right, tree),
      ...deadPaths(right, tree),
      ...unknownScripts(right, Object.keys(scripts)),
      ...unknownCommands(right, commands),
      ...unknownSettings(right, settings),
    ]).toEqual([]);
  });
});

describe('code in pages', () => {
  test('can be read', () => {
    expect(pages.flatMap(brokenCode)).toEqual([]);
  });
  test.each([
    ['```ts\nexport const a = {;\n```', 1],
    ['```json\n{ a: 1 }\n```', 1],
    ['```ts\nexport const a: number = 1;\n```', 0],
  ])('the check can fail: %s', (text, faults) => {
    expect(brokenCode(page(text))).toHaveLength(faults);
  });
});

describe('models in pages', () => {
  test('can be read as they stand', () => {
    expect(pages.flatMap((one) => faultyModels(one, shipped))).toEqual([]);
  });
  test.each(['docs/how-to/declare-a-city.md', 'docs/how-to/add-a-case-kind.md'])('%s has one', (path) => {
    expect(countModels(page(read(path)))).toBeGreaterThan(0);
  });
  test.each([
    ['```yaml file=small.yaml\ntitle: { zh: 小 }\n```', 'missing'],
    ['```yaml onto=tongguan\ncases: { report: { route: [nobody] } }\n```', 'nobody'],
    ['```yaml onto=no-such\ntitle: { zh: 小, en: Small }\n```', 'no-such'],
    ['```yaml\na: [b\n```', 'not YAML'],
  ])('the check can fail: %s', (text, word) => {
    const remarks = faultyModels(page(text), shipped);
    expect(remarks.join('\n')).toContain(word);
  });
});

describe('the two READMEs', () => {
  test('have the same headings, links, code and lists', () => {
    expect(
      differences(page(read('README.md'), 'README.md'), page(read('README.zh-CN.md'), 'README.zh-CN.md')),
    ).toEqual([]);
  });
  test.each([
    ['headings', '# a\n\n## b', '# 甲'],
    ['links', '[a](ARCHITECTURE.md)', '[甲](SECURITY.md)'],
    ['code', '```sh\nnpm start # go\n```', '```sh\nnpm test # 走\n```'],
    ['rows', '- a\n- b', '- 甲'],
    ['commands', 'by `npm run check`', '用它'],
  ])('the check can fail: %s', (what, one, other) => {
    const remarks = differences(page(one, 'README.md'), page(other, 'README.zh-CN.md'));
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toContain(what);
  });
  test('comments in code may be in another language', () => {
    expect(differences(page('```sh\nnpm start  # go\n```'), page('```sh\nnpm start  # 走\n```'))).toEqual([]);
  });
});

describe('generated references', () => {
  test.each(references().map((one) => [one.path, one.text]))(
    '%s is up to date (npm run generate)',
    (path, text) => {
      if (path.endsWith('.json')) expect(JSON.parse(read(path))).toEqual(JSON.parse(text));
      else expect(read(path)).toBe(text);
    },
  );

  test('every key of a model is described', () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, place: string): void => {
      if (schema === null || typeof schema !== 'object') return;
      for (const [key, one] of Object.entries(schema)) {
        if (key === 'properties') {
          for (const [name, property] of Object.entries(
            one as Record<string, { description?: string; $ref?: string }>,
          )) {
            const isSaid = property.description !== undefined || property.$ref?.includes('__') === true;
            if (!isSaid) undescribed.push(`${place}.${name}`);
          }
        }
        visit(one, `${place}/${key}`);
      }
    };
    visit(z.toJSONSchema(AuthoredModel), '');
    expect(undescribed).toEqual([]);
  });

  test('the schema for editors takes the shipped models and refuses a misspelt key', () => {
    const schema = z.fromJSONSchema(editorSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    for (const file of list('models').filter((name) => name.endsWith('.yaml'))) {
      expect(schema.safeParse(parse(read(`models/${file}`))).error?.issues ?? []).toEqual([]);
    }
    expect(schema.safeParse({ extends: 'base', cases: { report: null } }).success).toBe(true);
    expect(schema.safeParse({ titel: { zh: '甲', en: 'a' } }).success).toBe(false);
    expect(schema.safeParse({ cases: { report: { prefix: 7 } } }).success).toBe(false);
  });
});

describe('one word for each thing', () => {
  const terms = termsOf(read('docs/glossary.md'));

  test('every row has a word, its Chinese and a meaning; words are in order, each once', () => {
    expect(terms.length).toBeGreaterThan(60);
    expect(
      terms.filter(({ chinese, meaning }) => !/\p{Script=Han}/u.test(chinese) || meaning === ''),
    ).toEqual([]);
    const words = terms.map(({ word }) => word);
    expect(words).toEqual([...new Set(words)].sort());
  });

  test('the nouns of the house are there', () => {
    const nouns =
      'area grid org post case gathering ballot register household place measure message norm scorecard digest planner';
    expect(unknownWords(nouns.split(' '), terms)).toEqual([]);
  });

  test('names of modules, features, tables, contract files and model keys are made of its words', () => {
    const [, schema = ''] = read('server/src/platform/db/schema.ts').split('export interface Schema {');
    const tables = [...schema.matchAll(/^ {2}(\w+): /gm)].map((match) => match[1] ?? '');
    const contract = list('packages/contract/src').map((name) => name.replace(/\.ts$/, ''));
    const keys = Object.keys(AuthoredModel.shape);
    const modules = list('server/src/modules');
    const features = list('web/src/features');
    expect(tables.length).toBeGreaterThan(20);
    for (const found of [contract, keys, modules, features]) expect(found.length).toBeGreaterThan(5);
    // Not nouns of ours: how a file extends another, what is there when nothing is said, the door of a folder.
    const plain = ['extends', 'default-calendars', 'index'];
    const identifiers = [...modules, ...features, ...tables, ...contract, ...keys];
    expect(
      unknownWords(
        [...new Set(identifiers)].filter((name) => !plain.includes(name)),
        terms,
      ),
    ).toEqual([]);
  });

  test('the check can fail, and knows plurals and words of two parts', () => {
    const few = termsOf(
      '| word | Chinese | meaning |\n|---|---|---|\n| work group | 工作群 | a |\n| person | 人 | b |',
    );
    expect(unknownWords(['work_groups', 'people'], few)).toEqual([]);
    expect(unknownWords(['work_items', 'ticket'], few)).toEqual(['work_items', 'ticket']);
  });
});

describe('NOTICE', () => {
  interface Installed {
    license?: string;
    dev?: boolean;
    link?: boolean;
  }
  /** What may be used and passed on without a word beyond the licence that each package carries. */
  const permissive =
    'MIT MIT-0 ISC BSD-2-Clause BSD-3-Clause Apache-2.0 0BSD Unlicense BlueOak-1.0.0 Python-2.0 CC0-1.0'.split(
      ' ',
    );
  /** Without the field in package.json; their README says it. */
  const saidElsewhere: Record<string, string> = { 'combine-errors': 'MIT' };

  function unnamed(packages: Record<string, Installed>, notice: string): string[] {
    const words = notice.split(/[\s,():]+/);
    // `@img/sharp-libvips-*` names the builds for every machine.
    const families = words.filter((word) => word.endsWith('-*')).map((word) => word.slice(0, -1));
    const isPermissive = (license: string): boolean =>
      license
        .replace(/[()]/g, '')
        .split(' AND ')
        .every((each) => each.split(' OR ').some((one) => permissive.includes(one)));
    return Object.entries(packages)
      .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
      .map(([path, { license }]) => {
        const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
        return { name, license: license ?? saidElsewhere[name] ?? 'none' };
      })
      .filter(({ license }) => !isPermissive(license))
      .filter(({ name }) => !words.includes(name) && !families.some((family) => name.startsWith(family)))
      .map(({ name, license }) => `${name}: ${license}`);
  }

  test('names every package in production whose licence asks for more than keeping it', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Installed> };
    expect(Object.keys(packages).length).toBeGreaterThan(300);
    expect(unnamed(packages, read('NOTICE'))).toEqual([]);
  });

  test('the check can fail', () => {
    expect(
      unnamed(
        {
          'node_modules/a': { license: 'GPL-3.0-only' },
          'node_modules/b': { license: 'MIT' },
          'node_modules/c': {},
          'node_modules/d': { license: 'MPL-2.0', dev: true },
          'node_modules/e-linux-x64': { license: 'LGPL-3.0-or-later' },
          'node_modules/f-linux-x64': { license: 'LGPL-3.0-or-later' },
        },
        'f-*: as it is',
      ),
    ).toEqual(['a: GPL-3.0-only', 'c: none', 'e-linux-x64: LGPL-3.0-or-later']);
  });
});
