"""Orders, what was paid for them, and what is kept beside them. A sound store gives no row."""

from typing import Final

AMOUNTS: Final = """
select 'order ' || o.number || ': its lines, discounts and total do not add up' as text
  from orders o
  left join lateral (
    select sum(l.subtotal_minor) as subtotal, sum(l.discount_minor) as discount, sum(l.tax_minor) as tax
      from order_lines l
     where l.store_id = o.store_id and l.order_id = o.id) l on true
  left join lateral (
    select coalesce(sum(d.amount_minor), 0) as amount
      from order_discounts d
     where d.store_id = o.store_id and d.order_id = o.id) d on true
 where o.store_id = $1
   and ((o.subtotal_minor, o.discount_minor, o.tax_minor) is distinct from (l.subtotal, l.discount, l.tax)
        or o.discount_minor <> d.amount
        or o.total_minor <> o.subtotal_minor - o.discount_minor + o.shipping_minor + o.tax_minor)
"""

PAYMENTS: Final = """
select 'order ' || o.number || ': ' || o.payment_status || ', with ' || coalesce(p.captures, 0) || ' captures of '
       || coalesce(p.captured, 0) || ' and ' || coalesce(p.refunded, 0) || ' refunded, of a total of ' || o.total_minor as text
  from orders o
  left join (select order_id, count(*) filter (where kind = 'capture') as captures,
                    coalesce(sum(amount_minor) filter (where kind = 'capture'), 0) as captured,
                    coalesce(sum(amount_minor) filter (where kind = 'refund'), 0) as refunded
               from payments
              where store_id = $1
              group by order_id) p on p.order_id = o.id
 where o.store_id = $1
   and (coalesce(p.captures, 0) <> case when o.paid_at is null then 0 else 1 end
        or (o.paid_at is not null and coalesce(p.captured, 0) <> o.total_minor)
        or coalesce(p.refunded, 0) > coalesce(p.captured, 0)
        or (o.state in ('processing', 'shipped', 'delivered', 'refunded') and o.paid_at is null))
"""

# An order that left or was cancelled promises nothing any more. One that waits promises what it reserved when it was placed,
# less the pieces that were shipped or cancelled since; what is not counted never was promised.
PROMISES: Final = """
with ordered as (
  select l.order_id, l.variant_id, sum(l.quantity) as pieces,
         sum((select count(*)
                from order_pieces p
               where p.store_id = $1 and p.line_id = l.id and coalesce(p.shipped_at, p.cancelled_at) is not null)) as ended
    from order_lines l
   where l.store_id = $1
   group by l.order_id, l.variant_id
), reserved as (
  select order_id, variant_id, sum(reserved_change) as pieces
    from stock_movements
   where store_id = $1 and order_id is not null and reason = 'reserved'
   group by order_id, variant_id
), held as (
  select order_id, variant_id, sum(quantity) as pieces
    from order_allocations
   where store_id = $1
   group by order_id, variant_id
)
select 'order ' || o.number || ' is ' || o.state || ' and holds ' || coalesce(h.pieces, 0) || ' of the '
       || coalesce(r.pieces, 0) || ' pieces reserved for the ' || coalesce(l.pieces, 0) || ' of variant ' || variant_id as text
  from ordered l
  full join reserved r using (order_id, variant_id)
  full join held h using (order_id, variant_id)
  join orders o on o.store_id = $1 and o.id = order_id
 where coalesce(r.pieces, 0) > coalesce(l.pieces, 0)
    or coalesce(h.pieces, 0) <> case when o.state in ('pending', 'processing')
                                     then greatest(coalesce(r.pieces, 0) - coalesce(l.ended, 0), 0) else 0 end
"""

HISTORY: Final = """
select 'order ' || o.number || ' is ' || o.state || ', by its history ' || coalesce(h.state, 'nothing') as text
  from orders o
  left join lateral (
    select h.state
      from order_history h
     where h.store_id = o.store_id and h.order_id = o.id
     order by h.id desc
     limit 1) h on true
 where o.store_id = $1 and o.state is distinct from h.state
"""

# Every version of an order is told, from the first: nothing erases events.
EVENTS: Final = """
select 'order ' || o.number || ': version ' || o.version || ', told ' || coalesce(e.versions, 0) || ' up to '
       || coalesce(e.last, 0) as text
  from orders o
  left join (select object_id, count(distinct object_version) as versions, max(object_version) as last
               from events
              where store_id = $1 and kind like 'order.%'
              group by object_id) e on e.object_id = o.id
 where o.store_id = $1 and (coalesce(e.versions, 0) <> o.version or coalesce(e.last, 0) <> o.version)
"""

SUMS: Final = """
with facts as (
  select currency, 1 as orders, 0 as paid, 0::bigint as paid_minor, 0::bigint as refunded_minor
    from orders
   where store_id = $1 and state <> 'cancelled'
   union all
  select o.currency, 0, case p.kind when 'capture' then 1 else 0 end,
         case p.kind when 'capture' then p.amount_minor else 0 end, case p.kind when 'refund' then p.amount_minor else 0 end
    from payments p
    join orders o on o.store_id = p.store_id and o.id = p.order_id
   where p.store_id = $1
), counted as (
  select currency, sum(orders) as orders, sum(paid) as paid, sum(paid_minor) as paid_minor,
         sum(refunded_minor) as refunded_minor
    from facts
   group by currency
), kept as (
  select currency, slot = 'epoch' as of_all_time, sum(orders) as orders, sum(paid) as paid, sum(paid_minor) as paid_minor,
         sum(refunded_minor) as refunded_minor
    from order_sums
   where store_id = $1
   group by currency, slot = 'epoch'
)
select 'sums kept in ' || k.currency || case when k.of_all_time then ' of all time' else ' by quarter hours' end
       || ' differ from the orders and payments' as text
  from kept k
  left join counted c on c.currency = k.currency
 where (k.orders, k.paid, k.paid_minor, k.refunded_minor) is distinct from
       (coalesce(c.orders, 0), coalesce(c.paid, 0), coalesce(c.paid_minor, 0), coalesce(c.refunded_minor, 0))
"""

CODES: Final = """
select 'promo code ' || p.code || ': used ' || p.times_used || ' times, ' || u.living || ' by its uses' as text
  from promo_codes p
  left join lateral (
    select count(*) filter (where u.given_back_at is null) as living
      from promo_uses u
     where u.store_id = p.store_id and u.promo_id = p.id) u on true
 where p.store_id = $1 and p.times_used <> u.living
"""

POINTS: Final = """
select 'points of customer ' || customer_id || ': ' || coalesce(a.balance, 0) || ', ' || coalesce(m.points, 0)
       || ' by their movements' as text
  from (select customer_id, balance, lifetime from loyalty_accounts where store_id = $1) a
  full join (select customer_id, sum(points) as points, sum(lifetime_points) as lifetime
               from loyalty_movements where store_id = $1 group by customer_id) m using (customer_id)
 where coalesce(a.balance, 0) <> coalesce(m.points, 0) or coalesce(a.lifetime, 0) <> coalesce(m.lifetime, 0)
"""

# What no foreign key ties, because it must outlive what it names.
ORPHANS: Final = """
select 'a line of order ' || l.order_id || ' names variant ' || l.variant_id || ', which never was' as text
  from order_lines l
  left join variants v on v.store_id = l.store_id and v.id = l.variant_id
 where l.store_id = $1 and v.id is null
 union all
select 'movement ' || m.id || ' names order ' || m.order_id || ', which never was'
  from stock_movements m
  left join orders o on o.store_id = m.store_id and o.id = m.order_id
 where m.store_id = $1 and m.order_id is not null and o.id is null
 union all
select 'points movement ' || m.id || ' names order ' || m.order_id || ', which never was'
  from loyalty_movements m
  left join orders o on o.store_id = m.store_id and o.id = m.order_id
 where m.store_id = $1 and m.order_id is not null and o.id is null
"""

CHECKS: Final = {
    "amounts": AMOUNTS,
    "payments": PAYMENTS,
    "promises": PROMISES,
    "history": HISTORY,
    "events": EVENTS,
    "sums": SUMS,
    "codes": CODES,
    "points": POINTS,
    "orphans": ORPHANS,
}
