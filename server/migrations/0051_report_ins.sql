-- People in work report in at the community where they live. What they do there stands in the duty ledger; what is given
-- freely stands in the volunteers' ledger. Two tables, so that nothing adds the one to the other.
CREATE TABLE report_ins (
  tenant_id integer NOT NULL,
  report_in_id uuid NOT NULL,
  person_id uuid NOT NULL,
  employer_org_id uuid NOT NULL,
  community_org_id uuid NOT NULL,
  reported_from date NOT NULL,
  reported_to date,
  PRIMARY KEY (tenant_id, report_in_id),
  CONSTRAINT report_ins_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT report_ins_employer_fkey FOREIGN KEY (tenant_id, employer_org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT report_ins_community_fkey FOREIGN KEY (tenant_id, community_org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT report_ins_in_order CHECK (reported_to >= reported_from)
);
CREATE UNIQUE INDEX report_ins_one_running ON report_ins (tenant_id, person_id) WHERE reported_to IS NULL;
CREATE INDEX report_ins_by_community ON report_ins (tenant_id, community_org_id, reported_from);
CREATE INDEX report_ins_by_employer ON report_ins (tenant_id, employer_org_id, reported_from);
ALTER TABLE report_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON report_ins
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON report_ins TO linli_app;

CREATE TABLE duty_hours (
  tenant_id integer NOT NULL,
  entry_id uuid NOT NULL,
  report_in_id uuid NOT NULL,
  done_on date NOT NULL,
  minutes integer NOT NULL,
  service text NOT NULL,
  note text,
  entered_by_person_id uuid NOT NULL,
  entered_at timestamptz NOT NULL,
  struck_at timestamptz,
  struck_reason text,
  PRIMARY KEY (tenant_id, entry_id),
  CONSTRAINT duty_hours_report_in_fkey FOREIGN KEY (tenant_id, report_in_id) REFERENCES report_ins (tenant_id, report_in_id),
  CONSTRAINT duty_hours_of_a_day CHECK (minutes BETWEEN 1 AND 1440)
);
CREATE INDEX duty_hours_by_report_in ON duty_hours (tenant_id, report_in_id, done_on);
ALTER TABLE duty_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE duty_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON duty_hours
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON duty_hours TO linli_app;

CREATE TABLE volunteer_hours (
  tenant_id integer NOT NULL,
  entry_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- The organisation it was done with.
  org_id uuid NOT NULL,
  done_on date NOT NULL,
  minutes integer NOT NULL,
  deed text NOT NULL,
  entered_by_person_id uuid NOT NULL,
  entered_at timestamptz NOT NULL,
  struck_at timestamptz,
  struck_reason text,
  PRIMARY KEY (tenant_id, entry_id),
  CONSTRAINT volunteer_hours_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT volunteer_hours_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT volunteer_hours_of_a_day CHECK (minutes BETWEEN 1 AND 1440)
);
CREATE INDEX volunteer_hours_by_person ON volunteer_hours (tenant_id, person_id, done_on);
ALTER TABLE volunteer_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE volunteer_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON volunteer_hours
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON volunteer_hours TO linli_app;
