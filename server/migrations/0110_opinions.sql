-- The case in which an opinion on the appointment was asked for; null: none was. One opinion, one appointment.
ALTER TABLE posts ADD COLUMN opinion_case_id uuid;
CREATE UNIQUE INDEX posts_opinion_once ON posts (tenant_id, opinion_case_id) WHERE opinion_case_id IS NOT NULL;
