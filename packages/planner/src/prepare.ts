/** A problem made ready for counting: numbers instead of ids, distances, neighbours, members of a kind together. */
import { gabrielNeighbours, toMetres } from './geometry.ts';
import type { Bounds, Home, Member, PlanOptions, Problem } from './types.ts';

/** Members who are the same to the solver: same building, same least and most homes. */
export interface MemberClass {
  building: number;
  least: number;
  most: number;
  /** Indices into the problem's members. */
  members: number[];
}

export interface Prepared {
  problem: Problem;
  bounds: Required<Bounds>;
  /** Homes of each building, in order. */
  homeLists: Home[][];
  homes: number[];
  totalHomes: number;
  /** Metres between two homes of the buildings, row by row. */
  distances: Float64Array;
  /** Neighbours on the map, whether or not grids must be contiguous. */
  neighbours: number[][];
  classes: MemberClass[];
}

export const defaultSameBuildingMetres = 10;
export const defaultNeighbourMetres = 250;

/**
 * Numbers for a problem. For those who call `boundOf` themselves; the planner prepares its own.
 *
 * @throws RangeError when ids repeat, a member lives nowhere, or a count or bound is not a whole number
 * @example prepare(problem).totalHomes
 */
export function prepare(problem: Problem, options: PlanOptions = {}): Prepared {
  const { buildings, members, bounds } = problem;
  const indexOf = indexById(buildings, 'building');
  indexById(members, 'member');
  for (const [name, value] of Object.entries(bounds)) {
    if (typeof value === 'number' && !(Number.isInteger(value) && value >= 0)) {
      throw new RangeError(`${name} is not a whole number: ${value}`);
    }
  }
  const homeLists = buildings.map(({ id, homes }) => {
    if (typeof homes !== 'number') return [...homes];
    if (!(Number.isInteger(homes) && homes >= 0)) throw new RangeError(`Homes of ${id}: ${homes}`);
    return Array.from({ length: homes }, (_, index) => ({ id: `${id}#${index + 1}` }));
  });
  indexById(homeLists.flat(), 'home');
  const homes = homeLists.map(({ length }) => length);
  const places = toMetres(buildings.map(({ at }) => at));
  const distances = new Float64Array(buildings.length ** 2);
  const sameBuilding = options.sameBuildingMetres ?? defaultSameBuildingMetres;
  places.forEach((a, i) => {
    places.forEach((b, j) => {
      // Two towers on one podium have one position: going across still costs at least the walk inside.
      const walk = Math.max(sameBuilding, Math.hypot(a.x - b.x, a.y - b.y));
      distances[i * places.length + j] = i === j ? sameBuilding : walk;
    });
  });
  return {
    problem,
    bounds: { isContiguous: true, ...bounds },
    homeLists,
    homes,
    totalHomes: homes.reduce((sum, count) => sum + count, 0),
    distances,
    neighbours: problem.neighbours
      ? givenNeighbours(problem.neighbours, indexOf)
      : gabrielNeighbours(places, options.neighbourMetres ?? defaultNeighbourMetres),
    classes: classesOf(members, bounds, indexOf),
  };
}

/**
 * What one member may take under the bounds: at least and at most, in homes. Both 0: not available. Whoever serves,
 * serves one home at least, whatever the bound says.
 *
 * @example loadOf({ id: 'm1', buildingId: 'b1', isAvailable: true, mostHomes: 6 }, bounds) // { least: 4, most: 6 }
 */
export function loadOf(member: Member, bounds: Bounds): { least: number; most: number } {
  const most = member.isAvailable
    ? Math.min(bounds.homesPerMemberMax, member.mostHomes ?? bounds.homesPerMemberMax)
    : 0;
  return { least: Math.min(Math.max(1, bounds.homesPerMemberMin), most), most };
}

function classesOf(
  members: readonly Member[],
  bounds: Bounds,
  indexOf: ReadonlyMap<string, number>,
): MemberClass[] {
  const byKind = new Map<string, MemberClass>();
  members.forEach((member, index) => {
    const building = indexOf.get(member.buildingId);
    if (building === undefined) {
      throw new RangeError(`Member ${member.id} lives in no building of the problem: ${member.buildingId}`);
    }
    const { least, most } = loadOf(member, bounds);
    if (most === 0) return;
    const kind = `${building} ${least} ${most}`;
    const found = byKind.get(kind);
    if (found) found.members.push(index);
    else byKind.set(kind, { building, least, most, members: [index] });
  });
  return [...byKind.values()].sort((a, b) => a.building - b.building || a.most - b.most);
}

function givenNeighbours(
  pairs: readonly (readonly [string, string])[],
  indexOf: ReadonlyMap<string, number>,
): number[][] {
  const sets = Array.from({ length: indexOf.size }, () => new Set<number>());
  for (const [one, other] of pairs) {
    const a = indexOf.get(one);
    const b = indexOf.get(other);
    if (a === undefined || b === undefined) throw new RangeError(`No such neighbours: ${one}, ${other}`);
    if (a === b) continue;
    sets[a]!.add(b);
    sets[b]!.add(a);
  }
  return sets.map((set) => [...set].sort((a, b) => a - b));
}

function indexById(things: readonly { id: string }[], what: string): Map<string, number> {
  const indexOf = new Map<string, number>();
  things.forEach(({ id }, index) => {
    if (indexOf.has(id)) throw new RangeError(`Two of one ${what} id: ${id}`);
    indexOf.set(id, index);
  });
  return indexOf;
}
