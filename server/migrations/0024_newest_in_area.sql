-- The newest cases of a place are found from the index alone: with the kind in it, which decides what a post reads, only
-- those shown are looked up. Before, a grid's page looked up every case the grid ever had.
CREATE INDEX cases_newest_in_area ON cases (tenant_id, area_code, opened_at, case_id) INCLUDE (kind);
DROP INDEX cases_area;
