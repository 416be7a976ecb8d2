-- Only rows are locked here, which nobody else writes while the workers are stopped; listings go on.
update search_documents d
   set number = n.number
  from (select o.store_id, o.shop_country_id, o.product_id,
               row_number() over (partition by o.store_id, o.shop_country_id order by o.product_id) - 1 as number
          from search_documents o) n
 where d.store_id = n.store_id and d.shop_country_id = n.shop_country_id and d.product_id = n.product_id;

update search_texts t
   set number = d.number
  from search_documents d
 where t.store_id = d.store_id and t.shop_country_id = d.shop_country_id and t.product_id = d.product_id;

insert into search_members (store_id, shop_country_id, kind, thing_id, stretch, products)
select d.store_id, d.shop_country_id, t.kind, t.id, d.number >> 10,
       bit_or(set_bit(0::bit(1024), d.number & 1023, 1))
  from search_documents d
 cross join lateral (
   select 'all', 0
    union all select 'stocked', 0 where not d.is_sold_out
    union all select 'timely', 0 where d.is_timely
    union all select 'priced', 0 where d.max_minor > 0
    union all select 'value', unnest(d.value_ids)
    union all select 'brand', d.brand_id where d.brand_id is not null
    union all select 'category', unnest(d.category_ids)) t(kind, id)
 group by d.store_id, d.shop_country_id, t.kind, t.id, d.number >> 10;

create unique index search_documents_number_key on search_documents (store_id, shop_country_id, number);

-- Those of the orders, with the number; they take their predecessors' places in a moment of their own.
create unique index search_documents_numbered_pkey on search_documents (store_id, shop_country_id, product_id)
  include (is_open, min_minor, max_minor, reduction, number);
create index search_documents_price_numbered_idx on search_documents (store_id, shop_country_id, min_minor, product_id)
  include (is_open, max_minor, number);
create index search_documents_most_numbered_idx on search_documents (store_id, shop_country_id, max_minor, product_id)
  include (number);
create index search_documents_live_numbered_idx on search_documents (store_id, shop_country_id, live_at, product_id)
  include (is_open, number);
create index search_documents_reduction_numbered_idx on search_documents (store_id, shop_country_id, reduction, product_id)
  include (is_open, number);
