/**
 * From counts to names: which home, which member. The walk is settled already (homes of a building are equally far), so
 * everything here is free of cost: a member keeps today's homes, serves the own home where it falls to the class, and
 * gets whole units and floors where the loads allow.
 */
import type { AssignClass, Assignment, Serving } from './assign.ts';
import type { Prepared } from './prepare.ts';
import type { Home } from './types.ts';

export interface NamedDuty {
  home: Home;
  building: number;
  /** Index of the member in the problem. */
  member: number;
  grid: number;
}

interface Given {
  home: Home;
  building: number;
}

/** What a cut between two members' homes spoils: a floor, more than a unit; and a little for uneven loads. */
const floorCut = 3;
const unitCut = 1;
const unevenness = 0.01;

/** `keptHomes`: for each class the homes it serves today, in order; empty where nothing is to be kept. */
export function shareOut(
  prepared: Prepared,
  classes: readonly AssignClass[],
  { servings }: Assignment,
  keptHomes: ReadonlyMap<number, readonly Home[]> = new Map(),
): NamedDuty[] {
  const given = shareHomes(prepared, classes, servings, keptHomes);
  const portions = servings.flatMap((serving, index) => {
    const { least, most } = classes[serving.class]!;
    return cutPortions(given[index]!, serving.members, least, most).map((homes) => ({ serving, homes }));
  });
  const owners = nameMembers(prepared, classes, portions);
  return portions.flatMap(({ serving, homes }, index) =>
    homes.map(({ home, building }) => ({ home, building, member: owners[index]!, grid: serving.grid })),
  );
}

/** Each building's homes to the servings that have a claim on them: kept ones first, the others floor by floor. */
function shareHomes(
  { homeLists }: Prepared,
  classes: readonly AssignClass[],
  servings: readonly Serving[],
  keptHomes: ReadonlyMap<number, readonly Home[]>,
): Given[][] {
  const given = servings.map((): Given[] => []);
  homeLists.forEach((list, building) => {
    const claims = servings
      .map((serving, index) => ({ index, claim: serving.homes.find((entry) => entry.building === building) }))
      .filter(({ claim }) => claim !== undefined)
      .sort((a, b) => rank(a.index) - rank(b.index) || a.index - b.index);
    const taken = new Set<string>();
    for (const { index, claim } of claims) {
      const own = new Set((keptHomes.get(servings[index]!.class) ?? []).map(({ id }) => id));
      const kept = list.filter(({ id }) => own.has(id) && !taken.has(id)).slice(0, claim!.kept);
      for (const home of kept) {
        taken.add(home.id);
        given[index]!.push({ home, building });
      }
    }
    const free = list.filter(({ id }) => !taken.has(id));
    let next = 0;
    for (const { index, claim } of claims) {
      const count = claim!.count - given[index]!.filter((entry) => entry.building === building).length;
      for (const home of free.slice(next, next + count)) given[index]!.push({ home, building });
      next += count;
    }
    function rank(index: number): number {
      return classes[servings[index]!.class]!.building === building ? 0 : 1;
    }
  });
  return given;
}

/** A row of homes cut into so many portions, each from `least` to `most`, at units and floors where that can be. */
function cutPortions(homes: readonly Given[], portions: number, least: number, most: number): Given[][] {
  const size = homes.length;
  const mean = size / portions;
  let cost = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
  cost[0] = 0;
  const cuts: Int32Array[] = [];
  for (let portion = 1; portion <= portions; portion += 1) {
    const next = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const cut = new Int32Array(size + 1);
    for (let end = portion * least; end <= Math.min(size, portion * most); end += 1) {
      for (let count = least; count <= Math.min(most, end); count += 1) {
        const sum = cost[end - count]! + spoilt(homes, end) + unevenness * (count - mean) ** 2;
        if (sum >= next[end]!) continue;
        next[end] = sum;
        cut[end] = count;
      }
    }
    cuts.push(cut);
    cost = next;
  }
  const found: Given[][] = [];
  let end = size;
  for (const cut of cuts.reverse()) {
    found.unshift(homes.slice(end - cut[end]!, end));
    end -= cut[end]!;
  }
  return found;
}

function spoilt(homes: readonly Given[], at: number): number {
  const before = homes[at - 1];
  const after = homes[at];
  if (!before || !after || before.building !== after.building) return 0;
  if (before.home.unit !== after.home.unit) return 0;
  return before.home.floor === after.home.floor && after.home.floor !== undefined ? floorCut : unitCut;
}

/** A member for each portion: whoever lives in it, and otherwise in the order of their own homes. */
function nameMembers(
  { problem, homeLists }: Prepared,
  classes: readonly AssignClass[],
  portions: readonly { serving: Serving; homes: readonly Given[] }[],
): number[] {
  const owners = portions.map(() => -1);
  classes.forEach(({ building, members }, index) => {
    const place = new Map(homeLists[building]!.map(({ id }, at) => [id, at]));
    const free = [...members].sort(
      (a, b) => placeOf(a) - placeOf(b) || (problem.members[a]!.id < problem.members[b]!.id ? -1 : 1),
    );
    const own = [...portions.keys()].filter((at) => portions[at]!.serving.class === index);
    for (const at of own) {
      const lives = free.findIndex((member) =>
        portions[at]!.homes.some(({ home }) => home.id === problem.members[member]!.homeId),
      );
      if (lives >= 0) owners[at] = free.splice(lives, 1)[0]!;
    }
    for (const at of own) if (owners[at] === -1) owners[at] = free.shift()!;
    function placeOf(member: number): number {
      return place.get(problem.members[member]!.homeId ?? '') ?? Number.MAX_SAFE_INTEGER;
    }
  });
  return owners;
}
