-- A plan: how a compound would be divided into grids and who would serve which home, made by the planner, accepted by
-- somebody with the post for it.
CREATE TABLE plans (
  tenant_id integer NOT NULL,
  plan_id uuid NOT NULL,
  compound_code text COLLATE "C" NOT NULL,
  -- What was wanted first.
  aim text NOT NULL,
  state text NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  cancel_asked_at timestamptz,
  progress jsonb,
  failure text,
  -- What it was made from: buildings, homes, members, bounds, and the grids and duties of that day.
  input jsonb,
  -- What people read first: figures of the grids, or why there is no plan.
  summary jsonb,
  -- Grids, duties, changes.
  result jsonb,
  accepted_at timestamptz,
  accepted_by_person_id uuid,
  accepted_by_post_id uuid,
  -- First day of the new grids and duties.
  in_force_from date,
  -- Why it did not come into force: what was no longer as it had been.
  changed_since jsonb,
  PRIMARY KEY (tenant_id, plan_id),
  CONSTRAINT plans_compound_fkey FOREIGN KEY (tenant_id, compound_code) REFERENCES areas (tenant_id, code),
  CONSTRAINT plans_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT plans_aim CHECK (aim IN ('fewest-changes', 'shortest-ways')),
  CONSTRAINT plans_state CHECK (state IN
    ('waiting', 'planning', 'proposed', 'impossible', 'accepted', 'in-force', 'lapsed', 'cancelled', 'failed')),
  CONSTRAINT plans_accepted CHECK (state NOT IN ('accepted', 'in-force') OR (accepted_at IS NOT NULL AND in_force_from IS NOT NULL))
);
CREATE INDEX plans_of_compound ON plans (tenant_id, compound_code, created_at);
-- One plan of a compound waits for its day at most.
CREATE UNIQUE INDEX plans_one_accepted ON plans (tenant_id, compound_code) WHERE state = 'accepted';
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON plans
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON plans TO linli_app;

-- Whom a holder served until a day, where the post itself went on. Null: since the post is held.
ALTER TABLE post_areas ADD COLUMN served_from date;
CREATE TABLE post_area_pasts (
  tenant_id integer NOT NULL,
  post_id uuid NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  served_from date NOT NULL,
  served_to date NOT NULL,
  PRIMARY KEY (tenant_id, post_id, area_code, served_from),
  CONSTRAINT post_area_pasts_post_fkey FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, post_id),
  CONSTRAINT post_area_pasts_in_order CHECK (served_to >= served_from)
);
CREATE INDEX post_area_pasts_by_area ON post_area_pasts (tenant_id, area_code);
ALTER TABLE post_area_pasts ENABLE ROW LEVEL SECURITY;
ALTER TABLE post_area_pasts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON post_area_pasts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON post_area_pasts TO linli_app;

-- Members who can take fewer homes than the model's most, or none for a while. Without a row: as many as the model says.
-- No reason is kept: illness and the like concern nobody here.
CREATE TABLE availabilities (
  tenant_id integer NOT NULL,
  person_id uuid NOT NULL,
  most_homes integer NOT NULL,
  -- Last day; null: no end in sight.
  until date,
  entered_by_person_id uuid NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, person_id),
  CONSTRAINT availabilities_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT availabilities_not_negative CHECK (most_homes >= 0)
);
ALTER TABLE availabilities ENABLE ROW LEVEL SECURITY;
ALTER TABLE availabilities FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON availabilities
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON availabilities TO linli_app;
