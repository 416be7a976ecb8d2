"""Attribute groups, their values, and what things have of them."""

import pytest

from serai.core import catalog, stores
from serai.core.catalog import AttributeDraft, Facts, GroupChange, Image, InUse, Kind, Level, NewVariant, Owner, Reserved
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound, Taken
from tests.factories import Make

COLOUR = GroupChange(name="color", labels={"de_DE": "Farbe"}, kind=Kind.LOCALIZED, level=Level.PRODUCT)
SIZE = GroupChange(name="size", labels={"de_DE": "Größe"}, kind=Kind.SIMPLE, level=Level.VARIANT)
SEASON = GroupChange(name="season", labels={"de_DE": "Saison"}, kind=Kind.SIMPLE_LIST, level=Level.MASTER)
CARE = GroupChange(
    name="care",
    labels={"de_DE": "Pflege"},
    kind=Kind.ADVANCED,
    level=Level.PRODUCT,
    is_shared=False,
    structure={"degrees": {"type": "integer"}, "notes": {"type": "array", "items": {"type": "string"}}},
)
VIEW = GroupChange(name="view", labels={"de_DE": "Ansicht"}, kind=Kind.SIMPLE, level=Level.IMAGE)
GREEN = {"de_DE": "grün", "en_GB": "green"}


async def groups(database: Database, shop: stores.Store, *wanted: GroupChange) -> None:
    async with database.begin() as tx:
        for group in wanted:
            await catalog.create_group(tx, shop.id, group)


async def test_a_product_comes_with_attributes_of_every_level(make: Make, database: Database) -> None:
    shop = await make.store()
    await groups(database, shop, COLOUR, SIZE, SEASON, CARE, VIEW)

    made = await make.product(
        shop,
        facts=Facts(master_key="TEE"),
        attributes=(AttributeDraft("color", GREEN), AttributeDraft("care", {"degrees": 30, "notes": ["no iron"]})),
        master_attributes=(AttributeDraft("season", ["summer", "spring"]),),
        images=(Image("https://i.example/a.jpg"), Image("https://i.example/b.jpg", drafts=(AttributeDraft("view", "front"),))),
        variants=(NewVariant(name="M", price_minor=5, attributes=(AttributeDraft("size", "M"),)),),
    )
    shown = await catalog.get_full(database, shop.id, made.id)

    assert {a.name: a.content for a in shown.attributes} == {"color": GREEN, "care": {"degrees": 30, "notes": ["no iron"]}}
    assert {a.name: a.content for a in shown.master.attributes} == {"season": ["summer", "spring"]}
    assert [[(a.name, a.content) for a in image.attributes] for image in shown.images] == [[], [("view", "front")]]
    assert [(a.name, a.content) for a in shown.named[0].attributes] == [("size", "M")]


async def test_siblings_share_values_and_their_masters_attributes(make: Make, database: Database) -> None:
    shop = await make.store()
    await groups(database, shop, COLOUR, SEASON)
    first, second = [
        await make.product(shop, facts=Facts(master_key="TEE"), attributes=(AttributeDraft("color", colour),))
        for colour in (GREEN, {**GREEN, "fr_FR": "vert"})
    ]

    async with database.begin() as tx:
        master, _ = await catalog.find_master(tx, shop.id, id_=None, key="TEE")
        await catalog.put_attributes(tx, shop.id, Owner(Level.MASTER, master), [AttributeDraft("season", ["summer"])])
    one, other = [await catalog.get_full(database, shop.id, product.id) for product in (first, second)]

    assert one.attributes[0].values == other.attributes[0].values
    assert one.attributes[0].values[0].labels == {**GREEN, "fr_FR": "vert"}
    assert [a.content for p in (one, other) for a in p.master.attributes] == [["summer"], ["summer"]]
    assert (one.version, other.version) == (2, 2)


async def test_an_attribute_is_replaced_and_taken_away(make: Make, database: Database) -> None:
    shop = await make.store()
    await groups(database, shop, COLOUR)
    made = await make.product(shop, attributes=(AttributeDraft("color", GREEN),))
    owner = Owner(Level.PRODUCT, made.id)

    async with database.begin() as tx:
        now = await catalog.put_attributes(tx, shop.id, owner, [AttributeDraft("color", {"de_DE": "rot"})])
        assert [a.content for a in now] == [{"de_DE": "rot"}]
        await catalog.remove_attribute(tx, shop.id, owner, "color")
        with pytest.raises(NotFound):
            await catalog.remove_attribute(tx, shop.id, owner, "color")

    assert await catalog.attributes_of(database, shop.id, owner) == ()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AttributeDraft("color", "grün"), "attributes.color.value"),
        (AttributeDraft("color", {}), "attributes.color.value"),
        (AttributeDraft("color", {"de_DE": 5}), "attributes.color.value"),
        (AttributeDraft("color", GREEN, Kind.SIMPLE), "attributes.color.type"),
        (AttributeDraft("size", "M"), "attributes.size.name"),
        (AttributeDraft("none", "M"), "attributes.none.name"),
        (AttributeDraft("care", {"degrees": "warm"}), "attributes.care.value.degrees"),
        (AttributeDraft("care", {"notes": [5]}), "attributes.care.value.notes.0"),
        (AttributeDraft("care", {"odd": 1}), "attributes.care.value.odd"),
        (AttributeDraft("care", [1]), "attributes.care.value"),
    ],
)
async def test_what_is_not_of_its_group_is_refused(make: Make, database: Database, draft: AttributeDraft, field: str) -> None:
    shop = await make.store()
    await groups(database, shop, COLOUR, SIZE, CARE)

    with pytest.raises(Invalid) as refused:
        await make.product(shop, attributes=(draft,))

    assert list(refused.value.fields) == [field]


async def test_reserved_and_used_groups(make: Make, database: Database) -> None:
    shop = await make.store()
    await groups(database, shop, COLOUR)
    await make.product(shop, attributes=(AttributeDraft("color", GREEN),))

    async with database.begin() as tx:
        for name in ("product_name", "category", "brand"):
            with pytest.raises(Reserved):
                await catalog.create_group(
                    tx, shop.id, GroupChange(name=name, labels={"a": "b"}, kind=Kind.SIMPLE, level=Level.PRODUCT)
                )
        with pytest.raises(InUse):
            await catalog.remove_group(tx, shop.id, "color")
        group = await catalog.get_group(tx, shop.id, "color")
        with pytest.raises(InUse):
            await catalog.remove_attribute_value(tx, shop.id, group, "grün")
        with pytest.raises(Invalid):
            await catalog.edit_group(tx, shop.id, "color", GroupChange(kind=Kind.SIMPLE))
        assert (await catalog.edit_group(tx, shop.id, "color", GroupChange(cluster="base"))).cluster == "base"
    with pytest.raises(Taken):
        await groups(database, shop, COLOUR)


async def test_groups_are_the_stores_own(make: Make, database: Database) -> None:
    shop, other = await make.store(), await make.store()
    await groups(database, shop, COLOUR)

    with pytest.raises(NotFound):
        await catalog.get_group(database, other.id, "color")
    with pytest.raises(Invalid):
        await make.product(other, attributes=(AttributeDraft("color", GREEN),))
    assert await catalog.groups_after(database, other.id, after=0, most=10) == []


async def test_values_are_renamed_and_translated_where_they_are_used(make: Make, database: Database) -> None:
    shop = await make.store()
    await groups(database, shop, COLOUR)
    made = await make.product(shop, attributes=(AttributeDraft("color", GREEN),))

    async with database.begin() as tx:
        group = await catalog.get_group(tx, shop.id, "color")
        await catalog.rename_attribute_value(tx, shop.id, group, "grün", {"de_DE": "oliv"})
        await catalog.translate_attribute_value(tx, shop.id, group, {"de_DE": "oliv", "en_GB": "olive"}, merge=True)
        red = await catalog.add_attribute_value(tx, shop.id, group, {"de_DE": "rot"})
        assert [v.value for v in await catalog.values_after(tx, shop.id, group.id, after=0, most=9)] == ["oliv", "rot"]
        await catalog.remove_attribute_value(tx, shop.id, group, red.value)
    shown = await catalog.get_full(database, shop.id, made.id)

    assert shown.attributes[0].content == {"de_DE": "oliv", "en_GB": "olive"}
