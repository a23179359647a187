-- Somebody struck from a roll of residents while it stood posted. The public history knows a number on the roll and a reason from a
-- list; who it was, and what was said of them and by them, is here, and encrypted.
CREATE TABLE ballot_strikes (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  strike_id uuid NOT NULL,
  person_id uuid NOT NULL,
  note_cipher bytea NOT NULL,
  objection_cipher bytea,
  decision_cipher bytea,
  PRIMARY KEY (tenant_id, ballot_id, strike_id),
  -- Whoever objected is not struck a second time.
  CONSTRAINT ballot_strikes_once UNIQUE (tenant_id, ballot_id, person_id),
  CONSTRAINT ballot_strikes_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id),
  CONSTRAINT ballot_strikes_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id)
);
ALTER TABLE ballot_strikes ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_strikes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_strikes
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON ballot_strikes TO linli_app;

-- A look at names and homes on a roll is logged for each person that was shown, once a day and viewer.
ALTER TABLE reveals ADD COLUMN ballot_id uuid;
