-- Store plane: what orders and payments come to, kept as they happen so that a report need not read them all.
-- The row at 1970-01-01 is the sum of all time; the others hold a quarter of an hour, of which every time zone's day is made.
create table order_sums (
  store_id bigint not null references stores (id) on delete cascade,
  slot timestamptz not null,                    -- where the quarter begins
  currency text not null,
  orders bigint not null,                       -- placed in it and not cancelled
  paid bigint not null,                         -- captures in it
  paid_minor bigint not null,
  refunded_minor bigint not null,               -- refunds in it, of whatever was paid before
  primary key (store_id, slot, currency)
) with (fillfactor = 70);

-- What was paid for a product's lines, tax included and shipping not, less refunds. Days are UTC's; 1970-01-01 is all time.
create table product_sums (
  store_id bigint not null references stores (id) on delete cascade,
  day date not null,
  product_id bigint not null,
  currency text not null,
  quantity bigint not null,                     -- pieces
  sold_minor bigint not null,
  primary key (store_id, day, product_id, currency)
) with (fillfactor = 70);

-- Visits and carts of the hosted storefront, each by the token that its browser keeps.
create table storefront_visits (
  store_id bigint not null references stores (id) on delete cascade,
  token text not null,
  created_at timestamptz not null,
  primary key (store_id, token)
);
create index storefront_visits_day_idx on storefront_visits (store_id, created_at);

create table storefront_carts (
  store_id bigint not null references stores (id) on delete cascade,
  token text not null,
  order_id bigint,
  created_at timestamptz not null,              -- the first line was put in
  ordered_at timestamptz,
  primary key (store_id, token),
  constraint storefront_carts_order_fkey foreign key (store_id, order_id) references orders (store_id, id),
  constraint storefront_carts_ordered_check check ((order_id is null) = (ordered_at is null))
);
create index storefront_carts_day_idx on storefront_carts (store_id, created_at) include (ordered_at);
create index storefront_carts_ordered_idx on storefront_carts (store_id, ordered_at) where ordered_at is not null;
create unique index storefront_carts_order_key on storefront_carts (store_id, order_id) where order_id is not null;

-- The payments of some hours, beside the whole days of product_sums, need not be looked up.
drop index payments_day_idx;
create index payments_day_idx on payments (store_id, created_at) include (order_id, kind);

-- What there is already.
with facts as (
  select store_id, placed_at as at, currency, 1 as orders, 0 as paid, 0::bigint as paid_minor, 0::bigint as refunded_minor
    from orders
   where state <> 'cancelled'
   union all
  select p.store_id, p.created_at, o.currency, 0, case p.kind when 'capture' then 1 else 0 end,
         case p.kind when 'capture' then p.amount_minor else 0 end, case p.kind when 'refund' then p.amount_minor else 0 end
    from payments p
    join orders o on o.store_id = p.store_id and o.id = p.order_id
)
insert into order_sums (store_id, slot, currency, orders, paid, paid_minor, refunded_minor)
select f.store_id, k.slot, f.currency, sum(f.orders), sum(f.paid), sum(f.paid_minor), sum(f.refunded_minor)
  from facts f
 cross join lateral (values (date_bin('15 minutes', f.at, 'epoch'::timestamptz)), ('epoch'::timestamptz)) k (slot)
 group by f.store_id, k.slot, f.currency
 order by f.store_id, k.slot;

insert into product_sums (store_id, day, product_id, currency, quantity, sold_minor)
select p.store_id, k.day, l.product_id, o.currency,
       sum(case p.kind when 'capture' then l.quantity else -l.quantity end),
       sum(case p.kind when 'capture' then 1 else -1 end * (l.subtotal_minor - l.discount_minor + l.tax_minor))
  from payments p
  join orders o on o.store_id = p.store_id and o.id = p.order_id
  join order_lines l on l.store_id = o.store_id and l.order_id = o.id
 cross join lateral (values ((p.created_at at time zone 'UTC')::date), (date '1970-01-01')) k (day)
 group by p.store_id, k.day, l.product_id, o.currency
 order by p.store_id, k.day, l.product_id;
