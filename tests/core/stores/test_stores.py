"""What a new store has, and what a deleted one leaves."""

import asyncio
from decimal import Decimal
from functools import partial

import pytest

from serai.core import stores
from serai.core.stores import HasOrders, HasTax, Language, SlugTaken
from serai.kit.db import Database
from serai.kit.errors import NotFound
from serai.wire.call import Services
from tests.conftest import make_services
from tests.factories import Make

FURNITURE = ("store_settings", "store_totals", "shops", "shop_countries", "warehouses")


async def rows(database: Database, table: str) -> int:
    return await database.value(f"select count(*) from {table}")


async def test_a_new_store_is_furnished(services: Services, make: Make) -> None:
    store = await make.store()

    assert {table: await rows(services.database, table) for table in FURNITURE} == dict.fromkeys(FURNITURE, 1)
    assert await services.database.value("select is_default from warehouses where store_id = $1", store.id) is True
    assert await services.database.value("select id from shop_countries where store_id = $1", store.id) >= 1001


async def test_a_deleted_store_leaves_nothing(services: Services, make: Make) -> None:
    owner = await make.account()
    store = await make.store(owner)
    kept = await make.store(owner)
    await make.product(store, stock=3)
    await make.product(kept, stock=3)
    await make.customer(store)

    async with services.database.begin() as tx:
        await stores.remove(tx, store.id)

    for table in (*FURNITURE, "stores", "products", "variants", "stock"):
        assert await rows(services.database, table) == 1, table
    usage = await services.database.one("select stores, products from plan_usage")
    assert usage is not None
    assert (usage["stores"], usage["products"]) == (1, 1)


async def test_a_store_with_orders_is_not_deleted(services: Services, make: Make) -> None:
    owner = await make.account()
    store = await make.store(owner)
    await make.order(store)

    with pytest.raises(HasOrders):
        async with services.database.begin() as tx:
            await stores.remove(tx, store.id)

    assert await rows(services.database, "orders") == 1
    assert await services.database.value("select stores from plan_usage") == 1


async def test_an_unknown_store_is_not_found(services: Services) -> None:
    unknown = stores.StoreId(999_999)
    with pytest.raises(NotFound):
        await stores.get(services.database, unknown)
    with pytest.raises(NotFound):
        await stores.read_settings(services.database, unknown)
    with pytest.raises(NotFound):
        async with services.database.begin() as tx:
            await stores.remove(tx, unknown)


async def test_of_many_at_once_one_gets_the_slug(committed: Database) -> None:
    owner = await Make(make_services(committed)).account()

    async def one() -> bool:
        try:
            await committed.write(
                lambda tx: stores.create(
                    tx, owner.user.id, name="Store", category="x", public_slug="the-slug", language=Language.FR
                )
            )
        except SlugTaken:
            return False
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(12)))) == 1
    assert await committed.value("select stores from plan_usage") == 1


async def test_of_taxes_added_at_once_one_counts(committed: Database) -> None:
    store = await Make(make_services(committed)).store()
    rates = [Decimal(percent) / 100 for percent in (5, 10, 15, 20)]

    made = await asyncio.gather(
        *(committed.write(partial(stores.add_tax, store=store.id, rate=rate)) for rate in rates), return_exceptions=True
    )

    (charged,) = [found.tax_rate for found in made if isinstance(found, stores.Settings)]
    assert sum(isinstance(refused, HasTax) for refused in made) == len(rates) - 1
    assert (await stores.read_settings(committed, store.id)).tax_rate == charged
