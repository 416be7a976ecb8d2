"""SQ-031…SQ-033, SQ-035, X-10: the documented order, and its way through the states."""

import httpx
import pytest

from serai.core import catalog, customers, orders, stores
from serai.core.orders import State
from serai.kit.db import Database
from tests.contract.salloq.ordering import footprint, listed, stock, wanted
from tests.factories import Make

# ── the documented examples ──


async def test_the_documented_order_adds_up_and_looks_as_documented(
    api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer
) -> None:
    made = await api.post("/orders", json=wanted(jane, (iris, 1)))
    number = made.json()["data"]["id"]
    await api.patch(f"/orders/{number}/status", json={"status": "processing"})
    await api.patch(f"/orders/{number}/status", json={"status": "shipped", "tracking_number": "1Z999AA1234567890"})

    answer = await api.get(f"/orders/{number}")

    assert made.status_code == 201
    assert answer.text == (
        f'{{"success":true,"data":{{"id":{number},"customer_id":{jane.id},"status":"shipped","subtotal":145.00,"tax":12.18,'
        '"shipping":8.00,"total":165.18,"tracking_number":"1Z999AA1234567890","items":['
        f'{{"product_id":{iris.id},"product_name":"Iris Élysée","qty":1,"price":145.00,"subtotal":145.00,'
        f'"variant_id":{iris.default.id}}}],'
        '"shipping_address":"123 Main St","shipping_city":"San Francisco","shipping_state":"CA","shipping_zip":"94102",'
        '"created_at":"2026-04-08T10:00:00Z","shipping_country":"US","discount":0.00,"promo_code":null,"currency":"USD",'
        '"state":"shipped","is_subscription":false,"redeemed_points":0}}'
    )
    assert (await api.get("/orders")).json()["data"] == [answer.json()["data"]]


async def test_creating_answers_201_with_the_whole_pending_order_and_takes_the_stock(
    api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer
) -> None:
    answer = await api.post("/orders", json=wanted(jane, (iris, 2)))

    order = answer.json()["data"]
    assert answer.status_code == 201
    assert (order["status"], order["tracking_number"]) == ("pending", None)
    assert (order["subtotal"], order["tax"], order["shipping"], order["total"]) == (290.0, 24.36, 8.0, 322.36)
    assert [(i["qty"], i["price"], i["subtotal"]) for i in order["items"]] == [(2, 145.0, 290.0)]
    assert (await api.get(f"/orders/{order['id']}")).json()["data"] == order
    assert await stock(api, iris) == 23


async def test_reading_an_order_or_a_page_of_them_takes_two_statements(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, iris: catalog.Product, statements: list[str]
) -> None:
    for _ in range(3):
        order = await make.order(shop, iris)
    await api.get("/orders")  # notes that the key is in use

    paths = ("/orders", "/orders?status=cancelled&date_from=2026-01-01", f"/orders/{order.id}")
    for path in (*paths, f"/customers/{order.customer.id}/orders"):
        statements.clear()
        assert (await api.get(path)).status_code == 200
        assert len(statements) == 2


# ── status ──


async def test_cancelling_gives_the_stock_back_once(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, iris: catalog.Product
) -> None:
    order = await make.order(shop, iris, quantity=5)
    assert await stock(api, iris) == 20

    first = await api.patch(f"/orders/{order.id}/status", json={"status": "cancelled"})
    again = await api.patch(f"/orders/{order.id}/status", json={"status": "cancelled"})

    assert (first.status_code, first.json()["data"]["status"]) == (200, "cancelled")
    assert again.json() == first.json()
    assert await stock(api, iris) == 25


async def test_shipped_pieces_have_left_the_house(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, iris: catalog.Product
) -> None:
    order = await make.order(shop, iris, quantity=5, state=State.PROCESSING)

    await api.patch(f"/orders/{order.id}/status", json={"status": "shipped"})

    row = await database.one("select on_hand, reserved from stock where variant_id = $1", iris.default.id)
    assert row is not None
    assert tuple(row) == (20, 0)


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (State.PENDING, "shipped"),
        (State.PENDING, "delivered"),
        (State.PROCESSING, "pending"),
        (State.PROCESSING, "delivered"),
        (State.SHIPPED, "cancelled"),
        (State.SHIPPED, "processing"),
        (State.DELIVERED, "cancelled"),
        (State.CANCELLED, "pending"),
        (State.CANCELLED, "processing"),
        (State.REFUNDED, "processing"),
    ],
)
async def test_a_refused_move_is_422_and_changes_nothing(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, state: State, to: str
) -> None:
    order = await make.order(shop, state=state)
    before, left = (await api.get(f"/orders/{order.id}")).json(), await footprint(database)

    answer = await api.patch(f"/orders/{order.id}/status", json={"status": to, "tracking_number": "X"})

    message = f"An order cannot go from {state} to {to}"
    assert answer.status_code == 422
    assert answer.json() == {"success": False, "error": {"message": message, "code": 422, "details": {}}}
    assert (await api.get(f"/orders/{order.id}")).json() == before
    assert await footprint(database) == left


async def test_the_tracking_number_stays_when_it_is_not_sent(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    order = await make.order(shop, state=State.PROCESSING)

    async def patched(**body: object) -> object:
        return (await api.patch(f"/orders/{order.id}/status", json=body)).json()["data"]["tracking_number"]

    assert await patched(status="shipped", tracking_number="1Z") == "1Z"
    assert await patched(status="shipped") == "1Z"
    assert await patched(status="shipped", tracking_number="2Z") == "2Z"
    assert await patched(status="delivered") == "2Z"
    assert await patched(status="delivered", tracking_number=None) is None


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, {"status": ["This field is required."]}),
        ({"status": "refunded"}, {"status": ["Invalid enum value 'refunded'."]}),
        ({"status": "Shipped"}, {"status": ["Invalid enum value 'Shipped'."]}),
        ({"status": None}, {"status": ["Expected `str`, got `null`."]}),
        (
            {"status": "cancelled", "tracking_number": "x" * 201},
            {"tracking_number": ["May have at most 200 characters."]},
        ),
        ({"status": "cancelled", "note": "?"}, {"note": ["Unknown field."]}),
    ],
)
async def test_a_wrong_status_is_422_and_changes_nothing(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, body: dict[str, object], details: dict[str, list[str]]
) -> None:
    order = await make.order(shop)

    answer = await api.patch(f"/orders/{order.id}/status", json=body)

    assert answer.status_code == 422
    assert answer.json()["error"]["details"] == details
    assert (await api.get(f"/orders/{order.id}")).json()["data"]["status"] == "pending"


@pytest.mark.parametrize(("way", "shown"), [((), "cancelled"), ((State.SHIPPED,), "delivered")])
async def test_a_refunded_order_shows_as_cancelled_before_shipment_else_as_delivered(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, way: tuple[State, ...], shown: str
) -> None:
    order = await make.order(shop, state=State.PROCESSING)
    async with database.begin() as tx:
        for step in (*way, State.REFUNDED):
            await orders.move(tx, shop.id, order.id, to=step, actor="test")

    seen = (await api.get(f"/orders/{order.id}")).json()["data"]

    assert (seen["status"], seen["state"]) == (shown, "refunded")
    assert await listed(api, status=shown) == [order.id]
