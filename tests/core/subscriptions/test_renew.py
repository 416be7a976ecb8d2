"""Renewals: when, at what price, how often, and what becomes of those that fail."""

from datetime import date, timedelta

import pytest

from serai.core import catalog, customers, orders, stores, subscriptions
from serai.core.catalog import ProductChange
from serai.core.subscriptions import Status, Subscription, SubscriptionChange
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.errors import Invalid
from serai.kit.pages import Slice
from tests.factories import Make

DAY = 86_400
TODAY = date(2026, 4, 8)
PERIODS = "select period from subscription_renewals where subscription_id = $1 order by period"


@pytest.fixture
async def store(make: Make) -> stores.Store:
    return await make.store(time_zone="Africa/Casablanca")


@pytest.fixture
async def product(make: Make, store: stores.Store) -> catalog.Product:
    return await make.product(store, price=14_500, stock=5, subscription_enabled=True)


@pytest.fixture
async def jane(make: Make, store: stores.Store) -> customers.Customer:
    return await make.customer(store)


@pytest.fixture
async def subscription(make: Make, store: stores.Store, product: catalog.Product, jane: customers.Customer) -> Subscription:
    return await make.subscription(store, product, jane, start=TODAY)


async def _work(database: Database) -> None:
    """As a worker does: until nothing is due."""
    for _ in range(500):
        if not await subscriptions.renew_due(database):
            return
    raise AssertionError("the worker never rests")


async def _now(database: Database, of: Subscription) -> Subscription:
    return await subscriptions.get(database, of.store_id, of.id)


async def _placed(database: Database, store: stores.Store) -> tuple[orders.Order, ...]:
    found = await orders.page(database, [store.id], orders.Filter(is_subscription=True), Slice(1, 100))
    return found.items[::-1]


async def _periods(database: Database, of: Subscription) -> list[date]:
    return [row["period"] for row in await database.all(PERIODS, of.id)]


async def _change(database: Database, of: Subscription, **more: object) -> Subscription:
    async with database.begin() as tx:
        return await subscriptions.edit(tx, of.store_id, of.id, SubscriptionChange(**more))  # type: ignore[arg-type]


async def _stock(database: Database, product: catalog.Product, pieces: int) -> None:
    async with database.begin() as tx:
        handle = catalog.Handle(product.id)
        await catalog.edit(tx, product.store_id, handle, ProductChange(sellable=pieces), free=True)


async def test_what_is_due_becomes_an_order_once(
    database: Database, store: stores.Store, jane: customers.Customer, subscription: Subscription
) -> None:
    await _work(database)
    await _work(database)

    (order,) = await _placed(database, store)
    assert (order.customer.id, order.subtotal_minor, order.is_subscription) == (jane.id, 13_050, True)
    assert (await _now(database, subscription)).next_date == date(2026, 5, 8)
    assert await _periods(database, subscription) == [TODAY]


async def test_the_price_is_that_of_the_beginning(
    database: Database, store: stores.Store, product: catalog.Product, subscription: Subscription
) -> None:
    async with database.begin() as tx:
        await catalog.edit(tx, store.id, catalog.Handle(product.id), ProductChange(price_minor=99_900), free=True)

    await _work(database)

    assert [order.subtotal_minor for order in await _placed(database, store)] == [13_050]


async def test_it_goes_where_the_last_order_went(
    make: Make, database: Database, store: stores.Store, jane: customers.Customer, subscription: Subscription
) -> None:
    await make.order(store, customer=jane, ship_to=orders.Address(city="Fès", country="MA"))

    await _work(database)

    assert [order.ship_to.city for order in await _placed(database, store)] == ["Fès"]


async def test_a_day_begins_in_the_stores_zone(
    make: Make, clock: FrozenClock, database: Database, store: stores.Store, product: catalog.Product, jane: customers.Customer
) -> None:
    """Casablanca is an hour ahead of UTC: its 9 April begins at 23:00 of the 8th."""
    subscription = await make.subscription(store, product, jane, start=TODAY + timedelta(days=1))
    clock.advance(13 * 3600 - 1)
    await _work(database)
    assert await _periods(database, subscription) == []

    clock.advance(1)
    await _work(database)

    assert await _periods(database, subscription) == [date(2026, 4, 9)]


async def test_a_late_worker_makes_up_for_each_period_from_the_scheduled_dates(
    clock: FrozenClock, database: Database, subscription: Subscription
) -> None:
    clock.advance(70 * DAY)

    await _work(database)

    assert await _periods(database, subscription) == [date(2026, 4, 8), date(2026, 5, 8), date(2026, 6, 8)]
    assert (await _now(database, subscription)).next_date == date(2026, 7, 8)


async def test_too_little_stock_is_tried_daily_and_past_due_the_third_time(
    clock: FrozenClock, database: Database, product: catalog.Product, subscription: Subscription
) -> None:
    await _stock(database, product, 0)
    seen = []
    for _ in range(4):
        await _work(database)
        found = await _now(database, subscription)
        seen.append((found.status, found.failures, found.retry_date))
        clock.advance(DAY)

    assert seen == [
        (Status.ACTIVE, 1, date(2026, 4, 9)),
        (Status.ACTIVE, 2, date(2026, 4, 10)),
        (Status.PAST_DUE, 3, None),
        (Status.PAST_DUE, 3, None),
    ]
    assert await _periods(database, subscription) == []


async def test_stock_that_comes_in_time_keeps_the_schedule(
    clock: FrozenClock, database: Database, product: catalog.Product, subscription: Subscription
) -> None:
    await _stock(database, product, 0)
    await _work(database)
    await _stock(database, product, 1)
    clock.advance(DAY)

    await _work(database)

    found = await _now(database, subscription)
    assert await _periods(database, subscription) == [TODAY]
    assert (found.next_date, found.failures, found.retry_date) == (date(2026, 5, 8), 0, None)


async def test_one_that_fails_holds_up_nobody(
    make: Make, database: Database, store: stores.Store, jane: customers.Customer, product: catalog.Product
) -> None:
    await _stock(database, product, 0)
    failing = await make.subscription(store, product, jane, start=TODAY)
    other = await make.product(store, subscription_enabled=True)
    fine = await make.subscription(store, other, jane, start=TODAY)

    await _work(database)

    assert await _periods(database, failing) == []
    assert await _periods(database, fine) == [TODAY]


async def test_paused_and_cancelled_ones_rest(clock: FrozenClock, database: Database, subscription: Subscription) -> None:
    await _change(database, subscription, status=Status.PAUSED)
    clock.advance(40 * DAY)
    await _work(database)
    assert await _periods(database, subscription) == []

    again = await _change(database, subscription, status=Status.ACTIVE)

    assert again.next_date == date(2026, 6, 8)
    async with database.begin() as tx:
        await subscriptions.cancel(tx, subscription.store_id, subscription.id, reason=None)
    clock.advance(40 * DAY)
    await _work(database)
    assert await _periods(database, subscription) == []


async def test_a_day_that_was_ordered_is_not_ordered_again(database: Database, subscription: Subscription) -> None:
    await _work(database)

    with pytest.raises(Invalid) as caught:
        await _change(database, subscription, next_date=TODAY)

    assert caught.value.fields == {"next_billing_date": ["Must be after 2026-04-08, which was ordered already."]}


async def test_a_new_date_is_the_one_that_months_come_back_to(
    clock: FrozenClock, database: Database, product: catalog.Product, subscription: Subscription
) -> None:
    await _stock(database, product, 100)
    await _change(database, subscription, next_date=date(2026, 8, 31))
    clock.advance(230 * DAY)

    await _work(database)

    assert await _periods(database, subscription) == [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]


async def test_a_store_without_orders_is_deleted_with_its_subscriptions_and_points(
    make: Make, database: Database, store: stores.Store, jane: customers.Customer, subscription: Subscription
) -> None:
    await make.points(store, jane, 100)
    await make.promo(store)

    async with database.begin() as tx:
        await stores.remove(tx, store.id)

    assert await database.value("select count(*) from subscriptions where store_id = $1", store.id) == 0
