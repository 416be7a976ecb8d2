"""Writing orders (§6.4): moving, noting, placing, paying."""

from typing import Any

import httpx
import pytest

from serai.core import catalog, orders
from serai.core.stores import Store
from tests.contract.salla.test_orders import data
from tests.factories import Make


async def test_moving_an_order(api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product) -> None:
    order = await make.order(shop, candle, quantity=3)
    path = f"/orders/{order.id}/status"

    for word, state in (("in_progress", "processing"), ("shipped", "shipped"), ("delivered", "delivered")):
        moved = await api.post(path, json={"slug": word, "note": f"now {word}"})
        assert (moved.status_code, moved.json()["status"], moved.json()["data"]["code"]) == (201, 201, 201), moved.text
        assert (await data(api, f"/orders/{order.id}"))["state"] == state
    entries = (await data(api, f"/orders/{order.id}/histories"))["items"]
    assert [entry["note"] for entry in entries][:3] == ["now delivered", "now shipped", "now in_progress"]
    assert (await data(api, f"/orders/{order.id}"))["notes"] is None


async def test_by_the_platform_s_id(api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product) -> None:
    order = await make.order(shop, candle, quantity=3)

    moved = await api.post(f"/orders/{order.id}/status", json={"status_id": "525144736"})

    assert moved.status_code == 201
    assert (await data(api, f"/orders/{order.id}"))["status"]["slug"] == "cancelled"
    assert (await data(api, f"/products/{candle.id}"))["quantity"] == 10


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "slug"), ({"slug": "eaten"}, "slug"), ({"status_id": 5}, "status_id"), ({"slug": "delivering"}, "slug")],
)
async def test_a_status_that_is_none(api: httpx.AsyncClient, order: orders.Order, body: dict[str, Any], field: str) -> None:
    answered = await api.post(f"/orders/{order.id}/status", json=body)

    assert answered.status_code == 400, answered.text
    assert list(answered.json()["error"]["fields"]) == [field]


async def test_a_move_that_cannot_be(api: httpx.AsyncClient, live: httpx.AsyncClient, order: orders.Order) -> None:
    assert (await api.post(f"/orders/{order.id}/status", json={"slug": "delivered"})).status_code == 400
    assert (await live.post(f"/orders/{order.id}/status", json={"slug": "delivered"})).status_code == 422
    assert (await data(api, f"/orders/{order.id}"))["state"] == "pending"


async def test_a_note(api: httpx.AsyncClient, order: orders.Order) -> None:
    added = await api.post(f"/orders/{order.id}/histories", json={"note": "Called the customer"})

    assert added.status_code == 200
    assert (added.json()["data"]["note"], added.json()["data"]["status"]["slug"]) == ("Called the customer", "pending")
    assert (await data(api, f"/orders/{order.id}/histories"))["items"][0]["id"] == added.json()["data"]["id"]
    assert (await api.post(f"/orders/{order.id}/histories", json={"note": " "})).status_code == 400


async def test_placing_an_order(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    body = {
        "customer": {"name": "Sara Ali", "email": "sara@mail.example", "mobile": "0500000002", "mobile_code_country": "+966"},
        "receiver": {"name": "Ali Ali", "country_code": "SA", "phone": "500000003"},
        "ship_to": {"country": 682, "city": "Riyadh", "address_line": "King Road 1", "postal_code": "12345"},
        "payment": {"status": "paid", "method": "mada"},
        "products": [{"identifier_type": "sku", "identifier": "CND-1", "quantity": "2"}],
    }

    made = await api.post("/orders", json=body)

    assert made.status_code == 200, made.text
    order = made.json()["data"]
    assert (order["state"], order["payment_status"], order["payment_method"]) == ("processing", "paid", "mada")
    assert (order["customer"]["name"], order["customer"]["phone"]) == ("Sara Ali", "+966500000002")
    assert order["receiver"]["phone"] == "+966500000003"
    assert (order["shipping"]["city"], order["shipping"]["country"]) == ("Riyadh", "Saudi Arabia")
    assert order["total"] == {"amount": 229.98, "currency": "SAR"}
    again = await api.post("/orders", json={**body, "customer": {"email": "SARA@mail.example"}})
    assert again.json()["data"]["customer"]["id"] == order["customer"]["id"]
    assert (await data(api, f"/products/{candle.id}"))["quantity"] == 6


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customer": {}}, "customer.email"),
        ({"customer": {"id": 987654321}}, "customer.id"),
        ({"customer": {"email": "new@mail.example", "name": "N", "mobile": "12"}}, "customer.mobile"),
        ({"payment": {"status": "paid"}}, "payment.method"),
        ({"payment": {"status": "paid", "method": "shells"}}, "payment.method"),
        ({"payment": {"status": "stolen"}}, "payment.status"),
        ({"products": []}, "products"),
        ({"products": [{"identifier_type": "sku", "identifier": "NONE", "quantity": 1}]}, "products.0.identifier"),
        ({"products": [{"identifier": "abc", "quantity": 1}]}, "products.0.identifier"),
        ({"products": [{"identifier_type": "sku", "identifier": "CND-1", "quantity": 0}]}, "products.0.quantity"),
        ({"ship_to": {"country": "Atlantis"}}, "ship_to.country"),
        ({"ship_to": {}}, "ship_to"),
        ({"receiver": {"name": "A", "phone": "12"}}, "receiver.phone"),
    ],
)
async def test_an_order_that_cannot_be_placed(
    api: httpx.AsyncClient, candle: catalog.Product, change: dict[str, Any], field: str
) -> None:
    body = {
        "customer": {"email": "sara@mail.example", "name": "Sara"},
        "payment": {"status": "pending_payment"},
        "products": [{"identifier_type": "sku", "identifier": "CND-1", "quantity": 1}],
        **change,
    }

    answered = await api.post("/orders", json=body)

    assert answered.status_code == 400, answered.text
    assert field in answered.json()["error"]["fields"]
    assert await data(api, "/orders") == []


async def test_more_than_there_is(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    body = {
        "customer": {"email": "sara@mail.example", "name": "Sara"},
        "payment": {"status": "pending_payment"},
        "products": [{"identifier_type": "id", "identifier": candle.id, "quantity": 11}],
    }

    answered = await api.post("/orders", json=body)

    assert answered.status_code == 400
    assert answered.json()["error"]["code"] == "invalid_parameters"
    assert await data(api, "/orders") == []
    assert await data(api, "/customers") == []


async def test_paying_later(api: httpx.AsyncClient, order: orders.Order) -> None:
    paid = await api.put(f"/orders/{order.id}", json={"payment": {"status": "paid", "method": "bank"}, "notes": "Ring twice"})

    assert paid.status_code == 200, paid.text
    assert (paid.json()["data"]["state"], paid.json()["data"]["notes"]) == ("processing", "Ring twice")


async def test_the_statuses(api: httpx.AsyncClient) -> None:
    found = await data(api, "/orders/statuses")

    assert {row["slug"]: row["original"]["id"] for row in found}["under_review"] == 566146469
    one = await data(api, f"/orders/statuses/{found[0]['id']}")
    assert (one["slug"], one["children"]) == (found[0]["slug"], [])
    assert (await api.get("/orders/statuses/99")).status_code == 404


async def test_several_at_once_all_or_none(api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product) -> None:
    one, two = await make.order(shop, candle), await make.order(shop, candle)
    foreign = await make.order(await make.store())

    async def act(*ids: int, action: str = "change_status", value: object = "in_progress") -> httpx.Response:
        operations = [{"action_name": action, "value": value}]
        return await api.post("/orders/actions", json={"operations": operations, "filters": {"order_ids": list(ids)}})

    assert (await act(one.id, foreign.id)).status_code == 404
    assert {row["state"] for row in await data(api, "/orders")} == {"pending"}
    done = await act(two.id, one.id, one.id)
    assert (done.status_code, done.json()["data"]) == (
        200,
        [{"operation_id": 1, "action_name": "change_status", "status": "completed"}],
    )
    assert {row["state"] for row in await data(api, "/orders")} == {"processing"}
    assert list((await act(one.id, action="delete")).json()["error"]["fields"]) == ["operations.0.action_name"]
    assert list((await act(one.id, value="eaten")).json()["error"]["fields"]) == ["operations.0.value"]
    assert (await act()).status_code == 400
