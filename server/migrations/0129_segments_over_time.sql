-- Roads on any day: from where to where a segment runs, the box its line lies in, and what it was until when.
ALTER TABLE segments
  -- Where it begins and ends, in the words people use for it.
  ADD COLUMN from_place text,
  ADD COLUMN to_place text,
  -- The box around the line: whoever asks for a place reads the lines near it and no other. Null: no line, or not measured.
  ADD COLUMN west double precision,
  ADD COLUMN south double precision,
  ADD COLUMN east double precision,
  ADD COLUMN north double precision;
UPDATE segments SET (west, south, east, north) = (
  SELECT min((point ->> 0)::double precision), min((point ->> 1)::double precision),
         max((point ->> 0)::double precision), max((point ->> 1)::double precision)
    FROM jsonb_array_elements(geometry -> 'coordinates') AS point)
 WHERE geometry IS NOT NULL;
ALTER TABLE segments ADD CONSTRAINT segments_in_order CHECK (valid_to IS NULL OR valid_to >= valid_from);

CREATE TABLE segment_pasts (
  tenant_id integer NOT NULL,
  segment_id uuid NOT NULL,
  -- Last day on which it was so.
  last_on date NOT NULL,
  name text NOT NULL,
  from_place text,
  to_place text,
  area_code text COLLATE "C" NOT NULL,
  geometry jsonb,
  PRIMARY KEY (tenant_id, segment_id, last_on),
  CONSTRAINT segment_pasts_segment_fkey FOREIGN KEY (tenant_id, segment_id) REFERENCES segments (tenant_id, segment_id)
);
ALTER TABLE segment_pasts ENABLE ROW LEVEL SECURITY;
ALTER TABLE segment_pasts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON segment_pasts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON segment_pasts TO linli_app;
