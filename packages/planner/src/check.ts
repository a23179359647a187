/** A verifier that shares nothing with the search: it reads the problem and the plan as they are written down. */
import { boundOf, jointConfines } from './bound.ts';
import { gabrielNeighbours, partsOf, toMetres } from './geometry.ts';
import { defaultNeighbourMetres, defaultSameBuildingMetres, loadOf, prepare } from './prepare.ts';
import type { BoundName, Duty, PlanOptions, Problem } from './types.ts';

/** One thing that is not as it should be. `bound` where a bound of the problem is broken, otherwise `what` alone. */
export interface Fault {
  bound?: BoundName;
  what:
    | 'bound'
    | 'building-not-in-one-grid'
    | 'home-not-served-once'
    | 'member-in-two-grids'
    | 'duty-outside-grid'
    | 'unknown-id'
    | 'wrong-metres'
    | 'proof-does-not-hold';
  at: string;
  value?: number;
}

/** What `checkPlan` needs of a plan; a `Plan` or a `GreedyPlan` will do. */
export interface Checkable {
  grids: readonly {
    id: string;
    buildingIds: readonly string[];
    memberIds: readonly string[];
    homes: number;
  }[];
  duties: readonly Duty[];
  metres: number;
  proof?: {
    givenGrids: { metres: number; buildingPrices: readonly number[]; gridPrices: readonly number[] };
    joint: { metres: number; buildingPrices: readonly number[]; gridPrices: readonly number[] };
  };
}

/** Bounds and sums agree to within so much, relatively. */
const tolerance = 1e-6;

/**
 * Every fault of a plan: each bound, each building in exactly one grid, each home served exactly once by a member of its
 * grid, each walk as long as stated, and the proof's bounds computed again from their prices. Empty: all holds.
 *
 * @param options as the plan was made with (`sameBuildingMetres`, `neighbourMetres`)
 * @throws RangeError when the problem itself is not well-formed, as `planGrids`
 * @example checkPlan(problem, plan).length === 0
 */
export function checkPlan(problem: Problem, plan: Checkable, options: PlanOptions = {}): Fault[] {
  return [
    ...checkBuildings(problem, plan, options),
    ...checkDuties(problem, plan, options),
    ...checkLoads(problem, plan),
    ...checkProof(problem, plan, options),
  ];
}

function checkBuildings(problem: Problem, { grids }: Checkable, options: PlanOptions): Fault[] {
  const faults: Fault[] = [];
  const { bounds, buildings } = problem;
  const index = new Map(buildings.map(({ id }, at) => [id, at]));
  const times = new Map<string, number>();
  for (const id of grids.flatMap(({ buildingIds }) => buildingIds)) {
    if (!index.has(id)) faults.push({ what: 'unknown-id', at: id });
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  for (const { id } of buildings) {
    const value = times.get(id) ?? 0;
    if (value !== 1) faults.push({ what: 'building-not-in-one-grid', at: id, value });
  }
  if (grids.length < bounds.areasMin) faults.push(broken('areasMin', 'grids', grids.length));
  if (grids.length > bounds.areasMax) faults.push(broken('areasMax', 'grids', grids.length));
  if (bounds.isContiguous === false) return faults;
  const pairs = new Set(
    problem.neighbours?.flatMap(([a, b]) => [`${a}\n${b}`, `${b}\n${a}`]) ??
      gabrielNeighbours(
        toMetres(buildings.map(({ at }) => at)),
        options.neighbourMetres ?? defaultNeighbourMetres,
      ).flatMap((list, a) => list.map((b) => `${buildings[a]!.id}\n${buildings[b]!.id}`)),
  );
  for (const { id, buildingIds } of grids) {
    const among = buildingIds.map((a) =>
      [...buildingIds.keys()].filter((b) => pairs.has(`${a}\n${buildingIds[b]}`)),
    );
    const parts = Math.max(-1, ...partsOf(among)) + 1;
    if (parts > 1) faults.push(broken('contiguity', id, parts));
  }
  return faults;
}

function checkDuties(problem: Problem, { grids, duties, metres }: Checkable, options: PlanOptions): Fault[] {
  const faults: Fault[] = [];
  const { buildings, members } = problem;
  const places = toMetres(buildings.map(({ at }) => at));
  const placeOf = new Map(buildings.map(({ id }, at) => [id, places[at]!]));
  const memberOf = new Map(members.map((member) => [member.id, member]));
  const buildingOfHome = new Map(
    buildings.flatMap(({ id, homes }) =>
      (typeof homes === 'number'
        ? Array.from({ length: homes }, (_, at) => `${id}#${at + 1}`)
        : homes.map((home) => home.id)
      ).map((home) => [home, id] as const),
    ),
  );
  const gridOfBuilding = new Map(grids.flatMap(({ id, buildingIds }) => buildingIds.map((b) => [b, id])));
  const gridOfMember = new Map<string, string>();
  for (const { id, memberIds } of grids) {
    for (const member of memberIds) {
      if (gridOfMember.has(member)) faults.push({ what: 'member-in-two-grids', at: member });
      gridOfMember.set(member, id);
    }
  }
  const times = new Map<string, number>();
  const sameBuilding = options.sameBuildingMetres ?? defaultSameBuildingMetres;
  let sum = 0;
  for (const { homeId, memberId, gridId, metres: stated } of duties) {
    times.set(homeId, (times.get(homeId) ?? 0) + 1);
    const building = buildingOfHome.get(homeId);
    const member = memberOf.get(memberId);
    if (building === undefined || member === undefined) {
      faults.push({ what: 'unknown-id', at: building === undefined ? homeId : memberId });
      continue;
    }
    if (gridOfBuilding.get(building) !== gridId || gridOfMember.get(memberId) !== gridId) {
      faults.push({ what: 'duty-outside-grid', at: homeId });
    }
    const a = placeOf.get(member.buildingId)!;
    const b = placeOf.get(building)!;
    const walk = Math.max(sameBuilding, Math.hypot(a.x - b.x, a.y - b.y));
    sum += walk;
    if (Math.abs(walk - stated) > tolerance * (1 + walk)) {
      faults.push({ what: 'wrong-metres', at: homeId, value: walk });
    }
  }
  for (const home of buildingOfHome.keys()) {
    const value = times.get(home) ?? 0;
    if (value !== 1) faults.push({ what: 'home-not-served-once', at: home, value });
  }
  if (Math.abs(sum - metres) > tolerance * (1 + sum)) {
    faults.push({ what: 'wrong-metres', at: 'plan', value: sum });
  }
  return faults;
}

function checkLoads({ bounds, members }: Problem, { grids, duties }: Checkable): Fault[] {
  const faults: Fault[] = [];
  const memberOf = new Map(members.map((member) => [member.id, member]));
  const load = new Map<string, number>();
  for (const { memberId } of duties) load.set(memberId, (load.get(memberId) ?? 0) + 1);
  for (const { id, memberIds } of grids) {
    const count = memberIds.length;
    if (count < bounds.membersPerAreaMin) faults.push(broken('membersPerAreaMin', id, count));
    if (count > bounds.membersPerAreaMax) faults.push(broken('membersPerAreaMax', id, count));
    for (const memberId of memberIds) {
      const member = memberOf.get(memberId);
      if (!member) continue;
      const { least, most } = loadOf(member, bounds);
      const value = load.get(memberId) ?? 0;
      if (!member.isAvailable || (member.mostHomes !== undefined && value > member.mostHomes)) {
        faults.push(broken('availability', memberId, value));
      } else if (value > most) faults.push(broken('homesPerMemberMax', memberId, value));
      if (value < least) faults.push(broken('homesPerMemberMin', memberId, value));
    }
  }
  return faults;
}

function checkProof(problem: Problem, { grids, metres, proof }: Checkable, options: PlanOptions): Fault[] {
  if (!proof) return [];
  const prepared = prepare(problem, options);
  const gridOf = problem.buildings.map(({ id }) =>
    grids.findIndex(({ buildingIds }) => buildingIds.includes(id)),
  );
  const { membersPerAreaMin, membersPerAreaMax } = problem.bounds;
  const given = {
    gridOf,
    gridCount: grids.length,
    membersMin: membersPerAreaMin,
    membersMax: membersPerAreaMax,
  };
  const proofs = [
    ['givenGrids', proof.givenGrids, given],
    ['joint', proof.joint, jointConfines(prepared)],
  ] as const;
  return proofs.flatMap(([at, { metres: stated, buildingPrices, gridPrices }, confines]): Fault[] => {
    const value = boundOf(prepared, confines, {
      buildingPrices: [...buildingPrices],
      gridPrices: [...gridPrices],
    });
    const holds = value >= stated - tolerance * (1 + stated) && metres >= stated - tolerance * (1 + stated);
    return holds ? [] : [{ what: 'proof-does-not-hold', at, value }];
  });
}

function broken(bound: BoundName, at: string, value: number): Fault {
  return { what: 'bound', bound, at, value };
}
