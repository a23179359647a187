/** Why there is no plan: a smallest set of bounds that cannot hold together, and what would mend it. */
import { allBounds, type Change, countsOf, possibleAreas } from './counts.ts';
import { partsOf } from './geometry.ts';
import { judge } from './judge.ts';
import { labelOfConflict, labelOfMend, labelOfNotFound } from './messages.ts';
import { exactBuildings, partitionExactly } from './partition.ts';
import { loadOf, type Prepared } from './prepare.ts';
import type { Solver } from './solver.ts';
import { type BoundName, boundNames, type Impossible, type ImpossibleCode, type Mend } from './types.ts';

/** Whether these bounds can hold together, with a change made. "No" is proven; "yes" is as far as counts, or all partitions, tell. */
type Oracle = (held: ReadonlySet<BoundName>, change?: Change) => boolean;

/** The conflict, where counting proves one; undefined where the counts agree. */
export function explain(prepared: Prepared, solver: Solver): Impossible | undefined {
  if (prepared.totalHomes === 0) return describe(prepared, 'no-homes', []);
  if (possibleAreas(countsOf(prepared)).length > 0) return undefined;
  return describeConflict(prepared, smallestConflict(prepared, solver));
}

/** The conflict of few buildings, where looking at every partition proves one though the counts agree. */
export function explainExactly(prepared: Prepared, solver: Solver): Impossible | undefined {
  if (!isSmall(prepared) || oracleOf(prepared)(allBounds)) return undefined;
  return describeConflict(prepared, smallestConflict(prepared, solver));
}

interface Conflict {
  names: BoundName[];
  isSmallest: boolean;
}

/**
 * A smallest set of bounds that cannot hold together, of a problem whose bounds do not. Bounds that can hold together
 * are collected, each time as many as can be; a conflict has some bound outside each such collection. So the smallest
 * sets with that property are tried first, and one that cannot hold together is a smallest conflict (the minimum hitting
 * set duality of Ignatiev, Previti, Liffiton and Marques-Silva 2015). Smaller sets about which nothing is certain are
 * left out; then the conflict is a proven one, and not proven to be the smallest.
 */
function smallestConflict(prepared: Prepared, solver: Solver): Conflict {
  const outsides: BoundName[][] = [];
  const unknown: number[] = [];
  for (const names of setsBySize()) {
    if (outsides.some((outside) => !outside.some((name) => names.includes(name)))) continue;
    const verdict = judge(prepared, solver, new Set(names));
    if (verdict === 'cannot') {
      return { names, isSmallest: unknown.every((size) => size >= names.length) };
    }
    if (verdict === 'unknown') {
      unknown.push(names.length);
      continue;
    }
    const together = new Set(names);
    for (const name of boundNames) {
      if (together.has(name)) continue;
      together.add(name);
      if (judge(prepared, solver, together) !== 'can') together.delete(name);
    }
    outsides.push(boundNames.filter((name) => !together.has(name)));
  }
  throw new Error('The bounds do hold together');
}

/** Nothing was found and nothing is proven. */
export function notFound(prepared: Prepared): Impossible {
  const answer = describe(prepared, 'not-found', []);
  return { ...answer, isProven: false, isSmallest: false, message: labelOfNotFound() };
}

function isSmall({ homes }: Prepared): boolean {
  return homes.length <= exactBuildings;
}

function oracleOf(prepared: Prepared): Oracle {
  return (held, change) => {
    const counts = countsOf(prepared, held, change);
    if (possibleAreas(counts).length === 0) return false;
    return !isSmall(prepared) || partitionExactly(counts) !== undefined;
  };
}

/** All sets of bounds, smallest first, in the order the bounds are named. */
function setsBySize(): BoundName[][] {
  const sets: BoundName[][] = [];
  for (let mask = 1; mask < 2 ** boundNames.length; mask += 1) {
    sets.push(boundNames.filter((_, index) => mask & (1 << index)));
  }
  return sets.sort((a, b) => a.length - b.length);
}

function describeConflict(prepared: Prepared, { names, isSmallest }: Conflict): Impossible {
  const answer = describe(prepared, codeOf(prepared, names), names);
  const holds = oracleOf(prepared);
  return {
    ...answer,
    isSmallest,
    mends: names.flatMap((name) => mendOf(prepared, holds, names, name) ?? []),
  };
}

function describe(prepared: Prepared, code: ImpossibleCode, conflict: BoundName[]): Impossible {
  const numbers = numbersOf(prepared, conflict);
  return {
    kind: 'impossible',
    isProven: true,
    isSmallest: true,
    code,
    conflict,
    numbers,
    message: labelOfConflict(code, conflict, numbers),
    mends: [],
  };
}

/** What the sentence is made of. `needed…` and `capacity` count only the bounds of the conflict. */
function numbersOf(prepared: Prepared, conflict: readonly BoundName[]): Record<string, number> {
  const { bounds, homes, totalHomes, problem } = prepared;
  const { areasMin, areasMax, membersPerAreaMin, membersPerAreaMax } = bounds;
  const { homesPerMemberMin, homesPerMemberMax } = bounds;
  const loads = problem.members.map((member) => loadOf(member, bounds)).filter(({ most }) => most > 0);
  const of = (name: BoundName, value: number, otherwise: number) =>
    conflict.includes(name) ? value : otherwise;
  const areas = of('areasMin', areasMin, 1);
  const members = areas * of('membersPerAreaMin', membersPerAreaMin, 1);
  return {
    areasMin,
    areasMax,
    membersPerAreaMin,
    membersPerAreaMax,
    homesPerMemberMin,
    homesPerMemberMax,
    homes: totalHomes,
    buildings: homes.length,
    largestBuilding: Math.max(0, ...homes),
    members: problem.members.length,
    available: loads.length,
    parts: Math.max(-1, ...partsOf(prepared.neighbours)) + 1,
    neededMembers: members,
    neededHomes: members * Math.max(1, of('homesPerMemberMin', homesPerMemberMin, 1)),
    neededMembersForHomes: homesPerMemberMax > 0 ? Math.ceil(totalHomes / homesPerMemberMax) : 0,
    capacityOfMembers: loads.reduce((sum, { most }) => sum + most, 0),
    capacityOfGrid: membersPerAreaMax * homesPerMemberMax,
    capacityOfGrids: areasMax * membersPerAreaMax * homesPerMemberMax,
  };
}

function codeOf(prepared: Prepared, conflict: readonly BoundName[]): ImpossibleCode {
  const numbers = numbersOf(prepared, conflict);
  const isWithin = (...names: BoundName[]) => conflict.every((name) => names.includes(name));
  const has = (name: BoundName) => conflict.includes(name);
  if (has('contiguity')) return 'parts-apart';
  if (isWithin('areasMin') && numbers.areasMin! > numbers.buildings!) return 'too-few-buildings';
  if (isCrossed(prepared, conflict)) return 'crossed-bounds';
  if (has('availability') && numbers.available === 0) return 'no-members';
  if (
    isWithin('areasMin', 'membersPerAreaMin', 'homesPerMemberMin') &&
    numbers.neededHomes! > numbers.homes!
  ) {
    return 'too-few-homes';
  }
  if (
    isWithin('areasMin', 'membersPerAreaMin', 'availability') &&
    numbers.neededMembers! > numbers.available!
  ) {
    return 'too-few-members';
  }
  if (
    isWithin('homesPerMemberMax', 'availability') &&
    has('availability') &&
    numbers.capacityOfMembers! < numbers.homes!
  ) {
    return 'too-few-members-for-homes';
  }
  if (
    isWithin('membersPerAreaMax', 'homesPerMemberMax') &&
    numbers.largestBuilding! > numbers.capacityOfGrid!
  ) {
    return 'building-too-large';
  }
  if (
    isWithin('areasMax', 'membersPerAreaMax', 'homesPerMemberMax') &&
    conflict.length === 3 &&
    numbers.capacityOfGrids! < numbers.homes!
  ) {
    return 'too-many-homes';
  }
  return 'bounds-conflict';
}

function isCrossed({ bounds }: Prepared, conflict: readonly BoundName[]): boolean {
  const pairs = [
    ['areasMin', 'areasMax'],
    ['membersPerAreaMin', 'membersPerAreaMax'],
    ['homesPerMemberMin', 'homesPerMemberMax'],
  ] as const;
  return pairs.some(
    ([least, most]) =>
      conflict.length === 2 &&
      conflict.includes(least) &&
      conflict.includes(most) &&
      bounds[least] > bounds[most],
  );
}

/** The least change of one bound of the conflict that makes the whole problem's counts agree, or else the conflict's. */
function mendOf(
  prepared: Prepared,
  holds: Oracle,
  conflict: readonly BoundName[],
  name: BoundName,
): Mend | undefined {
  for (const isEnough of [true, false]) {
    const held = isEnough ? allBounds : new Set(conflict);
    const found = leastChange(prepared, holds, held, name);
    if (found) return { ...found, bound: name, isEnough, message: labelOfMend(name, found, isEnough) };
  }
  return undefined;
}

function leastChange(
  prepared: Prepared,
  holds: Oracle,
  held: ReadonlySet<BoundName>,
  name: BoundName,
): { from: number; to: number; by: number } | undefined {
  const { bounds, homes, totalHomes, neighbours } = prepared;
  if (name === 'contiguity') {
    const without = new Set([...held].filter((other) => other !== name));
    const from = Math.max(...partsOf(neighbours)) + 1;
    return holds(without) ? { from, to: 1, by: from - 1 } : undefined;
  }
  const available = prepared.classes.reduce((sum, { members }) => sum + members.length, 0);
  if (name === 'availability') {
    const most = totalHomes + Math.max(1, bounds.areasMin) * Math.max(1, bounds.membersPerAreaMin);
    const by = firstThat(most, (count) => holds(held, { addedMembers: count }));
    return by === undefined ? undefined : { from: available, to: available + by, by };
  }
  const from = bounds[name];
  const isLeast = name.endsWith('Min');
  const room = isLeast
    ? from
    : {
        areasMax: homes.length,
        membersPerAreaMax: Math.max(available, totalHomes),
        homesPerMemberMax: totalHomes,
      }[name as 'areasMax' | 'membersPerAreaMax' | 'homesPerMemberMax'] - from;
  const by = firstThat(room, (step) => holds(held, { [name]: isLeast ? from - step : from + step }));
  return by === undefined ? undefined : { from, to: isLeast ? from - by : from + by, by };
}

/** The first step from 1 to `most` that passes, where passing never ends again; by halving. */
function firstThat(most: number, passes: (step: number) => boolean): number | undefined {
  if (most < 1 || !passes(most)) return undefined;
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
