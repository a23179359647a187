/** The tree of organisations: a hundred thousand of them, of which only what is open is walked and only the window drawn. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsInWindow, type TreeNode, visibleRows } from '../src/features/orgs/visible-rows.ts';

/** A city: 10 at the top, each with 100 under it, each of those with 100. */
function city(): { roots: TreeNode[]; childrenOf: Map<string, TreeNode[]> } {
  const childrenOf = new Map<string, TreeNode[]>();
  const under = (parent: string, count: number, hasChildren: boolean) =>
    Array.from({ length: count }, (_, at): TreeNode => ({ orgId: `${parent}/${at}`, hasChildren }));
  const roots = under('', 10, true);
  for (const root of roots) {
    const middle = under(root.orgId, 100, true);
    childrenOf.set(root.orgId, middle);
    for (const { orgId } of middle) childrenOf.set(orgId, under(orgId, 100, false));
  }
  return { roots, childrenOf };
}

test('with everything open all 101,010 are rows once, in reading order, and the window holds a screenful', () => {
  const { roots, childrenOf } = city();
  const rows = visibleRows(roots, (orgId) => childrenOf.get(orgId), new Set(childrenOf.keys()));
  expect(rows).toHaveLength(10 + 1_000 + 100_000);
  expect(new Set(rows.map(({ node }) => node.orgId)).size).toBe(rows.length);
  expect(rows.slice(0, 3).map(({ level, place, siblings }) => [level, place, siblings])).toEqual([
    [1, 1, 10],
    [2, 1, 100],
    [3, 1, 100],
  ]);
  const { from, to } = rowsInWindow(rows.length, { top: 44 * 50_000, height: 640, rowHeight: 44 });
  expect([from, to]).toEqual([49_992, 50_023]);
});

test('closed branches are not walked, and children that have not come yet leave no hole', () => {
  const { roots, childrenOf } = city();
  const asked: string[] = [];
  const rows = visibleRows(
    roots,
    (orgId) => {
      asked.push(orgId);
      return orgId === '/0' ? childrenOf.get(orgId) : undefined;
    },
    new Set(['/0', '/1']),
  );
  expect(asked).toEqual(['/0', '/1']);
  expect(rows).toHaveLength(110);
});

test('the window never leaves the list, and always holds what can be seen', () => {
  fc.assert(
    fc.property(
      fc.nat(200_000),
      fc.nat(10_000_000),
      fc.integer({ min: 1, max: 2_000 }),
      fc.integer({ min: 20, max: 80 }),
      (count, top, height, rowHeight) => {
        const { from, to } = rowsInWindow(count, { top, height, rowHeight });
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(count);
        expect(from).toBeLessThanOrEqual(to);
        const first = Math.floor(top / rowHeight);
        if (first < count) expect(from <= first && first < to).toBe(true);
      },
    ),
  );
});

test('where more are to come, the last fetched says so, and nobody claims to know how many they are', () => {
  const nodes = [
    { orgId: 'a', hasChildren: true },
    { orgId: 'b', hasChildren: false },
  ];
  const inside = [
    { orgId: 'a1', hasChildren: false },
    { orgId: 'a2', hasChildren: false },
  ];
  const more = (cut: (string | null)[]) =>
    visibleRows(
      nodes,
      () => inside,
      new Set(['a']),
      (under) => cut.includes(under),
    ).map(({ node, siblings, moreUnder }) => [node.orgId, siblings, moreUnder]);
  expect(more(['a'])).toEqual([
    ['a', 2, undefined],
    ['a1', -1, undefined],
    ['a2', -1, 'a'],
    ['b', 2, undefined],
  ]);
  expect(more([null]).at(-1)).toEqual(['b', -1, null]);
});
