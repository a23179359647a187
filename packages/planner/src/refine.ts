/**
 * Better grids from good ones: the prices of the assignment tell which building would be served more cheaply from the
 * grid next door, and a linear solve tells whether that is so.
 */
import { relax } from './assign.ts';
import type { Confines } from './bound.ts';
import { type Counts, needTable } from './counts.ts';
import { partsOf } from './geometry.ts';
import type { Prepared } from './prepare.ts';
import type { Solver } from './solver.ts';
import type { Certificate } from './types.ts';

type Step = readonly (readonly [building: number, to: number])[];

/** Solves of one refinement: few where each takes long. */
export function solvesFor(buildings: number): number {
  return Math.max(6, Math.min(100, Math.round(60_000 / buildings ** 2)));
}

/** Grids that walk no more than the given ones in the relaxation; the same where no step tried is shorter. */
export function refine(
  prepared: Prepared,
  solver: Solver,
  counts: Counts,
  from: Confines,
  certificate: Certificate,
  balanceTolerance: number,
): number[] {
  let gridOf = [...from.gridOf];
  let prices = certificate;
  const input = { ...from, classes: prepared.classes };
  const isSound = soundness(prepared, counts, from.gridCount, balanceTolerance, gridOf);
  for (let left = solvesFor(prepared.homes.length); left > 0; ) {
    const steps = promisingSteps(prepared, counts, gridOf, prices).filter((step) =>
      isSound(after(gridOf, step)),
    );
    let isBetter = false;
    for (const step of steps) {
      if (left === 0) break;
      left -= 1;
      const next = after(gridOf, step);
      const relaxed = relax(solver, prepared, { ...input, gridOf: next });
      if (!relaxed || relaxed.certificate.metres >= prices.metres * (1 - 1e-6)) continue;
      gridOf = next;
      prices = relaxed.certificate;
      isBetter = true;
      break;
    }
    if (!isBetter) break;
  }
  return gridOf;
}

/** Moves over a border, and swaps over one, by what the prices say they save; only those that should save something. */
function promisingSteps(
  { homes, distances, classes, neighbours }: Prepared,
  counts: Counts,
  gridOf: readonly number[],
  { buildingPrices }: Certificate,
): Step[] {
  const size = homes.length;
  const gridCount = Math.max(...gridOf) + 1;
  // What a home of the grid must at least save for a member of the class to take another one instead.
  const worth = classes.map(({ building: from }) => {
    const best = new Float64Array(gridCount).fill(Number.NEGATIVE_INFINITY);
    for (let b = 0; b < size; b += 1) {
      best[gridOf[b]!] = Math.max(best[gridOf[b]!]!, buildingPrices[b]! - distances[from * size + b]!);
    }
    return best;
  });
  const priceIn = (building: number, grid: number) =>
    classes.reduce(
      (least, { building: from }, index) =>
        Math.min(least, distances[from * size + building]! + worth[index]![grid]!),
      Number.POSITIVE_INFINITY,
    );
  const moves: { building: number; to: number; change: number }[] = [];
  for (let building = 0; building < size; building += 1) {
    const around = counts.neighbours ? neighbours[building]!.map((other) => gridOf[other]!) : [...gridOf];
    for (const to of new Set(around)) {
      if (to === gridOf[building]) continue;
      const change = homes[building]! * (priceIn(building, to) - buildingPrices[building]!);
      moves.push({ building, to, change });
    }
  }
  const swaps = moves.flatMap((one) =>
    moves
      .filter((other) => one.building < other.building && isSwap(one, other))
      .map((other) => ({ change: one.change + other.change, step: [stepOf(one), stepOf(other)] })),
  );
  return [...moves.map((one) => ({ change: one.change, step: [stepOf(one)] })), ...swaps]
    .filter(({ change }) => change < 0)
    .sort((a, b) => a.change - b.change)
    .map(({ step }) => step);

  function isSwap(one: { building: number; to: number }, other: { building: number; to: number }): boolean {
    return one.to === gridOf[other.building] && other.to === gridOf[one.building];
  }
  function stepOf({ building, to }: { building: number; to: number }) {
    return [building, to] as const;
  }
}

function after(gridOf: readonly number[], step: Step): number[] {
  const next = [...gridOf];
  for (const [building, to] of step) next[building] = to;
  return next;
}

/** Whether grids keep the counts, hang together, and are balanced as wished or as before. */
function soundness(
  { homes, totalHomes }: Prepared,
  counts: Counts,
  gridCount: number,
  balanceTolerance: number,
  before: readonly number[],
): (gridOf: readonly number[]) => boolean {
  const need = needTable(counts);
  const mean = totalHomes / gridCount;
  const sumsOf = (gridOf: readonly number[]) => {
    const sums = Array.from({ length: gridCount }, () => 0);
    gridOf.forEach((grid, building) => {
      sums[grid]! += homes[building]!;
    });
    return sums;
  };
  const reachOf = (sums: readonly number[]) => Math.max(...sums.map((sum) => Math.abs(sum - mean) / mean));
  const reach = Math.max(balanceTolerance, reachOf(sumsOf(before)));
  return (gridOf) => {
    const sums = sumsOf(gridOf);
    const members = sums.reduce((sum, count) => sum + need[count]!, 0);
    if (!(members <= counts.most.length - 1) || reachOf(sums) > reach + 1e-9) return false;
    if (!counts.neighbours) return new Set(gridOf).size === gridCount;
    const within = counts.neighbours.map((list, building) =>
      list.filter((other) => gridOf[other] === gridOf[building]),
    );
    return Math.max(...partsOf(within)) + 1 === gridCount;
  };
}
