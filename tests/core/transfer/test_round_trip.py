"""What goes in comes out again, and in again."""

from decimal import Decimal

import pytest

from serai.core import catalog
from serai.core.catalog import CategoryRef, Image, NewVariant, Status, read_many
from serai.kit.db import Database
from tests.core.transfer.files import NAMES, dump, file, load, rows, sample
from tests.factories import Make

VERSIONS = "select sum(version) from products where store_id = $1"
EVENTS = "select count(*) from events where store_id = $1"


@pytest.mark.parametrize("name", NAMES)
async def test_every_cell_of_a_real_export_comes_out_again(name: str, make: Make, database: Database) -> None:
    store, content = await make.store(), sample(name)

    outcome = await load(database, store.id, content)

    assert (outcome.counts, outcome.faults) == ((20, 0, 0, 0), [])
    before, after = rows(content), rows(await dump(database, store.id))
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        for column, cell in old.items():
            assert new[column] == cell or Decimal(new[column]) == Decimal(cell), (old["Handle"], column)


@pytest.mark.parametrize("name", NAMES)
async def test_an_export_is_imported_and_exported_byte_for_byte(name: str, make: Make, database: Database) -> None:
    first, second = await make.store(), await make.store()
    await load(database, first.id, sample(name))
    exported = await dump(database, first.id)

    outcome = await load(database, second.id, exported)

    assert (outcome.created, outcome.faults) == (20, [])
    assert await dump(database, second.id) == exported


@pytest.mark.parametrize("name", NAMES)
async def test_importing_again_changes_nothing(name: str, make: Make, database: Database) -> None:
    store, content = await make.store(), sample(name)
    await load(database, store.id, content)
    before = [await database.value(sql, store.id) for sql in (VERSIONS, EVENTS)]

    again = await load(database, store.id, content)
    own = await load(database, store.id, await dump(database, store.id))

    assert again.counts == own.counts == (0, 0, 20, 0)
    assert [await database.value(sql, store.id) for sql in (VERSIONS, EVENTS)] == before


async def test_products_that_never_were_at_shopify_come_back_as_they_were(make: Make, database: Database) -> None:
    """With all that Shopify has no column for."""
    store, other = await make.store(), await make.store()
    small = NewVariant(name="Small one", options=("S", "Red"), price_minor=900, sku="S", sellable=3)
    large = NewVariant(name="L / Red", options=("L", "Red"), price_minor=1100, compare_at_minor=1300, barcode="42", sellable=0)
    await make.product(
        store,
        name="Shirt",
        price=1000,
        stock=8,
        sku="OWN",
        compare_at_minor=1200,
        variants=(small, large),
        option_names=("Size", "Colour"),
        low_stock_threshold=2,
        subscription_enabled=True,
        tags=("one, with a comma", "two"),
        categories=(CategoryRef(name="Shirts"), CategoryRef(name="Été")),
        images=(Image("https://x.example/1.jpg", "front"), Image("https://x.example/2.jpg", "", is_primary=True)),
        description='<p>"quoted",\nwith lines</p>\r\n',
    )
    names = (NewVariant(name="Plain", price_minor=500), NewVariant(name="Plain", price_minor=500))
    await make.product(store, name="Bare names", variants=names, stock=None)
    await make.product(store, name="Service", stock=0, track_inventory=False, status=Status.DRAFT)
    await make.product(store, name="Counted service", stock=4, track_inventory=False)
    exported = await dump(database, store.id)

    outcome = await load(database, other.id, exported)

    assert (outcome.counts, outcome.faults) == ((4, 0, 0, 0), [])
    assert await dump(database, other.id) == exported
    before = await read_many.oldest_first(database, store.id, after=0, most=10)
    after = await read_many.oldest_first(database, other.id, after=0, most=10)
    assert [_facts(p) for p in after if p.name != "Bare names"] == [_facts(p) for p in before if p.name != "Bare names"]
    assert (await load(database, store.id, exported)).counts == (0, 0, 4, 0)


def _facts(p: catalog.Product) -> tuple[object, ...]:
    variants = [(v.name, v.options, v.sku, v.barcode, v.price_minor, v.compare_at_minor, v.sellable) for v in p.variants]
    categories = [category.name for category in p.categories]
    flags = (p.track_inventory, p.low_stock_threshold, p.subscription_enabled, p.status)
    return p.name, p.slug, p.description, p.tags, p.option_names, p.images, categories, flags, variants


async def test_words_of_an_import_hold_as_long_as_they_are_true(make: Make, database: Database) -> None:
    store = await make.store()
    await load(database, store.id, file("pot,Pot,1,true,archived", header="Handle,Title,Variant Price,Published,Status"))
    product = await catalog.by_slug(database, store.id, "pot")
    (kept,) = rows(await dump(database, store.id))

    async with database.begin() as tx:
        await catalog.edit(tx, store.id, product.id, catalog.ProductChange(status=Status.ACTIVE))

    (later,) = rows(await dump(database, store.id))
    assert (kept["Published"], kept["Status"]) == ("true", "archived")
    assert (later["Published"], later["Status"]) == ("true", "active")


async def test_an_export_shows_what_can_be_sold(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=10)
    await make.order(store, product, quantity=4)

    (row,) = rows(await dump(database, store.id))

    assert row["Variant Inventory Qty"] == "6"


async def test_another_stores_products_stay_out(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    await make.product(other, extra={"Secret": "yes"})

    exported = await dump(database, store.id)

    assert rows(exported) == []
    assert b"Secret" not in exported
