/** What goes into the planner and what comes out of it. Lengths are metres, counts are whole numbers. */

/** A text in both languages; same shape as the model's. */
export interface Label {
  zh: string;
  en: string;
}

/**
 * A home in its building. Homes are given in walking order: unit by unit, floor by floor.
 *
 * @example { id: '340705001001-3-2-501', unit: '2', floor: 5 }
 */
export interface Home {
  id: string;
  unit?: string;
  floor?: number;
}

/** On a flat map, in metres, x to the east and y to the north. */
export interface MetrePosition {
  x: number;
  y: number;
}

/** WGS-84 degrees. */
export interface EarthPosition {
  lon: number;
  lat: number;
}

/**
 * A building that goes to one grid as a whole. `homes` is a count where only the count is known (the homes are then
 * called `id#1`, `id#2` …) or the homes themselves, in order. All buildings of a problem use the same kind of position.
 *
 * @example { id: 'b3', at: { x: 120, y: 45 }, homes: 36 }
 */
export interface Building {
  id: string;
  at: MetrePosition | EarthPosition;
  homes: number | readonly Home[];
}

/**
 * A member who may take duties. `mostHomes` lowers what this member takes at most (never raises the bound); a member who
 * takes less than the least of the bounds then owes only that much. `mostHomes: 0` is the same as not available.
 *
 * @example { id: 'm17', buildingId: 'b3', homeId: 'b3#4', isAvailable: true }
 */
export interface Member {
  id: string;
  buildingId: string;
  homeId?: string;
  isAvailable: boolean;
  mostHomes?: number;
}

/**
 * The bounds a model declares. Areas are the grids of the compound; members are counted where they serve; homes per
 * member bind those members who serve (others stay in reserve); whoever serves, serves one home at least.
 *
 * @example { areasMin: 5, areasMax: 9, membersPerAreaMin: 30, membersPerAreaMax: 50, homesPerMemberMin: 4, homesPerMemberMax: 8 }
 */
export interface Bounds {
  areasMin: number;
  areasMax: number;
  membersPerAreaMin: number;
  membersPerAreaMax: number;
  homesPerMemberMin: number;
  homesPerMemberMax: number;
  /** Whether a grid must hang together on the map. Default true. */
  isContiguous?: boolean;
}

/** The bounds by name, as a conflict names them. `availability`: only the members there are, and only those available. */
export const boundNames = [
  'areasMin',
  'areasMax',
  'membersPerAreaMin',
  'membersPerAreaMax',
  'homesPerMemberMin',
  'homesPerMemberMax',
  'availability',
  'contiguity',
] as const;
export type BoundName = (typeof boundNames)[number];

/** The grids and duties that hold today. May name homes, buildings and members that are gone. */
export interface PresentPlan {
  grids: readonly { id: string; buildingIds: readonly string[] }[];
  duties: readonly { homeId: string; memberId: string }[];
}

/**
 * One compound to plan. `neighbours` (pairs of building ids) replaces the adjacency the planner would compute.
 */
export interface Problem {
  buildings: readonly Building[];
  members: readonly Member[];
  bounds: Bounds;
  neighbours?: readonly (readonly [string, string])[];
}

/** One grid of a plan: a set of whole buildings and the members who serve it. */
export interface PlannedGrid {
  id: string;
  buildingIds: string[];
  memberIds: string[];
  homes: number;
}

/** One home served by one member of its grid. `metres` is the walk from the member's home, one way. */
export interface Duty {
  homeId: string;
  buildingId: string;
  gridId: string;
  memberId: string;
  metres: number;
}

/**
 * A proof that no plan walks less than `metres`: prices per building (in the problem's order) and per grid, from which
 * `boundOf` computes the figure again without any solver.
 */
export interface Certificate {
  metres: number;
  buildingPrices: number[];
  gridPrices: number[];
}

/** A certificate, and how far the plan's walk lies above it: (walk − metres) / metres. */
export interface ProvenBound extends Certificate {
  optimalityGap: number;
}

/** A plan found. All bounds of the problem hold; `checkPlan` says so independently. */
export interface Plan {
  kind: 'plan';
  grids: PlannedGrid[];
  duties: Duty[];
  /** Members who are available and not needed, by id. */
  reserve: string[];
  /** Sum of the walks of all duties, one way. */
  metres: number;
  proof: {
    /** No assignment within these grids walks less: the assignment's linear relaxation. */
    givenGrids: ProvenBound;
    /** No plan with any grids walks less: the relaxation that forgets that homes and members belong to grids. */
    joint: ProvenBound;
    /** What branch and bound proved within these grids, in metres: higher than `givenGrids`, but to be believed. */
    solverBound: number;
  };
  balance: {
    /** The tolerance the grids were found within; wider than asked for where the bounds or the buildings allowed no better. */
    tolerance: number;
    /** The largest distance of a grid's homes from the mean, as a share of the mean. */
    reached: number;
  };
}

/** What would mend a conflict: set a bound to `to` (from `from`), or add `by` members. */
export interface Mend {
  bound: BoundName;
  from: number;
  to: number;
  by: number;
  /** True: with this change alone the counts of the whole problem agree. False: it mends this conflict, another remains. */
  isEnough: boolean;
  message: Label;
}

/** No plan. `isProven` false: none was found within the search's limits, but none is excluded either. */
export interface Impossible {
  kind: 'impossible';
  isProven: boolean;
  /** True: no fewer bounds conflict, and that is proven: all smaller sets were shown to hold together. */
  isSmallest: boolean;
  code: ImpossibleCode;
  /** A smallest set of bounds that cannot hold together; leaving out any one of them, the others can (`isSmallest`). */
  conflict: BoundName[];
  numbers: Record<string, number>;
  message: Label;
  mends: Mend[];
}

export type ImpossibleCode =
  | 'no-homes'
  | 'no-members'
  | 'too-few-homes'
  | 'too-many-homes'
  | 'too-few-members'
  | 'too-few-members-for-homes'
  | 'too-few-buildings'
  | 'building-too-large'
  | 'crossed-bounds'
  | 'parts-apart'
  | 'bounds-conflict'
  | 'not-found';

/** How far a planning is. `done` and `of` count steps; `of` may grow. */
export interface Progress {
  step: 'count' | 'bound' | 'partition' | 'assign' | 'share-out' | 'compare';
  done: number;
  of: number;
}

/**
 * Choices that are not bounds. The same problem with the same options gives the same answer.
 */
export interface PlanOptions {
  /** Seed of the search for grids. Default 1. */
  seed?: number;
  /** Wanted: homes of each grid within this share of the mean. Default 0.15. A wish, widened where it cannot be met. */
  balanceTolerance?: number;
  /** The walk between two homes of one building. Default 10. */
  sameBuildingMetres?: number;
  /** Buildings further apart than this are never neighbours. Default 250. */
  neighbourMetres?: number;
  /** Stop looking for a better assignment once within this share of the proven bound. Default 0.002. */
  optimalityGap?: number;
  /** How many searches for grids are tried for each number of areas. Default 2, at least 8 in all. */
  attempts?: number;
}

/** Choices of a re-plan. */
export interface ReplanOptions extends PlanOptions {
  /** The new plan may walk this share more than a plan made afresh, to spare changes. Default 0.05. */
  distanceTolerance?: number;
}

/**
 * Why a duty changes: the home is new or gone; its member is gone or no longer available; the member had more homes than
 * allowed; the home's building is in another grid than its member; the new member lacked homes to reach the least; or the
 * walk would be too long otherwise.
 */
export type ChangeReason =
  | 'home-new'
  | 'home-gone'
  | 'member-gone'
  | 'member-over-most'
  | 'grid-changed'
  | 'member-under-least'
  | 'shorter-walk';

/** One changed duty. `from` null: nobody served the home; `to` null: the home is gone. */
export interface DutyChange {
  homeId: string;
  from: string | null;
  to: string | null;
  reason: ChangeReason;
}

/** The new plan beside the present one. */
export interface Replan {
  kind: 'replan';
  plan: Plan;
  /** In the order of the homes; homes that are gone come last. */
  changes: DutyChange[];
  /** Homes in buildings that change their grid. */
  homesMoved: number;
  /** No plan within the bounds changes fewer duties: homes new or gone, members gone or over their most. */
  leastChanges: number;
  /** The walk of the plan made afresh, which the tolerance counts from; null where the bound alone was enough to judge. */
  freshMetres: number | null;
}
