-- The tables of Linli's first job. Tenant first everywhere: `tenant_id` begins every primary, unique and foreign key,
-- so that row-level security keeps cities apart and the same schema can be distributed over a Citus cluster.
-- No triggers, no ON DELETE SET NULL, no identity columns: see docs/decisions. Roles, grants and row-level security: 0002.

CREATE TABLE tenants (
  tenant_id integer PRIMARY KEY,
  model_key text NOT NULL,
  area_code text NOT NULL,
  made_by_demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  CONSTRAINT tenants_model_key_unique UNIQUE (model_key)
);

-- Every version of a model a case was ever opened under; a running case stays on its version.
CREATE TABLE model_versions (
  tenant_id integer NOT NULL,
  version text NOT NULL,
  model jsonb NOT NULL,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version)
);

CREATE TABLE areas (
  tenant_id integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  parent_code text COLLATE "C",
  level text NOT NULL,
  name text NOT NULL,
  class text,
  -- Name and those of its parents from the community down, for pickers and case pages.
  full_name text NOT NULL,
  -- GeoJSON geometry, WGS 84.
  geometry jsonb,
  longitude double precision,
  latitude double precision,
  PRIMARY KEY (tenant_id, code),
  CONSTRAINT areas_parent_fkey FOREIGN KEY (tenant_id, parent_code) REFERENCES areas (tenant_id, code)
);
CREATE INDEX areas_children ON areas (tenant_id, parent_code, code);
CREATE INDEX areas_position ON areas (tenant_id, level, longitude, latitude) WHERE longitude IS NOT NULL;

CREATE TABLE people (
  tenant_id integer NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  -- AES-256-GCM, and a keyed hash to look it up by.
  phone_cipher bytea,
  phone_index bytea,
  login text,
  password_hash text,
  -- Where they live, as they said; never needed to report.
  home_code text COLLATE "C",
  locale text NOT NULL DEFAULT 'zh-CN',
  large_type boolean NOT NULL DEFAULT false,
  demo_script jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, person_id),
  CONSTRAINT people_phone_unique UNIQUE (tenant_id, phone_index),
  CONSTRAINT people_login_unique UNIQUE (tenant_id, login)
);

CREATE TABLE orgs (
  tenant_id integer NOT NULL,
  org_id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  parent_org_id uuid,
  formation text,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (tenant_id, org_id),
  CONSTRAINT orgs_parent_fkey FOREIGN KEY (tenant_id, parent_org_id) REFERENCES orgs (tenant_id, org_id)
);
CREATE INDEX orgs_children ON orgs (tenant_id, parent_org_id);
CREATE INDEX orgs_kind ON orgs (tenant_id, kind);

-- Areas an organisation covers, each with all that lies in it. A grid branch covers the buildings of its grid.
CREATE TABLE org_areas (
  tenant_id integer NOT NULL,
  org_id uuid NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, org_id, area_code),
  CONSTRAINT org_areas_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT org_areas_area_fkey FOREIGN KEY (tenant_id, area_code) REFERENCES areas (tenant_id, code)
);
CREATE INDEX org_areas_by_area ON org_areas (tenant_id, area_code);

CREATE TABLE grids (
  tenant_id integer NOT NULL,
  grid_id uuid NOT NULL,
  compound_code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  org_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (tenant_id, grid_id),
  CONSTRAINT grids_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT grids_compound_fkey FOREIGN KEY (tenant_id, compound_code) REFERENCES areas (tenant_id, code)
);
CREATE TABLE grid_buildings (
  tenant_id integer NOT NULL,
  grid_id uuid NOT NULL,
  building_code text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, grid_id, building_code),
  CONSTRAINT grid_buildings_grid_fkey FOREIGN KEY (tenant_id, grid_id) REFERENCES grids (tenant_id, grid_id),
  CONSTRAINT grid_buildings_area_fkey FOREIGN KEY (tenant_id, building_code) REFERENCES areas (tenant_id, code)
);
CREATE INDEX grid_buildings_by_building ON grid_buildings (tenant_id, building_code);

CREATE TABLE posts (
  tenant_id integer NOT NULL,
  post_id uuid NOT NULL,
  org_id uuid NOT NULL,
  role text NOT NULL,
  person_id uuid NOT NULL,
  held_from date NOT NULL,
  held_to date,
  pledge text,
  PRIMARY KEY (tenant_id, post_id),
  CONSTRAINT posts_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT posts_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id)
);
CREATE INDEX posts_by_person ON posts (tenant_id, person_id);
CREATE INDEX posts_by_org ON posts (tenant_id, org_id, role);

-- Homes (or buildings) a holder answers for.
CREATE TABLE post_areas (
  tenant_id integer NOT NULL,
  post_id uuid NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, post_id, area_code),
  CONSTRAINT post_areas_post_fkey FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, post_id),
  CONSTRAINT post_areas_area_fkey FOREIGN KEY (tenant_id, area_code) REFERENCES areas (tenant_id, code)
);
CREATE INDEX post_areas_by_area ON post_areas (tenant_id, area_code);

-- Spots with a QR code: scanning one fills the place in.
CREATE TABLE spots (
  tenant_id integer NOT NULL,
  spot_code text NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (tenant_id, spot_code),
  CONSTRAINT spots_area_fkey FOREIGN KEY (tenant_id, area_code) REFERENCES areas (tenant_id, code)
);

CREATE TABLE sign_ins (
  tenant_id integer NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  CONSTRAINT sign_ins_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id)
);
CREATE INDEX sign_ins_by_person ON sign_ins (tenant_id, person_id);

CREATE TABLE phone_codes (
  tenant_id integer NOT NULL,
  phone_index bytea NOT NULL,
  code_hash bytea NOT NULL,
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, phone_index)
);

CREATE TABLE cases (
  tenant_id integer NOT NULL,
  case_id uuid NOT NULL,
  -- What people say on the phone: prefix, local day, serial.
  number text NOT NULL,
  kind text NOT NULL,
  model_version text NOT NULL,
  station text NOT NULL,
  severity text NOT NULL,
  category text,
  title text NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  spot text,
  longitude double precision,
  latitude double precision,
  danger boolean NOT NULL DEFAULT false,
  reporter_id uuid,
  -- Keyed hash of the device an anonymous report was sent from.
  device_hash bytea,
  responsible_post_id uuid,
  responsible_org_id uuid,
  responsible_person_id uuid,
  assignee_post_id uuid,
  assignee_org_id uuid,
  assignee_person_id uuid,
  paused text,
  rung integer NOT NULL DEFAULT 0,
  rating text,
  redo_count integer NOT NULL DEFAULT 0,
  return_count integer NOT NULL DEFAULT 0,
  follower_count integer NOT NULL DEFAULT 0,
  merged_into uuid,
  opened_at timestamptz NOT NULL,
  dispatched_at timestamptz,
  resolved_at timestamptz,
  verified_at timestamptz,
  closed_at timestamptz,
  changed_at timestamptz NOT NULL,
  -- Earliest running clock, rung or part; null when nothing runs.
  due_at timestamptz,
  due_clock text,
  is_over boolean NOT NULL DEFAULT false,
  -- The engine's CaseState, whole. The columns above are copies for look-ups, written by the same statement.
  state jsonb NOT NULL,
  -- Last entry in its history, and that entry's hash: the version for stale writes, and the chain's head.
  seq integer NOT NULL,
  head_hash bytea NOT NULL,
  PRIMARY KEY (tenant_id, case_id),
  CONSTRAINT cases_number_unique UNIQUE (tenant_id, number)
);
CREATE INDEX cases_responsible ON cases (tenant_id, responsible_org_id, station, due_at);
CREATE INDEX cases_assignee_person ON cases (tenant_id, assignee_person_id, station, due_at) WHERE assignee_person_id IS NOT NULL;
CREATE INDEX cases_assignee_org ON cases (tenant_id, assignee_org_id, station, due_at) WHERE assignee_org_id IS NOT NULL;
CREATE INDEX cases_area ON cases (tenant_id, area_code, opened_at);
CREATE INDEX cases_reporter ON cases (tenant_id, reporter_id, opened_at) WHERE reporter_id IS NOT NULL;
CREATE INDEX cases_device ON cases (tenant_id, device_hash, opened_at) WHERE device_hash IS NOT NULL;
CREATE INDEX cases_running ON cases (tenant_id, due_at) WHERE station NOT IN ('closed', 'withdrawn', 'merged');
CREATE INDEX cases_changed ON cases (tenant_id, changed_at);

-- Append-only and chained. The application's role may insert and read, nothing else.
CREATE TABLE history (
  tenant_id integer NOT NULL,
  case_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  verb text NOT NULL,
  from_station text NOT NULL,
  to_station text NOT NULL,
  actor_person_id uuid,
  actor_post_id uuid,
  -- Name and post as they were, for reading years later.
  actor_label text,
  reason text,
  changes jsonb NOT NULL,
  model_version text NOT NULL,
  command_id uuid,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (tenant_id, case_id, seq)
);
CREATE INDEX history_at ON history (tenant_id, at);

-- One Merkle root a day over the heads of all chains that grew, so that a case that vanished whole is noticed too.
CREATE TABLE seals (
  tenant_id integer NOT NULL,
  sealed_on date NOT NULL,
  root bytea NOT NULL,
  previous_root bytea NOT NULL,
  leaf_count integer NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sealed_on)
);
CREATE TABLE seal_leaves (
  tenant_id integer NOT NULL,
  sealed_on date NOT NULL,
  case_id uuid NOT NULL,
  seq integer NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (tenant_id, sealed_on, case_id)
);

-- A retry with the same id gets the first answer back.
CREATE TABLE commands (
  tenant_id integer NOT NULL,
  command_id uuid NOT NULL,
  -- Who sent it: person, or keyed hash of the device. Another sender's id is a conflict, not an answer.
  sender text NOT NULL,
  status integer NOT NULL,
  reply jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, command_id)
);
CREATE INDEX commands_at ON commands (tenant_id, at);

CREATE TABLE case_serials (
  tenant_id integer NOT NULL,
  prefix text NOT NULL,
  day text NOT NULL,
  last_serial integer NOT NULL,
  PRIMARY KEY (tenant_id, prefix, day)
);

CREATE TABLE case_timers (
  tenant_id integer NOT NULL,
  case_id uuid NOT NULL,
  timer_key text NOT NULL,
  fires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, case_id, timer_key),
  CONSTRAINT case_timers_case_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id)
);
CREATE INDEX case_timers_due ON case_timers (tenant_id, fires_at);

CREATE TABLE case_parts (
  tenant_id integer NOT NULL,
  case_id uuid NOT NULL,
  part_id uuid NOT NULL,
  org_id uuid NOT NULL,
  person_id uuid,
  due_at timestamptz NOT NULL,
  signed_at timestamptz,
  PRIMARY KEY (tenant_id, case_id, part_id),
  CONSTRAINT case_parts_case_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id)
);
CREATE INDEX case_parts_open ON case_parts (tenant_id, org_id, due_at) WHERE signed_at IS NULL;

-- A device that follows without an account has only a hash.
CREATE TABLE case_followers (
  tenant_id integer NOT NULL,
  case_id uuid NOT NULL,
  follower text NOT NULL,
  person_id uuid,
  followed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, case_id, follower),
  CONSTRAINT case_followers_case_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id)
);
CREATE INDEX case_followers_by_person ON case_followers (tenant_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX case_followers_by_follower ON case_followers (tenant_id, follower);

CREATE TABLE photos (
  tenant_id integer NOT NULL,
  photo_id uuid NOT NULL,
  case_id uuid,
  -- `asks` key, or `station.field`.
  field text,
  sender text NOT NULL,
  sha256 bytea NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  size_bytes integer NOT NULL,
  taken_at timestamptz,
  -- Offered to the sender, deleted with the answer; the stored file carries none.
  exif_longitude double precision,
  exif_latitude double precision,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, photo_id)
);
CREATE INDEX photos_by_case ON photos (tenant_id, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX photos_unused ON photos (tenant_id, created_at) WHERE case_id IS NULL;

CREATE TABLE work_groups (
  tenant_id integer NOT NULL,
  work_group_id uuid NOT NULL,
  org_id uuid NOT NULL,
  name text NOT NULL,
  -- Robot address, encrypted: whoever knows it can post.
  webhook_cipher bytea NOT NULL,
  created_at timestamptz NOT NULL,
  paused_at timestamptz,
  PRIMARY KEY (tenant_id, work_group_id),
  CONSTRAINT work_groups_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id)
);

-- The outbox people see: one row for each thing told to somebody over one channel.
CREATE TABLE messages (
  tenant_id integer NOT NULL,
  message_id uuid NOT NULL,
  channel text NOT NULL,
  person_id uuid,
  device_hash bytea,
  work_group_id uuid,
  case_id uuid,
  template text NOT NULL,
  data jsonb NOT NULL,
  -- Case, history entry, template, recipient and channel: nothing is told twice.
  dedupe_key text NOT NULL,
  status text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  read_at timestamptz,
  PRIMARY KEY (tenant_id, message_id),
  CONSTRAINT messages_dedupe_unique UNIQUE (tenant_id, dedupe_key)
);
CREATE INDEX messages_inbox ON messages (tenant_id, person_id, created_at) WHERE person_id IS NOT NULL;
CREATE INDEX messages_failed ON messages (tenant_id, created_at) WHERE status = 'failed';

-- Every look at data behind a mask; the person concerned reads it.
CREATE TABLE reveals (
  tenant_id integer NOT NULL,
  reveal_id uuid NOT NULL,
  person_id uuid NOT NULL,
  field text NOT NULL,
  by_person_id uuid NOT NULL,
  by_post_id uuid NOT NULL,
  case_id uuid,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, reveal_id)
);
CREATE INDEX reveals_of_person ON reveals (tenant_id, person_id, at);
