-- Somebody without signal scans the code on the wall, and their phone sends it later. It proves less than one that was sent at
-- once, so the list says which it was.
ALTER TABLE gathering_attendance DROP CONSTRAINT gathering_attendance_how;
ALTER TABLE gathering_attendance ADD CONSTRAINT gathering_attendance_how
  CHECK (how IN ('code', 'code-kept', 'paper', 'later'));
