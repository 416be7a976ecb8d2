"""Plan limits, also under pressure."""

import asyncio
from datetime import timedelta

import pytest

from serai.core import billing
from serai.core.accounts import Subscription
from serai.core.billing import PLANS, Cycle, LimitReached
from serai.kit.db import Database
from serai.wire.call import Services
from tests.conftest import NOW, make_services
from tests.factories import Account, Make


def subscription(**changed: object) -> Subscription:
    values: dict[str, object] = {
        "plan": "pro",
        "status": "active",
        "payment_status": "paid",
        "billing_cycle": "monthly",
        "started_at": NOW,
        "next_billing_at": NOW,
        "last_payment_at": NOW,
        "notes": None,
    }
    return Subscription(**{**values, **changed})  # type: ignore[arg-type]


def test_a_plan_holds_until_its_end_and_falls_back_to_the_trial() -> None:
    paid = subscription()

    assert billing.plan_of(paid, NOW - timedelta(seconds=1)).name == "pro"
    assert billing.plan_of(paid, NOW).name == "trial"
    assert billing.plan_of(subscription(next_billing_at=None), NOW).name == "pro"
    assert billing.plan_of(subscription(status="cancelled", next_billing_at=None), NOW).name == "trial"
    assert billing.plan_of(subscription(plan="gone", next_billing_at=None), NOW).name == "trial"
    assert billing.status_of(paid, NOW - timedelta(seconds=1)) == "active"
    assert billing.status_of(paid, NOW) == "expired"


def test_amounts() -> None:
    assert billing.amount(PLANS["pro"], Cycle.MONTHLY) == 299
    assert billing.amount(PLANS["pro"], Cycle.YEARLY) == 2990
    assert billing.amount(PLANS["trial"], Cycle.MONTHLY) == 0


async def used(database: Database, account: Account) -> tuple[int, int]:
    row = await database.one("select stores, products from plan_usage where user_id = $1", account.user.id)
    assert row is not None
    return row["stores"], row["products"]


async def test_products_count_over_all_stores_of_the_owner(services: Services, make: Make) -> None:
    owner, other = await make.account(plan="starter"), await make.account(plan="starter")
    one, two = await make.store(owner), await make.store(owner)
    await make.store(other)
    async with services.database.begin() as tx:
        await billing.use_products(tx, one.id, 200)
        await billing.use_products(tx, two.id, 50)

    with pytest.raises(LimitReached) as caught:
        async with services.database.begin() as tx:
            await billing.use_products(tx, one.id, 1)

    error = caught.value
    assert (error.limit, error.maximum, error.plan) == ("products", 250, "starter")
    assert await used(services.database, owner) == (2, 250)
    assert await used(services.database, other) == (1, 0)


async def test_giving_back_is_always_allowed(services: Services, make: Make) -> None:
    owner = await make.account(plan="starter")
    store = await make.store(owner)
    async with services.database.begin() as tx:
        await billing.use_products(tx, store.id, 100)
        await tx.run("update plan_subscriptions set next_billing_at = $1", tx.now)
        await billing.use_products(tx, store.id, -10)

    with pytest.raises(LimitReached) as caught:
        async with services.database.begin() as tx:
            await billing.use_products(tx, store.id, 1)

    assert (caught.value.maximum, caught.value.plan) == (25, "trial")
    assert await used(services.database, owner) == (1, 90)


async def test_a_race_does_not_get_past_the_limit(committed: Database) -> None:
    owner = await Make(make_services(committed)).account(plan="pro")

    async def one() -> bool:
        try:
            await committed.write(lambda tx: billing.use_store(tx, owner.user.id, 1))
        except LimitReached:
            return False
        return True

    answers = await asyncio.gather(*(one() for _ in range(30)))

    assert sum(answers) == 5
    assert await used(committed, owner) == (5, 0)
