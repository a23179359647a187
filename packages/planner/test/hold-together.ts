/**
 * Whether some bounds of a small problem can hold together, by trying everything: every way to put buildings into grids,
 * every way to give members to grids. Shares nothing with the planner but the words of the problem.
 */
import type { BoundName, Problem } from '../src/index.ts';

/** For a handful of buildings with `neighbours` given, and few members. */
export function canHoldTogether(problem: Problem, held: readonly BoundName[]): boolean {
  const { buildings, members, bounds, neighbours = [] } = problem;
  const isHeld = (name: BoundName) => held.includes(name);
  const homes = buildings.map((building) => Number(building.homes));
  const total = homes.reduce((sum, count) => sum + count, 0);
  const areasMin = isHeld('areasMin') ? bounds.areasMin : 1;
  const areasMax = isHeld('areasMax') ? bounds.areasMax : Infinity;
  const membersMin = Math.max(1, isHeld('membersPerAreaMin') ? bounds.membersPerAreaMin : 1);
  const membersMax = isHeld('membersPerAreaMax') ? bounds.membersPerAreaMax : Infinity;
  const least = Math.max(1, isHeld('homesPerMemberMin') ? bounds.homesPerMemberMin : 1);
  const most = isHeld('homesPerMemberMax') ? bounds.homesPerMemberMax : total;
  // A least above its most is nobody's to keep, even though a member may owe less.
  if (isHeld('homesPerMemberMin') && isHeld('homesPerMemberMax')) {
    if (bounds.homesPerMemberMin > bounds.homesPerMemberMax) return false;
  }
  const linked = (a: number, b: number) =>
    neighbours.some(([one, other]) => {
      const pair = [buildings[a]!.id, buildings[b]!.id];
      return pair.includes(one) && pair.includes(other);
    });
  const own = members
    .filter(({ isAvailable, mostHomes }) => isAvailable && mostHomes !== 0)
    .map(({ mostHomes = most }) => ({ most: Math.min(most, mostHomes) }))
    .filter((member) => member.most > 0)
    .map((member) => ({ ...member, least: Math.min(least, member.most) }));

  return everyPartition(homes.length).some((grids) => {
    if (grids.length < areasMin || grids.length > areasMax) return false;
    if (isHeld('contiguity') && bounds.isContiguous !== false && !grids.every(isConnected)) return false;
    const demand = grids.map((grid) => grid.reduce((sum, building) => sum + homes[building]!, 0));
    return isHeld('availability') ? canShareOut(demand) : demand.every(someNumberWillDo);
  });

  function isConnected(grid: readonly number[]): boolean {
    const reached = [grid[0]!];
    for (const at of reached) {
      reached.push(...grid.filter((next) => !reached.includes(next) && linked(at, next)));
    }
    return reached.length === grid.length;
  }

  function someNumberWillDo(count: number): boolean {
    for (let number = membersMin; number <= Math.min(membersMax, total); number += 1) {
      if (number * least <= count && count <= number * most) return true;
    }
    return false;
  }

  /** Each member in turn to some grid or none; ways that come to the same are one. */
  function canShareOut(demand: readonly number[]): boolean {
    const begin = demand.map(() => ({ number: 0, least: 0, most: 0 }));
    let ways = new Map([[JSON.stringify(begin), begin]]);
    for (const member of own) {
      const next = new Map(ways);
      for (const way of ways.values()) {
        way.forEach((grid, index) => {
          const more = way.with(index, {
            number: grid.number + 1,
            least: grid.least + member.least,
            most: grid.most + member.most,
          });
          if (more[index]!.number <= membersMax && more[index]!.least <= demand[index]!) {
            next.set(JSON.stringify(more), more);
          }
        });
      }
      ways = next;
    }
    return [...ways.values()].some((way) =>
      way.every((grid, index) => grid.number >= membersMin && grid.most >= demand[index]!),
    );
  }
}

/** Every way to put so many things into groups. */
function everyPartition(size: number): number[][][] {
  if (size === 0) return [[]];
  return everyPartition(size - 1).flatMap((groups) => [
    ...groups.map((_, index) => groups.map((group, at) => (at === index ? [...group, size - 1] : group))),
    [...groups, [size - 1]],
  ]);
}
