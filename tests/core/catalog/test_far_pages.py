"""A far page is found without sorting what comes before it, and has the very rows that sorting would give."""

from datetime import timedelta
from random import Random

import pytest

from serai.core import catalog, stores
from serai.core.catalog import NewProduct, read
from serai.core.stores import StoreId
from serai.kit.db import Database
from serai.kit.pages import Slice
from tests.factories import Make

SPREADS = {
    "alike": lambda chance, _: chance.randrange(100),
    "one after the other": lambda chance, store: store * 100 + chance.randrange(100),
    "all at once": lambda _, __: 0,
    "few moments": lambda chance, _: chance.randrange(3),
}


async def filled(database: Database, make: Make, spread: str) -> list[StoreId]:
    """Stores with 25, 9, 1 and 0 products; two products of the first were removed again."""
    owner, chance = await make.account(), Random(4)
    ids = [(await make.store(owner)).id for _ in range(4)]
    async with database.begin() as tx:
        for store, count in enumerate((25, 9, 1, 0)):
            for number in range(count):
                at = tx.now - timedelta(minutes=SPREADS[spread](chance, store))
                async with tx.at(at).begin() as then:
                    made = await catalog.create(then, ids[store], NewProduct(name=f"Lamp {number}", price_minor=100))
                    if store == 0 and number in (3, 4):
                        await catalog.remove(then, ids[store], made.id)
    return ids


async def walked(database: Database, ids: list[StoreId], size: int) -> list[tuple[int, ...]]:
    """The total, and the ids of every page and of those past the end."""
    pages = [await catalog.page(database, ids, catalog.Filter(), Slice(number, size)) for number in range(1, 36 // size + 3)]
    return [(page.total, *(product.id for product in page.items)) for page in pages]


@pytest.mark.parametrize("spread", SPREADS)
async def test_far_pages_have_the_rows_that_sorting_gives(
    database: Database, make: Make, monkeypatch: pytest.MonkeyPatch, spread: str
) -> None:
    ids = await filled(database, make, spread)

    for some in (ids, ids[:1], ids[2:]):
        for size in (1, 4, 10):
            monkeypatch.setattr(read, "FAR", 10**9)
            sorted_ = await walked(database, some, size)
            monkeypatch.setattr(read, "FAR", 0)
            assert await walked(database, some, size) == sorted_


async def test_a_far_page_past_the_end_is_empty_and_knows_the_total(
    database: Database, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "FAR", 0)
    store: stores.Store = await make.store()
    await make.product(store)

    for number in (2, 1000, 10**9):
        page = await catalog.page(database, [store.id], catalog.Filter(), Slice(number, 20))
        assert (page.items, page.total) == ((), 1)


async def test_a_far_page_of_nothing_is_empty(database: Database, make: Make) -> None:
    store = await make.store()

    page = await catalog.page(database, [store.id], catalog.Filter(), Slice(1000, 20))

    assert (page.items, page.total) == ((), 0)
