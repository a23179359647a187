-- Gatherings: people at a place and time. A series says when those of a kind recur at an organisation; its occurrences are
-- rows made ahead, so that each can be moved, cancelled, filled and told of by itself.
CREATE TABLE gathering_series (
  tenant_id integer NOT NULL,
  series_id uuid NOT NULL,
  host_org_id uuid NOT NULL,
  -- Key in the model's gatherings.
  kind text NOT NULL,
  -- 1: the one the model asks for; further ones (a second class) were added here.
  series_number integer NOT NULL,
  title_zh text,
  title_en text,
  -- RFC 5545 rule; null: the model's.
  rule text,
  -- First day it may fall on: where the rule begins to count.
  starts_on date NOT NULL,
  -- Minutes after midnight on the city's clock; null: the model's.
  at_minute integer,
  lasts_minutes integer,
  place text,
  area_code text COLLATE "C" NOT NULL,
  capacity integer,
  -- Occurrences up to this day are rows; null: none yet.
  made_until date,
  -- Last day it may fall on.
  ends_on date,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, series_id),
  CONSTRAINT gathering_series_org_fkey FOREIGN KEY (tenant_id, host_org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT gathering_series_number_unique UNIQUE (tenant_id, host_org_id, kind, series_number)
);
CREATE INDEX gathering_series_to_make ON gathering_series (tenant_id, coalesce(made_until, '-infinity'::date));
ALTER TABLE gathering_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_series FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_series
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_series TO linli_app;

CREATE TABLE gatherings (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  host_org_id uuid NOT NULL,
  kind text NOT NULL,
  model_version text NOT NULL,
  -- Null: called by itself.
  series_id uuid,
  -- When its series meant it to start, wherever it was moved since (RFC 5545 RECURRENCE-ID).
  recurs_at timestamptz,
  title_zh text,
  title_en text,
  -- Where it belongs: who lives there is invited.
  area_code text COLLATE "C" NOT NULL,
  place text,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'planned',
  -- When its time and agenda are told; null: at once, or never.
  notice_at timestamptz,
  announced_at timestamptz,
  opened_at timestamptz,
  ended_at timestamptz,
  -- Why it was called, moved, cancelled, or not held.
  reason text,
  capacity integer,
  -- Item under discussion, on the wall and on every phone.
  current_item_id uuid,
  minutes_posted_at timestamptz,
  -- RFC 5545 SEQUENCE: grows when time, place or state change.
  revision integer NOT NULL DEFAULT 0,
  -- Last entry of its history, and that entry's hash.
  seq integer NOT NULL DEFAULT 0,
  head_hash bytea NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, gathering_id),
  CONSTRAINT gatherings_org_fkey FOREIGN KEY (tenant_id, host_org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT gatherings_series_fkey FOREIGN KEY (tenant_id, series_id) REFERENCES gathering_series (tenant_id, series_id),
  CONSTRAINT gatherings_occurrence_unique UNIQUE (tenant_id, series_id, recurs_at),
  CONSTRAINT gatherings_state CHECK (state IN ('planned', 'announced', 'open', 'ended', 'cancelled', 'not-held')),
  CONSTRAINT gatherings_in_order CHECK (ends_at > starts_at)
);
CREATE INDEX gatherings_of_host ON gatherings (tenant_id, host_org_id, kind, starts_at);
CREATE INDEX gatherings_in_area ON gatherings (tenant_id, area_code, starts_at);
CREATE INDEX gatherings_by_time ON gatherings (tenant_id, starts_at);
-- What time has to do with them, found by index.
CREATE INDEX gatherings_notice_due ON gatherings (tenant_id, notice_at) WHERE state = 'planned';
CREATE INDEX gatherings_end_due ON gatherings (tenant_id, ends_at) WHERE state IN ('planned', 'announced', 'open');
ALTER TABLE gatherings ENABLE ROW LEVEL SECURITY;
ALTER TABLE gatherings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gatherings
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gatherings TO linli_app;

-- What residents bring.
CREATE TABLE gathering_topics (
  tenant_id integer NOT NULL,
  topic_id uuid NOT NULL,
  host_org_id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text,
  area_code text COLLATE "C" NOT NULL,
  brought_by_person_id uuid,
  -- As heard at the meeting, where somebody without an account brought it.
  brought_by_name text,
  brought_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  -- What became of it, in words; the case it became.
  outcome text,
  case_id uuid,
  ended_at timestamptz,
  supporter_count integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, topic_id),
  CONSTRAINT gathering_topics_org_fkey FOREIGN KEY (tenant_id, host_org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT gathering_topics_case_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
  CONSTRAINT gathering_topics_state CHECK (state IN ('waiting', 'on-agenda', 'decided', 'noted', 'became-case', 'withdrawn'))
);
CREATE INDEX gathering_topics_of_host ON gathering_topics (tenant_id, host_org_id, kind, state, brought_at);
CREATE INDEX gathering_topics_of_person ON gathering_topics (tenant_id, brought_by_person_id, brought_at)
  WHERE brought_by_person_id IS NOT NULL;
ALTER TABLE gathering_topics ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_topics FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_topics
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_topics TO linli_app;

CREATE TABLE gathering_topic_supporters (
  tenant_id integer NOT NULL,
  topic_id uuid NOT NULL,
  person_id uuid NOT NULL,
  supported_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, topic_id, person_id),
  CONSTRAINT gathering_topic_supporters_topic_fkey FOREIGN KEY (tenant_id, topic_id)
    REFERENCES gathering_topics (tenant_id, topic_id),
  CONSTRAINT gathering_topic_supporters_person_fkey FOREIGN KEY (tenant_id, person_id)
    REFERENCES people (tenant_id, person_id)
);
ALTER TABLE gathering_topic_supporters ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_topic_supporters FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_topic_supporters
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_topic_supporters TO linli_app;

-- What was decided, each with who does it by when.
CREATE TABLE gathering_resolutions (
  tenant_id integer NOT NULL,
  resolution_id uuid NOT NULL,
  gathering_id uuid NOT NULL,
  item_id uuid NOT NULL,
  case_id uuid,
  -- The host and kind whose next gathering opens with what became of it.
  host_org_id uuid NOT NULL,
  kind text NOT NULL,
  text text NOT NULL,
  decided_at timestamptz NOT NULL,
  -- Null: decided, and nothing to do.
  owner_post_id uuid,
  owner_role text,
  owner_org_id uuid,
  owner_person_id uuid,
  owner_label text,
  due_on date,
  due_at timestamptz,
  state text NOT NULL,
  answer text,
  answered_at timestamptz,
  answered_by_person_id uuid,
  answered_by_label text,
  PRIMARY KEY (tenant_id, resolution_id),
  CONSTRAINT gathering_resolutions_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id),
  CONSTRAINT gathering_resolutions_case_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
  CONSTRAINT gathering_resolutions_state CHECK (state IN ('no-duty', 'running', 'kept', 'not-kept')),
  CONSTRAINT gathering_resolutions_dated CHECK ((owner_role IS NULL) = (state = 'no-duty') AND (owner_role IS NULL OR due_at IS NOT NULL))
);
CREATE INDEX gathering_resolutions_of_gathering ON gathering_resolutions (tenant_id, gathering_id, decided_at);
CREATE INDEX gathering_resolutions_of_host ON gathering_resolutions (tenant_id, host_org_id, kind, decided_at);
CREATE INDEX gathering_resolutions_of_case ON gathering_resolutions (tenant_id, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX gathering_resolutions_owed_by_person ON gathering_resolutions (tenant_id, owner_person_id, due_at)
  WHERE state = 'running' AND owner_person_id IS NOT NULL;
CREATE INDEX gathering_resolutions_owed_by_org ON gathering_resolutions (tenant_id, owner_org_id, due_at)
  WHERE state = 'running';
CREATE INDEX gathering_resolutions_due ON gathering_resolutions (tenant_id, due_at) WHERE state = 'running';
ALTER TABLE gathering_resolutions ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_resolutions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_resolutions
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON gathering_resolutions TO linli_app;

-- The pool: what a host's gatherings of a kind have to deal with. `gathering_id` null: it waits for the next one, and goes
-- back to waiting when that one is not held. An item ends once, with what became of it; carried over, it goes on as a new one.
CREATE TABLE gathering_items (
  tenant_id integer NOT NULL,
  item_id uuid NOT NULL,
  host_org_id uuid NOT NULL,
  -- Key in the model's gatherings.
  kind text NOT NULL,
  about text NOT NULL,
  case_id uuid,
  topic_id uuid,
  -- A duty of an earlier gathering, to be answered for.
  resolution_id uuid,
  -- A motion in words; else the title is read from what it is about.
  title text,
  body text,
  -- Rung of the ladder that brought the case here, 0 the lowest.
  ladder text,
  rung integer,
  area_code text COLLATE "C",
  entered_at timestamptz NOT NULL,
  entered_by_person_id uuid,
  carried_from uuid,
  gathering_id uuid,
  position integer,
  ended_as text,
  ended_at timestamptz,
  ended_in uuid,
  end_reason text,
  PRIMARY KEY (tenant_id, item_id),
  CONSTRAINT gathering_items_org_fkey FOREIGN KEY (tenant_id, host_org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT gathering_items_case_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
  CONSTRAINT gathering_items_topic_fkey FOREIGN KEY (tenant_id, topic_id) REFERENCES gathering_topics (tenant_id, topic_id),
  CONSTRAINT gathering_items_resolution_fkey FOREIGN KEY (tenant_id, resolution_id)
    REFERENCES gathering_resolutions (tenant_id, resolution_id),
  CONSTRAINT gathering_items_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id),
  CONSTRAINT gathering_items_about CHECK (
    (about = 'case' AND case_id IS NOT NULL) OR (about = 'topic' AND topic_id IS NOT NULL)
    OR (about = 'duty' AND resolution_id IS NOT NULL) OR (about = 'motion' AND title IS NOT NULL)),
  CONSTRAINT gathering_items_end CHECK ((ended_as IS NULL) = (ended_at IS NULL) AND ended_as IN
    ('resolved', 'carried-over', 'sent-down', 'sent-up', 'noted', 'answered', 'withdrawn', 'moved-on'))
);
-- A case waits in one place at a time.
CREATE UNIQUE INDEX gathering_items_open_case ON gathering_items (tenant_id, case_id)
  WHERE ended_at IS NULL AND case_id IS NOT NULL;
CREATE UNIQUE INDEX gathering_items_open_topic ON gathering_items (tenant_id, topic_id)
  WHERE ended_at IS NULL AND topic_id IS NOT NULL;
CREATE UNIQUE INDEX gathering_items_open_duty ON gathering_items (tenant_id, resolution_id)
  WHERE ended_at IS NULL AND resolution_id IS NOT NULL;
CREATE INDEX gathering_items_waiting ON gathering_items (tenant_id, host_org_id, kind, entered_at)
  WHERE ended_at IS NULL AND gathering_id IS NULL;
CREATE INDEX gathering_items_of_gathering ON gathering_items (tenant_id, gathering_id, position) WHERE gathering_id IS NOT NULL;
CREATE INDEX gathering_items_of_case ON gathering_items (tenant_id, case_id, entered_at) WHERE case_id IS NOT NULL;
ALTER TABLE gathering_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_items FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_items
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON gathering_items TO linli_app;

-- What was said, one text for each item and one for the whole (`general`). The version refuses a stale write.
CREATE TABLE gathering_minutes (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  -- An item's id, or `general`.
  part text NOT NULL,
  text text NOT NULL,
  version integer NOT NULL,
  written_by_person_id uuid,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, gathering_id, part),
  CONSTRAINT gathering_minutes_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id)
);
ALTER TABLE gathering_minutes ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_minutes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_minutes
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_minutes TO linli_app;

CREATE TABLE gathering_motions (
  tenant_id integer NOT NULL,
  motion_id uuid NOT NULL,
  gathering_id uuid NOT NULL,
  item_id uuid NOT NULL,
  text text NOT NULL,
  put_at timestamptz NOT NULL,
  -- Show of hands; null: not counted yet.
  votes_for integer,
  votes_against integer,
  votes_abstained integer,
  present_count integer,
  is_passed boolean,
  counted_at timestamptz,
  counted_by_person_id uuid,
  PRIMARY KEY (tenant_id, motion_id),
  CONSTRAINT gathering_motions_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id),
  CONSTRAINT gathering_motions_item_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES gathering_items (tenant_id, item_id)
);
CREATE INDEX gathering_motions_of_gathering ON gathering_motions (tenant_id, gathering_id, put_at);
ALTER TABLE gathering_motions ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_motions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_motions
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_motions TO linli_app;

CREATE TABLE gathering_attendance (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  attendance_id uuid NOT NULL,
  -- Null: a name on the paper list.
  person_id uuid,
  name text NOT NULL,
  how text NOT NULL,
  came_at timestamptz NOT NULL,
  entered_at timestamptz NOT NULL,
  entered_by_person_id uuid,
  PRIMARY KEY (tenant_id, gathering_id, attendance_id),
  CONSTRAINT gathering_attendance_once UNIQUE (tenant_id, gathering_id, person_id),
  CONSTRAINT gathering_attendance_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id),
  CONSTRAINT gathering_attendance_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT gathering_attendance_how CHECK (how IN ('code', 'paper', 'later'))
);
CREATE INDEX gathering_attendance_of_person ON gathering_attendance (tenant_id, person_id, came_at) WHERE person_id IS NOT NULL;
ALTER TABLE gathering_attendance ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_attendance FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_attendance
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_attendance TO linli_app;

-- Who wants to speak, in order.
CREATE TABLE gathering_speakers (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  speaker_id uuid NOT NULL,
  person_id uuid,
  name text NOT NULL,
  asked_at timestamptz NOT NULL,
  began_at timestamptz,
  done_at timestamptz,
  PRIMARY KEY (tenant_id, gathering_id, speaker_id),
  CONSTRAINT gathering_speakers_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id)
);
CREATE UNIQUE INDEX gathering_speakers_waiting_once ON gathering_speakers (tenant_id, gathering_id, person_id)
  WHERE done_at IS NULL AND person_id IS NOT NULL;
ALTER TABLE gathering_speakers ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_speakers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_speakers
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_speakers TO linli_app;

-- Places in a class. Whoever waits moves up when a place comes free.
CREATE TABLE gathering_sign_ups (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  person_id uuid NOT NULL,
  state text NOT NULL,
  signed_up_at timestamptz NOT NULL,
  -- Order on the waiting list; grows.
  turn integer NOT NULL,
  placed_at timestamptz,
  cancelled_at timestamptz,
  PRIMARY KEY (tenant_id, gathering_id, person_id),
  CONSTRAINT gathering_sign_ups_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id),
  CONSTRAINT gathering_sign_ups_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT gathering_sign_ups_state CHECK (state IN ('placed', 'waiting', 'cancelled'))
);
CREATE INDEX gathering_sign_ups_in_turn ON gathering_sign_ups (tenant_id, gathering_id, state, turn);
CREATE INDEX gathering_sign_ups_of_person ON gathering_sign_ups (tenant_id, person_id);
ALTER TABLE gathering_sign_ups ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_sign_ups FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_sign_ups
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_sign_ups TO linli_app;

-- Seats of a shift. A seat given up is free again; one offered to somebody is still its holder's until it is taken.
CREATE TABLE gathering_shifts (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  seat integer NOT NULL,
  person_id uuid,
  post_id uuid,
  name text,
  taken_at timestamptz,
  -- To be swapped: with anybody, or with one person, perhaps for a shift of theirs.
  offered_at timestamptz,
  offered_to_person_id uuid,
  wanted_gathering_id uuid,
  PRIMARY KEY (tenant_id, gathering_id, seat),
  CONSTRAINT gathering_shifts_once UNIQUE (tenant_id, gathering_id, person_id),
  CONSTRAINT gathering_shifts_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id),
  CONSTRAINT gathering_shifts_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id)
);
CREATE INDEX gathering_shifts_of_person ON gathering_shifts (tenant_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX gathering_shifts_offered_to ON gathering_shifts (tenant_id, offered_to_person_id)
  WHERE offered_to_person_id IS NOT NULL;
ALTER TABLE gathering_shifts ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_shifts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_shifts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_shifts TO linli_app;

-- Who teaches a lesson, and what.
CREATE TABLE gathering_lecturers (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  lecturer_number integer NOT NULL,
  person_id uuid,
  name text NOT NULL,
  subject text,
  PRIMARY KEY (tenant_id, gathering_id, lecturer_number),
  CONSTRAINT gathering_lecturers_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id)
);
ALTER TABLE gathering_lecturers ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_lecturers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_lecturers
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_lecturers TO linli_app;

-- What those who were there say of it. Shown without names.
CREATE TABLE gathering_feedback (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  person_id uuid NOT NULL,
  score integer NOT NULL,
  words text,
  given_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, gathering_id, person_id),
  CONSTRAINT gathering_feedback_gathering_fkey FOREIGN KEY (tenant_id, gathering_id)
    REFERENCES gatherings (tenant_id, gathering_id),
  CONSTRAINT gathering_feedback_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT gathering_feedback_score CHECK (score BETWEEN 1 AND 5)
);
ALTER TABLE gathering_feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_feedback
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_feedback TO linli_app;

-- A secret address under which a calendar program reads. Only its hash is kept; withdrawn, it leads nowhere.
CREATE TABLE calendar_feeds (
  tenant_id integer NOT NULL,
  feed_id uuid NOT NULL,
  secret_hash bytea NOT NULL,
  owner_person_id uuid NOT NULL,
  scope text NOT NULL,
  org_id uuid,
  area_code text COLLATE "C",
  made_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, feed_id),
  CONSTRAINT calendar_feeds_secret_unique UNIQUE (tenant_id, secret_hash),
  CONSTRAINT calendar_feeds_owner_fkey FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT calendar_feeds_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT calendar_feeds_scope CHECK (scope IN ('mine', 'org', 'area')
    AND (scope = 'org') = (org_id IS NOT NULL) AND (scope = 'area') = (area_code IS NOT NULL))
);
CREATE INDEX calendar_feeds_of_owner ON calendar_feeds (tenant_id, owner_person_id, made_at);
ALTER TABLE calendar_feeds ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_feeds FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON calendar_feeds
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds TO linli_app;

-- Who did what with a gathering, and when. Append-only and chained, as the history of cases is.
CREATE TABLE gathering_history (
  tenant_id integer NOT NULL,
  gathering_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  verb text NOT NULL,
  actor_person_id uuid,
  actor_post_id uuid,
  -- Name and post as they were; null: time itself.
  actor_label text,
  item_id uuid,
  reason text,
  changes jsonb NOT NULL,
  command_id uuid,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (tenant_id, gathering_id, seq)
);
CREATE INDEX gathering_history_at ON gathering_history (tenant_id, at);
ALTER TABLE gathering_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE gathering_history FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gathering_history
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON gathering_history TO linli_app;
