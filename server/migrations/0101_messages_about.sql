-- What waits to leave about something, for when it has lost its reason.
CREATE INDEX messages_waiting_about ON messages (tenant_id, about_id) WHERE status = 'waiting' AND about_id IS NOT NULL;
