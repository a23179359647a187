/**
 * Buildings into grids: contiguous, of a size the bounds allow, balanced, and cutting as little as possible of the
 * walks that the joint relaxation would make. Simulated annealing on moves and swaps that keep grids contiguous;
 * for a handful of buildings every partition is looked at, which also proves that there is none.
 */
import { areasOfParts, type Counts, greatestDivisor, needTable } from './counts.ts';
import { partsOf } from './geometry.ts';
import { seededRandom } from './random.ts';

export interface PartitionInput {
  counts: Counts;
  areas: number;
  /** Metres between buildings, row by row. */
  distances: Float64Array;
  /** Homes served across two buildings in the joint relaxation, from × to. */
  flows: Float64Array;
  /** Members who live in each building and can serve. */
  members: readonly number[];
  balanceTolerance: number;
  seed: number;
  /** Grids to begin with and to leave as few homes of as can be; instead of seeds of chance. */
  today?: readonly number[];
  /** The first partition that the counts allow is enough. */
  anyWillDo?: boolean;
}

const stepsPerBuilding = 1_000;
const leastSteps = 2_000;
const mostSteps = 100_000;
/** So many times its steps the search may go on while it has found nothing. */
const searchesMore = 8;

/** What it weighs that a building of common size leaves its grid of today, in typical ties. */
const leavingWeight = 20;

/** The grid of each building, or undefined where the search found none that the counts allow. */
export function partition(input: PartitionInput): number[] | undefined {
  const { counts, areas, distances, seed, today } = input;
  const { homes } = counts;
  const size = homes.length;
  const random = seededRandom(seed);
  const gridOf = today ? [...today] : grow(counts, areas, distances, random);
  if (!gridOf) return undefined;
  const neighbours =
    counts.neighbours ?? homes.map((_, building) => [...homes.keys()].filter((other) => other !== building));
  const ties = tiesOf(input, neighbours);
  const need = needTable(counts);
  const distress = distressTable(need);
  const available = counts.most.length - 1;
  const mean = homes.reduce((sum, count) => sum + count, 0) / areas;
  const slack = Math.max(1, mean * input.balanceTolerance);
  const shortWeight = crossingCost(input, neighbours);
  const membersIn = new Float64Array(areas);
  const inGrid = new Float64Array(areas);
  const sizes = new Int32Array(areas);
  gridOf.forEach((grid, building) => {
    inGrid[grid]! += homes[building]!;
    membersIn[grid]! += input.members[building]!;
    sizes[grid]! += 1;
  });
  const typical = typicalTie(ties);
  const leaving = homes.map((count) =>
    today ? (leavingWeight * typical * count * size) / (mean * areas) : 0,
  );
  const balanceWeight = 0.5 * typical;
  // Faults have a heat of their own: the search passes through them, in the end by the homes of a unit or two.
  const faultGrain = Math.max(1, greatestDivisor(homes));
  const costOf = (count: number) => Math.max(0, Math.abs(count - mean) - slack) * balanceWeight;
  const needOf = (grid: number) => {
    const members = need[inGrid[grid]!]!;
    return Number.isFinite(members) ? members : 0;
  };
  // Members whom a grid needs and who must come from elsewhere.
  const shortOf = (grid: number) => Math.max(0, needOf(grid) - membersIn[grid]!) * shortWeight;
  const isSound = () => inGrid.every((count) => Number.isFinite(need[count]!)) && needed <= available;
  let cut = cutOf(ties, gridOf);
  let needed = 0;
  let short = 0;
  for (let grid = 0; grid < areas; grid += 1) {
    needed += needOf(grid);
    short += shortOf(grid);
  }
  const lackOf = () => Math.max(0, needed - available);
  let lack = lackOf();
  let balance = inGrid.reduce((sum, count) => sum + costOf(count), 0);
  let faults = inGrid.reduce((sum, count) => sum + distress[count]!, 0);
  let best: number[] | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  const remember = () => {
    const cost = cut + short + balance;
    if (cost < bestCost - 1e-9 && isSound()) {
      bestCost = cost;
      best = [...gridOf];
    }
  };
  remember();
  const steps = Math.min(mostSteps, Math.max(leastSteps, stepsPerBuilding * size));
  const seen = new Int32Array(size);
  let mark = 0;
  const holdsTogether = (grid: number, from: number): boolean => {
    if (!counts.neighbours || sizes[grid]! <= 1) return sizes[grid]! > 0;
    mark += 1;
    let reached = 1;
    const queue = [from];
    seen[from] = mark;
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const next of neighbours[at]!) {
        if (gridOf[next] !== grid || seen[next] === mark) continue;
        seen[next] = mark;
        reached += 1;
        queue.push(next);
      }
    }
    return reached === sizes[grid]!;
  };
  const anyOf = (grid: number) => gridOf.indexOf(grid);
  const move = (building: number, to: number) => {
    const from = gridOf[building]!;
    for (const [other, weight] of ties[building]!) {
      if (gridOf[other] === from) cut += weight;
      else if (gridOf[other] === to) cut -= weight;
    }
    if (today?.[building] === from) cut += leaving[building]!;
    else if (today?.[building] === to) cut -= leaving[building]!;
    const count = homes[building]!;
    balance -= costOf(inGrid[from]!) + costOf(inGrid[to]!);
    faults -= distress[inGrid[from]!]! + distress[inGrid[to]!]!;
    needed -= needOf(from) + needOf(to);
    short -= shortOf(from) + shortOf(to);
    inGrid[from]! -= count;
    inGrid[to]! += count;
    membersIn[from]! -= input.members[building]!;
    membersIn[to]! += input.members[building]!;
    balance += costOf(inGrid[from]!) + costOf(inGrid[to]!);
    faults += distress[inGrid[from]!]! + distress[inGrid[to]!]!;
    needed += needOf(from) + needOf(to);
    short += shortOf(from) + shortOf(to);
    sizes[from]! -= 1;
    sizes[to]! += 1;
    gridOf[building] = to;
  };
  const stepsAfter = (found: boolean) => (found ? (input.anyWillDo ? 0 : steps) : steps * (1 + searchesMore));
  for (let step = 0; step < stepsAfter(best !== undefined); ) {
    const left = Math.max(0, 1 - step / steps) ** 2;
    // Beyond its steps the search looks for any partition that the counts allow, wherever it cuts.
    const heat = typical * (step < steps ? 1 + 12 * left : 30);
    const faultHeat = faultGrain * (0.5 + 6 * left);
    const building = Math.floor(random() * size);
    const around = neighbours[building]!;
    step += 0.1;
    if (around.length === 0) continue;
    const beside = around[Math.floor(random() * around.length)]!;
    const from = gridOf[building]!;
    const to = gridOf[beside]!;
    const swapDraw = random();
    const pick = random();
    const accept = random();
    if (from === to) continue;
    step += 0.9;
    const before = (cut + short + balance) / heat + (faults + lack * 4) / faultHeat;
    const done: [number, number][] = [];
    move(building, to);
    done.push([building, from]);
    if (swapDraw < 0.5) {
      // Something comes back the other way: the only kind of step left where every grid must have an exact size.
      const back: number[] = [];
      for (let other = 0; other < size; other += 1) {
        if (
          gridOf[other] === to &&
          other !== building &&
          neighbours[other]!.some((next) => gridOf[next] === from)
        ) {
          back.push(other);
        }
      }
      const chosen =
        swapDraw < 0.25
          ? back[Math.floor(pick * back.length)]
          : bestBack(back, homes, distress, inGrid[from]!, inGrid[to]!);
      if (chosen !== undefined) {
        move(chosen, from);
        done.push([chosen, to]);
      }
    }
    lack = lackOf();
    const after = (cut + short + balance) / heat + (faults + lack * 4) / faultHeat;
    const isWanted = sizes[from]! > 0 && (after <= before || accept < Math.exp(before - after));
    if (isWanted && holdsTogether(from, anyOf(from)) && holdsTogether(to, anyOf(to))) {
      if (lack === 0) remember();
      continue;
    }
    for (const [back, grid] of done.reverse()) move(back, grid);
    lack = lackOf();
  }
  return best && (today ? best : numbered(best));
}

/** Of the buildings that could come back, the one that leaves the two grids nearest a size that can be served. */
function bestBack(
  back: readonly number[],
  homes: readonly number[],
  distress: Float64Array,
  from: number,
  to: number,
): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const building of back) {
    const count = homes[building]!;
    const left = distress[from + count]! + distress[to - count]!;
    if (left >= least) continue;
    least = left;
    best = building;
  }
  return best;
}

/** Grids numbered by their lowest building, so that equal partitions are equal. */
export function numbered(gridOf: readonly number[]): number[] {
  const names = new Map<number, number>();
  return gridOf.map((grid) => {
    const name = names.get(grid) ?? names.size;
    names.set(grid, name);
    return name;
  });
}

/** Whether every grid has a size that members can serve, there are enough of them for all, and grids hang together. */
export function isSound(counts: Counts, gridOf: readonly number[], areas: number): boolean {
  const need = needTable(counts);
  const sums = Array.from({ length: areas }, () => 0);
  gridOf.forEach((grid, building) => {
    sums[grid]! += counts.homes[building]!;
  });
  const members = sums.reduce((sum, count) => sum + need[count]!, 0);
  return members <= counts.most.length - 1 && hangsTogether(counts, gridOf, areas);
}

export function hangsTogether({ neighbours }: Counts, gridOf: readonly number[], areas: number): boolean {
  if (!neighbours) return true;
  const within = neighbours.map((list, building) =>
    list.filter((other) => gridOf[other] === gridOf[building]),
  );
  return Math.max(...partsOf(within)) + 1 === areas;
}

/** How many buildings `partitionExactly` can look through. */
export const exactBuildings = 13;

/**
 * Some partition into a number of grids the counts allow, by looking at all of them; undefined proves that there is
 * none. Dynamic programme over sets of buildings; 3^n steps, for at most `exactBuildings`.
 */
export function partitionExactly(counts: Counts): number[] | undefined {
  const { homes, neighbours, areasMin, areasMax } = counts;
  const size = homes.length;
  const need = needTable(counts);
  const available = counts.most.length - 1;
  const all = 2 ** size - 1;
  const around = homes.map((_, building) =>
    neighbours ? neighbours[building]!.reduce((mask, other) => mask | (1 << other), 0) : all,
  );
  const needOf = new Float64Array(all + 1).fill(Number.POSITIVE_INFINITY);
  for (let set = 1; set <= all; set += 1) {
    let reached = set & -set;
    for (let before = 0; reached !== before; ) {
      before = reached;
      for (let building = 0; building < size; building += 1) {
        if (reached & (1 << building)) reached |= around[building]! & set;
      }
    }
    if (reached !== set) continue;
    let count = 0;
    for (let building = 0; building < size; building += 1)
      if (set & (1 << building)) count += homes[building]!;
    needOf[set] = need[count]!;
  }
  // Only sets that can be a grid are tried, by their lowest building: a few hundred instead of 2^n.
  const grids = homes.map((): number[] => []);
  for (let set = 1; set <= all; set += 1) {
    if (Number.isFinite(needOf[set]!)) grids[31 - Math.clz32(set & -set)]!.push(set);
  }
  const most = Math.min(areasMax, size);
  // least[set]: fewest members for the set cut into so many grids; choice: the grid with its lowest building.
  let least = new Float64Array(all + 1).fill(Number.POSITIVE_INFINITY);
  least[0] = 0;
  const choices: Int32Array[] = [];
  for (let areas = 1; areas <= most; areas += 1) {
    const next = new Float64Array(all + 1).fill(Number.POSITIVE_INFINITY);
    const choice = new Int32Array(all + 1);
    for (let set = 1; set <= all; set += 1) {
      for (const grid of grids[31 - Math.clz32(set & -set)]!) {
        if ((grid & set) !== grid) continue;
        const sum = needOf[grid]! + least[set ^ grid]!;
        if (sum < next[set]!) {
          next[set] = sum;
          choice[set] = grid;
        }
      }
    }
    choices.push(choice);
    least = next;
    if (areas >= areasMin && next[all]! <= available) return unfold(choices, all, size);
  }
  return undefined;
}

function unfold(choices: readonly Int32Array[], all: number, size: number): number[] {
  const gridOf = new Array<number>(size).fill(0);
  let left = all;
  for (let areas = choices.length - 1; areas >= 0; areas -= 1) {
    const grid = choices[areas]![left]!;
    for (let building = 0; building < size; building += 1)
      if (grid & (1 << building)) gridOf[building] = areas;
    left ^= grid;
  }
  return numbered(gridOf);
}

/** The first cut alone, without any search. */
export function gridsByGrowth(
  counts: Counts,
  areas: number,
  distances: Float64Array,
  seed: number,
): number[] | undefined {
  const gridOf = grow(counts, areas, distances, seededRandom(seed));
  return gridOf && numbered(gridOf);
}

/** A first cut: seeds far apart, then always the smallest grid takes the building nearest its seed. */
function grow(
  counts: Counts,
  areas: number,
  distances: Float64Array,
  random: () => number,
): number[] | undefined {
  const { homes } = counts;
  const size = homes.length;
  const shares = shareAreas(counts, areas);
  if (!shares) return undefined;
  const gridOf = new Array<number>(size).fill(-1);
  let firstGrid = 0;
  for (const { buildings, areas: own } of shares) {
    const seeds = [buildings[Math.floor(random() * buildings.length)]!];
    while (seeds.length < own) {
      const weights = buildings.map((building) =>
        Math.min(...seeds.map((seed) => (seed === building ? 0 : distances[seed * size + building]! ** 2))),
      );
      let draw = random() * weights.reduce((sum, weight) => sum + weight, 0);
      const at = weights.findIndex((weight) => {
        draw -= weight;
        return weight > 0 && draw <= 0;
      });
      const next = buildings[at] ?? buildings.find((building) => !seeds.includes(building));
      if (next === undefined) return undefined;
      seeds.push(next);
    }
    const filled = seeds.map((seed) => homes[seed]!);
    seeds.forEach((seed, index) => {
      gridOf[seed] = firstGrid + index;
    });
    for (let left = buildings.length - own; left > 0; left -= 1) {
      const order = [...filled.keys()].sort((a, b) => filled[a]! - filled[b]! || a - b);
      for (const index of order) {
        const grid = firstGrid + index;
        const reachable = buildings.filter(
          (building) =>
            gridOf[building] === -1 &&
            (!counts.neighbours || counts.neighbours[building]!.some((other) => gridOf[other] === grid)),
        );
        if (reachable.length === 0) continue;
        const seed = seeds[index]! * size;
        const nearest = reachable.reduce((best, building) =>
          distances[seed + building]! < distances[seed + best]! ? building : best,
        );
        gridOf[nearest] = grid;
        filled[index]! += homes[nearest]!;
        break;
      }
    }
    firstGrid += own;
  }
  return gridOf;
}

/** How many of the areas each part of the compound gets: as its bounds allow, and otherwise by its homes. */
function shareAreas(counts: Counts, areas: number): { buildings: number[]; areas: number }[] | undefined {
  const parts = areasOfParts(counts);
  if (parts.some((part) => part.areas.length === 0)) return undefined;
  const shares = parts.map((part) => ({ ...part, own: part.areas[0]! }));
  for (let left = areas - shares.reduce((sum, { own }) => sum + own, 0); left > 0; left -= 1) {
    const open = shares.filter((share) => share.areas.includes(share.own + 1));
    if (open.length === 0) return undefined;
    const next = open.reduce((best, share) =>
      share.homes / (share.own + 1) > best.homes / (best.own + 1) ? share : best,
    );
    next.own += 1;
  }
  const sum = shares.reduce((total, { own }) => total + own, 0);
  return sum === areas ? shares.map(({ buildings, own }) => ({ buildings, areas: own })) : undefined;
}

/** What it costs to put two buildings into different grids: the walks cut, and a little for every line of neighbours. */
function tiesOf(
  { counts, distances, flows }: PartitionInput,
  neighbours: readonly (readonly number[])[],
): [number, number][][] {
  const size = counts.homes.length;
  const ties = Array.from({ length: size }, () => new Map<number, number>());
  const add = (a: number, b: number, weight: number) => {
    ties[a]!.set(b, (ties[a]!.get(b) ?? 0) + weight);
    ties[b]!.set(a, (ties[b]!.get(a) ?? 0) + weight);
  };
  let walked = 0;
  for (let a = 0; a < size; a += 1) {
    for (let b = 0; b < size; b += 1) {
      const flow = flows[a * size + b]!;
      if (a === b || flow <= 1e-6) continue;
      const weight = flow * distances[a * size + b]!;
      walked += weight;
      add(a, b, weight);
    }
  }
  const even = Math.max(1, walked / size) * 0.2;
  if (counts.neighbours) {
    neighbours.forEach((list, a) => {
      for (const b of list) if (a < b) add(a, b, even);
    });
  } else if (walked === 0) {
    for (let a = 0; a < size; a += 1)
      for (let b = a + 1; b < size; b += 1) add(a, b, 1 / (1 + distances[a * size + b]!));
  }
  return ties.map((map) => [...map]);
}

/** What a member costs who serves beyond the border: the way to a neighbour for each home of a common load. */
function crossingCost(
  { counts, distances }: PartitionInput,
  neighbours: readonly (readonly number[])[],
): number {
  const size = counts.homes.length;
  let metres = 0;
  let ways = 0;
  neighbours.forEach((list, a) => {
    for (const b of list) {
      metres += distances[a * size + b]!;
      ways += 1;
    }
  });
  const total = counts.homes.reduce((sum, count) => sum + count, 0);
  return ways === 0 ? 0 : ((metres / ways) * total) / Math.max(1, counts.most.length - 1);
}

function typicalTie(ties: readonly (readonly (readonly [number, number])[])[]): number {
  const sums = ties.map((list) => list.reduce((sum, [, weight]) => sum + weight, 0)).sort((a, b) => a - b);
  return Math.max(1e-6, (sums[sums.length >> 1] ?? 1) / 10);
}

function cutOf(ties: readonly (readonly (readonly [number, number])[])[], gridOf: readonly number[]): number {
  let cut = 0;
  ties.forEach((list, a) => {
    for (const [b, weight] of list) if (a < b && gridOf[a] !== gridOf[b]) cut += weight;
  });
  return cut;
}

/** How many homes a grid of so many is away from one that some number of members can serve. */
function distressTable(need: Float64Array): Float64Array {
  const distress = new Float64Array(need.length).fill(need.length);
  let last = Number.NEGATIVE_INFINITY;
  need.forEach((members, homes) => {
    if (Number.isFinite(members)) last = homes;
    distress[homes] = Math.min(need.length, homes - last);
  });
  last = Number.POSITIVE_INFINITY;
  for (let homes = need.length - 1; homes >= 0; homes -= 1) {
    if (Number.isFinite(need[homes]!)) last = homes;
    distress[homes] = Math.min(distress[homes]!, last - homes);
  }
  return distress;
}
