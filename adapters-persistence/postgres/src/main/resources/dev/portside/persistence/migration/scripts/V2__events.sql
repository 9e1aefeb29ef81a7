-- Decides, alone, whether an event is known: a partitioned table can be unique only within its partitions, and the same
-- event may be sent again with another time.
create table event_ids (
    id uuid primary key
);

-- Texts compare by their code points, whatever the database's locale.
create table events (
    id         uuid               not null,
    name       text collate "C"   not null,
    person     text collate "C",
    at         timestamptz        not null,
    -- Not jsonb: it is shown as it was sent, and checking it costs less.
    properties json               not null
) partition by range (at);

-- The order of every list.
create index events_newest_first on events (at desc, id desc);

-- All that questions ask of single events, so that they are answered without reading the rows.
create index events_by_name on events (name, at, id, person);

create index events_by_person on events (person, at desc, id desc) where person is not null;

-- Months are made by the program as they come; what is older than these has one place.
create table events_before_2025 partition of events for values from (minvalue) to ('2025-01-01T00:00:00Z');

-- How often things happened, by the hour and by the day of UTC. Property and value are empty for the events as such.
create table event_rollups (
    name     text collate "C" not null,
    property text collate "C" not null,
    -- 0 an hour, 1 a day
    span     smallint         not null,
    start    timestamptz      not null,
    value    text collate "C" not null,
    count    bigint           not null,
    people   bigint           not null,
    -- Whether people is a count and no estimate.
    exact    boolean          not null,
    -- Of the people, in the form of Apache DataSketches; null when there were none.
    sketch   bytea,

    constraint event_rollups_pkey primary key (name, property, span, start, value),
    constraint event_rollups_span check (span in (0, 1))
);

-- It is dense and random, so compressing it is work for nothing.
alter table event_rollups alter column sketch set storage external;

-- What is to be added to the rollups, written with the events it is of: nobody waits for another's row.
create table event_deltas (
    id       bigint generated always as identity primary key,
    name     text collate "C" not null,
    property text collate "C" not null,
    hour     timestamptz      not null,
    -- Null: there was a value that is not kept, so the property cannot be told from rollups any more.
    value    text collate "C",
    count    bigint           not null,
    sketch   bytea
);

-- Which values of which properties there are rollups of.
create table event_values (
    name     text collate "C" not null,
    property text collate "C" not null,
    value    text collate "C" not null,

    constraint event_values_pkey primary key (name, property, value)
);

-- Properties of too many values: there are no rollups of them. With an empty property, all of an event.
create table event_wide_properties (
    name     text collate "C" not null,
    property text collate "C" not null,

    constraint event_wide_properties_pkey primary key (name, property)
);
