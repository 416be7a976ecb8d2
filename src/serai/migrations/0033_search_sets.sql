-- Store plane: which products of a shop country have a thing, one bit each, 1,024 products in a row. What is common to two sets
-- is counted without looking at a product; the rows are small, so that a change of one product writes little.
create table search_sets (
  store_id bigint not null,
  shop_country_id bigint not null,
  kind text not null,                           -- of the thing: all, stocked, timely, priced (0 for each), value, brand, category
  thing_id bigint not null,
  stretch bigint not null,                      -- product_id / 1024
  products bit(1024) not null,                  -- the first bit: the product whose id divides by 1024
  primary key (store_id, shop_country_id, kind, thing_id, stretch),
  constraint search_sets_country_fkey foreign key (store_id, shop_country_id)
    references shop_countries (store_id, id) on delete cascade
) with (fillfactor = 80);

insert into search_sets (store_id, shop_country_id, kind, thing_id, stretch, products)
select d.store_id, d.shop_country_id, t.kind, t.id, d.product_id >> 10,
       bit_or(set_bit(0::bit(1024), (d.product_id & 1023)::integer, 1))
  from search_documents d
 cross join lateral (
   select 'all', 0
    union all select 'stocked', 0 where not d.is_sold_out
    union all select 'timely', 0 where d.is_timely
    union all select 'priced', 0 where d.max_minor > 0
    union all select 'value', unnest(d.value_ids)
    union all select 'brand', d.brand_id where d.brand_id is not null
    union all select 'category', unnest(d.category_ids)) t(kind, id)
 group by d.store_id, d.shop_country_id, t.kind, t.id, d.product_id >> 10;

-- A listing by price reads what it skips in the index; the dearest product of a set is found in one; of products that fit equally
-- well, those with short names come first.
drop index search_documents_price_idx, search_documents_most_idx;
create index search_documents_price_idx
  on search_documents (store_id, shop_country_id, min_minor, product_id) include (is_open, max_minor);
create index search_documents_most_idx on search_documents (store_id, shop_country_id, max_minor, product_id);
create index search_documents_length_idx
  on search_documents (store_id, shop_country_id, (least(length(title), 999)), product_id desc);
