/**
 * What the pure part of gatherings takes and gives. Like the rest of the engine it has no clock, no ids and no I/O: `now` and
 * new ids are arguments, instants are ISO 8601 in UTC with milliseconds, days are `YYYY-MM-DD` on the city's calendar.
 */
import type { CadencePeriod, HolidayRule } from '@linli/model';
import type { Holder, Refusal } from '../types.ts';

// ── When ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A series as it recurs: a rule of days, a time of day, a zone. */
export interface Series {
  /** RFC 5545 rule without time of day and without DTSTART: `FREQ=MONTHLY;BYMONTHDAY=4,14,24`. */
  rule: string;
  /** First day it may fall on; where INTERVAL and COUNT begin to count (DTSTART). */
  startsOn: string;
  /** Last day it may fall on; null: no end is set. */
  endsOn: string | null;
  /** Start in minutes after midnight on the city's clock. */
  atMinute: number;
  lastsMinutes: number;
  /** IANA zone. */
  timeZone: string;
  onHoliday: HolidayRule;
}

/** What was changed about one occurrence by hand. `recursAt` is when the rule meant it to start (RECURRENCE-ID). */
export type SeriesException =
  | { what: 'moved'; recursAt: string; startsAt: string; endsAt: string }
  | { what: 'cancelled'; recursAt: string }
  /** One more that the rule does not mean. */
  | { what: 'extra'; startsAt: string; endsAt: string };

export interface Occurrence {
  /** When the rule means it to start; of an extra one: its own start. Never changes, whatever is moved. */
  recursAt: string;
  startsAt: string;
  endsAt: string;
  /** `holiday`: put off to the next working day by the series itself. */
  how: 'regular' | 'holiday' | 'moved' | 'cancelled' | 'extra';
}

// ── A gathering and its agenda ───────────────────────────────────────────────────────────────────────────────────

/**
 * planned → announced (time and agenda are told) → open → ended. Off the way: cancelled before it began, not-held when its
 * time went by. What stood on the agenda of these two waits for the next one of the same host and kind.
 */
export type GatheringState = 'planned' | 'announced' | 'open' | 'ended' | 'cancelled' | 'not-held';

export interface Gathering {
  gatheringId: string;
  hostOrgId: string;
  /** Key in the model's gatherings. */
  kind: string;
  state: GatheringState;
  /** Null: called by itself. */
  recursAt: string | null;
  startsAt: string;
  endsAt: string;
  place: string | null;
  /** When its time and agenda are told. */
  noticeAt: string | null;
  announcedAt: string | null;
  openedAt: string | null;
  endedAt: string | null;
  /** Broken off, to go on later: its items keep their places. */
  adjournedAt: string | null;
  /** Why it was called, moved, cancelled, adjourned or not held. */
  reason: string | null;
  /** RFC 5545 SEQUENCE: grows when time, place or state change in a way calendars show. */
  revision: number;
  /** Item under discussion. */
  currentItemId: string | null;
}

/** How an item ended. `moved-on`: the case left the rung by itself, by time or because it was solved meanwhile. */
export type ItemEnd =
  | 'resolved'
  | 'carried-over'
  | 'sent-down'
  | 'sent-up'
  | 'noted'
  | 'answered'
  | 'became-case'
  | 'withdrawn'
  | 'moved-on';

/** Something the gatherings of a host and kind have to deal with: the pool. It ends once; carried over, it goes on as a new one. */
export interface AgendaItem {
  itemId: string;
  hostOrgId: string;
  kind: string;
  about: 'case' | 'topic' | 'duty' | 'motion';
  caseId: string | null;
  topicId: string | null;
  /** A duty of an earlier gathering. */
  resolutionId: string | null;
  title: string | null;
  /** Ladder and rung that brought the case. */
  ladder: string | null;
  rung: number | null;
  enteredAt: string;
  /** The item this one goes on from. */
  carriedFrom: string | null;
  /** Null: it waits for the next gathering. */
  gatheringId: string | null;
  /** On the agenda of its gathering, from 1. */
  position: number | null;
  ended: { as: ItemEnd; at: string; in: string | null; reason: string | null } | null;
}

/** `running`: owed · `kept`, `not-kept`: answered for · `no-duty`: decided, and nothing to do. */
export type DutyState = 'no-duty' | 'running' | 'kept' | 'not-kept';

/** What was decided. With an owner it is a duty, and then it always has a date. */
export interface Resolution {
  resolutionId: string;
  gatheringId: string;
  itemId: string;
  caseId: string | null;
  hostOrgId: string;
  kind: string;
  text: string;
  decidedAt: string;
  owner: Holder | null;
  dueAt: string | null;
  state: DutyState;
  /** What became of it, in words. */
  answer: string | null;
  answeredAt: string | null;
}

// ── A step ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const meetingVerbs = [
  'announce',
  'move',
  'cancel',
  'open',
  'take-up',
  'discuss',
  'resolve',
  'carry-over',
  'send-down',
  'send-up',
  'note',
  'answer',
  'become-case',
  'withdraw',
  'adjourn',
  'end',
  'not-held',
] as const;
export type MeetingVerb = (typeof meetingVerbs)[number];

/** One gathering with all that a step may touch. */
export interface Room {
  gathering: Gathering;
  /** On its agenda, ended ones too. */
  items: AgendaItem[];
  /** Waiting in the pool of the same host and kind. */
  waiting: AgendaItem[];
  /** Duties of the same host and kind; those still running open the next agenda. */
  duties: Resolution[];
}

/** What a verb carries. */
export interface MeetingInput {
  reason?: string;
  itemId?: string;
  /** move */
  startsAt?: string;
  endsAt?: string;
  place?: string | null;
  /** resolve: what was decided, who does it, and by when. About a case both may be left to the case's own rules. */
  resolution?: string;
  owner?: Holder;
  dueAt?: string;
  /** answer: was the duty kept? With the words. */
  isKept?: boolean;
  words?: string;
}

/** What is due from the spine in the same transaction, about the case of an item. */
export interface CaseStep {
  caseId: string;
  verb: 'decide' | 'climb' | 'descend';
  resolution: string | null;
  owner: Holder | null;
  dueAt: string | null;
  reason: string | null;
}

/** A step that was taken. */
export interface MeetingStep {
  verb: MeetingVerb;
  gathering: Gathering;
  /** Items that changed or are new, whole. */
  items: AgendaItem[];
  /** Resolutions that changed or are new, whole. */
  resolutions: Resolution[];
  caseStep: CaseStep | null;
  reason: string | null;
}

export interface MeetingSurroundings {
  now: string;
  /** Gives a new id each time it is asked; the same ones in the same order give the same step. */
  newId: () => string;
}

export type MeetingAnswer = MeetingStep | Refusal;

// ── Places, seats, attendance ────────────────────────────────────────────────────────────────────────────────────

export interface SignUp {
  personId: string;
  state: 'placed' | 'waiting' | 'cancelled';
  signedUpAt: string;
  /** Order in which they came; grows and is never given twice. */
  turn: number;
  placedAt: string | null;
}

export interface Seat {
  /** From 1. */
  seat: number;
  personId: string | null;
  /** To be swapped: with anybody (`to` null) or one person, perhaps for the shift of theirs that is named. */
  offer: { at: string; to: string | null; forGatheringId: string | null; takenBy: string | null } | null;
}

export interface Attendance {
  attendanceId: string;
  /** Null: a name on paper. */
  personId: string | null;
  name: string;
  how: 'code' | 'paper' | 'later';
  cameAt: string;
}

// ── Cadence ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface CadenceStanding {
  per: CadencePeriod;
  /** First and last day of the period. */
  from: string;
  to: string;
  atLeast: number;
  held: number;
  /** `held`: often enough · `due`: the period still runs · `missed`: it is over. */
  state: 'held' | 'due' | 'missed';
}
