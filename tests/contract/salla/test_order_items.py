"""Items of placed orders that come, change and go (§6.4)."""

from typing import Any

import httpx
import pytest

from serai.core import catalog, orders
from serai.core.stores import Store
from serai.kit.db import Database
from tests.contract.salla.test_orders import data
from tests.factories import Make

KINDS = "select kind from events where store_id = $1 and object_id = $2 and kind like 'order.%' order by id"


@pytest.fixture
async def open_order(make: Make, shop: Store, candle: catalog.Product) -> orders.Order:
    """2 × 99.99, unpaid."""
    return await make.order(shop, candle, quantity=2)


async def test_an_item_comes_changes_and_goes(
    api: httpx.AsyncClient, make: Make, shop: Store, open_order: orders.Order, database: Database
) -> None:
    oud = await make.product(shop, name="Oud", price=2000, sku="OUD-1", stock=5)

    made = await api.post(
        "/orders/items",
        json={"order_id": open_order.id, "identifier_type": "sku", "identifier": "OUD-1", "quantity": 3, "branch_id": 7},
    )

    assert (made.status_code, made.json()["status"]) == (200, 200), made.text
    _, added = made.json()["data"]
    assert (added["name"], added["quantity"], added["price"]["amount"], added["options"]) == ("Oud", 3, 20, [])
    assert made.json()["data"] == await data(api, f"/orders/items?order_id={open_order.id}")
    assert (await data(api, f"/orders/{open_order.id}"))["amounts"]["total"]["amount"] == 298.98  # (199.98 + 60) × 1.15
    assert (await data(api, f"/products/{oud.id}"))["quantity"] == 2

    changed = await api.put(f"/orders/items/{added['id']}", json={"quantity": "1", "price": {"amount": 25, "currency": "SAR"}})
    assert changed.status_code == 200, changed.text
    assert [(row["quantity"], row["price"]["amount"]) for row in changed.json()["data"]] == [(2, 99.99), (1, 25)]
    gone = await api.delete(f"/orders/items/{added['id']}")
    assert (gone.status_code, gone.json()["data"]["code"]) == (202, 202)
    assert (await data(api, f"/orders/{open_order.id}"))["amounts"]["total"]["amount"] == 229.98
    assert (await data(api, f"/products/{oud.id}"))["quantity"] == 5
    told = [row["kind"] for row in await database.all(KINDS, shop.id, open_order.id)]
    assert told == ["order.created", *["order.items_changed", "order.total_changed", "order.updated"] * 3]
    assert (await api.delete(f"/orders/items/{added['id']}")).status_code == 404


async def test_another_variant_by_its_option_value(api: httpx.AsyncClient, make: Make, shop: Store) -> None:
    sizes = tuple(
        catalog.NewVariant(name=name, price_minor=price, sellable=3, options=(name,))
        for name, price in (("S", 900), ("L", 1100))
    )
    shirt = await make.product(shop, name="Shirt", option_names=("Size",), variants=sizes)
    order = await make.order(shop, shirt)
    (option,) = (await data(api, f"/products/{shirt.id}"))["options"]
    large = next(value["id"] for value in option["values"] if value["name"] == "L")

    changed = await api.put(f"/orders/items/{order.lines[0].id}", json={"options": [{"id": option["id"], "value": large}]})

    assert changed.status_code == 200, changed.text
    (item,) = changed.json()["data"]
    assert (item["price"]["amount"], item["options"][0]["value"], item["id"]) == (11, "L", order.lines[0].id)
    assert {v["id"]: v["stock_quantity"] for v in await data(api, f"/products/{shirt.id}/variants")} == {
        shirt.named[0].id: 3,
        shirt.named[1].id: 2,
    }
    unknown = await api.put(f"/orders/items/{order.lines[0].id}", json={"options": [{"id": option["id"], "value": 987654}]})
    assert list(unknown.json()["error"]["fields"]) == ["options"]


@pytest.mark.parametrize(
    ("method", "body", "field"),
    [
        ("POST", {"quantity": 99}, "quantity"),
        ("POST", {"quantity": 0}, "quantity"),
        ("POST", {"price": -1}, "price"),
        ("POST", {"price": {"amount": 1, "currency": "USD"}}, "price"),
        ("POST", {"identifier": 987654321}, "identifier"),
        ("POST", {"order_id": 987654321}, "order_id"),
        ("PUT", {"quantity": 99}, "quantity"),
        ("PUT", {"price": "99999999999999999"}, "price"),
        ("DELETE", {}, "items"),
    ],
)
async def test_what_cannot_be(
    api: httpx.AsyncClient, candle: catalog.Product, open_order: orders.Order, method: str, body: dict[str, Any], field: str
) -> None:
    before = await data(api, f"/orders/{open_order.id}")
    path = "/orders/items" if method == "POST" else f"/orders/items/{open_order.lines[0].id}"
    new = {"order_id": open_order.id, "identifier": candle.id, "quantity": 1} if method == "POST" else {}

    answered = await api.request(method, path, json={**new, **body})

    assert (answered.status_code, list(answered.json()["error"]["fields"])) == (400, [field]), answered.text
    assert await data(api, f"/orders/{open_order.id}") == before


async def test_a_paid_order_keeps_its_items(
    api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product
) -> None:
    order = await make.order(shop, candle, state=orders.State.PROCESSING)
    before = await data(api, f"/orders/{order.id}")
    line = f"/orders/items/{order.lines[0].id}"
    new = {"order_id": order.id, "identifier": candle.id, "quantity": 1}

    for method, path, body in (("POST", "/orders/items", new), ("PUT", line, {"quantity": 1}), ("DELETE", line, {})):
        for wire, status in ((api, 400), (live, 422)):
            answered = await wire.request(method, path, json=body)
            assert (answered.status_code, list(answered.json()["error"]["fields"])) == (status, ["items"]), answered.text
    assert await data(api, f"/orders/{order.id}") == before
