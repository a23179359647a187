-- Coverage, counted: one row for each area that grids are made of (a building), however many homes lie in it. Rows are
-- counted anew by the transaction that changes a post, an organisation or a grid; see docs/decisions.
CREATE TABLE coverage_cells (
  tenant_id integer NOT NULL,
  cell_code text COLLATE "C" NOT NULL,
  homes integer NOT NULL,
  -- Grids it is in on the day; one is right.
  grids integer NOT NULL,
  -- Homes for which nobody answers, and for which more than one does.
  unanswered integer NOT NULL,
  overanswered integer NOT NULL,
  -- Last day on which these counts hold without any change: a post or a grid ends or begins the day after.
  holds_until date,
  PRIMARY KEY (tenant_id, cell_code)
);
CREATE INDEX coverage_cells_ending ON coverage_cells (tenant_id, holds_until) WHERE holds_until IS NOT NULL;
ALTER TABLE coverage_cells ENABLE ROW LEVEL SECURITY;
ALTER TABLE coverage_cells FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON coverage_cells
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON coverage_cells TO linli_app;

-- Under which rule of the model the cells of a city were counted; without a row they never were.
CREATE TABLE coverage_counts (
  tenant_id integer NOT NULL,
  rule text NOT NULL,
  counted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id)
);
ALTER TABLE coverage_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE coverage_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON coverage_counts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON coverage_counts TO linli_app;

-- Areas whose homes or grids were written in bulk and whose cells must be counted anew before they are read.
CREATE TABLE coverage_stale (
  tenant_id integer NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  -- Each writer's own mark: counting removes those it saw, and none that came meanwhile.
  mark_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, area_code, mark_id)
);
ALTER TABLE coverage_stale ENABLE ROW LEVEL SECURITY;
ALTER TABLE coverage_stale FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON coverage_stale
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON coverage_stale TO linli_app;
