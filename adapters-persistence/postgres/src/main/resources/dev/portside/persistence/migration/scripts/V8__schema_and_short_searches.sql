-- Which builds may work on this schema: those that bring at least the migration of the second number. Every later migration
-- writes both numbers anew; one that a build before it cannot live with raises the second.
create table portside_schema (
    version        integer not null,
    min_compatible integer not null,
    only_one       boolean not null default true,

    constraint portside_schema_pkey primary key (only_one),
    constraint portside_schema_only_one check (only_one),
    constraint portside_schema_numbers check (min_compatible between 1 and version)
);

insert into portside_schema (version, min_compatible) values (8, 7);

-- Every character of a name, and every two that stand together. Trigrams serve neither a search for less than three
-- characters nor, where the database's locale is C, one for letters beyond ASCII. Names hold no control characters, so one of
-- them can part the pairs. What is left over at an end is a single character or nothing.
create function users_name_grams(name text) returns text[]
    language sql immutable strict parallel safe
    return string_to_array(name, null)
        || string_to_array(regexp_replace(name, '..', E'\\&\x01', 'g'), E'\x01')
        || string_to_array(regexp_replace(substr(name, 2), '..', E'\\&\x01', 'g'), E'\x01');

create index users_name_grams on users using gin (users_name_grams(name_folded collate "C"))
    with (gin_pending_list_limit = 1024);

-- How common each of them is decides between this index and the order of the list.
alter index users_name_grams alter column 1 set statistics 1000;

-- What is remembered of a user goes with the user; builds before this one left it behind.
delete from registration_keys as remembered
 where not exists (select from users where users.id = remembered.user_id);

-- Finds what is remembered of a user who is removed.
create index registration_keys_by_user on registration_keys (user_id);
