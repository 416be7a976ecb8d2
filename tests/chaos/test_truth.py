"""Stock, money and answers under concurrency, on a served database with real connections.

Each of these fails on the naive version: reading stock before writing it, locking in cart order, keeping an answer apart
from its work.
"""

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest

from serai.core import catalog, stores
from serai.kit.db import Database
from tests.chaos.figures import figure
from tests.chaos.server import Server, serving
from tests.factories import Make

pytestmark = pytest.mark.chaos

SUMS = """
select (select coalesce(sum(on_hand), 0) from stock where store_id = $1) as on_hand,
       (select coalesce(sum(reserved), 0) from stock where store_id = $1) as reserved,
       (select coalesce(sum(on_hand_change), 0) from stock_movements where store_id = $1) as moved_on_hand,
       (select coalesce(sum(reserved_change), 0) from stock_movements where store_id = $1) as moved_reserved,
       (select count(*) from orders where store_id = $1) as orders,
       (select coalesce(sum(quantity), 0) from order_lines where store_id = $1) as sold,
       (select count(*) from events where store_id = $1 and kind = 'order.created') as told
"""


async def _shop(make: Make, *stocks: int) -> tuple[stores.Store, str, int, list[catalog.Product]]:
    """(store, key, customer id, products with these stocks)"""
    store = await make.store()
    customer = await make.customer(store)
    products = [await make.product(store, stock=stock) for stock in stocks]
    return store, await make.key(store), customer.id, products


def _order(customer: int, *lines: tuple[int, int]) -> dict[str, object]:
    return {"customer_id": customer, "items": [{"product_id": product, "qty": qty} for product, qty in lines]}


async def _sums(database: Database, store: stores.Store) -> dict[str, int]:
    row = await database.one(SUMS, store.id)
    assert row is not None
    found = {name: int(value) for name, value in row.items()}
    assert (found["on_hand"], found["reserved"]) == (found["moved_on_hand"], found["moved_reserved"])
    assert found["told"] == found["orders"]
    return found


async def test_200_buyers_and_50_units_make_50_orders(make: Make, server: Server, database: Database) -> None:
    buyers, units = 200, 50
    store, key, customer, (product,) = await _shop(make, units)

    async with server.client(at_once=buyers, **{"X-API-Key": key}) as client:
        answers = await asyncio.gather(
            *(client.post("/salloq/api/orders", json=_order(customer, (product.id, 1))) for _ in range(buyers))
        )

    assert Counter(a.status_code for a in answers) == {201: units, 422: buyers - units}
    refused = next(a.json() for a in answers if a.status_code == 422)
    short = {"index": 0, "product_id": product.id, "requested": 1, "available": 0}
    assert refused["error"]["details"]["items"] == [short]
    assert await _sums(database, store) | {"moved_on_hand": units} == {
        "on_hand": units,
        "reserved": units,
        "moved_on_hand": units,
        "moved_reserved": units,
        "orders": units,
        "sold": units,
        "told": units,
    }


async def test_two_lines_in_opposite_order_never_deadlock(make: Make, server: Server, database: Database) -> None:
    pairs = figure(500, 100)
    store, key, customer, (one, two) = await _shop(make, 10_000, 10_000)
    there, back = _order(customer, (one.id, 1), (two.id, 1)), _order(customer, (two.id, 1), (one.id, 1))

    async with server.client(**{"X-API-Key": key}) as client:
        posts = [client.post("/salloq/api/orders", json=body) for _ in range(pairs) for body in (there, back)]
        answers = await asyncio.gather(*posts)

    assert Counter(a.status_code for a in answers) == {201: 2 * pairs}
    assert (await _sums(database, store))["sold"] == 4 * pairs


async def test_orders_and_moves_cross_without_deadlock(make: Make, server: Server, database: Database) -> None:
    """Cancelling and shipping lock the same stock rows as placing does, in the same order."""
    rounds = figure(300, 60)
    store, key, customer, products = await _shop(make, 10_000, 10_000, 10_000)
    lines = [(p.id, 1) for p in products]

    async def one(client: httpx.AsyncClient, number: int) -> list[int]:
        placed = await client.post("/salloq/api/orders", json=_order(customer, *(lines if number % 2 else lines[::-1])))
        path = f"/salloq/api/orders/{placed.json()['data']['id']}/status"
        steps = ["cancelled"] if number % 3 == 0 else ["processing", "shipped"]
        return [placed.status_code] + [(await client.patch(path, json={"status": s})).status_code for s in steps]

    async with server.client(**{"X-API-Key": key}) as client:
        codes = await asyncio.gather(*(one(client, number) for number in range(rounds)))

    assert {code for several in codes for code in several} == {200, 201}
    shipped = sum(1 for number in range(rounds) if number % 3)
    sums = await _sums(database, store)
    assert (sums["on_hand"], sums["reserved"]) == (30_000 - 3 * shipped, 0)


async def test_50_posts_with_one_key_make_one_order(make: Make, server: Server, database: Database) -> None:
    store, key, customer, (product,) = await _shop(make, 100)
    body = _order(customer, (product.id, 1))

    async with server.client(**{"X-API-Key": key, "Idempotency-Key": "only once"}) as client:
        answers = await asyncio.gather(*(client.post("/salloq/api/orders", json=body) for _ in range(50)))
        later = await client.post("/salloq/api/orders", json=body)
        other = await client.post("/salloq/api/orders", json=_order(customer, (product.id, 2)))

    assert {a.status_code for a in answers} <= {201, 409}
    made = {a.content for a in answers if a.status_code == 201}
    assert len(made) == 1
    assert (later.status_code, later.content, later.headers["idempotency-replayed"]) == (201, made.pop(), "true")
    assert other.status_code == 422
    assert (await _sums(database, store))["orders"] == 1


async def test_products_cannot_be_raced_past_the_plan(make: Make, server: Server, database: Database) -> None:
    """A trial has room for 25 products, whoever asks at the same time."""
    store = await make.store(await make.account(plan="trial"))
    key = await make.key(store)

    async with server.client(**{"X-API-Key": key}) as client:
        answers = await asyncio.gather(
            *(client.post("/salloq/api/products", json={"name": f"P {n}", "price": 1}) for n in range(60))
        )

    assert Counter(a.status_code for a in answers) == {201: 25, 403: 35}
    assert await database.value("select products from store_totals where store_id = $1", store.id) == 25


async def test_the_same_slug_or_email_at_once_is_made_once(make: Make, server: Server, database: Database) -> None:
    _, key, _, _ = await _shop(make)
    person = {"email": "same@example.com", "password": "long enough", "first_name": "A", "last_name": "B"}

    async with server.client(**{"X-API-Key": key}) as client:
        people = await asyncio.gather(*(client.post("/salloq/api/customers", json=person) for _ in range(20)))
        goods = await asyncio.gather(
            *(client.post("/salloq/api/products", json={"name": "Same", "price": 1}) for _ in range(20))
        )

    assert Counter(a.status_code for a in people) == {201: 1, 422: 19}
    assert {a.status_code for a in goods} == {201}
    assert len({a.json()["data"]["slug"] for a in goods}) == 20


async def test_kill_9_amid_orders_loses_no_acknowledged_one(make: Make, url: str, tmp_path: Path, database: Database) -> None:
    """What was answered 201 is there after the restart, and stock + sold = what there was at the start."""
    orders, start = figure(200, 120), 100_000
    store, key, customer, (product,) = await _shop(make, start)
    body = _order(customer, (product.id, 1))
    acknowledged: list[int] = []
    enough = asyncio.Event()

    async def buy(client: httpx.AsyncClient) -> None:
        try:
            answer = await client.post("/salloq/api/orders", json=body)
        except httpx.TransportError:
            return
        if answer.status_code == 201:
            acknowledged.append(answer.json()["data"]["id"])
        if len(acknowledged) >= orders // 4:
            enough.set()

    async with serving(url, tmp_path, workers=2) as server, server.client(**{"X-API-Key": key}) as client:
        buying = [asyncio.create_task(buy(client)) for _ in range(orders)]
        await enough.wait()
        server.kill()
        await asyncio.gather(*buying)
    async with serving(url, tmp_path) as server, server.client(**{"X-API-Key": key}) as client:
        missing = [i for i in acknowledged if (await client.get(f"/salloq/api/orders/{i}")).status_code != 200]
        left = (await client.get(f"/salloq/api/products/{product.id}")).json()["data"]["stock_qty"]

    sums = await _sums(database, store)
    assert acknowledged
    assert missing == []
    assert sums["orders"] >= len(acknowledged)
    assert left + sums["sold"] == start
