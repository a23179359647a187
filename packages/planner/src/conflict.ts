/** Why there is no plan: a smallest set of bounds that cannot hold together, and what would mend it. */
import { allBounds, type Change, countsOf, possibleAreas } from './counts.ts';
import { partsOf } from './geometry.ts';
import { labelOfConflict, labelOfMend, labelOfNotFound } from './messages.ts';
import { exactBuildings, partitionExactly } from './partition.ts';
import { loadOf, type Prepared } from './prepare.ts';
import { type BoundName, boundNames, type Impossible, type ImpossibleCode, type Mend } from './types.ts';

/** Whether these bounds can hold together. "No" is proven; "yes" is as far as the counts, or all partitions, tell. */
type Oracle = (held: ReadonlySet<BoundName>, change?: Change) => boolean;

/**
 * The conflict, where counting proves one; undefined where the counts agree.
 *
 * The set is the first found among all sets of bounds by size, so no smaller one conflicts; for a handful of buildings
 * every partition is looked at as well, and bounds that need not be there are deleted (deletion filter, Chinneck 2008).
 */
export function explain(prepared: Prepared): Impossible | undefined {
  if (prepared.totalHomes === 0) return describe(prepared, 'no-homes', []);
  const counted = countingOracle(prepared);
  if (counted(allBounds)) return undefined;
  const smallest = setsBySize().find((names) => !counted(new Set(names)))!;
  return describeConflict(
    prepared,
    counted,
    isSmall(prepared) ? deleteIdle(smallest, exactOracle(prepared)) : smallest,
  );
}

/**
 * The conflict of few buildings, where looking at every partition proves one though the counts agree. No bound of it can
 * be left out; that there is no conflict of fewer bounds elsewhere is not looked for.
 */
export function explainExactly(prepared: Prepared): Impossible | undefined {
  if (!isSmall(prepared)) return undefined;
  const exact = exactOracle(prepared);
  if (exact(allBounds)) return undefined;
  return describeConflict(prepared, exact, deleteIdle(boundNames, exact));
}

/** Nothing was found and nothing is proven. */
export function notFound(prepared: Prepared): Impossible {
  const answer = describe(prepared, 'not-found', []);
  return { ...answer, isProven: false, message: labelOfNotFound() };
}

function isSmall({ homes }: Prepared): boolean {
  return homes.length <= exactBuildings;
}

function countingOracle(prepared: Prepared): Oracle {
  return (held, change) => possibleAreas(countsOf(prepared, held, change)).length > 0;
}

function exactOracle(prepared: Prepared): Oracle {
  return (held, change) => {
    const counts = countsOf(prepared, held, change);
    return possibleAreas(counts).length > 0 && partitionExactly(counts) !== undefined;
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

function deleteIdle(conflict: readonly BoundName[], holds: Oracle): BoundName[] {
  let left = [...conflict];
  for (const name of conflict) {
    const without = left.filter((other) => other !== name);
    if (without.length > 0 && !holds(new Set(without))) left = without;
  }
  return left;
}

function describeConflict(prepared: Prepared, holds: Oracle, conflict: BoundName[]): Impossible {
  const answer = describe(prepared, codeOf(prepared, conflict), conflict);
  return { ...answer, mends: conflict.flatMap((name) => mendOf(prepared, holds, conflict, name) ?? []) };
}

function describe(prepared: Prepared, code: ImpossibleCode, conflict: BoundName[]): Impossible {
  const numbers = numbersOf(prepared, conflict);
  return {
    kind: 'impossible',
    isProven: true,
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
