"""scayle-storefront.md 3, 5.7-5.9: filters with their counts, their values, attribute groups."""

import httpx
import pytest

from serai.core import catalog, navigation, stores
from serai.core.catalog import AttributeDraft, CategoryRef, GroupChange, Kind, Level
from serai.kit.db import Database
from tests.factories import Make


@pytest.fixture
async def shirts(make: Make, store: stores.Store) -> list[catalog.Product]:
    """Three shirts in two colours, one of them for half its price, and a sold out one."""
    color = GroupChange(name="color", kind=Kind.SIMPLE_LIST, level=Level.PRODUCT, labels={"en_MA": "Colour"})
    async with make.database.begin() as tx:
        await catalog.create_group(tx, store.id, color)
    shirts = (("Green", 1000, 2000, 5), ("Green", 2000, None, 5), ("Red", 3000, None, 5), ("Red", 4000, None, 0))
    made = [
        await make.product(
            store,
            name=f"Shirt {n}",
            price=price,
            compare_at_minor=before,
            stock=stock,
            vendor="Oakleaf",
            categories=(CategoryRef(name="Shirts"),),
            attributes=(AttributeDraft("color", [color]),),
        )
        for n, (color, price, before, stock) in enumerate(shirts)
    ]
    await make.searched()
    return made


async def ids(database: Database, store: stores.Store) -> dict[str, int]:
    """Ids of everything a filter may name."""
    values = await database.all("select value, id from attribute_values where store_id = $1", store.id)
    return {
        **{row["value"]: row["id"] for row in values},
        "color": await database.value("select id from attribute_groups where store_id = $1", store.id),
        "shirts": await database.value("select id from categories where store_id = $1", store.id),
        "oakleaf": await database.value("select id from brands where store_id = $1", store.id),
    }


async def test_filters_look_as_in_the_contract(
    api: httpx.AsyncClient, shirts: list[catalog.Product], database: Database, store: stores.Store, statements: list[str]
) -> None:
    known = await ids(database, store)
    await api.get("/v1/shop-configuration")
    statements.clear()

    answer = await api.get(
        f"/v1/filters?with=values,category_ids&including=isNew,styleGroup&filters[category]={known['shirts']}"
    )

    assert len(statements) <= 3
    assert answer.json() == [
        {"id": None, "slug": "brand", "name": "Brand", "type": "attributes", "attributeGroupType": "",
         "values": [{"id": known["oakleaf"], "name": "Oakleaf", "value": "oakleaf", "productCount": 3}]},
        {"id": known["color"], "slug": "color", "name": "Colour", "type": "attributes", "attributeGroupType": "",
         "values": [{"id": known["Green"], "name": "Green", "value": "Green", "productCount": 2},
                    {"id": known["Red"], "name": "Red", "value": "Red", "productCount": 1}]},
        {"id": None, "slug": "prices", "name": "Prices", "type": "range",
         "values": [{"min": 1190, "max": 3570, "productCount": 3}]},
        {"id": None, "slug": "sale", "name": "Sale", "type": "boolean",
         "values": [{"name": False, "productCount": 2}, {"name": True, "productCount": 1}]},
        {"id": None, "slug": "max_savings_percentage", "name": "Savings", "type": "range",
         "values": [{"min": 50, "max": 50, "productCount": 1}]},
        {"id": None, "slug": "isNew", "name": "New", "type": "boolean",
         "values": [{"name": False, "productCount": 0}, {"name": True, "productCount": 3}]},
        {"id": None, "slug": "categoryids", "name": "Categories", "type": "identifier",
         "values": [{"id": known["shirts"], "productCount": 3}]},
    ]  # fmt: skip


async def test_without_values_filters_have_none(api: httpx.AsyncClient, shirts: list[catalog.Product]) -> None:
    assert all("values" not in each for each in (await api.get("/v1/filters")).json())


async def test_what_a_filter_promises_the_listing_keeps(
    api: httpx.AsyncClient, shirts: list[catalog.Product], database: Database, store: stores.Store
) -> None:
    known = await ids(database, store)
    for more in (
        "",
        f"&filters[color]={known['Green']}",
        "&filters[minPrice]=2000",
        "&includeSoldOut=true",
        "&filters[sale]=true",
    ):
        for group in (await api.get(f"/v1/filters?with=values{more}")).json():
            for value in group["values"] if group["type"] == "attributes" else ():
                others = "" if group["slug"] in more else more
                query = f"filters[{group['slug']}]={value['id']}{others}"
                found = (await api.get(f"/v1/products?{query}")).json()["pagination"]["total"]
                assert found == value["productCount"], (more, group["slug"], value)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("prices", [{"min": 1190, "max": 3570, "productCount": 3}]),
        ("sale", [{"name": False, "productCount": 2}, {"name": True, "productCount": 1}]),
        ("savings", [{"min": 50, "max": 50, "productCount": 1}]),
        ("isnew", [{"name": False, "productCount": 0}, {"name": True, "productCount": 3}]),
    ],
)
async def test_values_of_one_filter(
    api: httpx.AsyncClient, shirts: list[catalog.Product], group: str, expected: list[dict[str, object]]
) -> None:
    assert (await api.get(f"/v1/filters/{group}/values")).json() == expected


async def test_values_of_categories_brands_and_attributes(
    api: httpx.AsyncClient, shirts: list[catalog.Product], database: Database, store: stores.Store
) -> None:
    known = await ids(database, store)

    categories = (await api.get("/v1/filters/categoryids/values")).json()
    brands = (await api.get("/v1/filters/brands/values")).json()
    colors = [(await api.get(f"/v1/filters/{slug}/values")).json() for slug in ("color", "COLOR", str(known["color"]))]

    assert categories == [{"id": known["shirts"], "productCount": 3}]
    assert [brand["productCount"] for brand in brands] == [3]
    assert [[value["name"] for value in found] for found in colors] == [["Green", "Red"]] * 3
    assert (await api.get("/v1/filters/surely-none/values")).status_code == 404


async def test_narrowing_by_every_filter(
    api: httpx.AsyncClient, shirts: list[catalog.Product], database: Database, store: stores.Store
) -> None:
    known = await ids(database, store)
    a, b, c, d = (product.id for product in shirts)
    for query, expected in (
        (f"filters[category]={known['shirts']}", [c, b, a]),
        (f"filters[brand]={known['oakleaf']},99", [c, b, a]),
        (f"filters[{known['color']}]={known['Red']}", [c]),
        (f"filters[COLOR]={known['Red']}", [c]),
        (f"filters:not[color]={known['Red']}", [b, a]),
        ("filters[sale]=true", [a]),
        ("filters[isNew]=false", []),
        ("filters[term]=shirt", [c, b, a]),
        ("filters[minPrice]=1190&filters[maxPrice]=2380", [b, a]),
        ("filters[minReduction]=10&filters[maxReduction]=50", [a]),
        ("includeSoldOut=true", [d, c, b, a]),
        (f"minProductId={b}", [c, b]),
        ("filters[sellableAt]=2026-01-01T00:00:00Z", [c, b, a]),
        (f"filters[color]={known['Red']}&filters[sale]=true&orFiltersOperator=color,sale", []),
        ("sort=price&sortDir=asc", [a, b, c]),
        ("sort=reduction", [a, c, b]),
        ("filters[unknown]=1", []),
        (f"filters[brand]={known['Red'] + 10**6}", []),
    ):
        found = (await api.get(f"/v1/products?{query}")).json()
        assert sorted(p["id"] for p in found["entities"]) == sorted(expected), query
        if "sort" in query:
            assert [p["id"] for p in found["entities"]] == expected, query


async def test_attribute_groups(
    api: httpx.AsyncClient, shirts: list[catalog.Product], database: Database, store: stores.Store
) -> None:
    known = await ids(database, store)

    one = await api.get("/v1/attributes/color")
    several = await api.get(f"/v1/attributes?names=brand&ids={known['color']}")

    assert one.json() == {
        "id": known["color"], "key": "color", "label": "Colour", "type": "", "multiSelect": True,
        "values": [{"id": known["Green"], "label": "Green", "value": "Green"},
                   {"id": known["Red"], "label": "Red", "value": "Red"}],
    }  # fmt: skip
    assert sorted(group["key"] for group in several.json()) == ["brand", "color"]
    assert (await api.get("/v1/attributes/none")).status_code == 404
    assert (await api.get("/v1/attributes?names=color,none")).status_code == 404
    assert (await api.get("/v1/attributes")).status_code == 400


async def test_a_category_shows_the_filters_that_it_was_given(
    api: httpx.AsyncClient, make: Make, shirts: list[catalog.Product], country: stores.ShopCountry
) -> None:
    async with make.database.begin() as tx:
        made = await navigation.create(
            tx,
            country.store_id,
            country.shop_id,
            navigation.NewCategory(
                names={country.locale: "Tops"},
                supported_filters=("color",),
                sets=(navigation.NewSet(include=tuple(shirt.id for shirt in shirts)),),
            ),
        )
    await make.searched()

    found = (await api.get(f"/v1/filters?with=values&filters[category]={made.id}")).json()

    assert [each["slug"] for each in found] == ["color", "prices", "sale", "max_savings_percentage"]
    assert found[1]["values"][0]["productCount"] == 3
