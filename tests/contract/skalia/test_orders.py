"""SK-040…SK-044, SK-G18, and the additions for one order and its history."""

from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest

from serai.core import catalog, orders, stores
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.factories import Account, Make

KEYS = [
    "id",
    "orderNumber",
    "storeId",
    "storeName",
    "customer",
    "items",
    "subtotal",
    "shipping",
    "tax",
    "discount",
    "total",
    "currency",
    "status",
    "paymentStatus",
    "paymentMethod",
    "shippingAddress",
    "trackingNumber",
    "notes",
    "createdAt",
    "updatedAt",
]
ADDRESS = orders.Address(
    name="Jane Smith",
    address="123 Main Street",
    city="Casablanca",
    postal_code="20000",
    country="MA",
    phone="+212612345678",
)


@pytest.fixture
async def store(make: Make, merchant: Account) -> stores.Store:
    zone = stores.ZoneDraft("Morocco", ("MA",), Decimal(50))
    return await make.store(merchant, zones=(zone,))


def _documented(order: orders.Order, product: catalog.Product, store: stores.Store) -> dict[str, object]:
    """The documentation's order, with these ids."""
    return {
        "id": f"order_{order.id}",
        "orderNumber": "ORD-2026-000001",
        "storeId": f"store_{store.id}",
        "storeName": store.name,
        "customer": {
            "id": f"cust_{order.customer.id}",
            "name": "Jane Smith",
            "email": "jane@example.com",
            "phone": "+212612345678",
        },
        "items": [
            {
                "productId": f"prod_{product.id}",
                "productName": "Premium Wireless Headphones",
                "variantId": f"var_{product.named[0].id}",
                "variantName": "Black",
                "quantity": 1,
                "price": 1299.0,
                "total": 1299.0,
            }
        ],
        "subtotal": 1299.0,
        "shipping": 50.0,
        "tax": 0.0,
        "discount": 0.0,
        "total": 1349.0,
        "currency": "MAD",
        "status": "processing",
        "paymentStatus": "paid",
        "paymentMethod": "card",
        "shippingAddress": {
            "name": "Jane Smith",
            "address": "123 Main Street",
            "city": "Casablanca",
            "postalCode": "20000",
            "country": "Morocco",
            "phone": "+212612345678",
            "state": None,
        },
        "trackingNumber": "TRK123456789",
        "notes": "Please handle with care",
        "createdAt": "2026-04-08T10:00:00Z",
        "updatedAt": "2026-04-08T10:00:00Z",
    }


async def test_the_documented_order(skalia: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    variants = (catalog.NewVariant(name="Black", price_minor=129_900, sku="WH-1000XM5-BLK", sellable=30),)
    product = await make.product(store, name="Premium Wireless Headphones", price=129_900, variants=variants, stock=30)
    jane = await make.customer(store, email="jane@example.com", phone="+212612345678")
    order = await make.order(
        store, product, customer=jane, ship_to=ADDRESS, payment_method="card", notes="Please handle with care"
    )
    sent = {"status": "processing", "trackingNumber": "TRK123456789"}

    await skalia.patch(f"/orders/order_{order.id}", json=sent)
    answer = await skalia.get("/orders")

    item = answer.json()["items"][0]
    assert list(item) == KEYS
    assert item == _documented(order, product, store)
    assert '"subtotal":1299.00,"shipping":50.00,"tax":0.00,"discount":0.00,"total":1349.00' in answer.text
    assert (await skalia.get(f"/orders/order_{order.id}")).json() == {"item": item}


async def test_the_documented_change_and_its_history(
    skalia: httpx.AsyncClient, make: Make, store: stores.Store, merchant: Account, clock: FrozenClock
) -> None:
    order = await make.order(store, state=State.PROCESSING)
    clock.advance(3600)
    sent = {"status": "shipped", "trackingNumber": "TRK987654321", "notes": "Shipped via DHL Express"}

    answer = await skalia.patch(f"/orders/order_{order.id}", json=sent)
    history = (await skalia.get(f"/orders/order_{order.id}/history")).json()["items"]

    item = answer.json()["item"]
    assert {key: item[key] for key in sent} == sent
    assert item["updatedAt"] == "2026-04-08T11:00:00Z"
    assert [row["status"] for row in history] == ["pending", "processing", "shipped"]
    assert history[-1] == {
        "status": "shipped",
        "note": "Shipped via DHL Express",
        "actor": f"usr_{merchant.user.id}",
        "createdAt": "2026-04-08T11:00:00Z",
    }


@pytest.mark.parametrize("current", list(State))
@pytest.mark.parametrize("to", list(State))
async def test_moves(skalia: httpx.AsyncClient, make: Make, store: stores.Store, current: State, to: State) -> None:
    order = await make.order(store, state=current)

    answer = await skalia.patch(f"/orders/order_{order.id}", json={"status": to.value})

    if to is current or to in orders.model.MOVES[current]:
        assert (answer.status_code, answer.json()["item"]["status"]) == (200, to.value)
    else:
        assert answer.status_code == 409
        assert current.value in answer.json()["detail"]
        assert to.value in answer.json()["detail"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "lost"}, "status"),
        ({"status": 1}, "status"),
        ({"trackingNumber": "x" * 201}, "trackingNumber"),
        ({"notes": 5}, "notes"),
        ({"total": 1}, "total"),
    ],
)
async def test_what_is_wrong_is_named(
    skalia: httpx.AsyncClient, make: Make, store: stores.Store, change: dict[str, object], field: str
) -> None:
    order = await make.order(store)

    answer = await skalia.patch(f"/orders/order_{order.id}", json=change)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


async def test_null_clears_notes_and_tracking(skalia: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    order = await make.order(store, notes="something")

    item = (await skalia.patch(f"/orders/order_{order.id}", json={"notes": None})).json()["item"]

    assert item["notes"] is None


async def test_the_list_filters(
    skalia: httpx.AsyncClient, make: Make, store: stores.Store, merchant: Account, clock: FrozenClock
) -> None:
    """Days are days in the store's zone: Casablanca is an hour ahead of UTC here."""
    placed = {}
    for day, hour in ((1, 12), (2, 22), (2, 23), (3, 12)):  # UTC; 23:00 is the next day in the store
        clock.at = datetime(2026, 4, day, hour, 30, tzinfo=UTC)
        placed[day, hour] = f"order_{(await make.order(store)).id}"
    other = await make.order(await make.store(merchant), state=State.PROCESSING)

    async def found(**query: str) -> set[str]:
        query.setdefault("storeId", f"store_{store.id}")
        return {item["id"] for item in (await skalia.get("/orders", params=query)).json()["items"]}

    assert await found(startDate="2026-04-02") == {placed[2, 22], placed[2, 23], placed[3, 12]}
    assert await found(startDate="2026-04-03") == {placed[2, 23], placed[3, 12]}
    assert await found(endDate="2026-04-02") == {placed[1, 12], placed[2, 22]}
    assert await found(startDate="2026-04-02", endDate="2026-04-02") == {placed[2, 22]}
    assert await found(endDate="2026-04-02T22:30:00Z") == {placed[1, 12], placed[2, 22]}
    assert await found(startDate="2026-04-02T23:30:00+00:00", endDate="2026-04-03") == {placed[2, 23], placed[3, 12]}
    assert await found(status="processing") == set()
    assert await found(status="processing", storeId=f"store_{other.store_id}") == {f"order_{other.id}"}


@pytest.mark.parametrize("query", [{"startDate": "yesterday"}, {"endDate": "2026-02-30"}, {"status": "paid"}, {"size": "0"}])
async def test_a_bad_filter_is_named(skalia: httpx.AsyncClient, store: stores.Store, query: dict[str, str]) -> None:
    answer = await skalia.get("/orders", params=query)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == list(query)


async def test_a_clock_change_does_not_lose_an_hour(
    skalia: httpx.AsyncClient, make: Make, merchant: Account, clock: FrozenClock
) -> None:
    """In Paris, 29 March 2026 has 23 hours: it ends at 22:00 UTC."""
    store = await make.store(merchant, time_zone="Europe/Paris")
    for hour in (21, 22):
        clock.at = datetime(2026, 3, 29, hour, 59 if hour == 21 else 0, tzinfo=UTC)
        await make.order(store)
    day = {"storeId": f"store_{store.id}", "startDate": "2026-03-29", "endDate": "2026-03-29"}

    answer = await skalia.get("/orders", params=day)

    assert [item["createdAt"] for item in answer.json()["items"]] == ["2026-03-29T21:59:00Z"]


async def test_another_merchants_order_is_unknown(skalia: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    order = await make.order(await make.store())

    for answer in (
        await skalia.get(f"/orders/order_{order.id}"),
        await skalia.get(f"/orders/order_{order.id}/history"),
        await skalia.patch(f"/orders/order_{order.id}", json={"status": "cancelled"}),
        await skalia.get(f"/orders/prod_{order.id}"),
        await skalia.get("/orders/order_99999999999999999999"),
    ):
        assert answer.status_code == 404


async def test_a_walk_sees_each_order_once_while_others_come(
    skalia: httpx.AsyncClient, make: Make, store: stores.Store, database: Database
) -> None:
    product = await make.product(store, stock=100)
    there = [f"order_{(await make.order(store, product)).id}" for _ in range(7)]
    seen: list[str] = []

    for number in range(1, 5):
        answer = await skalia.get("/orders", params={"page": number, "size": 2})
        seen += [item["id"] for item in answer.json()["items"]]
        await make.order(store, product)

    assert seen == there[::-1]


async def test_reading_takes_two_statements(
    skalia: httpx.AsyncClient, make: Make, store: stores.Store, statements: list[str]
) -> None:
    order = await make.order(store)

    for path in ("/orders", "/orders?status=pending", f"/orders/order_{order.id}", f"/orders/order_{order.id}/history"):
        statements.clear()
        assert (await skalia.get(path)).status_code == 200
        assert len(statements) == 2, statements
