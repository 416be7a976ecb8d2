"""Opening accounts."""

import asyncio
from datetime import timedelta

import pytest

from serai.core import accounts
from serai.core.accounts import AddressTaken, Role
from serai.kit.db import Database
from serai.kit.errors import Invalid
from serai.wire.call import Services


async def test_a_new_account_is_on_trial_for_14_days(services: Services) -> None:
    signed = await accounts.register(
        services.database, services.passwords, email="a@example.com", password="12345678", display_name=" A "
    )

    found = await accounts.authenticate(services.database, signed.session, at=services.clock.now())
    assert found is not None
    assert (found.user, found.stores) == (signed.user, ())
    assert (signed.user.display_name, signed.user.role) == ("A", Role.USER)
    assert found.subscription.plan == "trial"
    assert found.subscription.next_billing_at == services.clock.now() + timedelta(days=14)
    assert signed.expires_at == services.clock.now() + timedelta(hours=24)
    usage = await services.database.one("select stores, products from plan_usage where user_id = $1", signed.user.id)
    assert usage is not None
    assert (usage["stores"], usage["products"]) == (0, 0)


async def test_all_that_is_wrong_is_said_at_once(services: Services) -> None:
    with pytest.raises(Invalid) as caught:
        await accounts.register(services.database, services.passwords, email="x", password="short", display_name=" ")

    assert set(caught.value.fields) == {"email", "password", "display_name"}
    assert await services.database.value("select count(*) from users") == 0


async def test_accents_are_other_mailboxes(services: Services) -> None:
    for email in ("jose@example.com", "josé@example.com"):
        await accounts.register(services.database, services.passwords, email=email, password="12345678", display_name="A")

    assert await services.database.value("select count(*) from users") == 2


async def test_of_many_at_once_one_gets_the_address(committed: Database, services: Services) -> None:
    async def one(i: int) -> bool:
        email = "Same@example.com" if i % 2 else "same@EXAMPLE.com"
        try:
            await accounts.register(committed, services.passwords, email=email, password="12345678", display_name="A")
        except AddressTaken:
            return False
        return True

    made = await asyncio.gather(*(one(i) for i in range(16)))

    assert sum(made) == 1
    assert await committed.value("select count(*) from users") == 1
    assert await committed.value("select count(*) from plan_usage") == 1
