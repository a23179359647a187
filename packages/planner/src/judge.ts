/** Whether some bounds can hold together: proven by counts or by looking at all partitions, or shown by grids that keep them. */
import { type Counts, countsOf, possibleAreas } from './counts.ts';
import { exactBuildings, gridsByGrowth, isSound, partition, partitionExactly } from './partition.ts';
import type { Prepared } from './prepare.ts';
import { LinearModel, type Solver, solveModel } from './solver.ts';
import type { BoundName } from './types.ts';

/** `unknown`: no proof that they cannot, and no grids found that show that they can. */
export type Verdict = 'can' | 'cannot' | 'unknown';

/** How many numbers of areas are searched where grids grown without a search do not do. */
const searches = 6;
const allotmentNodes = 500;

/**
 * What is certain about these bounds together, the others left out. Up to `exactBuildings` buildings whose members are
 * alike the verdict is never `unknown`.
 */
export function judge(prepared: Prepared, solver: Solver, held: ReadonlySet<BoundName>): Verdict {
  const counts = countsOf(prepared, held);
  const areas = possibleAreas(counts);
  if (areas.length === 0) return 'cannot';
  if (prepared.homes.length <= exactBuildings) {
    const gridOf = partitionExactly(counts);
    if (!gridOf) return 'cannot';
    if (canBeServed(solver, counts, gridOf)) return 'can';
  }
  for (const gridOf of gridsWithin(prepared, counts, areas)) {
    if (canBeServed(solver, counts, gridOf)) return 'can';
  }
  return 'unknown';
}

/** Grids that the counts allow, quickly found ones first. */
function* gridsWithin(prepared: Prepared, counts: Counts, areas: readonly number[]): Generator<number[]> {
  const { distances, homes } = prepared;
  for (const count of areas) {
    const grown = gridsByGrowth(counts, count, distances, count);
    if (grown?.every((grid) => grid >= 0) && isSound(counts, grown, count)) yield grown;
  }
  const flows = new Float64Array(homes.length ** 2);
  const members = homes.map(() => 0);
  const every = Math.max(1, Math.ceil(areas.length / searches));
  for (const count of areas.filter((_, index) => index % every === 0)) {
    const input = { counts, areas: count, distances, flows, members, balanceTolerance: 1, seed: count };
    const found = partition({ ...input, anyWillDo: true });
    if (found) yield found;
  }
}

/**
 * Whether members can be found for these grids. Members who are alike are as many as the counts say; otherwise so many of
 * each kind go to each grid that it has the homes they must and can take.
 */
function canBeServed(solver: Solver, counts: Counts, gridOf: readonly number[]): boolean {
  const kinds = new Map<string, { least: number; most: number; count: number }>();
  for (const { least, most } of counts.loads) {
    const kind = kinds.get(`${least} ${most}`) ?? { least, most, count: 0 };
    kinds.set(`${least} ${most}`, { ...kind, count: kind.count + 1 });
  }
  if (kinds.size <= 1) return true;
  const demand = Array.from({ length: Math.max(...gridOf) + 1 }, () => 0);
  gridOf.forEach((grid, building) => {
    demand[grid]! += counts.homes[building]!;
  });
  const model = new LinearModel();
  const grids = demand.map((homes) => ({
    members: model.addRow(counts.membersMin, counts.membersMax),
    least: model.addRow(Number.NEGATIVE_INFINITY, homes),
    most: model.addRow(homes, Number.POSITIVE_INFINITY),
  }));
  for (const { least, most, count } of kinds.values()) {
    const kindRow = model.addRow(0, count);
    for (const grid of grids) {
      model.addColumn(0, count, true, [
        [kindRow, 1],
        [grid.members, 1],
        [grid.least, least],
        [grid.most, most],
      ]);
    }
  }
  return (
    solveModel(solver, model, { isRelaxed: false, optimalityGap: 0, nodes: allotmentNodes }) !== undefined
  );
}
