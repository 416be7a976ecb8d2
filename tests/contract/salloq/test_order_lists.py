"""SQ-030, SQ-G10: the list of orders and its filters."""

from datetime import UTC, datetime

import httpx
import pytest

from serai.core import customers, orders, stores
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.contract.salloq.ordering import listed
from tests.factories import Make

# ── the list ──


async def test_the_status_filter_finds_what_shows_that_status(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store
) -> None:
    made = {state: (await make.order(shop, state=state)).id for state in State}
    returned = await make.order(shop, state=State.DELIVERED)
    async with database.begin() as tx:
        await orders.move(tx, shop.id, returned.id, to=State.REFUNDED, actor="test")

    assert await listed(api, status="pending") == [made[State.PENDING]]
    assert await listed(api, status="processing") == [made[State.PROCESSING]]
    assert await listed(api, status="shipped") == [made[State.SHIPPED]]
    assert await listed(api, status="delivered") == [returned.id, made[State.DELIVERED]]
    assert await listed(api, status="cancelled") == [made[State.REFUNDED], made[State.CANCELLED]]
    for status in ("pending", "processing", "shipped", "delivered", "cancelled"):
        page = (await api.get("/orders", params={"status": status})).json()["data"]
        assert {order["status"] for order in page} == {status}


async def test_filters_by_customer_and_subscription_combine(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, jane: customers.Customer
) -> None:
    once = (await make.order(shop, customer=jane)).id
    monthly = (await make.order(shop, customer=jane, is_subscription=True)).id
    other = (await make.order(shop, is_subscription=True)).id

    assert await listed(api) == [other, monthly, once]
    assert await listed(api, customer_id=jane.id) == [monthly, once]
    assert await listed(api, is_subscription="true") == [other, monthly]
    assert await listed(api, is_subscription="false") == [once]
    assert await listed(api, customer_id=jane.id, is_subscription="true", status="pending") == [monthly]
    assert await listed(api, customer_id=99999999) == []


async def placed_at(make: Make, shop: stores.Store, clock: FrozenClock, moment: str) -> int:
    clock.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return (await make.order(shop)).id


async def test_dates_are_whole_days_of_the_store_both_included(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, clock: FrozenClock
) -> None:
    """In New York the 8th of March 2026 has 23 hours (it begins at 5:00 UTC and ends at 4:00), the 1st of November 25."""
    before = await placed_at(make, shop, clock, "2026-03-08T04:59:59")
    first = await placed_at(make, shop, clock, "2026-03-08T05:00:00")
    last = await placed_at(make, shop, clock, "2026-03-09T03:59:59")
    after = await placed_at(make, shop, clock, "2026-03-09T04:00:00")
    autumn = await placed_at(make, shop, clock, "2026-11-02T04:59:59")
    late = await placed_at(make, shop, clock, "2026-11-02T05:00:00")

    assert await listed(api, date_from="2026-03-08", date_to="2026-03-08") == [last, first]
    assert await listed(api, date_to="2026-03-08") == [last, first, before]
    assert await listed(api, date_from="2026-03-09") == [late, autumn, after]
    assert await listed(api, date_from="2026-11-01", date_to="2026-11-01") == [autumn]
    assert await listed(api, date_from="2026-03-09", date_to="2026-03-08") == []
    assert await listed(api, date_from="0001-01-01", date_to="9999-12-31") == [late, autumn, after, last, first, before]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date_from", "2026-02-30"),
        ("date_from", "yesterday"),
        ("date_from", "08/03/2026"),
        ("date_from", "2026-03-08T00:00:00Z"),
        ("date_to", "2026-3-8"),
        ("date_to", ""),
        ("status", "refunded"),
        ("status", "PENDING"),
        ("status", ""),
        ("customer_id", "jane"),
        ("customer_id", "-1"),
        ("customer_id", "9" * 20),
        ("is_subscription", "1"),
    ],
)
async def test_a_wrong_filter_is_400_and_named(api: httpx.AsyncClient, name: str, value: str) -> None:
    answer = await api.get("/orders", params={name: value})

    error = answer.json()["error"]
    assert answer.status_code == 400
    assert (error["message"], error["code"], list(error["details"])) == ("Invalid parameters", 400, [name])
