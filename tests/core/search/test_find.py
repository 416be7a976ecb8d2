"""Finding: words in three languages and two scripts, mistyped ones, filters, orders, and changes that show at once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from serai.core import catalog, inventory, navigation, pricing, search, stores
from serai.core.catalog import CategoryRef, Handle, ProductChange
from tests.core.search.conftest import World


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("Running shoes", "shoe"),
        ("Running shoes", "RUN"),
        ("Chaussures élégantes", "chaussure elegante"),
        ("Crème brûlée", "creme brulee"),
        ("Straße", "strasse"),
        ("أحذية رياضية", "احذيه رياضيه"),
        ("مَكْتَبَة", "مكتبه"),
        ("مستشفى", "مستشفي"),
        ("موديل ٢٠٢٦", "2026"),
        ("الحذاء", "حذاء"),
        ("Nike Air", "nikke air"),
        ("Adidas Samba", "addidas"),
        ("Green shirt", "grene shrit"),
        ("Nike Air", "nkie"),
        ("Model AB-12/X", "AB-12/X"),
        ("Model AB-12/X", "ab12x"),
        ("Emoji 😀 mug", "mug"),
    ],
)
async def test_a_name_is_found_as_people_type_it(world: World, name: str, term: str) -> None:
    product = await world.product(name)
    await world.product("Something else entirely")

    assert (await world.find(term)).ids == (product.id,)


async def test_numbers_brands_categories_and_attributes_are_found(world: World) -> None:
    product = await world.product(
        "Plain", colors=("Turquoise",), category="Garden chairs", sku="SKU-77", barcode="4006381333931", vendor="Oakleaf",
        tags=("picnic",), description="For long evenings.",
    )  # fmt: skip
    await world.product("Other")

    for term in ("SKU-77", "4006381333931", "oakleaf", "chair garden", "turquoise", "picnic", "evening"):
        assert (await world.find(term)).ids == (product.id,), term


async def test_a_name_counts_more_than_a_description(world: World) -> None:
    inside = await world.product("Table", description="Goes with our lamp.")
    named = await world.product("Lamp")

    assert (await world.find("lamp")).ids == (named.id, inside.id)


@pytest.mark.parametrize("term", ["", "   ", "!!!", "' or 1=1 --", "&|!():*", "😀", "a" * 5000, "\\", "%"])
async def test_odd_terms_find_nothing(world: World, term: str) -> None:
    await world.product("Lamp")

    assert (await world.find(term)).total == 0


async def test_typos_are_forgiven_only_where_nothing_fits_and_only_when_wanted(world: World) -> None:
    shirt = await world.product("Shirt")
    await world.product("Skirts")

    assert (await world.find("shirt")).ids == (shirt.id,)
    assert (await world.find("shirtt", is_fuzzy=False)).ids == ()
    assert shirt.id in (await world.find("shirtt")).ids


async def test_a_part_of_a_word_is_found_when_asked(world: World) -> None:
    product = await world.product("Waterproof jacket")

    assert (await world.find("erproo", is_substring=True)).ids == (product.id,)
    assert (await world.find("erproo", is_fuzzy=False)).ids == ()


async def test_every_change_shows(world: World) -> None:
    product = await world.product("Lamp", price=1000, stock=1)
    assert (await world.find()).ids == (product.id,)

    async with world.make.database.begin() as tx:
        await catalog.edit(tx, world.store.id, Handle(product.id), ProductChange(name="Torch", price_minor=2000))
    assert (await world.find("lamp")).ids == ()
    assert (await world.find("torch", min_minor=2380, max_minor=2380)).ids == (product.id,)

    await world.make.order(world.store, product)
    assert (await world.find()).total == 0
    assert (await world.find(with_sold_out=True)).ids == (product.id,)

    async with world.make.database.begin() as tx:
        await catalog.remove(tx, world.store.id, product.id)
    assert (await world.find(with_sold_out=True)).total == 0


async def test_drafts_and_hidden_ones_are_not_found(world: World) -> None:
    await world.product("Draft", status=catalog.Status.DRAFT)
    await world.product("Hidden", facts=catalog.Facts(is_hidden=True))

    assert (await world.find(with_sold_out=True, with_free=True)).total == 0


async def test_a_category_has_what_is_below_it(world: World) -> None:
    async with world.make.database.begin() as tx:
        parent = await catalog.create_category(tx, world.store.id, catalog.CategoryChange(name="Women"))
        child = await catalog.create_category(tx, world.store.id, catalog.CategoryChange(name="Shirts", parent=parent.id))
    shirt = await world.make.product(world.store, name="Shirt", categories=(CategoryRef(id=child.id),))
    await world.product("Other")

    assert (await world.find(categories=(parent.id,))).ids == (shirt.id,)
    assert (await world.find(categories=(child.id,))).ids == (shirt.id,)


async def test_values_of_a_group_are_any_and_groups_are_all(world: World) -> None:
    red = await world.product("A", colors=("Red",), vendor="One")
    blue = await world.product("B", colors=("Blue", "Red"), vendor="Two")
    await world.product("C", colors=("Green",), vendor="Two")
    values = {color: await world.value(color) for color in ("Red", "Blue", "Green")}
    brand = await world.make.database.value("select id from brands where store_id = $1 and name = 'Two'", world.store.id)

    def color(*names: str, group: str = "color") -> search.Values:
        return search.Values(group, tuple(values[name] for name in names))

    two = search.Values("brand", (brand,))
    assert set((await world.find(values=(color("Red", "Blue"),))).ids) == {red.id, blue.id}
    assert (await world.find(values=(color("Red", "Blue"), two))).ids == (blue.id,)
    assert (await world.find(values=(color("Red"),), but=(color("Blue"),))).ids == (red.id,)
    assert (await world.find(values=(color("Red"), two), either=frozenset(("color", "brand")))).total == 3
    assert (await world.find(values=(color("Red", group="size"),))).total == 0


async def test_orders_have_no_ties(world: World) -> None:
    made = [await world.product(f"P{n}", price=price) for n, price in enumerate((300, 100, 200, 100))]
    ids = [product.id for product in made]

    assert (await world.find()).ids == tuple(reversed(ids))
    cheap = await world.find(order=search.Order.PRICE, descending=False)
    assert cheap.ids == (ids[1], ids[3], ids[2], ids[0])
    pages = [(await world.find(order=search.Order.PRICE, size=1, offset=n)).ids[0] for n in range(4)]
    assert pages == list(reversed(cheap.ids))
    past = await world.find(size=2, offset=10)
    assert (past.ids, past.total) == ((), 4)


async def test_sales_and_reductions(world: World) -> None:
    await world.product("Full", price=1000)
    half = await world.product("Half", price=500, compare_at_minor=1000)

    assert (await world.find(is_sale=True)).ids == (half.id,)
    assert (await world.find(min_reduction=50, max_reduction=50)).ids == (half.id,)
    assert (await world.find(min_reduction=51)).total == 0


async def test_siblings_share_a_master_key(world: World) -> None:
    green, red = [
        await world.product(name, facts=catalog.Facts(master_key="TEE-01")) for name in ("Tee green", "Tee red")
    ]  # fmt: skip
    await world.find()

    found = await search.siblings(world.make.database, world.country, [green.id, red.id])

    assert found == {green.id: (red.id,), red.id: (green.id,)}


async def test_another_store_finds_nothing_of_it(world: World) -> None:
    await world.product("Lamp")
    other = World(world.make, *(await _other(world)))

    assert (await other.find("lamp")).total == 0
    assert (await other.find()).total == 0


async def _other(world: World) -> tuple[object, object]:
    store = await world.make.store()
    return store, await stores.home(world.make.database, store.id)


async def test_held_pieces_and_a_new_tax_rate_show(world: World) -> None:
    product = await world.product("Lamp", price=1000, stock=1)
    assert (await world.find()).total == 1
    until = world.make.database.clock.now() + timedelta(minutes=5)
    async with world.make.database.begin() as tx:
        await inventory.reserve(tx, world.store.id, [inventory.Piece(product.default.id, 1)], owner="basket:1", until=until)
    assert (await world.find()).total == 0

    async with world.make.database.begin() as tx:
        await inventory.release_owner(tx, world.store.id, "basket:1")
        await stores.change_settings(tx, world.store.id, change=stores.SettingsChange(tax_rate=Decimal("0.2")))
    assert (await world.find(min_minor=1200, max_minor=1200)).total == 1


async def test_a_price_shows_from_its_moment_on(world: World) -> None:
    product = await world.product("Lamp", price=1000)
    clock = world.make.database.clock
    new = pricing.NewPrice(
        country=world.country.country,
        currency="EUR",
        price_minor=500,
        tax_percent=Decimal(19),
        valid_from=clock.now() + timedelta(hours=1),
        valid_to=clock.now() + timedelta(hours=2),
    )
    async with world.make.database.begin() as tx:
        await pricing.put(tx, world.store.id, product.default.id, new)

    assert (await world.find(max_minor=500)).total == 0
    clock.advance(3600)  # type: ignore[attr-defined]
    assert (await world.find(max_minor=500)).total == 1
    clock.advance(3600)  # type: ignore[attr-defined]
    assert (await world.find(max_minor=500)).total == 0


async def test_a_shop_with_a_tree_of_its_own_is_found_by_it(world: World) -> None:
    shirt = await world.product("Shirt", category="Shirts")
    await world.product("Other", category="Lamps")
    async with world.make.database.begin() as tx:
        made = await navigation.create(
            tx,
            world.store.id,
            world.country.shop_id,
            navigation.NewCategory(names={"en_MA": "Tops"}, sets=(navigation.NewSet(include=(shirt.id,)),)),
        )

    assert (await world.find(categories=(made.id,))).ids == (shirt.id,)
