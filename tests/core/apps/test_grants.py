"""Tokens of installed apps: what they stand for, how they follow one another, and when they die."""

import asyncio
from datetime import timedelta

import pytest

from serai.core import apps
from serai.core.apps import Fault, GrantError, Tokens
from serai.kit.clock import FrozenClock
from serai.kit.crypto import digest
from serai.kit.db import Database
from tests.conftest import make_services
from tests.factories import Make

PAIRS = "select count(*) from oauth_tokens t join oauth_chains c on c.id = t.chain_id where c.revoked_at is null"


async def grant_of(make: Make, access: str) -> apps.Grant | None:
    return await apps.authenticate_token(make.database, digest(access), at=make.database.clock.now())


async def refreshed(make: Make, app: apps.App, token: str | None, **more: object) -> Tokens | Fault:
    async with make.database.begin() as tx:
        return await apps.refresh(tx, make.services.vault, app, token=token or "", **more)  # type: ignore[arg-type]


# ── access tokens ──


async def test_a_token_stands_for_one_app_in_one_store(make: Make) -> None:
    store = await make.store(currency="SAR")
    app = await make.app(scopes=("orders.read_write", "offline_access"))

    tokens = (await make.installed(store, app)).tokens

    grant = await grant_of(make, tokens.access)
    assert grant is not None
    assert (grant.store, grant.owner, grant.user, grant.app) == (store.id, store.owner, store.owner, app.app.id)
    assert grant.granted == ("offline_access", "orders.read_write")
    assert grant.scopes == {"offline_access", "orders.read_write", "orders.read"}
    assert (grant.currency, grant.profile, grant.client_id) == ("SAR", apps.Profile.DOCUMENTED, app.app.client_id)
    assert grant.expires_at == make.database.clock.now() + timedelta(seconds=31_536_000)


@pytest.mark.parametrize("text", ["", "sat_", "sat_" + "a" * 48])
async def test_another_text_stands_for_nothing(make: Make, text: str) -> None:
    await make.salla_token(await make.store())

    assert await grant_of(make, text) is None


async def test_a_refresh_token_opens_nothing(make: Make) -> None:
    tokens = (await make.installed(await make.store(), await make.app())).tokens

    assert await grant_of(make, tokens.refresh or "") is None


async def test_an_access_token_ends(make: Make, clock: FrozenClock) -> None:
    app = await make.app(access_seconds=3600)
    tokens = (await make.installed(await make.store(), app)).tokens

    clock.advance(3599)
    assert await grant_of(make, tokens.access) is not None
    clock.advance(1)
    assert await grant_of(make, tokens.access) is None


async def test_nothing_that_is_shown_is_stored(make: Make) -> None:
    app = await make.app()
    tokens = (await make.installed(await make.store(), app)).tokens
    await refreshed(make, app.app, tokens.refresh)

    rows = [
        str(r[0])
        for t in ("apps", "oauth_tokens", "oauth_chains", "events")
        for r in await make.database.all(f"select to_jsonb(t)::text from {t} t")
    ]

    for secret in (tokens.access, tokens.refresh, app.client_secret, app.webhook_secret):
        assert secret is not None
        assert not any(secret in row or secret.encode().hex() in row for row in rows)


async def test_without_offline_access_there_is_no_refresh_token(make: Make) -> None:
    app = await make.app(scopes=("orders.read",))

    assert (await make.installed(await make.store(), app)).tokens.refresh is None


# ── rotation ──


async def test_a_refresh_gives_the_next_pair(make: Make) -> None:
    app = await make.app()
    first = (await make.installed(await make.store(), app)).tokens

    second = await refreshed(make, app.app, first.refresh)

    assert isinstance(second, Tokens)
    assert second.scopes == first.scopes
    assert {second.access, second.refresh}.isdisjoint({first.access, first.refresh})
    assert await grant_of(make, second.access) is not None


@pytest.mark.parametrize(("profile", "after"), [("documented", 60), ("live", 0)])
async def test_the_pair_before_stops_working(make: Make, clock: FrozenClock, profile: str, after: int) -> None:
    app = await make.app(profile=apps.Profile(profile))
    first = (await make.installed(await make.store(), app)).tokens
    await refreshed(make, app.app, first.refresh)

    if after:
        clock.advance(after - 1)
        assert await grant_of(make, first.access) is not None
        clock.advance(1)
    assert await grant_of(make, first.access) is None


async def test_in_documented_two_callers_get_the_same_pair_for_a_minute(make: Make, clock: FrozenClock) -> None:
    app = await make.app()
    first = (await make.installed(await make.store(), app)).tokens

    second = await refreshed(make, app.app, first.refresh)
    clock.advance(59)

    assert await refreshed(make, app.app, first.refresh) == second


async def test_in_documented_a_later_reuse_is_refused_and_nothing_else(make: Make, clock: FrozenClock) -> None:
    app = await make.app()
    first = (await make.installed(await make.store(), app)).tokens
    second = await refreshed(make, app.app, first.refresh)
    clock.advance(60)

    again = await refreshed(make, app.app, first.refresh)

    assert isinstance(again, Fault)
    assert again.error is GrantError.INVALID_GRANT
    assert isinstance(second, Tokens)
    assert await grant_of(make, second.access) is not None
    assert isinstance(await refreshed(make, app.app, second.refresh), Tokens)


async def test_in_live_a_reuse_revokes_the_whole_chain(make: Make) -> None:
    app = await make.app(profile=apps.Profile.LIVE)
    first = (await make.installed(await make.store(), app)).tokens
    second = await refreshed(make, app.app, first.refresh)
    assert isinstance(second, Tokens)

    again = await refreshed(make, app.app, first.refresh)

    assert isinstance(again, Fault)
    assert again.error is GrantError.INVALID_GRANT
    assert await grant_of(make, second.access) is None
    assert isinstance(await refreshed(make, app.app, second.refresh), Fault)


async def test_a_reuse_leaves_other_chains_alone(make: Make) -> None:
    app = await make.app(profile=apps.Profile.LIVE)
    store = await make.store()
    first, other = (await make.installed(store, app)).tokens, (await make.installed(store, app)).tokens
    await refreshed(make, app.app, first.refresh)
    await refreshed(make, app.app, first.refresh)

    assert await grant_of(make, other.access) is not None


async def test_the_pair_kept_for_the_grace_is_sealed_and_then_erased(make: Make, clock: FrozenClock) -> None:
    app = await make.app()
    first = (await make.installed(await make.store(), app)).tokens
    await refreshed(make, app.app, first.refresh)
    kept = "select count(*) from oauth_tokens where successor is not null"

    assert await apps.erase_rotated(make.database) == 0
    assert await make.database.value(kept) == 1
    clock.advance(60)
    assert await apps.erase_rotated(make.database) == 1
    assert await make.database.value(kept) == 0


async def test_another_clients_refresh_token_is_unknown_and_stays_good(make: Make) -> None:
    app, thief = await make.app(profile=apps.Profile.LIVE), await make.app(profile=apps.Profile.LIVE)
    store = await make.store()
    tokens = (await make.installed(store, app)).tokens
    await make.installed(store, thief)

    refused = await refreshed(make, thief.app, tokens.refresh)

    assert isinstance(refused, Fault)
    assert refused.error is GrantError.INVALID_GRANT
    assert isinstance(await refreshed(make, app.app, tokens.refresh), Tokens)


async def test_a_refresh_cannot_ask_for_more(make: Make) -> None:
    app = await make.app(scopes=("offline_access", "orders.read", "products.read"))
    async with make.database.begin() as tx:
        store = await make.store()
        client_id = app.app.client_id
        asked = ("offline_access", "orders.read")
        made = await apps.install(tx, make.services.vault, store.id, client_id, user=store.owner, asked=asked)

    for more in (("orders.read", "products.read"), ("orders.read_write",), ("orders.read", "settings.read")):
        refused = await refreshed(make, app.app, made.tokens.refresh, asked=more)
        assert isinstance(refused, Fault)
        assert refused.error is GrantError.INVALID_SCOPE


async def test_a_refresh_may_ask_for_less_once(make: Make) -> None:
    app = await make.app()
    first = (await make.installed(await make.store(), app)).tokens

    second = await refreshed(make, app.app, first.refresh, asked=("orders.read",))
    assert isinstance(second, Tokens)
    third = await refreshed(make, app.app, second.refresh)

    assert second.scopes == ("orders.read",)
    assert isinstance(third, Tokens)
    assert third.scopes == first.scopes


async def test_a_refresh_token_may_end(make: Make, clock: FrozenClock) -> None:
    app = await make.app(refresh_seconds=3600)
    first = (await make.installed(await make.store(), app)).tokens
    clock.advance(3600)

    assert isinstance(await refreshed(make, app.app, first.refresh), Fault)


@pytest.mark.parametrize("profile", ["documented", "live"])
async def test_refreshes_at_the_same_time_leave_one_living_pair_or_none(committed: Database, profile: str) -> None:
    make = Make(make_services(committed))
    app = await make.app(profile=apps.Profile(profile))
    first = (await make.installed(await make.store(), app)).tokens

    results = await asyncio.gather(*(refreshed(make, app.app, first.refresh) for _ in range(8)))

    pairs = {result.access for result in results if isinstance(result, Tokens)}
    assert len(pairs) == 1
    assert await committed.value(f"{PAIRS} and t.rotated_at is null") == (1 if profile == "documented" else 0)
    assert sum(isinstance(result, Fault) for result in results) == (0 if profile == "documented" else 7)


# ── cleaning up ──


async def test_what_is_over_is_forgotten(make: Make, clock: FrozenClock) -> None:
    app = await make.app(access_seconds=3600, refresh_seconds=7200)
    store = await make.store()
    await make.installed(store, app)
    async with make.database.begin() as tx:
        await apps.open_page(tx, store.id, app.app.client_id, user=store.owner)

    assert await apps.forget_grants(make.database, at=clock.now()) == 0
    clock.advance(7200 + 86_400 - 1)
    assert await apps.forget_grants(make.database, at=clock.now()) == 1
    clock.advance(2)
    assert await apps.forget_grants(make.database, at=clock.now()) == 1
    assert await make.database.value(PAIRS) == 0


async def test_a_refresh_token_without_end_is_not_forgotten(make: Make, clock: FrozenClock) -> None:
    app = await make.app(access_seconds=3600)
    tokens = (await make.installed(await make.store(), app)).tokens
    clock.advance(400 * 86_400)

    assert await apps.forget_grants(make.database, at=clock.now()) == 0
    assert isinstance(await refreshed(make, app.app, tokens.refresh), Tokens)


@pytest.mark.parametrize(("profile", "left"), [("documented", 1), ("live", 2)])
async def test_used_refresh_tokens_are_kept_where_they_must_be_known(
    make: Make, clock: FrozenClock, profile: str, left: int
) -> None:
    app = await make.app(profile=apps.Profile(profile))
    first = (await make.installed(await make.store(), app)).tokens
    second = await refreshed(make, app.app, first.refresh)
    assert isinstance(second, Tokens)
    clock.advance(2 * 86_400)

    await apps.forget_grants(make.database, at=clock.now())

    assert await make.database.value("select count(*) from oauth_tokens") == left
    assert await grant_of(make, second.access) is not None


async def test_a_revoked_chain_is_forgotten(make: Make, clock: FrozenClock) -> None:
    app = await make.app(profile=apps.Profile.LIVE)
    first = (await make.installed(await make.store(), app)).tokens
    await refreshed(make, app.app, first.refresh)
    await refreshed(make, app.app, first.refresh)
    clock.advance(2 * 86_400)

    assert await apps.forget_grants(make.database, at=clock.now()) == 1
    assert await make.database.value("select count(*) from oauth_chains") == 0
