"""What was sold: by product, by category. Whole days come from the kept sums, the hours at either end from the payments."""

from collections.abc import Sequence
from datetime import date, datetime

from serai.core.analytics.model import Category, Sold
from serai.core.analytics.windows import Window, columns, split
from serai.core.catalog import ProductId
from serai.core.stores import StoreId
from serai.kit.db import Db

# `offset 0` keeps each look-up on its index: joined freely, the planner would read every payment of the store.
SOLD = """
  select s.store_id, s.product_id, s.quantity, s.sold_minor
    from unnest($1::bigint[], $2::date[], $3::date[]) as w (store_id, since, before)
   cross join lateral (
     select s.store_id, s.product_id, s.quantity, s.sold_minor
       from product_sums s
      where s.store_id = w.store_id and s.day >= w.since and s.day < w.before and s.currency = $7
     offset 0) s
   union all
  select l.store_id, l.product_id, case l.kind when 'capture' then l.quantity else -l.quantity end,
         case l.kind when 'capture' then l.sold_minor else -l.sold_minor end
    from unnest($4::bigint[], $5::timestamptz[], $6::timestamptz[]) as e (store_id, since, before)
   cross join lateral (
     select p.store_id, p.order_id, p.kind
       from payments p
      where p.store_id = e.store_id and p.created_at >= e.since and p.created_at < e.before
     offset 0) p
   cross join lateral (
     select l.store_id, l.product_id, p.kind, l.quantity, l.subtotal_minor - l.discount_minor + l.tax_minor as sold_minor
       from orders o
       join order_lines l on l.store_id = o.store_id and l.order_id = o.id
      where o.store_id = p.store_id and o.id = p.order_id and o.currency = $7
     offset 0) l"""

TOTALS = f"""
  select s.store_id, s.product_id, sum(s.quantity)::bigint as quantity, sum(s.sold_minor)::bigint as revenue_minor
    from ({SOLD}) s
   group by s.store_id, s.product_id
  having sum(s.quantity) <> 0 or sum(s.sold_minor) <> 0
   order by revenue_minor desc, s.product_id
   limit $8"""

PRODUCTS = f"""
with totals as ({TOTALS}
)
select t.product_id, p.name, t.quantity, t.revenue_minor
  from totals t
  join products p on p.store_id = t.store_id and p.id = t.product_id
 order by t.revenue_minor desc, t.product_id
"""

CATEGORIES = f"""
with sold as ({SOLD}
), revenue as (
  select c.name, sum(s.sold_minor)::bigint as revenue_minor
    from sold s
    left join product_categories pc on pc.store_id = s.store_id and pc.product_id = s.product_id and pc.position = 0
    left join categories c on c.store_id = pc.store_id and c.id = pc.category_id
   group by c.name
), placed as (
  select c.name, count(distinct o.id) as orders
    from unnest($8::bigint[], $9::timestamptz[], $10::timestamptz[]) as w (store_id, since, before)
    join orders o on o.store_id = w.store_id and o.placed_at >= w.since and o.placed_at < w.before
    join order_lines l on l.store_id = o.store_id and l.order_id = o.id
    left join product_categories pc on pc.store_id = l.store_id and pc.product_id = l.product_id and pc.position = 0
    left join categories c on c.store_id = pc.store_id and c.id = pc.category_id
   where o.currency = $7 and o.state <> 'cancelled'
   group by c.name
)
select n.name, coalesce(r.revenue_minor, 0) as revenue_minor, coalesce(p.orders, 0) as orders
  from (select name from revenue union select name from placed) n
  left join revenue r on r.name is not distinct from n.name
  left join placed p on p.name is not distinct from n.name
 where r.revenue_minor <> 0 or p.orders <> 0
 order by 2 desc, n.name
"""

Parts = tuple[list[StoreId], list[date], list[date], list[StoreId], list[datetime], list[datetime]]


def parts(windows: Sequence[Window]) -> Parts:
    """The first six parameters of the statements above."""
    halves = [(window.store, *split(window)) for window in windows]
    whole = [(store, first, after) for store, spans, _ in halves for first, after in spans]
    ends = [end for _, _, hours in halves for end in hours]
    return [w[0] for w in whole], [w[1] for w in whole], [w[2] for w in whole], *columns(ends)


async def by_product(db: Db, windows: Sequence[Window], *, currency: str) -> tuple[Sold, ...]:
    """Products that were paid for or refunded, best first. With the shipping it adds up to the revenue. One statement."""
    rows = await db.all(PRODUCTS, *parts(windows), currency, None)
    return tuple(Sold(ProductId(r["product_id"]), r["name"], r["quantity"], r["revenue_minor"]) for r in rows)


async def by_category(db: Db, windows: Sequence[Window], *, currency: str) -> tuple[Category, ...]:
    """Primary categories by what their products brought; `orders` placed, not cancelled, with any of them. One statement."""
    rows = await db.all(CATEGORIES, *parts(windows), currency, *columns(windows))
    return tuple(Category(row["name"], row["orders"], row["revenue_minor"]) for row in rows)
