import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  boundNames,
  checkPlan,
  greedyPlan,
  loadSolver,
  type Problem,
  planGrids,
  planGridsInSteps,
  type Solver,
  seededRandom,
} from '../src/index.ts';
import { onlyWith, smallProblems, spread, streets, tongguanBounds } from './compounds.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** 24 buildings, 1,200 homes, 200 members. */
function compound(): Problem {
  const random = seededRandom(3);
  const buildings = streets(
    Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? 40 : 60)),
    6,
  );
  const members = Array.from({ length: 200 }, (_, index) => ({
    id: `m${index}`,
    buildingId: buildings[Math.floor(random() * buildings.length)]!.id,
    isAvailable: true,
  }));
  return { buildings, members, bounds: tongguanBounds };
}

describe('a plan', () => {
  test('keeps every bound of a whole compound, within 1 % of the bound for any grids', () => {
    const problem = compound();
    const plan = planGrids(problem, solver);
    if (plan.kind !== 'plan') throw new Error(plan.message.en);
    expect(checkPlan(problem, plan)).toEqual([]);
    expect(plan.proof.joint.optimalityGap).toBeLessThan(0.01);
    expect(plan.proof.givenGrids.optimalityGap).toBeLessThan(0.01);
    expect(plan.balance.reached).toBeLessThanOrEqual(0.15);
    expect(greedyPlan(problem)!.metres).toBeGreaterThan(plan.metres);
  });

  test('of any small compound keeps every bound, and its proof is computed again from its prices', () => {
    let plans = 0;
    fc.assert(
      fc.property(smallProblems({ withMost: true }), (problem) => {
        const answer = planGrids(problem, solver);
        if (answer.kind !== 'plan') return;
        plans += 1;
        expect(checkPlan(problem, answer)).toEqual([]);
        expect(answer.metres).toBeGreaterThanOrEqual(answer.proof.givenGrids.metres - 1e-6);
        expect(answer.proof.givenGrids.metres).toBeGreaterThanOrEqual(
          answer.proof.joint.metres * (1 - 1e-6) - 1e-6,
        );
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(plans).toBeGreaterThan(20);
  });

  test('is never walked shorter by the plain way where that keeps the bounds', () => {
    let compared = 0;
    fc.assert(
      fc.property(smallProblems(), (problem) => {
        const greedy = greedyPlan(problem);
        if (!greedy || greedy.unserved.length > 0 || checkPlan(problem, greedy).length > 0) return;
        const answer = planGrids(problem, solver);
        if (answer.kind !== 'plan') throw new Error(`the plain way found a plan: ${answer.message.en}`);
        compared += 1;
        expect(greedy.metres).toBeGreaterThanOrEqual(answer.proof.joint.metres - 1e-6);
      }),
      { numRuns: 150, seed: 12 },
    );
    expect(compared).toBeGreaterThan(5);
  });

  test('is the same for the same problem and seed, also step by step', async () => {
    const problem = compound();
    const once = planGrids(problem, solver, { seed: 5 });
    expect(planGrids(problem, await loadSolver(), { seed: 5 })).toEqual(once);
    const told: number[] = [];
    const inSteps = await planGridsInSteps(
      problem,
      solver,
      { seed: 5 },
      { onProgress: ({ done, of }) => told.push(done / of) },
    );
    expect(inSteps).toEqual(once);
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  test('can be called off between two solves', async () => {
    const stop = new AbortController();
    let steps = 0;
    const planning = planGridsInSteps(
      compound(),
      solver,
      {},
      {
        signal: stop.signal,
        onProgress: () => {
          steps += 1;
          if (steps === 2) stop.abort(new Error('called off'));
        },
      },
    );
    await expect(planning).rejects.toThrow('called off');
    expect(steps).toBe(2);
  });

  test('keeps floors together and gives members their own home, where that costs nothing', () => {
    const homes = Array.from({ length: 12 }, (_, index) => ({
      id: `h${index}`,
      unit: '1',
      floor: Math.floor(index / 4) + 1,
    }));
    const problem: Problem = {
      buildings: [{ id: 'b', at: { x: 0, y: 0 }, homes }],
      members: ['h9', 'h1', 'h5'].map((homeId, index) => ({
        id: `m${index}`,
        buildingId: 'b',
        homeId,
        isAvailable: true,
      })),
      bounds: {
        areasMin: 1,
        areasMax: 1,
        membersPerAreaMin: 3,
        membersPerAreaMax: 3,
        homesPerMemberMin: 2,
        homesPerMemberMax: 8,
      },
    };
    const plan = planGrids(problem, solver);
    if (plan.kind !== 'plan') throw new Error(plan.message.en);
    expect(plan.duties.map(({ memberId }) => memberId)).toEqual(
      ['m1', 'm2', 'm0'].flatMap((id) => [id, id, id, id]),
    );
  });

  test('takes places on earth as well as on a flat map', () => {
    const problem = compound();
    const flat = planGrids(problem, solver);
    const onEarth = planGrids(
      {
        ...problem,
        buildings: problem.buildings.map((building) => {
          const at = building.at as { x: number; y: number };
          return { ...building, at: { lon: 117.8 + at.x / 95_400, lat: 30.9 + at.y / 111_195 } };
        }),
      },
      solver,
    );
    if (flat.kind !== 'plan' || onEarth.kind !== 'plan') throw new Error('no plan');
    expect(Math.abs(onEarth.metres / flat.metres - 1)).toBeLessThan(0.01);
  });
});

describe('an impossible problem', () => {
  const sized = (homes: number, members: number): Problem => {
    const buildings = streets(
      Array.from({ length: 20 }, (_, index) => Math.floor((homes + index) / 20)),
      5,
    );
    return { buildings, members: spread(members, buildings), bounds: tongguanBounds };
  };

  test('of too few homes says how many are needed, and what would mend it', () => {
    const answer = planGrids(sized(412, 300), solver);
    if (answer.kind !== 'impossible') throw new Error('a plan of 412 homes');
    expect(answer.code).toBe('too-few-homes');
    expect(answer.conflict).toEqual(['areasMin', 'membersPerAreaMin', 'homesPerMemberMin']);
    expect(answer.numbers).toMatchObject({ neededHomes: 600, homes: 412 });
    expect(answer.message.en).toContain('At least 600 homes are needed');
    expect(answer.mends.map(({ bound, to }) => [bound, to])).toEqual([
      ['areasMin', 3],
      ['membersPerAreaMin', 20],
      ['homesPerMemberMin', 2],
    ]);
    expect(answer.mends.every(({ isEnough }) => isEnough)).toBe(true);
  });

  test('of too few members says how many more', () => {
    const answer = planGrids(sized(1200, 120), solver);
    if (answer.kind !== 'impossible') throw new Error('a plan with 120 members');
    expect(answer.code).toBe('too-few-members-for-homes');
    expect(answer.mends).toContainEqual(expect.objectContaining({ bound: 'availability', by: 30, to: 150 }));
  });

  test('whose mend is made becomes possible', () => {
    const problem = sized(412, 300);
    const answer = planGrids(problem, solver);
    if (answer.kind !== 'impossible') throw new Error('a plan of 412 homes');
    for (const { bound, to } of answer.mends) {
      const mended = planGrids({ ...problem, bounds: { ...problem.bounds, [bound]: to } }, solver);
      expect(mended.kind, bound).toBe('plan');
    }
  });

  test('of parts that no grid can join names contiguity', () => {
    const buildings = streets([4, 4, 4, 4, 4], 1).map((building, index) => ({
      ...building,
      at: { x: index * 1000, y: 0 },
    }));
    const answer = planGrids(
      {
        buildings,
        members: spread(5, buildings),
        bounds: { ...tongguanBounds, areasMin: 1, areasMax: 2, membersPerAreaMin: 1, membersPerAreaMax: 5 },
      },
      solver,
    );
    if (answer.kind !== 'impossible') throw new Error('a grid over a gap');
    expect(answer.code).toBe('parts-apart');
    expect(answer.conflict).toEqual(['areasMax', 'contiguity']);
    expect(answer.mends.map(({ bound, to }) => [bound, to])).toEqual([
      ['areasMax', 5],
      ['contiguity', 1],
    ]);
  });

  test('names a smallest conflict: its bounds cannot hold together, any one fewer can', () => {
    let proven = 0;
    const codes = new Set<string>();
    fc.assert(
      fc.property(smallProblems(), (problem) => {
        const answer = planGrids(problem, solver);
        if (answer.kind === 'plan') return;
        expect(answer.isProven, answer.message.en).toBe(true);
        proven += 1;
        codes.add(answer.code);
        if (answer.conflict.length === 0) return;
        expect(planGrids(onlyWith(problem, answer.conflict), solver).kind).toBe('impossible');
        for (const name of answer.conflict) {
          const fewer = answer.conflict.filter((other) => other !== name);
          expect(planGrids(onlyWith(problem, fewer), solver).kind, `${answer.conflict} without ${name}`).toBe(
            'plan',
          );
        }
      }),
      { numRuns: 40, seed: 13 },
    );
    expect(proven).toBeGreaterThan(10);
    expect(codes.size).toBeGreaterThan(3);
    expect(boundNames.length).toBe(8);
  });
});

describe('the solver', () => {
  test('plans the same in a worker thread, where a server lets it run', async () => {
    const problem = compound();
    const worker = new Worker(new URL('./planning-worker.ts', import.meta.url), { workerData: problem });
    const answer = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(answer).toEqual(planGrids(problem, solver));
  });

  test('gives back what each planning took of its memory', async () => {
    const own = await loadSolver();
    const problem = compound();
    planGrids(problem, own);
    const after = own.memoryBytes;
    for (let time = 0; time < 5; time += 1) planGrids(problem, own, { seed: time });
    expect(own.memoryBytes).toBeLessThanOrEqual(after * 1.5);
  });
});

describe('the verifier', () => {
  test('sees each kind of fault in a plan that had none', () => {
    const problem = compound();
    const plan = planGrids(problem, solver);
    if (plan.kind !== 'plan') throw new Error(plan.message.en);
    const whats = (changed: Partial<typeof plan>) =>
      new Set(checkPlan(problem, { ...plan, ...changed }).map(({ what, bound }) => bound ?? what));
    const [first, ...rest] = plan.duties;
    expect(whats({ duties: rest })).toContain('home-not-served-once');
    expect(whats({ duties: [{ ...first!, metres: first!.metres + 1 }, ...rest] })).toContain('wrong-metres');
    const elsewhere = plan.duties.find(({ gridId }) => gridId !== first!.gridId)!;
    expect(whats({ duties: [{ ...first!, memberId: elsewhere.memberId }, ...rest] })).toContain(
      'duty-outside-grid',
    );
    expect(whats({ grids: plan.grids.slice(0, 4) })).toContain('areasMin');
    const [a, b, ...others] = plan.grids;
    const crossed = [
      { ...a!, buildingIds: b!.buildingIds.slice(0, 1).concat(a!.buildingIds) },
      b!,
      ...others,
    ];
    expect(whats({ grids: crossed })).toContain('building-not-in-one-grid');
    const { joint } = plan.proof;
    const boast = { ...plan.proof, joint: { ...joint, metres: joint.metres * 1.01 } };
    expect(whats({ proof: boast })).toContain('proof-does-not-hold');
  });
});
