import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  checkPlan,
  loadSolver,
  type PresentPlan,
  type Problem,
  planGrids,
  replanGrids,
  type Solver,
} from '../src/index.ts';
import { smallProblems, spread, streets, tongguanBounds } from './compounds.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** 20 buildings, 1,000 homes, 180 members. */
function compound(): Problem {
  const buildings = streets(
    Array.from({ length: 20 }, () => 50),
    5,
  );
  return { buildings, members: spread(180, buildings), bounds: tongguanBounds };
}

function planned(problem: Problem) {
  const plan = planGrids(problem, solver);
  if (plan.kind !== 'plan') throw new Error(plan.message.en);
  return plan;
}

function replanned(...[problem, present, , options]: Parameters<typeof replanGrids>) {
  const next = replanGrids(problem, present, solver, options);
  if (next.kind !== 'replan') throw new Error(next.message.en);
  return next;
}

describe('a re-plan', () => {
  test('with nothing changed changes nothing', () => {
    fc.assert(
      fc.property(smallProblems({ withMost: true }), (problem) => {
        const plan = planGrids(problem, solver);
        if (plan.kind !== 'plan') return;
        const next = replanned(problem, plan, solver);
        expect(next.changes).toEqual([]);
        expect(next.plan.duties).toEqual(plan.duties);
        expect(next.plan.grids).toEqual(plan.grids);
      }),
      { numRuns: 80, seed: 21 },
    );
  });

  test('after a member has gone changes the homes of that member and no more', () => {
    const problem = compound();
    const plan = planned(problem);
    const gone = plan.duties[0]!.memberId;
    const homes = plan.duties.filter(({ memberId }) => memberId === gone).length;
    const remaining = { ...problem, members: problem.members.filter(({ id }) => id !== gone) };
    const next = replanned(remaining, plan, solver);
    expect(checkPlan(remaining, next.plan)).toEqual([]);
    expect(next.changes).toHaveLength(homes);
    expect(next.leastChanges).toBe(homes);
    expect(next.homesMoved).toBe(0);
    expect(next.plan.grids.map(({ buildingIds }) => buildingIds)).toEqual(
      plan.grids.map(({ buildingIds }) => buildingIds),
    );
    expect(new Set(next.changes.map(({ from, reason }) => `${from} ${reason}`))).toEqual(
      new Set([`${gone} member-gone`]),
    );
  });

  test('takes in a new building and lets go of one that is gone', () => {
    const problem = compound();
    const plan = planned(problem);
    const buildings = [...problem.buildings.slice(1), { id: 'new', at: { x: 125, y: 225 }, homes: 10 }];
    const changed: Problem = {
      ...problem,
      buildings,
      members: problem.members.filter(({ buildingId }) => buildingId !== 'b1'),
    };
    const next = replanned(changed, plan, solver);
    expect(checkPlan(changed, next.plan)).toEqual([]);
    const by = (reason: string) => next.changes.filter((change) => change.reason === reason).length;
    expect(by('home-new')).toBe(10);
    expect(by('home-gone')).toBe(50);
    expect(next.changes.length).toBeGreaterThanOrEqual(next.leastChanges);
    expect(next.changes.length).toBeLessThan(200);
  });

  test('leaves no more standing than the walk allows: a far plan is given up for a near one', () => {
    const problem = compound();
    const plan = planned(problem);
    // Members of two grids swap their homes: every bound holds, everybody walks far.
    const [a, b] = [plan.grids[0]!, plan.grids.at(-1)!];
    const count = Math.min(a.memberIds.length, b.memberIds.length);
    const swap = new Map(
      Array.from({ length: count }, (_, at) => [
        [a.memberIds[at]!, b.memberIds[at]!],
        [b.memberIds[at]!, a.memberIds[at]!],
      ]).flat() as [string, string][],
    );
    const far = {
      grids: plan.grids,
      duties: plan.duties.map((duty) => ({ ...duty, memberId: swap.get(duty.memberId) ?? duty.memberId })),
    };
    const next = replanned(problem, far, solver, { distanceTolerance: 0.05 });
    expect(checkPlan(problem, next.plan)).toEqual([]);
    expect(next.plan.metres).toBeLessThanOrEqual(plan.metres * 1.05 + 1e-6);
    expect(next.changes.length).toBeGreaterThan(0);
    expect(next.changes.every(({ from, to }) => from !== to)).toBe(true);
  });

  test('of any small compound with a member less keeps every bound and changes no less than it must', () => {
    let replans = 0;
    fc.assert(
      fc.property(smallProblems(), fc.nat(), (problem, pick) => {
        const plan = planGrids(problem, solver);
        if (plan.kind !== 'plan') return;
        const gone = plan.duties[pick % plan.duties.length]!.memberId;
        const remaining = {
          ...problem,
          members: problem.members.map((m) => (m.id === gone ? { ...m, isAvailable: false } : m)),
        };
        const next = replanGrids(remaining, plan, solver);
        const fresh = planGrids(remaining, solver);
        expect(next.kind === 'replan').toBe(fresh.kind === 'plan');
        if (next.kind !== 'replan') return;
        replans += 1;
        expect(checkPlan(remaining, next.plan)).toEqual([]);
        expect(next.changes.length).toBeGreaterThanOrEqual(next.leastChanges);
        expect(next.changes.some(({ to }) => to === gone)).toBe(false);
      }),
      { numRuns: 60, seed: 22 },
    );
    expect(replans).toBeGreaterThan(5);
  });

  test('of a tiny compound with a member less changes the fewest duties there are, by trying all of them', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 2, max: 4 }),
        fc.nat(),
        (homes, members, most, pick) => {
          const buildings = streets(homes, 3);
          const bounds = {
            areasMin: 1,
            areasMax: 3,
            membersPerAreaMin: 1,
            membersPerAreaMax: 3,
            homesPerMemberMin: 1,
            homesPerMemberMax: most,
          };
          const problem: Problem = { buildings, members: spread(members, buildings), bounds };
          const plan = planGrids(problem, solver);
          if (plan.kind !== 'plan') return;
          const gone = plan.duties[pick % plan.duties.length]!.memberId;
          const remaining = { ...problem, members: problem.members.filter(({ id }) => id !== gone) };
          // No walk is too long here: what is compared is the number of changes alone.
          const next = replanGrids(remaining, plan, solver, { distanceTolerance: 1_000 });
          const fewest = fewestChanges(remaining, plan);
          expect(next.kind === 'replan').toBe(fewest !== undefined);
          if (next.kind !== 'replan' || fewest === undefined) return;
          compared += 1;
          expect(next.changes.length).toBe(fewest);
        },
      ),
      { numRuns: 60, seed: 23 },
    );
    expect(compared).toBeGreaterThan(20);
  });
});

/** The fewest duties that change, over every way to give every home to a member within the bounds; undefined: there is none. */
function fewestChanges(problem: Problem, present: PresentPlan): number | undefined {
  const { buildings, members, bounds } = problem;
  const homes = buildings.flatMap(({ id, homes: count }) =>
    Array.from({ length: Number(count) }, (_, at) => ({ id: `${id}#${at + 1}`, building: id })),
  );
  const today = new Map(present.duties.map(({ homeId, memberId }) => [homeId, memberId]));
  let fewest: number | undefined;
  const place = (at: number, serves: Map<string, string[]>, changed: number): void => {
    if (fewest !== undefined && changed >= fewest) return;
    const home = homes[at];
    if (home === undefined) {
      if (canBeGrids(serves)) fewest = changed;
      return;
    }
    for (const { id } of members) {
      const own = serves.get(id) ?? [];
      if (own.length >= bounds.homesPerMemberMax) continue;
      const change = today.get(home.id) === id ? 0 : 1;
      place(at + 1, new Map(serves).set(id, [...own, home.building]), changed + change);
    }
  };
  place(0, new Map(), 0);
  return fewest;

  /** Buildings that share a member are of one grid; grids made of these, side by side in a row or a street. */
  function canBeGrids(serves: ReadonlyMap<string, string[]>): boolean {
    return partitionsOf(buildings.map(({ id }) => id)).some((grids) => {
      if (grids.length < bounds.areasMin || grids.length > bounds.areasMax) return false;
      const problemOf = (grid: string[]) =>
        [...serves.values()].filter((own) => own.some((b) => grid.includes(b)));
      return grids.every((grid) => {
        const serving = problemOf(grid);
        const isWhole = serving.every((own) => own.every((building) => grid.includes(building)));
        const indices = grid.map((id) => Number(id.slice(1))).sort((a, b) => a - b);
        // Three in a row: all hang together but the first with the third alone.
        const isJoined = !(indices.length === 2 && indices[0] === 1 && indices[1] === 3);
        return (
          isWhole &&
          isJoined &&
          serving.length >= bounds.membersPerAreaMin &&
          serving.length <= bounds.membersPerAreaMax
        );
      });
    });
  }
}

function partitionsOf(ids: readonly string[]): string[][][] {
  const [first, ...rest] = ids;
  if (first === undefined) return [[]];
  return partitionsOf(rest).flatMap((groups) => [
    [[first], ...groups],
    ...groups.map((group, at) => groups.map((one, index) => (index === at ? [first, ...group] : one))),
  ]);
}
