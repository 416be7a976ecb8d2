"""Baskets that race for the same pieces, with real connections and real commits.

Each of these fails when a reservation is read before it is written, when shelves are locked in a basket's own order, or when
an owner's pieces are given back before the order holds their shelf.
"""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from serai.core import catalog, customers, inventory, orders, stores
from serai.core.inventory import NotEnough, Piece
from serai.core.orders import Draft, OutOfStock, Wanted
from serai.kit.clock import FrozenClock
from serai.kit.db import Database, connect
from tests.chaos.figures import figure
from tests.conftest import make_services
from tests.factories import Make

pytestmark = pytest.mark.chaos

SUMS = """
select (select sum(on_hand) from stock where store_id = $1) as on_hand,
       (select sum(reserved) from stock where store_id = $1) as reserved,
       (select sum(reserved_change) from stock_movements where store_id = $1) as moved,
       (select coalesce(sum(quantity), 0) from reservations where store_id = $1) as held,
       (select coalesce(sum(quantity), 0) from order_allocations where store_id = $1) as ordered,
       (select count(*) from orders where store_id = $1) as orders
"""
MINUTE = timedelta(minutes=1)


async def _shop(database: Database, *stocks: int) -> tuple[stores.Store, customers.Customer, list[catalog.Product]]:
    make = Make(make_services(database))
    store = await make.store()
    return store, await make.customer(store), [await make.product(store, stock=stock) for stock in stocks]


async def _sums(database: Database, store: stores.Store) -> Counter[str]:
    row = await database.one(SUMS, store.id)
    assert row is not None
    found = {name: int(value) for name, value in row.items()}
    assert found["reserved"] == found["moved"] == found["held"] + found["ordered"]
    return Counter(found)


def _pieces(products: list[catalog.Product]) -> list[Piece]:
    return [Piece(product.default.id, 1) for product in products]


async def _reserve(
    database: Database, store: stores.Store, products: list[catalog.Product], owner: str, until: timedelta
) -> None:
    pieces = _pieces(products)
    await database.write(lambda tx: inventory.reserve(tx, store.id, pieces, owner=owner, until=tx.now + until))


async def _order(
    database: Database, store: stores.Store, customer: customers.Customer, products: list[catalog.Product], owner: str | None
) -> orders.Order:
    lines = tuple(Wanted(product.id, 1) for product in products)
    draft = Draft(customer=customer.id, lines=lines, ship_to=orders.Address(), reservation_owner=owner)
    return await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))


async def test_200_baskets_and_50_units_make_50_orders(database: Database) -> None:
    """Through add, reserve and order; who could not reserve tries to order all the same."""
    store, customer, products = await _shop(database, 50, 1000)

    async def buy(number: int) -> str:
        owner, wanted = f"basket {number}", products if number % 2 else products[::-1]
        try:
            await _reserve(database, store, wanted, owner, MINUTE)
        except NotEnough:
            owner = ""
        try:
            await _order(database, store, customer, wanted, owner or None)
        except OutOfStock:
            return "refused"
        return "reserved and ordered" if owner else "ordered"

    outcomes = Counter(await asyncio.gather(*(buy(number) for number in range(figure(400, 200)))))

    assert outcomes["reserved and ordered"] == 50
    assert outcomes["ordered"] == 0
    sums = await _sums(database, store)
    assert (sums["orders"], sums["ordered"], sums["held"], sums["on_hand"]) == (50, 100, 0, 1050)


async def test_what_was_abandoned_is_sold_to_those_who_wait(url: str, clock: FrozenClock) -> None:
    """50 baskets hold everything and never come back; nobody sweeps, and the orders of 200 others take the pieces."""
    async with connect(url, clock, size=20) as database:
        store, customer, products = await _shop(database, 50)
        for number in range(50):
            await _reserve(database, store, products, f"abandoned {number}", MINUTE)
        early = await asyncio.gather(*(_bought(database, store, customer, products) for _ in range(20)))
        clock.advance(60)

        late = await asyncio.gather(*(_bought(database, store, customer, products) for _ in range(200)))

        assert (sum(early), sum(late)) == (0, 50)
        sums = await _sums(database, store)
    assert (sums["orders"], sums["ordered"], sums["held"]) == (50, 50, 0)


async def _bought(
    database: Database, store: stores.Store, customer: customers.Customer, products: list[catalog.Product]
) -> bool:
    try:
        await _order(database, store, customer, products, None)
    except OutOfStock:
        return False
    return True


async def test_workers_orders_and_baskets_cross_without_deadlock(database: Database) -> None:
    """Two workers give back while baskets hold, change, let go and order, over the same shelves in any order."""
    store, customer, products = await _shop(database, 10_000, 10_000, 10_000)
    rounds, stop = figure(300, 80), asyncio.Event()

    async def sweep() -> None:
        while not stop.is_set():
            await inventory.expire_due(database)
            await asyncio.sleep(0.01)

    async def shop(number: int) -> None:
        owner, wanted = f"basket {number}", products if number % 2 else products[::-1]
        await _reserve(database, store, wanted, owner, timedelta(milliseconds=30 if number % 5 == 0 else 60_000))
        if number % 5 in (0, 1):
            return
        pieces = _pieces(wanted[:2])
        await database.write(lambda tx: inventory.hold(tx, store.id, pieces, owner=owner, until=tx.now + MINUTE))
        if number % 5 == 2:
            await database.write(lambda tx: inventory.release_owner(tx, store.id, owner))
            return
        await _order(database, store, customer, wanted, owner)

    sweepers = [asyncio.create_task(sweep()) for _ in range(2)]
    await asyncio.gather(*(shop(number) for number in range(rounds)))
    await asyncio.sleep(0.1)
    stop.set()
    await asyncio.gather(*sweepers)
    while await inventory.expire_due(database):
        pass

    ordered, kept = rounds * 2 // 5, rounds // 5
    sums = await _sums(database, store)
    assert (sums["orders"], sums["ordered"], sums["held"]) == (ordered, 3 * ordered, 3 * kept)


async def test_two_workers_give_each_piece_back_once(database: Database) -> None:
    store, _, products = await _shop(database, 500)
    for number in range(40):
        await _reserve(database, store, products, f"abandoned {number}", timedelta(milliseconds=50))
    await asyncio.sleep(0.1)

    while sum(await asyncio.gather(*(inventory.expire_due(database) for _ in range(8)))):
        pass

    sums = await _sums(database, store)
    assert (sums["reserved"], sums["held"], sums["on_hand"]) == (0, 0, 500)
    assert await database.value("select count(*) from stores_with_reservations") == 0
