"""Signing in, and how often one may try."""

import asyncio

import pytest

from serai.core import accounts
from serai.core.accounts import SignedIn, WrongCredentials
from serai.kit.crypto import Passwords
from serai.kit.db import Database
from serai.kit.errors import TooMany
from serai.wire.call import Services
from tests.conftest import make_services
from tests.factories import PASSWORD, Make


async def log_in(services: Services, password: str, *, email: str = "jane@example.com", ip: str = "192.0.2.1") -> SignedIn:
    return await accounts.log_in(services.database, services.passwords, services.limiter, email=email, password=password, ip=ip)


async def test_a_session_is_of_the_user(services: Services, make: Make) -> None:
    account = await make.account(email="jane@example.com")

    signed = await log_in(services, PASSWORD, email=" JANE@example.com ")

    assert signed.user == account.user
    assert signed.session != account.session


async def test_the_count_is_by_email_and_address(services: Services, make: Make) -> None:
    await make.account(email="jane@example.com")
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            await log_in(services, "wrong")

    with pytest.raises(TooMany):
        await log_in(services, PASSWORD)
    assert await log_in(services, PASSWORD, ip="192.0.2.2")


async def test_when_the_door_is_closed_nothing_is_hashed(services: Services, make: Make) -> None:
    await make.account(email="jane@example.com")
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            await log_in(services, "wrong")

    class Untouched(Passwords):
        async def verify(self, stored: str | None, password: str) -> bool:
            raise AssertionError("hashed")

    with pytest.raises(TooMany):
        await accounts.log_in(
            services.database,
            Untouched(time_cost=1, memory_kib=8),
            services.limiter,
            email="jane@example.com",
            password=PASSWORD,
            ip="192.0.2.1",
        )


async def test_a_burst_of_guesses_gets_ten_answers(committed: Database) -> None:
    services = make_services(committed)
    await Make(services).account(email="jane@example.com")

    async def guess(i: int) -> str:
        try:
            await log_in(services, PASSWORD if i == 39 else "wrong")
        except (WrongCredentials, TooMany) as error:
            return type(error).__name__
        return "in"

    answers = await asyncio.gather(*(guess(i) for i in range(40)))

    assert answers.count("WrongCredentials") == 10
    assert answers.count("TooMany") + answers.count("in") == 30


async def test_a_session_ends_when_it_is_logged_out(services: Services, make: Make) -> None:
    one, other = await make.account(), await make.account()

    async def lives(session: accounts.SessionId) -> bool:
        return await accounts.authenticate(services.database, session, at=services.clock.now()) is not None

    async with services.database.begin() as tx:
        await accounts.log_out(tx, other.user.id, session=one.session)
    assert await lives(one.session)
    async with services.database.begin() as tx:
        await accounts.log_out(tx, one.user.id, session=one.session)
    assert not await lives(one.session)
    assert await lives(other.session)
