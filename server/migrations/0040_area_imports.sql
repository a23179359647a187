-- Exclusive area of a home, and what it is taken from: register before survey before contract (judicial interpretation on
-- condominium ownership, art. 8). In square decimetres: 0.01 m² each, as certificates state it, and no rounding.
CREATE TABLE home_areas (
  tenant_id integer NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  exclusive_area_dm2 integer NOT NULL,
  source text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, area_code),
  CONSTRAINT home_areas_area_fkey FOREIGN KEY (tenant_id, area_code) REFERENCES areas (tenant_id, code),
  CONSTRAINT home_areas_positive CHECK (exclusive_area_dm2 > 0),
  CONSTRAINT home_areas_source CHECK (source IN ('register', 'survey', 'contract'))
);
ALTER TABLE home_areas ENABLE ROW LEVEL SECURITY;
ALTER TABLE home_areas FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON home_areas
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON home_areas TO linli_app;

-- A file of areas on its way in: checked first, written by a second command.
CREATE TABLE area_imports (
  tenant_id integer NOT NULL,
  import_id uuid NOT NULL,
  state text NOT NULL,
  file_name text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 bytea NOT NULL,
  -- Null: by a command at the server.
  person_id uuid,
  -- What the person's posts administered when the file came; nothing outside is touched.
  reach text[] NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  cancel_asked_at timestamptz,
  -- What the check found: rows, counts by level, sheets.
  summary jsonb,
  fault_count integer NOT NULL DEFAULT 0,
  progress jsonb,
  failure text,
  -- Version of the areas it was checked against.
  areas_version bigint,
  was_checked_again boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, import_id),
  CONSTRAINT area_imports_state CHECK (state IN
    ('waiting', 'checking', 'faulty', 'ready', 'applying', 'applied', 'cancelled', 'failed'))
);
CREATE INDEX area_imports_by_day ON area_imports (tenant_id, created_at);
ALTER TABLE area_imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE area_imports FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON area_imports
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON area_imports TO linli_app;

-- Rows that are new or changed, as they will be written; gone once they are.
CREATE TABLE area_import_rows (
  tenant_id integer NOT NULL,
  import_id uuid NOT NULL,
  -- Parents before children.
  ordinal integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  parent_code text COLLATE "C",
  level text NOT NULL,
  name text NOT NULL,
  class text,
  full_name text NOT NULL,
  -- Where the name changes: what the names of places inside begin with until then.
  old_full_name text,
  geometry jsonb,
  longitude double precision,
  latitude double precision,
  exclusive_area_dm2 integer,
  exclusive_area_source text,
  PRIMARY KEY (tenant_id, import_id, ordinal),
  CONSTRAINT area_import_rows_import_fkey FOREIGN KEY (tenant_id, import_id)
    REFERENCES area_imports (tenant_id, import_id) ON DELETE CASCADE
);
ALTER TABLE area_import_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE area_import_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON area_import_rows
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON area_import_rows TO linli_app;

CREATE TABLE area_import_faults (
  tenant_id integer NOT NULL,
  import_id uuid NOT NULL,
  fault_number integer NOT NULL,
  sheet text,
  sheet_row integer,
  sheet_column text,
  heading text,
  value text,
  code text NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (tenant_id, import_id, fault_number),
  CONSTRAINT area_import_faults_import_fkey FOREIGN KEY (tenant_id, import_id)
    REFERENCES area_imports (tenant_id, import_id) ON DELETE CASCADE
);
ALTER TABLE area_import_faults ENABLE ROW LEVEL SECURITY;
ALTER TABLE area_import_faults FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON area_import_faults
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON area_import_faults TO linli_app;
