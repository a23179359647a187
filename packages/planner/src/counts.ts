/**
 * What can be told from counts alone, before any solver: how many members a grid of so many homes needs, and which
 * numbers of areas are possible at all. Members are told apart only by how few and how many homes they take; where
 * these differ, the best ones are counted for every grid, so that a "no" is always right and a "yes" may be too hopeful.
 */
import { partsOf } from './geometry.ts';
import { loadOf, type Prepared } from './prepare.ts';
import { type BoundName, type Bounds, boundNames } from './types.ts';

/** Bounds set otherwise than the problem has them, and members added: to ask what would mend a conflict. */
export type Change = Partial<Omit<Bounds, 'isContiguous'>> & { addedMembers?: number };

export interface Counts {
  homes: readonly number[];
  /** The part of each building that no grid can leave. */
  parts: readonly number[];
  /** The buildings a grid may go on to; undefined where grids need not hang together. */
  neighbours: readonly (readonly number[])[] | undefined;
  areasMin: number;
  areasMax: number;
  membersMin: number;
  membersMax: number;
  isCrossed: boolean;
  /** What each member may take, added ones among them. */
  loads: readonly { least: number; most: number }[];
  /** `fewest[n]`: homes that the n members who may take the fewest must take. */
  fewest: readonly number[];
  /** `most[n]`: homes that the n members who can take the most can take. */
  most: readonly number[];
}

export const allBounds: ReadonlySet<BoundName> = new Set(boundNames);

/** The counts of a problem with only the bounds `held` in force, and with `change` made to them. */
export function countsOf(
  prepared: Prepared,
  held: ReadonlySet<BoundName> = allBounds,
  change: Change = {},
): Counts {
  const { addedMembers = 0, ...changed } = change;
  const bounds = { ...prepared.bounds, ...changed };
  const { homes, totalHomes } = prepared;
  const of = (name: BoundName, value: number, otherwise: number) => (held.has(name) ? value : otherwise);
  const loads: Bounds = {
    ...bounds,
    homesPerMemberMin: of('homesPerMemberMin', bounds.homesPerMemberMin, 0),
    homesPerMemberMax: of('homesPerMemberMax', bounds.homesPerMemberMax, totalHomes),
  };
  const areasMin = Math.max(1, of('areasMin', bounds.areasMin, 1));
  const membersMin = Math.max(1, of('membersPerAreaMin', bounds.membersPerAreaMin, 1));
  const anybody = { id: '', buildingId: '', isAvailable: true };
  const someone = loadOf(anybody, loads);
  const unlimited = !held.has('availability');
  const own = unlimited
    ? []
    : prepared.problem.members.map((member) => loadOf(member, loads)).filter(({ most }) => most > 0);
  const added = unlimited ? totalHomes + areasMin * membersMin : addedMembers;
  const members = [...own, ...Array.from({ length: added }, () => someone)];
  const isContiguous = held.has('contiguity') && bounds.isContiguous;
  return {
    homes,
    parts: isContiguous ? partsOf(prepared.neighbours) : homes.map(() => 0),
    neighbours: isContiguous ? prepared.neighbours : undefined,
    areasMin,
    areasMax: Math.min(homes.length, of('areasMax', bounds.areasMax, homes.length)),
    membersMin,
    membersMax: of('membersPerAreaMax', bounds.membersPerAreaMax, members.length),
    isCrossed: loads.homesPerMemberMin > loads.homesPerMemberMax,
    loads: members,
    fewest: sums(members.map(({ least }) => least).sort((a, b) => a - b)),
    most: sums(members.map(({ most }) => most).sort((a, b) => b - a)),
  };
}

/** How many members one grid of so many homes needs at least; undefined: no number of members is right for it. */
export function membersNeeded(counts: Counts, homes: number): number | undefined {
  return between(counts, homes, counts.membersMin, counts.membersMax);
}

/** Members a grid of so many homes needs, for every number of homes, `Infinity` where none is right. */
export function needTable(counts: Counts): Float64Array {
  const total = counts.homes.reduce((sum, count) => sum + count, 0);
  return Float64Array.from({ length: total + 1 }, (_, homes) => membersNeeded(counts, homes) ?? Infinity);
}

/** The numbers of areas that the counts allow, ascending. Empty: impossible, and that is proven. */
export function possibleAreas(counts: Counts): number[] {
  if (counts.isCrossed) return [];
  const available = counts.most.length - 1;
  const mostOfGrid = counts.most[Math.min(available, counts.membersMax)] ?? 0;
  if (Math.max(...counts.homes) > mostOfGrid) return [];
  const need = membersForAreas(counts);
  const total = counts.homes.reduce((sum, count) => sum + count, 0);
  const possible = [...need.keys()]
    .filter((areas) => areas >= counts.areasMin && areas <= counts.areasMax)
    .filter((areas) => {
      const least = need.get(areas) ?? Infinity;
      return between(counts, total, least, Math.min(available, areas * counts.membersMax)) !== undefined;
    })
    .sort((a, b) => a - b);
  const addingUp = possible.length > 0 ? areasAddingUp(counts, possible.at(-1)!) : undefined;
  return addingUp ? possible.filter((areas) => addingUp.has(areas)) : possible;
}

/** So many sums are looked at; where bounds leave more open, whole buildings hardly ever stand in the way. */
const mostSums = 4_000_000;

/**
 * The numbers of areas into which whole buildings can go by their homes alone: grids have sizes that some buildings add
 * up to, and these sizes add up to all homes. That a building is in one grid only, and who neighbours whom, is left out,
 * so a number that is missing is impossible. Undefined: too many sums to look at.
 */
function areasAddingUp(counts: Counts, areasMax: number): Set<number> | undefined {
  const unit = Math.max(1, greatestDivisor(counts.homes));
  const buildings = counts.homes.map((count) => count / unit);
  const total = buildings.reduce((sum, count) => sum + count, 0);
  const canBeSum = new Uint8Array(total + 1);
  canBeSum[0] = 1;
  for (const count of buildings) {
    for (let sum = total; sum >= count; sum -= 1) canBeSum[sum]! |= canBeSum[sum - count]!;
  }
  const need = needTable(counts);
  const sizes: number[] = [];
  for (let size = 1; size <= total; size += 1) {
    if (canBeSum[size] && Number.isFinite(need[size * unit]!)) sizes.push(size);
  }
  if (sizes.length * total * areasMax > mostSums) return undefined;
  const found = new Set<number>();
  let least = new Float64Array(total + 1).fill(Infinity);
  least[0] = 0;
  for (let areas = 1; areas <= areasMax; areas += 1) {
    const next = new Float64Array(total + 1).fill(Infinity);
    for (const size of sizes) {
      const members = need[size * unit]!;
      for (let sum = size; sum <= total; sum += 1) {
        next[sum] = Math.min(next[sum]!, least[sum - size]! + members);
      }
    }
    least = next;
    if (least[total]! <= counts.loads.length) found.add(areas);
  }
  return found;
}

/** The greatest number that divides all of them; 0 where all are 0. */
export function greatestDivisor(figures: readonly number[]): number {
  return figures.reduce((a, b) => {
    let [high, low] = [a, b];
    while (low > 0) [high, low] = [low, high % low];
    return high;
  }, 0);
}

/** For each part the fewest and the most grids it can be cut into. */
export function areasOfParts(counts: Counts): { homes: number; buildings: number[]; areas: number[] }[] {
  const parts = new Map<number, number[]>();
  counts.parts.forEach((part, building) => {
    parts.set(part, [...(parts.get(part) ?? []), building]);
  });
  return [...parts.values()].map((buildings) => {
    const homes = buildings.reduce((sum, building) => sum + counts.homes[building]!, 0);
    const areas: number[] = [];
    for (let count = 1; count <= buildings.length; count += 1) {
      if (membersForPart(counts, homes, count) !== undefined) areas.push(count);
    }
    return { homes, buildings, areas };
  });
}

/** The fewest members for each number of areas over all parts. */
function membersForAreas(counts: Counts): Map<number, number> {
  let need = new Map<number, number>([[0, 0]]);
  for (const { homes, areas } of areasOfParts(counts)) {
    const next = new Map<number, number>();
    for (const [before, members] of need) {
      for (const count of areas) {
        const sum = members + (membersForPart(counts, homes, count) ?? Infinity);
        next.set(before + count, Math.min(sum, next.get(before + count) ?? Infinity));
      }
    }
    need = next;
  }
  return need;
}

function membersForPart(counts: Counts, homes: number, areas: number): number | undefined {
  return between(counts, homes, areas * counts.membersMin, areas * counts.membersMax);
}

/** The fewest members from `from` to `to` who can take exactly so many homes. */
function between({ fewest, most }: Counts, homes: number, from: number, to: number): number | undefined {
  let low = from;
  let high = Math.min(to, most.length - 1);
  if (low > high || most[high]! < homes) return undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (most[middle]! >= homes) high = middle;
    else low = middle + 1;
  }
  return fewest[low]! <= homes ? low : undefined;
}

function sums(figures: readonly number[]): number[] {
  let sum = 0;
  return [
    0,
    ...figures.map((figure) => {
      sum += figure;
      return sum;
    }),
  ];
}
