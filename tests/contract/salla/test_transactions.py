"""Transactions, users and subscriptions of apps (§6.8, §6.10, §6.11)."""

from datetime import timedelta

import httpx

from serai.core import orders
from serai.core.orders import State
from serai.core.stores import Store
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.conftest import NOW
from tests.contract.salla.test_orders import data
from tests.factories import Make

APP = "select app_id from app_installs where store_id = $1"


async def test_what_was_paid_and_what_went_back(
    api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: Store, order: orders.Order, clock: FrozenClock
) -> None:
    await make.order(shop)
    for at, word in enumerate(("in_progress", "refunded")):
        clock.at = NOW + timedelta(hours=at)
        assert (await api.post(f"/orders/{order.id}/status", json={"slug": word})).status_code == 201

    back, paid = await data(api, "/transactions")

    assert paid["total"] == back["total"] == {"amount": 229.98, "currency": "SAR"}
    assert (paid["status"], back["status"]["slug"]) == ({"name": "Paid", "slug": "paid"}, "refunded")
    assert paid["payment_method"] == {"slug": "credit_card", "name": "Credit card"}
    assert paid["references"] == {
        "reference_id": order.number, "order_id": order.id, "cart_id": None, "transaction": None,
    }  # fmt: skip
    assert (paid["customer"]["id"], paid["customer"]["email"]) == (order.customer.id, "customer@example.com")
    assert [row["created_at"]["date"] for row in (paid, back)] == ["2026-04-08 13:00:00", "2026-04-08 14:00:00"]
    assert await data(api, f"/transactions/{paid['id']}") == paid
    assert [row["id"] for row in await data(api, "/transactions", page=2, per_page=1)] == [paid["id"]]
    assert isinstance((await data(live, "/transactions"))[0]["references"]["reference_id"], int)


async def test_another_store_s_transaction(api: httpx.AsyncClient, make: Make, database: Database) -> None:
    other = await make.store()
    await make.order(other, state=State.PROCESSING)
    theirs = await database.value("select id from payments where store_id = $1", other.id)

    assert await data(api, "/transactions") == []
    assert (await api.get(f"/transactions/{theirs}")).status_code == 404


async def test_who_works_in_the_store(api: httpx.AsyncClient) -> None:
    (owner,) = await data(api, "/users")

    info = await data(api, "/oauth2/user/info")
    assert (owner["id"], owner["email"], owner["role"], owner["status"]) == (info["id"], info["email"], "user", "active")
    assert await data(api, "/users", page=2) == []


async def test_what_an_app_costs(api: httpx.AsyncClient, shop: Store, database: Database) -> None:
    own = await database.value(APP, shop.id)

    (plan,) = await data(api, f"/apps/{own}/subscriptions")

    assert (plan["id"], plan["plan_type"], plan["total"], plan["end_date"]) == (own, "free", "0.00", None)
    assert plan["start_date"] == "2026-04-08 13:00:00"
    assert (await api.get(f"/apps/{own + 1}/subscriptions")).status_code == 404
