/** A city before it is written down: what its tables will hold, without cases. */
import type { Label } from '@linli/model';
import type { Polygon, Position } from './geography/plane.ts';

export interface Area {
  code: string;
  parentCode: string | null;
  level: string;
  name: string;
  class: string | null;
  fullName: string;
  geometry: Polygon | null;
  position: Position | null;
}

export interface Person {
  personId: string;
  name: string;
  phone: string | null;
  homeCode: string | null;
  /** On the demo's sign-in page, with this line. */
  script: Label | null;
}

export interface Org {
  orgId: string;
  kind: string;
  name: string;
  parentOrgId: string | null;
  formation: string | null;
  validFrom: string;
  areaCodes: string[];
}

export interface Grid {
  gridId: string;
  compoundCode: string;
  name: string;
  orgId: string;
  validFrom: string;
  buildingCodes: string[];
}

export interface Post {
  postId: string;
  orgId: string;
  role: string;
  personId: string;
  heldFrom: string;
  heldTo: string | null;
  pledge: string | null;
  /** Homes (or areas of another level) the holder answers for. */
  serves: string[];
}

export interface Spot {
  spotCode: string;
  areaCode: string;
  name: string;
}

export interface City {
  /** Parents before their children. */
  areas: Area[];
  people: Person[];
  /** Parents before their children. */
  orgs: Org[];
  grids: Grid[];
  posts: Post[];
  spots: Spot[];
}

export function emptyCity(): City {
  return { areas: [], people: [], orgs: [], grids: [], posts: [], spots: [] };
}
