/** From a problem to a plan with its proof, or to the reason why there is none. */
import { type Assignment, assign, assignNear, relax } from './assign.ts';
import { type Confines, jointConfines } from './bound.ts';
import { explain, explainExactly, notFound } from './conflict.ts';
import { countsOf, possibleAreas } from './counts.ts';
import { exactBuildings, numbered, partition, partitionExactly } from './partition.ts';
import { type Prepared, prepare } from './prepare.ts';
import { refine } from './refine.ts';
import { type NamedDuty, shareOut } from './share-out.ts';
import type { Solution, Solver } from './solver.ts';
import type { Certificate, Impossible, Plan, PlanOptions, Problem, Progress } from './types.ts';

export const defaultBalanceTolerance = 0.15;
export const defaultOptimalityGap = 0.002;
/** How near the joint bound a plan should be. A quick assignment that is not is worked out closer, at hardly more time. */
const jointGoal = 0.01;
const closerGap = 0.001;
export const defaultAttempts = 2;
const leastSearches = 8;
/** How many of the best grids found are refined by solves. */
const refined = 2;

/**
 * Plans the grids and duties of one compound: whole buildings into contiguous grids, every home to one member of its
 * grid, all within the bounds, at a walk proven to be near the shortest.
 *
 * A member serves one grid, usually that of the own building but not necessarily: near a border the next grid may be
 * nearer. Members not needed stay in reserve. Adjacency is the problem's, or the Gabriel graph of the buildings without
 * lines longer than `neighbourMetres`. How it works: counts first (they prove most impossible problems); then the
 * transportation relaxation without grids, whose prices prove the joint bound; then searches for grids that cut few of
 * its walks; then the assignment within the best grids. The same problem, options and solver version give the same plan.
 *
 * @param solver from `loadSolver`
 * @returns the plan with its gaps, or why it is impossible (a value, not an exception)
 * @throws RangeError when ids repeat, a member lives in no building given, or a figure is not a whole number
 * @example
 * const answer = planGrids({ buildings, members, bounds }, await loadSolver(), { seed: 1 });
 * if (answer.kind === 'plan') answer.proof.joint.optimalityGap; // 0.006: at most 0.6 % above what any plan must walk
 */
export function planGrids(problem: Problem, solver: Solver, options: PlanOptions = {}): Plan | Impossible {
  return runSteps(planSteps(problem, solver, options));
}

/**
 * The same plan as `planGrids`, one step at a time: between steps it tells how far it is and gives way to other work, so
 * that a worker can hear of a cancellation. One step is at most one solve.
 *
 * @throws the signal's reason when it is aborted, at the next step
 * @example await planGridsInSteps(problem, solver, {}, { onProgress: tell, signal })
 */
export function planGridsInSteps(
  problem: Problem,
  solver: Solver,
  options: PlanOptions = {},
  watch: Watch = {},
): Promise<Plan | Impossible> {
  return walkSteps(planSteps(problem, solver, options), watch);
}

export interface Watch {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

export type Steps<Result> = Generator<Progress, Result, void>;

export function runSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export async function walkSteps<Result>(
  steps: Steps<Result>,
  { onProgress, signal }: Watch,
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

interface Candidate {
  confines: Confines;
  relaxed: { certificate: Certificate; solution: Solution };
  first: Assignment | undefined;
  reached: number;
}

export function* planSteps(problem: Problem, solver: Solver, options: PlanOptions): Steps<Plan | Impossible> {
  yield { step: 'count', done: 0, of: 1 };
  const prepared = prepare(problem, options);
  const impossible = explain(prepared, solver);
  if (impossible) return impossible;
  const counts = countsOf(prepared);
  const areas = possibleAreas(counts);
  // Where few numbers of areas are possible there is time to search longer for each.
  const attempts = options.attempts ?? Math.max(defaultAttempts, Math.ceil(leastSearches / areas.length));
  const of = 4 + areas.length * attempts + refined;
  yield { step: 'bound', done: 1, of };
  const joint = relaxJointly(prepared, solver);
  if (!joint) return notFound(prepared);
  const flows = flowsOf(prepared, joint.first);
  const tolerance = options.balanceTolerance ?? defaultBalanceTolerance;
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  let done = 1;
  for (const count of areas) {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      done += 1;
      yield { step: 'partition', done, of };
      const gridOf = partition({
        counts,
        areas: count,
        distances: prepared.distances,
        flows,
        members: membersByBuilding(prepared),
        balanceTolerance: tolerance,
        seed: (options.seed ?? 1) * 1009 + attempt * 31 + count,
      });
      const key = gridOf?.join();
      if (gridOf === undefined || key === undefined || seen.has(key)) continue;
      seen.add(key);
      const candidate = weigh(prepared, solver, gridOf);
      if (candidate) candidates.push(candidate);
    }
  }
  if (candidates.length === 0 && prepared.homes.length <= exactBuildings) {
    const proven = explainExactly(prepared, solver);
    if (proven) return proven;
    const gridOf = partitionExactly(counts);
    const candidate = gridOf && weigh(prepared, solver, gridOf);
    if (candidate) candidates.push(candidate);
  }
  const mostPromising = candidates
    .sort((a, b) => rankOf(a, tolerance) - rankOf(b, tolerance))
    .slice(0, refined);
  for (const { confines, relaxed } of mostPromising) {
    done += 1;
    yield { step: 'partition', done: Math.min(done, of - 2), of };
    const gridOf = numbered(refine(prepared, solver, counts, confines, relaxed.certificate, tolerance));
    if (seen.has(gridOf.join())) continue;
    const candidate = weigh(prepared, solver, gridOf);
    if (candidate) candidates.push(candidate);
  }
  const inOrder = candidates.sort((a, b) => rankOf(a, tolerance) - rankOf(b, tolerance));
  for (const { confines, relaxed, first } of inOrder) {
    yield { step: 'assign', done: of - 2, of };
    const isNear = first !== undefined && first.metres <= joint.certificate.metres * (1 + jointGoal);
    const enough = options.optimalityGap ?? (isNear ? defaultOptimalityGap : closerGap);
    const input = { ...confines, classes: prepared.classes };
    const best = assign(solver, prepared, input, relaxed.solution, first, enough);
    if (!best) continue;
    yield { step: 'share-out', done: of - 1, of };
    const duties = shareOut(prepared, prepared.classes, best.assignment);
    return describe(prepared, confines.gridOf, duties, {
      givenGrids: relaxed.certificate,
      solverBound: best.solverBound,
      joint: joint.certificate,
      tolerance,
    });
  }
  return notFound(prepared);
}

/** The joint bound, and the assignment without grids that shows where people would walk. */
export function relaxJointly(
  prepared: Prepared,
  solver: Solver,
): { certificate: Certificate; first: Assignment | undefined } | undefined {
  const input = { ...jointConfines(prepared), classes: prepared.classes };
  const relaxed = relax(solver, prepared, input);
  return (
    relaxed && {
      certificate: relaxed.certificate,
      first: assignNear(solver, prepared, input, relaxed.solution),
    }
  );
}

/** The bound and a quick assignment within these grids. */
export function weigh(prepared: Prepared, solver: Solver, gridOf: readonly number[]): Candidate | undefined {
  const confines: Confines = {
    gridOf,
    gridCount: Math.max(...gridOf) + 1,
    membersMin: prepared.bounds.membersPerAreaMin,
    membersMax: prepared.bounds.membersPerAreaMax,
  };
  const input = { ...confines, classes: prepared.classes };
  const relaxed = relax(solver, prepared, input);
  if (!relaxed) return undefined;
  const first = assignNear(solver, prepared, input, relaxed.solution);
  return { confines, relaxed, first, reached: imbalanceOf(prepared.homes, gridOf) };
}

/** The largest distance of a grid's homes from the mean, as a share of the mean. */
export function imbalanceOf(homes: readonly number[], gridOf: readonly number[]): number {
  const sums = Array.from({ length: Math.max(...gridOf) + 1 }, () => 0);
  gridOf.forEach((grid, building) => {
    sums[grid]! += homes[building]!;
  });
  const mean = sums.reduce((sum, count) => sum + count, 0) / sums.length;
  return Math.max(...sums.map((count) => Math.abs(count - mean) / mean));
}

/** A plan in ids, with its gaps. `gridIds`: today's names where grids are kept. */
export function describe(
  prepared: Prepared,
  gridOf: readonly number[],
  named: readonly NamedDuty[],
  proof: { givenGrids: Certificate; solverBound: number; joint: Certificate; tolerance: number },
  gridIds: readonly string[] = [],
): Plan {
  const { problem, distances, homes } = prepared;
  const gridCount = Math.max(...gridOf) + 1;
  const idOf = (grid: number) => gridIds[grid] ?? `g${grid + 1}`;
  const indexOf = new Map(problem.buildings.map(({ id }, index) => [id, index]));
  const order = new Map(prepared.homeLists.flat().map(({ id }, index) => [id, index]));
  const duties = named
    .map(({ home, building, member, grid }) => {
      const { id, buildingId } = problem.members[member]!;
      const metres = distances[indexOf.get(buildingId)! * homes.length + building]!;
      return {
        homeId: home.id,
        buildingId: problem.buildings[building]!.id,
        gridId: idOf(grid),
        memberId: id,
        metres,
      };
    })
    .sort((a, b) => order.get(a.homeId)! - order.get(b.homeId)!);
  const gridOfMember = new Map(named.map(({ member, grid }) => [member, grid]));
  const metres = duties.reduce((sum, duty) => sum + duty.metres, 0);
  const reached = imbalanceOf(homes, gridOf);
  return {
    kind: 'plan',
    grids: Array.from({ length: gridCount }, (_, grid) => ({
      id: idOf(grid),
      buildingIds: problem.buildings.filter((_, building) => gridOf[building] === grid).map(({ id }) => id),
      memberIds: problem.members.filter((_, member) => gridOfMember.get(member) === grid).map(({ id }) => id),
      homes: homes.reduce((sum, count, building) => sum + (gridOf[building] === grid ? count : 0), 0),
    })),
    duties,
    reserve: prepared.classes
      .flatMap(({ members }) => members)
      .filter((member) => !gridOfMember.has(member))
      .sort((a, b) => a - b)
      .map((member) => problem.members[member]!.id),
    metres,
    proof: {
      givenGrids: { ...proof.givenGrids, optimalityGap: optimalityGapOf(metres, proof.givenGrids.metres) },
      joint: { ...proof.joint, optimalityGap: optimalityGapOf(metres, proof.joint.metres) },
      solverBound: proof.solverBound,
    },
    balance: { tolerance: Math.max(proof.tolerance, reached), reached },
  };
}

export function flowsOf({ homes, classes }: Prepared, joint: Assignment | undefined): Float64Array {
  const flows = new Float64Array(homes.length ** 2);
  for (const serving of joint?.servings ?? []) {
    const from = classes[serving.class]!.building * homes.length;
    for (const { building, count } of serving.homes) flows[from + building]! += count;
  }
  return flows;
}

export function membersByBuilding({ homes, classes }: Prepared): number[] {
  const count = homes.map(() => 0);
  for (const { building, members } of classes) count[building]! += members.length;
  return count;
}

/** Balanced grids first, then the shorter walk; grids that got no quick assignment come last. */
function rankOf({ first, relaxed, reached }: Candidate, tolerance: number): number {
  const walk = first?.metres ?? relaxed.certificate.metres * 2;
  return walk * (1 + 10 * Math.max(0, reached - tolerance));
}

function optimalityGapOf(metres: number, bound: number): number {
  return bound > 0 ? Math.max(0, metres / bound - 1) : 0;
}
