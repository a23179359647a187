/** Everything that belongs to one gathering, read together. */
import type { Tx } from '../../platform/db/index.ts';
import { findSteps, type StepRow } from './history.ts';
import {
  findItems,
  findResolutions,
  findResolutionsOf,
  type GatheringRow,
  type ItemRow,
  type ResolutionRow,
} from './store.ts';

export interface MinutesRow {
  part: string;
  text: string;
  version: number;
  writtenAt: string;
  writtenBy: string | null;
}
export interface MotionRow {
  motionId: string;
  itemId: string;
  text: string;
  putAt: string;
  votesFor: number | null;
  votesAgainst: number | null;
  votesAbstained: number | null;
  presentCount: number | null;
  isPassed: boolean | null;
}
export interface AttendanceRow {
  attendanceId: string;
  personId: string | null;
  name: string;
  how: 'code' | 'code-kept' | 'paper' | 'later';
  cameAt: string;
}
export interface SpeakerRow {
  speakerId: string;
  personId: string | null;
  name: string;
  askedAt: string;
  beganAt: string | null;
}
export interface SignUpRow {
  personId: string;
  name: string;
  state: 'placed' | 'waiting';
  signedUpAt: string;
}
export interface SeatRow {
  seat: number;
  personId: string | null;
  name: string | null;
  offeredAt: string | null;
  offeredToPersonId: string | null;
  wantedGatheringId: string | null;
  takenByPersonId: string | null;
  wantedStartsAt: string | null;
}
export interface LecturerRow {
  personId: string | null;
  name: string;
  subject: string | null;
}
export interface FeedbackRow {
  personId: string;
  score: number;
  words: string | null;
}
export interface TopicOfItem {
  topicId: string;
  title: string;
  body: string | null;
  supporterCount: number;
  broughtBy: string | null;
  broughtByPersonId: string | null;
}
export interface CaseOfItem {
  caseId: string;
  number: string;
  kind: string;
  station: string;
  modelVersion: string;
  title: string;
  category: string | null;
  areaName: string;
  rungDueAt: string | null;
  rung: number | null;
}
export interface Neighbour {
  gatheringId: string;
  startsAt: string;
}

export interface Particulars {
  items: ItemRow[];
  /** Decided here. */
  resolutions: ResolutionRow[];
  /** Duties of earlier ones on this agenda. */
  duties: ResolutionRow[];
  topics: TopicOfItem[];
  cases: CaseOfItem[];
  carriedTimes: Map<string, number>;
  minutes: MinutesRow[];
  motions: MotionRow[];
  attendance: AttendanceRow[];
  speakers: SpeakerRow[];
  signUps: SignUpRow[];
  seats: SeatRow[];
  lecturers: LecturerRow[];
  feedback: FeedbackRow[];
  steps: StepRow[];
  continues: Neighbour | null;
  goesOn: Neighbour | null;
  previous: Neighbour | null;
  next: Neighbour | null;
}

export async function findParticulars(tx: Tx, row: GatheringRow): Promise<Particulars> {
  const of = [tx.tenantId, row.gatheringId] as const;
  const [
    items,
    resolutions,
    topics,
    cases,
    carried,
    minutes,
    motions,
    attendance,
    speakers,
    signUps,
    seats,
    lecturers,
    feedback,
    steps,
    halves,
    previous,
    next,
  ] = await Promise.all([
    findItems(tx, row.gatheringId),
    findResolutionsOf(tx, row.gatheringId),
    tx.query<TopicOfItem>(
      `SELECT topics.topic_id AS "topicId", topics.title, topics.body, topics.supporter_count AS "supporterCount",
              coalesce(topics.brought_by_name, people.name) AS "broughtBy",
              topics.brought_by_person_id AS "broughtByPersonId"
         FROM gathering_items AS items
         JOIN gathering_topics AS topics ON topics.tenant_id = $1 AND topics.topic_id = items.topic_id
         LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = topics.brought_by_person_id
        WHERE items.tenant_id = $1 AND items.gathering_id = $2`,
      of,
    ),
    tx.query<CaseOfItem>(
      `SELECT cases.case_id AS "caseId", cases.number, cases.kind, cases.station, cases.model_version AS "modelVersion",
              cases.title, cases.category, coalesce(areas.full_name, cases.area_code) AS "areaName",
              cases.state -> 'rung' ->> 'dueAt' AS "rungDueAt", (cases.state -> 'rung' ->> 'index')::integer AS rung
         FROM gathering_items AS items
         JOIN cases ON cases.tenant_id = $1 AND cases.case_id = items.case_id
         LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = cases.area_code
        WHERE items.tenant_id = $1 AND items.gathering_id = $2`,
      of,
    ),
    // How often the same thing stood on an agenda before: a chain of items, each carried from the one before.
    tx.query<{ itemId: string; times: number }>(
      `WITH RECURSIVE chain AS (
         SELECT items.tenant_id, items.item_id AS first_id, items.carried_from, 0 AS times FROM gathering_items AS items
          WHERE items.tenant_id = $1 AND items.gathering_id = $2 AND items.carried_from IS NOT NULL
         UNION ALL
         SELECT chain.tenant_id, chain.first_id, before.carried_from, chain.times + 1
           FROM chain JOIN gathering_items AS before
             ON before.tenant_id = chain.tenant_id AND before.tenant_id = $1 AND before.item_id = chain.carried_from)
       SELECT first_id AS "itemId", max(times)::integer AS times FROM chain GROUP BY first_id`,
      of,
    ),
    tx.query<MinutesRow>(
      `SELECT minutes.part, minutes.text, minutes.version, minutes.written_at AS "writtenAt", people.name AS "writtenBy"
         FROM gathering_minutes AS minutes
         LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = minutes.written_by_person_id
        WHERE minutes.tenant_id = $1 AND minutes.gathering_id = $2`,
      of,
    ),
    tx.query<MotionRow>(
      `SELECT motion_id AS "motionId", item_id AS "itemId", text, put_at AS "putAt", votes_for AS "votesFor",
              votes_against AS "votesAgainst", votes_abstained AS "votesAbstained", present_count AS "presentCount",
              is_passed AS "isPassed"
         FROM gathering_motions WHERE tenant_id = $1 AND gathering_id = $2 ORDER BY put_at, motion_id`,
      of,
    ),
    tx.query<AttendanceRow>(
      `SELECT attendance_id AS "attendanceId", person_id AS "personId", name, how, came_at AS "cameAt"
         FROM gathering_attendance WHERE tenant_id = $1 AND gathering_id = $2 ORDER BY came_at, attendance_id`,
      of,
    ),
    tx.query<SpeakerRow>(
      `SELECT speaker_id AS "speakerId", person_id AS "personId", name, asked_at AS "askedAt", began_at AS "beganAt"
         FROM gathering_speakers WHERE tenant_id = $1 AND gathering_id = $2 AND done_at IS NULL
        ORDER BY began_at NULLS LAST, asked_at, speaker_id`,
      of,
    ),
    tx.query<SignUpRow>(
      `SELECT sign_ups.person_id AS "personId", people.name, sign_ups.state, sign_ups.signed_up_at AS "signedUpAt"
         FROM gathering_sign_ups AS sign_ups
         JOIN people ON people.tenant_id = $1 AND people.person_id = sign_ups.person_id
        WHERE sign_ups.tenant_id = $1 AND sign_ups.gathering_id = $2 AND sign_ups.state <> 'cancelled'
        ORDER BY sign_ups.state, sign_ups.turn`,
      of,
    ),
    tx.query<SeatRow>(
      `SELECT shifts.seat, shifts.person_id AS "personId", coalesce(people.name, shifts.name) AS name,
              shifts.offered_at AS "offeredAt", shifts.offered_to_person_id AS "offeredToPersonId",
              shifts.wanted_gathering_id AS "wantedGatheringId",
              shifts.taken_by_person_id AS "takenByPersonId", wanted.starts_at AS "wantedStartsAt"
         FROM gathering_shifts AS shifts
         LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = shifts.person_id
         LEFT JOIN gatherings AS wanted ON wanted.tenant_id = $1 AND wanted.gathering_id = shifts.wanted_gathering_id
        WHERE shifts.tenant_id = $1 AND shifts.gathering_id = $2 ORDER BY shifts.seat`,
      of,
    ),
    tx.query<LecturerRow>(
      `SELECT person_id AS "personId", name, subject FROM gathering_lecturers
        WHERE tenant_id = $1 AND gathering_id = $2 ORDER BY lecturer_number`,
      of,
    ),
    tx.query<FeedbackRow>(
      `SELECT person_id AS "personId", score, words FROM gathering_feedback
        WHERE tenant_id = $1 AND gathering_id = $2 ORDER BY given_at`,
      of,
    ),
    findSteps(tx, row.gatheringId),
    tx.query<Neighbour>(
      `SELECT gathering_id AS "gatheringId", starts_at AS "startsAt" FROM gatherings
        WHERE tenant_id = $1 AND gathering_id = $3
       UNION ALL
       SELECT gathering_id, starts_at FROM gatherings WHERE tenant_id = $1 AND continues_id = $2`,
      [...of, row.continuesId],
    ),
    tx.query<Neighbour>(
      `SELECT gathering_id AS "gatheringId", starts_at AS "startsAt" FROM gatherings
        WHERE tenant_id = $1 AND host_org_id = $2 AND kind = $3 AND starts_at < $4 AND state = 'ended'
        ORDER BY starts_at DESC LIMIT 1`,
      [tx.tenantId, row.hostOrgId, row.kind, row.startsAt],
    ),
    tx.query<Neighbour>(
      `SELECT gathering_id AS "gatheringId", starts_at AS "startsAt" FROM gatherings
        WHERE tenant_id = $1 AND host_org_id = $2 AND kind = $3 AND starts_at > $4 AND state IN ('planned', 'announced', 'open', 'ended')
        ORDER BY starts_at LIMIT 1`,
      [tx.tenantId, row.hostOrgId, row.kind, row.startsAt],
    ),
  ]);
  const dutyIds = items.flatMap(({ resolutionId }) => resolutionId ?? []);
  return {
    items,
    resolutions,
    duties: await findResolutions(tx, dutyIds),
    topics: topics.rows,
    cases: cases.rows,
    carriedTimes: new Map(carried.rows.map(({ itemId, times }) => [itemId, times])),
    minutes: minutes.rows,
    motions: motions.rows,
    attendance: attendance.rows,
    speakers: speakers.rows,
    signUps: signUps.rows,
    seats: seats.rows,
    lecturers: lecturers.rows,
    feedback: feedback.rows,
    steps,
    continues: halves.rows.find(({ gatheringId }) => gatheringId === row.continuesId) ?? null,
    goesOn: halves.rows.find(({ gatheringId }) => gatheringId !== row.continuesId) ?? null,
    previous: previous.rows[0] ?? null,
    next: next.rows[0] ?? null,
  };
}
