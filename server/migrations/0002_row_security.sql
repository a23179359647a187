-- Cities are kept apart by the database itself. Requests run as linli_app and see the rows of one tenant: the one set
-- by SET LOCAL app.tenant_id at the start of their transaction. Without it they see nothing. FORCE binds the owner too.

GRANT USAGE ON SCHEMA public TO linli_app;

-- The list of cities is no city's own: everybody reads it, only the owner writes it.
GRANT SELECT ON tenants TO linli_app;

ALTER TABLE model_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON model_versions
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON model_versions TO linli_app;

ALTER TABLE areas ENABLE ROW LEVEL SECURITY;
ALTER TABLE areas FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON areas
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON areas TO linli_app;

ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON people
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON people TO linli_app;

ALTER TABLE orgs ENABLE ROW LEVEL SECURITY;
ALTER TABLE orgs FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON orgs
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON orgs TO linli_app;

ALTER TABLE org_areas ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_areas FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON org_areas
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON org_areas TO linli_app;

ALTER TABLE grids ENABLE ROW LEVEL SECURITY;
ALTER TABLE grids FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON grids
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON grids TO linli_app;

ALTER TABLE grid_buildings ENABLE ROW LEVEL SECURITY;
ALTER TABLE grid_buildings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON grid_buildings
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON grid_buildings TO linli_app;

ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
ALTER TABLE posts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON posts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON posts TO linli_app;

ALTER TABLE post_areas ENABLE ROW LEVEL SECURITY;
ALTER TABLE post_areas FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON post_areas
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON post_areas TO linli_app;

ALTER TABLE spots ENABLE ROW LEVEL SECURITY;
ALTER TABLE spots FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON spots
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON spots TO linli_app;

ALTER TABLE sign_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sign_ins
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_ins TO linli_app;

ALTER TABLE phone_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON phone_codes
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON phone_codes TO linli_app;

ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON cases
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
-- A case is never deleted: it is withdrawn or merged, and stays.
GRANT SELECT, INSERT, UPDATE ON cases TO linli_app;

ALTER TABLE history ENABLE ROW LEVEL SECURITY;
ALTER TABLE history FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON history
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON history TO linli_app;

ALTER TABLE seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE seals FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON seals
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON seals TO linli_app;

ALTER TABLE seal_leaves ENABLE ROW LEVEL SECURITY;
ALTER TABLE seal_leaves FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON seal_leaves
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON seal_leaves TO linli_app;

ALTER TABLE commands ENABLE ROW LEVEL SECURITY;
ALTER TABLE commands FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON commands
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON commands TO linli_app;

ALTER TABLE case_serials ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_serials FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON case_serials
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_serials TO linli_app;

ALTER TABLE case_timers ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_timers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON case_timers
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_timers TO linli_app;

ALTER TABLE case_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON case_parts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_parts TO linli_app;

ALTER TABLE case_followers ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_followers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON case_followers
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_followers TO linli_app;

ALTER TABLE photos ENABLE ROW LEVEL SECURITY;
ALTER TABLE photos FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON photos
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON photos TO linli_app;

ALTER TABLE work_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_groups FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON work_groups
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON work_groups TO linli_app;

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON messages
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON messages TO linli_app;

ALTER TABLE reveals ENABLE ROW LEVEL SECURITY;
ALTER TABLE reveals FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON reveals
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON reveals TO linli_app;

-- Jobs are queued by the transaction that wants them, and are there exactly when it commits. linli_app may add jobs and
-- neither read nor change them. Each: task, payload, and optionally queue, runAt, maxAttempts, key, priority.
CREATE FUNCTION linli_add_jobs(jobs json) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT FROM graphile_worker.add_jobs(ARRAY(
    SELECT ROW(
      job ->> 'task', job -> 'payload', job ->> 'queue', (job ->> 'runAt')::timestamptz,
      (job ->> 'maxAttempts')::integer, job ->> 'key', (job ->> 'priority')::integer, NULL::text[]
    )::graphile_worker.job_spec
    FROM json_array_elements(jobs) AS job
  ))
$$;
REVOKE ALL ON FUNCTION linli_add_jobs(json) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linli_add_jobs(json) TO linli_app;

-- Facts about the installation as a whole, such as the fingerprint of the secret its fields are encrypted under.
CREATE TABLE installation (
  name text PRIMARY KEY,
  value text NOT NULL
);
