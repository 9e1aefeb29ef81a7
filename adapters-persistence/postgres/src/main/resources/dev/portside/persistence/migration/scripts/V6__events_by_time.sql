-- Times mostly go up. In this order new entries come to the right end, where they are added without a search to pages that
-- are then left full; at the left end each took a search, and left pages half empty. Lists read it backwards.
-- Made first, while events can be read; only the other's removal keeps readers out, for a moment.
create index events_by_time on events (at, id);

drop index events_newest_first;
