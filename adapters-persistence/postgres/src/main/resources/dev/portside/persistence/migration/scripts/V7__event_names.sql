-- Names of events that have rollups of their own. Names may have ids in them, so there must be a bound: all beyond it share the
-- rollups of the empty name, which no event has, and are answered from the events.
create table event_names (
    name    text collate "C" not null,
    -- In the order in which they came: those that came first stay.
    number  bigint not null generated always as identity,
    -- How many are in the rollups.
    events  bigint not null,
    -- How many rollups of properties there are.
    rollups bigint not null,

    constraint event_names_pkey primary key (name)
);

create unique index event_names_in_order on event_names (number);

insert into event_names (name, events, rollups)
select name,
    coalesce(sum(count) filter (where property = '' and span = 1), 0),
    count(*) filter (where property <> '')
from event_rollups
group by name
order by 2 desc, 1;
