-- Whoever was elected is given the post on the election itself, once. The trail of the post follows from the ballot's steps, among
-- them the days its result stood posted 公示.
ALTER TABLE post_trails DROP CONSTRAINT post_trails_step;
ALTER TABLE post_trails ADD CONSTRAINT post_trails_step
  CHECK (step IN ('nominated', 'vetted', 'voted', 'posted', 'appointed'));

CREATE TABLE ballot_appointments (
  tenant_id integer NOT NULL,
  ballot_id uuid NOT NULL,
  question text NOT NULL,
  option text NOT NULL,
  post_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_person_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, ballot_id, question, option),
  CONSTRAINT ballot_appointments_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES ballots (tenant_id, ballot_id),
  CONSTRAINT ballot_appointments_post_fkey FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, post_id)
);
ALTER TABLE ballot_appointments ENABLE ROW LEVEL SECURITY;
ALTER TABLE ballot_appointments FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ballot_appointments
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON ballot_appointments TO linli_app;
