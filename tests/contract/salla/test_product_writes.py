"""Products written through Salla, and what the other dialects see of it."""

import httpx
import pytest

from serai.core import catalog, stores
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client
from tests.contract.salla.answers import data, refused
from tests.contract.salla.conftest import BASE
from tests.factories import Make

CANDLE = {
    "name": "شمعة العود",
    "price": 99.99,
    "product_type": "product",
    "quantity": 7,
    "sku": "CND/1",
    "images": [{"original": "https://cdn.example/c.jpg", "alt": "Candle"}],
}


@pytest.fixture
async def other(salloq: httpx.AsyncClient, make: Make, shop: stores.Store) -> httpx.AsyncClient:
    """The same store through Salloq."""
    salloq.headers["X-API-Key"] = await make.key(shop)
    return salloq


async def test_what_is_made_here_is_at_once_there(api: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
    category = data(await api.post("/categories", json={"name": "Candles"}), 201)["id"]

    made = data(await api.post("/products", json={**CANDLE, "categories": [category]}), 201)

    there = (await other.get(f"/products/{made['id']}")).json()["data"]
    assert there["name"] == "شمعة العود"
    assert there["price"] == 99.99
    assert there["stock_qty"] == 7
    assert there["categories"] == ["candles"]
    assert there["images"] == [{"url": "https://cdn.example/c.jpg", "is_primary": True}]
    assert there["status"] == "active"


async def test_what_is_made_there_is_at_once_here(api: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
    made = (await other.post("/products", json={"name": "Bag", "price": 12.5, "stock_qty": 3, "categories": ["bags"]})).json()
    here = data(await api.get(f"/products/{made['data']['id']}"))
    assert (here["name"], here["price"], here["quantity"]) == ("Bag", 12.5, 3)
    assert here["categories"][0]["name"] == "Bags"

    await other.patch(f"/products/{made['data']['id']}", json={"stock_qty": 0})

    assert data(await api.get(f"/products/{made['data']['id']}"))["status"] == "out"


async def test_everything_that_can_be_said_is_kept(api: httpx.AsyncClient) -> None:
    brand = data(await api.post("/brands", json={"name": "Nakhla", "logo": "https://cdn.example/n.png"}), 201)["id"]
    [tag] = data(await api.post("/products/tags", params={"tag_name": "gift"}))
    body = {
        **CANDLE,
        "product_type": "food",
        "description": "Hand poured",
        "sale_price": {"amount": "79.90", "currency": "SAR"},
        "cost_price": "40",
        "mpn": "M-1",
        "gtin": "12345678",
        "calories": 12,
        "weight": 1.5,
        "weight_type": "kg",
        "require_shipping": False,
        "maximum_quantity_per_order": 3,
        "with_tax": False,
        "hide_quantity": True,
        "brand_id": brand,
        "tags": [str(tag["id"])],
        "subtitle": "Sub",
        "promotion_title": "Now",
        "metadata_title": "Title",
        "metadata_url": "oud-candle",
        "channels": ["web"],
        "rule": None,
    }

    made = data(await api.post("/products", json=body), 201)

    shown = data(await api.get(f"/products/{made['id']}"))
    assert made == shown
    assert (shown["price"], shown["sale_price"]) == (99.99, 79.9)
    assert shown["cost_price"] == "40.00"
    assert (shown["mpn"], shown["gtin"], shown["calories"], shown["type"]) == ("M-1", "12345678", 12, "food")
    assert shown["weight"] == {"unit": "kg", "value": 1.5}
    assert shown["require_shipping"] is False
    assert shown["maximum_quantity_per_order"] == 3
    assert (shown["with_tax"], shown["hide_quantity"]) == (False, True)
    assert shown["brand"] == {"id": brand, "name": "Nakhla", "logo": "https://cdn.example/n.png"}
    assert shown["tags"] == [tag]
    assert shown["promotion"] == {"title": "Now", "sub_title": None}
    assert shown["metadata"] == {"title": "Title", "description": None, "url": "oud-candle"}
    assert shown["channels"] == ["web"]


async def test_without_a_picture_it_is_hidden_and_without_pieces_it_is_out(api: httpx.AsyncClient) -> None:
    bare = {"name": "Bare", "price": 1, "product_type": "product"}

    hidden = data(await api.post("/products", json=bare), 201)
    out = data(await api.post("/products", json={**bare, "images": CANDLE["images"]}), 201)
    unlimited = data(await api.post("/products", json={**bare, "images": CANDLE["images"], "unlimited_quantity": True}), 201)

    assert (hidden["status"], out["status"], unlimited["status"]) == ("hidden", "out", "active")


async def test_a_form_does_what_json_does(api: httpx.AsyncClient) -> None:
    form = {
        "name": "Form",
        "price": "10.50",
        "product_type": "product",
        "quantity": "4",
        "images[0][original]": "https://cdn.example/c.jpg",
    }

    made = data(await api.post("/products", data=form), 201)

    assert (made["price"], made["quantity"], made["status"]) == (10.5, 4, "active")
    several = {name: (None, value) for name, value in form.items()}
    assert data(await api.post("/products", files=several), 201)["price"] == 10.5


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"price": -1}, "price", "Must not be negative."),
        ({"price": 9.999}, "price", "May have at most 2 decimals in SAR."),
        ({"price": {"amount": 1, "currency": "USD"}}, "price", "Must be in SAR."),
        ({"price": "NaN"}, "price", "Is not a number."),
        ({"sale_price": 99.99}, "sale_price", "Must be less than the price."),
        ({"quantity": -1}, "quantity", "Expected `int` >= 0."),
        ({"status": "sold"}, "status", "Must be one of sale, active, out, hidden."),
        ({"product_type": "booking"}, "product_type", "Must be one of product, service, digital, food, codes."),
        ({"gtin": "123"}, "gtin", "Must have 8, 12, 13 or 14 digits."),
        ({"calories": 1}, "calories", "Only food has calories."),
        ({"weight": -1}, "weight", "Must not be negative or too large."),
        ({"weight_type": "stone", "weight": 1}, "weight_type", "Must be one of kg, g, lb, oz."),
        ({"images": [{"original": "no address"}]}, "images.0.original", "Is not an absolute http or https URL."),
        ({"categories": [987654321]}, "categories.0", "There is no such category."),
        ({"brand_id": 987654321}, "brand_id", "There is no such brand."),
        ({"tags": [987654321]}, "tags.0", "There is no such tag."),
        ({"consisted_products": [{"id": 1}]}, "consisted_products", "Is not supported here."),
        ({"sale_end": "2030-01-01"}, "sale_price", "This field is required: there is no sale that could begin or end."),
        ({"options": [{"name": "Size"}]}, "options.0.values", "An option of this kind needs values."),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_made(
    api: httpx.AsyncClient, live: httpx.AsyncClient, database: Database, change: dict[str, object], field: str, message: str
) -> None:
    body = {**CANDLE, **change}

    error = refused(await api.post("/products", json=body), 400, "invalid_parameters", **{field: [message]})
    refused(await live.post("/products", json=body), 422, "error", **{field: [message]})

    assert error["message"] == "The provided parameters are invalid"
    assert await database.value("select count(*) from products") == 0


async def test_required_members_and_broken_json(api: httpx.AsyncClient, live: httpx.AsyncClient) -> None:
    missing = ["This field is required."]

    refused(await api.post("/products", json={}), 400, "invalid_parameters", name=missing, price=missing, product_type=missing)
    refused(await api.post("/products", content="{", headers={"Content-Type": "application/json"}), 400, "bad_request")
    refused(await live.post("/products", content="{", headers={"Content-Type": "application/json"}), 400, "bad_request")


async def test_a_sku_in_use_is_refused(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    answer = await api.post("/products", json={**CANDLE, "sku": "CND-1"})

    refused(answer, 400, "invalid_parameters", sku=["Is already in use."])


async def test_a_change_leaves_what_it_does_not_name(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    changed = data(await api.put(f"/products/{candle.id}", json={"name": "Amber candle", "price": "120"}), 201)

    assert (changed["name"], changed["price"], changed["quantity"], changed["sku"]) == ("Amber candle", 120, 10, "CND-1")
    by_sku = data(await api.put("/products/sku/CND-1", json={"quantity": 4, "description": None}), 201)
    assert (by_sku["id"], by_sku["quantity"], by_sku["description"]) == (candle.id, 4, "Hand poured")


async def test_a_sale_begins_and_ends(api: httpx.AsyncClient, candle: catalog.Product, other: httpx.AsyncClient) -> None:
    on_sale = data(await api.put(f"/products/{candle.id}", json={"sale_price": 80}), 201)
    assert (on_sale["price"], on_sale["sale_price"]) == (99.99, 80)
    assert (await other.get(f"/products/{candle.id}")).json()["data"]["price"] == 80

    over = data(await api.put(f"/products/{candle.id}", json={"sale_price": 0}), 201)

    assert (over["price"], over["sale_price"]) == (99.99, None)
    assert (await other.get(f"/products/{candle.id}")).json()["data"]["price"] == 99.99


@pytest.mark.parametrize(
    ("status", "shown", "quantity"),
    [("hidden", "hidden", 10), ("sale", "active", 10), ("active", "active", 10), ("out", "out", 0)],
)
async def test_the_status_alone(
    api: httpx.AsyncClient, candle: catalog.Product, status: str, shown: str, quantity: int
) -> None:
    said = data(await api.post(f"/products/{candle.id}/status", json={"status": status}), 201)

    assert said == {"message": "The product status has been updated successfully", "code": 201}
    after = data(await api.get(f"/products/{candle.id}"))
    assert (after["status"], after["quantity"]) == (shown, quantity)


async def test_the_connectors_price_call_is_a_form(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    changed = data(await api.post("/products/sku/CND-1/price", data={"price": "55.5", "sale_price": "50"}), 201)

    assert (changed["price"], changed["sale_price"]) == (55.5, 50)


async def test_the_price_of_one_variant_by_its_sku(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    variants = tuple(catalog.NewVariant(name=n, options=(n,), price_minor=5000, sku=n) for n in ("S", "L"))
    product = await make.product(shop, price=5000, variants=variants, option_names=("Size",))

    changed = data(await api.post("/products/sku/L/price", json={"price": 60}), 201)

    assert changed["id"] == product.id
    assert changed["price"] == 50
    assert [sku["price"]["amount"] for sku in changed["skus"]] == [50, 60]


async def test_many_prices_at_once_or_none(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, candle: catalog.Product
) -> None:
    second = await make.product(shop)
    good = [{"id": second.id, "price": 5}, {"id": candle.id, "price": 6, "cost_price": 2}]

    data(await api.post("/products/prices/bulkPrice", json={"products": good}), 201)
    bad = [{"id": second.id, "price": 7}, {"id": 987654321, "price": 6}]
    refused(
        await api.post("/products/prices/bulkPrice", json={"products": bad}),
        400,
        "invalid_parameters",
        **{"products.1.id": ["There is no such product."]},
    )

    assert data(await api.get(f"/products/{second.id}"))["price"] == 5
    assert data(await api.get(f"/products/{candle.id}"))["cost_price"] == "2.00"


async def test_deleting(api: httpx.AsyncClient, make: Make, shop: stores.Store, candle: catalog.Product) -> None:
    await make.product(shop, sku="B/2")

    gone = data(await api.delete(f"/products/{candle.id}"), 202)
    data(await api.delete("/products/sku/B%2F2"), 202)

    assert gone == {"message": "The Object has been removed successfully", "code": 202}
    assert data(await api.get("/products")) == []
    refused(await api.delete(f"/products/{candle.id}"), 404, "not_found")


async def test_options_make_skus(api: httpx.AsyncClient) -> None:
    options = [
        {"name": "Size", "values": [{"name": "S"}, {"name": "L", "price": 10}]},
        {"name": "Colour", "display_type": "color", "values": [{"name": "Red", "display_value": "#f00"}, {"name": "Blue"}]},
    ]

    made = data(await api.post("/products", json={**CANDLE, "options": options}), 201)

    assert [sku["price"]["amount"] for sku in made["skus"]] == [99.99, 99.99, 109.99, 109.99]
    size, colour = made["options"]
    assert (colour["display_type"], colour["values"][0]["display_value"]) == ("color", "#f00")
    assert size["values"][1]["price"]["amount"] == 10
    assert made["quantity"] == 7
    assert [sku["related_option_values"] for sku in made["skus"]][3] == [size["values"][1]["id"], colour["values"][1]["id"]]


async def test_a_product_event_tells_of_its_variants(api: httpx.AsyncClient, database: Database) -> None:
    options = [{"name": "Size", "values": [{"name": "S", "quantity": 3}]}]

    made = data(await api.post("/products", json={**CANDLE, "options": options}), 201)

    rows = await database.all("select kind, payload from events where object_id = $1 and kind like 'product.%'", made["id"])
    assert [row["kind"] for row in rows] == ["product.created"]
    assert '"S"' in rows[0]["payload"]


async def test_other_languages_come_and_go_with_a_product(api: httpx.AsyncClient) -> None:
    arabic = {"ar": {"name": "عود", "description": "وصف"}}

    made = data(await api.post("/products", json={**CANDLE, "name": "Oud", "translations": arabic}), 201)

    shown = data(await api.get(f"/products/{made['id']}?with=translations"))
    assert shown["translations"]["ar"] == arabic["ar"]
    assert (made["name"], shown["name"]) == ("Oud", "Oud")
    assert data(await api.get(f"/products/{made['id']}", headers={"Accept-Language": "ar"}))["description"] == "وصف"
    renamed = data(await api.put(f"/products/{made['id']}", json={"name": "Amber"}), 201)
    assert renamed["name"] == "Amber"
    assert data(await api.get(f"/products/{made['id']}?with=translations"))["translations"]["ar"]["name"] == "عود"


async def test_a_plan_that_is_full_is_no_reason_to_authorize_again(front: Front, make: Make) -> None:
    shop = await make.store(await make.account(plan="trial"))
    for _ in range(25):
        await make.product(shop)
    for profile, code in (("documented", "forbidden"), ("live", "error")):
        token = await make.salla_token(shop, profile=profile)
        async with client(front, BASE, Authorization=f"Bearer {token}") as api:
            refused(await api.post("/products", json=CANDLE), 403, code)


async def test_a_sku_that_orders_hold_stays(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    variants = (catalog.NewVariant(name="S", options=("S",), price_minor=1, sku="S-1", sellable=1),)
    product = await make.product(shop, stock=1, variants=variants, option_names=("Size",))
    await make.order(shop, product)
    size = data(await api.get(f"/products/{product.id}"))["options"][0]["id"]

    error = refused(await api.delete(f"/products/options/{size}"), 400, "invalid_parameters")

    assert error["message"] == "Open orders hold 1 pieces of S-1"
    assert len(data(await api.get(f"/products/{product.id}"))["skus"]) == 1
