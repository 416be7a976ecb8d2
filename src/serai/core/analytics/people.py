"""Who bought, and how many of those who looked."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from serai.core.analytics.compare import percent
from serai.core.analytics.model import Segments
from serai.core.analytics.windows import Window, columns
from serai.kit.db import Db

SEGMENTS = """
with ordered as (
  select w.store_id, o.customer_id, w.since
    from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as w (store_id, since, before)
    join orders o on o.store_id = w.store_id and o.placed_at >= w.since and o.placed_at < w.before
   where o.state <> 'cancelled'
   group by w.store_id, o.customer_id, w.since
), known as (
  select exists (
           select 1 from orders o
            where o.store_id = b.store_id and o.customer_id = b.customer_id and o.placed_at < b.since
              and o.state <> 'cancelled') as has_before,
         exists (select 1 from unnest(c.tags) t (tag) where lower(t.tag) = 'vip') as is_vip
    from ordered b
    join customers c on c.store_id = b.store_id and c.id = b.customer_id
)
select count(*) filter (where not has_before) as new, count(*) filter (where has_before) as returning,
       count(*) filter (where is_vip) as vip
  from known
"""

CONVERSION = """
select coalesce(sum(v.visits), 0)::bigint as visits, coalesce(sum(c.ordered), 0)::bigint as ordered
  from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as w (store_id, since, before)
 cross join lateral (
   select count(*) as visits
     from storefront_visits v
    where v.store_id = w.store_id and v.created_at >= w.since and v.created_at < w.before) v
 cross join lateral (
   select count(*) as ordered
     from storefront_carts c
    where c.store_id = w.store_id and c.ordered_at >= w.since and c.ordered_at < w.before) c
"""

ABANDONMENT = """
select count(*) as carts,
       count(*) filter (where coalesce(c.ordered_at, $4) > c.created_at + interval '24 hours') as abandoned
  from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as w (store_id, since, before)
  join storefront_carts c on c.store_id = w.store_id and c.created_at >= w.since and c.created_at < w.before
"""


async def segments(db: Db, windows: Sequence[Window]) -> Segments:
    """Customers who placed an order, not cancelled since, within the windows; the same person in two stores is two."""
    row = (await db.all(SEGMENTS, *columns(windows)))[0]
    return Segments(row["new"], row["returning"], row["vip"])


async def conversion(db: Db, windows: Sequence[Window]) -> Decimal | None:
    """Orders of the hosted storefront for a hundred visits of it; None without a visit."""
    row = (await db.all(CONVERSION, *columns(windows)))[0]
    return percent(row["ordered"], row["visits"])


async def abandonment(db: Db, windows: Sequence[Window], *, at: datetime) -> Decimal | None:
    """Carts begun in the windows that were not ordered within 24 hours, for a hundred carts; None without a cart."""
    row = (await db.all(ABANDONMENT, *columns(windows), at))[0]
    return percent(row["abandoned"], row["carts"])
