create table if not exists articles (
    name text primary key,
    stock int not null check (stock >= 0)
);

create table if not exists orders (
    id bigint generated always as identity primary key,
    customer bigint not null,
    article text not null references articles
);

insert into articles values ('lighthouse', 2), ('ship in a bottle', 0) on conflict do nothing;
