/**
 * A flat plan in metres and its place on the earth. Over the few kilometres of a city the error of the flat plan
 * stays below a hand's breadth.
 */

/** Metres east and north of the plan's origin. */
export interface Point {
  x: number;
  y: number;
}
/** Corners in counter-clockwise order, not closed; convex everywhere in this generator. */
export type Ring = Point[];

/** WGS 84, degrees, as GeoJSON has them. */
export type Position = [longitude: number, latitude: number];
export interface Polygon {
  type: 'Polygon';
  coordinates: Position[][];
}

const metresPerDegree = 111_320;

export interface Plane {
  position(point: Point): Position;
  polygon(ring: Ring): Polygon;
}

/** A plan whose origin lies at `origin` and whose north is turned by `turnDegrees` (counter-clockwise). */
export function planeAt(origin: Position, turnDegrees: number): Plane {
  const [longitude, latitude] = origin;
  const metresPerDegreeEast = metresPerDegree * Math.cos((latitude * Math.PI) / 180);
  const turn = (turnDegrees * Math.PI) / 180;
  const position = ({ x, y }: Point): Position => {
    const east = x * Math.cos(turn) - y * Math.sin(turn);
    const north = x * Math.sin(turn) + y * Math.cos(turn);
    return [
      sevenDigits(longitude + east / metresPerDegreeEast),
      sevenDigits(latitude + north / metresPerDegree),
    ];
  };
  return {
    position,
    polygon(ring) {
      const corners = ring.map(position);
      return { type: 'Polygon', coordinates: [[...corners, corners[0] as Position]] };
    },
  };
}

/** A centimetre; more digits would only make the tables longer. */
function sevenDigits(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

export function rectangle(left: number, bottom: number, width: number, height: number): Ring {
  return [
    { x: left, y: bottom },
    { x: left + width, y: bottom },
    { x: left + width, y: bottom + height },
    { x: left, y: bottom + height },
  ];
}

export function middle(ring: Ring): Point {
  return {
    x: ring.reduce((sum, { x }) => sum + x, 0) / ring.length,
    y: ring.reduce((sum, { y }) => sum + y, 0) / ring.length,
  };
}

export function shifted(ring: Ring, by: Point): Ring {
  return ring.map(({ x, y }) => ({ x: x + by.x, y: y + by.y }));
}
