-- The canonical short form of a number, as the program has it: equal numbers have one text, and 1e199 is not written out.
create function event_number(number text) returns text
    language sql immutable strict parallel safe
return case
    -- As most are.
    when number ~ '^-?[1-9][0-9]{0,17}$' then number
    else (
        select case
            when value = 0 then '0'
            when plain::numeric >= 0.000001 and plain::numeric < 1e21 then value::text
            else case when value < 0 then '-' else '' end
                || left(digits, 1)
                || case when length(digits) > 1 then '.' || substr(digits, 2) else '' end
                || case when plain::numeric < 1
                    then 'e-' || (1 + length(fraction) - length(ltrim(fraction, '0')))
                    else 'e+' || (length(split_part(plain, '.', 1)) - 1)
                end
        end
        from (select trim_scale(number::numeric)) as given (value)
        cross join lateral (select abs(value)::text) as unsigned (plain)
        cross join lateral (select trim(both '0' from replace(plain, '.', '')), split_part(plain, '.', 2))
            as parts (digits, fraction)
    )
end;

-- Numbers stand in the rollups as they were written before: written out, without an exponent. Of where one has another text now,
-- there are no rollups any more, and questions read the events. A string of digits looks the same, and loses its rollups too.
-- A node that is still running must not add to them meanwhile.
lock table event_deltas in share row exclusive mode;

with old as materialized (
    select distinct name, property
    from event_values
    where case when value ~ '^-?[0-9]+([.][0-9]+)?$' then event_number(value) <> value else false end
),
widened as (
    insert into event_wide_properties (name, property)
    select name, property from old
    on conflict do nothing
),
forgotten as (
    delete from event_rollups using old where event_rollups.name = old.name and event_rollups.property = old.property
)
delete from event_values using old where event_values.name = old.name and event_values.property = old.property;

update event_names
set rollups = (
    select count(*) from event_rollups
    where event_rollups.name = event_names.name and property not in ('', chr(1))
);

-- The same of what is still to be added.
update event_deltas
set not_kept = not_kept || array(
    select distinct name collate "C"
    from unnest(names, values) as given (name, value)
    where case when value ~ '^-?[0-9]+([.][0-9]+)?$' then event_number(value) <> value else false end
)
where property not in ('', chr(1))
    and exists (
        select from unnest(values) as given (value)
        where case when value ~ '^-?[0-9]+([.][0-9]+)?$' then event_number(value) <> value else false end
    );

-- A build before this one would count equal numbers as different values.
update portside_schema set version = 11, min_compatible = 11;
