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

-- A build before this one would count equal numbers as different values.
update portside_schema set version = 11, min_compatible = 11;
