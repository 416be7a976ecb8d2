"""The contract's section 11: who is told of what, and how."""

import base64
import dataclasses
import json

import httpx
import pytest

from serai.core import orders, stores
from serai.core.webhooks import Courier, fan_out
from serai.kit.db import Database
from serai.kit.outgoing import Outgoing
from serai.wire.call import Services
from serai.worker import WIRES
from tests.conftest import make_services
from tests.core.webhooks.conftest import Receiver, database  # noqa: F401 - tasks of a courier take turns on it
from tests.factories import Make
from tests.kit.hostile import answer

ALL = "/webhooks/subscriptions"
SAMPLE = {
    "event": "order-confirmed",
    "version": 1,
    "url": "https://user:p%40ss@public.example/scayle?x=1",
    "filters": [{"merchantReferenceKeys": {"include": ["default"]}}],
}
MASKED = "https://***:***@public.example/scayle?x=1"


@pytest.fixture
def services(database: Database) -> Services:  # noqa: F811
    made = make_services(database)
    return dataclasses.replace(made, extras={**made.extras, "outgoing": Outgoing(resolve=answer)})


async def _told(services: Services) -> list[tuple[str, dict[str, str], dict]]:
    """(URL, headers, body) of everything that is sent."""
    receiver = Receiver()
    for _ in range(20):
        await fan_out(services.database, WIRES)
    await Courier(services.database, services.vault, receiver, WIRES).settle()
    return [(call.url, dict(call.headers), json.loads(call.body)) for call in receiver.sent]


async def test_the_sample_subscription_comes_back_masked(admin: httpx.AsyncClient, database: Database) -> None:  # noqa: F811
    answer_ = await admin.post(ALL, json=SAMPLE)

    made = answer_.json()
    assert answer_.status_code == 201
    assert made == {**SAMPLE, "id": made["id"], "url": MASKED}
    assert (await admin.get(f"{ALL}/{made['id']}")).json() == made
    assert (await admin.get(ALL)).json() == {"entities": [made], "cursor": {"next": None}}
    kept = await database.value("select webhook_endpoints::text from webhook_endpoints where id = $1", made["id"])
    assert "p@ss" not in kept
    assert "p%40ss" not in kept


async def test_the_name_and_password_are_sent_as_basic_authentication(
    admin: httpx.AsyncClient, services: Services, make: Make, store: stores.Store
) -> None:
    await admin.post(ALL, json=SAMPLE)
    order = await make.order(store)

    ((url, headers, body),) = await _told(services)

    assert url == "https://public.example/scayle?x=1"
    assert headers["authorization"] == "Basic " + base64.b64encode(b"user:p@ss").decode()
    assert headers["x-scayle-event"] == "order-confirmed"
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= headers.keys()
    assert (body["event"], body["version"], body["createdAt"]) == ("order-confirmed", 1, "2026-04-08T10:00:00+00:00")
    assert (body["payload"]["id"], body["payload"]["publicKey"]) == (order.id, order.number)
    assert body["payload"]["cost"]["withTax"] == order.total_minor


async def test_every_event_can_be_subscribed_to_and_written(
    admin: httpx.AsyncClient, services: Services, make: Make, store: stores.Store
) -> None:
    events = (await admin.get("/webhooks/events")).json()["entities"]
    for each in events:
        made = await admin.post(ALL, json={**SAMPLE, "event": each["event"]})
        assert made.status_code == 201
    at = "/shops/sh/countries/MA/customers"
    customer = (await admin.post(at, json={"email": "a@example.com", "firstName": "A"})).json()["id"]
    await admin.patch(f"{at}/{customer}", json={"firstName": "B"})
    address = {"street": "s", "zipCode": "1", "city": "c"}
    made = (await admin.post(f"{at}/{customer}/addresses", json=address)).json()
    await admin.patch(f"{at}/{customer}/addresses/{made['id']}", json={"city": "d"})
    await admin.delete(f"{at}/{customer}")
    await _go_all_ways(admin, make, store)

    told = await _told(services)

    quiet = {"product-deleted"}
    assert {headers["x-scayle-event"] for _, headers, _ in told} == {each["event"] for each in events} - quiet
    assert all(body["payload"]["id"] for _, _, body in told)


async def _go_all_ways(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    """One order is shipped, but for a piece, and comes back; one is cancelled."""
    order = await make.order(store, quantity=2, state=orders.State.PROCESSING)
    items = [item["id"] for item in (await admin.get(f"/shops/sh/countries/MA/orders/{order.id}")).json()["items"]]
    where = {"shopKey": "sh", "countryCode": "MA", "orderId": order.id}
    await admin.post("/fulfillment/cancellations", json={**where, "items": [{"orderItemId": items[0]}]})
    shipped = [{"orderItemId": items[1], "returnKey": "rk"}]
    await admin.post("/fulfillment/shipments", json={**where, "shipmentKey": "shp", "items": shipped})
    back = await admin.post("/fulfillment/return-items", json=[{"returnKey": "rk"}])
    assert back.status_code == 204
    await make.order(store, state=orders.State.CANCELLED)


async def test_a_patch_changes_url_and_filters(
    admin: httpx.AsyncClient, services: Services, make: Make, store: stores.Store
) -> None:
    at = f"{ALL}/{(await admin.post(ALL, json=SAMPLE)).json()['id']}"
    kept = await admin.patch(at, json={"url": "https://***:***@public.example/other"})
    edit = [{"merchantReferenceKeys": {"include": {"remove": ["default"]}}}]
    bare = await admin.patch(at, json={"filters": edit})

    assert (kept.status_code, kept.json()["url"]) == (200, "https://***:***@public.example/other")
    assert bare.json()["filters"] == []
    await make.order(store)
    ((url, headers, _),) = await _told(services)
    assert url == "https://public.example/other"
    assert headers["authorization"].startswith("Basic ")
    gone = await admin.patch(at, json={"url": "https://public.example/open"})
    assert gone.json()["url"] == "https://public.example/open"


async def test_who_no_longer_listens_is_not_told(
    admin: httpx.AsyncClient, services: Services, make: Make, store: stores.Store
) -> None:
    at = f"{ALL}/{(await admin.post(ALL, json=SAMPLE)).json()['id']}"

    assert (await admin.delete(at)).status_code == 204
    assert (await admin.delete(at)).json()["errors"][0]["errorKey"] == "SUBSCRIPTION_NOT_FOUND"
    await make.order(store)
    assert await _told(services) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"event": "nothing"}, "events.0"),
        ({"version": 2}, "version"),
        ({"url": "ftp://public.example"}, "url"),
        ({"url": "http://u:p@127.0.0.1/x"}, "url"),
        ({"filters": [{"merchantReferenceKeys": {"include": ["other"]}}]}, "filters.0"),
    ],
)
async def test_what_is_wrong_is_named(admin: httpx.AsyncClient, more: dict, field: str) -> None:
    answer_ = await admin.post(ALL, json={**SAMPLE, **more})

    assert answer_.status_code == 400
    assert answer_.json()["errors"][0]["context"] == {"field": field}
    assert (await admin.get(ALL)).json()["entities"] == []
