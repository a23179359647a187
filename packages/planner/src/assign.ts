/**
 * Which members serve which homes, once the grids are known. Homes are counted by building and members by class, which
 * loses nothing: homes of one building are equally far from every member. With the number of members of each class that
 * serve in each grid fixed, what is left is a transportation problem with whole supplies and demands, whose vertices are
 * whole (Hoffman and Kruskal 1956: the constraint matrix is totally unimodular); so only those numbers are integer
 * variables, and the last solve is a linear one.
 */
import { boundOf, type Confines } from './bound.ts';
import type { MemberClass, Prepared } from './prepare.ts';
import { LinearModel, type Solution, type Solver, solveModel } from './solver.ts';
import type { Certificate } from './types.ts';

/** Members as the assignment sees them. `keeps`: homes per building they serve today; `grid`: the only one they may serve. */
export interface AssignClass extends MemberClass {
  keeps?: ReadonlyMap<number, number>;
  grid?: number;
}

export interface AssignInput extends Confines {
  classes: readonly AssignClass[];
  /** What one changed duty weighs, in metres. Only where classes have `keeps`. Default 0. */
  changeMetres?: number;
}

/** So many members of the class serve in the grid, with so many homes of each building, of which kept. */
export interface Serving {
  class: number;
  grid: number;
  members: number;
  homes: { building: number; count: number; kept: number }[];
}

export interface Assignment {
  servings: Serving[];
  /** Metres walked, changes not counted. */
  metres: number;
  /** Metres walked and changes weighed. */
  weighed: number;
  kept: number;
}

interface Arc {
  column: number;
  class: number;
  building: number;
  isKept: boolean;
}

interface Built {
  model: LinearModel;
  arcs: Arc[];
  /** Columns of members serving, by class and grid. */
  counts: { column: number; class: number; grid: number }[];
  gridRows: number[];
}

/** Up to here every class may serve every building; beyond, only the nearest. */
const fullArcs = 40_000;
const nearBuildings = 60;
const mipNodes = 100;
const wholeTolerance = 1e-5;

/** The linear relaxation: its prices prove a bound. Undefined: not even fractions fit these grids. */
export function relax(
  solver: Solver,
  prepared: Prepared,
  input: AssignInput,
): { certificate: Certificate; solution: Solution } | undefined {
  const built = build(prepared, input);
  const solution = solveModel(solver, built.model, { isRelaxed: true });
  if (!solution) return undefined;
  const prices = {
    buildingPrices: prepared.homes.map((_, building) => solution.rowPrices[building] ?? 0),
    gridPrices: built.gridRows.map((row) => solution.rowPrices[row] ?? 0),
  };
  return { certificate: { ...prices, metres: boundOf(prepared, input, prices) }, solution };
}

/** A whole assignment near the relaxation's fractions: quick, and good enough to compare grids by. */
export function assignNear(
  solver: Solver,
  prepared: Prepared,
  input: AssignInput,
  relaxed: Solution,
): Assignment | undefined {
  const built = build(prepared, input);
  const rounded = roundCounts(solver, prepared, input, built, relaxed.values);
  return rounded && solveFixed(solver, prepared, input, rounded);
}

/**
 * The best whole assignment within `optimalityGap`, or as near as the solver's nodes allow, starting from `first`.
 * `solverBound` is what the solver proved on the way; unlike a certificate it has to be believed.
 */
export function assign(
  solver: Solver,
  prepared: Prepared,
  input: AssignInput,
  relaxed: Solution,
  first: Assignment | undefined,
  optimalityGap: number,
): { assignment: Assignment; solverBound: number } | undefined {
  if (first && first.weighed <= relaxed.objective * (1 + optimalityGap) + 1e-6) {
    return { assignment: first, solverBound: relaxed.objective };
  }
  const built = build(prepared, input);
  const found = solveModel(solver, built.model, {
    isRelaxed: false,
    optimalityGap,
    nodes: mipNodes,
    ...(first ? { start: startOf(built, first) } : {}),
  });
  const second =
    found &&
    solveFixed(
      solver,
      prepared,
      input,
      built.counts.map(({ column }) => Math.round(found.values[column]!)),
    );
  const best = second && (!first || second.weighed < first.weighed) ? second : first;
  return best && { assignment: best, solverBound: Math.max(relaxed.objective, found?.bound ?? 0) };
}

function build({ homes, distances }: Prepared, input: AssignInput, fixed?: readonly number[]): Built {
  const { classes, gridOf, gridCount, membersMin, membersMax, changeMetres = 0 } = input;
  const model = new LinearModel();
  const infinity = Number.POSITIVE_INFINITY;
  for (const count of homes) model.addRow(count, count);
  const gridRows = Array.from({ length: gridCount }, () =>
    fixed ? model.addRow(-infinity, infinity) : model.addRow(membersMin, membersMax),
  );
  const arcs: Arc[] = [];
  const counts: Built['counts'] = [];
  const isFull = classes.length * homes.length <= fullArcs;
  classes.forEach((one, index) => {
    const size = one.members.length;
    const classRow = model.addRow(-infinity, size);
    const rows = new Map<number, readonly number[]>();
    for (let grid = 0; grid < gridCount; grid += 1) {
      if (one.grid !== undefined && one.grid !== grid) continue;
      const serving = fixed?.[counts.length];
      if (serving === undefined) {
        const least = model.addRow(0, infinity);
        const most = model.addRow(-infinity, 0);
        rows.set(grid, [least, most]);
        const column = model.addColumn(0, size, true, [
          [gridRows[grid]!, 1],
          [classRow, 1],
          [least, -one.least],
          [most, -one.most],
        ]);
        counts.push({ column, class: index, grid });
      } else {
        rows.set(grid, [model.addRow(serving * one.least, serving * one.most)]);
        counts.push({ column: -1, class: index, grid });
      }
    }
    const from = one.building * homes.length;
    let buildings = [...homes.keys()].filter(
      (building) => homes[building]! > 0 && rows.has(gridOf[building]!),
    );
    if (!isFull && buildings.length > nearBuildings) {
      buildings = buildings
        .sort((a, b) => distances[from + a]! - distances[from + b]! || a - b)
        .slice(0, nearBuildings);
    }
    for (const building of buildings) {
      const metres = distances[from + building]!;
      const entries = [building, ...rows.get(gridOf[building]!)!].map((row) => [row, 1] as const);
      const kept = one.keeps?.get(building) ?? 0;
      if (kept > 0) {
        const column = model.addColumn(metres, Math.min(kept, homes[building]!), false, entries);
        arcs.push({ column, class: index, building, isKept: true });
      }
      // No upper bound of its own: it would take a price away from the building's row, and the bound with it.
      const column = model.addColumn(metres + changeMetres, infinity, false, entries);
      arcs.push({ column, class: index, building, isKept: false });
    }
  });
  return { model, arcs, counts, gridRows };
}

/**
 * Whole numbers of members near the relaxation's fractions: another transportation problem, which values each member
 * where the relaxation has one.
 */
function roundCounts(
  solver: Solver,
  { homes, distances }: Prepared,
  { classes, gridOf, gridCount, membersMin, membersMax }: AssignInput,
  { counts }: Built,
  values: Float64Array,
): number[] | undefined {
  const model = new LinearModel();
  const demand = Array.from({ length: gridCount }, () => 0);
  homes.forEach((count, building) => {
    demand[gridOf[building]!]! += count;
  });
  const classRows = classes.map(({ members }) => model.addRow(0, members.length));
  const gridRows = demand.map(() => model.addRow(membersMin, membersMax));
  const leastRows = demand.map((count) => model.addRow(Number.NEGATIVE_INFINITY, count));
  const mostRows = demand.map((count) => model.addRow(count, Number.POSITIVE_INFINITY));
  const columns = counts.map(({ column, class: index, grid }) => {
    const { building: from, members, least, most } = classes[index]!;
    const near = homes.reduce(
      (best, _, building) =>
        gridOf[building] === grid ? Math.min(best, distances[from * homes.length + building]!) : best,
      Number.POSITIVE_INFINITY,
    );
    const value = values[column]!;
    const floor = Math.floor(value + wholeTolerance);
    const entries = [
      [classRows[index]!, 1],
      [gridRows[grid]!, 1],
      [leastRows[grid]!, least],
      [mostRows[grid]!, most],
    ] as const;
    const rest = Math.max(0, members.length - floor - 1);
    return [
      model.addColumn(-1000, floor, true, entries),
      model.addColumn(
        -1000 * Math.max(0, value - floor) + near,
        Math.min(1, members.length - floor),
        true,
        entries,
      ),
      model.addColumn(near, rest, true, entries),
    ];
  });
  const found = solveModel(solver, model, { isRelaxed: false, optimalityGap: 1e-4, nodes: mipNodes });
  return (
    found && columns.map((own) => Math.round(own.reduce((sum, column) => sum + found.values[column]!, 0)))
  );
}

function solveFixed(
  solver: Solver,
  prepared: Prepared,
  input: AssignInput,
  serving: readonly number[],
): Assignment | undefined {
  const { model, arcs, counts } = build(prepared, input, serving);
  const solution = solveModel(solver, model, { isRelaxed: true });
  if (!solution) return undefined;
  const servings = new Map<string, Serving>();
  counts.forEach(({ class: index, grid }, at) => {
    const members = serving[at]!;
    if (members > 0) servings.set(`${index} ${grid}`, { class: index, grid, members, homes: [] });
  });
  let metres = 0;
  let kept = 0;
  for (const { column, class: index, building, isKept } of arcs) {
    const value = solution.values[column]!;
    const count = Math.round(value);
    if (Math.abs(value - count) > wholeTolerance) throw new Error(`A share of a home: ${value}`);
    if (count === 0) continue;
    metres += count * prepared.distances[input.classes[index]!.building * prepared.homes.length + building]!;
    const list = servings.get(`${index} ${input.gridOf[building]}`)!.homes;
    const same = list.find((entry) => entry.building === building);
    const keptHere = isKept ? count : 0;
    kept += keptHere;
    if (same) {
      same.count += count;
      same.kept += keptHere;
    } else list.push({ building, count, kept: keptHere });
  }
  return { servings: [...servings.values()], metres, kept, weighed: solution.objective };
}

function startOf({ model, arcs, counts }: Built, first: Assignment): Float64Array {
  const start = new Float64Array(model.colCost.length);
  const found = new Map(first.servings.map((serving) => [`${serving.class} ${serving.grid}`, serving]));
  for (const { column, class: index, grid } of counts) {
    start[column] = found.get(`${index} ${grid}`)?.members ?? 0;
  }
  const byArc = new Map<string, { count: number; kept: number }>();
  for (const serving of first.servings) {
    for (const entry of serving.homes) byArc.set(`${serving.class} ${entry.building}`, entry);
  }
  for (const { column, class: index, building, isKept } of arcs) {
    const entry = byArc.get(`${index} ${building}`);
    if (entry) start[column] = isKept ? entry.kept : entry.count - entry.kept;
  }
  return start;
}
