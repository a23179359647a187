import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Entry {
  optionalDependencies?: Record<string, string>;
  integrity?: string;
  link?: boolean;
}

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Entry>;
};

/** Where a package finds another: in its own folder, or in that of a package above it. */
function find(from: string, name: string): string | undefined {
  const key = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (key in packages) return key;
  if (from === '') return undefined;
  const above = from.lastIndexOf('/node_modules/');
  return find(above === -1 ? '' : from.slice(0, above), name);
}

test('every system finds its own builds in the lock file', () => {
  const wanted = Object.entries(packages).flatMap(([from, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ from, name })),
  );
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter(({ from, name }) => find(from, name) === undefined)).toEqual([]);
});

test('every package in the lock file is pinned by the hash of its content', () => {
  const unpinned = Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && entry.integrity === undefined)
    .map(([path]) => path);
  expect(unpinned).toEqual([]);
});
