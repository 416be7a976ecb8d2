"""Warehouses, and what was counted in them."""

from datetime import date, timedelta

import pytest

from serai.core import inventory
from serai.core.inventory import Kind, NewWarehouse, WarehouseChange, WarehouseInUse
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound, Taken
from tests.conftest import NOW
from tests.factories import Make

ADDRESS: dict[str, object] = {"street": "شارع محمد الخامس", "city": "Rabat", "country": "MA"}
HOUR = timedelta(hours=1)


async def test_a_warehouse_is_made_changed_and_found_by_its_key(make: Make, database: Database) -> None:
    store = await make.store()

    async with database.begin() as tx:
        new = NewWarehouse(name="Souq", reference_key="WH-1", kind=Kind.BRANCH, address=ADDRESS)
        made = await inventory.create_warehouse(tx, store.id, new)
        await inventory.edit_warehouse(tx, store.id, made.id, WarehouseChange(name="Medina"))

    found = await inventory.warehouse(database, store.id, "WH-1")
    assert (found.id, found.name, found.kind, found.address, found.is_default) == (
        *(made.id, "Medina", Kind.BRANCH),
        *(ADDRESS, False),
    )
    assert await inventory.warehouse(database, store.id, made.id) == found
    main, second = await inventory.warehouses(database, store.id)
    assert (main.is_default, main.key, second) == (True, str(main.id), found)
    assert await inventory.warehouse(database, store.id, main.key) == main


async def test_there_is_always_one_default(make: Make, database: Database) -> None:
    store = await make.store()

    async with database.begin() as tx:
        made = await inventory.create_warehouse(tx, store.id, NewWarehouse(name="New", is_default=True))
        with pytest.raises(Invalid):
            await inventory.edit_warehouse(tx, store.id, made.id, WarehouseChange(is_default=False))

    assert [w.is_default for w in await inventory.warehouses(database, store.id)] == [False, True]


async def test_one_that_holds_stock_stays(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store)
    async with database.begin() as tx:
        made = await inventory.create_warehouse(tx, store.id, NewWarehouse(name="New"))
        await inventory.set_level_at(tx, store.id, product.default.id, made.id, 1)

    async with database.begin() as tx:
        with pytest.raises(WarehouseInUse):
            await inventory.remove_warehouse(tx, store.id, made.id)
        await inventory.set_level_at(tx, store.id, product.default.id, made.id, 0)
        await inventory.remove_warehouse(tx, store.id, made.id)

    (main,) = await inventory.warehouses(database, store.id)
    async with database.begin() as tx:
        with pytest.raises(WarehouseInUse):
            await inventory.remove_warehouse(tx, store.id, main.id)
        with pytest.raises(NotFound):
            await inventory.remove_warehouse(tx, store.id, made.id)


async def test_keys_are_unique_in_a_store(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    new = NewWarehouse(name="W", reference_key="WH-1")
    async with database.begin() as tx:
        await inventory.create_warehouse(tx, store.id, new)
        await inventory.create_warehouse(tx, other.id, new)

    with pytest.raises(Taken):
        async with database.begin() as tx:
            await inventory.create_warehouse(tx, store.id, new)


@pytest.mark.parametrize("name", ["", " ", "x" * 256, "a\x00b"])
async def test_impossible_names_are_refused(make: Make, database: Database, name: str) -> None:
    store = await make.store()

    async with database.begin() as tx:
        with pytest.raises(Invalid):
            await inventory.create_warehouse(tx, store.id, NewWarehouse(name=name))


async def test_an_older_count_changes_nothing(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=0)
    (main,) = await inventory.warehouses(database, store.id)
    where = (store.id, product.default.id, main.id)

    async with database.begin() as tx:
        first = await inventory.set_level_at(tx, *where, 14, changed_at=NOW, expected_on=date(2026, 5, 1))
        late = await inventory.set_level_at(tx, *where, 2, changed_at=NOW - HOUR, sellable_without_stock=True)
        newer = await inventory.set_level_at(tx, *where, 5, changed_at=NOW + HOUR)

    assert (first.sellable, first.expected_on, first.warehouse_key) == (14, date(2026, 5, 1), str(main.id))
    assert late == first
    assert (newer.sellable, newer.changed_at, newer.expected_on) == (5, NOW + HOUR, date(2026, 5, 1))
    assert await inventory.stocks_of(database, store.id, product.default.id) == (newer,)
    told = "select count(*) from events where store_id = $1 and kind = 'stock.changed'"
    assert await database.value(told, store.id) == 2


async def test_a_count_leaves_what_is_reserved_on_top(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=10)
    await make.order(store, product, quantity=4)
    (main,) = await inventory.warehouses(database, store.id)

    async with database.begin() as tx:
        after = await inventory.set_level_at(tx, store.id, product.default.id, main.id, 1)

    assert (after.on_hand, after.reserved, after.sellable) == (5, 4, 1)


@pytest.mark.parametrize("quantity", [-1, 2**31, 2**63])
async def test_impossible_counts_are_refused(make: Make, database: Database, quantity: int) -> None:
    store = await make.store()
    product = await make.product(store)
    (main,) = await inventory.warehouses(database, store.id)

    async with database.begin() as tx:
        with pytest.raises(Invalid):
            await inventory.set_level_at(tx, store.id, product.default.id, main.id, quantity)
        with pytest.raises(Invalid):
            await inventory.set_level_at(tx, store.id, product.default.id, main.id, 1, expected_on=NOW.date())


async def test_foreign_variants_and_warehouses_are_unknown(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    mine, foreign = await make.product(store), await make.product(other)
    (main,), (theirs,) = await inventory.warehouses(database, store.id), await inventory.warehouses(database, other.id)

    async with database.begin() as tx:
        with pytest.raises(NotFound):
            await inventory.set_level_at(tx, store.id, foreign.default.id, main.id, 1)
        with pytest.raises(NotFound):
            await inventory.set_level_at(tx, store.id, mine.default.id, theirs.id, 1)
        with pytest.raises(NotFound):
            await inventory.edit_warehouse(tx, store.id, theirs.id, WarehouseChange(name="x"))
