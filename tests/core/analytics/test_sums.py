"""Every report adds up to the orders and payments themselves, to the minor unit, whatever the clocks do.

The reference below reads the plain rows and sorts them into days by itself.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serai.core import analytics, catalog, orders, stores
from serai.core.analytics import Metric, Range, Span
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.chaos.figures import figure
from tests.core.analytics.conftest import Move, own
from tests.factories import Make

# Ramadan ends Morocco's summer time on 15 February 2026 and gives it back on 22 March; Cairo's clocks skip a midnight on
# 24 April; Kathmandu is a quarter of an hour beside everybody else.
ZONES = ["Africa/Casablanca", "Africa/Cairo", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]
OPENED = datetime(2026, 2, 1, tzinfo=UTC)
NOW = datetime(2026, 5, 2, 12, tzinfo=UTC)
TURNS = [datetime(2026, 2, 15, 1, tzinfo=UTC), datetime(2026, 3, 22, 1, tzinfo=UTC), datetime(2026, 4, 23, 22, tzinfo=UTC)]

PAYMENTS = """
select p.kind, p.amount_minor, p.created_at, o.currency, o.shipping_minor
  from payments p join orders o on o.store_id = p.store_id and o.id = p.order_id
 where p.store_id = $1
"""
ORDERS = "select state, placed_at, currency from orders where store_id = $1"


@dataclass(frozen=True)
class Story:
    """What happens to an order: placed, and after these many minutes at a time moved on."""

    placed: datetime
    steps: tuple[tuple[State, int], ...]
    quantity: int


WAYS = [
    (), (State.CANCELLED,), (State.PROCESSING,), (State.PROCESSING, State.CANCELLED), (State.PROCESSING, State.REFUNDED),
    (State.PROCESSING, State.SHIPPED, State.REFUNDED), (State.PROCESSING, State.SHIPPED, State.DELIVERED),
]  # fmt: skip
# Any time, around changes of the clocks, and around the midnights of UTC, where whole days and single hours meet.
MOMENTS = st.one_of(
    st.builds(lambda minutes: OPENED + timedelta(minutes=minutes), st.integers(0, 83 * 24 * 60)),
    st.builds(lambda day, minutes: OPENED + timedelta(days=day, minutes=minutes), st.integers(1, 4), st.integers(-70, 70)),
    st.builds(lambda turn, minutes: turn + timedelta(minutes=minutes), st.sampled_from(TURNS), st.integers(-1500, 1500)),
)


@st.composite
def stories(draw: st.DrawFn) -> list[Story]:
    made = []
    for _ in range(draw(st.integers(0, 6))):
        way = draw(st.sampled_from(WAYS))
        waits = [draw(st.sampled_from([0, 1, 59, 60, 600, 1440, 2000])) for _ in way]
        made.append(Story(draw(MOMENTS), tuple(zip(way, waits, strict=True)), draw(st.integers(1, 9))))
    return made


@settings(
    max_examples=figure(200, 15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    told=stories(),
    zone=st.sampled_from(ZONES),
    rate=st.sampled_from(["0", "0.2", "0.077"]),
    ends=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
async def test_reports_add_up_to_the_orders(
    make: Make,
    clock: FrozenClock,
    move: Move,
    database: Database,
    told: list[Story],
    zone: str,
    rate: str,
    ends: tuple[int, int],
) -> None:
    clock.at = OPENED
    store = await make.store(time_zone=zone, tax_rate=rate, zones=(stores.ZoneDraft("Here", ("MA",), Decimal(7)),))
    goods = [await make.product(store, price=price, stock=10_000) for price in (999, 12_345)]
    buyer = await make.customer(store)
    for number, story in enumerate(told):
        clock.at = story.placed
        products = goods if number % 3 else goods[:1]
        order = await make.order(store, *products, customer=buyer, quantity=story.quantity)
        at = story.placed
        for to, minutes in story.steps:
            at += timedelta(minutes=minutes)
            await move(order, to, at)
    clock.at = NOW

    days = [story.placed.astimezone(ZoneInfo(zone)).date() for story in told] or [date(2026, 2, 1)]
    first, last = sorted(days[end % len(days)] for end in ends)
    await _check(database, store, goods, Span(first, last))


async def _check(database: Database, store: stores.Store, goods: list[catalog.Product], span: Span) -> None:
    payments, placed = await database.all(PAYMENTS, store.id), await database.all(ORDERS, store.id)
    zone = ZoneInfo(store.time_zone)
    revenue, shipping, count, paid = Counter[date](), Counter[date](), Counter[date](), Counter[date]()
    for row in payments:
        day, sign = row["created_at"].astimezone(zone).date(), 1 if row["kind"] == "capture" else -1
        revenue[day] += sign * row["amount_minor"]
        shipping[day] += sign * row["shipping_minor"]
        paid[day] += row["kind"] == "capture"
    for row in placed:
        count[row["placed_at"].astimezone(zone).date()] += row["state"] != "cancelled"

    def within(counter: Counter[date], some: Span) -> int:
        return sum(value for day, value in counter.items() if some.first <= day <= some.last)

    mine = own(store)
    report = await analytics.report(database, [mine], span, want=frozenset(Metric), currency=None, preferred="MAD", at=NOW)
    by_day, by_product, by_category = report.sales_by_day, report.sales_by_product, report.sales_by_category
    assert by_day is not None
    assert by_product is not None
    assert by_category is not None
    assert [d.date for d in by_day] == [span.first + timedelta(days=n) for n in range(span.length)]
    assert [(d.revenue_minor, d.orders, d.paid) for d in by_day] == [
        (revenue[d.date], count[d.date], paid[d.date]) for d in by_day
    ]
    assert sum(p.revenue_minor for p in by_product) + within(shipping, span) == within(revenue, span)
    assert sum(c.revenue_minor for c in by_category) == sum(p.revenue_minor for p in by_product)
    assert {p.product for p in by_product} <= {g.id for g in goods}

    overview = await analytics.overview(database, mine, at=NOW)
    month = await analytics.of_last(database, mine, 30, at=NOW)
    assert (overview.total_revenue_minor, overview.total_orders) == (revenue.total(), count.total())
    assert (
        overview.monthly_revenue_minor
        == sum(d.revenue_minor for d in month)
        == within(revenue, Span(month[0].date, NOW.date()))
    )
    assert overview.monthly_orders == sum(d.orders for d in month)

    for range_, length in ((Range.LAST7, 7), (Range.LAST30, 30), (Range.LAST90, 90), (Range.ALL, 500)):
        found = await analytics.summary(database, [mine], range_=range_, currency=None, preferred="MAD", at=NOW)
        today = NOW.astimezone(zone).date()
        some = Span(today - timedelta(days=length - 1), today)
        assert (found.revenue.value, found.orders.value) == (within(revenue, some), within(count, some))
        assert [(s.revenue_minor, s.orders) for s in found.stores] == [(found.revenue.value, found.orders.value)]
        plain = await analytics.report(
            database, [mine], some, want={Metric.SALES_BY_PRODUCT}, currency=None, preferred="MAD", at=NOW
        )
        assert found.top == tuple(sold for sold in plain.sales_by_product or () if sold.quantity > 0)


async def test_kept_sums_follow_an_order_that_is_paid_twice_over_or_not_at_all(
    make: Make, clock: FrozenClock, move: Move, database: Database
) -> None:
    """Repeating a state changes nothing, so it is not summed again either."""
    store = await make.store()
    order = await make.order(store)
    for _ in range(3):
        await move(order, State.PROCESSING, clock.at)
    await move(order, State.CANCELLED, clock.at)
    await move(order, State.CANCELLED, clock.at)

    kept = "select slot, orders, paid, paid_minor, refunded_minor from order_sums where store_id = $1 order by slot"
    rows = [tuple(row) for row in await database.all(kept, store.id)]
    assert rows == [
        (datetime(1970, 1, 1, tzinfo=UTC), 0, 1, 10_000, 10_000),
        (datetime(2026, 4, 8, 10, tzinfo=UTC), 0, 1, 10_000, 10_000),
    ]


async def test_orders_of_other_stores_never_count(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    await make.order(other, state=orders.State.PROCESSING)

    found = await analytics.overview(database, own(store), at=database.clock.now())

    assert (found.total_orders, found.total_revenue_minor, found.total_products) == (0, 0, 0)
