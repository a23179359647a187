import type { Map as MapLibre } from 'maplibre-gl';

/**
 * Lines across, lines down, both, rising, falling, dots, rising and falling, dense lines, checks: neighbours are told apart
 * without colour. Nine, because a compound seldom has more grids than that.
 */
const drawings = [
  (x: number, y: number) => y % 8 === 0 && x >= 0,
  (x: number) => x % 8 === 0,
  (x: number, y: number) => x % 8 === 0 || y % 8 === 0,
  (x: number, y: number) => (x + y) % 8 === 0,
  (x: number, y: number) => (x - y + 16) % 8 === 0,
  (x: number, y: number) => x % 8 < 2 && y % 8 < 2,
  (x: number, y: number) => (x + y) % 8 === 0 || (x - y + 16) % 8 === 0,
  (x: number, y: number) => y % 4 === 0 && x >= 0,
  (x: number, y: number) => ((x >> 2) + (y >> 2)) % 2 === 0,
] as const;
const side = 16;
/** Visible on light paper and on dark. */
const ink = [118, 110, 98, 200] as const;

export const patternCount = drawings.length;

/** The name of a pattern, for a feature of the plan: `properties.pattern`. */
export function patternOf(number: number): string {
  return `pattern-${number % patternCount}`;
}

/** Features of the plan that name a pattern are hatched with it. */
export function addPatterns(map: MapLibre): void {
  drawings.forEach((isInk, at) => {
    const data = new Uint8Array(side * side * 4);
    for (let y = 0; y < side; y += 1)
      for (let x = 0; x < side; x += 1) if (isInk(x, y)) data.set(ink, (y * side + x) * 4);
    map.addImage(patternOf(at), { width: side, height: side, data });
  });
  map.addLayer({
    id: 'patterns',
    type: 'fill',
    source: 'plan',
    filter: ['has', 'pattern'],
    paint: { 'fill-pattern': ['get', 'pattern'] },
  });
}
