-- Ballots 表决. A ballot keeps the engine's state whole, as a case does, with a chained history of its own. What people chose is
-- encrypted while a ballot runs, and of a secret ballot nothing leads from a slip to a person, an entry or a moment.

-- Who owns which home, from which rolls of owners are built. Names and telephones are encrypted; homes of one buyer are found
-- by a keyed hash of the identity document (or of the telephone), which tells nothing by itself.
CREATE TABLE ownerships (
  tenant_id integer NOT NULL,
  ownership_id uuid NOT NULL,
  home_code text COLLATE "C" NOT NULL,
  -- Blind index of the buyer or developer: homes with the same one are one head (法释〔2009〕7号 art. 9).
  owner_index bytea NOT NULL,
  name_cipher bytea NOT NULL,
  phone_cipher bytea,
  phone_index bytea,
  -- Set where somebody says so; else whoever is registered with the telephone.
  person_id uuid,
  is_developer boolean NOT NULL DEFAULT false,
  -- Of co-owners the one they named to vote.
  is_voter boolean NOT NULL,
  owned_from date NOT NULL,
  -- Last day; null: no end is known.
  owned_to date,
  entered_at timestamptz NOT NULL,
  entered_by_person_id uuid,
  ended_reason text,
  PRIMARY KEY (tenant_id, ownership_id),
  CONSTRAINT ownerships_home_fkey FOREIGN KEY (tenant_id, home_code) REFERENCES areas (tenant_id, code),
  CONSTRAINT ownerships_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT ownerships_in_order CHECK (owned_to IS NULL OR owned_to >= owned_from - 1)
);
CREATE INDEX ownerships_of_home ON ownerships (tenant_id, home_code);
CREATE INDEX ownerships_of_owner ON ownerships (tenant_id, owner_index);
CREATE INDEX ownerships_of_phone ON ownerships (tenant_id, phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX ownerships_of_person ON ownerships (tenant_id, person_id) WHERE person_id IS NOT NULL;
-- One voter for the co-owners of a home.
CREATE UNIQUE INDEX ownerships_one_voter ON ownerships (tenant_id, home_code) WHERE is_voter AND owned_to IS NULL;
ALTER TABLE ownerships ENABLE ROW LEVEL SECURITY;
ALTER TABLE ownerships FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ownerships
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON ownerships TO linli_app;

-- A look at the name and telephone of an owner is logged, also where the owner is not known as a person.
ALTER TABLE reveals ADD COLUMN ownership_id uuid;
ALTER TABLE reveals DROP CONSTRAINT reveals_of_somebody;
ALTER TABLE reveals ADD CONSTRAINT reveals_of_somebody
  CHECK (person_id IS NOT NULL OR device_hash IS NOT NULL OR ownership_id IS NOT NULL);

-- For ballots with an age limit: asked of nobody else.
CREATE TABLE birth_dates (
  tenant_id integer NOT NULL,
  person_id uuid NOT NULL,
  born_on_cipher bytea NOT NULL,
  entered_at timestamptz NOT NULL,
  entered_by_person_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, person_id),
  CONSTRAINT birth_dates_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id)
);
ALTER TABLE birth_dates ENABLE ROW LEVEL SECURITY;
ALTER TABLE birth_dates FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON birth_dates
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON birth_dates TO linli_app;

CREATE TABLE ballots (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  number text NOT NULL,
  kind text NOT NULL,
  form text NOT NULL,
  model_version text NOT NULL,
  phase text NOT NULL,
  title text NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  part_code text COLLATE "C",
  secret boolean NOT NULL,
  created_at timestamptz NOT NULL,
  voting_from timestamptz,
  voting_until timestamptz,
  changed_at timestamptz NOT NULL,
  repeats uuid,
  -- Which of its rolls holds; null: none was made yet.
  roll_number integer,
  -- The engine's BallotState, whole. The columns above are copies for look-ups.
  state jsonb NOT NULL,
  seq integer NOT NULL,
  head_hash bytea NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id),
  CONSTRAINT ballots_number_unique UNIQUE (tenant_id, number),
  CONSTRAINT ballots_area_fkey FOREIGN KEY (tenant_id, area_code) REFERENCES areas (tenant_id, code),
  CONSTRAINT ballots_repeats_fkey FOREIGN KEY (tenant_id, repeats) REFERENCES ballots (tenant_id, ballot_id)
);
CREATE INDEX ballots_in_area ON ballots (tenant_id, area_code, created_at);
CREATE INDEX ballots_newest ON ballots (tenant_id, created_at, ballot_id);
ALTER TABLE ballots ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballots FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballots
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON ballots TO linli_app;

-- Append-only and chained, as the history of cases.
CREATE TABLE ballot_history (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  verb text NOT NULL,
  from_phase text NOT NULL,
  to_phase text NOT NULL,
  actor_person_id uuid,
  actor_post_id uuid,
  actor_label text,
  reason text,
  changes jsonb NOT NULL,
  model_version text NOT NULL,
  command_id uuid,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, seq)
);
ALTER TABLE ballot_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_history FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_history
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_history TO linli_app;

CREATE TABLE ballot_timers (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  timer_key text NOT NULL,
  fires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, timer_key),
  CONSTRAINT ballot_timers_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
CREATE INDEX ballot_timers_due ON ballot_timers (tenant_id, fires_at);
ALTER TABLE ballot_timers ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_timers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_timers
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON ballot_timers TO linli_app;

-- A roll is made whole and never changed: a correction before voting opens is another roll with the next number.
CREATE TABLE ballot_rolls (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  roll_number integer NOT NULL,
  on_date date NOT NULL,
  root text NOT NULL,
  heads integer NOT NULL,
  area_dm2 bigint NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, roll_number),
  CONSTRAINT ballot_rolls_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
ALTER TABLE ballot_rolls ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_rolls FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_rolls
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_rolls TO linli_app;

CREATE TABLE ballot_roll_entries (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  roll_number integer NOT NULL,
  entry_id text NOT NULL,
  -- Order of the leaves under the root.
  place integer NOT NULL,
  area_dm2 bigint NOT NULL,
  homes integer NOT NULL,
  is_developer boolean NOT NULL,
  identity text NOT NULL,
  -- What opens `identity`: salt, key, homes.
  identity_cipher bytea NOT NULL,
  -- Who votes for it; null: only on paper.
  voter_id uuid,
  PRIMARY KEY (tenant_id, ballot_id, roll_number, entry_id)
);
CREATE INDEX ballot_roll_entries_of_voter ON ballot_roll_entries (tenant_id, voter_id, ballot_id) WHERE voter_id IS NOT NULL;
ALTER TABLE ballot_roll_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_roll_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_roll_entries
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_roll_entries TO linli_app;

CREATE TABLE ballot_roll_homes (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  roll_number integer NOT NULL,
  home_code text COLLATE "C" NOT NULL,
  entry_id text NOT NULL,
  area_dm2 integer NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, roll_number, home_code)
);
CREATE INDEX ballot_roll_homes_of_entry ON ballot_roll_homes (tenant_id, ballot_id, roll_number, entry_id);
ALTER TABLE ballot_roll_homes ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_roll_homes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_roll_homes
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_roll_homes TO linli_app;

-- How an entry of the roll stands: marks in the clear, for the live quorum; what was chosen encrypted and padded, so that
-- nobody learns from it, not even from its length. What was counted is kept in ballot_counts, which nobody changes.
CREATE TABLE ballot_entries (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  entry_id text NOT NULL,
  served_at timestamptz,
  proxy_to uuid,
  proxy_given_at timestamptz,
  online_at timestamptz,
  online_channel text,
  online_by uuid,
  online_cipher bytea,
  -- Secret ballots: slips were signed, on which day, and for which blinded messages.
  issued_on date,
  issued_channel text,
  issued_hash bytea,
  paper_at timestamptz,
  paper_by uuid[],
  paper_cipher bytea,
  handed_at timestamptz,
  handed_by uuid,
  steps integer NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, entry_id),
  CONSTRAINT ballot_entries_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
CREATE INDEX ballot_entries_of_proxy ON ballot_entries (tenant_id, proxy_to, ballot_id) WHERE proxy_to IS NOT NULL;
ALTER TABLE ballot_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_entries
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON ballot_entries TO linli_app;

-- What was done with an entry, or with a paper of a secret ballot, without what it says.
CREATE TABLE ballot_entry_steps (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  ref text NOT NULL,
  step_number integer NOT NULL,
  step text NOT NULL,
  -- Of slips that were signed only the day.
  at timestamptz NOT NULL,
  by_person_id uuid NOT NULL,
  reason text,
  PRIMARY KEY (tenant_id, ballot_id, ref, step_number)
);
ALTER TABLE ballot_entry_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_entry_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_entry_steps
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_entry_steps TO linli_app;

-- What each of the persons at the counting desk read on a paper, the latest of each. Encrypted and padded.
CREATE TABLE ballot_paper_readings (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  -- Entry of the roll; of a secret ballot the serial of the paper.
  ref text NOT NULL,
  by_person_id uuid NOT NULL,
  reading_cipher bytea NOT NULL,
  at timestamptz NOT NULL,
  -- Another person read the same.
  agreed boolean NOT NULL DEFAULT false,
  -- Not valid any more: the paper was voided.
  voided_at timestamptz,
  PRIMARY KEY (tenant_id, ballot_id, ref, by_person_id)
);
ALTER TABLE ballot_paper_readings ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_paper_readings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_paper_readings
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON ballot_paper_readings TO linli_app;

-- The box of a secret ballot. No person, no entry, no time but the day, random keys; written by requests without a session.
CREATE TABLE ballot_slips (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  slip_key uuid NOT NULL,
  -- Keyed hash of the receipt.
  token_hash bytea NOT NULL,
  slip_cipher bytea NOT NULL,
  cast_on date NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, slip_key),
  CONSTRAINT ballot_slips_token_unique UNIQUE (tenant_id, ballot_id, token_hash)
);
ALTER TABLE ballot_slips ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_slips FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_slips
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_slips TO linli_app;

-- Keys that slips are signed with, one for each value. The private ones are destroyed when voting has ended.
CREATE TABLE ballot_slip_keys (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  value text NOT NULL,
  public_key text NOT NULL,
  private_cipher bytea,
  destroyed_at timestamptz,
  PRIMARY KEY (tenant_id, ballot_id, value),
  CONSTRAINT ballot_slip_keys_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id),
  CONSTRAINT ballot_slip_keys_destroyed CHECK ((private_cipher IS NULL) = (destroyed_at IS NOT NULL))
);
ALTER TABLE ballot_slip_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_slip_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_slip_keys
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE (private_cipher, destroyed_at) ON ballot_slip_keys TO linli_app;

-- What a count was made from, whole: votes, marks, slips, papers. The history holds its root.
CREATE TABLE ballot_counts (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  count_number integer NOT NULL,
  parts jsonb NOT NULL,
  votes_root text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, count_number),
  CONSTRAINT ballot_counts_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
ALTER TABLE ballot_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_counts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_counts TO linli_app;

-- Evidence: what a municipal system gave out, minutes and the like.
CREATE TABLE ballot_files (
  tenant_id integer NOT NULL,
  file_id uuid NOT NULL,
  ballot_id uuid NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL,
  size_bytes integer NOT NULL,
  content bytea NOT NULL,
  by_person_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, file_id),
  CONSTRAINT ballot_files_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
CREATE INDEX ballot_files_of_ballot ON ballot_files (tenant_id, ballot_id);
ALTER TABLE ballot_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_files FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_files
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_files TO linli_app;

-- Who supports the petition that passes prior study by: each head once, as the ownership register knows heads.
CREATE TABLE ballot_supports (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  head_key text NOT NULL,
  -- Who signed here, or who entered a signature given on paper.
  by_person_id uuid NOT NULL,
  is_on_paper boolean NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, head_key),
  CONSTRAINT ballot_supports_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
ALTER TABLE ballot_supports ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_supports FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_supports
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, DELETE ON ballot_supports TO linli_app;

-- How candidates came: by which channel, and each step of their vetting.
CREATE TABLE ballot_nominations (
  tenant_id integer NOT NULL,
  nomination_id uuid NOT NULL,
  ballot_id uuid NOT NULL,
  question text NOT NULL,
  channel text NOT NULL,
  name text NOT NULL,
  person_id uuid,
  statement text NOT NULL,
  supporters integer NOT NULL,
  photo_id uuid,
  counts_for_norm boolean NOT NULL,
  nominated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, nomination_id),
  CONSTRAINT ballot_nominations_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
CREATE INDEX ballot_nominations_of_ballot ON ballot_nominations (tenant_id, ballot_id, nominated_at);
ALTER TABLE ballot_nominations ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_nominations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_nominations
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_nominations TO linli_app;

CREATE TABLE ballot_nomination_steps (
  tenant_id integer NOT NULL,
  nomination_id uuid NOT NULL,
  step_number integer NOT NULL,
  deed text NOT NULL,
  at timestamptz NOT NULL,
  by_person_id uuid NOT NULL,
  by_post_id uuid,
  by_label text NOT NULL,
  reason text,
  -- Key on the slate, once accepted.
  option text,
  PRIMARY KEY (tenant_id, nomination_id, step_number),
  CONSTRAINT ballot_nomination_steps_nomination_fkey FOREIGN KEY (tenant_id, nomination_id)
    REFERENCES ballot_nominations (tenant_id, nomination_id),
  CONSTRAINT ballot_nomination_steps_deed CHECK (deed IN ('nominate', 'accept', 'reject', 'withdraw'))
);
ALTER TABLE ballot_nomination_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_nomination_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_nomination_steps
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_nomination_steps TO linli_app;

-- Free answers of a survey, grouped into problems: each edit is a version of its own.
CREATE TABLE ballot_catalogues (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  question text NOT NULL,
  version integer NOT NULL,
  groups jsonb NOT NULL,
  is_confirmed boolean NOT NULL,
  at timestamptz NOT NULL,
  by_person_id uuid,
  by_label text,
  PRIMARY KEY (tenant_id, ballot_id, question, version),
  CONSTRAINT ballot_catalogues_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id)
);
ALTER TABLE ballot_catalogues ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_catalogues FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_catalogues
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_catalogues TO linli_app;
