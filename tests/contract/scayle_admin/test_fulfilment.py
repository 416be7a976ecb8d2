"""SC-073 and the contract's section 8: shipments, cancellations, returns, piece by piece."""

import httpx
import pytest

from serai.core import catalog, orders, stores
from serai.kit.db import Database
from tests.contract.scayle_admin.conftest import COUNTRY, OAKLEAF
from tests.factories import Make

STOCK = """
select sum(on_hand)::int as on_hand, sum(reserved)::int as reserved
  from stock
 where store_id = $1
"""
LEDGER = """
select sum(on_hand_change)::int as on_hand, sum(reserved_change)::int as reserved
  from stock_movements
 where store_id = $1
"""
MONEY = """
select coalesce(sum(amount_minor) filter (where kind = 'capture'), 0)::int as paid,
       coalesce(sum(amount_minor) filter (where kind = 'refund'), 0)::int as refunded
  from payments
 where store_id = $1
"""
SUMS = "select paid_minor::int as paid, refunded_minor::int as refunded from order_sums where store_id = $1 and slot = 'epoch'"
SOLD = """
select quantity::int as quantity, sold_minor::int as minor
  from product_sums
 where store_id = $1 and day = '1970-01-01'
"""


class Desk:
    """One order of four pieces at 10.00, and what the store has and got."""

    def __init__(self, admin: httpx.AsyncClient, database: Database, store: stores.Store, order: orders.Order) -> None:
        self.admin, self.database, self.store, self.order = admin, database, store, order

    async def items(self) -> list[int]:
        return [item["id"] for item in (await self.read())["items"]]

    async def read(self) -> dict:
        return (await self.admin.get(f"{COUNTRY}/orders/{self.order.id}")).json()

    async def words(self) -> list[str]:
        return [item["status"] for item in (await self.read())["items"]]

    async def ship(self, key: str, *items: int, **more: object) -> httpx.Response:
        named = [{"orderItemId": item, "returnKey": f"rk-{item}"} for item in items]
        body = {"shopKey": "oa", "countryCode": "DE", "orderId": self.order.id, "shipmentKey": key, "items": named, **more}
        return await self.admin.post("/fulfillment/shipments", json=body)

    async def cancel(self, *items: int, **more: object) -> httpx.Response:
        named = [{"orderItemId": item} for item in items]
        body = {"shopKey": "oa", "countryCode": "DE", "orderId": self.order.id, "items": named, **more}
        return await self.admin.post("/fulfillment/cancellations", json=body)

    async def give_back(self, *items: int) -> httpx.Response:
        body = [{"returnKey": f"rk-{item}", "received": "2026-04-09 12:00:00", "returnReason": "too small"} for item in items]
        return await self.admin.post("/fulfillment/return-items", json=body)

    async def figures(self) -> tuple[int, int, int, int]:
        """(on hand, reserved, paid, refunded), by ledgers and kept sums alike."""
        stock, ledger = await self._one(STOCK), await self._one(LEDGER)
        money, sums = await self._one(MONEY), await self._one(SUMS)
        assert stock == ledger
        assert money == sums
        return (*stock, *money)

    async def sold(self) -> tuple[int, ...]:
        return await self._one(SOLD)

    async def _one(self, sql: str) -> tuple[int, ...]:
        row = await self.database.one(sql, self.store.id)
        assert row is not None
        return tuple(row.values())


@pytest.fixture
async def product(make: Make, store: stores.Store, oakleaf: int) -> catalog.Product:
    return await make.product(store, price=1000, stock=10)


@pytest.fixture
async def desk(admin: httpx.AsyncClient, database: Database, make: Make, store: stores.Store, product: catalog.Product) -> Desk:
    order = await make.order(store, product, quantity=4, state=orders.State.PROCESSING)
    return Desk(admin, database, store, order)


@pytest.fixture
async def unpaid(
    admin: httpx.AsyncClient, database: Database, make: Make, store: stores.Store, product: catalog.Product
) -> Desk:
    return Desk(admin, database, store, await make.order(store, product, quantity=4))


# ── shipping ──


async def test_shipped_pieces_leave_the_house_and_the_order_with_the_last(desk: Desk) -> None:
    a, b, c, d = await desk.items()
    assert await desk.figures() == (10, 4, 4000, 0)

    first = await desk.ship("shp-1", a, b, carrier="PARCEL_STD", returnIdentCode="RET", deliveryDate="2026-04-08 09:00:00")
    assert (first.status_code, first.content) == (204, b"")
    assert await desk.figures() == (8, 2, 4000, 0)
    assert await desk.words() == ["deliverable", "deliverable", "available", "available"]
    shown = await desk.read()
    assert shown["status"] == "invoice_partially_completed"
    assert shown["packages"] == [
        {
            "id": shown["items"][0]["packageId"],
            "shipmentKey": "shp-1",
            "carrierKey": "PARCEL_STD",
            "deliveryStatus": "shipment_completed",
            "shippedAt": "2026-04-08T09:00:00+00:00",
            "returnIdentCode": "RET",
        }
    ]

    assert (await desk.ship("shp-2", c, d)).status_code == 204
    assert await desk.figures() == (6, 0, 4000, 0)
    assert (await desk.read())["status"] == "invoice_completed"


async def test_shipping_an_unpaid_order_invoices_it(unpaid: Desk) -> None:
    await unpaid.ship("shp-1", *await unpaid.items())

    assert await unpaid.figures() == (6, 0, 4000, 0)
    assert (await unpaid.read())["detailedStatus"]["billing"]["code"] == "billing_completed"


async def test_a_piece_is_shipped_once_and_a_key_taken_once(desk: Desk) -> None:
    a, b, _, _ = await desk.items()
    await desk.ship("shp-1", a)
    before = await desk.figures()

    twice = await desk.ship("shp-2", a)
    key = await desk.ship("shp-1", b)
    double = await desk.ship("shp-3", b, b)
    cancelled = await desk.cancel(a)

    assert (twice.status_code, twice.json()["errors"][0]["context"]) == (409, {"orderItemId": a})
    assert (key.status_code, key.json()["errors"][0]["context"]["field"]) == (409, "shipmentKey")
    assert (double.status_code, cancelled.status_code) == (400, 409)
    assert await desk.figures() == before


async def test_another_orders_item_is_named(desk: Desk, make: Make, store: stores.Store) -> None:
    answer = await desk.ship("shp-1", 1)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": "items.0.orderItemId"}
    stranger = await make.order(store)
    wrong = await desk.ship("shp-1", *await desk.items(), orderId=stranger.id)
    assert wrong.status_code == 400


async def test_the_country_may_be_its_id_and_must_not_be_ambiguous(desk: Desk, oakleaf: int) -> None:
    more = {**OAKLEAF["countries"][0], "defaultLanguageCode": "en_GB"}  # type: ignore[index]
    await desk.admin.post("/shops/oa/countries", json=more)
    a, b, _, _ = await _items_by_id(desk, oakleaf)

    ambiguous = await desk.ship("shp-1", a)
    assert ambiguous.status_code == 409
    assert ambiguous.json()["errors"][0]["errorKey"] == "SHOP_COUNTRY_IS_AMBIGUOUS"
    assert (await desk.cancel(a)).json()["errors"][0]["errorKey"] == "SHOP_COUNTRY_IS_AMBIGUOUS"
    assert (await desk.ship("shp-1", a, countryCode=str(oakleaf))).status_code == 204
    assert (await desk.cancel(b, countryCode=oakleaf)).status_code == 204


async def _items_by_id(desk: Desk, country: int) -> list[int]:
    found = (await desk.admin.get(f"/shops/oa/countries/{country}/orders/{desk.order.id}")).json()
    return [item["id"] for item in found["items"]]


# ── cancelling ──


async def test_a_cancelled_piece_is_sold_to_others_and_paid_back(desk: Desk) -> None:
    a, b, c, d = await desk.items()
    assert (await desk.cancel(a)).status_code == 204

    assert await desk.figures() == (10, 3, 4000, 1000)
    assert await desk.sold() == (3, 3000)
    assert await desk.words() == ["cancelled", "available", "available", "available"]
    assert (await desk.read())["detailedStatus"]["billing"]["code"] == "billing_partially_refunded"
    assert (await desk.ship("shp-1", b, c, d)).status_code == 204
    assert await desk.figures() == (7, 0, 4000, 1000)
    assert (await desk.read())["status"] == "invoice_completed"


async def test_with_its_last_piece_the_order_is_cancelled(desk: Desk) -> None:
    a, *rest = await desk.items()
    await desk.cancel(a)
    await desk.cancel(*rest)

    assert await desk.figures() == (10, 0, 4000, 4000)
    assert await desk.sold() == (0, 0)
    assert (await desk.read())["status"] == "cancellation_completed"


async def test_what_was_cancelled_before_it_was_paid_goes_back_with_the_payment(unpaid: Desk) -> None:
    a, *rest = await unpaid.items()
    await unpaid.cancel(a)
    before = (await unpaid.read())["detailedStatus"]["billing"]["code"]
    await unpaid.ship("shp-1", *rest)

    assert before == "billing_payment_pending"
    assert await unpaid.figures() == (7, 0, 4000, 1000)
    assert await unpaid.sold() == (3, 3000)


async def test_a_refund_of_the_rest_pays_back_no_more_than_was_paid(desk: Desk) -> None:
    a, *_ = await desk.items()
    await desk.cancel(a)
    async with desk.database.begin() as tx:
        await orders.move(tx, desk.store.id, desk.order.id, to=orders.State.REFUNDED, actor="test")

    assert await desk.figures() == (10, 0, 4000, 4000)
    assert await desk.sold() == (0, 0)


# ── coming back ──


async def test_returned_pieces_are_paid_back_and_the_order_with_the_last(desk: Desk) -> None:
    a, b, c, d = await desk.items()
    await desk.cancel(d)
    await desk.ship("shp-1", a, b, c)
    first = await desk.give_back(a)

    assert (first.status_code, first.content) == (204, b"")
    assert await desk.figures() == (7, 0, 4000, 2000)
    shown = await desk.read()
    assert shown["detailedStatus"]["shipping"]["code"] == "shipping_partially_returned"
    assert shown["items"][0]["returnedAt"] == "2026-04-09T12:00:00+00:00"
    assert (await desk.give_back(b, c)).status_code == 204
    assert await desk.figures() == (7, 0, 4000, 4000)
    assert await desk.sold() == (0, 0)
    assert (await desk.read())["detailedStatus"]["billing"]["code"] == "billing_refunded"


async def test_a_piece_comes_back_once_by_a_key_that_it_had(desk: Desk) -> None:
    a, b, *_ = await desk.items()
    await desk.ship("shp-1", a)
    await desk.give_back(a)
    before = await desk.figures()

    again = await desk.give_back(a)
    unknown = await desk.give_back(b)

    assert again.status_code == 409
    assert (unknown.status_code, unknown.json()["errors"][0]["context"]) == (400, {"field": "0.returnKey"})
    assert await desk.figures() == before


@pytest.mark.parametrize("body", [{}, [], [{}], [{"returnKey": 5}], [{"returnKey": "x", "received": "soon"}]])
async def test_a_bad_return_is_400(admin: httpx.AsyncClient, oakleaf: int, body: object) -> None:
    assert (await admin.post("/fulfillment/return-items", json=body)).status_code == 400
