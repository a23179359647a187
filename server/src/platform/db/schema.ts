// Written by `npm run generate` from server/migrations; do not edit.

import type { CaseState } from '@linli/engine';
import type { Model } from '@linli/model';
import type { ColumnType, Generated } from 'kysely';

/** jsonb: read as a value, written as text, because the driver would take an array for one of PostgreSQL’s. */
export type Json<Value> = ColumnType<Value, string, string>;

export interface AreaImportFaultsTable {
  tenant_id: number;
  import_id: string;
  fault_number: number;
  sheet: string | null;
  sheet_row: number | null;
  sheet_column: string | null;
  heading: string | null;
  value: string | null;
  code: string;
  data: Json<unknown>;
}

export interface AreaImportRowsTable {
  tenant_id: number;
  import_id: string;
  ordinal: number;
  code: string;
  parent_code: string | null;
  level: string;
  name: string;
  class: string | null;
  full_name: string;
  old_full_name: string | null;
  geometry: ColumnType<unknown, string | null | undefined, string | null>;
  longitude: number | null;
  latitude: number | null;
  exclusive_area_dm2: number | null;
  exclusive_area_source: string | null;
}

export interface AreaImportsTable {
  tenant_id: number;
  import_id: string;
  state: string;
  file_name: string;
  size_bytes: number;
  sha256: Buffer;
  person_id: string | null;
  reach: string[];
  created_at: string;
  ended_at: string | null;
  cancel_asked_at: string | null;
  summary: ColumnType<unknown, string | null | undefined, string | null>;
  fault_count: Generated<number>;
  progress: ColumnType<unknown, string | null | undefined, string | null>;
  failure: string | null;
  areas_version: number | null;
  was_checked_again: Generated<boolean>;
}

export interface AreasTable {
  tenant_id: number;
  code: string;
  parent_code: string | null;
  level: string;
  name: string;
  class: string | null;
  full_name: string;
  geometry: ColumnType<unknown, string | null | undefined, string | null>;
  longitude: number | null;
  latitude: number | null;
}

export interface AvailabilitiesTable {
  tenant_id: number;
  person_id: string;
  most_homes: number;
  until: string | null;
  entered_by_person_id: string;
  entered_at: string;
}

export interface BallotAppointmentsTable {
  tenant_id: number;
  ballot_id: string;
  question: string;
  option: string;
  post_id: string;
  at: string;
  by_person_id: string;
}

export interface BallotCataloguesTable {
  tenant_id: number;
  ballot_id: string;
  question: string;
  version: number;
  groups: Json<unknown>;
  is_confirmed: boolean;
  at: string;
  by_person_id: string | null;
  by_label: string | null;
}

export interface BallotCountsTable {
  tenant_id: number;
  ballot_id: string;
  count_number: number;
  parts: Json<unknown>;
  votes_root: string;
  made_at: string;
}

export interface BallotEntriesTable {
  tenant_id: number;
  ballot_id: string;
  entry_id: string;
  served_at: string | null;
  proxy_to: string | null;
  proxy_given_at: string | null;
  online_at: string | null;
  online_channel: string | null;
  online_by: string | null;
  online_cipher: Buffer | null;
  issued_on: string | null;
  issued_channel: string | null;
  issued_hash: Buffer | null;
  paper_at: string | null;
  paper_by: string[] | null;
  paper_cipher: Buffer | null;
  handed_at: string | null;
  handed_by: string | null;
  steps: number;
}

export interface BallotEntryStepsTable {
  tenant_id: number;
  ballot_id: string;
  ref: string;
  step_number: number;
  step: string;
  at: string;
  by_person_id: string;
  reason: string | null;
}

export interface BallotFilesTable {
  tenant_id: number;
  file_id: string;
  ballot_id: string;
  name: string;
  sha256: string;
  size_bytes: number;
  content: Buffer;
  by_person_id: string;
  at: string;
}

export interface BallotHistoryTable {
  tenant_id: number;
  ballot_id: string;
  seq: number;
  at: string;
  verb: string;
  from_phase: string;
  to_phase: string;
  actor_person_id: string | null;
  actor_post_id: string | null;
  actor_label: string | null;
  reason: string | null;
  changes: Json<unknown>;
  model_version: string;
  command_id: string | null;
  previous_hash: Buffer;
  hash: Buffer;
}

export interface BallotNominationStepsTable {
  tenant_id: number;
  nomination_id: string;
  step_number: number;
  deed: string;
  at: string;
  by_person_id: string;
  by_post_id: string | null;
  by_label: string;
  reason: string | null;
  option: string | null;
}

export interface BallotNominationsTable {
  tenant_id: number;
  nomination_id: string;
  ballot_id: string;
  question: string;
  channel: string;
  name: string;
  person_id: string | null;
  statement: string;
  supporters: number;
  photo_id: string | null;
  counts_for_norm: boolean;
  nominated_at: string;
}

export interface BallotPaperReadingsTable {
  tenant_id: number;
  ballot_id: string;
  ref: string;
  by_person_id: string;
  reading_cipher: Buffer;
  at: string;
  agreed: Generated<boolean>;
  voided_at: string | null;
}

export interface BallotRollClaimsTable {
  tenant_id: number;
  ballot_id: string;
  roll_number: number;
  entry_id: string;
  voter_id: string;
}

export interface BallotRollEntriesTable {
  tenant_id: number;
  ballot_id: string;
  roll_number: number;
  entry_id: string;
  place: number;
  area_dm2: number;
  homes: number;
  is_developer: boolean;
  identity: string;
  identity_cipher: Buffer;
  voter_id: string | null;
  voter_phone_index: Buffer | null;
}

export interface BallotRollHomesTable {
  tenant_id: number;
  ballot_id: string;
  roll_number: number;
  home_code: string;
  entry_id: string;
  area_dm2: number;
}

export interface BallotRollsTable {
  tenant_id: number;
  ballot_id: string;
  roll_number: number;
  on_date: string;
  root: string;
  heads: number;
  area_dm2: number;
  made_at: string;
}

export interface BallotSlipKeysTable {
  tenant_id: number;
  ballot_id: string;
  value: string;
  public_key: string;
  private_cipher: Buffer | null;
  destroyed_at: string | null;
}

export interface BallotSlipsTable {
  tenant_id: number;
  ballot_id: string;
  slip_key: string;
  token_hash: Buffer;
  slip_cipher: Buffer;
  cast_on: string;
}

export interface BallotStrikesTable {
  tenant_id: number;
  ballot_id: string;
  strike_id: string;
  person_id: string;
  note_cipher: Buffer;
  objection_cipher: Buffer | null;
  decision_cipher: Buffer | null;
}

export interface BallotSupportsTable {
  tenant_id: number;
  ballot_id: string;
  head_key: string;
  by_person_id: string;
  is_on_paper: boolean;
  at: string;
}

export interface BallotTimersTable {
  tenant_id: number;
  ballot_id: string;
  timer_key: string;
  fires_at: string;
}

export interface BallotsTable {
  tenant_id: number;
  ballot_id: string;
  number: string;
  kind: string;
  form: string;
  model_version: string;
  phase: string;
  title: string;
  area_code: string;
  part_code: string | null;
  secret: boolean;
  created_at: string;
  voting_from: string | null;
  voting_until: string | null;
  changed_at: string;
  repeats: string | null;
  roll_number: number | null;
  state: Json<unknown>;
  seq: number;
  head_hash: Buffer;
}

export interface BirthDatesTable {
  tenant_id: number;
  person_id: string;
  born_on_cipher: Buffer;
  entered_at: string;
  entered_by_person_id: string;
}

export interface CalendarFeedsTable {
  tenant_id: number;
  feed_id: string;
  secret_hash: Buffer;
  owner_person_id: string;
  scope: string;
  org_id: string | null;
  area_code: string | null;
  made_at: string;
  withdrawn_at: string | null;
}

export interface CardConsentsTable {
  tenant_id: number;
  consent_id: string;
  post_id: string;
  field: string;
  given_at: string;
  expires_at: string;
  withdrawn_at: string | null;
}

export interface CardResultsTable {
  tenant_id: number;
  post_id: string;
  assessed_on: string;
  result: string;
  basis: string;
  entered_by_person_id: string;
  entered_at: string;
}

export interface CaseFollowersTable {
  tenant_id: number;
  case_id: string;
  follower: string;
  person_id: string | null;
  followed_at: string;
}

export interface CasePartsTable {
  tenant_id: number;
  case_id: string;
  part_id: string;
  org_id: string;
  person_id: string | null;
  due_at: string;
  signed_at: string | null;
}

export interface CaseSerialsTable {
  tenant_id: number;
  prefix: string;
  day: string;
  last_serial: number;
}

export interface CaseTimersTable {
  tenant_id: number;
  case_id: string;
  timer_key: string;
  fires_at: string;
}

export interface CasesTable {
  tenant_id: number;
  case_id: string;
  number: string;
  kind: string;
  model_version: string;
  station: string;
  severity: string;
  category: string | null;
  title: string;
  area_code: string;
  spot: string | null;
  longitude: number | null;
  latitude: number | null;
  danger: Generated<boolean>;
  reporter_id: string | null;
  device_hash: Buffer | null;
  responsible_post_id: string | null;
  responsible_org_id: string | null;
  responsible_person_id: string | null;
  assignee_post_id: string | null;
  assignee_org_id: string | null;
  assignee_person_id: string | null;
  paused: string | null;
  rung: Generated<number>;
  rating: string | null;
  redo_count: Generated<number>;
  return_count: Generated<number>;
  follower_count: Generated<number>;
  merged_into: string | null;
  opened_at: string;
  dispatched_at: string | null;
  resolved_at: string | null;
  verified_at: string | null;
  closed_at: string | null;
  changed_at: string;
  due_at: string | null;
  due_clock: string | null;
  is_over: Generated<boolean>;
  state: Json<CaseState>;
  seq: number;
  head_hash: Buffer;
  contact_cipher: Buffer | null;
  words: Generated<string[]>;
  host_org_id: string | null;
}

export interface CommandsTable {
  tenant_id: number;
  command_id: string;
  sender: string;
  status: number;
  reply: Json<unknown>;
  at: string;
}

export interface CoverageCellsTable {
  tenant_id: number;
  cell_code: string;
  homes: number;
  grids: number;
  unanswered: number;
  overanswered: number;
  holds_until: string | null;
}

export interface CoverageCountsTable {
  tenant_id: number;
  rule: string;
  counted_at: string;
}

export interface CoverageStaleTable {
  tenant_id: number;
  area_code: string;
  mark_id: string;
}

export interface DemoCitiesTable {
  tenant_id: number;
  planned_at: string;
  told_until: string;
  plan_hash: Buffer;
}

export interface DutyHoursTable {
  tenant_id: number;
  entry_id: string;
  report_in_id: string;
  done_on: string;
  minutes: number;
  service: string;
  note: string | null;
  entered_by_person_id: string;
  entered_at: string;
  struck_at: string | null;
  struck_reason: string | null;
  struck_by_person_id: string | null;
}

export interface EstablishmentMovesTable {
  tenant_id: number;
  establishment_post_id: string;
  move_number: number;
  org_id: string | null;
  moved_on: string;
  basis: string;
  recorded_at: string;
  by_person_id: string | null;
  by_label: string | null;
}

export interface EstablishmentPostsTable {
  tenant_id: number;
  establishment_post_id: string;
  establishment: string;
  number: number;
}

export interface GatheringAttendanceTable {
  tenant_id: number;
  gathering_id: string;
  attendance_id: string;
  person_id: string | null;
  name: string;
  how: string;
  came_at: string;
  entered_at: string;
  entered_by_person_id: string | null;
}

export interface GatheringFeedbackTable {
  tenant_id: number;
  gathering_id: string;
  person_id: string;
  score: number;
  words: string | null;
  given_at: string;
}

export interface GatheringHistoryTable {
  tenant_id: number;
  gathering_id: string;
  seq: number;
  at: string;
  verb: string;
  actor_person_id: string | null;
  actor_post_id: string | null;
  actor_label: string | null;
  item_id: string | null;
  reason: string | null;
  changes: Json<unknown>;
  command_id: string | null;
  previous_hash: Buffer;
  hash: Buffer;
}

export interface GatheringItemsTable {
  tenant_id: number;
  item_id: string;
  host_org_id: string;
  kind: string;
  about: string;
  case_id: string | null;
  topic_id: string | null;
  resolution_id: string | null;
  title: string | null;
  body: string | null;
  ladder: string | null;
  rung: number | null;
  area_code: string | null;
  entered_at: string;
  entered_by_person_id: string | null;
  carried_from: string | null;
  gathering_id: string | null;
  position: number | null;
  ended_as: string | null;
  ended_at: string | null;
  ended_in: string | null;
  end_reason: string | null;
}

export interface GatheringLecturersTable {
  tenant_id: number;
  gathering_id: string;
  lecturer_number: number;
  person_id: string | null;
  name: string;
  subject: string | null;
}

export interface GatheringMinutesTable {
  tenant_id: number;
  gathering_id: string;
  part: string;
  text: string;
  version: number;
  written_by_person_id: string | null;
  written_at: string;
}

export interface GatheringMotionsTable {
  tenant_id: number;
  motion_id: string;
  gathering_id: string;
  item_id: string;
  text: string;
  put_at: string;
  votes_for: number | null;
  votes_against: number | null;
  votes_abstained: number | null;
  present_count: number | null;
  is_passed: boolean | null;
  counted_at: string | null;
  counted_by_person_id: string | null;
}

export interface GatheringResolutionsTable {
  tenant_id: number;
  resolution_id: string;
  gathering_id: string;
  item_id: string;
  case_id: string | null;
  host_org_id: string;
  kind: string;
  text: string;
  decided_at: string;
  owner_post_id: string | null;
  owner_role: string | null;
  owner_org_id: string | null;
  owner_person_id: string | null;
  owner_label: string | null;
  due_on: string | null;
  due_at: string | null;
  state: string;
  answer: string | null;
  answered_at: string | null;
  answered_by_person_id: string | null;
  answered_by_label: string | null;
  tell_at: string | null;
}

export interface GatheringSeriesTable {
  tenant_id: number;
  series_id: string;
  host_org_id: string;
  kind: string;
  series_number: number;
  title_zh: string | null;
  title_en: string | null;
  rule: string | null;
  starts_on: string;
  at_minute: number | null;
  lasts_minutes: number | null;
  place: string | null;
  area_code: string;
  capacity: number | null;
  made_until: string | null;
  ends_on: string | null;
  changed_at: string;
}

export interface GatheringShiftsTable {
  tenant_id: number;
  gathering_id: string;
  seat: number;
  person_id: string | null;
  post_id: string | null;
  name: string | null;
  taken_at: string | null;
  offered_at: string | null;
  offered_to_person_id: string | null;
  wanted_gathering_id: string | null;
  taken_by_person_id: string | null;
}

export interface GatheringSignUpsTable {
  tenant_id: number;
  gathering_id: string;
  person_id: string;
  state: string;
  signed_up_at: string;
  turn: number;
  placed_at: string | null;
  cancelled_at: string | null;
}

export interface GatheringSpeakersTable {
  tenant_id: number;
  gathering_id: string;
  speaker_id: string;
  person_id: string | null;
  name: string;
  asked_at: string;
  began_at: string | null;
  done_at: string | null;
}

export interface GatheringTopicSupportersTable {
  tenant_id: number;
  topic_id: string;
  person_id: string;
  supported_at: string;
}

export interface GatheringTopicsTable {
  tenant_id: number;
  topic_id: string;
  host_org_id: string;
  kind: string;
  title: string;
  body: string | null;
  area_code: string;
  brought_by_person_id: string | null;
  brought_by_name: string | null;
  brought_at: string;
  state: Generated<string>;
  outcome: string | null;
  case_id: string | null;
  ended_at: string | null;
  supporter_count: Generated<number>;
}

export interface GatheringsTable {
  tenant_id: number;
  gathering_id: string;
  host_org_id: string;
  kind: string;
  model_version: string;
  series_id: string | null;
  recurs_at: string | null;
  title_zh: string | null;
  title_en: string | null;
  area_code: string;
  place: string | null;
  starts_at: string;
  ends_at: string;
  state: Generated<string>;
  notice_at: string | null;
  announced_at: string | null;
  opened_at: string | null;
  ended_at: string | null;
  reason: string | null;
  capacity: number | null;
  current_item_id: string | null;
  minutes_posted_at: string | null;
  revision: Generated<number>;
  seq: Generated<number>;
  head_hash: Buffer;
  changed_at: string;
  remind_at: string | null;
  adjourned_at: string | null;
  continues_id: string | null;
  closing_tell_at: string | null;
}

export interface GridBuildingsTable {
  tenant_id: number;
  grid_id: string;
  building_code: string;
}

export interface GridsTable {
  tenant_id: number;
  grid_id: string;
  compound_code: string;
  name: string;
  org_id: string;
  valid_from: string;
  valid_to: string | null;
}

export interface HistoryTable {
  tenant_id: number;
  case_id: string;
  seq: number;
  at: string;
  verb: string;
  from_station: string;
  to_station: string;
  actor_person_id: string | null;
  actor_post_id: string | null;
  actor_label: string | null;
  reason: string | null;
  changes: Json<Partial<CaseState>>;
  model_version: string;
  command_id: string | null;
  previous_hash: Buffer;
  hash: Buffer;
}

export interface HomeAreasTable {
  tenant_id: number;
  area_code: string;
  exclusive_area_dm2: number;
  source: string;
  recorded_at: string;
}

export interface InstallationTable {
  name: string;
  value: string;
}

export interface MessageChannelsTable {
  tenant_id: number;
  channel_id: string;
  person_id: string;
  channel: string;
  address_cipher: Buffer;
  address_hash: Buffer;
  device: string | null;
  created_at: string;
  confirmed_at: string | null;
  code_hash: Buffer | null;
  code_expires_at: string | null;
  code_tries: Generated<number>;
}

export interface MessageSettingsTable {
  tenant_id: number;
  person_id: string;
  muted: string[];
  quiet_from_minute: number | null;
  quiet_to_minute: number | null;
  changed_at: string;
}

export interface MessagesTable {
  tenant_id: number;
  message_id: string;
  channel: string;
  person_id: string | null;
  device_hash: Buffer | null;
  work_group_id: string | null;
  case_id: string | null;
  template: string;
  data: Json<unknown>;
  dedupe_key: string;
  status: string;
  attempts: Generated<number>;
  last_error: string | null;
  created_at: string;
  sent_at: string | null;
  read_at: string | null;
  area_code: string | null;
  about_noun: string | null;
  about_id: string | null;
  channel_id: string | null;
  due_at: string | null;
}

export interface MigrationsTable {
  name: string;
  checksum: string;
  applied_at: string;
}

export interface ModelVersionsTable {
  tenant_id: number;
  version: string;
  model: Json<Model>;
  first_seen_at: string;
}

export interface OrgAreaPastsTable {
  tenant_id: number;
  org_id: string;
  area_code: string;
  covered_from: string;
  covered_to: string;
}

export interface OrgAreasTable {
  tenant_id: number;
  org_id: string;
  area_code: string;
  covered_from: string | null;
}

export interface OrgPastsTable {
  tenant_id: number;
  org_id: string;
  last_on: string;
  name: string;
  parent_org_id: string | null;
  formation: string | null;
}

export interface OrgSizesTable {
  tenant_id: number;
  org_id: string;
  area_code: string;
  counted_on: string;
  members: number;
}

export interface OrgsTable {
  tenant_id: number;
  org_id: string;
  kind: string;
  name: string;
  parent_org_id: string | null;
  formation: string | null;
  valid_from: string;
  valid_to: string | null;
  sent_by_org_id: string | null;
}

export interface OwnershipsTable {
  tenant_id: number;
  ownership_id: string;
  home_code: string;
  owner_index: Buffer;
  name_cipher: Buffer;
  phone_cipher: Buffer | null;
  phone_index: Buffer | null;
  person_id: string | null;
  is_developer: Generated<boolean>;
  is_voter: boolean;
  owned_from: string;
  owned_to: string | null;
  entered_at: string;
  entered_by_person_id: string | null;
  ended_reason: string | null;
}

export interface PeopleTable {
  tenant_id: number;
  person_id: string;
  name: string;
  phone_cipher: Buffer | null;
  phone_index: Buffer | null;
  login: string | null;
  password_hash: string | null;
  home_code: string | null;
  locale: string | null;
  large_type: Generated<boolean>;
  demo_script: ColumnType<unknown, string | null | undefined, string | null>;
  created_at: string;
  phone_confirmed_at: string | null;
}

export interface PhoneCodesTable {
  tenant_id: number;
  phone_index: Buffer;
  code_hash: Buffer;
  sent_at: string;
  expires_at: string;
  attempts: Generated<number>;
}

export interface PhotosTable {
  tenant_id: number;
  photo_id: string;
  case_id: string | null;
  field: string | null;
  sender: string;
  sha256: Buffer;
  width: number;
  height: number;
  size_bytes: number;
  taken_at: string | null;
  created_at: string;
}

export interface PlansTable {
  tenant_id: number;
  plan_id: string;
  compound_code: string;
  aim: string;
  state: string;
  person_id: string;
  created_at: string;
  ended_at: string | null;
  cancel_asked_at: string | null;
  progress: ColumnType<unknown, string | null | undefined, string | null>;
  failure: string | null;
  input: ColumnType<unknown, string | null | undefined, string | null>;
  summary: ColumnType<unknown, string | null | undefined, string | null>;
  result: ColumnType<unknown, string | null | undefined, string | null>;
  accepted_at: string | null;
  accepted_by_person_id: string | null;
  accepted_by_post_id: string | null;
  in_force_from: string | null;
  changed_since: ColumnType<unknown, string | null | undefined, string | null>;
}

export interface PostAreaPastsTable {
  tenant_id: number;
  post_id: string;
  area_code: string;
  served_from: string;
  served_to: string;
}

export interface PostAreasTable {
  tenant_id: number;
  post_id: string;
  area_code: string;
  served_from: string | null;
}

export interface PostSegmentsTable {
  tenant_id: number;
  post_id: string;
  segment_id: string;
}

export interface PostTrailsTable {
  tenant_id: number;
  post_id: string;
  step_number: number;
  step: string;
  channel: string | null;
  done_on: string;
  note: string | null;
}

export interface PostsTable {
  tenant_id: number;
  post_id: string;
  org_id: string;
  role: string;
  person_id: string;
  held_from: string;
  held_to: string | null;
  pledge: string | null;
  opinion_case_id: string | null;
  establishment_post_id: string | null;
}

export interface PowerEvaluationsTable {
  tenant_id: number;
  power_id: string;
  evaluation_number: number;
  evaluated_on: string | null;
  evaluate_by: string | null;
  finding: string | null;
  model_version: string | null;
  recorded_at: string;
  by_person_id: string | null;
  by_post_id: string | null;
  by_label: string | null;
}

export interface PowerRowsTable {
  tenant_id: number;
  power_id: string;
  row_number: number;
  list: string;
  valid_from: string;
  valid_to: string | null;
  replaces: number | null;
  title_zh: string;
  title_en: string;
  level: string;
  org_kind: string | null;
  lead: string | null;
  area_code: string;
  categories: string[];
  basis: string;
  handed_down: string | null;
  reason: string | null;
  model_version: string | null;
  recorded_at: string;
  by_person_id: string | null;
  by_post_id: string | null;
  by_label: string | null;
}

export interface PowersTable {
  tenant_id: number;
  power_id: string;
  declared_as: string | null;
  entered_at: string;
}

export interface ReportInsTable {
  tenant_id: number;
  report_in_id: string;
  person_id: string;
  employer_org_id: string;
  community_org_id: string;
  reported_from: string;
  reported_to: string | null;
  confirmed_at: string | null;
  confirmed_by_person_id: string | null;
  declined_reason: string | null;
}

export interface RevealsTable {
  tenant_id: number;
  reveal_id: string;
  person_id: string | null;
  field: string;
  by_person_id: string;
  by_post_id: string;
  case_id: string | null;
  reason: string;
  at: string;
  device_hash: Buffer | null;
  ownership_id: string | null;
  ballot_id: string | null;
}

export interface SealLeavesTable {
  tenant_id: number;
  sealed_on: string;
  case_id: string;
  seq: number;
  hash: Buffer;
}

export interface SealsTable {
  tenant_id: number;
  sealed_on: string;
  root: Buffer;
  previous_root: Buffer;
  leaf_count: number;
  sealed_at: string;
}

export interface SegmentPastsTable {
  tenant_id: number;
  segment_id: string;
  last_on: string;
  name: string;
  from_place: string | null;
  to_place: string | null;
  area_code: string;
  geometry: ColumnType<unknown, string | null | undefined, string | null>;
}

export interface SegmentsTable {
  tenant_id: number;
  segment_id: string;
  kind: string;
  name: string;
  area_code: string;
  geometry: ColumnType<unknown, string | null | undefined, string | null>;
  valid_from: string;
  valid_to: string | null;
  from_place: string | null;
  to_place: string | null;
  west: number | null;
  south: number | null;
  east: number | null;
  north: number | null;
}

export interface SignInAttemptsTable {
  tenant_id: number;
  purpose: string;
  subject: Buffer;
  window_starts_at: string;
  attempts: number;
}

export interface SignInsTable {
  tenant_id: number;
  token_hash: Buffer;
  person_id: string;
  created_at: string;
  seen_at: string;
  expires_at: string;
}

export interface SnapshotVersionsTable {
  tenant_id: number;
  topic: string;
  version: number;
}

export interface SpotsTable {
  tenant_id: number;
  spot_code: string;
  area_code: string;
  name: string;
}

export interface TenantsTable {
  tenant_id: number;
  model_key: string;
  area_code: string;
  made_by_demo: Generated<boolean>;
  created_at: string;
}

export interface VolunteerHoursTable {
  tenant_id: number;
  entry_id: string;
  person_id: string;
  org_id: string;
  done_on: string;
  minutes: number;
  deed: string;
  entered_by_person_id: string;
  entered_at: string;
  struck_at: string | null;
  struck_reason: string | null;
  struck_by_person_id: string | null;
}

export interface WorkGroupsTable {
  tenant_id: number;
  work_group_id: string;
  org_id: string;
  name: string;
  webhook_cipher: Buffer;
  created_at: string;
  paused_at: string | null;
}

/** Every table, by its name. */
export interface Schema {
  area_import_faults: AreaImportFaultsTable;
  area_import_rows: AreaImportRowsTable;
  area_imports: AreaImportsTable;
  areas: AreasTable;
  availabilities: AvailabilitiesTable;
  ballot_appointments: BallotAppointmentsTable;
  ballot_catalogues: BallotCataloguesTable;
  ballot_counts: BallotCountsTable;
  ballot_entries: BallotEntriesTable;
  ballot_entry_steps: BallotEntryStepsTable;
  ballot_files: BallotFilesTable;
  ballot_history: BallotHistoryTable;
  ballot_nomination_steps: BallotNominationStepsTable;
  ballot_nominations: BallotNominationsTable;
  ballot_paper_readings: BallotPaperReadingsTable;
  ballot_roll_claims: BallotRollClaimsTable;
  ballot_roll_entries: BallotRollEntriesTable;
  ballot_roll_homes: BallotRollHomesTable;
  ballot_rolls: BallotRollsTable;
  ballot_slip_keys: BallotSlipKeysTable;
  ballot_slips: BallotSlipsTable;
  ballot_strikes: BallotStrikesTable;
  ballot_supports: BallotSupportsTable;
  ballot_timers: BallotTimersTable;
  ballots: BallotsTable;
  birth_dates: BirthDatesTable;
  calendar_feeds: CalendarFeedsTable;
  card_consents: CardConsentsTable;
  card_results: CardResultsTable;
  case_followers: CaseFollowersTable;
  case_parts: CasePartsTable;
  case_serials: CaseSerialsTable;
  case_timers: CaseTimersTable;
  cases: CasesTable;
  commands: CommandsTable;
  coverage_cells: CoverageCellsTable;
  coverage_counts: CoverageCountsTable;
  coverage_stale: CoverageStaleTable;
  demo_cities: DemoCitiesTable;
  duty_hours: DutyHoursTable;
  establishment_moves: EstablishmentMovesTable;
  establishment_posts: EstablishmentPostsTable;
  gathering_attendance: GatheringAttendanceTable;
  gathering_feedback: GatheringFeedbackTable;
  gathering_history: GatheringHistoryTable;
  gathering_items: GatheringItemsTable;
  gathering_lecturers: GatheringLecturersTable;
  gathering_minutes: GatheringMinutesTable;
  gathering_motions: GatheringMotionsTable;
  gathering_resolutions: GatheringResolutionsTable;
  gathering_series: GatheringSeriesTable;
  gathering_shifts: GatheringShiftsTable;
  gathering_sign_ups: GatheringSignUpsTable;
  gathering_speakers: GatheringSpeakersTable;
  gathering_topic_supporters: GatheringTopicSupportersTable;
  gathering_topics: GatheringTopicsTable;
  gatherings: GatheringsTable;
  grid_buildings: GridBuildingsTable;
  grids: GridsTable;
  history: HistoryTable;
  home_areas: HomeAreasTable;
  installation: InstallationTable;
  message_channels: MessageChannelsTable;
  message_settings: MessageSettingsTable;
  messages: MessagesTable;
  migrations: MigrationsTable;
  model_versions: ModelVersionsTable;
  org_area_pasts: OrgAreaPastsTable;
  org_areas: OrgAreasTable;
  org_pasts: OrgPastsTable;
  org_sizes: OrgSizesTable;
  orgs: OrgsTable;
  ownerships: OwnershipsTable;
  people: PeopleTable;
  phone_codes: PhoneCodesTable;
  photos: PhotosTable;
  plans: PlansTable;
  post_area_pasts: PostAreaPastsTable;
  post_areas: PostAreasTable;
  post_segments: PostSegmentsTable;
  post_trails: PostTrailsTable;
  posts: PostsTable;
  power_evaluations: PowerEvaluationsTable;
  power_rows: PowerRowsTable;
  powers: PowersTable;
  report_ins: ReportInsTable;
  reveals: RevealsTable;
  seal_leaves: SealLeavesTable;
  seals: SealsTable;
  segment_pasts: SegmentPastsTable;
  segments: SegmentsTable;
  sign_in_attempts: SignInAttemptsTable;
  sign_ins: SignInsTable;
  snapshot_versions: SnapshotVersionsTable;
  spots: SpotsTable;
  tenants: TenantsTable;
  volunteer_hours: VolunteerHoursTable;
  work_groups: WorkGroupsTable;
}
