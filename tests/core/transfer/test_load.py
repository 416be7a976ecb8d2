"""Importing: what is made, what is changed, what is refused and where."""

from serai.core import billing, catalog
from serai.core.catalog import Product, ProductChange
from serai.core.stores import StoreId
from serai.core.transfer import Fault
from serai.kit.db import Database
from tests.core.transfer.files import file, load, many
from tests.factories import Make

SUMS = """
select (select count(*) from products where store_id = $1) as products,
       (select products from store_totals where store_id = $1) as total,
       (select u.products from plan_usage u join stores s on s.owner_id = u.user_id where s.id = $1) as used,
       (select count(*) from events where store_id = $1 and kind = 'product.created') as events,
       (select sum(on_hand) from stock where store_id = $1) as on_hand,
       (select sum(on_hand_change) from stock_movements where store_id = $1) as moved,
       (select count(*) from stock where store_id = $1) as shelves,
       (select count(*) from variants where store_id = $1) as variants
"""


async def sums(database: Database, store: StoreId) -> dict[str, int]:
    row = await database.one(SUMS, store)
    assert row is not None
    return {name: int(value or 0) for name, value in row.items()}


async def product(database: Database, store: StoreId, slug: str) -> Product:
    return await catalog.by_slug(database, store, slug)


async def test_many_products_leave_the_same_traces_as_one(make: Make, database: Database) -> None:
    store = await make.store()

    outcome = await load(database, store.id, file(*many(700)))

    assert outcome.counts == (700, 0, 0, 0)
    pieces = sum(n % 7 for n in range(1, 701))
    figures = await sums(database, store.id)
    assert figures == dict.fromkeys(figures, 700) | {"on_hand": pieces, "moved": pieces}


async def test_a_product_made_in_bulk_is_as_one_made_alone(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    variants = tuple(
        catalog.NewVariant(name=size, options=(size,), price_minor=price, sku=size, sellable=2)
        for size, price in (("S", 900), ("L", 950))
    )
    alone = await make.product(
        other,
        name="Pot",
        slug="pot",
        price=900,
        stock=4,
        variants=variants,
        option_names=("Size",),
        product_type="Pots",
        categories=(catalog.CategoryRef(name="Pots"),),
        images=(catalog.Image("https://x.example/1.jpg"),),
    )

    await load(database, store.id, file("pot,Pot,Pots,Size,S,S,2,9,https://x.example/1.jpg,1", "pot,,,,L,L,2,9.5,,"))

    made = await product(database, store.id, "pot")
    assert _comparable(made) == _comparable(alone)
    payload = await database.value("select payload::text from events where store_id = $1 and object_id = $2", store.id, made.id)
    assert f'"id": {made.id},' in payload


def _comparable(p: Product) -> tuple[object, ...]:
    variants = [(v.is_default, v.name, v.options, v.sku, v.price_minor, v.on_hand, v.reserved, v.extra) for v in p.variants]
    return p.name, p.slug, p.status, p.option_names, p.images, [c.name for c in p.categories], variants, p.version, p.currency


async def test_what_the_file_says_replaces_what_there_was(make: Make, database: Database) -> None:
    store = await make.store()
    await load(database, store.id, file("pot,Pot,Pots,Size,S,A,1,9,https://x.example/1.jpg,1", "pot,,,,M,B,1,9,,"))
    before = await product(database, store.id, "pot")

    outcome = await load(database, store.id, file("pot,Jar,Jars,Size,S,A,5,10,https://x.example/2.jpg,1", "pot,,,,L,C,1,9,,"))

    after = await product(database, store.id, "pot")
    assert outcome.counts == (0, 1, 0, 0)
    assert (after.name, after.version, [c.name for c in after.categories]) == ("Jar", before.version + 1, ["Jars"])
    assert [(v.name, v.sku, v.sellable, v.price_minor) for v in after.named] == [("S", "A", 5, 1000), ("L", "C", 1, 900)]
    assert after.named[0].id == before.named[0].id
    assert [image.url for image in after.images] == ["https://x.example/2.jpg"]
    assert (after.default.price_minor, after.default.sellable) == (1000, 0)


async def test_a_renamed_option_is_known_by_its_sku(make: Make, database: Database) -> None:
    store = await make.store()
    await load(database, store.id, file("pot,Pot,,Size,S,A,1,9,,", "pot,,,,M,B,1,9,,"))
    before = await product(database, store.id, "pot")

    await load(database, store.id, file("pot,Pot,,Size,Small,A,1,9,,", "pot,,,,M,B,1,9,,"))

    after = await product(database, store.id, "pot")
    assert [(v.id, v.name) for v in after.named] == [(before.named[0].id, "Small"), (before.named[1].id, "M")]


async def test_a_product_gets_and_loses_named_variants(make: Make, database: Database) -> None:
    store = await make.store()
    await load(database, store.id, file("pot,Pot,,,,A,5,9,,"))

    await load(database, store.id, file("pot,Pot,,Size,S,A,2,9,,", "pot,,,,L,B,1,9,,"))
    named = await product(database, store.id, "pot")
    await load(database, store.id, file("pot,Pot,,Title,Default Title,A,4,9,,"))
    alone = await product(database, store.id, "pot")

    assert (named.sellable, named.default.sku, [v.sku for v in named.named]) == (3, None, ["A", "B"])
    assert (alone.sellable, alone.default.sku, alone.named) == (4, "A", ())


async def test_columns_that_the_file_does_not_have_stay(make: Make, database: Database) -> None:
    store = await make.store()
    await load(database, store.id, file("pot,Pot,Pots,,,A,5,9,https://x.example/1.jpg,1"))

    outcome = await load(database, store.id, file("pot,11", header="Handle,Variant Price"))

    after = await product(database, store.id, "pot")
    assert outcome.counts == (0, 1, 0, 0)
    assert (after.name, after.default.price_minor, after.default.sku, after.sellable) == ("Pot", 1100, "A", 5)
    assert len(after.images) == 1


async def test_lines_that_come_back_later_are_added_and_stay_the_same(make: Make, database: Database) -> None:
    store = await make.store()
    lines = ("pot,Pot,,Size,S,A,1,9,https://x.example/1.jpg,1", *many(3), "pot,,,,L,B,1,9,https://x.example/2.jpg,2")

    first = await load(database, store.id, file(*lines))
    before = await product(database, store.id, "pot")
    second = await load(database, store.id, file(*lines))

    assert (first.counts, second.counts) == ((4, 1, 0, 0), (0, 0, 5, 0))
    assert [v.name for v in before.named] == ["S", "L"]
    assert len(before.images) == 2
    assert await product(database, store.id, "pot") == before
    assert [(fault.line, fault.is_warning) for fault in first.faults] == [(6, True)]


async def test_each_fault_names_its_line_and_the_others_go_in(make: Make, database: Database) -> None:
    store = await make.store()
    await make.product(store, sku="USED")
    images = [f"wall,,,,,,,,https://x.example/{n}.jpg,{n}" for n in range(2, 22)]
    sizes = [f"shirt,,,,S{n},,1,1,," for n in range(2, 102)]

    outcome = await load(
        database,
        store.id,
        file(
            "good,Good,,,,OWN,1,9,,",
            "used,Used,,,,USED,1,9,,",
            "twice,Twice,,,,OWN,1,9,,",
            "inside,Inside,,Size,S,X,1,9,,",
            "inside,,,,L,X,1,9,,",
            "dear,Dear,,,,,1,dear,,",
            "wall,Wall,,,,,1,9,https://x.example/1.jpg,1",
            *images,
            "shirt,Shirt,,Size,S1,,1,1,,",
            *sizes,
            "untitled,,,,,,1,9,,",
            "priceless,Priceless,,,,,1,,,",
            "last,Last,,,,,1,9,,",
        ),
    )

    assert outcome.counts == (2, 0, 0, 8)
    assert [(fault.line, fault.column, fault.message, fault.value) for fault in outcome.faults] == [
        (3, "Variant SKU", "Is used by another product or variant.", "USED"),
        (4, "Variant SKU", "Is used by another product or variant.", "OWN"),
        (6, "Variant SKU", "Is used twice in this product.", "X"),
        (7, "Variant Price", "Is not a number.", "dear"),
        (8, "Image Src", "May have at most 20.", ""),
        (29, "Option1 Value", "May have at most 100.", ""),
        (130, "Title", "This field is required for a new product.", ""),
        (131, "Variant Price", "This field is required.", ""),
    ]
    assert (await sums(database, store.id))["products"] == 3


async def test_a_change_that_is_refused_is_undone_and_the_others_are_not(make: Make, database: Database) -> None:
    store = await make.store()
    await load(
        database, store.id, file("pot,Pot,,Size,S,A,5,9,,", "pot,,,,L,B,5,9,,", "jar,Jar,,,,C,1,9,,", "cup,Cup,,,,D,1,9,,")
    )
    pot = await product(database, store.id, "pot")
    large = pot.named[1]
    async with database.begin() as tx:  # an order holds a piece
        await tx.run("update stock set reserved = 1 where store_id = $1 and variant_id = $2", store.id, large.id)
    before = await product(database, store.id, "pot")

    outcome = await load(database, store.id, file("pot,New,,Size,S,A,5,9,,", "jar,Jar,,,,D,1,9,,", "cup,Mug,,,,D,1,9,,"))

    assert outcome.counts == (0, 1, 0, 2)
    assert [(fault.line, fault.column, fault.value) for fault in outcome.faults] == [
        (2, "Option1 Value", "L"),
        (3, "Variant SKU", "D"),
    ]
    assert await product(database, store.id, "pot") == before
    assert (await product(database, store.id, "cup")).name == "Mug"


async def test_a_dry_run_finds_the_same_and_writes_nothing(make: Make, database: Database) -> None:
    store = await make.store()
    await load(database, store.id, file("old,Old,,,,O,1,9,,"))
    before, sold = await sums(database, store.id), await product(database, store.id, "old")
    content = file(
        "old,Older,,,,O,2,9,,", *many(600), "again,Again,,,,SKU-1,1,9,,", "bad,Bad,,,,,x,9,,", "pot-1,,,Size,L,Q,1,9,,"
    )

    dry = await load(database, store.id, content, dry_run=True)

    assert dry.counts == (600, 1, 0, 2)
    assert [fault.line for fault in dry.faults if not fault.is_warning] == [603, 604]
    assert await sums(database, store.id) == before
    assert await product(database, store.id, "old") == sold


async def test_the_plan_limit_stops_the_import_and_keeps_what_was_done(make: Make, database: Database) -> None:
    account = await make.account(plan="trial")
    store = await make.store(account)
    content = file(*many(40), "bad,Bad,,,,,x,9,,")

    dry = await load(database, store.id, content, dry_run=True)
    outcome = await load(database, store.id, content)
    again = await load(database, store.id, content)

    assert dry.counts == outcome.counts == (25, 0, 0, 1)
    assert again.counts == (0, 0, 25, 1)
    assert outcome.stopped == "The plan 'trial' allows at most 25 products."
    assert Fault(27, "Handle", outcome.stopped, "pot-26") in outcome.faults
    assert (await sums(database, store.id))["used"] == 25


async def test_a_dry_run_meets_the_plan_limit_in_a_later_batch(make: Make, database: Database) -> None:
    store = await make.store(await make.account(plan="pro"))
    most = billing.PLANS["pro"].product_limit

    dry = await load(database, store.id, file(*many(most + 5)), dry_run=True)

    assert (dry.created, bool(dry.stopped)) == (most, True)


async def test_prices_have_the_stores_decimals(make: Make, database: Database) -> None:
    store = await make.store(currency="KWD")

    outcome = await load(database, store.id, file("a,A,,,,,1,9.125,,", "b,B,,,,,1,9.1255,,"))

    assert (await product(database, store.id, "a")).default.price_minor == 9125
    assert [(fault.line, fault.message) for fault in outcome.faults] == [(3, "May have at most 3 decimals in KWD.")]


async def test_the_type_names_the_primary_category_once(make: Make, database: Database) -> None:
    store = await make.store()

    await load(database, store.id, file("a,A,Pots,,,,1,9,,", "b,B,pots,,,,1,9,,", "c,C,,,,,1,9,,"))

    assert [(await product(database, store.id, slug)).categories[:1] for slug in "abc"] == [
        (category := (await product(database, store.id, "a")).categories[:1]),
        category,
        (),
    ]
    assert await database.value("select count(*) from categories where store_id = $1", store.id) == 1


async def test_other_categories_of_a_product_stay(make: Make, database: Database) -> None:
    store = await make.store()
    await load(database, store.id, file("a,A,Pots,,,,1,9,,"))
    before = await product(database, store.id, "a")
    refs = (catalog.CategoryRef(name="Pots"), catalog.CategoryRef(name="Gifts"))
    async with database.begin() as tx:
        await catalog.edit(tx, store.id, before.id, ProductChange(categories=refs))

    same = await load(database, store.id, file("a,A,Pots,,,,1,9,,"))
    other = await load(database, store.id, file("a,A,Jars,,,,1,9,,"))

    assert (same.unchanged, other.updated) == (1, 1)
    assert [c.name for c in (await product(database, store.id, "a")).categories] == ["Jars", "Gifts"]
