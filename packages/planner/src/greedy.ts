/** The plain way, to measure the planner against: no solver, no search, no promise. */

import { countsOf, possibleAreas } from './counts.ts';
import { gridsByGrowth } from './partition.ts';
import { imbalanceOf } from './plan.ts';
import { prepare } from './prepare.ts';
import type { Duty, PlanOptions, Problem } from './types.ts';

/** What the plain way makes of a problem. Bounds may be broken: `checkPlan` names them. */
export interface GreedyPlan {
  kind: 'greedy';
  grids: { id: string; buildingIds: string[]; memberIds: string[]; homes: number }[];
  duties: Duty[];
  /** Homes nobody had room for. */
  unserved: string[];
  metres: number;
  balanceReached: number;
}

/**
 * Grids grown from seeds, then home by home to the nearest member of the grid who still has room. It shows what a plan
 * by hand looks like; it keeps the upper bounds of members, and nothing else for sure.
 *
 * @returns undefined where even the counts say that no plan exists
 * @example greedyPlan(problem)?.metres
 */
export function greedyPlan(problem: Problem, options: PlanOptions = {}): GreedyPlan | undefined {
  const prepared = prepare(problem, options);
  if (prepared.totalHomes === 0) return undefined;
  const counts = countsOf(prepared);
  const areas = possibleAreas(counts)[0];
  const gridOf =
    areas === undefined ? undefined : gridsByGrowth(counts, areas, prepared.distances, options.seed ?? 1);
  if (gridOf === undefined || areas === undefined) return undefined;
  const { homes, distances } = prepared;
  const rooms = prepared.classes.flatMap(({ building, most, members }) =>
    members.map((member) => ({ member, building, left: most })),
  );
  const duties: Duty[] = [];
  const unserved: string[] = [];
  prepared.homeLists.forEach((list, building) => {
    for (const home of list) {
      const nearest = rooms
        .filter(({ left, building: own }) => left > 0 && gridOf[own] === gridOf[building])
        .reduce<(typeof rooms)[number] | undefined>(
          (best, room) => (best && walk(best.building) <= walk(room.building) ? best : room),
          undefined,
        );
      if (!nearest) {
        unserved.push(home.id);
        continue;
      }
      nearest.left -= 1;
      duties.push({
        homeId: home.id,
        buildingId: problem.buildings[building]!.id,
        gridId: `g${gridOf[building]! + 1}`,
        memberId: problem.members[nearest.member]!.id,
        metres: walk(nearest.building),
      });
    }
    function walk(from: number): number {
      return distances[from * homes.length + building]!;
    }
  });
  return {
    kind: 'greedy',
    grids: Array.from({ length: areas }, (_, grid) => ({
      id: `g${grid + 1}`,
      buildingIds: problem.buildings.filter((_, building) => gridOf[building] === grid).map(({ id }) => id),
      memberIds: [
        ...new Set(duties.filter(({ gridId }) => gridId === `g${grid + 1}`).map(({ memberId }) => memberId)),
      ],
      homes: homes.reduce((sum, count, building) => sum + (gridOf[building] === grid ? count : 0), 0),
    })),
    duties,
    unserved,
    metres: duties.reduce((sum, duty) => sum + duty.metres, 0),
    balanceReached: imbalanceOf(homes, gridOf),
  };
}
