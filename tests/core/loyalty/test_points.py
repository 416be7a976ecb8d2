"""Points: what a refund takes back, and what cannot be raced below zero."""

import asyncio

from serai.core import loyalty, orders
from serai.core.loyalty import PointsRefused
from serai.core.orders import State
from serai.kit.db import Database
from tests.conftest import make_services
from tests.factories import Make

LEDGER = """
select reason, points, lifetime_points from loyalty_movements where customer_id = $1 order by id
"""


async def _move(database: Database, order: orders.Order, *states: State) -> None:
    async with database.begin() as tx:
        for state in states:
            await orders.move(tx, order.store_id, order.id, to=state, actor="test")


async def test_a_refund_takes_back_what_was_earned(make: Make, database: Database) -> None:
    store = await make.store()
    customer = await make.customer(store)
    order = await make.order(store, await make.product(store, price=99_999), customer=customer, state=State.DELIVERED)
    earned = await loyalty.account(database, store.id, customer.id)

    await _move(database, order, State.REFUNDED)

    after = await loyalty.account(database, store.id, customer.id)
    assert ((earned.balance, earned.lifetime), (after.balance, after.lifetime)) == ((999, 999), (0, 0))
    rows = [tuple(row) for row in await database.all(LEDGER, customer.id)]
    assert rows == [("earned", 999, 999), ("reversed", -999, -999)]


async def test_what_was_spent_meanwhile_stays_spent(make: Make, database: Database) -> None:
    """Nobody owes points: 1000 earned, 600 spent, so 400 are there to be taken back."""
    store = await make.store()
    customer = await make.customer(store)
    product = await make.product(store, price=100_000)
    first = await make.order(store, product, customer=customer, state=State.DELIVERED)
    second = await make.order(store, product, customer=customer, redeem_points=600)

    await _move(database, first, State.REFUNDED)
    emptied = await loyalty.account(database, store.id, customer.id)
    await _move(database, second, State.CANCELLED)

    after = await loyalty.account(database, store.id, customer.id)
    assert (emptied.balance, emptied.lifetime) == (0, 0)
    assert (after.balance, after.lifetime) == (600, 0)


async def test_a_refund_gives_back_what_was_paid_with(make: Make, database: Database) -> None:
    store = await make.store()
    customer = await make.customer(store)
    await make.points(store, customer, 1000)
    order = await make.order(store, customer=customer, redeem_points=1000, state=State.PROCESSING)

    await _move(database, order, State.REFUNDED)

    assert (await loyalty.account(database, store.id, customer.id)).balance == 1000


async def test_points_taken_by_hand_at_once_never_go_below_zero(committed: Database) -> None:
    make = Make(make_services(committed))
    store = await make.store()
    customer = await make.customer(store)
    await make.points(store, customer, 1000)

    async def take() -> bool:
        try:
            await committed.write(lambda tx: loyalty.adjust(tx, store.id, customer=customer.id, points=-300))
        except PointsRefused:
            return False
        return True

    assert sum(await asyncio.gather(*(take() for _ in range(12)))) == 3
    assert (await loyalty.account(committed, store.id, customer.id)).balance == 100
