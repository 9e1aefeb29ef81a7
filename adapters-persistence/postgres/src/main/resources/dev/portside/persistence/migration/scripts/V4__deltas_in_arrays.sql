-- A row for each key of the rollups cost as much as the events themselves; now a statement's events leave one for each of
-- their properties.
-- A node that is still running must neither add to what is being read here nor take of it.
lock table event_deltas in access exclusive mode;

alter table event_deltas rename to deltas_in_rows;
alter table deltas_in_rows rename constraint event_deltas_pkey to deltas_in_rows_pkey;
drop index event_deltas_asked;
drop index event_deltas_not_kept;

create table event_deltas (
    id       bigint generated always as identity primary key,
    -- Empty for the events as such.
    property text   collate "C" not null,
    -- These go together: at each place stands what is to be added to one rollup.
    names    text[] collate "C" not null,
    -- Since 1970.
    hours    integer[]          not null,
    values   text[] collate "C" not null,
    counts   bigint[]           not null,
    -- Null where there were no people.
    sketches bytea[]            not null,
    -- Names of events of which there was a value that is not kept, so that it cannot be told from rollups any more.
    not_kept text[] collate "C" not null,
    size     integer not null generated always as (cardinality(names) + cardinality(not_kept)) stored,

    constraint event_deltas_together check (
        cardinality(names) = all (array[cardinality(hours), cardinality(values), cardinality(counts), cardinality(sketches)])
    )
);

-- It is gone in a few seconds.
alter table event_deltas
    alter column names set storage external,
    alter column hours set storage external,
    alter column values set storage external,
    alter column counts set storage external,
    alter column sketches set storage external;

-- As much as fits into a page stays in the row: apart, it would be rows and index entries of its own.
alter table event_deltas set (toast_tuple_target = 8160);

insert into event_deltas (property, names, hours, values, counts, sketches, not_kept)
select property,
    coalesce(array_agg(name order by id) filter (where value is not null), '{}'),
    coalesce(array_agg((extract(epoch from hour) / 3600)::integer order by id) filter (where value is not null), '{}'),
    coalesce(array_agg(value order by id) filter (where value is not null), '{}'),
    coalesce(array_agg(count order by id) filter (where value is not null), '{}'),
    coalesce(array_agg(sketch order by id) filter (where value is not null), '{}'),
    coalesce(array_agg(distinct name) filter (where value is null), '{}')
from deltas_in_rows
group by property, id / 1000;

drop table deltas_in_rows;

create index event_deltas_asked on event_deltas (property);

create index event_deltas_not_kept on event_deltas (property) where not_kept <> '{}';
