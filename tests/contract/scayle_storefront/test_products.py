"""SC-008, SC-010…SC-013, SC-G03, SC-G06 and scayle-storefront.md 2, 3, 5.1-5.4: products, variants, prices that add up."""

from datetime import timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

import httpx
import pytest

from serai.core import catalog, inventory, pricing, stores
from serai.core.catalog import AttributeDraft, CategoryRef, GroupChange, Image, Kind, Level, NewVariant
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.factories import Make

SDK = "attributes:key(color|brand),variants,priceRange,images.attributes:legacy(false)"
EVERYTHING = (
    "attributes,advancedAttributes,variants,variants.attributes,variants.lowestPriorPrice,variants.stock.customData,"
    "variants.price.customData,images.attributes:legacy(false):key(primaryImage),videos,categories,categories:properties(),"
    "siblings,siblings.attributes:key(color|name|brand),siblings.priceRange,priceRange,reductionRange,lowestPriorPrice,"
    "baseCategories,searchCategoryIds,sellableTimeframe,surely.not.a:key(x)"
)
M = NewVariant(name="M", price_minor=2000, compare_at_minor=2500, sku="TEE-01-green-M", sellable=14, options=("M",))


@pytest.fixture
async def tee(make: Make, store: stores.Store) -> catalog.Product:
    """The contract's example: net 20.00 instead of 25.00, 14 pieces of its only variant."""
    color = GroupChange(name="color", kind=Kind.SIMPLE_LIST, level=Level.PRODUCT, labels={"en_MA": "Colour"})
    async with make.database.begin() as tx:
        await catalog.create_group(tx, store.id, color)
    product = await make.product(
        store,
        name="Tee green",
        price=2000,
        compare_at_minor=2500,
        stock=None,
        vendor="Oakleaf",
        categories=(CategoryRef(name="Shirts"),),
        images=(Image("https://cdn.example.com/images/tee-01-green-front.jpg", alt="front"),),
        variants=(M,),
        option_names=("Size",),
        attributes=(AttributeDraft("color", ["Green"]),),
        facts=catalog.Facts(reference_key="TEE-01-green", master_key="TEE-01"),
    )  # fmt: skip
    await make.searched()
    return product


def prices(value: Any) -> list[dict[str, Any]]:
    """Every price anywhere in an answer."""
    if isinstance(value, dict):
        own = [value] if "appliedReductions" in value else []
        return own + list(chain.from_iterable(prices(inner) for inner in value.values()))
    return list(chain.from_iterable(prices(inner) for inner in value)) if isinstance(value, list) else []


def check_prices(answer: Any) -> int:
    """The identities of 2.1 hold for each price; how many there were."""
    found = prices(answer)
    for price in found:
        steps = sum(step["amount"]["absoluteWithTax"] for step in price["appliedReductions"])
        assert price["withTax"] - price["withoutTax"] == price["tax"]["vat"]["amount"]
        assert all(isinstance(price[name], int) for name in ("withTax", "withoutTax"))
        total = price["totalAppliedReductions"]
        assert (total["amount"]["absoluteWithTax"] if total else 0) == steps
        if price["beforeSaleWithTax"] is not None and all(s["category"] == "sale" for s in price["appliedReductions"]):
            assert price["withTax"] + steps == price["beforeSaleWithTax"]
    return len(found)


async def test_an_empty_shop_is_an_empty_list(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/products")

    assert answer.json() == {
        "entities": [],
        "pagination": {"current": 0, "total": 0, "perPage": 100, "page": 1, "first": 1, "prev": 1, "next": 1, "last": 1},
    }


async def test_a_product_looks_as_in_the_contract(api: httpx.AsyncClient, tee: catalog.Product, database: Database) -> None:
    answer = await api.get(f"/v1/products?with={SDK}")

    body = answer.json()
    product = body["entities"][0]
    group = await database.value("select id from attribute_groups where store_id = $1 and name = 'color'", tee.store_id)
    value = await database.value("select id from attribute_values where store_id = $1 and value = 'Green'", tee.store_id)
    brand = await database.value("select id from brands where store_id = $1", tee.store_id)
    warehouse = await database.value("select id from warehouses where store_id = $1", tee.store_id)
    sale = {"category": "sale", "type": "relative", "amount": {"relative": 0.2, "absoluteWithTax": 595}}
    price = {
        "currencyCode": "EUR", "withTax": 2380, "withoutTax": 2000, "tax": {"vat": {"amount": 380, "rate": 0.19}},
        "recommendedRetailPrice": None, "reference": None, "appliedReductions": [sale], "beforeSaleWithTax": 2975,
        "totalAppliedReductions": {"amount": {"relative": 0.2, "absoluteWithTax": 595}},
        "reductionsRelativeTo": "beforeSaleWithTax",
    }  # fmt: skip
    times = dict.fromkeys(("createdAt", "updatedAt", "firstLiveAt"), "2026-04-08T10:00:00+00:00")
    assert product == {
        "id": tee.id, "isActive": True, "isSoldOut": False, "isNew": True, "isComposite": False, **times,
        "indexedAt": "2026-04-08T10:00:00+00:00", "masterKey": "TEE-01", "referenceKey": "TEE-01-green", "customData": {},
        "images": [{"hash": "images/tee-01-green-front.jpg", "url": "https://cdn.example.com/images/tee-01-green-front.jpg",
                    "name": "front", "attributes": {}}],
        "attributes": {
            "brand": {"id": None, "key": "brand", "label": "Brand", "type": "", "multiSelect": False,
                      "values": {"label": "Oakleaf", "id": brand, "value": "oakleaf"}},
            "color": {"id": group, "key": "color", "label": "Colour", "type": "", "multiSelect": True,
                      "values": [{"label": "Green", "id": value, "value": "Green"}]}},
        "variants": [{
            "id": tee.named[0].id, "referenceKey": "TEE-01-green-M", **times,
            "stock": {"supplierId": 1, "warehouseId": warehouse, "quantity": 14, "isSellableWithoutStock": False,
                      "expectedAvailabilityAt": None},
            "price": price, "customData": {}, "isComposite": False}],
        "priceRange": {"min": price, "max": price},
    }  # fmt: skip
    assert body["pagination"] == {
        "current": 1, "total": 1, "perPage": 100, "page": 1, "first": 1, "prev": 1, "next": 1, "last": 1
    }  # fmt: skip
    assert check_prices(body) == 3


async def test_a_product_by_id_has_what_with_asks_for(api: httpx.AsyncClient, tee: catalog.Product, make: Make) -> None:
    answer = await api.get(f"/v1/products/{tee.id}?with={EVERYTHING}")

    product = answer.json()
    assert product["variants"][0]["attributes"]["size"]["values"] == {"label": "M", "value": "M"}
    assert product["categories"][0][0]["categoryUrl"] == "/shirts"
    assert product["baseCategories"][0]["categoryPath"] == "Shirts"
    assert product["attributes"]["name"]["values"]["label"] == "Tee green"
    assert product["siblings"] == []
    assert check_prices(product) == 5
    plain = (await api.get(f"/v1/products/{tee.id}")).json()
    assert set(product) - set(plain) == {
        "attributes", "advancedAttributes", "variants", "videos", "categories", "siblings", "priceRange", "reductionRange",
        "lowestPriorPrice", "baseCategories", "searchCategoryIds", "sellableTimeframe",
    }  # fmt: skip
    assert "attributes" not in plain["images"][0]


async def test_siblings_are_the_others_of_the_master(
    api: httpx.AsyncClient, make: Make, store: stores.Store, tee: catalog.Product
) -> None:
    red = await make.product(store, name="Tee red", facts=catalog.Facts(master_key="TEE-01"))
    await make.searched()

    listing = (await api.get("/v1/products?with=siblings,siblings.priceRange")).json()

    assert {p["id"]: [s["id"] for s in p["siblings"]] for p in listing["entities"]} == {tee.id: [red.id], red.id: [tee.id]}
    assert "priceRange" in listing["entities"][0]["siblings"][0]


@pytest.mark.parametrize(
    ("path", "field", "noun", "which"),
    [
        ("products/987654321", "productId", "product", "with id 987654321"),
        ("products/0", "productId", "product", "with id 0"),
        ("products/1e3", "productId", "product", "'1e3'"),
        ("recommendations/similar/987654321", "productId", "product", "with id 987654321"),
        ("variants/987654321", "variantId", "variant", "with id 987654321"),
        ("variants/987654321/stocks", "variantId", "variant", "with id 987654321"),
        ("categories/no/such", "categoryId", "category", "'no/such'"),
        ("brands/987654321", "brandId", "brand", "with id 987654321"),
        ("brands/nobody", "brandId", "brand", "'nobody'"),
        ("campaigns/987654321", "campaignId", "campaign", "with id 987654321"),
        ("attributes/nothing", "groupKey", "attribute", "'nothing'"),
        ("filters/nothing/values", "group", "filter", "'nothing'"),
        ("navigation/trees/987654321", "navigationId", "navigation tree", "with id 987654321"),
    ],
)
async def test_what_is_not_there_is_named(api: httpx.AsyncClient, path: str, field: str, noun: str, which: str) -> None:
    answer = await api.get(f"/v1/{path}")

    assert answer.status_code == 404
    assert answer.json() == {
        "code": "404",
        "message": f"{noun.capitalize()} not found",
        "details": [{"field": field, "description": f"No {noun} {which} in shop {api.headers['x-shop-id']}"}],
    }


async def test_products_of_another_store_are_not_found(api: httpx.AsyncClient, make: Make) -> None:
    foreign = await make.product(await make.store())
    await make.searched()

    assert (await api.get(f"/v1/products/{foreign.id}")).status_code == 404
    assert (await api.get(f"/v1/products?ids={foreign.id}")).json()["entities"] == []
    assert (await api.get(f"/v1/variants/{foreign.default.id}")).status_code == 404


async def test_ids_come_in_the_order_asked_for(api: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    made = [await make.product(store, name=f"P{n}", stock=n) for n in range(3)]
    ids = [made[2].id, made[0].id, made[1].id]

    answer = await api.get(f"/v1/products?ids={ids[0]},{ids[1]},987654321,{ids[2]},{ids[0]}")

    found = answer.json()
    assert [product["id"] for product in found["entities"]] == ids
    assert [product["isSoldOut"] for product in found["entities"]] == [False, True, False]
    assert found["pagination"]["total"] == 3
    assert (await api.get("/v1/products?ids=1,x")).json()["details"][0]["field"] == "ids"


async def test_reference_keys_find_products(api: httpx.AsyncClient, tee: catalog.Product) -> None:
    one = (await api.get("/v1/products?referenceKey=TEE-01-green")).json()["entities"]
    several = (await api.get("/v1/products?filters[referenceKey]=TEE-01-green,B")).json()["entities"]

    assert [p["id"] for p in one] == [p["id"] for p in several] == [tee.id]
    assert (await api.get("/v1/products?referenceKey=none")).json()["entities"] == []


async def test_variants_by_id(api: httpx.AsyncClient, tee: catalog.Product, make: Make, store: stores.Store) -> None:
    single = await make.product(store, name="Single")
    m, s = tee.named[0].id, single.default.id

    answer = (await api.get(f"/v1/variants?ids={s},{m},{tee.default.id}&with=attributes:key(size)")).json()

    assert [(v["id"], v["productId"]) for v in answer["entities"]] == [(s, single.id), (m, tee.id)]
    assert list(answer["entities"][1]["attributes"]) == ["size"]
    one = (await api.get(f"/v1/variants/{m}")).json()
    assert (one["id"], one["productId"], one["referenceKey"]) == (m, tee.id, "TEE-01-green-M")
    stocks = (await api.get(f"/v1/variants/{m}/stocks")).json()
    assert [stock["quantity"] for stock in stocks] == [14]
    assert check_prices(answer) == 2
    for path in ("/v1/variants/987654321", f"/v1/variants/{tee.default.id}/stocks", "/v1/variants/x"):
        assert (await api.get(path)).json()["code"] == "404"


async def test_pages_meet_every_product_once(api: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    made = [(await make.product(store, name=f"P{n}", price=100 + n % 3)).id for n in range(1, 8)]
    await make.searched()

    for size in (1, 2, 5, 100):
        for sort in ("", "&sort=price&sortDir=asc", "&sort=new", "&sort=reduction", "&sortingKey=mine"):
            met, page = [], 1
            while True:
                answer = (await api.get(f"/v1/products?page={page}&perPage={size}{sort}")).json()
                met += [product["id"] for product in answer["entities"]]
                if page == answer["pagination"]["last"]:
                    break
                page += 1
            assert sorted(met) == made, (size, sort)


async def test_page_words(api: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    for n in range(5):
        await make.product(store, name=f"P{n}")
    await make.searched()

    last = (await api.get("/v1/products?page=3&perPage=2")).json()
    past = (await api.get("/v1/products?page=9&perPage=2")).json()
    offset = (await api.get("/v1/products?limit=2&offset=4")).json()

    assert last["pagination"] == {
        "current": 1, "total": 5, "perPage": 2, "page": 3, "first": 1, "prev": 2, "next": 3, "last": 3
    }  # fmt: skip
    assert past["entities"] == []
    assert past["pagination"]["current"] == 0
    assert (len(offset["entities"]), offset["pagination"]) == (1, {"total": 5})
    assert (await api.get("/v1/products?perPage=1000")).json()["pagination"]["perPage"] == 100
    mixed = await api.get("/v1/products?limit=2&page=1")
    assert (mixed.status_code, mixed.json()["details"][0]["field"]) == (400, "limit")


async def test_campaign_prices_add_up(
    api: httpx.AsyncClient, clock: FrozenClock, database: Database, tee: catalog.Product, country: stores.ShopCountry
) -> None:
    campaign = pricing.NewCampaign(
        name="Spring",
        key="spring",
        shop_countries=(country.id,),
        starts_at=clock.now() + timedelta(seconds=60),
        ends_at=clock.now() + timedelta(days=7),
        percent=Decimal(15),
    )
    async with database.begin() as tx:
        await pricing.create_campaign(tx, tee.store_id, country.shop_id, campaign)
    clock.advance(60)

    answer = (await api.get(f"/v1/products/{tee.id}?with=variants,priceRange&campaignKey=spring")).json()

    price = answer["variants"][0]["price"]
    assert [step["category"] for step in price["appliedReductions"]] == ["sale", "campaign"]
    assert price["withTax"] == 2023
    assert price["withTax"] + sum(s["amount"]["absoluteWithTax"] for s in price["appliedReductions"]) == 2975
    assert check_prices(answer) == 3
    listed = await api.get("/v1/products?filters[hasCampaignReduction]=true&campaignKey=px")
    assert listed.json()["pagination"]["total"] == 1
    assert (await api.get("/v1/products?filters[hasCampaignReduction]=true&campaignKey=none")).json()["entities"] == []


async def test_reserved_pieces_are_not_shown(api: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    product = await make.product(store, stock=3)
    await make.order(store, product, quantity=2)

    assert (await api.get(f"/v1/variants/{product.default.id}")).json()["stock"]["quantity"] == 1


async def test_each_price_is_decided_once(
    api: httpx.AsyncClient, tee: catalog.Product, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make.searched()
    decided: list[object] = []
    decide = pricing.price_of

    def noted(facts: pricing.Facts, *rest: Any, **more: Any) -> pricing.Price | None:
        decided.append(facts.variant)
        return decide(facts, *rest, **more)

    monkeypatch.setattr(pricing, "price_of", noted)
    answer = await api.get("/v1/products?with=variants,priceRange,reductionRange,lowestPriorPrice")

    (product,) = answer.json()["entities"]
    assert sorted(decided) == sorted(variant["id"] for variant in product["variants"])


async def test_a_listing_takes_four_statements_at_most(
    api: httpx.AsyncClient, tee: catalog.Product, statements: list[str]
) -> None:
    for query, most in (
        (f"with={SDK}", 3),
        (f"with={EVERYTHING}&filters[term]=tee&filters[brand]=1&filters[minPrice]=1", 4),
        ("sort=price&perPage=24&filters[sale]=true", 3),
    ):
        statements.clear()
        assert (await api.get(f"/v1/products?{query}")).status_code == 200
        assert len(statements) <= most
    statements.clear()
    await api.get(f"/v1/products/{tee.id}?with=variants")
    assert len(statements) == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("filters[minPrice]=abc", "filters[minPrice]"), ("filters[brand]=x", "filters[brand]"),
        ("filters[sale]=maybe", "filters[sale]"), ("filters[sellableAt]=yesterday", "filters[sellableAt]"),
        ("filters[sellableAt]=2026-01-01T00:00:00", "filters[sellableAt]"), ("filters:not[color]=1.5", "filters:not[color]"),
        ("filters[category]=-1", "filters[category]"), ("filters[category]=" + "9" * 30, "filters[category]"),
        ("sort=size", "sort"), ("sortDir=up", "sortDir"), ("with=a(b", "with"), ("with=a)b", "with"),
        ("with=" + ",".join(["a"] * 300), "with"), ("with=" + ".".join(["a"] * 20), "with"),
        ("includeSoldOut=perhaps", "includeSoldOut"), ("minProductId=-1", "minProductId"),
    ],
)  # fmt: skip
async def test_a_bad_parameter_is_named(api: httpx.AsyncClient, query: str, field: str) -> None:
    answer = await api.get(f"/v1/products?{query}")

    assert answer.status_code == 400, answer.text
    assert [detail["field"] for detail in answer.json()["details"]] == [field]


@pytest.mark.parametrize(
    "query",
    ["with=", "filters[minPrice]=0", "filters[term]=", "filters[unknown]=5", "filters[unknownFlag]=true", "category.depth=0",
     "filters[term]=%F0%9F%98%80", "sortScore=brand_scores&sortChannel=web&trackSearchAnalyticsEvent=true",
     "sortingKey=my-key,scayle:v1:topseller", "orFiltersOperator=brand,color", "filters[maxPrice]=9007199254740991"],
)  # fmt: skip
async def test_what_clients_send_is_taken(api: httpx.AsyncClient, tee: catalog.Product, query: str) -> None:
    answer = await api.get(f"/v1/products?{query}")

    assert answer.status_code == 200, answer.text


async def test_warehouses_are_added_up(api: httpx.AsyncClient, make: Make, store: stores.Store, tee: catalog.Product) -> None:
    async with make.database.begin() as tx:
        second = await inventory.create_warehouse(tx, store.id, inventory.NewWarehouse(name="Second"))
        await inventory.set_level_at(tx, store.id, tee.named[0].id, second.id, quantity=6)

    stocks = (await api.get(f"/v1/variants/{tee.named[0].id}/stocks")).json()
    one = (await api.get(f"/v1/variants/{tee.named[0].id}")).json()

    assert [stock["quantity"] for stock in stocks] == [14, 6]
    assert one["stock"]["quantity"] == 20
