/** A new plan that leaves the present one standing as far as it can. */
import { type AssignClass, type Assignment, assign, assignNear, relax } from './assign.ts';
import { checkPlan } from './check.ts';
import { explain, notFound } from './conflict.ts';
import { type Counts, countsOf, possibleAreas } from './counts.ts';
import { partsOf } from './geometry.ts';
import { hangsTogether, isSound, partition } from './partition.ts';
import {
  defaultBalanceTolerance,
  defaultOptimalityGap,
  describe,
  flowsOf,
  membersByBuilding,
  planSteps,
  relaxJointly,
  runSteps,
  type Steps,
  type Watch,
  walkSteps,
  weigh,
} from './plan.ts';
import { loadOf, type Prepared, prepare } from './prepare.ts';
import { shareOut } from './share-out.ts';
import type { Solver } from './solver.ts';
import type {
  ChangeReason,
  Duty,
  DutyChange,
  Home,
  Impossible,
  Plan,
  PresentPlan,
  Problem,
  Replan,
  ReplanOptions,
} from './types.ts';

export const defaultDistanceTolerance = 0.05;

/** So heavy that no walk is worth a change. */
const heaviestChange = 1e5;
const halvings = 6;

/**
 * Plans again from a present plan. In this order: every bound holds; the walk is at most `distanceTolerance` above that of
 * a plan made afresh; as few duties change as can be; the walk is as short as it then can be. Today's grids are kept where
 * the bounds allow, otherwise mended by moving as few homes as can be; grids made afresh are taken where they change
 * fewer duties or today's are too far to walk.
 *
 * Within given grids the fewest changes are found by a solve in which a change outweighs any walk; where the tolerance
 * forbids that, by lowering the weight of a change until the walk fits, which finds the best among the plans that some
 * weight makes best. `leastChanges` is what no plan can go below.
 *
 * @returns the plan with each changed duty and its reason, or why there is none
 * @throws RangeError as `planGrids`
 * @example
 * const next = replanGrids({ ...problem, members: remaining }, plan, solver);
 * if (next.kind === 'replan') next.changes[0]; // { homeId: 'b3#4', from: 'm17', to: 'm2', reason: 'member-gone' }
 */
export function replanGrids(
  problem: Problem,
  present: PresentPlan,
  solver: Solver,
  options: ReplanOptions = {},
): Replan | Impossible {
  return runSteps(replanSteps(problem, present, solver, options));
}

/**
 * The same answer as `replanGrids`, one step at a time, as `planGridsInSteps`.
 *
 * @throws the signal's reason when it is aborted, at the next step
 * @example await replanGridsInSteps(problem, present, solver, {}, { signal })
 */
export function replanGridsInSteps(
  problem: Problem,
  present: PresentPlan,
  solver: Solver,
  options: ReplanOptions = {},
  watch: Watch = {},
): Promise<Replan | Impossible> {
  return walkSteps(replanSteps(problem, present, solver, options), watch);
}

/** The present plan in numbers, without what is gone. */
interface Today {
  /** Grid of each building, −1 where it is in none. */
  gridOf: number[];
  gridIds: string[];
  /** Homes in order, by member who is still available. */
  homesOf: Map<number, Home[]>;
}

interface Way {
  gridOf: number[];
  gridIds: string[];
  classes: AssignClass[];
  assignment: Assignment;
  changed: number;
}

function* replanSteps(
  problem: Problem,
  present: PresentPlan,
  solver: Solver,
  options: ReplanOptions,
): Steps<Replan | Impossible> {
  yield { step: 'count', done: 0, of: 1 };
  const prepared = prepare(problem, options);
  const impossible = explain(prepared, solver);
  if (impossible) return impossible;
  const today = readToday(prepared, present);
  yield { step: 'bound', done: 1, of: 4 };
  const joint = relaxJointly(prepared, solver);
  if (!joint) return notFound(prepared);
  const share = 1 + (options.distanceTolerance ?? defaultDistanceTolerance);
  const kept = keepAll(prepared, today, present, options);
  if (kept && kept.metres <= joint.certificate.metres * share) {
    const weighed = weigh(prepared, solver, today.gridOf);
    if (weighed) {
      const proof = {
        givenGrids: weighed.relaxed.certificate,
        solverBound: weighed.relaxed.solution.objective,
        joint: joint.certificate,
        tolerance: options.balanceTolerance ?? defaultBalanceTolerance,
      };
      const plan = describe(prepared, today.gridOf, kept.named, proof, today.gridIds);
      return compare(prepared, today, present, plan, null);
    }
  }
  const fresh = yield* planSteps(problem, solver, options);
  if (fresh.kind === 'impossible' && fresh.isProven) return fresh;
  const limit = fresh.kind === 'plan' ? fresh.metres * share : Number.POSITIVE_INFINITY;
  const flows = flowsOf(prepared, joint.first);
  const ways: Way[] = [];
  const freshGrids = fresh.kind === 'plan' ? [matchGrids(prepared, today, fresh)] : [];
  for (const { gridOf, gridIds } of [...mendGrids(prepared, today, flows, options), ...freshGrids]) {
    yield { step: 'compare', done: ways.length + 2, of: 4 };
    const way = leastChanged(prepared, solver, today, gridOf, gridIds, limit, options);
    if (way) ways.push(way);
  }
  if (ways.length === 0) {
    return fresh.kind === 'plan' ? compare(prepared, today, present, fresh, fresh.metres) : fresh;
  }
  // Today's grids come first: others only where they spare duties, since moving a building is a change, too.
  const best = ways.reduce((a, b) => (b.changed < a.changed ? b : a));
  yield { step: 'share-out', done: 3, of: 4 };
  const keptHomes = new Map(
    best.classes.map((one, index) => [index, one.keeps ? (today.homesOf.get(one.members[0]!) ?? []) : []]),
  );
  const named = shareOut(prepared, best.classes, best.assignment, keptHomes);
  const weighed = weigh(prepared, solver, best.gridOf);
  if (!weighed) return notFound(prepared);
  const plan = describe(
    prepared,
    best.gridOf,
    named,
    {
      givenGrids: weighed.relaxed.certificate,
      solverBound: weighed.relaxed.solution.objective,
      joint: joint.certificate,
      tolerance: options.balanceTolerance ?? defaultBalanceTolerance,
    },
    best.gridIds,
  );
  return compare(prepared, today, present, plan, fresh.kind === 'plan' ? fresh.metres : null);
}

function readToday({ problem, homeLists, classes }: Prepared, present: PresentPlan): Today {
  const gridAt = new Map(present.grids.flatMap(({ id, buildingIds }) => buildingIds.map((b) => [b, id])));
  const gridIds = present.grids
    .map(({ id }) => id)
    .filter((id) => problem.buildings.some((building) => gridAt.get(building.id) === id));
  const available = new Set(classes.flatMap(({ members }) => members));
  const indexOf = new Map(problem.members.map(({ id }, index) => [id, index]));
  const memberAt = new Map(present.duties.map(({ homeId, memberId }) => [homeId, indexOf.get(memberId)]));
  const homesOf = new Map<number, Home[]>();
  for (const home of homeLists.flat()) {
    const member = memberAt.get(home.id);
    if (member === undefined || !available.has(member)) continue;
    homesOf.set(member, [...(homesOf.get(member) ?? []), home]);
  }
  return {
    gridOf: problem.buildings.map(({ id }) => gridIds.indexOf(gridAt.get(id) ?? '')),
    gridIds,
    homesOf,
  };
}

/** The present plan as it stands, where nothing in it is broken. */
function keepAll(
  prepared: Prepared,
  today: Today,
  present: PresentPlan,
  options: ReplanOptions,
): { metres: number; named: { home: Home; building: number; member: number; grid: number }[] } | undefined {
  const { problem, homeLists, homes, distances } = prepared;
  const isWhole =
    today.gridOf.every((grid) => grid >= 0) &&
    [...today.homesOf.values()].reduce((sum, { length }) => sum + length, 0) === prepared.totalHomes &&
    present.duties.length === prepared.totalHomes;
  if (!isWhole) return undefined;
  const buildingOf = new Map(homeLists.flatMap((list, building) => list.map(({ id }) => [id, building])));
  const placeOf = new Map(problem.buildings.map(({ id }, index) => [id, index]));
  const named = [...today.homesOf].flatMap(([member, list]) =>
    list.map((home) => {
      const building = buildingOf.get(home.id)!;
      return { home, building, member, grid: today.gridOf[building]! };
    }),
  );
  const duties: Duty[] = named.map(({ home, building, member, grid }) => ({
    homeId: home.id,
    buildingId: problem.buildings[building]!.id,
    gridId: today.gridIds[grid]!,
    memberId: problem.members[member]!.id,
    metres: distances[placeOf.get(problem.members[member]!.buildingId)! * homes.length + building]!,
  }));
  const metres = duties.reduce((sum, duty) => sum + duty.metres, 0);
  const grids = today.gridIds.map((id, grid) => ({
    id,
    buildingIds: problem.buildings
      .filter((_, at) => today.gridOf[at] === grid)
      .map((building) => building.id),
    memberIds: [...new Set(duties.filter(({ gridId }) => gridId === id).map(({ memberId }) => memberId))],
    homes: duties.filter(({ gridId }) => gridId === id).length,
  }));
  return checkPlan(problem, { grids, duties, metres }, options).length === 0 ? { metres, named } : undefined;
}

/** Today's grids with new buildings taken in; mended where they no longer keep the bounds; none where they cannot be. */
function mendGrids(
  prepared: Prepared,
  today: Today,
  flows: Float64Array,
  options: ReplanOptions,
): { gridOf: number[]; gridIds: string[] }[] {
  const counts = countsOf(prepared);
  const areas = today.gridIds.length;
  if (!possibleAreas(counts).includes(areas)) return [];
  const whole = takeIn(prepared, today);
  const gridOf = takeIn(prepared, { ...today, gridOf: dropFragments(prepared, counts, whole) });
  if (isSound(counts, gridOf, areas)) return [{ gridOf, gridIds: today.gridIds }];
  if (!hangsTogether(counts, gridOf, areas)) return [];
  const mended = partition({
    counts,
    areas,
    distances: prepared.distances,
    flows,
    members: membersByBuilding(prepared),
    balanceTolerance: Math.max(1, options.balanceTolerance ?? defaultBalanceTolerance),
    seed: options.seed ?? 1,
    today: gridOf,
  });
  return mended ? [{ gridOf: mended, gridIds: today.gridIds }] : [];
}

function takeIn({ homes, distances, neighbours }: Prepared, { gridOf, gridIds }: Today): number[] {
  const next = [...gridOf];
  const size = homes.length;
  const sums = gridIds.map((_, grid) =>
    homes.reduce((sum, count, b) => sum + (gridOf[b] === grid ? count : 0), 0),
  );
  for (let open = next.indexOf(-1); open !== -1; open = next.indexOf(-1)) {
    const waiting = [...next.keys()].filter((building) => next[building] === -1);
    const beside = waiting.find((building) => neighbours[building]!.some((other) => next[other]! >= 0));
    const building = beside ?? waiting[0]!;
    const choices = neighbours[building]!.map((other) => next[other]!).filter((grid) => grid >= 0);
    const nearest = [...next.keys()]
      .filter((other) => next[other]! >= 0)
      .reduce((a, b) => (distances[building * size + b]! < distances[building * size + a]! ? b : a));
    const grid =
      choices.length > 0 ? choices.reduce((a, b) => (sums[b]! < sums[a]! ? b : a)) : next[nearest]!;
    next[building] = grid;
    sums[grid]! += homes[building]!;
  }
  return next;
}

/** Where a grid has come apart, only its part with most homes stays it. */
function dropFragments({ homes }: Prepared, { neighbours }: Counts, gridOf: readonly number[]): number[] {
  if (!neighbours) return [...gridOf];
  const part = partsOf(
    neighbours.map((list, building) => list.filter((other) => gridOf[other] === gridOf[building])),
  );
  const sums = new Map<number, number>();
  part.forEach((id, building) => {
    sums.set(id, (sums.get(id) ?? 0) + homes[building]!);
  });
  const largest = new Map<number, number>();
  part.forEach((id, building) => {
    const best = largest.get(gridOf[building]!);
    if (best === undefined || sums.get(id)! > sums.get(best)!) largest.set(gridOf[building]!, id);
  });
  return gridOf.map((grid, building) => (largest.get(grid) === part[building] ? grid : -1));
}

/** Fresh grids under today's names, each the one it shares most homes with. */
function matchGrids(
  { problem, homes }: Prepared,
  today: Today,
  fresh: Plan,
): { gridOf: number[]; gridIds: string[] } {
  const gridOf = problem.buildings.map(({ id }) =>
    fresh.grids.findIndex(({ buildingIds }) => buildingIds.includes(id)),
  );
  const shared = fresh.grids.flatMap((_, grid) =>
    today.gridIds.map((id, old) => ({
      grid,
      id,
      homes: homes.reduce(
        (sum, count, b) => sum + (gridOf[b] === grid && today.gridOf[b] === old ? count : 0),
        0,
      ),
    })),
  );
  const names = new Map<number, string>();
  const used = new Set<string>(today.gridIds);
  const given = new Set<string>();
  for (const { grid, id } of shared.filter((pair) => pair.homes > 0).sort((a, b) => b.homes - a.homes)) {
    if (names.has(grid) || given.has(id)) continue;
    names.set(grid, id);
    given.add(id);
  }
  let next = 1;
  const gridIds = fresh.grids.map((_, grid) => {
    const name = names.get(grid);
    if (name !== undefined) return name;
    while (used.has(`g${next}`)) next += 1;
    used.add(`g${next}`);
    return `g${next}`;
  });
  return { gridOf, gridIds };
}

/** The fewest changes within these grids whose walk is within the limit. */
function leastChanged(
  prepared: Prepared,
  solver: Solver,
  today: Today,
  gridOf: number[],
  gridIds: string[],
  limit: number,
  options: ReplanOptions,
): Way | undefined {
  const solve = (changeMetres: number, isFree: boolean): Way | undefined => {
    const classes = classesToday(prepared, today, gridOf, isFree);
    const { membersPerAreaMin: membersMin, membersPerAreaMax: membersMax } = prepared.bounds;
    const input = { gridOf, gridCount: gridIds.length, membersMin, membersMax, classes, changeMetres };
    const relaxed = relax(solver, prepared, input);
    if (!relaxed) return undefined;
    const first = assignNear(solver, prepared, input, relaxed.solution);
    const enough = options.optimalityGap ?? defaultOptimalityGap;
    // What a change weighs makes the sum large; what is enough must stay below one change.
    const tight =
      changeMetres > 0
        ? Math.min(enough, (0.5 * changeMetres) / Math.max(1, relaxed.solution.objective))
        : enough;
    const best = assign(solver, prepared, input, relaxed.solution, first, tight);
    if (!best) return undefined;
    const { assignment } = best;
    return { gridOf, gridIds, classes, assignment, changed: prepared.totalHomes - assignment.kept };
  };
  const isFree = solve(heaviestChange, false) === undefined;
  const fewest = solve(heaviestChange, isFree);
  if (!fewest || fewest.assignment.metres <= limit) return fewest;
  let best = solve(0, isFree);
  if (!best || best.assignment.metres > limit) return undefined;
  let [low, high] = [0.1, 1000];
  for (let step = 0; step < halvings; step += 1) {
    const middle = Math.sqrt(low * high);
    const way = solve(middle, isFree);
    if (way && way.assignment.metres <= limit) {
      low = middle;
      if (way.changed < best.changed) best = way;
    } else high = middle;
  }
  return best;
}

/** Members with homes today each for themselves, bound to the grid of most of these homes; the others by class. */
function classesToday(
  prepared: Prepared,
  { homesOf }: Today,
  gridOf: readonly number[],
  isFree: boolean,
): AssignClass[] {
  const buildingOf = new Map(
    prepared.homeLists.flatMap((list, building) => list.map(({ id }) => [id, building])),
  );
  return prepared.classes.flatMap(({ members, ...kind }): AssignClass[] => {
    const idle = members.filter((member) => !homesOf.has(member));
    const busy = members
      .filter((member) => homesOf.has(member))
      .map((member): AssignClass => {
        const keeps = new Map<number, number>();
        const byGrid = new Map<number, number>();
        for (const { id } of homesOf.get(member)!) {
          const building = buildingOf.get(id)!;
          keeps.set(building, (keeps.get(building) ?? 0) + 1);
          const grid = gridOf[building]!;
          byGrid.set(grid, (byGrid.get(grid) ?? 0) + 1);
        }
        const grid = [...byGrid].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
        return { ...kind, members: [member], keeps, ...(isFree ? {} : { grid }) };
      });
    return idle.length > 0 ? [...busy, { ...kind, members: idle }] : busy;
  });
}

/** What changes from the present plan to the new one, duty by duty. */
function compare(
  prepared: Prepared,
  today: Today,
  present: PresentPlan,
  plan: Plan,
  freshMetres: number | null,
): Replan {
  const { problem } = prepared;
  const before = new Map(present.duties.map(({ homeId, memberId }) => [homeId, memberId]));
  const memberOf = new Map(problem.members.map((member) => [member.id, member]));
  const loads = new Map<string, number>();
  for (const { memberId } of present.duties) loads.set(memberId, (loads.get(memberId) ?? 0) + 1);
  const gridOfMember = new Map(plan.grids.flatMap(({ id, memberIds }) => memberIds.map((m) => [m, id])));
  const changes: DutyChange[] = [];
  const over = new Map<string, number>();
  for (const [index, homes] of today.homesOf) {
    const member = problem.members[index]!;
    over.set(member.id, homes.length - loadOf(member, problem.bounds).most);
  }
  for (const { homeId, memberId, gridId } of plan.duties) {
    const from = before.get(homeId) ?? null;
    if (from === memberId) continue;
    changes.push({ homeId, from, to: memberId, reason: reasonOf(from, memberId, gridId) });
  }
  const standing = new Set(plan.duties.map(({ homeId }) => homeId));
  for (const { homeId, memberId } of present.duties) {
    if (!standing.has(homeId)) changes.push({ homeId, from: memberId, to: null, reason: 'home-gone' });
  }
  const kept = [...today.homesOf.values()].reduce((sum, { length }) => sum + length, 0);
  const gone = changes.filter(({ reason }) => reason === 'home-gone').length;
  const gridIdOf = new Map(plan.grids.flatMap(({ id, buildingIds }) => buildingIds.map((b) => [b, id])));
  return {
    kind: 'replan',
    plan,
    changes,
    homesMoved: problem.buildings.reduce((sum, { id }, building) => {
      const old = today.gridIds[today.gridOf[building]!];
      return old !== undefined && old !== gridIdOf.get(id) ? sum + prepared.homes[building]! : sum;
    }, 0),
    leastChanges:
      prepared.totalHomes -
      kept +
      gone +
      [...over.values()].reduce((sum, homes) => sum + Math.max(0, homes), 0),
    freshMetres,
  };

  function reasonOf(from: string | null, to: string, gridId: string): ChangeReason {
    if (from === null) return 'home-new';
    const member = memberOf.get(from);
    if (!member || loadOf(member, problem.bounds).most === 0) return 'member-gone';
    if ((over.get(from) ?? 0) > 0) return 'member-over-most';
    if (gridOfMember.get(from) !== gridId) return 'grid-changed';
    const least = loadOf(memberOf.get(to)!, problem.bounds).least;
    return (loads.get(to) ?? 0) < least ? 'member-under-least' : 'shorter-walk';
  }
}
