-- What a topic may become, and what was told already, so that time tells it once and finds what is due by index.
ALTER TABLE gathering_items DROP CONSTRAINT gathering_items_end;
ALTER TABLE gathering_items ADD CONSTRAINT gathering_items_end CHECK ((ended_as IS NULL) = (ended_at IS NULL) AND ended_as IN
  ('resolved', 'carried-over', 'sent-down', 'sent-up', 'noted', 'answered', 'became-case', 'withdrawn', 'moved-on'));

-- When those who come are reminded; null: nobody, or done.
ALTER TABLE gatherings ADD COLUMN remind_at timestamptz;
CREATE INDEX gatherings_remind_due ON gatherings (tenant_id, remind_at)
  WHERE remind_at IS NOT NULL AND state IN ('planned', 'announced');

-- When its owner is told next: shortly before it is due, and once it is late. Null: nothing more to tell.
ALTER TABLE gathering_resolutions ADD COLUMN tell_at timestamptz;
CREATE INDEX gathering_resolutions_to_tell ON gathering_resolutions (tenant_id, tell_at)
  WHERE state = 'running' AND tell_at IS NOT NULL;

-- Broken off, to go on later.
ALTER TABLE gatherings ADD COLUMN adjourned_at timestamptz;
-- Somebody said yes to an offered seat, and whoever calls the shift has still to agree.
ALTER TABLE gathering_shifts ADD COLUMN taken_by_person_id uuid;
