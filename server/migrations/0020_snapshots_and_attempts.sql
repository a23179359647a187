-- Places, organisations and posts change seldom and are asked for with every report, so each process keeps a snapshot of
-- them. The version moves in the transaction that changes them: a process that missed the notification notices here.
CREATE TABLE snapshot_versions (
  tenant_id integer NOT NULL,
  topic text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (tenant_id, topic)
);
ALTER TABLE snapshot_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE snapshot_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON snapshot_versions
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON snapshot_versions TO linli_app;

-- How often something that may be guessed or abused was tried in a window of time: limits that outlive a restart.
-- The subject (phone, login, address) is kept only as a keyed hash.
CREATE TABLE sign_in_attempts (
  tenant_id integer NOT NULL,
  purpose text NOT NULL,
  subject bytea NOT NULL,
  window_starts_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  PRIMARY KEY (tenant_id, purpose, subject, window_starts_at)
);
CREATE INDEX sign_in_attempts_by_window ON sign_in_attempts (tenant_id, window_starts_at);
ALTER TABLE sign_in_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sign_in_attempts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempts TO linli_app;

-- A photo's position is told to its sender in the reply and kept nowhere.
ALTER TABLE photos DROP COLUMN exif_longitude;
ALTER TABLE photos DROP COLUMN exif_latitude;

-- Where a message's case is: whoever watches messages sees those of the areas covered.
ALTER TABLE messages ADD COLUMN area_code text COLLATE "C";
CREATE INDEX messages_inbox_of_device ON messages (tenant_id, device_hash, created_at) WHERE device_hash IS NOT NULL;
CREATE INDEX messages_outbox ON messages (tenant_id, created_at) WHERE channel <> 'inbox';
CREATE INDEX messages_of_work_group ON messages (tenant_id, work_group_id, sent_at) WHERE work_group_id IS NOT NULL;

CREATE INDEX sign_ins_expired ON sign_ins (tenant_id, expires_at);
