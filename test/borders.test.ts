import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTrespasses, type SourceFile } from './borders.ts';

const root = join(import.meta.dirname, '..');

function readSources(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name === 'dist' ? [] : readSources(path);
    return /\.(ts|tsx|mts)$/.test(entry.name) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : [];
  });
}

test('nobody crosses a border of the house', () => {
  const packages = ['model', 'engine', 'contract', 'planner'].map((name) => `packages/${name}/src`);
  const sources = [...packages, 'server/src', 'web/src'].flatMap(readSources);
  // A check that looked at nothing proves nothing.
  for (const start of [
    'packages/model/',
    'packages/engine/',
    'packages/contract/',
    'server/src/',
    'web/src/',
  ]) {
    expect(sources.some(({ path }) => path.startsWith(start))).toBe(true);
  }
  const said = findTrespasses(sources).map(
    ({ path, line, imported, rule }) => `${path}:${line} imports ${imported}: ${rule}`,
  );
  expect(said).toEqual([]);
});

describe('the checker can fail', () => {
  test.each([
    ['packages/engine/src/a.ts', "import { readFileSync } from 'node:fs';", 'pure package'],
    ['packages/engine/src/a.ts', "import fs from 'fs';", 'pure package'],
    ['packages/model/src/a.ts', "import type { FC } from 'react';", 'pure package'],
    ['packages/engine/src/deep/a.ts', "export * from 'kysely';", 'pure package'],
    ['packages/contract/src/a.ts', "const x = await import('pg');", 'pure package'],
    [
      'packages/contract/src/a.ts',
      "import {\n  one,\n  two,\n} from '../../engine/src/index.ts';",
      'pure package',
    ],
    ['server/src/modules/cases/a.ts', "import { x } from '../people/store.ts';", 'only through index.ts'],
    [
      'server/src/modules/cases/commands/a.ts',
      "import type { X } from '../../people/store.ts';",
      'only through index.ts',
    ],
    ['server/src/app.ts', "import { x } from './modules/people/store.ts';", 'only through index.ts'],
    [
      'server/src/platform/http/a.ts',
      "import { x } from '../../modules/people/index.ts';",
      'knows no module',
    ],
    ['web/src/ui/a.ts', "import { x } from '@linli/server';", 'only in contract'],
    ['web/src/ui/a.ts', "import { x } from '@linli/engine';", 'only in contract'],
    ['web/src/ui/a.ts', "import { x } from '../../../server/src/app.ts';", 'only in contract'],
    ['server/src/a.ts', "import { x } from '@linli/web';", 'only in contract'],
    ['web/src/resident/a.tsx', "import { x } from '../console/b.tsx';", 'never import one another'],
    ['web/src/console/a.tsx', "import('../screen/b.tsx')", 'never import one another'],
    [
      'web/src/features/cases/ConsoleCase.tsx',
      "import { x } from './ResidentCase.tsx';",
      'never import one another',
    ],
    [
      'web/src/resident/a.tsx',
      "import { x } from '../features/cases/ConsoleCase.tsx';",
      'never import one another',
    ],
  ])('%s may not say %s', (path, text, rule) => {
    const found = findTrespasses([{ path, text }]);
    expect(found).toHaveLength(1);
    expect(found[0]?.rule).toContain(rule);
  });

  test.each([
    [
      'packages/engine/src/a.ts',
      "import type { Model } from '@linli/model';\nimport { b } from './deep/b.ts';",
    ],
    [
      'server/src/modules/cases/a.ts',
      "import { x } from '../people/index.ts';\nimport { y } from './store.ts';",
    ],
    ['server/src/modules/cases/a.ts', "import { inTenant } from '../../platform/db/index.ts';"],
    [
      'web/src/resident/a.tsx',
      "import { Case } from '@linli/contract';\nimport { x } from '../features/cases/shared.ts';",
    ],
    ['packages/engine/src/a.ts', "/* as in:\nimport { x } from 'react';\n*/"],
  ])('%s may say %s', (path, text) => {
    expect(findTrespasses([{ path, text }])).toEqual([]);
  });
});
