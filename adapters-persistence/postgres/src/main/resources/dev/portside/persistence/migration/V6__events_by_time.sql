-- Times mostly go up. In this order new entries come to the right end, where they are added without a search to pages that
-- are then left full; at the left end each took a search, and left pages half empty. Lists read it backwards.
drop index events_newest_first;

create index events_by_time on events (at, id);
