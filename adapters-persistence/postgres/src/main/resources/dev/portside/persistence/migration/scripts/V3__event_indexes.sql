-- Questions look for what is still to be added to the rollups. Without these they would read the whole table, which is as
-- large as it ever was since it was last vacuumed.
create index event_deltas_asked on event_deltas (property, name, hour);

create index event_deltas_not_kept on event_deltas (property, name) where value is null;

-- How many events of each name there are: a few rows for each day among those of all properties and hours.
create index event_rollups_totals on event_rollups (name) where property = '' and span = 1;
