"""`/oauth2/token`: what a code and a refresh token give, clause by clause of RFC 6749."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import apps, stores
from serai.core.apps import Registered
from serai.front import Front
from serai.kit.clock import FrozenClock
from tests.conftest import client
from tests.contract.salla.asking_tokens import CALLBACK, ask, check_refusal, with_code, with_refresh
from tests.core.apps.test_codes import S256, VERIFIER, a_code
from tests.factories import Make


@pytest.fixture
async def http(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """As the published clients: no Accept, any Host."""
    async with client(front, "/salla") as made:
        yield made


@pytest.fixture
async def app(make: Make) -> Registered:
    return await make.app()


# ── §4.1.3, §5.1: a code for tokens ──


@pytest.mark.parametrize("base", ["/salla/oauth2/token", "/oauth2/token", "/oauth2/token/"])
async def test_a_code_becomes_a_pair(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered, clock: FrozenClock, base: str
) -> None:
    code = await a_code(make, app, shop)

    answer = await http.post(f"http://testserver{base}", data=with_code(app, code), headers={"host": "accounts.salla.sa"})

    body = answer.json()
    assert answer.status_code == 200
    assert list(body) == ["access_token", "refresh_token", "token_type", "expires_in", "expires", "scope"]
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 31_536_000)
    assert body["expires"] == int(clock.now().timestamp()) + 31_536_000
    assert body["scope"] == "offline_access orders.read products.read store.read"
    assert len(body["access_token"]) >= 43
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")


async def test_without_offline_access_there_is_no_refresh_token(
    http: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    app = await make.app(scopes=("orders.read",))

    body = (await ask(http, with_code(app, await a_code(make, app, shop)))).json()

    assert "refresh_token" not in body
    assert body["scope"] == "orders.read"


async def test_the_python_client_adds_a_scope_and_that_is_ignored(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    code = await a_code(make, app, shop, scopes=("orders.read",))

    body = (await ask(http, with_code(app, code, scope="offline_access"))).json()

    assert body["scope"] == "orders.read"
    assert "refresh_token" not in body


@pytest.mark.parametrize("redirect_uri", [None, "None", CALLBACK + "/", "https://evil.example/callback"])
async def test_the_redirect_url_must_be_the_same(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered, redirect_uri: str | None
) -> None:
    code = await a_code(make, app, shop)

    check_refusal(await ask(http, with_code(app, code, redirect_uri=redirect_uri)), "invalid_grant")
    assert (await ask(http, with_code(app, code))).status_code == 200


async def test_a_code_used_twice_takes_its_tokens_with_it(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    code = await a_code(make, app, shop)
    tokens = (await ask(http, with_code(app, code))).json()
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert (await http.get("/oauth2/user/info", headers=bearer)).status_code == 200

    check_refusal(await ask(http, with_code(app, code)), "invalid_grant")

    assert (await http.get("/oauth2/user/info", headers=bearer)).status_code == 401
    check_refusal(await ask(http, with_refresh(app, tokens["refresh_token"])), "invalid_grant")


async def test_a_stolen_code_is_no_use_to_another_app(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    thief = await make.app()
    code = await a_code(make, app, shop)

    check_refusal(await ask(http, with_code(thief, code)), "invalid_grant")
    check_refusal(await ask(http, with_code(thief, code, client_id=app.app.client_id)), "invalid_client", 401)
    assert (await ask(http, with_code(app, code))).status_code == 200


async def test_a_code_comes_too_late(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered, clock: FrozenClock
) -> None:
    code = await a_code(make, app, shop)
    clock.advance(600)

    check_refusal(await ask(http, with_code(app, code)), "invalid_grant")


async def test_pkce_is_kept(http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered) -> None:
    code = await a_code(make, app, shop, challenge=S256)

    check_refusal(await ask(http, with_code(app, code)), "invalid_grant")
    check_refusal(await ask(http, with_code(app, code, code_verifier="x" * 43)), "invalid_grant")
    assert (await ask(http, with_code(app, code, code_verifier=VERIFIER))).status_code == 200


async def test_easy_mode_has_no_codes(http: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    app = await make.app(mode=apps.Mode.EASY)
    code = await a_code(make, app, shop)

    check_refusal(await ask(http, with_code(app, code)), "unauthorized_client")


# ── §6: refreshing ──


async def test_a_refresh_gives_the_same_body(http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered) -> None:
    first = (await make.installed(shop, app)).tokens

    answer = await ask(http, with_refresh(app, first.refresh or ""))

    body = answer.json()
    assert answer.status_code == 200
    assert list(body) == ["access_token", "refresh_token", "token_type", "expires_in", "expires", "scope"]
    assert body["expires_in"] == 31_536_000
    assert {body["access_token"], body["refresh_token"]}.isdisjoint({first.access, first.refresh})


async def test_the_grace_tells_the_time_that_is_left(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered, clock: FrozenClock
) -> None:
    token = (await make.installed(shop, app)).tokens.refresh or ""
    first = (await ask(http, with_refresh(app, token))).json()
    clock.advance(30)
    again = (await ask(http, with_refresh(app, token))).json()

    assert again == {**first, "expires_in": 31_535_970}


async def test_a_reuse_in_live_kills_the_newer_token_too(http: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    app = await make.app(profile=apps.Profile.LIVE)
    token = (await make.installed(shop, app)).tokens.refresh or ""
    newer = (await ask(http, with_refresh(app, token))).json()

    check_refusal(await ask(http, with_refresh(app, token)), "invalid_grant")

    bearer = {"authorization": f"Bearer {newer['access_token']}"}
    assert (await http.get("/oauth2/user/info", headers=bearer)).status_code == 401
    check_refusal(await ask(http, with_refresh(app, newer["refresh_token"])), "invalid_grant")


async def test_a_refresh_token_belongs_to_its_client(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    other = await make.app()
    token = (await make.installed(shop, app)).tokens.refresh or ""

    check_refusal(await ask(http, with_refresh(other, token)), "invalid_grant")
    assert (await ask(http, with_refresh(app, token))).status_code == 200


@pytest.mark.parametrize("scope", ["orders.read_write", "orders.read settings.read", "orders.read,settings.read_write"])
async def test_a_refresh_asks_for_nothing_new(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered, scope: str
) -> None:
    token = (await make.installed(shop, app)).tokens.refresh or ""

    check_refusal(await ask(http, with_refresh(app, token, scope=scope)), "invalid_scope")
    narrow = (await ask(http, with_refresh(app, token, scope="orders.read"))).json()
    assert narrow["scope"] == "orders.read"


async def test_an_access_token_is_no_refresh_token(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    tokens = (await make.installed(shop, app)).tokens

    check_refusal(await ask(http, with_refresh(app, tokens.access)), "invalid_grant")
    check_refusal(await ask(http, with_code(app, tokens.refresh or "")), "invalid_grant")
