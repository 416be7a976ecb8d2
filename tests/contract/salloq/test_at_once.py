"""SQ-034 and X-22 with many clients at the same moment, on real connections."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from serai.app import compose
from serai.core import catalog, customers
from serai.kit.db import Database
from serai.settings import Settings
from tests.conftest import client, make_services
from tests.contract.salloq.ordering import wanted
from tests.factories import Make

LEDGER = """
select k.variant_id
  from stock k
  left join stock_movements m on m.store_id = k.store_id and m.variant_id = k.variant_id
 group by k.variant_id, k.on_hand, k.reserved
having (k.on_hand, k.reserved) <> (coalesce(sum(m.on_hand_change), 0), coalesce(sum(m.reserved_change), 0))
"""


@dataclass
class Crowd:
    """A client, and what it buys: few and many pieces."""

    api: httpx.AsyncClient
    few: catalog.Product
    many: catalog.Product
    buyer: customers.Customer

    async def post(self, count: int, path: str, *bodies: object, **headers: str) -> list[httpx.Response]:
        """`count` requests together, the bodies in turns."""
        sent = [self.api.post(path, json=bodies[i % len(bodies)], headers=headers) for i in range(count)]
        return list(await asyncio.gather(*sent))


@pytest.fixture
async def crowd(committed: Database, config: Settings) -> AsyncIterator[Crowd]:
    services = make_services(committed)
    make = Make(services)
    shop = await make.store()
    few, many = await make.product(shop, stock=5), await make.product(shop, stock=100)
    async with client(compose(config, services), "/salloq/api", **{"X-API-Key": await make.key(shop)}) as api:
        yield Crowd(api, few, many, await make.customer(shop))


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def test_the_last_pieces_are_sold_once_whatever_the_order_of_the_lines(crowd: Crowd, committed: Database) -> None:
    carts = wanted(crowd.buyer, (crowd.few, 1), (crowd.many, 1)), wanted(crowd.buyer, (crowd.many, 1), (crowd.few, 1))

    answers = await crowd.post(40, "/orders", *carts)

    assert statuses(answers) == {201: 5, 422: 35}
    assert await committed.value("select count(*) from orders") == 5
    assert await committed.value("select sum(reserved) from stock") == 10
    assert await committed.all(LEDGER) == []


async def test_one_idempotency_key_makes_one_order(crowd: Crowd, committed: Database) -> None:
    answers = await crowd.post(20, "/orders", wanted(crowd.buyer, (crowd.many, 1)), **{"Idempotency-Key": "once"})

    assert set(statuses(answers)) <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await committed.value("select count(*) from orders") == 1


async def test_an_order_cancelled_by_many_gives_its_stock_back_once(crowd: Crowd, committed: Database) -> None:
    order = (await crowd.post(1, "/orders", wanted(crowd.buyer, (crowd.few, 3))))[0].json()["data"]["id"]

    cancelling = [crowd.api.patch(f"/orders/{order}/status", json={"status": "cancelled"}) for _ in range(10)]
    answers = await asyncio.gather(*cancelling)

    assert statuses(list(answers)) == {200: 10}
    assert (await crowd.api.get(f"/products/{crowd.few.id}/inventory")).json()["data"]["stock_qty"] == 5
    assert await committed.value("select count(*) from order_history where state = 'cancelled'") == 1
    assert await committed.all(LEDGER) == []


async def test_a_slug_and_an_address_are_given_once(crowd: Crowd, committed: Database) -> None:
    products = await crowd.post(10, "/products", {"name": "Same", "slug": "same", "price": 1})
    person = {"email": "same@example.com", "password": "long enough", "first_name": "Same"}
    people = await crowd.post(10, "/customers", person)

    assert statuses(products) == statuses(people) == {201: 1, 422: 9}


async def test_new_categories_are_made_once_whoever_comes_first(crowd: Crowd, committed: Database) -> None:
    bodies = [{"name": "Same", "price": 1, "categories": slugs} for slugs in (["one", "two"], ["two", "one"])]

    answers = await crowd.post(10, "/products", *bodies)

    assert statuses(answers) == {201: 10}
    assert len({answer.json()["data"]["slug"] for answer in answers}) == 10
    assert await committed.value("select count(*) from categories") == 2
