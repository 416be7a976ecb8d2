"""Whatever happens to orders, in any order: stock, points and codes never disagree with their ledgers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from functools import partial
from typing import Any, Final

import asyncpg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from serai.core import catalog, customers, inventory, loyalty, orders, promotions, stores
from serai.core.orders import Address, Draft, State, Wanted
from serai.core.promotions import Kind, Worth
from serai.kit.clock import FrozenClock
from serai.kit.db import Database, Quiet, Tx
from serai.kit.errors import Refused
from serai.kit.pages import Slice
from tests.chaos.figures import figure
from tests.conftest import NOW, make_services
from tests.factories import Make

PRODUCTS, BUYERS = 3, 2

STOCK: Final = """
select 'stock ' || k.variant_id from stock k
 where k.store_id = $1 and (k.reserved < 0 or k.reserved > k.on_hand
       or (k.on_hand, k.reserved) <> (
         select coalesce(sum(m.on_hand_change), 0), coalesce(sum(m.reserved_change), 0) from stock_movements m
          where m.store_id = k.store_id and m.variant_id = k.variant_id and m.warehouse_id = k.warehouse_id)
       or k.reserved <> (
         select coalesce(sum(a.quantity), 0) from order_allocations a
          where a.store_id = k.store_id and a.variant_id = k.variant_id and a.warehouse_id = k.warehouse_id))
"""
POINTS: Final = """
select 'points of ' || c.id
  from customers c
  left join loyalty_accounts a on a.store_id = c.store_id and a.customer_id = c.id
 where c.store_id = $1 and (coalesce(a.balance, 0) < 0 or (coalesce(a.balance, 0), coalesce(a.lifetime, 0)) <> (
         select coalesce(sum(m.points), 0), coalesce(sum(m.lifetime_points), 0) from loyalty_movements m
          where m.store_id = c.store_id and m.customer_id = c.id))
"""
CODES: Final = """
select 'code ' || p.code from promo_codes p
 where p.store_id = $1 and (p.times_used > coalesce(p.usage_limit, p.times_used)
       or p.times_used <> (
         select count(*) from promo_uses u join orders o on o.store_id = u.store_id and o.id = u.order_id
          where u.store_id = p.store_id and u.promo_id = p.id and o.state <> 'cancelled')
       or p.times_used <> (
         select count(*) from promo_uses u
          where u.store_id = p.store_id and u.promo_id = p.id and u.given_back_at is null)
       or exists (
         select 1 from promo_customers c
          where c.store_id = p.store_id and c.promo_id = p.id and (
                c.times_used > coalesce(p.usage_limit_per_customer, c.times_used)
                or c.times_used <> (
            select count(*) from promo_uses u where u.store_id = c.store_id and u.promo_id = c.promo_id
               and u.customer_id = c.customer_id and u.given_back_at is null))))
"""
ORDERS: Final = """
select 'order ' || o.number from orders o
 where o.store_id = $1 and (
       o.discount_minor <> (select coalesce(sum(d.amount_minor), 0) from order_discounts d
                             where d.store_id = o.store_id and d.order_id = o.id)
    or (o.subtotal_minor, o.discount_minor, o.tax_minor) <> (
         select sum(l.subtotal_minor), sum(l.discount_minor), sum(l.tax_minor) from order_lines l
          where l.store_id = o.store_id and l.order_id = o.id)
    or o.discount_minor > o.subtotal_minor)
"""
WRONG: Final = " union all ".join((STOCK, POINTS, CODES, ORDERS))


@asynccontextmanager
async def rolled_back(url: str) -> AsyncIterator[Database]:
    """One connection whose work is undone at the end."""
    connection = await asyncpg.connect(url, connection_class=Quiet, server_settings={"jit": "off"})

    @asynccontextmanager
    async def acquire() -> AsyncIterator[asyncpg.Connection]:
        yield connection

    transaction = connection.transaction()
    await transaction.start()
    yield Database(acquire, FrozenClock(NOW))
    await transaction.rollback()
    await connection.close()


class Shop(RuleBasedStateMachine):
    """A store with three products, two buyers, a code that runs out and one per customer."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._opened = rolled_back(url)
        self.database = self._run(self._opened.__aenter__())
        self.placed: list[orders.OrderId] = []

    def _run(self, work: Awaitable[Any]) -> Any:
        async def wait() -> Any:
            return await work

        return self._runner.run(wait())

    def _write(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:
        """In a transaction of its own; what the state forbids is allowed to be refused."""

        async def begin() -> Any:
            with suppress(Refused):
                async with self.database.begin() as tx:
                    return await work(tx)

        return self._run(begin())

    def teardown(self) -> None:
        self._run(self._opened.__aexit__(None, None, None))
        self._runner.close()

    @initialize(per_unit=st.sampled_from([0, 1, 7, 100]), value=st.sampled_from(["0.01", "0.003", "1.5"]))
    def open(self, per_unit: int, value: str) -> None:
        self._run(self._open(per_unit, Decimal(value)))

    async def _open(self, per_unit: int, value: Decimal) -> None:
        make = Make(make_services(self.database))
        self.store: stores.Store = await make.store(tax_rate="0.07")
        self.products: list[catalog.Product] = [
            await make.product(self.store, price=price, stock=6) for price in (333, 1_000, 99_999)
        ]
        self.buyers: list[customers.Customer] = [await make.customer(self.store) for _ in range(BUYERS)]
        await make.promo(self.store, code="THREE", usage_limit=3, percent="12.5")
        fixed = Worth(Kind.FIXED, amount_minor=777)
        await make.promo(self.store, code="ONCE", usage_limit_per_customer=1, worth=fixed)
        change = loyalty.SettingsChange(points_per_unit=per_unit, point_value=value, min_redeem_points=5)
        async with self.database.begin() as tx:
            await loyalty.change_settings(tx, self.store.id, change)

    @rule(
        buyer=st.integers(0, BUYERS - 1),
        lines=st.lists(st.tuples(st.integers(0, PRODUCTS - 1), st.integers(1, 4)), min_size=1, max_size=3),
        code=st.sampled_from([None, None, "three", "ONCE"]),
        points=st.sampled_from([0, 0, 5, 50, 1_000]),
    )
    def place(self, buyer: int, lines: list[tuple[int, int]], code: str | None, points: int) -> None:
        wanted = tuple(Wanted(self.products[product].id, quantity) for product, quantity in lines)
        customer = self.buyers[buyer].id
        draft = Draft(customer=customer, lines=wanted, ship_to=Address(), promo_code=code, redeem_points=points)
        order = self._write(lambda tx: orders.place(tx, self.store.id, draft, actor="test"))
        if order is not None:
            self.placed.append(order.id)

    @rule(which=st.integers(0, 20), states=st.lists(st.sampled_from(State), min_size=1, max_size=4))
    def move(self, which: int, states: list[State]) -> None:
        self._move(which, states)

    @rule(which=st.integers(0, 20), then=st.sampled_from([None, State.REFUNDED]))
    def deliver(self, which: int, then: State | None) -> None:
        self._move(which, [State.PROCESSING, State.SHIPPED, State.DELIVERED, *([then] if then else [])])

    def _move(self, which: int, states: list[State]) -> None:
        for state in states if self.placed else ():
            number = self.placed[which % len(self.placed)]
            self._write(partial(self._step, number, state))

    async def _step(self, number: orders.OrderId, to: State, tx: Tx) -> orders.Order:
        return await orders.move(tx, self.store.id, number, to=to, actor="test")

    @rule(which=st.integers(0, 20), code=st.sampled_from([None, "three", "ONCE"]), country=st.sampled_from([None, "MA"]))
    def change(self, which: int, code: str | None, country: str | None) -> None:
        if self.placed:
            number = self.placed[which % len(self.placed)]
            wanted = orders.OrderChange(promo_code=code, ship_to=Address(country=country))
            self._write(lambda tx: orders.edit(tx, self.store.id, number, wanted, actor="test"))

    @rule(which=st.integers(0, 20), product=st.integers(0, PRODUCTS - 1), pieces=st.integers(0, 5), more=st.booleans())
    def edit_lines(self, which: int, product: int, pieces: int, more: bool) -> None:
        if self.placed:
            number = self.placed[which % len(self.placed)]
            wanted = Wanted(self.products[product].id, pieces)
            self._write(partial(self._edit_lines, number, wanted if more else None, pieces))

    async def _edit_lines(self, number: orders.OrderId, wanted: Wanted | None, pieces: int, tx: Tx) -> None:
        """Another line, or more or fewer of the last one; with no pieces it goes, unless it is the only one."""
        lines = (await orders.get(tx, [self.store.id], number)).lines
        last = orders.LineId(lines[-1].id)
        if wanted is not None and pieces:
            await orders.add_line(tx, self.store.id, number, wanted, actor="test")
        elif pieces:
            await orders.edit_line(tx, self.store.id, last, orders.LineChange(quantity=pieces), actor="test")
        elif len(lines) > 1:
            await orders.remove_line(tx, self.store.id, last, actor="test")

    @rule(product=st.integers(0, PRODUCTS - 1), pieces=st.integers(0, 9))
    def restock(self, product: int, pieces: int) -> None:
        level = inventory.Level(self.products[product].default.id, pieces)
        self._write(lambda tx: inventory.set_levels(tx, self.store.id, [level], reason="count"))

    @rule(buyer=st.integers(0, BUYERS - 1), points=st.sampled_from([-500, -7, 20, 1_000]))
    def adjust(self, buyer: int, points: int) -> None:
        customer = self.buyers[buyer].id
        self._write(lambda tx: loyalty.adjust(tx, self.store.id, customer=customer, points=points))

    @rule(limit=st.sampled_from([1, 3, None]))
    def limit(self, limit: int | None) -> None:
        """Only ever to what is used or more, else the count would say less than what was allowed before."""
        found = self._run(promotions.page(self.database, self.store.id, Slice(1, 10))).items
        three = next(promo for promo in found if promo.code == "THREE")
        kept = None if limit is None else max(limit, three.times_used)
        change = promotions.PromoChange(usage_limit=kept)
        self._write(lambda tx: promotions.edit(tx, self.store.id, three.id, change))

    @invariant()
    def the_ledgers_agree(self) -> None:
        if hasattr(self, "store"):
            assert [row[0] for row in self._run(self.database.all(WRONG, self.store.id))] == []


def test_ledgers_agree_whatever_happens(database_url: str) -> None:
    plan = settings(
        max_examples=figure(500, 50),
        stateful_step_count=30,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: Shop(database_url), settings=plan)
