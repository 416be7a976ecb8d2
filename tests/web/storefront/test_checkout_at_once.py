"""Many at the same checkout, on real connections: one form is one order, and no piece is sold twice."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

import httpx
import pytest

from serai import settings
from serai.app import compose
from serai.core import catalog, stores
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client, make_services
from tests.factories import Make
from tests.web.storefront.buying import GUEST, ORDERS, front_of, put
from tests.web.storefront.conftest import opened

SUMS = """
select (select count(*) from orders where store_id = $1)::int as orders,
       (select coalesce(sum(quantity), 0) from order_lines where store_id = $1)::int as sold,
       (select sum(reserved) from stock where store_id = $1)::int as reserved,
       (select count(*) from customers where store_id = $1)::int as customers
"""


@pytest.fixture
def real(committed: Database, config: settings.Settings) -> tuple[Make, Front]:
    services = make_services(committed)
    return Make(services), compose(config, services)


async def _form(browser: httpx.AsyncClient, store: stores.Store, product: catalog.Product, email: str) -> dict[str, str]:
    """What a browser would send that has the product in its basket and the checkout before it."""
    visitor = front_of(browser, store)
    await put(visitor, product)
    await visitor.open(f"/s/{store.public_slug}/checkout")
    return {**dict(visitor.form("/checkout").fields), **GUEST, "email": email, "press": "order"}


async def test_a_form_pressed_twenty_times_is_one_order(committed: Database, real: tuple[Make, Front]) -> None:
    make, front = real
    store = await opened(make, await make.store(slug="hurried"))
    product = await make.product(store, stock=50)
    async with client(front, "") as browser:
        form = await _form(browser, store, product, "one@shopper.example")
        answers = await asyncio.gather(*(browser.post("/s/hurried/checkout", data=form) for _ in range(20)))
        pages = [await browser.get(answer.headers["location"]) for answer in answers]

    assert {answer.status_code for answer in answers} == {303}
    assert all("/orders/" in page.url.path for page in pages)
    assert {page.status_code for page in pages} == {200}
    assert await committed.value(ORDERS, store.id) == 1


async def test_thirty_guests_and_ten_pieces_make_ten_orders(committed: Database, real: tuple[Make, Front]) -> None:
    make, front = real
    store = await opened(make, await make.store(slug="scarce"))
    product = await make.product(store, stock=10)
    async with AsyncExitStack() as stack:
        browsers = [await stack.enter_async_context(client(front, "")) for _ in range(30)]
        forms = [await _form(each, store, product, f"g{i % 15}@shopper.example") for i, each in enumerate(browsers)]
        sent = (browser.post("/s/scarce/checkout", data=form) for browser, form in zip(browsers, forms, strict=True))
        answers = await asyncio.gather(*sent)

    assert Counter(answer.status_code for answer in answers) == {303: 10, 409: 20}
    sums = await committed.one(SUMS, store.id)
    assert sums is not None
    assert (sums["orders"], sums["sold"], sums["reserved"]) == (10, 10, 10)
    assert sums["customers"] <= 10
