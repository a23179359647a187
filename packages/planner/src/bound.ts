/** Lower bounds that anybody can compute again: prices in, metres out, no solver. */
import type { MemberClass, Prepared } from './prepare.ts';
import type { Certificate } from './types.ts';

/** The grids a bound speaks of: for each building its grid, and how few and how many members each grid may have. */
export interface Confines {
  gridOf: readonly number[];
  gridCount: number;
  membersMin: number;
  membersMax: number;
}

/** Rounding in the sum of a few thousand products must not make the bound a hair too high. */
const roundingShare = 1e-9;

/**
 * The walk that no assignment can go below, for any prices (Lagrangian bound; Geoffrion 1974). Each home pays its
 * building's price u, each member earns the grid's price μ; what is left to each member alone is to serve the best grid
 * with the most homes where serving gains and the least where it costs, or to stay in reserve:
 *
 *   Σ homes·u + Σ_grids min(μ·membersMin, μ·membersMax) − Σ_members max(0, max_grid(load·max_building(u − d) + μ))
 *
 * With the dual values of the linear relaxation as prices it equals the relaxation's optimum; with wrong prices it is
 * only lower. So it needs no trust in the solver.
 *
 * @returns metres
 */
export function boundOf(
  prepared: Prepared,
  { gridOf, gridCount, membersMin, membersMax }: Confines,
  { buildingPrices, gridPrices }: Omit<Certificate, 'metres'>,
): number {
  const paid = prepared.homes.reduce(
    (sum, homes, building) => sum + homes * (buildingPrices[building] ?? 0),
    0,
  );
  let forced = 0;
  for (let grid = 0; grid < gridCount; grid += 1) {
    const price = gridPrices[grid] ?? 0;
    forced += Math.min(price * membersMin, price * membersMax);
  }
  const gained = prepared.classes.reduce(
    (sum, one) => sum + one.members.length * gainOf(prepared, one, gridOf, buildingPrices, gridPrices),
    0,
  );
  const bound = paid + forced - gained;
  return bound - roundingShare * (Math.abs(paid) + Math.abs(forced) + gained);
}

function gainOf(
  { distances, homes }: Prepared,
  { building: from, least, most }: MemberClass,
  gridOf: readonly number[],
  buildingPrices: readonly number[],
  gridPrices: readonly number[],
): number {
  const bestOfGrid = gridPrices.map(() => Number.NEGATIVE_INFINITY);
  homes.forEach((count, building) => {
    if (count === 0) return;
    const grid = gridOf[building]!;
    const gain = (buildingPrices[building] ?? 0) - distances[from * homes.length + building]!;
    if (gain > bestOfGrid[grid]!) bestOfGrid[grid] = gain;
  });
  return bestOfGrid.reduce((best, gain, grid) => {
    if (gain === Number.NEGATIVE_INFINITY) return best;
    return Math.max(best, gain * (gain > 0 ? most : least) + gridPrices[grid]!);
  }, 0);
}

/** All buildings as one grid with as many members as all areas together may have: the confines of the joint bound. */
export function jointConfines(prepared: Prepared): Confines {
  const { areasMin, areasMax, membersPerAreaMin, membersPerAreaMax } = prepared.bounds;
  return {
    gridOf: prepared.homes.map(() => 0),
    gridCount: 1,
    membersMin: areasMin * membersPerAreaMin,
    membersMax: areasMax * membersPerAreaMax,
  };
}
