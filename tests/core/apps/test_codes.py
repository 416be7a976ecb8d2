"""Authorization codes: single use, ten minutes, one client, one redirect URL, PKCE. RFC 6749 §4.1, RFC 7636."""

import asyncio
import base64
import hashlib
from datetime import timedelta

import pytest

from serai.core import apps
from serai.core.apps import Challenge, Fault, GrantError, Tokens
from serai.core.stores import Store
from serai.kit.clock import FrozenClock
from serai.kit.crypto import digest
from serai.kit.db import Database
from tests.conftest import make_services
from tests.factories import Make

CALLBACK = "https://app.example/callback"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-of-43"
S256 = Challenge(base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode(), "S256")


async def a_code(
    make: Make,
    app: apps.Registered,
    store: Store,
    *,
    scopes: tuple[str, ...] = apps.scopes.KNOWN,
    redirect_uri: str | None = CALLBACK,
    challenge: Challenge | None = None,
) -> str:
    given = apps.Consent(
        client_id=app.app.client_id,
        store=store.id,
        user=store.owner,
        scopes=scopes,
        redirect_uri=redirect_uri,
        challenge=challenge,
    )
    async with make.database.begin() as tx:
        return (await apps.consent(tx, given))[0]


async def exchanged(
    make: Make, app: apps.Registered, code: str, redirect_uri: str | None = CALLBACK, verifier: str | None = None
) -> Tokens | Fault:
    async with make.database.begin() as tx:
        return await apps.exchange_code(tx, app.app, code=code, redirect_uri=redirect_uri, verifier=verifier)


async def works(make: Make, tokens: Tokens | Fault) -> bool:
    assert isinstance(tokens, Tokens)
    at = make.database.clock.now()
    return await apps.authenticate_token(make.database, digest(tokens.access), at=at) is not None


def refused(result: Tokens | Fault, error: GrantError = GrantError.INVALID_GRANT) -> bool:
    return isinstance(result, Fault) and result.error is error


async def test_a_code_is_good_for_what_was_agreed_to(make: Make) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store, scopes=("orders.read", "customers.read", "offline_access"))

    tokens = await exchanged(make, app, code)

    assert isinstance(tokens, Tokens)
    assert tokens.scopes == ("offline_access", "orders.read")
    assert tokens.refresh is not None
    assert await works(make, tokens)


async def test_a_code_used_twice_revokes_its_tokens(make: Make) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store)
    tokens = await exchanged(make, app, code)
    assert isinstance(tokens, Tokens)
    async with make.database.begin() as tx:
        later = await apps.refresh(tx, make.services.vault, app.app, token=tokens.refresh or "")

    assert refused(await exchanged(make, app, code))

    assert not await works(make, tokens)
    assert not await works(make, later)


async def test_a_code_used_twice_leaves_the_app_installed(make: Make) -> None:
    app, store = await make.app(), await make.store()
    other = (await make.installed(store, app)).tokens
    code = await a_code(make, app, store)
    await exchanged(make, app, code)
    await exchanged(make, app, code)

    assert await works(make, other)


async def test_of_many_at_once_one_gets_tokens_and_then_nobody_has_any(committed: Database) -> None:
    make = Make(make_services(committed))
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store)

    results = await asyncio.gather(*(exchanged(make, app, code) for _ in range(6)))

    given = [result for result in results if isinstance(result, Tokens)]
    assert len(given) == 1
    assert not await works(make, given[0])


@pytest.mark.parametrize(("seconds", "good"), [(599, True), (600, False)])
async def test_a_code_lives_ten_minutes(make: Make, clock: FrozenClock, seconds: int, good: bool) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store)
    clock.advance(seconds)

    assert refused(await exchanged(make, app, code)) is not good


async def test_a_code_of_another_client_is_unknown_and_stays_good(make: Make) -> None:
    app, thief, store = await make.app(), await make.app(), await make.store()
    await make.installed(store, thief)
    code = await a_code(make, app, store)

    assert refused(await exchanged(make, thief, code))
    assert await works(make, await exchanged(make, app, code))


@pytest.mark.parametrize("code", ["", "sac_", "x" * 5000, "sac_" + "a" * 48])
async def test_a_guess_is_refused(make: Make, code: str) -> None:
    app, store = await make.app(), await make.store()
    await a_code(make, app, store)

    assert refused(await exchanged(make, app, code))


@pytest.mark.parametrize("way", [None, "None", "", CALLBACK + "/", CALLBACK + "?a=1", "https://app.example/Callback"])
async def test_the_redirect_url_must_come_again(make: Make, way: str | None) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store)

    assert refused(await exchanged(make, app, code, way))


@pytest.mark.parametrize(("way", "good"), [(None, True), ("None", True), (CALLBACK, True), ("https://evil.example/", False)])
async def test_where_there_was_none_none_is_needed(make: Make, way: str | None, good: bool) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store, redirect_uri=None)

    assert refused(await exchanged(make, app, code, way)) is not good


@pytest.mark.parametrize(
    ("challenge", "verifier", "good"),
    [
        (S256, VERIFIER, True),
        (S256, VERIFIER + "x", False),
        (S256, S256.text, False),
        (S256, None, False),
        (S256, "é\ud800", False),
        (Challenge(VERIFIER, "plain"), VERIFIER, True),
        (Challenge(VERIFIER, "plain"), VERIFIER.upper(), False),
        (None, None, True),
        (None, VERIFIER, False),
    ],
)
async def test_pkce(make: Make, challenge: Challenge | None, verifier: str | None, good: bool) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store, challenge=challenge)

    assert refused(await exchanged(make, app, code, verifier=verifier)) is not good


@pytest.mark.parametrize("text", ["", "short", "a" * 129, "a" * 42 + "!", "a" * 42 + "é"])
def test_a_challenge_has_a_form(text: str) -> None:
    assert not Challenge(text, "S256").is_sound
    assert not Challenge("a" * 43, "S512").is_sound
    assert Challenge("a" * 43, "plain").is_sound


async def test_an_app_in_easy_mode_has_no_use_for_codes(make: Make) -> None:
    app, store = await make.app(mode=apps.Mode.EASY), await make.store()
    code = await a_code(make, app, store)

    assert refused(await exchanged(make, app, code), GrantError.UNAUTHORIZED_CLIENT)


async def test_uninstalling_ends_a_code(make: Make) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store)
    async with make.database.begin() as tx:
        await apps.uninstall(tx, store.id, app.app.client_id)

    assert refused(await exchanged(make, app, code))


async def test_codes_are_stored_as_digests_and_forgotten(make: Make, clock: FrozenClock) -> None:
    app, store = await make.app(), await make.store()
    code = await a_code(make, app, store)

    row = await make.database.value("select to_jsonb(c)::text from oauth_codes c")
    assert code not in row
    assert code.encode().hex() not in row

    clock.advance((timedelta(days=1, minutes=10) + timedelta(seconds=1)).total_seconds())
    assert await apps.forget_grants(make.database, at=clock.now()) == 1
