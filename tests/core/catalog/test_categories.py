"""Categories are the same when what names them is the same."""

from serai.core import catalog, stores
from serai.core.catalog import CategoryRef
from serai.kit.db import Database
from serai.kit.pages import Slice
from tests.factories import Make


async def made(make: Make, shop: stores.Store, *refs: CategoryRef) -> list[tuple[str, str]]:
    product = await make.product(shop, categories=refs)
    return [(category.name, category.slug) for category in product.categories]


async def test_a_name_finds_its_category_whatever_its_case_and_accents(make: Make, database: Database) -> None:
    shop = await make.store()

    assert await made(make, shop, CategoryRef(name="Été")) == [("Été", "ete")]
    assert await made(make, shop, CategoryRef(name=" ETE ")) == [("Été", "ete")]
    assert await database.value("select count(*) from categories") == 1


async def test_names_that_would_share_a_slug_stay_two_categories(make: Make) -> None:
    shop = await make.store()

    assert await made(make, shop, CategoryRef(name="R&D")) == [("R&D", "r-d")]
    assert await made(make, shop, CategoryRef(name="R D"), CategoryRef(name="R-D")) == [("R D", "r-d-2"), ("R-D", "r-d-3")]
    assert await made(make, shop, CategoryRef(name="r&d"), CategoryRef(name="r d")) == [("R&D", "r-d"), ("R D", "r-d-2")]


async def test_a_slug_finds_its_category_though_another_has_the_name_it_would_get(make: Make) -> None:
    shop = await make.store()
    await made(make, shop, CategoryRef(slug="home-decor"))

    assert await made(make, shop, CategoryRef(name="Home decor")) == [("Home decor", "home-decor")]
    assert await made(make, shop, CategoryRef(name="Floral Art", slug=None)) == [("Floral Art", "floral-art")]
    assert await made(make, shop, CategoryRef(slug="r-d"), CategoryRef(name="R&D")) == [("R d", "r-d"), ("R&D", "r-d-2")]
    assert await made(make, shop, CategoryRef(slug="r-d-2")) == [("R&D", "r-d-2")]


async def test_a_name_without_latin_letters_has_a_slug_all_the_same(make: Make) -> None:
    shop = await make.store()

    shown = await made(make, shop, CategoryRef(name="عطور & هدايا"), CategoryRef(name="★"))

    assert shown == [("عطور & هدايا", "عطور-هدايا"), ("★", "category")]


async def test_a_product_is_found_by_any_of_its_categories(make: Make, database: Database) -> None:
    shop = await make.store()
    product = await make.product(shop, categories=(CategoryRef(name="First"), CategoryRef(name="Second")))

    for slug in ("first", "second"):
        found = await catalog.page(database, [shop.id], catalog.Filter(category_slug=slug), Slice(1, 10))
        assert [p.id for p in found.items] == [product.id]
