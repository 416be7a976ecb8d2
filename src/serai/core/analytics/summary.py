"""The dashboard's summary: two statements, whatever the stores have sold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from serai.core.accounts import OwnStore
from serai.core.analytics.compare import average, figure
from serai.core.analytics.currency import of_report
from serai.core.analytics.goods import TOTALS, parts
from serai.core.analytics.model import Figure, Range, Recent, Sold, StoreFigures, Summary, Takings
from serai.core.analytics.windows import Window, always, columns, last, of
from serai.core.stores import Status
from serai.kit import days
from serai.kit.db import Db, Row

# Window 0 is the range, 1 the days before it. A row for each currency, and one without where nothing was sold.
FIGURES = """
select w.number, t.id, t.name, t.status, s.currency, s.orders, s.revenue_minor, n.customers,
       (select k.customers from store_totals k where k.store_id = w.store_id) as customers_total
  from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::integer[]) as w (store_id, since, before, number)
  join stores t on t.id = w.store_id
 cross join lateral (
   select count(*) as customers
     from customers c
    where c.store_id = w.store_id and c.created_at >= w.since and c.created_at < w.before) n
  left join lateral (
   select s.currency, sum(s.orders)::bigint as orders, sum(s.paid_minor - s.refunded_minor)::bigint as revenue_minor
     from order_sums s
    where s.store_id = w.store_id and s.slot >= w.since and s.slot < w.before
    group by s.currency) s on true
 order by t.id, w.number, s.currency
"""

LISTS = f"""
with totals as ({TOTALS}
)
select coalesce((
         select json_agg(json_build_object('product', t.product_id, 'name', p.name, 'quantity', t.quantity,
                                           'revenue_minor', t.revenue_minor) order by t.revenue_minor desc, t.product_id)
           from totals t
           join products p on p.store_id = t.store_id and p.id = t.product_id), '[]') as top,
       coalesce((
         select json_agg(json_build_object('id', o.id, 'number', o.number, 'customer', o.customer_name, 'currency', o.currency,
                                           'total_minor', o.total_minor, 'state', o.state, 'placed_at', o.placed_at)
                         order by o.placed_at desc, o.id desc)
           from (select o.id, o.number, o.customer_name, o.currency, o.total_minor, o.state, o.placed_at
                   from unnest($9::bigint[]) s (id)
                  cross join lateral (
                    select o.id, o.number, o.customer_name, o.currency, o.total_minor, o.state, o.placed_at
                      from orders o
                     where o.store_id = s.id
                     order by o.placed_at desc, o.id desc
                     limit $8) o
                  order by o.placed_at desc, o.id desc
                  limit $8) o), '[]') as recent
"""

LISTED: Final = 5
"""How many orders and products a summary names."""
_DAYS: Final = {Range.LAST7: 7, Range.LAST30: 30, Range.LAST90: 90}


async def summary(
    db: Db, stores: Sequence[OwnStore], *, range_: Range, currency: str | None, preferred: str, at: datetime
) -> Summary:
    """Revenue, orders, customers and the average order of the range beside those of the equal range before it.

    Money in one currency (see `of_report`), others listed. The recent orders are the newest there are; stores in id order.
    """
    own = of_report(stores, asked=currency, preferred=preferred)
    now, before = _windows(stores, range_, at)
    rows = await db.all(FIGURES, *columns([*now, *before]), [0] * len(now) + [1] * len(before))
    lists = await db.one(LISTS, *parts(now), own, LISTED, [store.id for store in stores])
    return _summary(rows, lists, own, is_whole=range_ is Range.ALL)


def _windows(stores: Sequence[OwnStore], range_: Range, at: datetime) -> tuple[list[Window], list[Window]]:
    """(the range in every store, the equal range before it: nothing before all time)"""
    if range_ is Range.ALL:
        return [always(store) for store in stores], []
    spans = [(store, last(_DAYS[range_], today=days.of(at, store.time_zone))) for store in stores]
    return [of(store, span) for store, span in spans], [of(store, span.before) for store, span in spans]


def _summary(rows: Sequence[Row], lists: Row | None, currency: str, *, is_whole: bool) -> Summary:
    now, before = ([row for row in rows if row["number"] == number] for number in (0, 1))
    total = sum(row["customers_total"] for row in _by_store(now))
    new, known = (sum(row["customers"] for row in _by_store(part)) for part in (now, before))
    revenue, orders = _taken(now, currency)
    old_revenue, old_orders = _taken(before, currency)
    old_average = average(old_revenue, old_orders)

    def compared(value: int, old: int) -> Figure:
        return figure(value, None if is_whole else old)

    top = msgspec.json.decode(lists["top"], type=tuple[Sold, ...]) if lists else ()
    return Summary(
        currency=currency,
        revenue=compared(revenue, old_revenue),
        orders=compared(orders, old_orders),
        customers=compared(total if is_whole else new, known),
        customers_total=total,
        average_order=compared(average(revenue, orders), old_average),
        stores=tuple(_store(row, now, currency) for row in _by_store(now)),
        recent=msgspec.json.decode(lists["recent"], type=tuple[Recent, ...]) if lists else (),
        top=tuple(sold for sold in top if sold.quantity > 0),
        other_currencies=_others(now, currency),
    )


def _by_store(rows: Sequence[Row]) -> list[Row]:
    """One row of each store, for what does not depend on the currency."""
    return list({row["id"]: row for row in rows}.values())


def _taken(rows: Sequence[Row], currency: str) -> tuple[int, int]:
    """(revenue, orders)"""
    own = [row for row in rows if row["currency"] == currency]
    return sum(row["revenue_minor"] for row in own), sum(row["orders"] for row in own)


def _store(row: Row, rows: Sequence[Row], currency: str) -> StoreFigures:
    revenue, orders = _taken([other for other in rows if other["id"] == row["id"]], currency)
    return StoreFigures(row["id"], row["name"], Status(row["status"]), currency, orders, revenue)


def _others(rows: Sequence[Row], currency: str) -> tuple[Takings, ...]:
    codes = sorted({row["currency"] for row in rows} - {None, currency})
    taken = {code: _taken(rows, code) for code in codes}
    return tuple(Takings(code, orders, revenue) for code, (revenue, orders) in taken.items())
