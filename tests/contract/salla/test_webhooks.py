"""SA-040, SA-041, SA-G08, SA-G10, SA-G11: subscribing to events."""

import dataclasses
from typing import Any

import httpx
import pytest

from serai.core.stores import Store
from serai.core.webhooks import SUBSCRIBABLE
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.outgoing import Outgoing
from serai.wire.call import Services
from tests.conftest import client, make_services
from tests.contract.salla.conftest import BASE
from tests.contract.salla.hooks import URL, subscribed
from tests.core.webhooks.conftest import Receiver, database  # noqa: F401 - tasks of a courier take turns on it
from tests.factories import Make
from tests.kit.hostile import HOSTILE, answer

SEED = [
    "app.installed", "app.uninstalled", "product.created", "product.updated", "order.created", "order.updated",
    "order.cancelled", "order.shipped",
]  # fmt: skip
KEYS = ["id", "name", "url", "event", "created_at", "type", "version", "rule", "headers", "security"]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def services(database: Database) -> Services:  # noqa: F811
    made = make_services(database)
    return dataclasses.replace(made, extras={**made.extras, "outgoing": Outgoing(resolve=answer)})


# ── subscribing ──


async def test_the_seed_s_body_makes_a_webhook_and_its_secret_is_never_shown(api: httpx.AsyncClient) -> None:
    made = await subscribed(api, "product.created", name="Raff Product Updates", secret="your-webhook-secret")

    assert list(made) == KEYS
    assert made["id"].isdigit()
    assert (made["name"], made["url"], made["event"]) == ("Raff Product Updates", URL, "product.created")
    assert (made["created_at"], made["type"], made["version"]) == ("2026-04-08T10:00:00Z", "manual", 2)
    assert (made["rule"], made["headers"]) == (None, [])
    assert made["security"] == {"strategy": "signature", "secret": "********"}
    listed = await api.get("/webhooks")
    assert listed.json()["data"] == [made]
    assert listed.json()["pagination"]["total"] == 1


async def test_the_body_of_the_published_python_client(api: httpx.AsyncClient) -> None:
    body = {
        "name": "W", "event": "order.created", "version": "2", "rule": None, "url": URL,
        "security_strategy": "signature", "secret": "s",
    }  # fmt: skip

    made = await api.post("/webhooks/subscribe", json=body)

    assert made.status_code == 200
    assert made.json()["data"]["version"] == 2


async def test_in_live_the_id_is_a_number(live: httpx.AsyncClient) -> None:
    assert isinstance((await subscribed(live))["id"], int)


async def test_every_event_of_the_seed_can_be_asked_for(api: httpx.AsyncClient) -> None:
    for event in SEED:
        await subscribed(api, event)

    assert [w["event"] for w in (await api.get("/webhooks")).json()["data"]] == SEED[::-1]


async def test_a_second_one_for_an_event_replaces_the_first_and_keeps_its_id(api: httpx.AsyncClient) -> None:
    first = await subscribed(api, headers=[{"key": "X-A", "value": "1"}], rule="total > 5")
    second = await subscribed(api, url="https://public.example/other", name="New")

    assert second["id"] == first["id"]
    assert (first["headers"], first["rule"]) == ({"X-A": "1"}, "total > 5")
    assert (second["headers"], second["rule"], second["name"]) == ([], None, "New")
    assert len((await api.get("/webhooks")).json()["data"]) == 1


async def test_one_that_was_removed_comes_back_with_its_id(api: httpx.AsyncClient, clock: FrozenClock) -> None:
    first = await subscribed(api, headers=[{"key": "X-A", "value": "1"}], rule="total > 5")
    assert (await api.delete("/webhooks/unsubscribe", params={"id": first["id"]})).status_code == 202

    assert (await api.get("/webhooks")).json()["data"] == []
    assert (await api.put(f"/webhooks/{first['id']}", json={"name": "Mine"})).status_code == 404
    assert (await api.delete("/webhooks/unsubscribe", params={"id": first["id"]})).status_code == 404
    assert (await api.delete("/webhooks/unsubscribe", params={"url": URL})).status_code == 404
    clock.advance(60)
    again = await subscribed(api, name="New")

    assert (again["id"], again["headers"], again["rule"], again["name"]) == (first["id"], [], None, "New")
    assert again["created_at"] > first["created_at"]
    assert [row["id"] for row in (await api.get("/webhooks")).json()["data"]] == [first["id"]]


async def test_two_apps_of_a_store_do_not_see_each_other_s(api: httpx.AsyncClient, live: httpx.AsyncClient) -> None:
    made = await subscribed(api)
    other = await subscribed(live)

    assert str(other["id"]) != made["id"]
    assert len((await live.get("/webhooks")).json()["data"]) == 1
    assert (await live.put(f"/webhooks/{made['id']}", json={"name": "Mine"})).status_code == 404
    assert (await live.delete("/webhooks/unsubscribe", params={"id": made["id"]})).status_code == 404
    assert len((await api.get("/webhooks")).json()["data"]) == 1


async def test_the_events_have_numbers_and_labels(api: httpx.AsyncClient) -> None:
    found = (await api.get("/webhooks/events")).json()["data"]

    assert [row["event"] for row in found] == list(SUBSCRIBABLE)
    assert all(isinstance(row["id"], int) for row in found)
    assert {row["event"]: row["label"] for row in found}["order.created"] == "Order created"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "not a url"}, "url"),
        ({"url": ""}, "url"),
        ({"event": "order.eaten"}, "event"),
        ({"event": "app.store.authorize"}, "event"),
        ({"event": ["order.created"]}, "event"),
        ({"version": 3}, "version"),
        ({"version": "two"}, "version"),
        ({"rule": "total >"}, "rule"),
        ({"rule": "total > 1", "version": 1}, "rule"),
        ({"headers": [{"key": "Bad Name", "value": "x"}]}, "headers.0.key"),
        ({"headers": [{"key": "X-A", "value": "a\r\nb"}]}, "headers.0.value"),
        ({"headers": [{"key": "X-A", "value": "ش"}]}, "headers.0.value"),
        ({"security_strategy": "mutual"}, "security_strategy"),
        ({"secret": "x" * 257}, "secret"),
        ({"name": "x" * 201}, "name"),
    ],
)
async def test_bad_input_names_its_field_and_makes_nothing(api: httpx.AsyncClient, body: dict[str, Any], field: str) -> None:
    answered = await api.post("/webhooks/subscribe", json={"url": URL, "event": "order.created", **body})

    assert answered.status_code == 400, answered.text
    assert answered.json()["error"]["code"] == "invalid_parameters"
    assert field in answered.json()["error"]["fields"]
    assert (await api.get("/webhooks")).json()["data"] == []


@pytest.mark.parametrize("url", HOSTILE)
async def test_a_url_that_leads_inside_is_refused(api: httpx.AsyncClient, url: str) -> None:
    answered = await api.post("/webhooks/subscribe", json={"url": url, "event": "order.created"})

    assert answered.status_code == 400
    assert "url" in answered.json()["error"]["fields"]


@pytest.mark.parametrize(("profile", "status"), [("documented", 403), ("live", 401)])
async def test_who_may_not_read_orders_is_not_told_of_them(
    front: Front, make: Make, shop: Store, profile: str, status: int
) -> None:
    token = await make.salla_token(shop, scopes=("products.read", "webhooks.read_write"), profile=profile)
    async with client(front, BASE, Authorization=f"Bearer {token}") as api:
        refused = await api.post("/webhooks/subscribe", json={"url": URL, "event": "order.created"})
        allowed = await api.post("/webhooks/subscribe", json={"url": URL, "event": "product.updated"})

    assert refused.status_code == status
    assert "orders.read" in refused.json()["error"]["message"]
    assert allowed.status_code == 200


async def test_in_live_the_webhooks_scope_is_needed(front: Front, make: Make, shop: Store) -> None:
    token = await make.salla_token(shop, scopes=("orders.read",), profile="live")
    async with client(front, BASE, Authorization=f"Bearer {token}") as api:
        refused = await api.post("/webhooks/subscribe", json={"url": URL, "event": "order.created"})

    assert refused.status_code == 401
    assert "webhooks.read_write" in refused.json()["error"]["message"]


# ── changing and removing ──


async def test_changing_one(api: httpx.AsyncClient) -> None:
    made = await subscribed(api)

    changed = await api.put(f"/webhooks/{made['id']}", json={"url": "https://b.example/", "security_strategy": "none"})

    assert changed.status_code == 200
    data = changed.json()["data"]
    assert (data["url"], data["name"], data["security"]["strategy"]) == ("https://b.example/", "Orders", "none")
    assert (await api.put("/webhooks/987654321", json={"name": "x"})).status_code == 404


async def test_removing_by_id_and_by_url(api: httpx.AsyncClient) -> None:
    one = await subscribed(api, "order.created")
    await subscribed(api, "order.updated", url="https://b.example/?x=1&y=2")
    await subscribed(api, "order.shipped", url="https://b.example/?x=1&y=2")

    gone = await api.delete("/webhooks/unsubscribe", params={"id": one["id"]})
    assert (gone.status_code, gone.json()["data"]["code"]) == (202, 202)
    both = await api.delete("/webhooks/unsubscribe?url=https://b.example/?x=1&y=2")  # as the Python client sends it

    assert both.status_code == 202
    assert (await api.get("/webhooks")).json()["data"] == []
    assert (await api.delete("/webhooks/unsubscribe", params={"url": URL})).status_code == 404
    assert (await api.delete("/webhooks/unsubscribe", params={"id": one["id"]})).status_code == 404
    neither = await api.delete("/webhooks/unsubscribe")
    assert (neither.status_code, list(neither.json()["error"]["fields"])) == (400, ["id", "url"])
