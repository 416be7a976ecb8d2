"""Products added in bulk get what products added one by one get, and reading one costs what it did."""

import asyncio

import asyncpg

from serai.core import catalog, stores
from serai.core.catalog import CategoryChange, Facts, GroupChange, Kind, Level, NewProduct, NewVariant, VariantFacts, bulk
from serai.core.catalog.state import State, problems_of, state_of
from serai.kit.db import Database
from serai.kit.pages import Slice
from tests.factories import Make

SIZES = (
    NewVariant(name="S", price_minor=5, sku="S", options=("S",)),
    NewVariant(name="M", price_minor=5, sku="M", options=("M",), facts=VariantFacts(mpn="X-1")),
)


async def test_in_bulk_as_one_by_one(make: Make, database: Database) -> None:
    shop = await make.store()
    new = NewProduct(
        name="Shirt",
        slug="shirt",
        price_minor=5,
        vendor="Atlas",
        tags=("new",),
        option_names=("Size",),
        variants=SIZES,
        facts=Facts(reference_key="K", is_blocked=True),
    )

    async with database.begin() as tx:
        (made,) = await bulk.create_many(tx, shop.id, [new])
    shown = await catalog.get_full(database, shop.id, made.id)

    assert (shown.reference_key, shown.is_blocked, shown.status) == ("K", True, catalog.Status.DRAFT)
    assert [(o.name, [v.name for v in o.values]) for o in shown.options] == [("Size", ["S", "M"])]
    assert ([tag.name for tag in shown.tag_ids], shown.brand and shown.brand.name) == (["new"], "Atlas")
    assert [v.mpn for v in shown.named] == [None, "X-1"]
    assert made == await catalog.get(database, [shop.id], made.id)


async def test_a_list_with_everything_is_one_statement(make: Make, connection: asyncpg.Connection, database: Database) -> None:
    shop = await make.store()
    for number in range(3):
        await make.product(shop, name=f"P{number}", variants=tuple(NewVariant(name=n, price_minor=5) for n in "SM"))
    asked: list[str] = []

    def note(record: asyncpg.connection.LoggedQuery) -> None:
        asked.append(record.query)

    connection.add_query_logger(note)
    page = await catalog.page_full(database, shop.id, catalog.Filter(), Slice(1, 10))
    after = await catalog.full_after(database, shop.id, after=page.items[2].id, most=9)

    assert [product.name for product in page.items] == ["P2", "P1", "P0"]
    assert [product.name for product in after] == ["P1", "P2"]
    await asyncio.sleep(0)  # it is told of a query after the fact
    connection.remove_query_logger(note)
    assert len(asked) == 2


async def test_a_state_is_what_the_data_allow(make: Make, database: Database) -> None:
    shop = await make.store()
    bare = await make.product(shop)
    whole = await make.product(shop, images=(catalog.Image("https://i.example/a.jpg"),))
    draft = await make.product(shop, status=catalog.Status.DRAFT)

    shown = [await catalog.get_full(database, shop.id, product.id) for product in (bare, whole, draft)]

    assert [state_of(product) for product in shown] == [State.PROBLEM, State.LIVE, State.DRAFT]
    assert [problems_of(product) for product in shown[:2]] == [("The product has no image.",), ()]


async def test_a_store_goes_with_all_that_describes_its_products(make: Make, database: Database) -> None:
    shop = await make.store()
    async with database.begin() as tx:
        top = await catalog.create_category(tx, shop.id, CategoryChange(name="Top"))
        low = await catalog.create_category(tx, shop.id, CategoryChange(name="Low", parent=top.id))
        group = GroupChange(name="c", labels={"a": "b"}, kind=Kind.SIMPLE, level=Level.PRODUCT)
        await catalog.create_group(tx, shop.id, group)
        await catalog.link_asset(tx, shop.id, "https://i.example/a.jpg")
        new = NewProduct(
            name="Shirt",
            price_minor=5,
            vendor="Atlas",
            tags=("new",),
            option_names=("Size",),
            variants=SIZES,
            categories=(catalog.CategoryRef(id=low.id),),
            attributes=(catalog.AttributeDraft("c", "x"),),
        )
        await catalog.create(tx, shop.id, new)

    async with database.begin() as tx:
        await stores.remove(tx, shop.id)

    for table in (
        "brands",
        "categories",
        "tags",
        "attribute_groups",
        "attribute_values",
        "attributes",
        "assets",
        "option_values",
    ):
        assert await database.value(f"select count(*) from {table} where store_id = $1", shop.id) == 0
