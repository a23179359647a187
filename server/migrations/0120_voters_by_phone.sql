-- An owner may be known to the register by a telephone alone and sign in for the first time when the roll is frozen already. The
-- roll keeps the telephone's keyed hash beside the entry and outside of the commitment, so that who proves the telephone later
-- finds the entry.
ALTER TABLE ballot_roll_entries ADD COLUMN voter_phone_index bytea;
ALTER TABLE ballot_roll_entries ADD CONSTRAINT ballot_roll_entries_one_voter
  CHECK (voter_id IS NULL OR voter_phone_index IS NULL);
CREATE INDEX ballot_roll_entries_of_phone ON ballot_roll_entries (tenant_id, voter_phone_index, ballot_id)
  WHERE voter_phone_index IS NOT NULL;

-- A telephone that was entered by somebody else proves nobody: set when its owner signs in by a code sent to it.
ALTER TABLE people ADD COLUMN phone_confirmed_at timestamptz;

-- Whose entry it became: the first who did anything with it, for as long as this roll holds. A telephone that goes to another
-- person later takes no entry along. No time is kept: beside a secret vote it would say when somebody voted.
CREATE TABLE ballot_roll_claims (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  roll_number integer NOT NULL,
  entry_id text NOT NULL,
  voter_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, roll_number, entry_id),
  CONSTRAINT ballot_roll_claims_entry_fkey FOREIGN KEY (tenant_id, ballot_id, roll_number, entry_id)
    REFERENCES ballot_roll_entries (tenant_id, ballot_id, roll_number, entry_id)
);
CREATE INDEX ballot_roll_claims_of_voter ON ballot_roll_claims (tenant_id, voter_id, ballot_id);
ALTER TABLE ballot_roll_claims ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_roll_claims FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_roll_claims
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_roll_claims TO linli_app;
