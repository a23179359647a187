-- Areas of one level within another: counting the compounds of a city must not read its homes.
CREATE INDEX areas_by_level ON areas (tenant_id, level, code);
