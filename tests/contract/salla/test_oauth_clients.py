"""`/oauth2/token`: who asks, how it is written, and how often one may be wrong."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from serai.core import stores
from serai.core.apps import Registered
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client
from tests.contract.salla.asking_tokens import ask, check_refusal, with_code, with_refresh
from tests.core.apps.test_codes import a_code
from tests.factories import Make


@pytest.fixture
async def http(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """As the published clients: no Accept, any Host."""
    async with client(front, "/salla") as made:
        yield made


@pytest.fixture
async def app(make: Make) -> Registered:
    return await make.app()


# ── §2.3, §3.2: who asks, and how ──


@pytest.mark.parametrize(
    "changed",
    [
        {"client_secret": "wrong"},
        {"client_secret": None},
        {"client_secret": ""},
        {"client_id": "nobody"},
        {"client_id": None},
        {"client_id": "x" * 5000},
        {"client_id": "é", "client_secret": "ü"},
    ],
)
async def test_a_client_that_is_not_one(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered, changed: dict[str, str | None]
) -> None:
    code = await a_code(make, app, shop)

    answer = await ask(http, with_code(app, code, **changed))

    check_refusal(answer, "invalid_client", 401)
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert (await ask(http, with_code(app, code))).status_code == 200


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"code": None}, "invalid_request"),
        ({"code": ""}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"code": "a\x00b"}, "invalid_request"),
        ({"code": "x" * 5000}, "invalid_grant"),
    ],
)
async def test_a_request_that_is_not_one(
    http: httpx.AsyncClient, app: Registered, changed: dict[str, str | None], error: str
) -> None:
    check_refusal(await ask(http, with_code(app, "sac_x", **changed)), error)


@pytest.mark.parametrize("name", ["grant_type", "code", "client_id", "client_secret", "redirect_uri"])
async def test_no_parameter_comes_twice(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered, name: str
) -> None:
    values = with_code(app, await a_code(make, app, shop))
    body = str(httpx.QueryParams(values).add(name, values[name]))
    form = {"content-type": "application/x-www-form-urlencoded"}

    check_refusal(await http.post("/oauth2/token", content=body, headers=form), "invalid_request")
    assert (await ask(http, values)).status_code == 200


async def test_what_is_in_the_url_does_not_count(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    values = with_code(app, await a_code(make, app, shop))

    answer = await http.post("/oauth2/token", params=values, data={"grant_type": "authorization_code"})

    check_refusal(answer, "invalid_client", 401)


def basic(name: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


async def test_a_client_may_use_http_basic(http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered) -> None:
    values = with_code(app, await a_code(make, app, shop), client_id=None, client_secret=None)
    own = basic(app.app.client_id, app.client_secret)

    for headers in (
        basic(app.app.client_id, "wrong"),
        basic("", ""),
        {"authorization": "Basic !"},
        {"authorization": "Basic /w=="},
    ):
        check_refusal(await http.post("/oauth2/token", data=values, headers=headers), "invalid_client", 401)
    both = {**values, "client_secret": app.client_secret}
    check_refusal(await http.post("/oauth2/token", data=both, headers=own), "invalid_request")
    other = {**values, "client_id": "other"}
    check_refusal(await http.post("/oauth2/token", data=other, headers=own), "invalid_request")
    assert (await http.post("/oauth2/token", data=values, headers=own)).status_code == 200


async def test_a_body_may_be_json(http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered) -> None:
    assert (await http.post("/oauth2/token", json=with_code(app, await a_code(make, app, shop)))).status_code == 200


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b'{"grant_type": 1}'),
        ("application/json", b'{"code": "a", "code": "b"}'),
        ("application/json", b"[]"),
        ("text/plain", b"grant_type=authorization_code"),
        ("", b"grant_type=authorization_code"),
        ("application/x-www-form-urlencoded", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"grant_type=%FF"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 60)),
        ("application/x-www-form-urlencoded", b""),
    ],
)
async def test_a_body_that_cannot_be_read(http: httpx.AsyncClient, media: str, body: bytes) -> None:
    check_refusal(await http.post("/oauth2/token", content=body, headers={"content-type": media}), "invalid_request")


async def test_other_methods_are_not_for_tokens(http: httpx.AsyncClient) -> None:
    assert (await http.get("/oauth2/token")).status_code == 405


# ── guessing ──


async def test_secrets_cannot_be_guessed_on_and_on(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    right = with_refresh(app, (await make.installed(shop, app)).tokens.refresh or "")
    for _ in range(20):
        check_refusal(await ask(http, {**right, "client_secret": "wrong"}), "invalid_client", 401)

    answer = await ask(http, right)

    check_refusal(answer, "temporarily_unavailable", 429)
    assert int(answer.headers["retry-after"]) > 0


async def test_one_clients_guesses_are_not_anothers(http: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    app, other = await make.app(), await make.app()
    for _ in range(20):
        await ask(http, with_code(app, "x", client_secret="wrong"))

    assert (await ask(http, with_code(other, await a_code(make, other, shop)))).status_code == 200


async def test_codes_cannot_be_guessed_on_and_on(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, app: Registered
) -> None:
    for n in range(200):
        check_refusal(await ask(http, with_code(app, f"sac_{n}")), "invalid_grant")

    check_refusal(await ask(http, with_code(app, await a_code(make, app, shop))), "temporarily_unavailable", 429)


async def test_a_refusal_writes_nothing(http: httpx.AsyncClient, make: Make, database: Database, app: Registered) -> None:
    tables = ("oauth_chains", "oauth_tokens", "oauth_codes", "app_installs")

    async def rows() -> list[Any]:
        return [await database.value(f"select count(*) from {table}") for table in tables]

    before = await rows()
    for data in (with_code(app, "sac_x"), with_refresh(app, "srt_x"), with_code(app, "x", client_secret="x")):
        await ask(http, data)

    assert await rows() == before
