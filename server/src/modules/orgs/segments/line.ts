/** Lines of roads: what was sent becomes a line in WGS-84, with its length, its box and how far it runs from a point. */
import type { CoordinateSystem } from '@linli/contract';
import { type Position, toWgs84 } from '../../areas/index.ts';
import { fieldProblem } from '../field-problem.ts';

export interface Line {
  type: 'LineString';
  coordinates: Position[];
}

/** Of a sphere; in a city the error is below a half percent. */
const metresPerDegree = 111_320;

/** Refused at the field where it is no line on the earth. Points that follow on themselves are one. */
export function readLine(line: Line, system: CoordinateSystem = 'WGS-84'): Line {
  const outside = line.coordinates.findIndex(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90);
  if (outside >= 0) {
    throw fieldProblem('/geometry', {
      zh: `第 ${outside + 1} 个点不是经纬度：每个点先写经度，再写纬度`,
      en: `Point ${outside + 1} is no position: longitude comes first, then latitude`,
    });
  }
  const points = line.coordinates
    .map((point) => toWgs84(point, system))
    .filter(([x, y], at, all) => at === 0 || x !== all[at - 1]?.[0] || y !== all[at - 1]?.[1]);
  if (points.length < 2) {
    throw fieldProblem('/geometry', { zh: '至少要有两个不同的点', en: 'It takes two different points' });
  }
  return { type: 'LineString', coordinates: points };
}

export function lengthMetresOf({ coordinates }: Line): number {
  let metres = 0;
  for (const [at, point] of coordinates.slice(1).entries()) {
    const [x, y] = flatAround(point, coordinates[at] ?? point);
    metres += Math.hypot(x, y);
  }
  return Math.round(metres);
}

/** West, south, east, north. */
export function boxOf({ coordinates }: Line): [number, number, number, number] {
  const [xs, ys] = [coordinates.map(([x]) => x), coordinates.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** From a point to the nearest place on the line. */
export function metresFrom(point: Position, { coordinates }: Line): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [at, end] of coordinates.slice(1).entries()) {
    const [ax, ay] = flatAround(point, coordinates[at] ?? end);
    const [bx, by] = flatAround(point, end);
    const [dx, dy] = [bx - ax, by - ay];
    const along = dx === 0 && dy === 0 ? 0 : -(ax * dx + ay * dy) / (dx * dx + dy * dy);
    const share = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(ax + share * dx, ay + share * dy));
  }
  return nearest;
}

/** How many degrees are so many metres there, east and north. */
export function degreesOf(metres: number, latitude: number): [number, number] {
  const north = metres / metresPerDegree;
  return [north / Math.max(0.1, Math.cos((latitude * Math.PI) / 180)), north];
}

/** Metres east and north of a point. */
function flatAround([longitude, latitude]: Position, [x, y]: Position): [number, number] {
  return [
    (x - longitude) * metresPerDegree * Math.cos((latitude * Math.PI) / 180),
    (y - latitude) * metresPerDegree,
  ];
}
