/** Points that would lie on top of one another on the screen become one. */
export interface MapPoint {
  id: string;
  position: readonly [longitude: number, latitude: number];
}

export interface Cluster<P extends MapPoint> {
  /** Where its first point is. */
  position: readonly [longitude: number, latitude: number];
  points: P[];
}

const tilePixels = 512;

/** Web Mercator, in pixels of the whole world at this zoom (tiles of 512 as MapLibre counts them). */
export function worldPixels(
  [longitude, latitude]: readonly [number, number],
  zoom: number,
): [number, number] {
  const size = tilePixels * 2 ** zoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [(longitude / 360 + 0.5) * size, y * size];
}

/**
 * Greedy by nearness: a point joins the first cluster whose first point is within the radius, so that no two
 * clusters lie closer than it. The order of the points decides: the most pressing should come first. Nothing
 * is lost: every point is in exactly one cluster.
 */
export function clusterPoints<P extends MapPoint>(
  points: readonly P[],
  zoom: number,
  radiusPixels = 44,
): Cluster<P>[] {
  type Open = Cluster<P> & { at: [number, number] };
  const clusters: Open[] = [];
  const cells = new Map<string, Open[]>();
  for (const point of points) {
    const at = worldPixels(point.position, zoom);
    const column = Math.floor(at[0] / radiusPixels);
    const row = Math.floor(at[1] / radiusPixels);
    let home: Open | undefined;
    for (let x = column - 1; x <= column + 1 && home === undefined; x += 1) {
      for (let y = row - 1; y <= row + 1 && home === undefined; y += 1) {
        home = cells
          .get(`${x}:${y}`)
          ?.find((cluster) => Math.hypot(cluster.at[0] - at[0], cluster.at[1] - at[1]) <= radiusPixels);
      }
    }
    if (home !== undefined) {
      home.points.push(point);
      continue;
    }
    const cluster: Open = { at, position: point.position, points: [point] };
    clusters.push(cluster);
    const cell = `${column}:${row}`;
    cells.set(cell, [...(cells.get(cell) ?? []), cluster]);
  }
  return clusters.map(({ position, points: together }) => ({ position, points: together }));
}

/** West, south, east, north of everything; null: of nothing. */
export function boundsOf(
  positions: Iterable<readonly [number, number]>,
): [number, number, number, number] | null {
  let bounds: [number, number, number, number] | null = null;
  for (const [longitude, latitude] of positions) {
    bounds =
      bounds === null
        ? [longitude, latitude, longitude, latitude]
        : [
            Math.min(bounds[0], longitude),
            Math.min(bounds[1], latitude),
            Math.max(bounds[2], longitude),
            Math.max(bounds[3], latitude),
          ];
  }
  return bounds;
}

/** Every coordinate of a GeoJSON geometry, however deep it is nested. */
export function* positionsOf(geometry: unknown): Generator<[number, number]> {
  if (typeof geometry !== 'object' || geometry === null) return;
  if (Array.isArray(geometry)) {
    if (typeof geometry[0] === 'number' && typeof geometry[1] === 'number') yield [geometry[0], geometry[1]];
    else for (const part of geometry) yield* positionsOf(part);
    return;
  }
  if ('coordinates' in geometry) yield* positionsOf(geometry.coordinates);
  else if ('geometries' in geometry) yield* positionsOf(geometry.geometries);
}
