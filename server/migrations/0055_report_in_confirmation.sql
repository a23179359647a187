-- Who has no post reports in with a sign-in of their own; that community confirms that they live and serve there, or says
-- why not. And an entry of hours that was struck says by whom.
ALTER TABLE report_ins ADD COLUMN confirmed_at timestamptz;
ALTER TABLE report_ins ADD COLUMN confirmed_by_person_id uuid;
-- Why the community did not confirm it; it has ended then.
ALTER TABLE report_ins ADD COLUMN declined_reason text;
-- Until now only those with a post could report in, and that counted at once.
UPDATE report_ins SET confirmed_at = reported_from;
CREATE INDEX report_ins_to_confirm ON report_ins (tenant_id, community_org_id)
  WHERE confirmed_at IS NULL AND reported_to IS NULL;
ALTER TABLE duty_hours ADD COLUMN struck_by_person_id uuid;
ALTER TABLE volunteer_hours ADD COLUMN struck_by_person_id uuid;
