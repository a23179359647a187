-- Open cases near a position: a narrow band of latitude among those that run.
CREATE INDEX cases_running_by_latitude ON cases (tenant_id, latitude, longitude)
  WHERE station NOT IN ('closed', 'withdrawn', 'merged') AND latitude IS NOT NULL;

-- A look at the number given with an anonymous report is logged too, and shown to the device it was sent from.
ALTER TABLE reveals ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE reveals ADD COLUMN device_hash bytea;
ALTER TABLE reveals ADD CONSTRAINT reveals_of_somebody CHECK (person_id IS NOT NULL OR device_hash IS NOT NULL);
CREATE INDEX reveals_of_device ON reveals (tenant_id, device_hash, at) WHERE device_hash IS NOT NULL;
