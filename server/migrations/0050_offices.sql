-- Organisations and posts on any day: what an organisation was called, stood under and covered until when.
CREATE TABLE org_pasts (
  tenant_id integer NOT NULL,
  org_id uuid NOT NULL,
  -- Last day on which it was so.
  last_on date NOT NULL,
  name text NOT NULL,
  parent_org_id uuid,
  formation text,
  PRIMARY KEY (tenant_id, org_id, last_on),
  CONSTRAINT org_pasts_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id)
);
ALTER TABLE org_pasts ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_pasts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON org_pasts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON org_pasts TO linli_app;

-- Null: since the organisation exists.
ALTER TABLE org_areas ADD COLUMN covered_from date;
CREATE TABLE org_area_pasts (
  tenant_id integer NOT NULL,
  org_id uuid NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  covered_from date NOT NULL,
  covered_to date NOT NULL,
  PRIMARY KEY (tenant_id, org_id, area_code, covered_from),
  CONSTRAINT org_area_pasts_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT org_area_pasts_in_order CHECK (covered_to >= covered_from)
);
CREATE INDEX org_area_pasts_by_area ON org_area_pasts (tenant_id, area_code);
ALTER TABLE org_area_pasts ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_area_pasts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON org_area_pasts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON org_area_pasts TO linli_app;

-- A dispatched team stands under one organisation and is sent by another.
ALTER TABLE orgs ADD COLUMN sent_by_org_id uuid;
ALTER TABLE orgs ADD CONSTRAINT orgs_sent_by_fkey FOREIGN KEY (tenant_id, sent_by_org_id) REFERENCES orgs (tenant_id, org_id);

-- How many members an organisation had when they were counted, by the area they live in: a number, no names. An empty
-- code: not told apart by area.
CREATE TABLE org_sizes (
  tenant_id integer NOT NULL,
  org_id uuid NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  counted_on date NOT NULL,
  members integer NOT NULL,
  PRIMARY KEY (tenant_id, org_id, area_code, counted_on),
  CONSTRAINT org_sizes_org_fkey FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, org_id),
  CONSTRAINT org_sizes_not_negative CHECK (members >= 0)
);
ALTER TABLE org_sizes ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_sizes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON org_sizes
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON org_sizes TO linli_app;

-- Roads and the like that run through areas; posts answer for them as others do for homes.
CREATE TABLE segments (
  tenant_id integer NOT NULL,
  segment_id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  -- The area it lies in.
  area_code text COLLATE "C" NOT NULL,
  -- GeoJSON line, WGS 84.
  geometry jsonb,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (tenant_id, segment_id),
  CONSTRAINT segments_area_fkey FOREIGN KEY (tenant_id, area_code) REFERENCES areas (tenant_id, code)
);
CREATE INDEX segments_by_area ON segments (tenant_id, area_code, kind);
ALTER TABLE segments ENABLE ROW LEVEL SECURITY;
ALTER TABLE segments FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON segments
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON segments TO linli_app;

CREATE TABLE post_segments (
  tenant_id integer NOT NULL,
  post_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, post_id, segment_id),
  CONSTRAINT post_segments_post_fkey FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, post_id),
  CONSTRAINT post_segments_segment_fkey FOREIGN KEY (tenant_id, segment_id) REFERENCES segments (tenant_id, segment_id)
);
CREATE INDEX post_segments_by_segment ON post_segments (tenant_id, segment_id);
ALTER TABLE post_segments ENABLE ROW LEVEL SECURITY;
ALTER TABLE post_segments FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON post_segments
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON post_segments TO linli_app;

-- How the holder of a post came to it: nominated through a channel, vetted, voted on, appointed.
CREATE TABLE post_trails (
  tenant_id integer NOT NULL,
  post_id uuid NOT NULL,
  step_number integer NOT NULL,
  step text NOT NULL,
  channel text,
  done_on date NOT NULL,
  note text,
  PRIMARY KEY (tenant_id, post_id, step_number),
  CONSTRAINT post_trails_post_fkey FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, post_id),
  CONSTRAINT post_trails_step CHECK (step IN ('nominated', 'vetted', 'voted', 'appointed'))
);
ALTER TABLE post_trails ENABLE ROW LEVEL SECURITY;
ALTER TABLE post_trails FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON post_trails
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON post_trails TO linli_app;

CREATE INDEX posts_by_role ON posts (tenant_id, role, org_id);
CREATE INDEX grids_by_compound ON grids (tenant_id, compound_code);
CREATE INDEX grids_by_org ON grids (tenant_id, org_id);
