-- The one it goes on with, after that was broken off with things left on its agenda.
ALTER TABLE gatherings ADD COLUMN continues_id uuid;
ALTER TABLE gatherings ADD CONSTRAINT gatherings_continues_fkey FOREIGN KEY (tenant_id, continues_id)
  REFERENCES gatherings (tenant_id, gathering_id);
-- What was broken off goes on once.
CREATE UNIQUE INDEX gatherings_continues_once ON gatherings (tenant_id, continues_id) WHERE continues_id IS NOT NULL;

-- When it is told that topics are taken no longer than until its notice; null: nobody is told, or it was done.
ALTER TABLE gatherings ADD COLUMN closing_tell_at timestamptz;
CREATE INDEX gatherings_closing_due ON gatherings (tenant_id, closing_tell_at)
  WHERE closing_tell_at IS NOT NULL AND state = 'planned';
