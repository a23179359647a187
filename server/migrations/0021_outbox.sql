-- What leaves the building: everything but messages read inside the application.
DROP INDEX messages_outbox;
CREATE INDEX messages_outbox ON messages (tenant_id, created_at) WHERE channel <> 'in-app';
CREATE INDEX messages_unread ON messages (tenant_id, person_id) WHERE channel = 'in-app' AND read_at IS NULL;
