-- Posts of the establishment: what may be moved from one organisation to another, whoever holds it, or nobody.
CREATE TABLE establishment_posts (
  tenant_id integer NOT NULL,
  establishment_post_id uuid NOT NULL,
  -- Key of its kind in the city's model.
  establishment text NOT NULL,
  -- What people say for it: numbered within its kind.
  number integer NOT NULL,
  PRIMARY KEY (tenant_id, establishment_post_id),
  CONSTRAINT establishment_posts_number_unique UNIQUE (tenant_id, establishment, number)
);
ALTER TABLE establishment_posts ENABLE ROW LEVEL SECURITY;
ALTER TABLE establishment_posts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON establishment_posts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
-- UPDATE: a row is locked by it; nothing in it is ever changed.
GRANT SELECT, INSERT, UPDATE ON establishment_posts TO linli_app;

-- Where it was from a day on, until the day of the next row. Rows are added and none is changed; days only go forward.
CREATE TABLE establishment_moves (
  tenant_id integer NOT NULL,
  establishment_post_id uuid NOT NULL,
  move_number integer NOT NULL,
  -- Null: it is there no more.
  org_id uuid,
  moved_on date NOT NULL,
  -- The decision that says so.
  basis text NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_person_id uuid,
  by_label text,
  PRIMARY KEY (tenant_id, establishment_post_id, move_number),
  CONSTRAINT establishment_moves_post_fkey FOREIGN KEY (tenant_id, establishment_post_id)
    REFERENCES establishment_posts (tenant_id, establishment_post_id),
  CONSTRAINT establishment_moves_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT establishment_moves_one_a_day UNIQUE (tenant_id, establishment_post_id, moved_on)
);
CREATE INDEX establishment_moves_by_org ON establishment_moves (tenant_id, org_id);
ALTER TABLE establishment_moves ENABLE ROW LEVEL SECURITY;
ALTER TABLE establishment_moves FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON establishment_moves
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON establishment_moves TO linli_app;

-- Which post of the establishment a holder fills; null: none, or none is registered.
ALTER TABLE posts ADD COLUMN establishment_post_id uuid;
ALTER TABLE posts ADD CONSTRAINT posts_establishment_fkey FOREIGN KEY (tenant_id, establishment_post_id)
  REFERENCES establishment_posts (tenant_id, establishment_post_id);
CREATE INDEX posts_by_establishment ON posts (tenant_id, establishment_post_id) WHERE establishment_post_id IS NOT NULL;
