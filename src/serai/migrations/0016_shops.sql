-- Shops and the countries they sell in, as SCAYLE's Admin API shapes them.
alter table shops
  add column version bigint not null default 1,
  add column logo_url text,
  add column price_group_key text,
  add column smart_sorting_key text,
  add column custom_data jsonb,
  add column is_active boolean not null default true,
  add column created_at timestamptz not null default now();

-- SCAYLE's shop keys have two characters. The one shop of a store so far was never shown.
update shops set key = 'sh' where key = 'default';
alter table shops add constraint shops_key_check check (length(key) = 2);

alter table shop_countries
  add column locales text[] not null default '{}',  -- ll_CC, beside the default one
  add column currency text,                         -- null: the store's
  add column tax_rate numeric(7, 6),                -- null: the store's
  add column url text,
  add column is_active boolean not null default true,
  add column price_group_key text,
  add column smart_sorting_key text,
  add column custom_data jsonb,
  add column assortment jsonb;
create index shop_countries_shop_idx on shop_countries (store_id, shop_id, id);

-- Rate limits that an operator changed for one store, by SCAYLE's scopes: {"stocksWrite": 5000}. Control plane, since a
-- request's key is looked up before its store is known.
alter table stores add column rate_limits jsonb not null default '{}';
alter table store_settings add column scayle_profile text not null default 'documented'
  constraint store_settings_scayle_profile_check check (scayle_profile in ('documented', 'live'));

-- Control plane: whose shop country an id is. A storefront request names nothing but this id.
create table shop_directory (
  shop_country_id bigint primary key,
  store_id bigint not null references stores (id) on delete cascade
);
create index shop_directory_store_id_idx on shop_directory (store_id);
insert into shop_directory (shop_country_id, store_id) select id, store_id from shop_countries;
