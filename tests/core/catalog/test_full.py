"""Everything about a product in one statement, whichever dialect said it."""

from decimal import Decimal

import pytest

from serai.core import catalog
from serai.core.catalog import BrandChange, Facts, Handle, Image, NewVariant, ProductChange, VariantFacts
from serai.kit.db import Database
from serai.kit.errors import NotFound, Taken
from serai.kit.pages import Slice
from tests.factories import Make

SIZES = (
    NewVariant(name="S", price_minor=500, sku="T-S", options=("S",)),
    NewVariant(name="M", price_minor=500, sku="T-M", options=("M",), facts=VariantFacts(gtin="40000017", cost_minor=200)),
)


async def test_what_one_dialect_says_the_wide_document_shows(make: Make, database: Database) -> None:
    shop = await make.store()
    facts = Facts(reference_key="TEE-1", master_key="TEE", names={"de_DE": "Hemd", "en_GB": "Shirt"}, custom_data={"a": [1]})
    weight = VariantFacts(weight_grams=Decimal("1500.5"), weight_unit="kg")

    made = await make.product(shop, name="Hemd", facts=facts, default_facts=weight, variants=SIZES, option_names=("Size",))
    shown = await catalog.find_full(database, shop.id, Handle(None, key="TEE-1"))

    assert (shown.id, shown.reference_key, shown.master.reference_key) == (made.id, "TEE-1", "TEE")
    assert shown.names == {"de_DE": "Hemd", "en_GB": "Shirt"}
    assert shown.custom_data == {"a": [1]}
    assert (shown.default.weight_grams, shown.default.weight_unit) == (Decimal("1500.5000"), "kg")
    assert [(v.reference_key, v.gtin, v.cost_minor) for v in shown.sold] == [("T-S", None, None), ("T-M", "40000017", 200)]
    assert [(o.name, [v.name for v in o.values]) for o in shown.options] == [("Size", ["S", "M"])]


async def test_without_a_reference_key_the_slug_is_it(make: Make, database: Database) -> None:
    shop = await make.store()
    made = await make.product(shop, name="Oud candle")

    shown = await catalog.find_full(database, shop.id, Handle(None, key="oud-candle"))

    assert (shown.id, shown.reference_key, shown.master.reference_key, shown.names) == (
        made.id,
        "oud-candle",
        "oud-candle",
        {shown.locale: "Oud candle"},
    )


async def test_a_reference_key_is_one_products(make: Make, database: Database) -> None:
    shop, other = await make.store(), await make.store()
    await make.product(shop, facts=Facts(reference_key="K"))
    await make.product(other, facts=Facts(reference_key="K"))
    second = await make.product(shop)

    with pytest.raises(Taken) as refused:
        await make.product(shop, facts=Facts(reference_key="K"))
    assert (refused.value.field, refused.value.value) == ("reference_key", "K")
    with pytest.raises(Taken):
        async with database.begin() as tx:
            await catalog.edit(tx, shop.id, second.id, ProductChange(facts=Facts(reference_key="K")))
    with pytest.raises(NotFound):
        await catalog.find_full(database, other.id, Handle(second.id))


async def test_an_edit_leaves_what_it_does_not_say(make: Make, database: Database) -> None:
    shop = await make.store()
    facts = Facts(names={"de_DE": "Hemd", "en_GB": "Shirt"}, traits={"calories": 5}, max_per_order=3)
    made = await make.product(shop, name="Hemd", facts=facts, variants=SIZES)

    async with database.begin() as tx:
        await catalog.edit(tx, shop.id, made.id, ProductChange(price_minor=700, facts=Facts(traits={"pinned": True})))
    shown = await catalog.get_full(database, shop.id, made.id)

    assert (shown.names, shown.max_per_order) == ({"de_DE": "Hemd", "en_GB": "Shirt"}, 3)
    assert shown.traits == {"calories": 5, "pinned": True}
    assert shown.named[1].gtin == "40000017"


async def test_a_new_name_in_one_language_is_no_translation_in_another(make: Make, database: Database) -> None:
    shop = await make.store()
    made = await make.product(shop, name="Hemd", facts=Facts(names={"de_DE": "Hemd", "en_GB": "Shirt"}))

    async with database.begin() as tx:
        await catalog.edit(tx, shop.id, made.id, ProductChange(name="Bluse"))
    shown = await catalog.get_full(database, shop.id, made.id)

    assert shown.names == {shown.locale: "Bluse", "en_GB": "Shirt"}


async def test_what_is_blocked_is_a_draft_until_something_activates_it(make: Make, database: Database) -> None:
    shop = await make.store()
    made = await make.product(shop)

    async with database.begin() as tx:
        blocked = await catalog.edit(tx, shop.id, made.id, ProductChange(facts=Facts(is_blocked=True)))
        assert blocked.status is catalog.Status.DRAFT
        assert (await catalog.get_full(tx, shop.id, made.id)).is_blocked
        await catalog.edit(tx, shop.id, made.id, ProductChange(status=catalog.Status.ACTIVE))
    shown = await catalog.get_full(database, shop.id, made.id)

    assert (shown.status, shown.is_blocked) == (catalog.Status.ACTIVE, False)


# ── brands ──


async def test_a_vendor_is_its_brands_name(make: Make, database: Database) -> None:
    shop = await make.store()
    first = await make.product(shop, vendor="Atlas Goods")
    second = await make.product(shop, vendor=" atlas GOODS ")

    brand = (await catalog.get_full(database, shop.id, first.id)).brand
    assert brand is not None
    async with database.begin() as tx:
        await catalog.edit_brand(tx, shop.id, brand.id, BrandChange(name="Rif Goods"))

    assert [(await catalog.get(database, [shop.id], p.id)).vendor for p in (first, second)] == ["Rif Goods", "Rif Goods"]
    assert await database.value("select count(*) from brands") == 1


async def test_a_deleted_brand_leaves_its_products_without_vendor(make: Make, database: Database) -> None:
    shop = await make.store()
    made = await make.product(shop, vendor="Atlas")
    brand = (await catalog.get_full(database, shop.id, made.id)).brand
    assert brand is not None

    async with database.begin() as tx:
        await catalog.remove_brand(tx, shop.id, brand.id)
    shown = await catalog.get_full(database, shop.id, made.id)

    assert (shown.vendor, shown.brand, shown.version) == (None, None, made.version + 1)
    kinds = await database.all("select kind from events where store_id = $1 order by id", shop.id)
    assert [row["kind"] for row in kinds][-2:] == ["product.updated", "brand.deleted"]


async def test_a_brand_by_id_gives_the_vendor(make: Make, database: Database) -> None:
    shop = await make.store()
    async with database.begin() as tx:
        brand = await catalog.create_brand(tx, shop.id, BrandChange(name="Nakhla", logo_url="https://i.example/n.png"))
        with pytest.raises(Taken):
            await catalog.create_brand(tx, shop.id, BrandChange(name="NAKHLA"))

    made = await make.product(shop, brand=brand.id)
    async with database.begin() as tx:
        none = await catalog.edit(tx, shop.id, made.id, ProductChange(brand=None))

    assert (made.vendor, brand.slug, brand.logo_url) == ("Nakhla", "nakhla", "https://i.example/n.png")
    assert none.vendor is None


# ── images and options keep their ids ──


async def test_an_image_that_stays_keeps_its_id(make: Make, database: Database) -> None:
    shop = await make.store()
    made = await make.product(
        shop, images=(Image("https://i.example/a.jpg", reference_key="A"), Image("https://i.example/b.jpg"))
    )
    before = (await catalog.get_full(database, shop.id, made.id)).images

    async with database.begin() as tx:
        images = (
            Image("https://i.example/c.jpg"),
            Image("https://i.example/b.jpg", is_primary=True),
            Image("https://i.example/a.jpg"),
        )
        await catalog.edit(tx, shop.id, made.id, ProductChange(images=images))
    after = (await catalog.get_full(database, shop.id, made.id)).images

    assert [i.id for i in after[1:]] == [before[1].id, before[0].id]
    assert [(i.position, i.is_primary, i.reference_key) for i in after] == [(0, False, None), (1, True, None), (2, False, "A")]


@pytest.mark.parametrize(
    ("names", "values", "kept"),
    [
        (("Size",), (("S",), ("L",)), [("Size", ["S", "L"])]),
        (("Grösse",), (("S",), ("M",)), [("Grösse", ["S", "M"])]),
        (("Colour", "Size"), (("red", "S"), ("red", "M")), [("Colour", ["red"]), ("Size", ["S", "M"])]),
    ],
)
async def test_options_follow_the_variants(
    make: Make, database: Database, names: tuple[str, ...], values: tuple[tuple[str, ...], ...], kept: list[object]
) -> None:
    shop = await make.store()
    made = await make.product(shop, variants=SIZES, option_names=("Size",))
    before = (await catalog.get_full(database, shop.id, made.id)).options

    async with database.begin() as tx:
        variants = tuple(
            NewVariant(id=old.id, name="x", price_minor=500, options=new) for old, new in zip(made.named, values, strict=True)
        )
        await catalog.edit(tx, shop.id, made.id, ProductChange(option_names=names, variants=variants))
    after = (await catalog.get_full(database, shop.id, made.id)).options

    assert [(o.name, [v.name for v in o.values]) for o in after] == kept
    assert before[0].id in {o.id for o in after}
    assert before[0].values[0].id in {v.id for o in after for v in o.values}


async def test_everything_is_one_statement(make: Make, database: Database) -> None:
    shop = await make.store()
    await make.product(shop, variants=SIZES, option_names=("Size",), tags=("new",), vendor="Atlas")

    page = await catalog.page_full(database, shop.id, catalog.Filter(), Slice(1, 10))

    assert [(p.brand.name if p.brand else "", [t.name for t in p.tag_ids]) for p in page.items] == [("Atlas", ["new"])]
