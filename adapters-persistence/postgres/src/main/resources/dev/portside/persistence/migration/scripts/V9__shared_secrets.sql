-- Keys that all nodes share: with them they sign what they tell each other through Redis. Made at first use; whoever replaces
-- one here has all nodes use the new one within seconds.
create table shared_secrets (
    name  text  primary key,
    value bytea not null,

    constraint shared_secrets_value check (octet_length(value) = 32)
);

update portside_schema set version = 9;
