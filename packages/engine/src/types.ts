/**
 * What the engine takes and gives. Pure: no clock, no ids, no I/O of its own; `now`, ids and the holders of posts are arguments.
 * Instants are ISO 8601 strings in UTC with milliseconds (`2026-11-23T08:00:00.000Z`), so that they hash and compare as text.
 */
import type { Label, Severity, Station } from '@linli/model';

/** The standing of one case: everything decisions depend on. The row in the database holds the same, plus what is only looked up. */
export interface CaseState {
  kind: string;
  modelVersion: string;
  station: Station;
  severity: Severity;
  category: string | null;
  /** Code of the innermost known area. */
  areaCode: string;
  /** Class of the area (a compound) it lies in, as it was when the case was opened; absent: of none. */
  areaClass?: string;
  danger: boolean;
  /** Null: sent without an account (`anonymous`). */
  reporterId: string | null;
  /** Answers to the fields asked, by field key; of stations as `station.field`. */
  answers: Record<string, AnswerValue>;
  openedAt: string;
  /** First dispatch: where clocks start. */
  dispatchedAt: string | null;
  resolvedAt: string | null;
  verifiedAt: string | null;
  closedAt: string | null;
  changedAt: string;
  /** Post that must see to it that the case moves (dispatches it, answers for it). */
  responsible: Holder | null;
  /** Why that post: shown and kept. */
  routeReason: string | null;
  /** Who handles it now. */
  assignee: Holder | null;
  /** Persons who have ever handled it; none of them may verify. */
  handlerIds: string[];
  paused: { key: string; since: string; until: string; reason: string } | null;
  clocks: Record<string, ClockState>;
  /** Where it stands on its ladder; null: not climbed. */
  rung: RungState | null;
  /** Rung its last resolution took it from, as an index: where it goes back to when that is rejected. */
  leftRung?: number | null;
  /** Highest rung ever reached, 0 = none; never goes down. */
  highestRung: number;
  parts: PartState[];
  rating: { answer: 'solved' | 'partly' | 'not'; at: string; comment: string | null } | null;
  /** How many ratings of each answer so far. */
  ratingCounts: Record<'solved' | 'partly' | 'not', number>;
  redoCount: number;
  returnCount: number;
  mergedInto: string | null;
  /** What the rungs decided, oldest first: the dated duties that came back down. */
  resolutions: { rung: string; at: string; text: string; to: Holder | null; dueAt: string | null }[];
  /** Last urge by each who urged: `reporter` or a person's id. */
  urgedAt: Record<string, string>;
  /** Closing time without an answer, while waiting for a rating. */
  closesAt: string | null;
}

export type AnswerValue = string | number | boolean | string[] | null;

/** A post and who holds it. An office without a named holder (vacancy) has no `personId`. */
export interface Holder {
  postId: string | null;
  role: string;
  orgId: string;
  personId: string | null;
}

export interface ClockState {
  /** 1 on the first run, +1 on each reopening. */
  round: number;
  startedAt: string;
  /** When time is over; moves on while paused (recomputed on resume). */
  dueAt: string;
  /** Open minutes of the calendar in which it stood still so far this round: pauses, and the time between a resolution and its rejection. */
  pausedMinutes: number;
  pausedSince: string | null;
  stoppedAt: string | null;
  /** When the time ran out (its `dueAt` then), set once it did; stays even when the work is done later. */
  overAt: string | null;
  /** Rounds that ran over, this one included: a new round does not wipe out an old delay. */
  overRounds: number;
  remindedPercent: number[];
}

export interface RungState {
  ladder: string;
  /** 0-based index into the ladder's rungs. */
  index: number;
  since: string;
  dueAt: string;
  hostOrgId: string | null;
  /** Set on the last rung when its time is over. */
  overdue: boolean;
}

export interface PartState {
  partId: string;
  role: string;
  orgId: string;
  personId: string | null;
  task: string;
  dueAt: string;
  /** Set once its time ran out unsigned. */
  overAt: string | null;
  signedAt: string | null;
  signedBy: string | null;
  result: string | null;
}

/** Every verb of the spine. A model gives them their words and actors. */
export const verbs = [
  'open',
  'accept',
  'assign',
  'claim',
  'start',
  'return',
  'reroute',
  'pause',
  'resume',
  'answer',
  'note',
  'urge',
  'resolve',
  'verify',
  'reject',
  'rate',
  'close',
  'withdraw',
  'merge',
  'reopen',
  'climb',
  'decide',
  'descend',
  'ask-part',
  'sign-part',
  'tick',
] as const;
export type Verb = (typeof verbs)[number];

/** Who acts. `posts` are those whose organisation covers the case's place now; authority comes from nothing else. */
export interface Actor {
  /** Null: time itself, or somebody without an account. */
  personId: string | null;
  /** The sender of an anonymous report proves it by the device it was sent from. */
  isReporter: boolean;
  posts: { postId: string; role: string; orgId: string }[];
}

/** What a case is opened with. Its severity comes from the problem catalogue. */
export interface OpenInput {
  kind: string;
  /** Code of the innermost known area. */
  areaCode: string;
  /** Class of the area it lies in; null: of none. Some kinds are for some classes, some limits differ by class. */
  areaClass?: string | null;
  category?: string | null;
  /** By key of the kind's `asks`. Answers of kind `phone` are checked and left out of the state: histories never forget. */
  answers?: Record<string, AnswerValue>;
  /** Somebody is in danger: the case becomes urgent. Also set by a yes-no with `onYes` answered yes. */
  danger?: boolean;
  reporterId: string | null;
}

/** What a verb carries. Fields not named by a verb are refused. */
export interface VerbInput {
  reason?: string;
  to?: Holder;
  answers?: Record<string, AnswerValue>;
  pause?: string;
  rating?: { answer: 'solved' | 'partly' | 'not'; comment?: string };
  into?: string;
  severity?: Severity;
  category?: string;
  part?: { partId?: string; holder?: Holder; task?: string; result?: string };
  resolution?: string;
  /** decide: date by which the duty is due (`2026-12-04`); else the model's limit runs again. */
  dueOn?: string;
  /** tick: what is due (`timerKey` of a timer). */
  timer?: string;
}

/** What decisions need to know from outside, looked up by the server before deciding. */
export interface Surroundings {
  now: string;
  /** For the next rung: organisation of the rung's host kind covering the place. */
  hostOfRung?: (rungIndex: number) => string | null;
  /** Where routing leads now (used by `open`, `reroute`, `reopen` with a vacancy). */
  route?: { holder: Holder; reason: string } | null;
  /** merge: the case to merge into; null: there is none, or it is the case itself. Checked when given. */
  mergeTarget?: { kind: string; station: Station } | null;
  /** For gates that count followers. */
  followerCount?: number;
}

/** A step that was taken: exactly one history entry. */
export interface Decision {
  verb: Verb;
  from: Station;
  to: Station;
  next: CaseState;
  /** Fields of `next` that differ, whole values. `evolve(previous, changes)` gives `next`. */
  changes: Partial<CaseState>;
  reason: string | null;
  /** All timers the case now wants; replaces those it had. */
  timers: Timer[];
  notices: Notice[];
}

export interface Timer {
  /** `remind:CLOCK:PERCENT:ROUND`, `over:CLOCK:ROUND`, `pause`, `rung:INDEX`, `close`, `part:ID`. Unique in the case. */
  key: string;
  firesAt: string;
}

/** Something to tell somebody; the server turns it into messages of that person's channels. */
export interface Notice {
  /** Phrase key: `case.dispatched`, `case.resolved`, `case.over` … */
  template: NoticeTemplate;
  to: NoticeTarget[];
  data: Record<string, string | number>;
}
export const noticeTemplates = [
  'case.received',
  'case.accepted',
  'case.assigned',
  'case.handling',
  'case.returned',
  'case.paused',
  'case.resumed',
  'case.answered',
  'case.noted',
  'case.urged',
  'case.resolved',
  'case.verified',
  'case.rejected',
  'case.rated',
  'case.reopened',
  'case.climbed',
  'case.decided',
  'case.descended',
  'case.closed',
  'case.withdrawn',
  'case.merged',
  'case.reminder',
  'case.over',
  'case.rung-over',
  'case.part-asked',
  'case.part-signed',
  'case.part-over',
] as const;
export type NoticeTemplate = (typeof noticeTemplates)[number];
export type NoticeTarget =
  | 'reporter'
  | 'followers'
  | 'assignee'
  | 'responsible'
  | 'supervisor'
  | 'work-group'
  /** Whoever holds the role at an organisation covering the place. */
  | { role: string }
  | { holder: Holder }
  | { orgId: string };

/** Why a step is not possible. A value, never thrown; the server makes a problem document of it. */
export interface Refusal {
  refused: true;
  /** `forbidden`: not this actor · `state`: not from this station · `input`: something missing or wrong · `gate`: the model forbids it now. */
  kind: 'forbidden' | 'state' | 'input' | 'gate';
  /** Code of the error catalogue. */
  code: string;
  /** Field or gate or rule of the model, as a path. */
  at: string | null;
  data: Record<string, string | number>;
  message: Label;
}

/** A verb the actor may use next, with what it asks. Faces draw their buttons from this list alone. */
export interface VerbOffer {
  verb: Verb;
  title: Label;
  /** Main deed at this station: drawn first. */
  primary: boolean;
  /** Needs a reason in words. */
  reason: 'required' | 'optional' | 'none';
  /** Fields asked, `station.field`. */
  asks: string[];
  /** For assign, reroute, decide and parts: roles that may be named. */
  to: string[];
  /** pause: keys of the pauses this actor may start · rate: the answers · sign-part: ids of the parts this actor owes. */
  choices: string[];
}
