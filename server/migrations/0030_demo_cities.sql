-- A made-up city that is complete. The row is written by the transaction that writes the city, so that a start that was
-- interrupted leaves nothing behind, and a later start knows at once that there is nothing to build.
CREATE TABLE demo_cities (
  tenant_id integer NOT NULL,
  -- The instant the city was planned for: the same model and instant give the same city.
  planned_at timestamptz NOT NULL,
  -- Its stories are told up to here; what came later was done by people, or by time.
  told_until timestamptz NOT NULL,
  -- Hash over its areas, organisations, posts and persons: a city that was changed since is known as such.
  plan_hash bytea NOT NULL,
  PRIMARY KEY (tenant_id)
);
ALTER TABLE demo_cities ENABLE ROW LEVEL SECURITY;
ALTER TABLE demo_cities FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON demo_cities
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON demo_cities TO linli_app;
