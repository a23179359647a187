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
  /** Only of a dispatched team. */
  sentByOrgId?: string;
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
  /** Roads and the like the holder answers for. */
  segments?: string[];
  /** How the holder came to it. */
  trail?: TrailStep[];
  /** The case in which an opinion was asked for before it was given. */
  opinionCaseId?: string;
  /** The post of the establishment that the holder fills. */
  establishmentPostId?: string;
  /** Fields of the duty card the holder lets the public see, and what the last assessment said. */
  card?: {
    consents: { consentId: string; field: CardField }[];
    consentedOn: string;
    consentDays: number;
    result: CardResult | null;
  };
}

export interface TrailStep {
  step: 'nominated' | 'vetted' | 'voted' | 'appointed';
  channel: string | null;
  doneOn: string;
  note: string | null;
}
export type CardField = 'identity' | 'pledge' | 'contact-by-relay' | 'standard' | 'result';
export interface CardResult {
  assessedOn: string;
  result: string;
  basis: string;
  byPersonId: string;
}

/** A post of the establishment, with everywhere it was. */
export interface EstablishmentPost {
  establishmentPostId: string;
  key: string;
  number: number;
  moves: { orgId: string; movedOn: string; basis: string }[];
}

export interface Segment {
  segmentId: string;
  kind: string;
  name: string;
  /** From where to where it runs. */
  fromPlace: string;
  toPlace: string;
  areaCode: string;
  line: Position[];
  validFrom: string;
}

/** How many members an organisation had when they were counted; of one area, where they are told apart by area. */
export interface OrgSize {
  orgId: string;
  areaCode: string | null;
  countedOn: string;
  members: number;
}

/** Somebody in work who reports in where they live, with what they did there. */
export interface ReportIn {
  reportInId: string;
  personId: string;
  employerOrgId: string;
  communityOrgId: string;
  reportedFrom: string;
  done: {
    entryId: string;
    doneOn: string;
    minutes: number;
    service: string;
    note: string;
    byPersonId: string;
  }[];
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
  segments: Segment[];
  sizes: OrgSize[];
  reportIns: ReportIn[];
  establishmentPosts: EstablishmentPost[];
}

export function emptyCity(): City {
  return {
    areas: [],
    people: [],
    orgs: [],
    grids: [],
    posts: [],
    spots: [],
    segments: [],
    sizes: [],
    reportIns: [],
    establishmentPosts: [],
  };
}
