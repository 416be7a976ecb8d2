"""The contract's section 2: what of the catalogue a shop country sells, and how its campaign prices are rounded."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from serai.core import baskets, catalog, pricing, stores
from serai.core.baskets import NewItem, Place
from serai.core.catalog import AttributeDraft, CategoryRef, GroupChange, Kind, Level
from serai.front import Front
from tests.conftest import client
from tests.contract.scayle_admin.conftest import COUNTRY
from tests.factories import Make

ASSORTMENT = f"{COUNTRY}/assortment"
ROUNDINGS = f"{COUNTRY}/price-roundings"
NOTHING = {"include": [], "exclude": []}
EMPTY = {"masterCategories": NOTHING, "products": NOTHING, "attributes": [], "merchantReferenceKeys": NOTHING}
RULE = {"currencyCode": "EUR", "precision": "0.99", "roundingType": "down"}


@pytest.fixture
async def api(front: Front, oakleaf: int) -> AsyncIterator[httpx.AsyncClient]:
    """The storefront of the sample shop."""
    async with client(front, "/scayle", **{"x-shop-id": str(oakleaf)}) as made:
        yield made


@pytest.fixture
async def wares(make: Make, store: stores.Store, oakleaf: int) -> dict[str, int]:
    """Ids by name: a green shirt, red trousers, and a mug that has neither category nor colour."""
    color = GroupChange(name="color", kind=Kind.SIMPLE_LIST, level=Level.PRODUCT, labels={"en_GB": "Colour"})
    async with make.database.begin() as tx:
        await catalog.create_group(tx, store.id, color)
    shirts, women = (CategoryRef(name="Shirts"),), (CategoryRef(name="Women"),)
    shirt = await make.product(store, name="Shirt", categories=shirts, attributes=(AttributeDraft("color", ["green"]),))
    trousers = await make.product(store, name="Trousers", categories=women, attributes=(AttributeDraft("color", ["red"]),))
    mug = await make.product(store, name="Mug", price=1000, stock=5)
    await make.searched()
    return {"Shirt": shirt.id, "Trousers": trousers.id, "Mug": mug.id}


async def _listed(make: Make, api: httpx.AsyncClient, wares: dict[str, int]) -> set[str]:
    """The names of what the storefront lists."""
    await make.searched()
    ids = {product["id"] for product in (await api.get("/v1/products")).json()["entities"]}
    return {name for name, number in wares.items() if number in ids}


async def test_an_assortment_is_replaced_and_shown(admin: httpx.AsyncClient, oakleaf: int) -> None:
    wanted = {
        "masterCategories": {"include": [["Women", "Shoes"]], "exclude": [["Men"]]},
        "products": {"include": [500], "exclude": [501]},
        "attributes": [{"name": "color", "include": ["green"], "exclude": ["red"]}],
        "merchantReferenceKeys": {"include": ["default"], "exclude": []},
    }

    assert (await admin.get(f"{COUNTRY}?with=assortment")).json()["assortment"] == EMPTY
    answer = await admin.put(ASSORTMENT, json=wanted)
    assert (answer.status_code, answer.json()) == (200, wanted)
    assert (await admin.get(f"{COUNTRY}?with=assortment")).json()["assortment"] == wanted
    inside = (await admin.get("/shops/oa?with=countries.assortment")).json()["countries"]
    assert inside[0]["assortment"] == wanted
    assert "assortment" not in (await admin.get(COUNTRY)).json()

    less = await admin.put(ASSORTMENT, json={"products": {"exclude": [501]}})
    assert less.json() == EMPTY | {"products": {"include": [], "exclude": [501]}}


async def test_lists_are_added_to_and_removed_from(admin: httpx.AsyncClient, oakleaf: int) -> None:
    await admin.put(ASSORTMENT, json={"attributes": [{"name": "color", "include": ["red", "blue"]}]})

    sample = {
        "attributes": [{"name": "color", "include": {"add": ["green"], "remove": ["red"]}}],
        "products": {"exclude": {"add": [501], "remove": []}},
    }
    answer = await admin.patch(ASSORTMENT, json=sample)

    assert answer.json() == EMPTY | {
        "attributes": [{"name": "color", "include": ["blue", "green"], "exclude": []}],
        "products": {"include": [], "exclude": [501]},
    }
    again = {
        "attributes": [{"name": "color", "include": {"remove": ["blue", "green", "never there"]}}],
        "products": {"exclude": {"remove": [501]}},
        "masterCategories": {"include": {"add": [["Women"], ["Women"]]}},
    }
    assert (await admin.patch(ASSORTMENT, json=again)).json() == EMPTY | {
        "masterCategories": {"include": [["Women"]], "exclude": []}
    }


@pytest.mark.parametrize(
    ("wanted", "sold"),
    [
        ({}, {"Shirt", "Trousers", "Mug"}),
        ({"masterCategories": {"include": [["Women"]]}}, {"Trousers"}),
        ({"masterCategories": {"exclude": [["Women"]]}}, {"Shirt", "Mug"}),
        ({"masterCategories": {"include": [["Women", "Shoes"]]}}, set()),
        ({"attributes": [{"name": "color", "include": ["green"]}]}, {"Shirt"}),
        ({"attributes": [{"name": "color", "exclude": ["green"]}]}, {"Trousers", "Mug"}),
        ({"merchantReferenceKeys": {"include": ["default"]}}, {"Shirt", "Trousers", "Mug"}),
        ({"merchantReferenceKeys": {"exclude": ["default"]}}, set()),
        ({"merchantReferenceKeys": {"include": ["another"]}}, set()),
        (
            {"masterCategories": {"include": [["Women"], ["Shirts"]]}, "attributes": [{"name": "color", "include": ["red"]}]},
            {"Trousers"},
        ),
    ],
)
async def test_what_is_left_out_is_not_sold(
    admin: httpx.AsyncClient, api: httpx.AsyncClient, make: Make, wares: dict[str, int], wanted: Any, sold: set[str]
) -> None:
    assert (await admin.put(ASSORTMENT, json=wanted)).status_code == 200

    assert await _listed(make, api, wares) == sold
    for name, number in wares.items():
        assert (await api.get(f"/v1/products/{number}")).status_code == (200 if name in sold else 404), name
    assert (await admin.put(ASSORTMENT, json={})).json() == EMPTY
    assert await _listed(make, api, wares) == set(wares)


async def test_products_are_named_before_all_conditions(
    admin: httpx.AsyncClient, api: httpx.AsyncClient, make: Make, wares: dict[str, int]
) -> None:
    await admin.put(ASSORTMENT, json={"products": {"include": [wares["Mug"]]}})
    assert await _listed(make, api, wares) == {"Mug"}

    await admin.patch(ASSORTMENT, json={"attributes": [{"name": "color", "include": {"add": ["green"]}}]})
    assert await _listed(make, api, wares) == {"Mug", "Shirt"}

    await admin.patch(ASSORTMENT, json={"products": {"exclude": {"add": [wares["Mug"]]}}})
    assert await _listed(make, api, wares) == {"Shirt"}


async def test_other_countries_sell_what_they_did(
    admin: httpx.AsyncClient, front: Front, make: Make, wares: dict[str, int]
) -> None:
    body = {"countryCode": "AT", "defaultLanguageCode": "de_AT", "url": "https://oakleaf.example/at", "currencyCode": "EUR"}
    other = (await admin.post("/shops/oa/countries", json=body)).json()["id"]
    await admin.put(ASSORTMENT, json={"products": {"include": [wares["Mug"]]}})

    async with client(front, "/scayle", **{"x-shop-id": str(other)}) as austria:
        assert await _listed(make, austria, wares) == set(wares)


async def test_a_basket_does_not_take_what_is_left_out(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, wares: dict[str, int]
) -> None:
    place = Place(country=await stores.home(make.database, store.id), key="b1")
    mug = "select id from variants where store_id = $1 and product_id = $2"
    variant = await make.database.value(mug, store.id, wares["Mug"])
    async with make.database.begin() as tx:
        await baskets.add(tx, place, NewItem(variant=variant))
    await admin.put(ASSORTMENT, json={"products": {"exclude": [wares["Mug"]]}})
    await make.searched()

    (item,) = (await baskets.get(make.database, place, at=make.database.clock.now())).items
    assert item.status is baskets.Status.UNAVAILABLE
    other = Place(country=place.country, key="b2")
    with pytest.raises(baskets.ItemUnavailable):
        async with make.database.begin() as tx:
            await baskets.add(tx, other, NewItem(variant=variant))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"products": {"include": ["500"]}}, "products.include.0"),
        ({"products": {"include": [-1]}}, "products.include.0"),
        ({"masterCategories": {"include": ["Women"]}}, "masterCategories.include.0"),
        ({"masterCategories": {"include": [[]]}}, "masterCategories.include.0"),
        ({"attributes": [{"include": ["green"]}]}, "attributes.0.name"),
        ({"colours": []}, "colours"),
        ({"products": {"include": list(range(10_001))}}, "attributes"),
    ],
)
async def test_a_bad_assortment_names_the_field(admin: httpx.AsyncClient, oakleaf: int, body: Any, field: str) -> None:
    answer = await admin.put(ASSORTMENT, json=body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": field}
    assert (await admin.get(f"{COUNTRY}?with=assortment")).json()["assortment"] == EMPTY


async def test_a_country_that_is_not_there(admin: httpx.AsyncClient, oakleaf: int) -> None:
    paths = {"/shops/oa/countries/FR/assortment": {}, "/shops/oa/countries/FR/price-roundings": RULE}
    for path, body in paths.items():
        answer = await (admin.put if body == {} else admin.post)(path, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["errorKey"]) == (404, "SHOP_COUNTRY_NOT_FOUND")


# ── price roundings ──


async def test_a_rounding_is_made_listed_and_removed(admin: httpx.AsyncClient, oakleaf: int) -> None:
    answer = await admin.post(ROUNDINGS, json=RULE)
    made = answer.json()

    assert (answer.status_code, made) == (201, {"id": made["id"], **RULE})
    assert (await admin.get(ROUNDINGS)).json() == {"entities": [made], "cursor": {"next": None}}
    assert (await admin.get(f"{COUNTRY}?with=priceRoundings")).json()["priceRoundings"] == [made]
    again = await admin.post(ROUNDINGS, json=RULE)
    assert (again.status_code, again.json()["errors"][0]["errorKey"]) == (409, "ALREADY_EXISTS")
    gone = await admin.delete(f"{ROUNDINGS}/{made['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await admin.get(ROUNDINGS)).json()["entities"] == []
    assert (await admin.delete(f"{ROUNDINGS}/{made['id']}")).json()["errors"][0]["errorKey"] == "PRICE_ROUNDING_NOT_FOUND"


async def test_a_precision_may_be_a_number_and_lists_go_on(admin: httpx.AsyncClient, oakleaf: int) -> None:
    for currency, precision in (("EUR", 5), ("USD", 0.5), ("CHF", 0.05)):
        answer = await admin.post(ROUNDINGS, json=RULE | {"currencyCode": currency, "precision": precision})
        assert answer.json()["precision"] == f"{precision:.2f}"

    first = (await admin.get(f"{ROUNDINGS}?limit=2")).json()
    rest = (await admin.get(f"{ROUNDINGS}?limit=2&cursor={first['cursor']['next']}")).json()
    assert [rule["currencyCode"] for rule in first["entities"] + rest["entities"]] == ["EUR", "USD", "CHF"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"precision": "0.98"}, "precision"),
        ({"precision": 1e300}, "precision"),
        ({"roundingType": "sideways"}, "roundingType"),
        ({"currencyCode": "EURO"}, "currencyCode"),
    ],
)
async def test_a_bad_rounding_names_the_field(
    admin: httpx.AsyncClient, oakleaf: int, change: dict[str, Any], field: str
) -> None:
    answer = await admin.post(ROUNDINGS, json=RULE | change)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": field}
    assert (await admin.get(ROUNDINGS)).json()["entities"] == []


async def test_a_campaign_price_is_rounded_in_the_storefront(
    admin: httpx.AsyncClient, api: httpx.AsyncClient, make: Make, store: stores.Store, wares: dict[str, int], oakleaf: int
) -> None:
    shop = (await stores.find_shop(make.database, store.id, "oa")).id
    now = make.database.clock.now()
    plan = pricing.NewCampaign(
        name="Spring",
        key="spring",
        shop_countries=(oakleaf,),
        starts_at=now + timedelta(seconds=1),
        ends_at=now + timedelta(days=1),
        percent=Decimal("14.75"),
    )
    async with make.database.begin() as tx:
        await pricing.create_campaign(tx, store.id, shop, plan)
    await admin.post(ROUNDINGS, json=RULE)
    make.services.clock.advance(60)  # type: ignore[attr-defined]

    answer = (await api.get(f"/v1/products/{wares['Mug']}?with=priceRange,variants&campaignKey=px")).json()

    price = answer["variants"][0]["price"]
    assert price["withTax"] == 799  # 10.00 less 14.75 %, 8.53, rounded down to what ends in .99
    (step,) = price["appliedReductions"]
    assert step["amount"] == {"relative": 0.201, "absoluteWithTax": 201}
    assert answer["priceRange"]["min"]["withTax"] == 799
