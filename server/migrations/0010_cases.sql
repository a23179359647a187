-- What lists and queues of cases need to stay as quick at a million cases as at ten thousand.

-- Contact given with a report that has no account: AES-256-GCM; in no history, because histories never forget.
ALTER TABLE cases ADD COLUMN contact_cipher bytea;
-- Words of title and description, for finding a case again and for similar cases.
ALTER TABLE cases ADD COLUMN words text[] NOT NULL DEFAULT '{}';
-- Whose gathering decides, while the case is on a rung.
ALTER TABLE cases ADD COLUMN host_org_id uuid;

DROP INDEX cases_responsible;
DROP INDEX cases_assignee_person;
DROP INDEX cases_assignee_org;
DROP INDEX cases_running;
DROP INDEX cases_changed;

-- Running cases are few beside those that have ended, and each queue is one of these in the order of its due times.
CREATE INDEX cases_of_responsible ON cases (tenant_id, responsible_org_id, coalesce(due_at, 'infinity'::timestamptz), case_id)
  WHERE station NOT IN ('closed', 'withdrawn', 'merged');
CREATE INDEX cases_of_assignee ON cases (tenant_id, assignee_person_id, coalesce(due_at, 'infinity'::timestamptz), case_id)
  WHERE station NOT IN ('closed', 'withdrawn', 'merged') AND assignee_person_id IS NOT NULL;
CREATE INDEX cases_of_assignee_org ON cases (tenant_id, assignee_org_id, coalesce(due_at, 'infinity'::timestamptz), case_id)
  WHERE station NOT IN ('closed', 'withdrawn', 'merged') AND assignee_org_id IS NOT NULL;
CREATE INDEX cases_of_host ON cases (tenant_id, host_org_id, coalesce(due_at, 'infinity'::timestamptz), case_id)
  WHERE station NOT IN ('closed', 'withdrawn', 'merged') AND host_org_id IS NOT NULL;
CREATE INDEX cases_running ON cases (tenant_id, coalesce(due_at, 'infinity'::timestamptz), case_id)
  WHERE station NOT IN ('closed', 'withdrawn', 'merged');
CREATE INDEX cases_running_in_area ON cases (tenant_id, area_code, coalesce(due_at, 'infinity'::timestamptz), case_id)
  WHERE station NOT IN ('closed', 'withdrawn', 'merged');
-- Newest first, whatever became of them.
CREATE INDEX cases_newest ON cases (tenant_id, opened_at, case_id);
CREATE INDEX cases_newest_of_responsible ON cases (tenant_id, responsible_org_id, opened_at, case_id)
  WHERE responsible_org_id IS NOT NULL;
CREATE INDEX cases_merged_into ON cases (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX cases_words ON cases USING gin (words);

CREATE INDEX case_parts_open_of_person ON case_parts (tenant_id, person_id, due_at)
  WHERE signed_at IS NULL AND person_id IS NOT NULL;
