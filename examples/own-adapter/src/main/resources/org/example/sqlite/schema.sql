-- Times are microseconds since 1970. What must be unique, and what must not outlive what, is decided here and nowhere else.

create table users (
  -- autoincrement: an id is never given a second time, not even after its user is gone
  id integer primary key autoincrement,
  name text not null,
  name_folded text not null,
  email text not null,
  email_key text not null unique,
  created_at integer not null,
  updated_at integer not null,
  revision integer not null
) strict;

create index users_newest on users (created_at desc, id desc);

create table avatars (
  user integer primary key references users (id) on delete cascade,
  digest text not null,
  format text not null,
  length integer not null,
  stored_at integer not null,
  -- last, so that what stands before it is read without it
  original blob not null
) strict;

-- Registrations as they were then, whatever was changed of their users since; they go with them.
create table registrations (
  key text primary key,
  user integer not null,
  name text not null,
  email text not null,
  at integer not null
) strict, without rowid;

create index registrations_oldest on registrations (at);

create index registrations_user on registrations (user);

create table events (
  number integer primary key,
  -- sixteen bytes, compared without a sign like EventId
  id blob not null unique,
  name text not null,
  person text,
  at integer not null,
  properties text not null
) strict;

create index events_newest on events (at desc, id desc);
create index events_of_name on events (name, at, person);
create index events_of_person on events (person, at desc, id desc);

create table event_values (
  event integer not null references events (number) on delete cascade,
  property text not null,
  value text not null,
  primary key (event, property)
) strict, without rowid;

pragma user_version = 1;
