-- What a holder lets the public see, field by field, until a day or until it is taken back. Rows stay: they are the proof
-- of consent.
CREATE TABLE card_consents (
  tenant_id integer NOT NULL,
  consent_id uuid NOT NULL,
  post_id uuid NOT NULL,
  field text NOT NULL,
  given_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, consent_id),
  CONSTRAINT card_consents_post_fkey FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, post_id),
  CONSTRAINT card_consents_field CHECK (field IN ('identity', 'pledge', 'contact-by-relay', 'standard', 'result'))
);
CREATE UNIQUE INDEX card_consents_one_given ON card_consents (tenant_id, post_id, field) WHERE withdrawn_at IS NULL;
ALTER TABLE card_consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_consents FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON card_consents
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON card_consents TO linli_app;

-- What an assessment of an office holder said, in words; never of residents.
CREATE TABLE card_results (
  tenant_id integer NOT NULL,
  post_id uuid NOT NULL,
  assessed_on date NOT NULL,
  result text NOT NULL,
  -- What it was assessed from.
  basis text NOT NULL,
  entered_by_person_id uuid NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, post_id, assessed_on),
  CONSTRAINT card_results_post_fkey FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, post_id)
);
ALTER TABLE card_results ENABLE ROW LEVEL SECURITY;
ALTER TABLE card_results FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON card_results
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON card_results TO linli_app;
