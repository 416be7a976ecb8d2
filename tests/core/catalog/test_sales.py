"""Sales that begin and end, with several workers and somebody who changes prices at the same time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from serai.core import catalog
from serai.core.catalog import ProductChange, VariantFacts
from serai.core.stores import StoreId
from serai.kit.clock import FrozenClock
from serai.kit.db import Database, connect
from tests.conftest import NOW, clone, make_services
from tests.factories import Make

TOLD = "select object_id from events where store_id = $1 and kind = 'product.updated' and created_at = $2"
PRICES = """
select array_agg(distinct (v.price_minor, v.compare_at_minor, v.sale_minor)::text)
  from variants v
 where v.store_id = $1
"""


@pytest.fixture
async def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
async def database(server_url: str, clock: FrozenClock) -> AsyncIterator[Database]:
    """Real commits, on many connections, at a time of the test's own."""
    async with clone(server_url) as url, connect(url, clock, size=20) as made:
        yield made


async def planned(database: Database, number: int) -> tuple[StoreId, list[catalog.ProductId]]:
    """Products of 10.00 that cost 8.00 for an hour, in an hour."""
    make = Make(make_services(database))
    store = (await make.store()).id
    begins = NOW + timedelta(hours=1)
    facts = VariantFacts(sale_minor=800, sale_from=begins, sale_until=begins + timedelta(hours=1))
    products = []
    for i in range(number):
        new = catalog.NewProduct(name=f"Product {i}", price_minor=1000, default_facts=facts)
        products.append((await database.write(lambda tx, new=new: catalog.create(tx, store, new))).id)
    return store, products


async def test_workers_turn_each_sale_once(database: Database, clock: FrozenClock) -> None:
    store, products = await planned(database, 12)

    for prices in (["(800,1000,800)"], ["(1000,,)"]):
        clock.advance(3600)
        while sum(await asyncio.gather(*(catalog.turn_due(database) for _ in range(6)))):
            pass
        told = [row["object_id"] for row in await database.all(TOLD, store, clock.now())]
        assert sorted(told) == sorted(products)
        assert await database.value(PRICES, store) == prices


async def test_a_price_that_is_set_while_sales_end_stays(database: Database, clock: FrozenClock) -> None:
    store, products = await planned(database, 8)
    clock.advance(3600)
    assert await catalog.turn_due(database)
    clock.advance(3600)

    async def reprice(product: catalog.ProductId) -> None:
        change = ProductChange(price_minor=700, compare_at_minor=None)
        await database.write(lambda tx: catalog.edit(tx, store, product, change))

    await asyncio.gather(*(reprice(product) for product in products), *(catalog.turn_due(database) for _ in range(4)))
    while await catalog.turn_due(database):
        pass

    assert await database.value(PRICES, store) == ["(700,,)"]
