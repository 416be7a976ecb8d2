"""Products read through Salla, member by member as the seed has them, and as `live` apps read them."""

import httpx
import pytest

from serai.core import catalog, stores
from tests.contract.salla.answers import data, refused
from tests.factories import Make

SEED = [
    "id",
    "name",
    "description",
    "price",
    "sale_price",
    "sku",
    "status",
    "quantity",
    "url",
    "images",
    "categories",
    "weight",
    "created_at",
]


async def test_the_list_has_the_seeds_members_in_their_order(
    api: httpx.AsyncClient, shop: stores.Store, candle: catalog.Product
) -> None:
    answer = await api.get("/products")

    body = answer.json()
    assert list(body) == ["status", "success", "data", "pagination"]
    [product] = data(answer)
    assert list(product)[:13] == SEED
    assert {name: product[name] for name in SEED} == {
        "id": candle.id,
        "name": "Oud candle",
        "description": "Hand poured",
        "price": 99.99,
        "sale_price": None,
        "sku": "CND-1",
        "status": "active",
        "quantity": 10,
        "url": f"http://testserver/s/{shop.public_slug}/p{candle.id}",
        "images": [],
        "categories": [],
        "weight": {"unit": "kg", "value": 0},
        "created_at": {"date": "2026-04-08 10:00:00", "timezone_type": 3, "timezone": "UTC"},
    }
    assert product["weight_type"] == "kg"
    assert product["currency"] == "SAR"
    assert product["type"] == "product"
    assert product["regular_price"] == {"amount": 99.99, "currency": "SAR"}
    assert product["taxed_price"] == {"amount": 114.99, "currency": "SAR"}
    assert product["skus"] == []
    assert body["pagination"] == {
        "count": 1,
        "total": 1,
        "perPage": 15,
        "currentPage": 1,
        "totalPages": 1,
        "links": {"next": None, "prev": None, "previous": None},
    }


async def test_live_apps_read_other_forms_of_the_same(live: httpx.AsyncClient, candle: catalog.Product) -> None:
    product = data(await live.get(f"/products/{candle.id}"))

    assert product["price"] == {"amount": 99.99, "currency": "SAR"}
    assert product["sale_price"] == {"amount": 0, "currency": "SAR"}
    assert product["weight"] is None
    assert product["weight_type"] == "kg"
    assert product["status"] == "sale"
    assert product["created_at"] == {"date": "2026-04-08 13:00:00.000000", "timezone_type": 3, "timezone": "Asia/Riyadh"}


@pytest.mark.parametrize("profile", ["documented", "live"])
async def test_a_sale_shows_the_normal_price_beside_it(
    api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: stores.Store, profile: str
) -> None:
    product = await make.product(shop, price=8000, compare_at_minor=10_000)

    shown = data(await {"documented": api, "live": live}[profile].get(f"/products/{product.id}"))

    if profile == "documented":
        assert (shown["price"], shown["sale_price"]) == (100, 80)
    else:
        assert (shown["price"]["amount"], shown["sale_price"]["amount"]) == (80, 80)
    assert shown["regular_price"]["amount"] == 100


async def test_details_add_options_variants_and_metadata(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    variants = tuple(
        catalog.NewVariant(name=name, options=(name,), price_minor=price, sku=f"S-{name}", sellable=2)
        for name, price in (("Small", 5000), ("Large", 7000))
    )
    made = await make.product(shop, price=6000, stock=5, variants=variants, option_names=("Size",), seo_title="A title")

    product = data(await api.get(f"/products/{made.id}"))

    assert product["metadata"] == {"title": "A title", "description": None, "url": made.slug}
    [option] = product["options"]
    assert (option["name"], option["type"], option["sort"]) == ("Size", "radio", 1)
    assert [value["name"] for value in option["values"]] == ["Small", "Large"]
    assert product["variants"] == product["skus"]
    small = product["variants"][0]
    assert small["sku"] == "S-Small"
    assert small["price"] == {"amount": 50, "currency": "SAR"}
    assert small["stock_quantity"] == 2
    assert small["related_options"] == [option["id"]]
    assert small["related_option_values"] == [option["values"][0]["id"]]
    assert option["values"][0]["skus"] == [small["id"]]
    assert product["quantity"] == 5


async def test_the_light_list_leaves_out_what_is_heavy(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    [light] = data(await api.get("/products", params={"format": "light"}))

    assert not light.keys() & {"options", "skus", "variants", "metadata"}
    assert light["id"] == candle.id


async def test_a_sku_may_have_anything_in_it(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    product = await make.product(shop, sku="SKU 1/2")

    assert data(await api.get("/products/sku/SKU%201%2F2"))["id"] == product.id
    refused(await api.get("/products/sku/SKU%201/2"), 404, "not_found")


async def test_another_stores_product_is_unknown(api: httpx.AsyncClient, make: Make) -> None:
    other = await make.product(await make.store(), sku="X")

    refused(await api.get(f"/products/{other.id}"), 404, "not_found")
    refused(await api.get("/products/sku/X"), 404, "not_found")
    refused(await api.get("/products/abc"), 404, "not_found")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=active", ["On sale", "Shut"]),
        ("status=sale", ["On sale", "Shut"]),
        ("status=out", ["Sold out"]),
        ("status=hidden", ["Hidden"]),
        ("status=deleted", []),
        ("keyword=ON%20S", ["On sale"]),
        ("keyword=SKU-9", ["Shut"]),
    ],
)
async def test_filters(api: httpx.AsyncClient, make: Make, shop: stores.Store, query: str, found: list[str]) -> None:
    await make.product(shop, name="On sale", sku="A")
    await make.product(shop, name="Shut", sku="SKU-99")
    await make.product(shop, name="Sold out", stock=0)
    await make.product(shop, name="Hidden", status=catalog.Status.DRAFT)

    assert sorted(product["name"] for product in data(await api.get(f"/products?{query}"))) == found


async def test_a_category_is_found_with_all_below_it(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, candle: catalog.Product
) -> None:
    parent = data(await api.post("/categories", json={"name": "Home"}), 201)["id"]
    child = data(await api.post("/categories", json={"name": "Candles", "parent_id": parent}), 201)["id"]
    await api.put(f"/products/{candle.id}", json={"categories": [child]})
    await make.product(shop)

    for category in (parent, child):
        [product] = data(await api.get("/products", params={"category": category}))
        assert product["id"] == candle.id
        assert (product["categories"][0]["id"], product["categories"][0]["name"]) == (child, "Candles")


async def test_an_unknown_status_is_named(api: httpx.AsyncClient, live: httpx.AsyncClient) -> None:
    said = ["Must be one of sale, active, out, hidden, deleted."]

    refused(await api.get("/products?status=x"), 400, "invalid_parameters", status=said)
    refused(await live.get("/products?status=x"), 400, "bad_request", status=said)


async def test_pages_have_absolute_links_that_keep_the_filters(
    api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    for _ in range(3):
        await make.product(shop)

    second = (await api.get("/products?status=active&per_page=1&page=2")).json()["pagination"]
    beyond = (await api.get("/products?page=9")).json()

    start = "http://testserver/salla/admin/v2/products?status=active&per_page=1&page="
    assert second["links"] == {"next": f"{start}3", "prev": f"{start}1", "previous": f"{start}1"}
    assert (second["count"], second["total"], second["perPage"], second["totalPages"]) == (1, 3, 1, 3)
    assert beyond["data"] == []
    assert (beyond["pagination"]["total"], beyond["pagination"]["totalPages"]) == (3, 1)
    assert (await api.get("/products?per_page=500")).json()["pagination"]["perPage"] == 50
    assert (await live.get("/products?per_page=500")).json()["pagination"]["perPage"] == 60
    assert (await api.get("/products?per_page=0")).json()["pagination"]["perPage"] == 1


async def test_a_list_is_two_statements_with_the_credential(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, statements: list[str]
) -> None:
    for _ in range(15):
        await make.product(
            shop, variants=(catalog.NewVariant(name="S", options=("S",), price_minor=1),), option_names=("Size",)
        )
    statements.clear()

    assert len(data(await api.get("/products"))) == 15

    assert len(statements) <= 2


async def test_names_come_in_the_language_that_is_asked_for(
    api: httpx.AsyncClient, make: Make, candle: catalog.Product
) -> None:
    async with make.database.begin() as tx:
        own = (await catalog.get_full(tx, candle.store_id, candle.id)).locale
        facts = catalog.Facts(names={own: "Oud candle", "ar_SA": "شمعة العود"})
        await catalog.edit(tx, candle.store_id, candle.id, catalog.ProductChange(facts=facts))

    assert data(await api.get(f"/products/{candle.id}"))["name"] == "Oud candle"
    arabic = data(await api.get(f"/products/{candle.id}", headers={"Accept-Language": "ar-SA,en;q=0.5"}))
    assert arabic["name"] == "شمعة العود"
