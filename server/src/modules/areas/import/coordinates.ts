/** Positions as Chinese maps give them become WGS-84 at the border; inside there is nothing else. */
import type { CoordinateSystem } from '@linli/contract';
import gcoord from 'gcoord';

/** 7 decimals are a centimetre; the conversion itself is no better, and a rounded figure is equal to itself next time. */
const decimals = 1e7;
const corrections = 3;

const systems = {
  'WGS-84': gcoord.WGS84,
  'GCJ-02': gcoord.GCJ02,
  'BD-09': gcoord.BD09,
} as const;

export type Position = [longitude: number, latitude: number];

export function toWgs84([longitude, latitude]: Position, from: CoordinateSystem): Position {
  if (from === 'WGS-84') return [longitude, latitude];
  let [x, y] = gcoord.transform([longitude, latitude], systems[from], gcoord.WGS84);
  // The way back is approximate by nature; going there again shows by how much, and soon by nothing.
  for (let step = 0; step < corrections; step += 1) {
    const [thereX, thereY] = fromWgs84([x, y], from);
    x += longitude - thereX;
    y += latitude - thereY;
  }
  return [round(x), round(y)];
}

export function fromWgs84([longitude, latitude]: Position, to: CoordinateSystem): Position {
  if (to === 'WGS-84') return [longitude, latitude];
  const [x, y] = gcoord.transform([longitude, latitude], gcoord.WGS84, systems[to]);
  return [x, y];
}

function round(degrees: number): number {
  return Math.round(degrees * decimals) / decimals;
}

/** `gcj02`, `GCJ-02`, `wgs 84`: however it is written. */
export function findSystem(words: string): CoordinateSystem | undefined {
  const plain = words.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return (Object.keys(systems) as CoordinateSystem[]).find((system) => system.replace('-', '') === plain);
}
