-- Which language somebody reads is theirs to say. Nobody who never said so is Chinese by default: they read what their device
-- reads. Whoever was entered before had the default, not a choice.
ALTER TABLE people ALTER COLUMN locale DROP NOT NULL, ALTER COLUMN locale DROP DEFAULT;
UPDATE people SET locale = NULL WHERE locale = 'zh-CN';
