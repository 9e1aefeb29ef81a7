-- The originals of avatars, at most one for each user, gone with the user.
create table avatars (
    user_id   bigint      primary key references users on delete cascade,
    digest    bytea       not null,
    format    text        not null,
    original  bytea       not null,
    stored_at timestamptz not null,

    -- What is made of an original is found by this, so it must be right.
    constraint avatars_digest check (digest = sha256(original)),
    constraint avatars_format check (format in ('jpeg', 'png', 'gif', 'webp', 'bmp')),
    constraint avatars_not_empty check (octet_length(original) > 0)
);

-- Pictures are compressed already. And the length of one that is stored like this is told without reading it.
alter table avatars alter column original set storage external;
