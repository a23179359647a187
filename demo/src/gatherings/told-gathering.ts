/** Gatherings as they were told, ready to be written down: one shape for each table. */
import type { HeldPost } from '../story/directory.ts';

export interface Named {
  zh: string;
  en: string;
}

export interface ToldSeries {
  seriesId: string;
  hostOrgId: string;
  kind: string;
  number: number;
  title: Named | null;
  /** Null: the model's. */
  rule: string | null;
  startsOn: string;
  atMinute: number | null;
  lastsMinutes: number | null;
  place: string | null;
  areaCode: string;
  capacity: number | null;
  endsOn: string | null;
}

export type ToldState = 'planned' | 'announced' | 'open' | 'ended' | 'cancelled' | 'not-held';

/** Who took a step; a person without a post acts as themselves. Null: time. */
export type By = HeldPost | { personId: string } | null;

export interface ToldStep {
  at: string;
  verb: string;
  by: By;
  itemId: string | null;
  reason: string | null;
  changes: Record<string, unknown>;
}

export interface ToldTopic {
  topicId: string;
  hostOrgId: string;
  kind: string;
  title: string;
  body: string | null;
  areaCode: string;
  personId: string | null;
  name: string | null;
  broughtAt: string;
  state: 'waiting' | 'on-agenda' | 'decided' | 'noted' | 'became-case' | 'withdrawn';
  outcome: string | null;
  caseId: string | null;
  endedAt: string | null;
  supporters: { personId: string; at: string }[];
}

export interface ToldItem {
  itemId: string;
  hostOrgId: string;
  kind: string;
  about: 'case' | 'topic' | 'duty' | 'motion';
  caseId: string | null;
  topicId: string | null;
  resolutionId: string | null;
  title: string | null;
  body: string | null;
  ladder: string | null;
  rung: number | null;
  areaCode: string | null;
  enteredAt: string;
  enteredByPersonId: string | null;
  carriedFrom: string | null;
  gatheringId: string | null;
  position: number | null;
  endedAs: string | null;
  endedAt: string | null;
  endedIn: string | null;
  endReason: string | null;
}

export interface ToldResolution {
  resolutionId: string;
  gatheringId: string;
  itemId: string;
  caseId: string | null;
  hostOrgId: string;
  kind: string;
  text: string;
  decidedAt: string;
  /** Null: decided, and nothing to do. */
  owner: {
    postId: string | null;
    role: string;
    orgId: string;
    personId: string | null;
    label: string;
  } | null;
  dueOn: string | null;
  dueAt: string | null;
  state: 'no-duty' | 'running' | 'kept' | 'not-kept';
  answer: string | null;
  answeredAt: string | null;
  answeredBy: By;
}

export interface ToldMotion {
  motionId: string;
  itemId: string;
  text: string;
  putAt: string;
  hands: { for: number; against: number; abstained: number; present: number } | null;
  countedAt: string | null;
  countedByPersonId: string | null;
}

export interface Attendance {
  attendanceId: string;
  personId: string | null;
  name: string;
  how: 'code' | 'paper' | 'later';
  cameAt: string;
  enteredAt: string;
  enteredByPersonId: string | null;
}

export interface SignUp {
  personId: string;
  state: 'placed' | 'waiting' | 'cancelled';
  signedUpAt: string;
  turn: number;
  placedAt: string | null;
  cancelledAt: string | null;
}

export interface Seat {
  seat: number;
  personId: string | null;
  takenAt: string | null;
  offeredAt: string | null;
  offeredToPersonId: string | null;
}
