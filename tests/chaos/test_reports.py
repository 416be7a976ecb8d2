"""The summary of a store with 100,000 orders: at most 50 ms of database time.

The orders are made in bulk, and their sums by the statement with which the migration made those of orders that were there.
Database time is only judged at full figures: a short run shares its machine with other tests.
"""

import asyncio
import importlib
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from serai.core import analytics, orders, stores
from serai.core.accounts import OwnStore
from serai.core.analytics import Range
from serai.core.analytics.goods import parts
from serai.core.analytics.windows import columns
from serai.core.orders import State
from serai.kit.db import Database, Tx
from serai.kit.migrate import FOLDER
from tests.chaos.figures import FULL, figure
from tests.conftest import make_services
from tests.factories import Make

pytestmark = pytest.mark.chaos

ORDERS = figure(100_000, 5_000)
DAYS = 90
MOST_MS = 50.0
TRIES = 5

BULK = """
insert into products (store_id, id, name, slug, status, search, created_at, updated_at)
select $1, 900000 + g, 'Product ' || g, 'product-' || g, 'active', '', $2, $2 from generate_series(1, 120) g;
insert into customers (store_id, id, name, first_name, last_name, email, email_key, search, created_at, updated_at)
select $1, 900000 + g, 'C', 'C', '', g || '@example.com', g || '@example.com', '', $2 - g * interval '3 minutes', $2
  from generate_series(1, $3 / 5) g;
insert into orders
  (store_id, id, number, customer_id, customer_name, customer_email, state, payment_status, currency, subtotal_minor,
   discount_minor, shipping_minor, tax_minor, total_minor, tax_rate, placed_at, paid_at, updated_at)
select $1, 900000 + g, 'ORD-' || g, 900001 + g % ($3 / 5), 'C', 'c@example.com',
       case when g % 20 = 0 then 'cancelled' when g % 20 = 1 then 'refunded' else 'delivered' end, 'paid', 'MAD',
       2000 + g % 9000, 0, 500, 0, 2500 + g % 9000, 0, at, case when g % 20 > 0 then at end, at
  from (select g, $2 - (1 - g::float8 / $3) * 90 * interval '1 day' as at from generate_series(1, $3) g) made;
insert into order_lines
  (store_id, order_id, position, product_id, variant_id, product_name, quantity, unit_minor, subtotal_minor,
   discount_minor, tax_minor)
select store_id, id, p, 900001 + (id * (p + 7)) % 120, 1, 'P', 1, case p when 0 then 1000 else subtotal_minor - 1000 end,
       case p when 0 then 1000 else subtotal_minor - 1000 end, 0, 0
  from orders, generate_series(0, 1) p where store_id = $1;
insert into payments (store_id, order_id, kind, amount_minor, created_at)
select store_id, id, k, total_minor, paid_at + case k when 'refund' then interval '1 day' else interval '0' end
  from orders, unnest(array['capture', 'refund']) k
 where store_id = $1 and paid_at is not null and (k = 'capture' or state = 'refunded');
update store_totals set customers = $3 / 5, products = 120 where store_id = $1;
"""
ANALYZE = "vacuum analyze"


@pytest.fixture
async def store(committed: Database) -> stores.Store:
    """Its orders spread over the last ninety days, two lines each."""
    made = await Make(make_services(committed)).store()
    now = committed.clock.now()
    for statement in filter(str.strip, BULK.split(";")):
        text = statement.replace("$1", str(made.id)).replace("$2", f"'{now.isoformat()}'::timestamptz")
        await committed.run(text.replace("$3", str(ORDERS)))
    for statement in _sums():
        await committed.run(statement)
    await committed.run(ANALYZE)
    return made


def _sums() -> list[str]:
    """The migration's statements that add up what there is."""
    text = Path(str(FOLDER / "0014_analytics.sql")).read_text()
    return [part for part in text.split("-- What there is already.")[1].split(";") if part.strip()]


async def test_a_summary_of_100_000_orders_takes_50_ms_of_database_time(committed: Database, store: stores.Store) -> None:
    mine, now = OwnStore(store.id, "MAD", store.time_zone), committed.clock.now()
    assert await committed.value("select count(*) from orders where store_id = $1", store.id) == ORDERS

    spent = {range_: await _database_time(committed, mine, range_, now) for range_ in Range}

    for range_ in Range:
        found = await analytics.summary(committed, [mine], range_=range_, currency=None, preferred="MAD", at=now)
        assert len(found.top) == len(found.recent) == 5
    assert found.orders.value == ORDERS - ORDERS // 20
    assert not FULL or max(spent.values()) <= MOST_MS, spent


async def _database_time(db: Database, store: OwnStore, range_: Range, now: datetime) -> float:
    """Milliseconds that planning and running both statements take, at best: what the machine does beside is not ours."""
    made = importlib.import_module("serai.core.analytics.summary")
    windows, before = made._windows([store], range_, now)
    numbers = [0] * len(windows) + [1] * len(before)
    figures = min([await _explained(db, made.FIGURES, *columns([*windows, *before]), numbers) for _ in range(TRIES)])
    lists = min([await _explained(db, made.LISTS, *parts(windows), "MAD", 5, [store.id]) for _ in range(TRIES)])
    return figures + lists


async def _explained(db: Database, sql: str, *values: object) -> float:
    plan = json.loads(await db.value(f"explain (analyze, timing off, format json) {sql}", *values))[0]
    return float(plan["Execution Time"]) + float(plan["Planning Time"])


async def test_a_report_reads_the_sums_and_agrees_with_the_orders(committed: Database, store: stores.Store) -> None:
    mine, now = OwnStore(store.id, "MAD", store.time_zone), committed.clock.now()

    days = await analytics.of_last(committed, mine, 365, at=now + timedelta(days=1))

    plain = "select sum(case kind when 'capture' then amount_minor else -amount_minor end) from payments where store_id = $1"
    assert sum(day.revenue_minor for day in days) == await committed.value(plain, store.id)
    assert sum(day.orders for day in days) == ORDERS - ORDERS // 20


KEPT = "select orders, paid, paid_minor, refunded_minor from order_sums where store_id = $1 and slot = 'epoch'"
PLAIN = """
select (select count(*) from orders where store_id = $1 and state <> 'cancelled') as orders,
       (select count(*) from payments where store_id = $1 and kind = 'capture') as paid,
       (select sum(amount_minor) from payments where store_id = $1 and kind = 'capture')::bigint as paid_minor,
       (select sum(amount_minor) from payments where store_id = $1 and kind = 'refund')::bigint as refunded_minor
"""
PIECES = """
select s.product_id, s.quantity, s.sold_minor from product_sums s where s.store_id = $1 and s.day = '1970-01-01' order by 1
"""
PLAIN_PIECES = """
select l.product_id, sum(case p.kind when 'capture' then l.quantity else -l.quantity end)::bigint,
       sum(case p.kind when 'capture' then l.subtotal_minor else -l.subtotal_minor end)::bigint
  from payments p join order_lines l on l.store_id = p.store_id and l.order_id = p.order_id
 where p.store_id = $1 group by 1 order by 1
"""


async def test_sums_are_exact_when_everybody_orders_and_pays_at_once(database: Database) -> None:
    """No sum is lost and nobody waits in a circle, though all of a store's payments meet in the same rows."""
    make, number = Make(make_services(database)), figure(400, 60)
    store = await make.store()
    products = [await make.product(store, stock=100_000) for _ in range(3)]
    buyer = await make.customer(store)
    ways = [
        (),
        (State.CANCELLED,),
        (State.PROCESSING,),
        (State.PROCESSING, State.CANCELLED),
        (State.PROCESSING, State.REFUNDED),
    ]

    async def one(turn: int) -> None:
        lines = tuple(orders.Wanted(p.id, 1 + turn % 3) for p in (products if turn % 2 else products[::-1]))
        draft = orders.Draft(customer=buyer.id, lines=lines, ship_to=orders.Address())

        async def place(tx: Tx) -> orders.Order:
            return await orders.place(tx, store.id, draft, actor="test")

        order = await database.write(place)
        for to in ways[turn % len(ways)]:
            await database.write(lambda tx, to=to: orders.move(tx, store.id, order.id, to=to, actor="test"))  # type: ignore[misc]

    await asyncio.gather(*(one(turn) for turn in range(number)))

    assert await database.one(KEPT, store.id) == await database.one(PLAIN, store.id)
    assert await database.all(PIECES, store.id) == [tuple(row) for row in await database.all(PLAIN_PIECES, store.id)]
