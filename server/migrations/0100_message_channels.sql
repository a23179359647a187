-- Ways to a person outside the application: a browser that takes pushes, an e-mail address. The telephone is the account's own.
CREATE TABLE message_channels (
  tenant_id integer NOT NULL,
  channel_id uuid NOT NULL,
  person_id uuid NOT NULL,
  channel text NOT NULL,
  -- The address, or the browser's subscription, encrypted.
  address_cipher bytea NOT NULL,
  -- Blind index of the address, or of the push endpoint.
  address_hash bytea NOT NULL,
  -- What the browser calls itself, so that a person knows which one to disconnect.
  device text,
  created_at timestamptz NOT NULL,
  -- Null: nobody has proved yet that it is theirs, so nothing is sent there.
  confirmed_at timestamptz,
  code_hash bytea,
  code_expires_at timestamptz,
  code_tries integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, channel_id),
  CONSTRAINT message_channels_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT message_channels_channel CHECK (channel IN ('push', 'email')),
  CONSTRAINT message_channels_address_unique UNIQUE (tenant_id, person_id, channel, address_hash)
);
-- A browser tells one person: whoever used it last.
CREATE UNIQUE INDEX message_channels_one_browser ON message_channels (tenant_id, address_hash) WHERE channel = 'push';
ALTER TABLE message_channels ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_channels FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON message_channels
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON message_channels TO linli_app;

-- What a person wants of them. Without a row: everything, outside the usual quiet hours.
CREATE TABLE message_settings (
  tenant_id integer NOT NULL,
  person_id uuid NOT NULL,
  -- `email:votes`: no messages about votes by e-mail.
  muted text[] NOT NULL,
  -- Minutes after midnight on the city's clock; both null: no quiet hours.
  quiet_from_minute integer,
  quiet_to_minute integer,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, person_id),
  CONSTRAINT message_settings_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, person_id),
  CONSTRAINT message_settings_quiet CHECK ((quiet_from_minute IS NULL) = (quiet_to_minute IS NULL)
    AND quiet_from_minute BETWEEN 0 AND 1439 AND quiet_to_minute BETWEEN 0 AND 1439)
);
ALTER TABLE message_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON message_settings
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON message_settings TO linli_app;

-- What a message is about, where it is no case.
ALTER TABLE messages ADD COLUMN about_noun text;
ALTER TABLE messages ADD COLUMN about_id uuid;
-- The browser or address it goes to.
ALTER TABLE messages ADD COLUMN channel_id uuid;
-- When it leaves; null: in-app, or carried by a job of its own.
ALTER TABLE messages ADD COLUMN due_at timestamptz;
UPDATE messages SET due_at = created_at WHERE status = 'waiting' AND channel = 'sms';
CREATE INDEX messages_due ON messages (tenant_id, due_at) WHERE status = 'waiting' AND due_at IS NOT NULL;
CREATE INDEX messages_waiting_for ON messages (tenant_id, person_id, channel) WHERE status = 'waiting';
