"""SK-093…SK-095 and the management of webhooks."""

import base64
import dataclasses
import hashlib
import hmac
import json

import httpx
import pytest

from serai.app import compose
from serai.core.billing.model import PlanChanged
from serai.core.orders import State
from serai.core.stores import Store
from serai.core.webhooks import Courier
from serai.core.webhooks import fan_out as fan_out_once
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.outbox import Event
from serai.kit.outgoing import Outgoing
from serai.settings import Settings
from serai.wire.call import Services
from serai.worker import WIRES
from tests.conftest import client, make_services
from tests.contract.skalia.conftest import bearer
from tests.core.webhooks.conftest import Receiver, database  # noqa: F401 - tasks of a courier take turns on it
from tests.factories import Account, Make
from tests.kit.hostile import HOSTILE, answer

URL = "https://public.example/hook"
ALL = [
    "order.created", "order.updated", "order.cancelled", "product.created", "product.updated", "product.deleted",
    "subscription.updated", "payment.succeeded", "payment.failed",
]  # fmt: skip
KEYS = [
    "id", "storeId", "url", "format", "events", "isActive", "failingSince", "pausedAt", "notice", "createdAt", "updatedAt",
]  # fmt: skip
DELIVERY_KEYS = [
    "id", "webhookId", "eventId", "event", "status", "attempts", "nextAttemptAt", "createdAt", "finishedAt", "log",
]  # fmt: skip


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def services(database: Database) -> Services:  # noqa: F811
    made = make_services(database)
    return dataclasses.replace(made, extras={**made.extras, "outgoing": Outgoing(resolve=answer)})


@pytest.fixture
async def store(make: Make, merchant: Account) -> Store:
    return await make.store(merchant)


async def created(skalia: httpx.AsyncClient, store: Store, **more: object) -> dict[str, object]:
    body = {"storeId": f"store_{store.id}", "url": URL, "events": ["order.created"], **more}
    made = await skalia.post("/webhooks", json=body)
    assert made.status_code == 201, made.text
    item: dict[str, object] = made.json()["item"]
    return item


async def work(services: Services, receiver: Receiver) -> None:
    while await fan_out_once(services.database, WIRES):
        pass
    await Courier(services.database, services.vault, receiver, WIRES).settle()


# ── what is sent ──


async def test_an_order_in_salla_s_words(
    skalia: httpx.AsyncClient, store: Store, make: Make, services: Services, receiver: Receiver
) -> None:
    webhook = await created(skalia, store, format="salla", events=["order.created", "order.shipped"], secret="a shared secret")
    order = await make.order(store)

    await work(services, receiver)

    (sent,) = receiver.sent
    body = json.loads(sent.body)
    assert (webhook["format"], body["event"], body["merchant"], body["data"]["id"]) == (
        "salla",
        "order.created",
        store.id,
        order.id,
    )
    assert sent.headers["x-salla-signature"] == hmac.new(b"a shared secret", sent.body, hashlib.sha256).hexdigest()


async def test_an_order_s_payload_is_as_documented(
    skalia: httpx.AsyncClient, store: Store, make: Make, services: Services, receiver: Receiver
) -> None:
    webhook = await created(skalia, store, secret="a shared secret")
    product = await make.product(store, price=134_900)
    order = await make.order(store, product)

    await work(services, receiver)

    (sent,) = receiver.sent
    assert sent.body == (
        b'{"event":"order.created","timestamp":"2026-04-08T10:00:00Z","data":{"id":"order_%d","orderNumber":"ORD-2026-000001",'
        b'"storeId":"store_%d","total":1349.00,"status":"pending"}}' % (order.id, store.id)
    )
    expected = hmac.new(b"a shared secret", sent.body, hashlib.sha256).hexdigest()
    assert sent.headers["x-webhook-signature"] == f"sha256={expected}"
    assert sent.headers["x-webhook-id"].startswith("evt_")
    assert sent.headers["x-webhook-timestamp"] == "1775642400"
    assert sent.url == webhook["url"]


async def test_every_documented_event_is_sent(
    skalia: httpx.AsyncClient, merchant: Account, store: Store, make: Make, services: Services, receiver: Receiver
) -> None:
    await created(skalia, store, events=ALL)
    product = await make.product(store)
    await skalia.patch(f"/products/prod_{product.id}", json={"name": "Another name"})
    paid = await make.order(store, product, state=State.PROCESSING)
    await make.order(store, product, state=State.CANCELLED)
    await skalia.delete(f"/products/prod_{product.id}")
    now = services.clock.now()
    plan = PlanChanged(
        plan="pro", status="active", payment_status="paid", billing_cycle="monthly", started_at=now, next_billing_at=now,
        amount_minor=29900, currency="MAD",
    )  # fmt: skip
    async with services.database.begin() as tx:
        tx.emit(Event(store.id, "plan.changed", merchant.user.id, 2, plan))
        failed = {
            "order_number": "ORD1", "transaction_number": "TXN1", "plan": "pro", "billing_cycle": "monthly",
            "amount_minor": 29900, "currency": "MAD", "status": "failed",
        }  # fmt: skip
        tx.emit(Event(store.id, "payment.failed", 1, 1, failed))

    await work(services, receiver)

    bodies = [json.loads(sent.body) for sent in receiver.sent]
    assert {body["event"] for body in bodies} == set(ALL)
    by_name = {body["event"]: body["data"] for body in bodies}
    assert by_name["product.updated"]["name"] == "Another name"
    assert by_name["product.deleted"]["id"] == f"prod_{product.id}"
    assert by_name["payment.succeeded"]["orderNumber"] == paid.number
    assert by_name["subscription.updated"]["plan"] == "pro"
    assert by_name["payment.failed"] == {
        "orderNumber": "ORD1", "transactionNumber": "TXN1", "storeId": f"store_{store.id}", "plan": "pro",
        "billingCycle": "monthly", "amount": 299.00, "currency": "MAD", "status": "failed",
    }  # fmt: skip


# ── management ──


async def test_the_secret_is_shown_once(skalia: httpx.AsyncClient, store: Store) -> None:
    made = await created(skalia, store)

    shown = (await skalia.get(f"/webhooks/{made['id']}")).json()["item"]
    listed = (await skalia.get("/webhooks", params={"storeId": f"store_{store.id}"})).json()

    assert list(made) == [*KEYS, "secret"]
    assert base64.b64decode(str(made["secret"]).removeprefix("whsec_"))
    assert list(shown) == KEYS
    assert shown == {key: value for key, value in made.items() if key != "secret"}
    assert listed == {"items": [shown], "total": 1, "page": 1, "size": 20, "pages": 1}
    assert (made["format"], made["isActive"], made["id"]) == ("skalia", True, f"wh_{str(made['id'])[3:]}")


async def test_a_webhook_is_changed_paused_resumed_and_deleted(
    skalia: httpx.AsyncClient, store: Store, clock: FrozenClock
) -> None:
    path = f"/webhooks/{(await created(skalia, store))['id']}"

    changed = await skalia.patch(path, json={"events": ["order.cancelled", "order.created"], "url": "https://both.example/x"})
    paused = (await skalia.patch(path, json={"isActive": False})).json()["item"]
    refused = await skalia.post(f"{path}/test")
    resumed = (await skalia.patch(path, json={"isActive": True})).json()["item"]

    assert changed.json()["item"]["events"] == ["order.created", "order.cancelled"]
    assert (paused["isActive"], paused["pausedAt"]) == (False, "2026-04-08T10:00:00Z")
    assert (refused.status_code, refused.json()["detail"]) == (409, "The webhook is paused: resume it first")
    assert (resumed["isActive"], resumed["pausedAt"]) == (True, None)
    assert (await skalia.delete(path)).status_code == 204
    assert (await skalia.get(path)).status_code == 404
    assert (await skalia.delete(path)).status_code == 404


async def test_rotating_shows_another_secret_once(skalia: httpx.AsyncClient, store: Store) -> None:
    made = await created(skalia, store)

    turned = (await skalia.post(f"/webhooks/{made['id']}/rotate-secret")).json()["item"]

    assert turned["secret"] != made["secret"]
    assert "secret" not in (await skalia.get(f"/webhooks/{made['id']}")).json()["item"]


async def test_the_log_says_what_was_sent_and_answered(
    skalia: httpx.AsyncClient, store: Store, make: Make, services: Services, receiver: Receiver, clock: FrozenClock
) -> None:
    answers = iter([500, 200])
    receiver.says = lambda _: next(answers)
    webhook = await created(skalia, store, url=f"{URL}?token=hidden", secret="a shared secret")
    await make.order(store)
    await work(services, receiver)
    clock.advance(5)
    await work(services, receiver)

    answered = await skalia.get(f"/webhooks/{webhook['id']}/deliveries")

    (item,) = answered.json()["items"]
    assert list(item) == DELIVERY_KEYS
    assert (item["status"], item["attempts"], item["event"], item["webhookId"]) == (
        "delivered",
        2,
        "order.created",
        webhook["id"],
    )
    assert item["eventId"] == receiver.ids[0] == receiver.ids[1]
    assert [attempt["status"] for attempt in item["log"]] == [200, 500]
    assert item["log"][0] | {"durationMs": 0} == {
        "attemptedAt": "2026-04-08T10:00:05Z", "durationMs": 0, "status": 200, "error": None, "url": URL,
        "request": receiver.sent[0].body.decode(), "response": "an answer",
    }  # fmt: skip
    assert "a shared secret" not in answered.text
    assert "hidden" not in answered.text
    for query, count in (({"status": "delivered"}, 1), ({"status": "failed"}, 0), ({"event": "order.created"}, 1)):
        assert (await skalia.get(f"/webhooks/{webhook['id']}/deliveries", params=query)).json()["total"] == count


async def test_a_test_event_and_sending_again(
    skalia: httpx.AsyncClient, store: Store, services: Services, receiver: Receiver
) -> None:
    path = f"/webhooks/{(await created(skalia, store))['id']}"

    queued = await skalia.post(f"{path}/test")
    await work(services, receiver)
    again = await skalia.post(f"{path}/deliveries/{queued.json()['item']['id']}/redeliver")
    await work(services, receiver)
    many = await skalia.post(f"{path}/redeliver", json={"status": "delivered", "from": "2026-04-08T10:00:00Z"})
    none = await skalia.post(f"{path}/redeliver", json={"to": "2026-04-08T09:59:59Z"})
    everything = await skalia.post(f"{path}/redeliver", json={"event": "webhook.test"})

    assert (queued.status_code, queued.json()["item"]["status"]) == (202, "pending")
    assert (again.status_code, again.json()["item"]["id"]) == (202, queued.json()["item"]["id"])
    assert (many.status_code, many.json()) == (202, {"item": {"queued": 1}})
    assert none.json() == {"item": {"queued": 0}}
    assert everything.json() == {"item": {"queued": 1}}
    assert len(receiver.sent) == 2
    assert receiver.ids[0] == receiver.ids[1]
    assert json.loads(receiver.sent[0].body)["event"] == "webhook.test"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "not a url"}, "url"),
        ({"events": []}, "events"),
        ({"events": ["order.paid"]}, "events.0"),
        ({"events": ["order.created", 5]}, "events.1"),
        ({"format": "xml"}, "format"),
        ({"secret": "short"}, "secret"),
        ({"isActive": True}, "isActive"),
    ],
)
async def test_bad_input_names_its_field_and_makes_nothing(
    skalia: httpx.AsyncClient, store: Store, body: dict[str, object], field: str
) -> None:
    whole = {"storeId": f"store_{store.id}", "url": URL, "events": ["order.created"], **body}

    answered = await skalia.post("/webhooks", json=whole)

    assert answered.status_code == 422, answered.text
    assert list(answered.json()["errors"]) == [field]
    assert (await skalia.get("/webhooks")).json()["total"] == 0


async def test_hostile_urls_are_refused_at_registration_and_change(skalia: httpx.AsyncClient, store: Store) -> None:
    made = await created(skalia, store)
    for hostile in HOSTILE:
        url = hostile.format(port=8000)
        body = {"storeId": f"store_{store.id}", "url": url, "events": ["order.created"]}

        assert (await skalia.post("/webhooks", json=body)).status_code == 422, url
        assert (await skalia.patch(f"/webhooks/{made['id']}", json={"url": url})).status_code == 422, url

    assert (await skalia.get("/webhooks")).json()["items"][0]["url"] == URL


async def test_devskin_s_words_are_taken_with_its_format(
    skalia: httpx.AsyncClient, store: Store, make: Make, services: Services, receiver: Receiver
) -> None:
    await created(skalia, store, format="devskin", events=["order.paid"])
    order = await make.order(store, state=State.PROCESSING)

    await work(services, receiver)

    (sent,) = receiver.sent
    body = json.loads(sent.body)
    assert (body["event"], body["store_id"], body["timestamp"]) == ("order.paid", store.id, "2026-04-08T10:00:00.000Z")
    assert (body["data"]["id"], body["data"]["status"]) == (order.id, "paid")


async def test_somebody_else_s_webhook_is_unknown(
    skalia: httpx.AsyncClient, store: Store, make: Make, services: Services
) -> None:
    path = f"/webhooks/{(await created(skalia, store))['id']}"
    delivery = (await skalia.post(f"{path}/test")).json()["item"]["id"]
    skalia.headers["Authorization"] = bearer(services, await make.account())

    answers = [
        await skalia.get(path),
        await skalia.patch(path, json={"isActive": False}),
        await skalia.delete(path),
        await skalia.post(f"{path}/test"),
        await skalia.post(f"{path}/rotate-secret"),
        await skalia.get(f"{path}/deliveries"),
        await skalia.post(f"{path}/deliveries/{delivery}/redeliver"),
        await skalia.post(f"{path}/redeliver", json={}),
        await skalia.get("/webhooks", params={"storeId": f"store_{store.id}"}),
        await skalia.get("/events", params={"storeId": f"store_{store.id}"}),
        await skalia.post("/webhooks", json={"storeId": f"store_{store.id}", "url": URL, "events": ["order.created"]}),
    ]

    assert {a.status_code for a in answers} == {404}
    assert (await skalia.get("/webhooks")).json()["total"] == 0
    assert await services.database.value("select paused_at is null from webhook_endpoints where store_id = $1", store.id)


# ── the feed ──


async def test_the_feed_has_what_webhooks_say_and_goes_on(committed: Database, config: Settings) -> None:
    feed_services = make_services(committed)
    make = Make(feed_services)
    merchant = await make.account()
    store = await make.store(merchant)
    await make.order(store, await make.product(store), state=State.PROCESSING)
    async with client(compose(config, feed_services), "/skalia/api/v1", Authorization=bearer(feed_services, merchant)) as api:

        async def read(**query: object) -> dict[str, object]:
            answered = await api.get("/events", params=query)
            assert answered.status_code == 200, answered.text
            body: dict[str, object] = answered.json()
            return body

        found = await read()
        while len(found["items"]) < 4:  # type: ignore[arg-type]  # held back while other databases' transactions run
            found = await read()
        items: list[dict[str, object]] = found["items"]  # type: ignore[assignment]

        assert [item["event"] for item in items] == ["product.created", "order.created", "payment.succeeded", "order.updated"]
        assert list(items[0]) == ["id", "event", "storeId", "timestamp", "data"]
        assert found["next"] == items[-1]["id"]
        assert await read(after=found["next"]) == {"items": [], "next": found["next"]}
        assert (await read(after=items[0]["id"], limit=2))["items"] == items[1:3]
        assert (await api.get("/events", params={"after": "evt_999999"})).status_code == 404
        assert (await api.get("/events", params={"limit": 0})).status_code == 422
        assert (await api.get("/events", params={"after": "five"})).status_code == 404
