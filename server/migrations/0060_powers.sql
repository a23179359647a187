-- The register of powers: an item is in one of three lists from a day on, and never just yes or no. Rows are added and
-- none is changed: a change begins a row, the row before it ends the day before, a correction names the row it replaces.
CREATE TABLE powers (
  tenant_id integer NOT NULL,
  power_id uuid NOT NULL,
  -- Key in the city's model; null: entered here.
  declared_as text,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, power_id),
  CONSTRAINT powers_declared_once UNIQUE (tenant_id, declared_as)
);
ALTER TABLE powers ENABLE ROW LEVEL SECURITY;
ALTER TABLE powers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON powers
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON powers TO linli_app;

CREATE TABLE power_rows (
  tenant_id integer NOT NULL,
  power_id uuid NOT NULL,
  row_number integer NOT NULL,
  list text NOT NULL,
  valid_from date NOT NULL,
  -- Last day, where one was set; the day before it begins: withdrawn before it ever held.
  valid_to date,
  -- Row of this item that this one puts right.
  replaces integer,
  title_zh text NOT NULL,
  title_en text NOT NULL,
  -- Whose duty it is: organisations of a level, or of one kind among them.
  level text NOT NULL,
  org_kind text,
  -- Kind of organisation that leads (assisting) or does it now (taken back).
  lead text,
  -- It holds in this area and all that lies in it.
  area_code text COLLATE "C" NOT NULL,
  -- Problems it concerns: groups or leaves.
  categories text[] NOT NULL,
  basis text NOT NULL,
  -- Posts, people, money handed down with it.
  handed_down text,
  reason text,
  -- Version of the model that said so; null: entered here.
  model_version text,
  recorded_at timestamptz NOT NULL,
  by_person_id uuid,
  by_post_id uuid,
  by_label text,
  PRIMARY KEY (tenant_id, power_id, row_number),
  CONSTRAINT power_rows_power_fkey FOREIGN KEY (tenant_id, power_id) REFERENCES powers (tenant_id, power_id),
  CONSTRAINT power_rows_replaces_fkey FOREIGN KEY (tenant_id, power_id, replaces)
    REFERENCES power_rows (tenant_id, power_id, row_number),
  CONSTRAINT power_rows_replaced_once UNIQUE (tenant_id, power_id, replaces),
  CONSTRAINT power_rows_list CHECK (list IN ('basic', 'assisting', 'taken-back')),
  CONSTRAINT power_rows_in_order CHECK (valid_to IS NULL OR valid_to >= valid_from - 1),
  CONSTRAINT power_rows_taken_by CHECK (list <> 'taken-back' OR lead IS NOT NULL)
);
ALTER TABLE power_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE power_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON power_rows
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON power_rows TO linli_app;

-- Administrative Penalty Law art. 24: what was handed down is evaluated regularly.
CREATE TABLE power_evaluations (
  tenant_id integer NOT NULL,
  power_id uuid NOT NULL,
  evaluation_number integer NOT NULL,
  -- Null: only the day of the next one was set.
  evaluated_on date,
  evaluate_by date,
  finding text,
  model_version text,
  recorded_at timestamptz NOT NULL,
  by_person_id uuid,
  by_post_id uuid,
  by_label text,
  PRIMARY KEY (tenant_id, power_id, evaluation_number),
  CONSTRAINT power_evaluations_power_fkey FOREIGN KEY (tenant_id, power_id) REFERENCES powers (tenant_id, power_id),
  CONSTRAINT power_evaluations_says_something CHECK (evaluated_on IS NOT NULL OR evaluate_by IS NOT NULL)
);
ALTER TABLE power_evaluations ENABLE ROW LEVEL SECURITY;
ALTER TABLE power_evaluations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON power_evaluations
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::integer);
GRANT SELECT, INSERT ON power_evaluations TO linli_app;
