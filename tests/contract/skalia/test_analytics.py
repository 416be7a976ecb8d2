"""SK-080…SK-083, SK-G13: the dashboard's summary and analytics, with exact figures."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from serai.core import analytics, catalog, customers, orders, stores
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from tests.conftest import NOW
from tests.factories import Account, Make

KEYS = [
    "salesByDay", "salesByProduct", "salesByCategory", "customerSegments", "conversionRate", "cartAbandonmentRate",
    "currency", "otherCurrencies",
]  # fmt: skip


class Shop:
    """A store in Casablanca that sells at given times."""

    def __init__(self, make: Make, clock: FrozenClock, store: stores.Store) -> None:
        self.make, self.clock, self.store = make, clock, store

    async def sell(
        self, product: catalog.Product, at: str, *steps: State, buyer: customers.Customer | None = None, quantity: int = 1
    ) -> orders.Order:
        """Placed at that time and moved along the steps an hour apart; the clock then stands where it stood."""
        self.clock.at = datetime.fromisoformat(at).replace(tzinfo=UTC)
        order = await self.make.order(self.store, product, customer=buyer, quantity=quantity)
        for step in steps:
            self.clock.advance(3600)
            async with self.make.database.begin() as tx:
                order = await orders.move(tx, self.store.id, order.id, to=step, actor="test")
        self.clock.at = NOW
        return order


@pytest.fixture
async def store(make: Make, merchant: Account) -> stores.Store:
    return await make.store(merchant)


@pytest.fixture
def shop(make: Make, clock: FrozenClock, store: stores.Store) -> Shop:
    return Shop(make, clock, store)


@pytest.fixture
async def shoe(make: Make, store: stores.Store) -> catalog.Product:
    return await make.product(store, name="Shoe", price=10_000, stock=1000, categories=(catalog.CategoryRef(name="Shoes"),))


@pytest.fixture
async def lace(make: Make, store: stores.Store) -> catalog.Product:
    return await make.product(store, name="Lace", price=333, stock=1000)


async def report(skalia: httpx.AsyncClient, **query: str) -> dict[str, object]:
    answer = await skalia.get("/analytics", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


# ── the summary ──


async def test_a_summary_looks_as_documented(
    skalia: httpx.AsyncClient, make: Make, shop: Shop, store: stores.Store, shoe: catalog.Product, lace: catalog.Product
) -> None:
    jane = await make.customer(store, name="Jane Smith")
    await shop.sell(shoe, "2026-04-01T09:00", State.PROCESSING, buyer=jane)  # the week before
    await shop.sell(shoe, "2026-04-03T09:00", State.PROCESSING, State.SHIPPED, buyer=jane, quantity=2)
    last = await shop.sell(lace, "2026-04-08T08:00", State.PROCESSING, buyer=jane)

    answer = await skalia.get("/dashboard/summary")

    assert answer.text == (
        '{"revenue":{"total":203.33,"currency":"MAD","change":103.3,"trend":"up"},'
        '"orders":{"total":2,"change":100.0,"trend":"up"},'
        '"customers":{"total":1,"new":1,"change":null,"trend":"up"},'
        '"averageOrderValue":{"value":101.67,"currency":"MAD","change":1.7,"trend":"up"},'
        f'"stores":[{{"id":"store_{store.id}","name":"{store.name}","status":"DRAFT","revenue":203.33,"orders":2,"currency":"MAD"}}],'
        '"recentOrders":['
        f'{{"id":"order_{last.id}","orderNumber":"ORD-2026-000003","customer":"Jane Smith","total":3.33,"status":"processing",'
        '"createdAt":"2026-04-08T08:00:00Z","currency":"MAD"},'
        f'{{"id":"order_{last.id - 1}","orderNumber":"ORD-2026-000002","customer":"Jane Smith","total":200.00,'
        '"status":"shipped","createdAt":"2026-04-03T09:00:00Z","currency":"MAD"},'
        f'{{"id":"order_{last.id - 2}","orderNumber":"ORD-2026-000001","customer":"Jane Smith","total":100.00,'
        '"status":"processing","createdAt":"2026-04-01T09:00:00Z","currency":"MAD"}],'
        f'"topProducts":[{{"id":"prod_{shoe.id}","name":"Shoe","revenue":200.00,"unitsSold":2}},'
        f'{{"id":"prod_{lace.id}","name":"Lace","revenue":3.33,"unitsSold":1}}],"otherCurrencies":[]}}'
    )


@pytest.mark.parametrize(
    ("range_", "revenue", "count", "change"),
    [("last7", 100.0, 1, 0.0), ("last30", 200.0, 2, 100.0), ("last90", 300.0, 3, None), ("all", 400.0, 4, None)],
)
async def test_a_range_ends_with_today_and_is_compared_with_the_one_before(
    skalia: httpx.AsyncClient, shop: Shop, shoe: catalog.Product, range_: str, revenue: float, count: int, change: float | None
) -> None:
    for day in ("2025-06-01", "2026-03-09", "2026-04-01", "2026-04-02"):
        await shop.sell(shoe, f"{day}T09:00", State.PROCESSING)

    found = (await skalia.get("/dashboard/summary", params={"range": range_})).json()

    assert (found["revenue"]["total"], found["revenue"]["change"]) == (revenue, change)
    assert (found["orders"]["total"], found["orders"]["change"]) == (count, change)
    assert found["averageOrderValue"]["value"] == 100.0


async def test_cancelled_orders_do_not_count_and_refunds_are_taken_off(
    skalia: httpx.AsyncClient, shop: Shop, shoe: catalog.Product
) -> None:
    await shop.sell(shoe, "2026-04-07T09:00")
    await shop.sell(shoe, "2026-04-07T09:00", State.CANCELLED)
    await shop.sell(shoe, "2026-04-07T09:00", State.PROCESSING, State.CANCELLED)
    await shop.sell(shoe, "2026-04-07T09:00", State.PROCESSING, State.REFUNDED)
    await shop.sell(shoe, "2026-04-07T09:00", State.PROCESSING)

    found = (await skalia.get("/dashboard/summary")).json()

    assert (found["revenue"]["total"], found["orders"]["total"]) == (100.0, 3)
    assert found["averageOrderValue"]["value"] == 33.33
    assert [(p["revenue"], p["unitsSold"]) for p in found["topProducts"]] == [(100.0, 1)]


async def test_an_account_without_anything_has_a_summary_of_nothing(skalia: httpx.AsyncClient, merchant: Account) -> None:
    found = (await skalia.get("/dashboard/summary")).json()

    assert found["revenue"] == {"total": 0.0, "currency": "MAD", "change": None, "trend": "flat"}
    assert found["customers"] == {"total": 0, "new": 0, "change": None, "trend": "flat"}
    assert [found[key] for key in ("stores", "recentOrders", "topProducts", "otherCurrencies")] == [[], [], [], []]


async def test_new_customers_are_compared_with_those_of_the_range_before(
    skalia: httpx.AsyncClient, make: Make, store: stores.Store, clock: FrozenClock
) -> None:
    for days_ago in (0, 1, 2, 8, 9, 300):
        clock.at = NOW - timedelta(days=days_ago)
        await make.customer(store)
    clock.at = NOW

    week = (await skalia.get("/dashboard/summary")).json()["customers"]
    always = (await skalia.get("/dashboard/summary?range=all")).json()["customers"]

    assert week == {"total": 6, "new": 3, "change": 50.0, "trend": "up"}
    assert always == {"total": 6, "new": 6, "change": None, "trend": "up"}


@pytest.mark.parametrize("query", ["range=last8", "range=", "range=LAST7", "currency=mad", "currency=XYZ", "currency="])
async def test_an_unknown_range_or_currency_is_422(skalia: httpx.AsyncClient, merchant: Account, query: str) -> None:
    answer = await skalia.get(f"/dashboard/summary?{query}")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


async def test_a_summary_takes_three_statements_with_the_sign_in(
    skalia: httpx.AsyncClient, make: Make, merchant: Account, shop: Shop, shoe: catalog.Product, statements: list[str]
) -> None:
    await shop.sell(shoe, "2026-04-07T09:00", State.PROCESSING)
    await make.store(merchant)

    for range_ in ("last7", "last30", "last90", "all"):
        statements.clear()
        assert (await skalia.get("/dashboard/summary", params={"range": range_})).status_code == 200
        assert len(statements) == 3, statements


# ── analytics ──


async def test_a_report_looks_as_documented(
    skalia: httpx.AsyncClient, make: Make, shop: Shop, store: stores.Store, shoe: catalog.Product, lace: catalog.Product
) -> None:
    jane, vip = await make.customer(store), await make.customer(store, tags=("VIP", "repeat-customer"))
    await shop.sell(shoe, "2026-03-01T09:00", State.PROCESSING, buyer=vip)
    await shop.sell(shoe, "2026-04-01T09:00", State.PROCESSING, buyer=jane, quantity=3)
    await shop.sell(lace, "2026-04-02T09:00", State.PROCESSING, buyer=vip)
    await shop.sell(lace, "2026-04-02T10:00", buyer=jane)

    answer = await skalia.get("/analytics", params={"startDate": "2026-04-01", "endDate": "2026-04-02"})

    assert answer.text == (
        '{"salesByDay":[{"date":"2026-04-01","revenue":300.00,"orders":1},{"date":"2026-04-02","revenue":3.33,"orders":2}],'
        f'"salesByProduct":[{{"productId":"prod_{shoe.id}","productName":"Shoe","revenue":300.00,"quantity":3}},'
        f'{{"productId":"prod_{lace.id}","productName":"Lace","revenue":3.33,"quantity":1}}],'
        '"salesByCategory":[{"category":"Shoes","revenue":300.00,"orders":1},{"category":null,"revenue":3.33,"orders":2}],'
        '"customerSegments":{"new":1,"returning":1,"vip":1},"conversionRate":null,"cartAbandonmentRate":null,'
        '"currency":"MAD","otherCurrencies":[]}'
    )


async def test_without_days_a_report_is_of_the_last_30_and_has_every_one(
    skalia: httpx.AsyncClient, store: stores.Store
) -> None:
    found = await report(skalia)

    days = found["salesByDay"]
    assert isinstance(days, list)
    assert [days[0]["date"], days[-1]["date"], len(days)] == ["2026-03-10", "2026-04-08", 30]
    assert list(found) == KEYS


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({"startDate": "2026-04-01"}, "2026-04-01", "2026-04-08"),
        ({"endDate": "2026-01-30"}, "2026-01-01", "2026-01-30"),
        ({"startDate": "2026-04-01T23:30:00Z", "endDate": "2026-04-03T10:00:00"}, "2026-04-02", "2026-04-03"),
        ({"startDate": "2026-05-01"}, "2026-05-01", "2026-05-01"),
    ],
)
async def test_which_days_a_report_has(
    skalia: httpx.AsyncClient, store: stores.Store, query: dict[str, str], first: str, last: str
) -> None:
    days = (await report(skalia, metrics="salesByDay", **query))["salesByDay"]

    assert isinstance(days, list)
    assert [days[0]["date"], days[-1]["date"]] == [first, last]


async def test_days_are_the_stores_also_when_clocks_change(
    skalia: httpx.AsyncClient, shop: Shop, shoe: catalog.Product
) -> None:
    """Casablanca is an hour ahead of UTC but for Ramadan: the 15th of February 2026 has 25 hours, the 22nd of March 23."""
    moments = (
        "2026-02-14T22:59",
        "2026-02-14T23:00",
        "2026-02-15T23:59",
        "2026-02-16T00:00",
        "2026-03-21T23:59",
        "2026-03-22T22:59",
    )
    for at in moments:
        await shop.sell(shoe, at)

    days = (await report(skalia, startDate="2026-02-14", endDate="2026-03-22", metrics="salesByDay"))["salesByDay"]

    assert isinstance(days, list)
    counted = {day["date"]: day["orders"] for day in days if day["orders"]}
    assert counted == {"2026-02-14": 1, "2026-02-15": 2, "2026-02-16": 1, "2026-03-21": 1, "2026-03-22": 1}


@pytest.mark.parametrize(
    ("metrics", "keys"),
    [
        ("salesByDay", ["salesByDay"]), ("conversionRate, salesByDay", ["salesByDay", "conversionRate"]),
        ("currency,otherCurrencies", ["currency", "otherCurrencies"]), (",".join(KEYS), KEYS), ("", KEYS),
    ],
)  # fmt: skip
async def test_metrics_keep_only_the_named_keys(
    skalia: httpx.AsyncClient, store: stores.Store, metrics: str, keys: list[str]
) -> None:
    assert list(await report(skalia, metrics=metrics)) == keys


@pytest.mark.parametrize(
    "query",
    ["metrics=salesByWeek", "metrics=salesByDay,x", "startDate=yesterday", "endDate=2026-02-30", "currency=EURO",
     "startDate=2026-04-02&endDate=2026-04-01", "startDate=1970-01-01", "startDate=0001-01-01&endDate=9999-12-31"],
)  # fmt: skip
async def test_a_wrong_parameter_is_422_and_named(skalia: httpx.AsyncClient, store: stores.Store, query: str) -> None:
    answer = await skalia.get(f"/analytics?{query}")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


async def test_a_report_of_one_store_and_of_somebody_elses(
    skalia: httpx.AsyncClient, make: Make, merchant: Account, shop: Shop, shoe: catalog.Product
) -> None:
    other, foreign = await make.store(merchant), await make.store()
    await make.order(other, await make.product(other, price=500), state=State.PROCESSING)
    await shop.sell(shoe, "2026-04-08T08:00", State.PROCESSING)

    def total(found: dict[str, object]) -> float:
        days = found["salesByDay"]
        assert isinstance(days, list)
        return float(sum(Decimal(str(day["revenue"])) for day in days))

    assert total(await report(skalia)) == 105.0
    assert total(await report(skalia, storeId=f"store_{other.id}")) == 5.0
    assert (await skalia.get("/analytics", params={"storeId": f"store_{foreign.id}"})).status_code == 404
    assert (await skalia.get("/analytics", params={"storeId": "x"})).status_code == 404


# ── several currencies ──


@pytest.fixture
async def two_currencies(skalia: httpx.AsyncClient, make: Make, merchant: Account, shop: Shop, shoe: catalog.Product) -> None:
    abroad = await make.store(merchant, currency="JPY", time_zone="Asia/Tokyo")
    await make.order(abroad, await make.product(abroad, price=1500), state=State.PROCESSING, quantity=2)
    await shop.sell(shoe, "2026-04-08T08:00", State.PROCESSING)


async def test_one_currency_per_answer_and_the_others_beside_it(skalia: httpx.AsyncClient, two_currencies: None) -> None:
    own, asked = [(await skalia.get(f"/dashboard/summary{q}")).json() for q in ("", "?currency=JPY")]

    assert own["revenue"] | {"trend": ""} == {"total": 100.0, "currency": "MAD", "change": None, "trend": ""}
    assert (own["orders"]["total"], own["otherCurrencies"]) == (1, [{"currency": "JPY", "revenue": 3000, "orders": 1}])
    assert (asked["revenue"]["total"], asked["averageOrderValue"]["value"]) == (3000, 3000)
    assert asked["otherCurrencies"] == [{"currency": "MAD", "revenue": 100.0, "orders": 1}]
    assert [s["revenue"] for s in asked["stores"]] == [0, 3000]
    assert [o["currency"] for o in asked["recentOrders"]] == ["JPY", "MAD"]


async def test_a_report_in_the_currency_that_is_asked_for(skalia: httpx.AsyncClient, two_currencies: None) -> None:
    own, asked = await report(skalia), await report(skalia, currency="JPY")

    assert (own["currency"], own["otherCurrencies"]) == ("MAD", [{"currency": "JPY", "revenue": 3000, "orders": 1}])
    assert (asked["currency"], asked["otherCurrencies"]) == ("JPY", [{"currency": "MAD", "revenue": 100.0, "orders": 1}])
    assert [p["revenue"] for p in asked["salesByProduct"]] == [3000]  # type: ignore[attr-defined]


async def test_the_preference_decides_when_stores_differ(skalia: httpx.AsyncClient, two_currencies: None) -> None:
    assert (await skalia.patch("/auth/me", json={"preferences": {"currency": "JPY"}})).status_code == 200

    assert (await skalia.get("/dashboard/summary")).json()["revenue"]["currency"] == "JPY"


# ── visits and carts ──


async def test_rates_are_null_until_something_records_them(
    skalia: httpx.AsyncClient, make: Make, store: stores.Store, shop: Shop, shoe: catalog.Product, clock: FrozenClock
) -> None:
    order = await shop.sell(shoe, "2026-04-05T08:00")
    clock.at = datetime(2026, 4, 5, 8, tzinfo=UTC)
    async with make.database.begin() as tx:
        for number in range(30):
            await analytics.record_visit(tx, store.id, token=f"visit {number % 16}")
        for cart in ("a", "b", "c"):
            await analytics.record_cart(tx, store.id, token=cart)
    clock.at = NOW - timedelta(hours=1)
    async with make.database.begin() as tx:
        await analytics.record_cart(tx, store.id, token="young")
    clock.at = datetime(2026, 4, 5, 9, tzinfo=UTC)
    async with make.database.begin() as tx:
        await analytics.record_cart(tx, store.id, token="a", order=order.id)
        await analytics.record_cart(tx, store.id, token="a")
    clock.at = NOW

    found = await report(skalia, metrics="conversionRate,cartAbandonmentRate")
    before = await report(skalia, metrics="conversionRate,cartAbandonmentRate", endDate="2026-04-01")

    assert found == {"conversionRate": 6.3, "cartAbandonmentRate": 50.0}
    assert before == {"conversionRate": None, "cartAbandonmentRate": None}
