"""SQ-050…SQ-055, SQ-G05…SQ-G07, SQ-G12: subscriptions on the wire. Renewals themselves: tests/core/subscriptions."""

from typing import Any

import httpx
import pytest

from serai.cli import seeds
from serai.cli.seeds import keys
from serai.core import catalog, customers, stores, subscriptions
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.wire.call import Services
from tests.contract.salloq.ordering import wanted
from tests.contract.salloq.selling import refused
from tests.factories import Make

START = "2026-04-30"


@pytest.fixture
async def iris(make: Make, shop: stores.Store) -> catalog.Product:
    """The sample's perfume, which can be subscribed to."""
    return await make.product(shop, name="Iris Élysée", price=14500, stock=25, subscription_enabled=True)


def asked(customer: customers.Customer, product: catalog.Product, **more: object) -> dict[str, object]:
    return {
        "customer_id": customer.id,
        "product_id": product.id,
        "frequency_id": 2,
        "quantity": 1,
        "start_date": START,
        **more,
    }


@pytest.fixture
async def subscribed(api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer) -> dict[str, Any]:
    answer = await api.post("/subscriptions", json=asked(jane, iris))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


async def test_a_subscription_looks_as_documented(
    api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer
) -> None:
    """145.00 less 10 % is 130.50."""
    answer = await api.post("/subscriptions", json=asked(jane, iris))

    number = answer.json()["data"]["id"]
    assert answer.status_code == 201
    assert answer.text == (
        f'{{"success":true,"data":{{"id":{number},"customer_id":{jane.id},"product_id":{iris.id},"frequency_id":2,'
        '"frequency_name":"Every 30 days","quantity":1,"price":130.50,"status":"active","next_billing_date":"2026-04-30",'
        '"created_at":"2026-04-08T10:00:00Z","currency":"USD","cancelled_at":null,"reason":null}}'
    )
    assert (await api.get(f"/subscriptions/{number}")).json() == answer.json()


async def test_frequencies_are_those_of_the_documentation(api: httpx.AsyncClient) -> None:
    answer = await api.get("/subscriptions/frequencies")

    assert answer.json()["data"] == [
        {"id": 1, "name": "Every 15 days", "unit": "day", "count": 15, "discount_percent": 10},
        {"id": 2, "name": "Every 30 days", "unit": "month", "count": 1, "discount_percent": 10},
        {"id": 3, "name": "Every 60 days", "unit": "day", "count": 60, "discount_percent": 10},
        {"id": 4, "name": "Every 90 days", "unit": "day", "count": 90, "discount_percent": 10},
    ]


async def test_lists_are_narrowed_and_paged(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, iris: catalog.Product, subscribed: dict[str, Any]
) -> None:
    other = await make.subscription(shop, iris, await make.customer(shop))
    await api.post(f"/subscriptions/{other.id}/cancel", json={})

    whole = (await api.get("/subscriptions?per_page=1")).json()
    ended = (await api.get("/subscriptions?status=cancelled")).json()["data"]
    hers = (await api.get(f"/subscriptions?customer_id={subscribed['customer_id']}")).json()["data"]

    assert ([s["id"] for s in whole["data"]], whole["meta"]["pagination"]["total"]) == ([other.id], 2)
    assert [s["id"] for s in ended] == [other.id]
    assert hers == [subscribed]


@pytest.mark.parametrize(
    ("changed", "details"),
    [
        ({"quantity": 0}, {"quantity": ["Must be a whole number from 1 to 1000000."]}),
        ({"frequency_id": 9}, {"frequency_id": ["Is not a frequency of this store."]}),
        ({"start_date": "2026-04-07"}, {"start_date": ["Must not be in the past."]}),
        ({"start_date": "2099-01-01"}, {"start_date": ["Must be within the next ten years."]}),
        ({"start_date": "soon"}, {"start_date": ["Invalid RFC3339 encoded date."]}),
        ({"price": 1}, {"price": ["Unknown field."]}),
    ],
)
async def test_what_is_wrong_with_a_subscription_is_named(
    api: httpx.AsyncClient,
    database: Database,
    iris: catalog.Product,
    jane: customers.Customer,
    changed: dict[str, object],
    details: dict[str, list[str]],
) -> None:
    refused(await api.post("/subscriptions", json=asked(jane, iris, **changed)), **details)

    assert await database.value("select count(*) from subscriptions") == 0


async def test_the_past_begins_in_the_stores_zone(
    api: httpx.AsyncClient, clock: FrozenClock, iris: catalog.Product, jane: customers.Customer
) -> None:
    """At 02:00 UTC it is still yesterday in New York."""
    clock.advance(16 * 3600)

    answer = await api.post("/subscriptions", json=asked(jane, iris, start_date="2026-04-08"))

    assert answer.status_code == 201


async def test_a_product_must_offer_it(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, jane: customers.Customer
) -> None:
    plain = await make.product(shop)

    refused(await api.post("/subscriptions", json=asked(jane, plain)), product_id=["Is not offered as a subscription."])


async def test_another_stores_things_are_404(
    api: httpx.AsyncClient, make: Make, iris: catalog.Product, jane: customers.Customer
) -> None:
    theirs = await make.store()
    product, customer = await make.product(theirs, subscription_enabled=True), await make.customer(theirs)
    subscription = await make.subscription(theirs, product, customer)

    answers = [
        await api.post("/subscriptions", json=asked(customer, iris)),
        await api.post("/subscriptions", json=asked(jane, product)),
        await api.get(f"/subscriptions/{subscription.id}"),
        await api.get(f"/subscriptions/{subscription.id}/upcoming"),
        await api.patch(f"/subscriptions/{subscription.id}", json={"quantity": 2}),
        await api.post(f"/subscriptions/{subscription.id}/cancel", json={}),
    ]

    assert {answer.status_code for answer in answers} == {404}


# ── the next order ──


async def test_upcoming_is_the_order_that_will_be_placed(
    api: httpx.AsyncClient,
    database: Database,
    clock: FrozenClock,
    iris: catalog.Product,
    jane: customers.Customer,
    subscribed: dict[str, Any],
) -> None:
    """130.50, 8.4 % of it, and shipping to where her last order went."""
    await api.post("/orders", json=wanted(jane, (iris, 1)))

    shown = (await api.get(f"/subscriptions/{subscribed['id']}/upcoming")).json()["data"]
    clock.advance(30 * 86_400)
    assert await subscriptions.renew_due(database) == 1
    placed = (await api.get("/orders?is_subscription=true")).json()["data"]

    assert shown == {
        "subscription_id": subscribed["id"],
        "scheduled_for": START,
        "items": [{"product_id": iris.id, "product_name": "Iris Élysée", "qty": 1, "price": 130.50, "subtotal": 130.50}],
        "subtotal": 130.50,
        "discount": 0.00,
        "tax": 10.96,
        "shipping": 8.00,
        "total": 149.46,
        "in_stock": True,
        "currency": "USD",
    }
    assert [{name: order[name] for name in shown if name in order and name != "items"} for order in placed] == [
        {name: shown[name] for name in ("subtotal", "discount", "tax", "shipping", "total", "currency")}
    ]
    after = (await api.get(f"/subscriptions/{subscribed['id']}")).json()["data"]
    assert after == {**subscribed, "next_billing_date": "2026-05-30"}


async def test_upcoming_says_when_there_is_too_little(
    api: httpx.AsyncClient, iris: catalog.Product, subscribed: dict[str, Any]
) -> None:
    await api.patch(f"/products/{iris.id}", json={"stock_qty": 0})

    shown = (await api.get(f"/subscriptions/{subscribed['id']}/upcoming")).json()["data"]

    assert (shown["in_stock"], shown["total"]) == (False, 141.46)


# ── changing and ending it ──


async def test_the_documented_change(api: httpx.AsyncClient, subscribed: dict[str, Any]) -> None:
    body = {"quantity": 2, "frequency_id": 3, "next_billing_date": "2026-06-01"}

    answer = await api.patch(f"/subscriptions/{subscribed['id']}", json=body)

    assert answer.json()["data"] == {**subscribed, **body, "frequency_name": "Every 60 days"}


@pytest.mark.parametrize(
    ("changed", "details"),
    [
        ({"quantity": 0}, {"quantity": ["Must be a whole number from 1 to 1000000."]}),
        ({"frequency_id": 9}, {"frequency_id": ["Is not a frequency of this store."]}),
        ({"next_billing_date": "2026-04-07"}, {"next_billing_date": ["Must not be in the past."]}),
        ({"status": "cancelled"}, {"status": ["Invalid enum value 'cancelled'."]}),
    ],
)
async def test_what_is_wrong_with_a_change_is_named(
    api: httpx.AsyncClient, subscribed: dict[str, Any], changed: dict[str, object], details: dict[str, list[str]]
) -> None:
    refused(await api.patch(f"/subscriptions/{subscribed['id']}", json=changed), **details)

    assert (await api.get(f"/subscriptions/{subscribed['id']}")).json()["data"] == subscribed


async def test_cancelling_is_final(api: httpx.AsyncClient, subscribed: dict[str, Any]) -> None:
    path = f"/subscriptions/{subscribed['id']}"

    answer = await api.post(f"{path}/cancel", json={"reason": "Customer request"})

    ended = {"status": "cancelled", "next_billing_date": None, "cancelled_at": "2026-04-08T10:00:00Z"}
    assert answer.status_code == 200
    assert answer.json()["data"] == {**subscribed, **ended, "reason": "Customer request"}
    for again in (
        await api.post(f"{path}/cancel", json={}),
        await api.patch(path, json={"quantity": 2}),
        await api.get(f"{path}/upcoming"),
    ):
        assert (again.status_code, again.json()["error"]["message"]) == (422, "The subscription is cancelled")


# ── the demo store ──


async def test_a_worker_leaves_the_printed_subscription_as_printed(
    salloq: httpx.AsyncClient, database: Database, services: Services
) -> None:
    await seeds.once(database, services.vault, products=3, orders=3)
    salloq.headers["X-API-Key"] = keys.SALLOQ
    before = await salloq.get("/subscriptions/42")
    assert before.json()["data"]["next_billing_date"] == "2026-01-08"

    assert await subscriptions.renew_due(database) == 0

    assert (await salloq.get("/subscriptions/42")).json() == before.json()
