"""Tokens that are not worth anything (SK-003, SK-004)."""

import base64
import json

import httpx
import jwt
import pytest

from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.wire.call import Services
from tests.contract.skalia.conftest import bearer
from tests.contract.skalia.test_auth import REFUSED
from tests.factories import PASSWORD, Account, Make


def altered(token: str) -> dict[str, str]:
    """Every way of bending a token that must not work, by name."""
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))

    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    none = part({"alg": "none", "typ": "JWT"})
    admin = part({**claims, "sub": "usr_1", "sid": claims["sid"] + 1})
    return {
        "alg none": f"{none}.{body}.",
        "alg none with the signature": f"{none}.{body}.{signature}",
        "claims changed": f"{head}.{admin}.{signature}",
        "signature changed": f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
        "spare bits of the signature changed": f"{head}.{body}.{signature[:-1]}{chr(ord(signature[-1]) + 1)}",
        "signature missing": f"{head}.{body}",
        "another key": jwt.encode(claims, "x" * 32, algorithm="HS256"),
        "HS512": jwt.encode(claims, "x" * 64, algorithm="HS512"),
        "no token": "",
        "garbage": "garbage",
        "very long": "a." * 100_000,
        "not ascii": "é.é.é",
    }


WAYS = (
    "alg none",
    "alg none with the signature",
    "claims changed",
    "signature changed",
    "spare bits of the signature changed",
    "signature missing",
    "another key",
    "HS512",
    "no token",
    "garbage",
    "very long",
    "not ascii",
)


@pytest.mark.parametrize("way", WAYS)
async def test_a_bent_token_is_401(skalia: httpx.AsyncClient, merchant: Account, way: str) -> None:
    token = skalia.headers["Authorization"].removeprefix("Bearer ")

    headers = {"Authorization": f"Bearer {altered(token)[way]}".encode()}
    answer = await skalia.get("/auth/me", headers=headers)

    assert (answer.status_code, answer.json()) == (401, REFUSED)
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_without_a_token_everything_but_signing_in_is_401(skalia: httpx.AsyncClient) -> None:
    for method, path in [("GET", "/auth/me"), ("POST", "/auth/logout"), ("GET", "/stores"), ("POST", "/stores")]:
        answer = await skalia.request(method, path)
        assert (answer.status_code, answer.json()) == (401, REFUSED)


async def test_a_token_in_the_query_string_is_refused(skalia: httpx.AsyncClient, merchant: Account) -> None:
    token = skalia.headers["Authorization"].removeprefix("Bearer ")

    with_both = await skalia.get("/auth/me", params={"access_token": token})
    del skalia.headers["Authorization"]
    alone = await skalia.get("/auth/me", params={"token": token})

    assert (with_both.status_code, alone.status_code) == (401, 401)


async def test_a_token_runs_out_after_24_hours(skalia: httpx.AsyncClient, merchant: Account, clock: FrozenClock) -> None:
    clock.advance(24 * 3600 - 1)
    assert (await skalia.get("/auth/me")).status_code == 200

    clock.advance(1)

    assert (await skalia.get("/auth/me")).status_code == 401


async def test_a_token_of_another_user_cannot_be_used_with_ones_own_session(
    skalia: httpx.AsyncClient, make: Make, services: Services
) -> None:
    one, two = await make.account(), await make.account()

    mixed = Account(one.user, two.session)
    answer = await skalia.get("/auth/me", headers={"Authorization": bearer(services, mixed)})

    assert answer.status_code == 401


async def test_an_inactive_user_is_401_everywhere(skalia: httpx.AsyncClient, merchant: Account, database: Database) -> None:
    await database.run("update users set is_active = false where id = $1", merchant.user.id)

    login = await skalia.post("/auth/login", json={"email": merchant.user.email, "password": PASSWORD})

    assert (await skalia.get("/auth/me")).status_code == 401
    assert login.json() == {"detail": "Incorrect email or password", "status": 401}
