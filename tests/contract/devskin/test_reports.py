"""DS-014…DS-017, DS-G04, DS-G05, DS-G08, DS-G09, X-16: revenue, products, customers, the overview."""

from datetime import date, timedelta

import httpx
import pytest

from serai.cli import seeds
from serai.cli.seeds import keys
from serai.core import catalog, stores
from serai.core.orders import State
from serai.front import Front
from serai.kit.db import Database
from serai.wire.call import Services
from tests.conftest import client
from tests.contract.devskin.conftest import Till
from tests.factories import Make

TODAY = date(2026, 4, 8)


async def days(api: httpx.AsyncClient, period: str = "30d") -> dict[str, tuple[float, int]]:
    """The days that are not empty."""
    daily = (await api.get("/revenue", params={"period": period})).json()["data"]["daily"]
    return {day["date"]: (day["total"], day["count"]) for day in daily if day["total"] or day["count"]}


@pytest.mark.parametrize(("period", "length"), [("7d", 7), ("30d", 30), ("90d", 90), ("1y", 365)])
async def test_every_day_of_the_period_newest_first(api: httpx.AsyncClient, period: str, length: int) -> None:
    data = (await api.get("/revenue", params={"period": period})).json()["data"]

    assert list(data) == ["period", "total", "daily", "currency"]
    assert data["period"] == period
    assert [day["date"] for day in data["daily"]] == [(TODAY - timedelta(days=n)).isoformat() for n in range(length)]
    assert all(list(day) == ["date", "total", "count"] and day["total"] == day["count"] == 0 for day in data["daily"])


async def test_the_period_is_30_days_unless_said(api: httpx.AsyncClient) -> None:
    assert (await api.get("/revenue")).json()["data"] == (await api.get("/revenue?period=30d")).json()["data"]


@pytest.mark.parametrize("period", ["", "8d", "30", "1Y", "all"])
async def test_another_period_is_400(api: httpx.AsyncClient, period: str) -> None:
    answer = await api.get("/revenue", params={"period": period})

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Invalid parameters: period: ")


async def test_revenue_counts_what_was_paid_by_the_day_of_the_payment(
    api: httpx.AsyncClient, till: Till, widget: catalog.Product
) -> None:
    late = await till.sell(widget, "2026-04-05T12:00:00+00:00", state=State.PENDING)
    await till.sell(widget, "2026-04-05T13:00:00+00:00", state=State.PENDING)
    await till.move(late, State.PROCESSING, "2026-04-08T02:59:59+00:00")  # still the 7th in São Paulo
    await till.sell(widget, "2026-04-08T03:00:00+00:00", state=State.DELIVERED, quantity=2)

    answer = await api.get("/revenue?period=7d")

    assert await days(api, "7d") == {"2026-04-07": (104.95, 1), "2026-04-08": (199.90, 1)}
    assert '"total":304.85,"daily":[{"date":"2026-04-08","total":199.90,"count":1}' in answer.text
    assert answer.json()["data"]["currency"] == "USD"


async def test_a_refund_and_a_cancelled_payment_are_taken_off_on_their_day(
    api: httpx.AsyncClient, till: Till, widget: catalog.Product
) -> None:
    refunded = await till.sell(widget, "2026-04-01T12:00:00+00:00", state=State.SHIPPED)
    cancelled = await till.sell(widget, "2026-04-02T12:00:00+00:00", quantity=2)
    await till.sell(widget, "2026-04-02T12:00:00+00:00", state=State.CANCELLED)
    await till.move(refunded, State.REFUNDED, "2026-04-03T12:00:00+00:00")
    await till.move(cancelled, State.CANCELLED, "2026-04-02T18:00:00+00:00")

    assert await days(api) == {"2026-04-01": (104.95, 1), "2026-04-02": (0, 1), "2026-04-03": (-104.95, 0)}
    assert (await api.get("/revenue")).json()["data"]["total"] == 0


async def test_the_overview_looks_as_documented(api: httpx.AsyncClient, till: Till, widget: catalog.Product) -> None:
    await till.sell(widget, "2026-03-09T12:00:00+00:00", quantity=2)  # the day before the 30
    await till.sell(widget, "2026-03-10T12:00:00+00:00", quantity=2)
    await till.sell(widget, "2026-04-08T09:00:00+00:00", state=State.PENDING)
    await till.sell(widget, "2026-04-08T09:00:00+00:00", state=State.CANCELLED)

    answer = await api.get("/analytics/overview")

    assert answer.text == (
        '{"success":true,"data":{"total_orders":3,"monthly_orders":2,"total_revenue":399.80,"monthly_revenue":199.90,'
        '"total_products":1,"currency":"USD"}}'
    )
    assert (await api.get("/revenue?period=30d")).json()["data"]["total"] == 199.9


async def test_revenue_is_in_the_currency_that_the_store_has(
    api: httpx.AsyncClient, make: Make, till: Till, widget: catalog.Product, shop: stores.Store
) -> None:
    await till.sell(widget, "2026-04-08T09:00:00+00:00")
    async with make.database.begin() as tx:
        await stores.change_settings(tx, shop.id, change=stores.SettingsChange(currency="EUR"))
    await till.sell(widget, "2026-04-08T09:30:00+00:00")

    overview = (await api.get("/analytics/overview")).json()["data"]

    assert await days(api) == {"2026-04-08": (104.95, 1)}
    assert (overview["total_orders"], overview["total_revenue"], overview["currency"]) == (2, 104.95, "EUR")


async def test_products_look_as_documented(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    made = await make.product(shop, name="Premium Widget", price=9495, stock=150)

    answer = await api.get("/products", params={"page": 1, "limit": 20})

    assert answer.text == (
        f'{{"success":true,"data":{{"items":[{{"id":{made.id},"name":"Premium Widget","slug":"premium-widget","price":94.95,'
        '"stock":150,"status":"active","created_at":"2026-04-08T10:00:00.000Z","currency":"USD"}],'
        '"total":1,"page":1,"limit":20}}'
    )


async def test_a_product_is_active_inactive_or_out_of_stock(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    variants = (
        catalog.NewVariant(name="S", price_minor=200, sellable=3),
        catalog.NewVariant(name="M", price_minor=300, sellable=4),
    )
    await make.product(shop, name="Draft", stock=0, status=catalog.Status.DRAFT)
    await make.product(shop, name="Gone", stock=0)
    await make.product(shop, name="Made to order", stock=0, track_inventory=False)
    await make.product(shop, name="Sizes", price=100, stock=10, variants=variants)

    items = (await api.get("/products")).json()["data"]["items"]

    shown = {item["name"]: (item["status"], item["stock"], item["price"]) for item in items}
    assert shown == {
        "Draft": ("inactive", 0, 100.0),
        "Gone": ("out_of_stock", 0, 100.0),
        "Made to order": ("active", 0, 100.0),
        "Sizes": ("active", 10, 1.0),
    }


async def test_customers_look_as_documented(
    api: httpx.AsyncClient, make: Make, till: Till, widget: catalog.Product, shop: stores.Store
) -> None:
    await till.sell(widget, "2026-04-08T09:00:00+00:00", quantity=2)
    await till.sell(widget, "2026-04-08T09:00:00+00:00", state=State.PENDING)
    await till.sell(widget, "2026-04-08T09:00:00+00:00", state=State.REFUNDED)

    answer = await api.get("/customers", params={"page": 1, "limit": 20})

    assert answer.text == (
        f'{{"success":true,"data":{{"items":[{{"id":{till.buyer.id},"name":"John Doe","email":"john@example.com",'
        '"total_orders":1,"total_spent":199.90,"created_at":"2026-04-08T10:00:00.000Z","currency":"USD"}],'
        '"total":1,"page":1,"limit":20}}'
    )


async def test_reading_takes_two_statements(
    api: httpx.AsyncClient, till: Till, widget: catalog.Product, statements: list[str]
) -> None:
    order = await till.sell(widget, "2026-04-08T09:00:00+00:00")
    await api.get("/orders")  # notes that the key is in use

    for path in ("/orders", f"/orders/{order.id}", "/revenue?period=1y", "/products", "/customers", "/analytics/overview"):
        statements.clear()
        assert (await api.get(path)).status_code == 200
        assert len(statements) == 2, path


# ── the demo store ──


async def test_the_revenue_and_the_overview_agree(front: Front, database: Database, services: Services) -> None:
    await seeds.once(database, services.vault, products=3, orders=3)
    async with client(front, "/devskin/api/v1", **{"X-API-Key": keys.DEVSKIN}) as demo:
        year = (await demo.get("/revenue?period=1y")).json()["data"]
        overview = (await demo.get("/analytics/overview")).json()["data"]

    assert year["total"] == overview["total_revenue"] == 2650.70
    assert {"date": "2026-02-10", "total": 199.90, "count": 1} in year["daily"]
    assert (overview["total_orders"], overview["total_products"]) == (13, 2)
