/** Places on a flat map, and which buildings are neighbours. */
import type { EarthPosition, MetrePosition } from './types.ts';

/** Mean radius of the earth, IUGG. */
const earthRadiusMetres = 6_371_008.8;

/**
 * Positions in metres around the middle of all of them (equirectangular projection: over the few kilometres of a
 * compound its error is far below a metre). Positions already in metres come back as they are.
 *
 * @throws RangeError when some are in metres and some in degrees, or a figure is not finite.
 * @example toMetres([{ lon: 117.8, lat: 30.9 }, { lon: 117.801, lat: 30.9 }]) // about 95 m apart
 */
export function toMetres(places: readonly (MetrePosition | EarthPosition)[]): MetrePosition[] {
  const onEarth = places.filter((place): place is EarthPosition => 'lon' in place);
  if (onEarth.length === 0) {
    const flat = places.filter((place): place is MetrePosition => 'x' in place);
    if (flat.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y))) {
      throw new RangeError('A position is not a finite number of metres');
    }
    return flat.map(({ x, y }) => ({ x, y }));
  }
  if (onEarth.length < places.length) throw new RangeError('Positions are in metres and in degrees at once');
  if (onEarth.some(({ lon, lat }) => !(Math.abs(lon) <= 180 && Math.abs(lat) < 90))) {
    throw new RangeError('A position is outside WGS-84 degrees');
  }
  const middleLon = mean(onEarth.map(({ lon }) => lon));
  const middleLat = mean(onEarth.map(({ lat }) => lat));
  const metresPerDegree = (earthRadiusMetres * Math.PI) / 180;
  const shrink = Math.cos((middleLat * Math.PI) / 180);
  return onEarth.map(({ lon, lat }) => ({
    x: (lon - middleLon) * metresPerDegree * shrink,
    y: (lat - middleLat) * metresPerDegree,
  }));
}

/**
 * Neighbours by the Gabriel graph (Gabriel and Sokal, 1969): two buildings are neighbours when no third one lies inside
 * the circle that has the line between them as its diameter. It contains the minimum spanning tree, so without the limit
 * everything hangs together; with it, buildings further apart than `limitMetres` are never neighbours and a compound may
 * fall into parts.
 *
 * @returns for each building the indices of its neighbours, ascending
 * @example gabrielNeighbours([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 20, y: 0 }], 250) // [[1], [0, 2], [1]]
 */
export function gabrielNeighbours(places: readonly MetrePosition[], limitMetres: number): number[][] {
  const neighbours = places.map((): number[] => []);
  places.forEach((a, i) => {
    for (let j = i + 1; j < places.length; j += 1) {
      const b = places[j]!;
      const apart = Math.hypot(a.x - b.x, a.y - b.y);
      if (apart > limitMetres) continue;
      const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
      // A hair inside the circle only: four corners of a square stay neighbours of one another.
      const reach = apart / 2 - 1e-9 * (1 + apart);
      const isOpen = places.every(
        (c, other) => other === i || other === j || Math.hypot(c.x - middle.x, c.y - middle.y) >= reach,
      );
      if (isOpen) {
        neighbours[i]!.push(j);
        neighbours[j]!.push(i);
      }
    }
  });
  return neighbours.map((list) => list.sort((a, b) => a - b));
}

/**
 * The parts a graph falls into: for each node the number of its part, parts numbered by their lowest node.
 *
 * @example partsOf([[1], [0], []]) // [0, 0, 1]
 */
export function partsOf(neighbours: readonly (readonly number[])[]): number[] {
  const part = neighbours.map(() => -1);
  let count = 0;
  for (let start = 0; start < part.length; start += 1) {
    if (part[start] !== -1) continue;
    const queue = [start];
    part[start] = count;
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const next of neighbours[at]!) {
        if (part[next] !== -1) continue;
        part[next] = count;
        queue.push(next);
      }
    }
    count += 1;
  }
  return part;
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
