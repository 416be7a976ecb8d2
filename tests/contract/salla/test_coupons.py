"""Coupons (§6.7)."""

from typing import Any

import httpx
import pytest

from serai.core import catalog
from serai.core.stores import Store
from serai.front import Front
from serai.kit.clock import FrozenClock
from tests.conftest import client
from tests.factories import Make

SPRING = {
    "code": "SPRING",
    "type": "percentage",
    "amount": 10,
    "free_shipping": False,
    "expiry_date": "2026-12-31",
    "exclude_sale_products": False,
    "minimum_amount": "50",
    "usage_limit": "5",
    "products_include": [],
}


async def created(api: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    made = await api.post("/coupons", json={**SPRING, **more})
    assert made.status_code == 200, made.text
    data: dict[str, Any] = made.json()["data"]
    return data


async def test_a_coupon(api: httpx.AsyncClient) -> None:
    made = await created(api)

    assert (made["code"], made["type"], made["status"]) == ("SPRING", "percentage", "active")
    assert made["amount"] == {"amount": 10, "currency": "SAR"}
    assert made["minimum_amount"] == {"amount": 50, "currency": "SAR"}
    assert (made["usage_limit"], made["usage_limit_per_user"]) == (5, None)
    assert made["expiry_date"] == "2027-01-01 00:00:00"
    assert made["statistics"] == {"num_of_usage": 0}
    assert (await api.get("/coupons")).json()["data"] == [made]
    assert (await api.get(f"/coupons/{made['id']}")).json()["data"] == made
    codes = await api.get("/coupons/codes", params={"coupon_id": made["id"]})
    assert codes.json()["data"] == [{"id": made["id"], "code": "SPRING"}]


@pytest.mark.parametrize(
    ("kind", "said"), [("P", "percentage"), ("F", "fixed"), ("FIXED", "fixed"), ("Percentage", "percentage")]
)
async def test_kinds_in_any_case(api: httpx.AsyncClient, kind: str, said: str) -> None:
    assert (await created(api, type=kind))["type"] == said


async def test_it_counts_in_an_order(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    coupon = await created(api, type="fixed", amount=20)
    body = {
        "customer": {"email": "sara@mail.example", "name": "Sara"},
        "payment": {"status": "pending_payment"},
        "products": [{"identifier": candle.id, "quantity": 1}],
        "coupon_code": "spring",
    }

    order = (await api.post("/orders", json=body)).json()["data"]

    assert order["amounts"]["discounts"][0]["discount"] == "20.00"
    assert order["amounts"]["total"]["amount"] == 91.99
    assert (await api.get(f"/coupons/{coupon['id']}")).json()["data"]["statistics"]["num_of_usage"] == 1
    unknown = await api.post("/orders", json={**body, "coupon_code": "NONE"})
    assert (unknown.status_code, list(unknown.json()["error"]["fields"])) == (400, ["coupon_code"])


async def test_it_is_salloq_s_promo_code_too(api: httpx.AsyncClient, front: Front, make: Make, shop: Store) -> None:
    made = await created(api)

    async with client(front, "/salloq/api", **{"X-API-Key": await make.key(shop, dialect="salloq")}) as salloq:
        there = (await salloq.get(f"/promo-codes/{made['id']}")).json()["data"]

    assert (there["code"], there["value"]) == ("SPRING", 10)


async def test_changing_and_removing(api: httpx.AsyncClient, clock: FrozenClock) -> None:
    made = await created(api)

    changed = await api.put(f"/coupons/{made['id']}", json={"amount": 15.5, "usage_limit": 0, "expiry_date": "2026-05-01"})
    data = changed.json()["data"]
    assert (data["amount"]["amount"], data["usage_limit"], data["expiry_date"]) == (15.5, None, "2026-05-02 00:00:00")
    assert data["minimum_amount"]["amount"] == 50
    clock.advance(60 * 86400)
    assert (await api.get(f"/coupons/{made['id']}")).json()["data"]["status"] == "expired"

    assert (await api.delete(f"/coupons/{made['id']}")).status_code == 202
    assert (await api.get(f"/coupons/{made['id']}")).status_code == 404


async def test_searching(api: httpx.AsyncClient) -> None:
    made = await created(api)
    await created(api, code="WINTER")

    found = (await api.get("/coupons", params={"keyword": "spr"})).json()

    assert ([row["id"] for row in found["data"]], found["pagination"]["total"]) == ([made["id"]], 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": None}, "code"),
        ({"type": "gift"}, "type"),
        ({"amount": 0}, "value"),
        ({"amount": 101}, "value"),
        ({"amount": "ten"}, "amount"),
        ({"type": "fixed", "amount": 1.999}, "amount"),
        ({"expiry_date": "2026-04-07"}, "expiry_date"),
        ({"expiry_date": "soon"}, "expiry_date"),
        ({"usage_limit": -1}, "usage_limit"),
        ({"free_shipping": True}, "free_shipping"),
        ({"exclude_sale_products": True}, "exclude_sale_products"),
        ({"include_category_ids": [1]}, "include_category_ids"),
        ({"is_group": True}, "is_group"),
        ({"maximum_amount": 5}, "maximum_amount"),
        ({"applied_in": "app"}, "applied_in"),
    ],
)
async def test_what_cannot_be_kept_to_is_refused(api: httpx.AsyncClient, change: dict[str, Any], field: str) -> None:
    answered = await api.post("/coupons", json={**SPRING, **change})

    assert answered.status_code == 400, answered.text
    assert list(answered.json()["error"]["fields"]) == [field]
    assert (await api.get("/coupons")).json()["data"] == []


async def test_a_code_that_is_taken(api: httpx.AsyncClient) -> None:
    await created(api)

    again = await api.post("/coupons", json={**SPRING, "code": "spring"})

    assert (again.status_code, again.json()["error"]["fields"]) == (400, {"code": ["Is already in use."]})
