"""Limits under parallel orders on a served database: reading a count before changing it would sell more than there is."""

import asyncio
from collections import Counter

import pytest

from serai.core import loyalty
from serai.kit.db import Database
from tests.chaos.figures import figure
from tests.chaos.server import Server
from tests.factories import Make

pytestmark = pytest.mark.chaos

USES = """
select times_used, (select count(*) from promo_uses u where u.promo_id = p.id and given_back_at is null),
       (select count(*) from orders o where o.store_id = p.store_id and o.discount_minor > 0 and o.state <> 'cancelled')
  from promo_codes p
 where p.id = $1
"""
LEDGER = "select coalesce(sum(points), 0), coalesce(min(points), 0), count(*) from loyalty_movements where customer_id = $1"


async def test_a_code_for_10_under_100_parallel_orders_is_used_10_times(make: Make, server: Server, database: Database) -> None:
    """Different customers and products, so that nothing but the code itself makes them wait for each other."""
    store = await make.store()
    key = await make.key(store)
    products = [await make.product(store, stock=1_000) for _ in range(5)]
    buyers = [await make.customer(store) for _ in range(20)]
    promo = await make.promo(store, code="TEN", usage_limit=10)
    bodies = [
        {"customer_id": buyers[n % 20].id, "items": [{"product_id": products[n % 5].id, "qty": 1}], "promo_code": "ten"}
        for n in range(100)
    ]

    for _ in range(figure(5, 1)):
        async with server.client(**{"X-API-Key": key}) as client:
            answers = await asyncio.gather(*(client.post("/salloq/api/orders", json=body) for body in bodies))

            assert Counter(a.status_code for a in answers) == {201: 10, 422: 90}
            assert tuple(await database.one(USES, promo.id) or ()) == (10, 10, 10)
            used = [a.json()["data"]["id"] for a in answers if a.status_code == 201]
            codes = await asyncio.gather(
                *(client.patch(f"/salloq/api/orders/{n}/status", json={"status": "cancelled"}) for n in used * 2)
            )
            assert {a.status_code for a in codes} == {200}
            assert tuple(await database.one(USES, promo.id) or ()) == (0, 0, 0)


async def test_points_raced_never_go_below_zero(make: Make, server: Server, database: Database) -> None:
    """5,000 points and 60 parallel orders of 700 each: seven fit. Those are cancelled while others try again."""
    store = await make.store()
    key = await make.key(store)
    product = await make.product(store, price=100_000, stock=10_000)
    buyer = await make.customer(store)
    await make.points(store, buyer, 5_000)
    body = {"customer_id": buyer.id, "items": [{"product_id": product.id, "qty": 1}], "redeem_points": 700}

    async with server.client(**{"X-API-Key": key}) as client:
        answers = await asyncio.gather(*(client.post("/salloq/api/orders", json=body) for _ in range(60)))
        placed = [a.json()["data"]["id"] for a in answers if a.status_code == 201]
        left = (await loyalty.account(database, store.id, buyer.id)).balance
        mixed = await asyncio.gather(
            *(client.patch(f"/salloq/api/orders/{n}/status", json={"status": "cancelled"}) for n in placed),
            *(client.post("/salloq/api/orders", json=body) for _ in range(60)),
        )

    assert Counter(a.status_code for a in answers) == {201: 7, 422: 53}
    assert left == 100
    again = sum(1 for a in mixed if a.status_code == 201)
    balance = (await loyalty.account(database, store.id, buyer.id)).balance
    assert {a.status_code for a in mixed} <= {200, 201, 422}
    assert balance == 5_000 - 700 * again >= 0
    total, _, rows = tuple(await database.one(LEDGER, buyer.id) or ())
    assert (total, rows) == (balance, 1 + 7 + 7 + again)
