/**
 * What a model is once it has been read, merged with the model it extends and cross-checked.
 * The YAML a city writes (`authored.ts`) is looser and shorter; this is what engine, server and faces read.
 * Every key (kind, role, station title …) is the city's own word; the engine knows none of them.
 */

import type { BallotKind } from './ballots.ts';
import type { GatheringKind } from './gatherings.ts';
import type { Norm } from './norms.ts';

/** A text in both languages. `zh` is the one shown by default. */
export interface Label {
  zh: string;
  en: string;
}

/** A whole institution: the parsed form of one file in the models folder. */
export interface Model {
  /** File name without `.yaml`, e.g. `tongguan`. */
  key: string;
  /** First 16 hex digits of the SHA-256 of the canonical JSON of this parsed model without `version`. */
  version: string;
  extends: string | null;
  title: Label;
  /** Code of the area the model governs (its outermost area), e.g. `340705`. */
  jurisdiction: string;
  /** IANA zone, e.g. `Asia/Shanghai`. */
  timeZone: string;
  /** Outermost first. A child's code extends its parent's. */
  levels: Level[];
  /** Classes an area of a level may have (`commercial-housing` …), by key. */
  areaClasses: Record<string, { title: Label; level: string }>;
  orgKinds: Record<string, OrgKind>;
  roles: Record<string, Role>;
  formations: Record<string, Formation>;
  /** Ways of being nominated for a role, by key. */
  nominationChannels: Record<string, { title: Label }>;
  /** Segments that run through areas, such as roads, by key. */
  segmentKinds: Record<string, { title: Label }>;
  /** null: nothing is promised for every home. */
  coverage: Coverage | null;
  /** Into how many grids an area of a level is divided, by level. */
  gridsPer: Record<string, Bounds>;
  nets: Record<string, Net>;
  parties: Record<string, PartyGroup>;
  duties: Record<string, Duty>;
  reportIn: ReportIn | null;
  powers: Record<string, Power>;
  norms: Record<string, Norm>;
  /** Kinds of establishment posts, with the roles whose holders fill one. */
  establishments: Record<string, { title: Label; roles: string[] }>;
  calendars: Record<string, Calendar>;
  /** The problem catalogue: leaves are what a report's `category` names. */
  problems: Record<string, Problem>;
  caseKinds: Record<string, CaseKind>;
  gatherings: Record<string, GatheringKind>;
  ladders: Record<string, Ladder>;
  ballots: Record<string, BallotKind>;
  queues: Record<string, Queue>;
  /** Where a quantity comes from: `cases.report.clocks.resolve.limit` → `domain-rules A5`. Path in the authored file. */
  sources: Record<string, string>;
}

export interface Level {
  key: string;
  title: Label;
  /** Length of a code of this level in characters. Strictly growing from level to level. */
  codeLength: number;
}

export interface OrgKind {
  title: Label;
  /** Level of the areas it covers; null: any. */
  level: string | null;
  /** Kind of its parent, where it has one. */
  under: string | null;
  /** Keys of `formations` it may be formed by. */
  formation: string[];
  members: Bounds | null;
  /** Kind it should become when it has more members than allowed. */
  moreMembers: string | null;
  /** From what size a committee leads it, how many sit on it, and which roles they hold. */
  committee: { from: number; seats: Bounds; roles: string[] } | null;
  /** Does an area with such an organisation count as covered in the coverage rate? */
  countsAsCover: boolean;
  /** `service`: serves residents · `dispatched`: sent by one organisation, commanded by the one it stands under. */
  team: 'service' | 'dispatched' | null;
  /** Kind of the organisation a dispatched team is sent by. */
  sentBy: string | null;
}

/** A way of forming an organisation, with the rules of size it is checked against. */
export interface Formation {
  title: Label;
  covers: 'one-area' | 'several-areas' | 'grid';
  /** `several-areas`: how many areas may share one. */
  areas: Bounds | null;
  /** Members it must have to be formed so. */
  members: Bounds | null;
  /** `several-areas`: members each area may have by itself; with more it forms one of its own. */
  membersOfEach: Bounds | null;
  /** `several-areas`: into how many grids each area is divided, in place of `gridsPer`; null: as that asks. */
  gridsOfEach: Bounds | null;
}

/** What must be there for every home: exactly one answering post, and exactly one grid where `gridsOf` is set. */
export interface Coverage {
  /** Level of the homes. */
  homes: string;
  /** Level of the areas grids are made of; null: grids are not asked for. */
  gridsOf: string | null;
  /** Roles of which exactly one holder answers; empty: nobody ever answers. */
  answeredBy: string[];
  /** Level of the areas of the coverage rate; null: no rate. */
  rateOf: string | null;
}

/** A named view of the one graph of organisations, areas and grids. */
export interface Net {
  title: Label;
  isAxis: boolean;
  /** Kinds of organisations, from the top down. */
  orgKinds: string[];
  levels: string[];
  grids: boolean;
}

/** Parties that stand side by side for each area of a level. */
export interface PartyGroup {
  title: Label;
  level: string;
  /** In the order of the file. */
  parties: Record<
    string,
    { title: Label; orgKinds: string[]; roles: string[]; residents: boolean; owes: Label | null }
  >;
}

/** What organisations of a kind owe, and by when. */
export interface Duty {
  orgKind: string;
  owes: Label;
  limit: Limit | null;
  /** RFC 5545 rule. */
  series: string | null;
}

/** People in work report in where they live. There is no minimum: the language has no word for one. */
export interface ReportIn {
  title: Label;
  /** Kinds of organisations where one reports in. */
  receivedBy: string[];
  /** Kinds of organisations that employ them. */
  employedBy: string[];
  services: Record<string, { title: Label }>;
  /** RFC 5545 rule of the feedback to employers. */
  feedback: string | null;
}

/** An item of the register of powers. */
export interface Power {
  title: Label;
  list: 'basic' | 'assisting' | 'taken-back';
  /** Level whose organisations it concerns. */
  level: string;
  /** Kind of organisation that leads, or does it now. */
  lead: string | null;
  basis: string;
  /** Days, `YYYY-MM-DD`; `to` is the last one. */
  from: string;
  to: string | null;
  evaluatedOn: string | null;
  evaluateBy: string | null;
  /** Keys of problems, groups or leaves. */
  categories: string[];
  /** Kind of dispatched teams over which it is a power. */
  over: string | null;
  /** Kinds of cases in which it is exercised. */
  exercisedBy: string[];
}

export interface Bounds {
  min: number | null;
  max: number | null;
}

/** What a post lets its holder do, besides the verbs that case kinds give to roles. */
export type Ability =
  /** People, posts, organisations, work groups of the areas covered. */
  | 'administer'
  /** Outbox and failed jobs. */
  | 'watch-messages'
  /** Contact data behind a mask, with a reason that is logged and shown to the person. */
  | 'reveal'
  /** Staff figures and lists of the areas covered. */
  | 'oversee';

export interface Role {
  title: Label;
  orgKind: string;
  /** How many may hold it in one organisation; null: any number. */
  seats: number | null;
  /** Homes (or areas of another level) each holder answers for. */
  serves: { level: string; bounds: Bounds } | null;
  /** What there is one such office for; null: one for each organisation. */
  per: { of: 'level' | 'segment'; key: string } | { of: 'grid' } | null;
  /** Years one appointment lasts; null: no term is set. */
  termYears: number | null;
  /** Does each holder count as a member of the organisation, where its size has not been entered? */
  isMember: boolean;
  /** Is an office nobody holds no vacancy? */
  mayBeEmpty: boolean;
  /** Roles its holder may hold besides: cross-appointments. */
  also: string[];
  /** Roles nobody may hold at the same time, in any organisation. */
  neverWith: string[];
  /** Keys of `nominationChannels`. */
  nominatedBy: string[];
  /** Kind of cases in which an opinion on an appointment is asked for first; null: none is. */
  opinion: string | null;
  card: DutyCard | null;
  /** What the public may see of a holder. Contact is by relay, never the number itself. */
  shown: ('name' | 'pledge' | 'contact-by-relay')[];
  /** Case kinds whose cases in covered areas the holder reads; `*`: all. */
  reads: string[];
  can: Ability[];
  /** One line for the demo's sign-in page: what to try as this person. */
  script: Label | null;
}

/** What a holder may let the public see, each field only by consent. */
export interface DutyCard {
  fields: CardField[];
  /** How long one consent holds. */
  consentDays: number;
  identity: Label | null;
  /** What the holder is measured by, in words. */
  standard: Label | null;
}
export type CardField = 'identity' | 'pledge' | 'contact-by-relay' | 'standard' | 'result';

export interface Calendar {
  title: Label;
  /** `around-the-clock`, or spans of the day in minutes after midnight, in order, not overlapping. */
  hours: 'around-the-clock' | { fromMinutes: number; toMinutes: number }[];
  /** `every`: all days; `cn-official`: Monday to Friday but official holidays, plus make-up working days. */
  days: 'every' | 'cn-official';
}

export interface Problem {
  title: Label;
  parent: string | null;
  severity: Severity;
  /** Words that suggest it. */
  words: string[];
  /** Org kind that has the duty to act, where it is not who the case is routed to. */
  duty: string | null;
}

/** `urgent` and `hard` get limits of their own; everything else is `ordinary`. */
export type Severity = 'urgent' | 'ordinary' | 'hard';

/**
 * Who may act: `anyone` (no account needed), `resident` (signed in), `reporter`, `assignee`, `any-post`,
 * `party` (holder of a part), or `role:KEY` whose organisation covers the case's place.
 */
export type ActorRef =
  | 'anyone'
  | 'resident'
  | 'reporter'
  | 'assignee'
  | 'any-post'
  | 'party'
  | `role:${string}`;

export type Station =
  | 'open'
  | 'accepted'
  | 'assigned'
  | 'handling'
  | 'resolved'
  | 'verified'
  | 'closed'
  | 'withdrawn'
  | 'merged'
  | 'returned'
  | 'reopened';

export interface CaseKind {
  title: Label;
  description: Label | null;
  /** First letters of the case number, e.g. `R`. */
  numberPrefix: string;
  openedBy: ActorRef[];
  /** When an account is needed: never to send (`none`), to get an answer (`when-answered`), before sending (`required`). */
  account: 'none' | 'when-answered' | 'required';
  /** May people nearby see that such a case is open (without the reporter) and follow it? */
  openToNeighbours: boolean;
  /** Classes of areas it is for; empty: everywhere. */
  inClasses: string[];
  asks: Record<string, Ask>;
  /** Tried in order; the first role with a holder whose organisation covers the place gets the case. */
  route: string[];
  stations: Partial<Record<Station, StationRule>>;
  clocks: Record<string, Clock>;
  /** Named states in which clocks stand still. */
  pauses: Record<string, Pause>;
  gates: Gate[];
  parts: PartsRule | null;
  ladder: string | null;
  rating: RatingRule | null;
  similar: { radiusMetres: number; withinDays: number } | null;
  reminders: Reminder[];
}

/** A field asked when a station is entered (or the case opened). */
export interface Ask {
  title: Label;
  hint: Label | null;
  kind:
    | 'text'
    | 'long-text'
    | 'choice'
    | 'yes-no'
    | 'number'
    | 'date'
    | 'photo'
    | 'place'
    | 'phone'
    | 'category';
  required: boolean;
  /** Required as well when another field, a choice, has one of these answers. */
  requiredIf: { field: string; answers: string[] }[];
  /** photo: how many at most · text: characters at most · number: largest. */
  max: number | null;
  min: number | null;
  choices: { key: string; title: Label }[];
  /** yes-no: shown when answered yes, e.g. whom to call when somebody is in danger. */
  onYes: { stop: Label; call: string | null } | null;
}

export interface StationRule {
  /** What the city calls the station. */
  title: Label;
  /** What the city calls the deed that leads here (点单, 接单, 结单 …); null: the house's word. */
  verb: Label | null;
  /** Who may bring a case here. Empty: nobody but time. */
  by: ActorRef[];
  notBy: ('handler' | 'reporter')[];
  /** assigned: whom the case may be given to. */
  to: ActorRef[];
  /** assigned: may one of `to` take it without being given it? */
  claim: boolean;
  asks: Record<string, Ask>;
  /** Entered by itself after this time without an answer (verified → closed). */
  after: Limit | null;
}

/** A time limit on a calendar. `working-days` end at the close of the last working day; `minutes` count open time of the calendar. */
export interface Limit {
  unit: 'minutes' | 'working-days';
  amount: number;
  /** Key of a calendar. */
  calendar: string;
}

export interface Clock {
  title: Label;
  /** Started when the case enters one of these. A reopening starts a new round of the clock. */
  from: Station;
  /** Stopped when the case enters one of these. */
  to: Station[];
  limit: Record<Severity, Limit>;
  /** Other limits by class of the area the case lies in. */
  limitByClass: Record<string, Record<Severity, Limit>>;
  /** Keys of pauses in which it stands still. */
  pausedIn: string[];
}

export interface Pause {
  title: Label;
  by: ActorRef[];
  /** Who ends it; the reporter's answer ends it when `reporter` is among them. */
  endedBy: ActorRef[];
  /** Ends by itself after. */
  atMost: Limit;
}

export interface Gate {
  key: string;
  /** Before which station it stands. */
  before: Station;
  title: Label;
  /** Must hold. */
  needs: Condition;
  /** Shown when it does not: what to do. */
  refusal: Label;
  source: string | null;
}

export interface PartsRule {
  /** Who may ask others for a part, and who may be asked. */
  addedBy: ActorRef[];
  parties: `role:${string}`[];
  limit: Limit;
  /** All parts must be signed off before `resolved`. */
  beforeResolved: boolean;
}

export interface RatingRule {
  by: ActorRef[];
  answers: { key: 'solved' | 'partly' | 'not'; title: Label }[];
  within: Limit;
  /** What the first and every later answer of this kind does. */
  on: Partial<Record<'partly' | 'not', { first: RatingConsequence; later: RatingConsequence }>>;
}
export type RatingConsequence = 'close' | 'reopen' | 'climb';

export interface Reminder {
  key: string;
  clock: string;
  /** Share of the limit used, in percent; 100: when the time is over. */
  atPercent: number;
  to: (ActorRef | 'supervisor' | 'work-group' | 'router')[];
}

export interface Ladder {
  title: Label;
  /** Clocks that lift a case when they run out. */
  climbsWhenOver: string[];
  /** Who may send a case up before that. */
  climbedBy: ActorRef[];
  rungs: Rung[];
}

export interface Rung {
  key: string;
  /** Key of the gatherings that decide there: a case that climbs waits for the next one. null: a case waits for a person. */
  gathering: string | null;
  /** The gathering that decides there, e.g. 片区调度会. */
  title: Label;
  /** Kind of organisation that hosts it; found by place. */
  host: string;
  /** How long a case may stay on the rung without a decision; then it climbs. On the last rung it stays and is overdue. */
  limit: Limit;
  decidedBy: ActorRef[];
  /** RFC 5545 rule of the gathering, where it recurs. */
  series: string | null;
}

export interface Queue {
  title: Label;
  where: Condition;
  /** Roles that see it; empty: every post. */
  for: string[];
  sort: 'dueAt' | 'openedAt' | 'changedAt';
}

/**
 * The one condition language. Evaluated in memory for gates, compiled to SQL for queues and measures, with equal answers.
 * `null` never satisfies a comparison but `exists: false`.
 */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Comparison;

export type Comparison =
  | { field: string; op: 'is'; value: string | number | boolean }
  | { field: string; op: 'in'; value: (string | number)[] }
  /** Area code prefix: the area itself and all it contains. */
  | { field: string; op: 'within'; value: string }
  | { field: string; op: 'exists'; value: boolean }
  | { field: string; op: 'lt' | 'lte' | 'gt' | 'gte'; value: number }
  /** Instants against now: `now`, `-P3D`, `P1D`. */
  | { field: string; op: 'before' | 'after'; value: string }
  /** Instants in a period of the model's time zone. */
  | { field: string; op: 'during'; value: Period }
  /** `me`: the viewer, `my-orgs`: organisations of the viewer's posts. */
  | { field: string; op: 'who'; value: 'me' | 'my-orgs' };

export type Period =
  | 'today'
  | 'yesterday'
  | 'this-week'
  | 'last-week'
  | 'this-month'
  | 'last-month'
  | 'this-year'
  | 'last-year';

/** Fields of a case that conditions may name, with their type. Anything else is a model error. */
export const conditionFields = {
  kind: 'text',
  station: 'text',
  severity: 'text',
  category: 'text',
  area: 'area',
  openedAt: 'instant',
  dispatchedAt: 'instant',
  resolvedAt: 'instant',
  verifiedAt: 'instant',
  closedAt: 'instant',
  changedAt: 'instant',
  dueAt: 'instant',
  paused: 'text',
  rung: 'number',
  rating: 'text',
  redoCount: 'number',
  returnCount: 'number',
  followerCount: 'number',
  anonymous: 'boolean',
  danger: 'boolean',
  assigneePerson: 'person',
  assigneeOrg: 'org',
  responsibleOrg: 'org',
  responsiblePerson: 'person',
  handlerPerson: 'person',
} as const satisfies Record<string, 'text' | 'area' | 'instant' | 'number' | 'boolean' | 'person' | 'org'>;
export type ConditionField = keyof typeof conditionFields;
