create table if not exists orders (id int generated always as identity primary key, customer bigint not null);
create table if not exists beginnings (before_portside boolean not null);
insert into beginnings select to_regclass('users') is null;
