"""Sales, day by day."""

from collections.abc import Sequence
from datetime import datetime

from serai.core.accounts import OwnStore
from serai.core.analytics.model import Day, Overview, Takings
from serai.core.analytics.windows import Span, Window, always, columns, last, of
from serai.kit import days
from serai.kit.db import Db

BY_DAY = """
select d.day, sum(s.orders)::bigint as orders, sum(s.paid)::bigint as paid, sum(s.revenue_minor)::bigint as revenue_minor
  from unnest($1::bigint[], $2::date[], $3::timestamptz[], $4::timestamptz[]) as d (store_id, day, since, before)
 cross join lateral (
   select coalesce(sum(s.orders), 0) as orders, coalesce(sum(s.paid), 0) as paid,
          coalesce(sum(s.paid_minor - s.refunded_minor), 0) as revenue_minor
     from order_sums s
    where s.store_id = d.store_id and s.slot >= d.since and s.slot < d.before and s.currency = $5) s
 group by d.day
 order by d.day
"""

OTHERS = """
select s.currency, sum(s.orders)::bigint as orders, sum(s.paid_minor - s.refunded_minor)::bigint as revenue_minor
  from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as w (store_id, since, before)
  join order_sums s on s.store_id = w.store_id and s.slot >= w.since and s.slot < w.before
 where s.currency <> $4
 group by s.currency
 order by s.currency
"""

OVERVIEW = """
select w.number, coalesce(sum(s.orders), 0)::bigint as orders,
       coalesce(sum(s.paid_minor - s.refunded_minor) filter (where s.currency = $5), 0)::bigint as revenue_minor,
       (select t.products from store_totals t where t.store_id = $1) as products
  from unnest($2::integer[], $3::timestamptz[], $4::timestamptz[]) as w (number, since, before)
  left join order_sums s on s.store_id = $1 and s.slot >= w.since and s.slot < w.before
 group by w.number
 order by w.number
"""

MONTH = 30


async def by_day(db: Db, stores: Sequence[OwnStore], span: Span, *, currency: str) -> tuple[Day, ...]:
    """Every day of the span, oldest first, those without sales too; what is in another currency is left out.

    The sum of the days is the sum of the payments less the refunds, to the minor unit. One statement.
    """
    found = [(store, day) for store in stores for day in days.each(span.first, span.last)]
    rows = await db.all(
        BY_DAY,
        [store.id for store, _ in found],
        [day for _, day in found],
        [days.begin(day, store.time_zone) for store, day in found],
        [days.end(day, store.time_zone) for store, day in found],
        currency,
    )
    return tuple(Day(row["day"], row["orders"], row["paid"], row["revenue_minor"]) for row in rows)


async def of_last(db: Db, store: OwnStore, number: int, *, at: datetime) -> tuple[Day, ...]:
    """The store's last so many days with today, in its own currency, as `by_day` has them."""
    span = last(number, today=days.of(at, store.time_zone))
    return await by_day(db, [store], span, currency=store.currency)


async def others(db: Db, windows: Sequence[Window], *, but: str) -> tuple[Takings, ...]:
    """What was taken in other currencies than this one, by their codes."""
    rows = await db.all(OTHERS, *columns(windows), but)
    return tuple(Takings(row["currency"], row["orders"], row["revenue_minor"]) for row in rows)


async def overview(db: Db, store: OwnStore, *, at: datetime) -> Overview:
    """The store since it opened and in its last 30 days; revenue in its own currency. One statement."""
    windows = [always(store), of(store, last(MONTH, today=days.of(at, store.time_zone)))]
    _, since, before = columns(windows)
    total, month = await db.all(OVERVIEW, store.id, [0, 1], since, before, store.currency)
    return Overview(
        total_orders=total["orders"],
        monthly_orders=month["orders"],
        total_revenue_minor=total["revenue_minor"],
        monthly_revenue_minor=month["revenue_minor"],
        total_products=total["products"],
    )
