"""Many counts at once, also from several sides."""

import asyncio

import pytest

from serai.core import catalog, inventory
from serai.core.inventory import Adjustment
from serai.kit.db import Database
from serai.kit.errors import Invalid
from tests.conftest import make_services
from tests.factories import Make

SUMS = """
select coalesce(sum(k.on_hand), 0) - coalesce(sum(k.reserved), 0) as sellable,
       (select coalesce(sum(m.on_hand_change - m.reserved_change), 0) from stock_movements m where m.variant_id = $1) as moved
  from stock k
 where k.variant_id = $1
"""


async def _sums(database: Database, product: catalog.Product) -> tuple[int, int]:
    row = await database.one(SUMS, product.default.id)
    assert row is not None
    return row["sellable"], row["moved"]


async def test_lines_are_carried_out_in_their_order(database: Database, make: Make) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)
    own = product.default.id
    lines = [Adjustment(variant=own, by=-5), Adjustment(variant=own, to=7), Adjustment(variant=own, by=1)]

    async with database.begin() as tx:
        await inventory.adjust(tx, store.id, lines, reason="counted")

    assert await _sums(database, product) == (8, 8)


async def test_what_is_reserved_cannot_be_counted_away(database: Database, make: Make) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)
    await make.order(store, product, quantity=3)

    with pytest.raises(Invalid) as caught:
        async with database.begin() as tx:
            await inventory.adjust(tx, store.id, [Adjustment(variant=product.default.id, by=-3)], reason="lost")

    assert caught.value.fields.keys() == {"0.quantity"}
    assert await _sums(database, product) == (2, 2)


async def test_less_is_taken_from_the_default_warehouse_first_and_more_goes_where_it_is_said(
    database: Database, make: Make
) -> None:
    store = await make.store()
    product = await make.product(store, stock=2)
    other = await make.branch(store)
    own = product.default.id

    async with database.begin() as tx:
        await inventory.adjust(tx, store.id, [Adjustment(variant=own, warehouse=other.id, to=3)], reason="received")
        await inventory.adjust(tx, store.id, [Adjustment(variant=own, by=-3)], reason="lost")
        stocks = await inventory.stocks_of(tx, store.id, own)

    assert [stock.on_hand for stock in stocks] == [0, 2]


async def test_another_stores_warehouse_is_unknown(database: Database, make: Make) -> None:
    store, foreign = await make.store(), await make.store()
    product = await make.product(store, stock=2)
    there = await make.branch(foreign)

    line = Adjustment(variant=product.default.id, warehouse=there.id, to=3)

    async with database.begin() as tx:
        with pytest.raises(Invalid) as caught:
            await inventory.adjust(tx, store.id, [line], reason="counted")

    assert caught.value.fields.keys() == {"0.warehouse"}


async def test_pieces_taken_from_all_sides_are_taken_once(committed: Database) -> None:
    make = Make(make_services(committed))
    store = await make.store()
    first, second = await make.product(store, stock=10), await make.product(store, stock=10)

    async def take(n: int) -> bool:
        each = [first, second] if n % 2 else [second, first]
        lines = [Adjustment(variant=product.default.id, by=-1) for product in each]
        try:
            await committed.write(lambda tx: inventory.adjust(tx, store.id, lines, reason="lost"))
        except Invalid:
            return False
        return True

    done = await asyncio.gather(*(take(n) for n in range(16)))

    assert sum(done) == 10
    assert await _sums(committed, first) == (0, 0)
    assert await _sums(committed, second) == (0, 0)
