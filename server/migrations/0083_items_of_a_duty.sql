-- Every agenda asks of every duty of its host whether it was heard of already. Without this each of these questions walked
-- through all items of the city.
CREATE INDEX gathering_items_of_duty ON gathering_items (tenant_id, resolution_id) WHERE resolution_id IS NOT NULL;
