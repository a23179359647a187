/** Made-up compounds for tests. */
import fc from 'fast-check';
import type { BoundName, Bounds, Building, Member, Problem } from '../src/index.ts';

export const tongguanBounds: Bounds = {
  areasMin: 5,
  areasMax: 9,
  membersPerAreaMin: 30,
  membersPerAreaMax: 50,
  homesPerMemberMin: 4,
  homesPerMemberMax: 8,
};

/** Buildings on a grid of streets, `columns` wide, 50 m apart. */
export function streets(homes: readonly number[], columns: number): Building[] {
  return homes.map((count, index) => ({
    id: `b${index + 1}`,
    at: { x: (index % columns) * 50, y: Math.floor(index / columns) * 50 },
    homes: count,
  }));
}

/** So many members, spread over the buildings one after another. */
export function spread(count: number, buildings: readonly Building[]): Member[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `m${index + 1}`,
    buildingId: buildings[index % buildings.length]!.id,
    isAvailable: true,
  }));
}

/** Small compounds, some possible, some not; members alike, or with a most of their own where asked for. */
export function smallProblems({ withMost = false, contiguous = true } = {}): fc.Arbitrary<Problem> {
  const place = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }));
  const pair = (least: number, most: number, more: number) =>
    fc
      .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 0, max: more }))
      .map(([low, add]) => [low, low + add] as const);
  return fc
    .record({
      places: fc.uniqueArray(place, { minLength: 2, maxLength: 7, selector: ([x, y]) => `${x} ${y}` }),
      homes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 7, maxLength: 7 }),
      members: fc.array(
        fc.record({
          at: fc.nat({ max: 6 }),
          isAvailable: fc.integer({ min: 0, max: 5 }).map((draw) => draw > 0),
          most: fc.option(fc.integer({ min: 1, max: 5 })),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      areas: pair(1, 3, 3),
      members_: pair(1, 3, 6),
      homes_: pair(0, 3, 5),
    })
    .map(({ places, homes, members, areas, members_, homes_ }) => {
      const buildings = places.map(([x, y], index) => ({
        id: `b${index}`,
        at: { x, y },
        homes: homes[index]!,
      }));
      return {
        buildings,
        members: members.map(({ at, isAvailable, most }, index) => ({
          id: `m${index}`,
          buildingId: `b${at % buildings.length}`,
          isAvailable,
          ...(withMost && most !== null ? { mostHomes: most } : {}),
        })),
        bounds: {
          areasMin: areas[0],
          areasMax: areas[1],
          membersPerAreaMin: members_[0],
          membersPerAreaMax: members_[1],
          homesPerMemberMin: homes_[0],
          homesPerMemberMax: homes_[1],
          isContiguous: contiguous,
        },
      };
    });
}

/** The problem with only these bounds in force: the others set where they cannot bind. */
export function onlyWith(problem: Problem, held: readonly BoundName[]): Problem {
  const { bounds, buildings } = problem;
  const total = buildings.reduce(
    (sum, { homes }) => sum + (typeof homes === 'number' ? homes : homes.length),
    0,
  );
  const of = (name: BoundName, value: number, otherwise: number) => (held.includes(name) ? value : otherwise);
  const membersMin = of('membersPerAreaMin', bounds.membersPerAreaMin, 1);
  const areasMin = of('areasMin', bounds.areasMin, 1);
  const added = total + areasMin * membersMin;
  const members: Member[] = held.includes('availability')
    ? [...problem.members]
    : Array.from({ length: added }, (_, index) => ({
        id: `any${index}`,
        buildingId: buildings[index % buildings.length]!.id,
        isAvailable: true,
      }));
  return {
    ...problem,
    members,
    bounds: {
      areasMin,
      areasMax: of('areasMax', bounds.areasMax, buildings.length),
      membersPerAreaMin: membersMin,
      membersPerAreaMax: of('membersPerAreaMax', bounds.membersPerAreaMax, members.length),
      homesPerMemberMin: of('homesPerMemberMin', bounds.homesPerMemberMin, 0),
      homesPerMemberMax: of('homesPerMemberMax', bounds.homesPerMemberMax, total),
      isContiguous: held.includes('contiguity') && bounds.isContiguous !== false,
    },
  };
}
