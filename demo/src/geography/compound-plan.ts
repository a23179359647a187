/**
 * Draws one compound: rows of buildings facing south on both sides of a road, a garden in the middle, a wall around.
 * Buildings are numbered along the rows and back, so that neighbours in number are neighbours on the ground; a grid
 * of consecutive buildings is therefore in one piece.
 */
import { type Point, type Ring, rectangle } from './plane.ts';

export type BuildingShape = 'walk-up' | 'terrace' | 'tower' | 'courtyard';

export interface RowSpec {
  shape: BuildingShape;
  /** Buildings in this row. */
  buildings: number;
  units: number;
  floors: number;
  homesPerFloor: number;
}
export interface BuildingPlan {
  /** 1-based, as on the wall. */
  number: number;
  shape: BuildingShape;
  units: number;
  floors: number;
  homesPerFloor: number;
  homes: number;
  footprint: Ring;
}
export interface CompoundPlan {
  width: number;
  height: number;
  outline: Ring;
  buildings: BuildingPlan[];
  gates: { name: string; at: Point }[];
}

interface Measures {
  unitLength: number;
  depth: number;
  /** To the next building in the row. */
  sideGap: number;
  /** To the row in front: old houses stand closer, towers keep out of one another's winter sun. */
  frontGap: number;
}
const measuresOf: Record<BuildingShape, Measures> = {
  'walk-up': { unitLength: 14.5, depth: 11, sideGap: 9, frontGap: 19 },
  terrace: { unitLength: 20, depth: 13, sideGap: 13, frontGap: 27 },
  tower: { unitLength: 27, depth: 17, sideGap: 22, frontGap: 42 },
  courtyard: { unitLength: 16, depth: 10, sideGap: 8, frontGap: 15 },
};

const wallMargin = 16;
const mainRoadWidth = 14;
const gardenDepth = 34;

/** Rows are given from south to north. */
export function planCompound(rows: readonly RowSpec[]): CompoundPlan {
  const halves = rows.map((row) => {
    const left = Math.ceil(row.buildings / 2);
    const { unitLength, sideGap } = measuresOf[row.shape];
    const length = row.units * unitLength;
    const span = (count: number) => (count === 0 ? 0 : count * length + (count - 1) * sideGap);
    return { left, right: row.buildings - left, length, span };
  });
  const leftWidth = Math.max(...halves.map(({ left, span }) => span(left)));
  const rightWidth = Math.max(...halves.map(({ right, span }) => span(right)));
  const roadAt = wallMargin + leftWidth + 5;
  const width = roadAt + (rightWidth === 0 ? 0 : mainRoadWidth + 5 + rightWidth) + wallMargin;
  const gardenAfter = rows.length >= 4 ? Math.floor(rows.length / 2) - 1 : -1;

  const buildings: BuildingPlan[] = [];
  let bottom = wallMargin;
  rows.forEach((row, index) => {
    const { left, right, length, span } = halves[index] as (typeof halves)[number];
    const { depth, sideGap, frontGap } = measuresOf[row.shape];
    const starts: number[] = [];
    // Both halves lean towards the road, as they do where a compound grew around its main street.
    for (let each = 0; each < left; each += 1)
      starts.push(roadAt - 5 - span(left) + each * (length + sideGap));
    for (let each = 0; each < right; each += 1)
      starts.push(roadAt + mainRoadWidth + 5 + each * (length + sideGap));
    if (index % 2 === 1) starts.reverse();
    for (const start of starts) {
      buildings.push({
        number: buildings.length + 1,
        shape: row.shape,
        units: row.units,
        floors: row.floors,
        homesPerFloor: row.homesPerFloor,
        homes: row.units * row.floors * row.homesPerFloor,
        footprint: rectangle(start, bottom, length, depth),
      });
    }
    const next = rows[index + 1];
    if (next !== undefined) {
      bottom += depth + Math.max(frontGap, measuresOf[next.shape].frontGap);
      if (index === gardenAfter) bottom += gardenDepth;
    } else bottom += depth;
  });
  const height = bottom + wallMargin;
  return {
    width,
    height,
    outline: cutCorners(width, height),
    buildings,
    gates: [
      { name: '南门', at: { x: roadAt + mainRoadWidth / 2, y: 0 } },
      ...(rows.length > 3 ? [{ name: '北门', at: { x: roadAt + mainRoadWidth / 2, y: height } }] : []),
      ...(rows.length > 5 ? [{ name: '东门', at: { x: width, y: height / 2 } }] : []),
    ],
  };
}

/** A wall cuts the corner where two streets meet, so that drivers see one another. */
function cutCorners(width: number, height: number): Ring {
  const cut = 9;
  return [
    { x: cut, y: 0 },
    { x: width - cut, y: 0 },
    { x: width, y: cut },
    { x: width, y: height - cut },
    { x: width - cut, y: height },
    { x: cut, y: height },
    { x: 0, y: height - cut },
    { x: 0, y: cut },
  ];
}
