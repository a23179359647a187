/** Gatherings of a city as they stood when its server fell silent: what a story that goes on takes up. */
import type {
  Attendance,
  Seat,
  SignUp,
  ToldItem,
  ToldResolution,
  ToldSeries,
  ToldState,
  ToldTopic,
} from './told-gathering.ts';

export interface KeptGatherings {
  series: ToldSeries[];
  /** To come, under way, or with a duty that is still to be done; those that somebody of flesh and blood changed are left out. */
  gatherings: KeptGathering[];
  /** `SERIES INSTANT` of every other occurrence there is: nothing is planned in its place. */
  occurrences: ReadonlySet<string>;
  /** Hosts and kinds of which any were held of late; what others have in their calendars was never told. */
  held: ReadonlySet<string>;
  topics: ToldTopic[];
  /** Brought by somebody of flesh and blood: no story ends them. */
  ownTopics: ReadonlySet<string>;
  /** Open ones, and those of cases of this story that left their rung meanwhile. */
  items: ToldItem[];
  /** Duties still to be done, and those that no meeting has heard of yet. */
  resolutions: ToldResolution[];
  /** Items that ended and asked for one of these duties. */
  heard: ToldItem[];
  /** When the case of a duty was resolved, and whether it is over. */
  cases: ReadonlyMap<string, { resolvedAt: string | null; isOver: boolean }>;
  /** What was brought lately, by host and kind: not everything is said twice. */
  titles: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface KeptGathering {
  gatheringId: string;
  hostOrgId: string;
  kind: string;
  areaCode: string;
  startsAt: string;
  endsAt: string;
  seriesId: string | null;
  recursAt: string | null;
  title: { zh: string; en: string } | null;
  place: string | null;
  reason: string | null;
  capacity: number | null;
  noticeAt: string | null;
  state: ToldState;
  announcedAt: string | null;
  openedAt: string | null;
  endedAt: string | null;
  currentItemId: string | null;
  minutesPostedAt: string | null;
  revision: number;
  changedAt: string;
  remindAt: string | null;
  seq: number;
  head: Buffer;
  attendance: Attendance[];
  signUps: SignUp[];
  seats: Seat[];
  lecturers: { personId: string | null; name: string; subject: string }[];
  minutes: { part: string; text: string; version: number; personId: string; at: string }[];
}

/** Where something waits: at a host, for gatherings of a kind. */
export function poolKey(hostOrgId: string, kind: string): string {
  return `${hostOrgId} ${kind}`;
}
