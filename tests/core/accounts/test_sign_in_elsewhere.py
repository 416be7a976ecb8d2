"""Who an identity provider's word signs in."""

import asyncio

import pytest

from serai.core import accounts
from serai.core.accounts import AddressTaken, Identity, SignedIn, WrongCredentials
from serai.kit.db import Database
from serai.kit.errors import Unauthenticated
from serai.wire.call import Services
from tests.conftest import make_services
from tests.factories import Make


def identity(subject: str = "uid-1", *, email: str | None = "jane@example.com", verified: bool = True) -> Identity:
    return Identity(
        issuer="https://securetoken.google.com/p",
        subject=subject,
        email=email,
        email_verified=verified,
        name="Jane",
        picture="https://example.com/jane.jpg",
    )


async def sign_in(services: Services, who: Identity) -> SignedIn:
    return await accounts.sign_in_elsewhere(services.database, services.limiter, identity=who)


async def test_the_first_time_makes_the_user_and_the_second_finds_them(services: Services) -> None:
    first = await sign_in(services, identity())
    second = await sign_in(services, identity(email="changed@example.com"))

    user = first.user
    assert (user.email, user.display_name, user.photo_url) == ("jane@example.com", "Jane", "https://example.com/jane.jpg")
    assert second.user == user
    assert second.session != first.session
    found = await accounts.authenticate(services.database, first.session, at=services.clock.now())
    assert found is not None
    assert found.subscription.plan == "trial"


@pytest.mark.parametrize("who", [identity(verified=False), identity(email=None)])
async def test_an_address_that_nobody_vouches_for_is_not_kept(services: Services, who: Identity) -> None:
    signed = await sign_in(services, who)

    assert signed.user.email is None
    assert (await sign_in(services, who)).user == signed.user


@pytest.mark.parametrize(
    ("ours", "theirs", "linked"), [(True, True, True), (True, False, False), (False, True, False), (False, False, False)]
)
async def test_accounts_join_only_when_both_sides_verified_the_address(
    services: Services, make: Make, ours: bool, theirs: bool, linked: bool
) -> None:
    account = await make.account(email="jane@example.com")
    await services.database.run("update users set email_verified = $1", ours)
    before = await services.database.one("select * from users")

    if linked:
        assert (await sign_in(services, identity(email="Jane@Example.com", verified=theirs))).user.id == account.user.id
    else:
        with pytest.raises(AddressTaken):
            await sign_in(services, identity(verified=theirs))
        assert await services.database.one("select * from users") == before
    assert await services.database.value("select count(*) from users") == 1


async def test_another_identity_with_the_same_address_is_refused(services: Services) -> None:
    await sign_in(services, identity("uid-1"))

    with pytest.raises(AddressTaken):
        await sign_in(services, identity("uid-2"))

    assert await services.database.value("select external_id from users") == identity("uid-1").external_id


async def test_an_inactive_user_stays_out(services: Services) -> None:
    await sign_in(services, identity())
    await services.database.run("update users set is_active = false")

    with pytest.raises(WrongCredentials):
        await sign_in(services, identity())


async def test_no_password_opens_an_account_that_has_none(services: Services) -> None:
    await sign_in(services, identity())

    with pytest.raises(Unauthenticated):
        await accounts.log_in(
            services.database, services.passwords, services.limiter, email="jane@example.com", password="", ip="1"
        )


async def test_64_first_sign_ins_at_once_make_one_user(committed: Database) -> None:
    services = make_services(committed)

    signed = await asyncio.gather(*(sign_in(services, identity()) for _ in range(64)))

    assert len({s.user.id for s in signed}) == 1
    assert len({s.session for s in signed}) == 64
    assert await committed.value("select count(*) from users") == 1
