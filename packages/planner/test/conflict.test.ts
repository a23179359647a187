import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type BoundName,
  boundNames,
  loadSolver,
  type Problem,
  planGrids,
  type Solver,
} from '../src/index.ts';
import { onlyWith, spread, streets, tongguanBounds } from './compounds.ts';
import { canHoldTogether } from './hold-together.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

const everySet: BoundName[][] = Array.from({ length: 2 ** boundNames.length - 1 }, (_, index) =>
  boundNames.filter((_, bit) => (index + 1) & (1 << bit)),
);

/** The fewest bounds that cannot hold together, by trying every set of them; undefined where all can. */
function fewestByTrying(problem: Problem): number | undefined {
  if (canHoldTogether(problem, boundNames)) return undefined;
  const bySize = everySet.toSorted((a, b) => a.length - b.length);
  return bySize.find((names) => !canHoldTogether(problem, names))?.length;
}

/** Tiny compounds with paths between some buildings, most of them impossible. */
function tinyProblems({ withMost }: { withMost: boolean }): fc.Arbitrary<Problem> {
  const pair = (most: number, more: number) =>
    fc
      .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: -1, max: more }))
      .map(([low, add]) => [low, Math.max(0, low + add)] as const);
  return fc
    .record({
      homes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
      paths: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
      members: fc.array(
        fc.record({
          at: fc.nat({ max: 4 }),
          isAvailable: fc.integer({ min: 0, max: 5 }).map((draw) => draw > 0),
          most: fc.option(fc.integer({ min: 0, max: 4 })),
        }),
        { minLength: 1, maxLength: withMost ? 6 : 9 },
      ),
      areas: pair(4, 2),
      inArea: pair(3, 2),
      each: pair(4, 2),
    })
    .map(({ homes, paths, members, areas, inArea, each }): Problem => {
      const buildings = streets(homes, 3);
      const pairs = buildings.flatMap((a, i) => buildings.slice(i + 1).map((b) => [a.id, b.id] as const));
      return {
        buildings,
        neighbours: pairs.filter((_, index) => paths[index]),
        members: members.map(({ at, isAvailable, most }, index) => ({
          id: `m${index}`,
          buildingId: buildings[at % buildings.length]!.id,
          isAvailable,
          ...(withMost && most !== null ? { mostHomes: most } : {}),
        })),
        bounds: {
          areasMin: areas[0],
          areasMax: areas[1],
          membersPerAreaMin: inArea[0],
          membersPerAreaMax: inArea[1],
          homesPerMemberMin: each[0],
          homesPerMemberMax: each[1],
        },
      };
    });
}

function conflictOf(problem: Problem) {
  const answer = planGrids(problem, solver);
  if (answer.kind === 'plan') throw new Error('there is a plan');
  return answer;
}

describe('a conflict', () => {
  test('is the smallest there is, as trying every set of bounds with every partition says', () => {
    const sizes = new Map<number, number>();
    fc.assert(
      fc.property(tinyProblems({ withMost: false }), (problem) => {
        const fewest = fewestByTrying(problem);
        const answer = planGrids(problem, solver);
        expect(answer.kind).toBe(fewest === undefined ? 'plan' : 'impossible');
        if (answer.kind === 'plan') return;
        expect([answer.isProven, answer.isSmallest, answer.conflict.length]).toEqual([true, true, fewest]);
        expect(canHoldTogether(problem, answer.conflict)).toBe(false);
        sizes.set(answer.conflict.length, (sizes.get(answer.conflict.length) ?? 0) + 1);
      }),
      { numRuns: 400, seed: 31 },
    );
    expect([...sizes.keys()].sort()).toEqual([1, 2, 3]);
  });

  test('of members who can take different numbers of homes is one, and the smallest where it says so', () => {
    let smallest = 0;
    let unsure = 0;
    fc.assert(
      fc.property(tinyProblems({ withMost: true }), (problem) => {
        const answer = planGrids(problem, solver);
        const fewest = fewestByTrying(problem);
        if (answer.kind === 'plan') {
          expect(fewest).toBeUndefined();
          return;
        }
        if (!answer.isProven) return;
        expect(canHoldTogether(problem, answer.conflict)).toBe(false);
        if (answer.isSmallest) {
          smallest += 1;
          expect(answer.conflict.length).toBe(fewest);
        } else unsure += 1;
      }),
      { numRuns: 250, seed: 32 },
    );
    expect(smallest).toBeGreaterThan(100);
    expect(unsure).toBeLessThan(smallest / 50);
  });

  test('of buildings that no grid can be filled with is proven, however many they are', () => {
    // 9 grids of 400 homes would do for 3,600, but no number of buildings of 60 makes 400.
    const buildings = streets(
      Array.from({ length: 60 }, () => 60),
      10,
    );
    const problem = { buildings, members: spread(450, buildings), bounds: tongguanBounds };
    const answer = conflictOf(problem);
    expect([answer.isProven, answer.isSmallest]).toEqual([true, true]);
    expect(answer.conflict).toEqual(['areasMax', 'membersPerAreaMax', 'homesPerMemberMax']);
    expect(answer.mends.map(({ bound, to, isEnough }) => [bound, to, isEnough])).toEqual([
      ['areasMax', 10, true],
      ['membersPerAreaMax', 60, true],
      ['homesPerMemberMax', 9, true],
    ]);
  });

  test('of many buildings is shown to be the smallest: leaving out any one bound, there is a plan', () => {
    const bounds = {
      areasMin: 2,
      areasMax: 4,
      membersPerAreaMin: 4,
      membersPerAreaMax: 7,
      homesPerMemberMin: 3,
      homesPerMemberMax: 5,
    };
    let shown = 0;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 14, maxLength: 16 }),
        fc.integer({ min: 10, max: 40 }),
        (homes, count) => {
          const buildings = streets(homes, 5);
          const problem = { buildings, members: spread(count, buildings), bounds };
          const answer = planGrids(problem, solver, { attempts: 1 });
          if (answer.kind === 'plan' || !answer.isProven) return;
          expect(answer.isSmallest).toBe(true);
          // Its own search finds grids for each smaller set of bounds.
          for (const name of answer.conflict) {
            const fewer = onlyWith(
              problem,
              answer.conflict.filter((other) => other !== name),
            );
            const areasMax = Math.min(fewer.bounds.areasMax, Math.max(4, fewer.bounds.areasMin));
            const narrower = { ...fewer, bounds: { ...fewer.bounds, areasMax } };
            const answers = [narrower, fewer].map(
              (one) => () => planGrids(one, solver, { attempts: 1 }).kind,
            );
            expect(
              answers.some((plan) => plan() === 'plan'),
              `without ${name}`,
            ).toBe(true);
          }
          shown += 1;
        },
      ),
      { numRuns: 8, seed: 33 },
    );
    expect(shown).toBeGreaterThan(2);
  });
});
