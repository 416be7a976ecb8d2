-- What SCAYLE's Admin API knows of shops beyond 0016.
alter table shops
  add column category_tree_id bigint,               -- another shop's tree; null: its own
  add column company_id bigint not null default 1,
  add column is_given boolean not null default false;  -- came with the store; nobody has asked for it yet

alter table shop_countries
  add column default_locale text,                   -- ll_CC; null: language_country
  add column version bigint not null default 1,
  add column is_given boolean not null default false;
create unique index shop_countries_locale_key
  on shop_countries (store_id, shop_id, country, coalesce(default_locale, language || '_' || country));

update shops set is_given = true where key = 'sh' and version = 1;
update shop_countries c
   set is_given = true
  from shops s
 where s.store_id = c.store_id and s.id = c.shop_id and s.is_given;

-- Which warehouses a shop country sells from; one without any sells from all of the store's.
create table shop_country_warehouses (
  store_id bigint not null,
  shop_country_id bigint not null,
  warehouse_id bigint not null,
  priority integer,                                 -- higher is preferred
  primary key (store_id, shop_country_id, warehouse_id),
  constraint shop_country_warehouses_country_fkey
    foreign key (store_id, shop_country_id) references shop_countries (store_id, id) on delete cascade,
  constraint shop_country_warehouses_warehouse_fkey
    foreign key (store_id, warehouse_id) references warehouses (store_id, id) on delete cascade
);
create index shop_country_warehouses_warehouse_idx on shop_country_warehouses (store_id, warehouse_id);
