"""Writing orders (§6.4): moving, noting, placing, paying."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from serai.core import catalog, orders
from serai.core.audit.run import CHECKS
from serai.core.orders import State
from serai.core.stores import Store, ZoneDraft
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client
from tests.contract.salla.conftest import ADDRESS, BASE
from tests.contract.salla.test_orders import data
from tests.factories import Make

KINDS = "select kind from events where store_id = $1 and kind like 'order.%' order by id"
USES = "select code, times_used from promo_codes where store_id = $1"


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
    after = paid.json()["data"]
    assert (after["state"], after["payment_method"], after["notes"]) == ("processing", "bank", "Ring twice")


@pytest.fixture
async def far(make: Make) -> Store:
    """Sending something to the Emirates costs 25 SAR."""
    return await make.store(currency="SAR", tax_rate="0.15", zones=(ZoneDraft("Gulf", ("AE",), Decimal(25)),))


@pytest.fixture
async def far_api(front: Front, make: Make, far: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, BASE, Authorization=f"Bearer {await make.salla_token(far)}") as made:
        yield made


async def test_sending_an_order_elsewhere(far_api: httpx.AsyncClient, make: Make, far: Store, database: Database) -> None:
    order = await make.order(far, ship_to=ADDRESS)

    sent = await far_api.put(
        f"/orders/{order.id}",
        json={
            "receiver": {"name": "Noor Ali", "phone": "501234567", "country_code": "AE"},
            "ship_to": {"country": "AE", "city": "Dubai", "address_line": "Palm 1"},
        },
    )

    assert sent.status_code == 200, sent.text
    after = sent.json()["data"]
    assert (after["receiver"]["name"], after["receiver"]["phone"]) == ("Noor Ali", "+971501234567")
    assert [after["shipping"][name] for name in ("address", "city", "country", "postal_code")] == [
        *("Palm 1", "Dubai", "United Arab Emirates"),
        None,
    ]
    assert after["amounts"]["shipping_cost"]["amount"] == 25.0
    assert after["total"]["amount"] == round(order.total_minor / 100 + 25, 2)
    assert await data(far_api, f"/orders/{order.id}") == after
    note = (await data(far_api, f"/orders/{order.id}/histories"))["items"][0]
    assert (note["note"], note["status"]["slug"]) == ("Changed: shipping address, total", "pending")
    told = [row["kind"] for row in await database.all(KINDS, far.id)]
    assert told == ["order.created", "order.address_changed", "order.total_changed", "order.updated"]


async def test_where_a_paid_order_goes_costs_it_nothing_more(far_api: httpx.AsyncClient, make: Make, far: Store) -> None:
    order = await make.order(far, ship_to=ADDRESS, state=State.SHIPPED)

    sent = await far_api.put(f"/orders/{order.id}", json={"ship_to": {"country": "AE", "city": "Dubai"}})

    assert sent.status_code == 200, sent.text
    assert sent.json()["data"]["shipping"]["city"] == "Dubai"
    assert sent.json()["data"]["total"] == {"amount": order.total_minor / 100, "currency": "SAR"}
    assert sent.json()["data"]["receiver"]["name"] == "Sara Ali"
    await far_api.post(f"/orders/{order.id}/status", json={"slug": "delivered"})
    late = await far_api.put(f"/orders/{order.id}", json={"ship_to": {"city": "Fez"}})
    assert (late.status_code, list(late.json()["error"]["fields"])) == (400, ["ship_to"])


async def test_a_coupon_comes_and_goes(
    api: httpx.AsyncClient, make: Make, shop: Store, order: orders.Order, database: Database
) -> None:
    half, tenth = await make.promo(shop, code="HALF", percent="50"), await make.promo(shop, code="TENTH", percent="10")
    path = f"/orders/{order.id}"

    for code, promo, total in (("half", half, 114.99), ("TENTH", tenth, 206.98), ("", None, 229.98)):
        changed = await api.put(path, json={"coupon_code": code})
        assert changed.status_code == 200, changed.text
        after = changed.json()["data"]
        assert (after["coupon_code"], after["total"]["amount"]) == (promo and promo.code, total)
        assert await data(api, path) == after
        used = {row["code"]: row["times_used"] for row in await database.all(USES, shop.id)}
        assert used == {"HALF": promo is half, "TENTH": promo is tenth}
    assert [row["text"] for check in CHECKS.values() for row in await database.all(check, shop.id)] == []
    again = await api.put(path, json={"coupon_code": ""})
    assert again.json()["data"]["updated_at"] == after["updated_at"]
    unknown = await api.put(path, json={"coupon_code": "NONE"})
    assert (unknown.status_code, list(unknown.json()["error"]["fields"])) == (400, ["coupon_code"])
    assert await data(api, path) == after


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"coupon_code": "HALF"}, "coupon_code"),
        ({"payment": {"status": "paid", "method": "bank"}}, "payment.method"),
        ({"customer": {"id": 987654321}}, "customer"),
        ({"customer": {"email": "other@mail.example"}}, "customer"),
    ],
)
async def test_what_a_paid_order_has_for_good(
    api: httpx.AsyncClient, make: Make, shop: Store, order: orders.Order, body: dict[str, Any], field: str
) -> None:
    await make.promo(shop, code="HALF", percent="50")
    await api.post(f"/orders/{order.id}/status", json={"slug": "in_progress"})
    before = await data(api, f"/orders/{order.id}")

    answered = await api.put(f"/orders/{order.id}", json={**body, "notes": "Ring"})

    assert answered.status_code == 400, answered.text
    assert list(answered.json()["error"]["fields"]) == [field]
    assert await data(api, f"/orders/{order.id}") == before
    same = await api.put(f"/orders/{order.id}", json={"customer": {"id": order.customer.id, "email": "customer@example.com"}})
    assert (same.status_code, same.json()["data"]) == (200, before)


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
