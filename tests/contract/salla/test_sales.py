"""Sales with a beginning and an end (§6.1): the same price in every dialect, whenever it is."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from serai.core import catalog, orders
from serai.core.stores import Store
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.contract.salla.test_orders import data
from tests.factories import Make

# It is 13:00 on 8 April in Riyadh.
BEFORE, DURING = datetime(2026, 4, 9, 20, 59, 59, tzinfo=UTC), datetime(2026, 4, 9, 21, tzinfo=UTC)
LAST, AFTER = datetime(2026, 4, 12, 20, 59, 59, tzinfo=UTC), datetime(2026, 4, 12, 21, tzinfo=UTC)
KINDS = "select count(*) from events where store_id = $1 and kind = 'product.updated'"


async def shown(database: Database, shop: Store, product: int) -> tuple[int, int | None]:
    """What every dialect reads."""
    found = (await catalog.get(database, [shop.id], catalog.ProductId(product))).default
    return found.price_minor, found.compare_at_minor


async def at(clock: FrozenClock, moment: datetime, database: Database) -> None:
    """Let the worker do what is due by then."""
    clock.at = moment
    while await catalog.turn_due(database):
        pass


async def test_a_sale_begins_and_ends_by_itself(
    api: httpx.AsyncClient, live: httpx.AsyncClient, candle: catalog.Product, shop: Store, database: Database,
    clock: FrozenClock, make: Make,
) -> None:  # fmt: skip
    body = {"sale_price": 80, "sale_start": "2026-04-10", "sale_end": "2026-04-12"}
    made = await api.put(f"/products/{candle.id}", json=body)

    assert made.status_code == 201, made.text
    planned = made.json()["data"]
    assert (planned["price"], planned["sale_price"]) == (99.99, None)
    assert (planned["sale_start"], planned["sale_end"]) == ("2026-04-10 00:00:00", "2026-04-13 00:00:00")
    events = await database.value(KINDS, shop.id)
    await at(clock, BEFORE, database)
    assert await shown(database, shop, candle.id) == (9999, None)
    assert await database.value(KINDS, shop.id) == events

    await at(clock, DURING, database)
    assert await shown(database, shop, candle.id) == (8000, 9999)
    running = await data(api, f"/products/{candle.id}")
    assert [running[name] for name in ("price", "sale_price", "sale_start", "sale_end")] == [
        *(99.99, 80, None),
        "2026-04-13 00:00:00",
    ]
    assert (await data(live, f"/products/{candle.id}"))["price"] == {"amount": 80, "currency": "SAR"}
    order = await make.order(shop, candle)
    assert order.lines[0].unit_minor == 8000
    await at(clock, LAST, database)
    assert await shown(database, shop, candle.id) == (8000, 9999)

    await at(clock, AFTER, database)
    assert await shown(database, shop, candle.id) == (9999, None)
    over = await data(api, f"/products/{candle.id}")
    assert (over["sale_price"], over["sale_end"]) == (None, None)
    assert await database.value(KINDS, shop.id) == events + 2


async def test_a_sale_that_runs_gets_an_end(
    api: httpx.AsyncClient, candle: catalog.Product, shop: Store, database: Database, clock: FrozenClock
) -> None:
    price = {"price": 120, "sale_price": 90}
    assert (await api.post("/products/sku/CND-1/price", json=price)).status_code == 201
    ends = {"products": [{"id": candle.id, "price": 110, "sale_end": "2026-04-08 15:30:00"}]}
    assert (await api.post("/products/prices/bulkPrice", json=ends)).status_code == 201

    assert await shown(database, shop, candle.id) == (9000, 11000)
    await at(clock, datetime(2026, 4, 8, 12, 29, 59, tzinfo=UTC), database)
    assert await shown(database, shop, candle.id) == (9000, 11000)
    await at(clock, datetime(2026, 4, 8, 12, 30, tzinfo=UTC), database)
    assert await shown(database, shop, candle.id) == (11000, None)


async def test_a_price_that_is_set_meanwhile_wins(
    api: httpx.AsyncClient, candle: catalog.Product, shop: Store, database: Database, clock: FrozenClock
) -> None:
    """From another dialect, which knows nothing of the sale."""
    await api.put(f"/products/{candle.id}", json={"sale_price": 80, "sale_end": "2026-04-12"})
    assert await shown(database, shop, candle.id) == (8000, 9999)
    async with database.begin() as tx:
        change = catalog.ProductChange(price_minor=7000, compare_at_minor=None)
        await catalog.edit(tx, shop.id, candle.id, change)

    await at(clock, AFTER, database)

    assert await shown(database, shop, candle.id) == (7000, None)


@pytest.mark.parametrize("body", [{"sale_price": 0}, {"sale_start": "", "sale_end": ""}])
async def test_a_plan_is_taken_back(
    api: httpx.AsyncClient, candle: catalog.Product, shop: Store, database: Database, clock: FrozenClock, body: dict[str, Any]
) -> None:
    await api.put(f"/products/{candle.id}", json={"sale_price": 80, "sale_start": "2026-04-10", "sale_end": "2026-04-12"})
    changed = (await api.put(f"/products/{candle.id}", json=body)).json()["data"]

    assert (changed["sale_start"], changed["sale_end"]) == (None, None)
    own = await shown(database, shop, candle.id)
    assert own == ((9999, None) if "sale_price" in body else (8000, 9999))
    for moment in (DURING, AFTER):
        await at(clock, moment, database)
        assert await shown(database, shop, candle.id) == own


async def test_a_variant_has_a_sale_of_its_own(
    api: httpx.AsyncClient, shop: Store, database: Database, clock: FrozenClock
) -> None:
    options = [{"name": "Size", "values": [{"name": "S"}, {"name": "L"}]}]
    new = {"name": "Shirt", "price": 100, "product_type": "product", "options": options}
    small, large = (await api.post("/products", json=new)).json()["data"]["skus"]

    body = {"sale_price": 50, "sale_start": "2026-04-10", "sale_end": "2026-04-12"}
    assert (await api.put(f"/products/variants/{small['id']}", json=body)).status_code == 201
    await at(clock, DURING, database)

    prices = [(await data(api, f"/products/variants/{each['id']}"))["price"]["amount"] for each in (small, large)]
    assert prices == [50, 100]


async def test_a_sale_of_a_new_product(api: httpx.AsyncClient, shop: Store, database: Database, clock: FrozenClock) -> None:
    new = {"name": "Shirt", "price": 100, "product_type": "product", "sale_price": 60, "sale_end": "2026-04-12T18:00:00Z"}

    made = (await api.post("/products", json=new)).json()["data"]

    assert (made["price"], made["sale_price"], made["sale_end"]) == (100, 60, "2026-04-12 21:00:00")
    await at(clock, LAST, database)
    assert await shown(database, shop, made["id"]) == (10000, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sale_price": 100, "sale_start": "2026-04-10"}, "sale_price"),
        ({"sale_start": "2026-04-10"}, "sale_price"),
        ({"sale_end": "2026-04-10"}, "sale_price"),
        ({"sale_price": 50, "sale_end": "2026-04-07"}, "sale_end"),
        ({"sale_price": 50, "sale_start": "2026-04-10 12:00:00", "sale_end": "2026-04-10 12:00:00"}, "sale_end"),
        ({"sale_price": 50, "sale_start": "tomorrow"}, "sale_start"),
        ({"sale_price": 50, "sale_end": "2026-04-10 at noon"}, "sale_end"),
        ({"sale_price": 50, "sale_start": "0001-01-01T00:00:00+14:00"}, "sale_start"),
    ],
)
async def test_a_sale_that_cannot_be(
    api: httpx.AsyncClient, candle: catalog.Product, shop: Store, database: Database, body: dict[str, Any], field: str
) -> None:
    answered = await api.put(f"/products/{candle.id}", json=body)

    assert answered.status_code == 400, answered.text
    assert list(answered.json()["error"]["fields"]) == [field]
    assert await shown(database, shop, candle.id) == (9999, None)


async def test_an_order_is_not_changed_by_a_sale(
    order: orders.Order, api: httpx.AsyncClient, candle: catalog.Product, database: Database, clock: FrozenClock
) -> None:
    await api.put(f"/products/{candle.id}", json={"sale_price": 80, "sale_start": "2026-04-10"})

    await at(clock, DURING, database)

    assert (await data(api, f"/orders/{order.id}"))["total"]["amount"] == 229.98
