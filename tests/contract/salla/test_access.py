"""Tokens, scopes and limits, in both profiles."""

import httpx
import pytest

from serai import settings
from serai.app import compose
from serai.core import stores
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client, make_services
from tests.contract.salla.answers import data, refused
from tests.contract.salla.conftest import BASE
from tests.factories import Make


async def test_the_store_tells_the_seeds_members_and_those_that_clients_need(
    api: httpx.AsyncClient, live: httpx.AsyncClient, shop: stores.Store
) -> None:
    told = data(await api.get("/store/info"))

    assert list(told)[:8] == ["id", "name", "domain", "email", "plan", "status", "currency", "country"]
    assert told["id"] == str(shop.id)
    assert told["name"] == shop.name
    assert told["domain"] == f"http://testserver/s/{shop.public_slug}"
    assert told["plan"] == "special"
    assert told["status"] == "active"
    assert told["currency"] == "SAR"
    assert told["description"] == ""
    assert told.keys() >= {"entity", "verified", "licenses", "social"}
    assert data(await live.get("/store/info"))["id"] == shop.id


@pytest.mark.parametrize(
    ("profile", "scopes", "status"),
    [
        ("documented", ("products.read",), 403),
        ("documented", ("store.read",), 200),
        ("documented", ("settings.read_write",), 200),
        ("live", ("products.read",), 200),
    ],
)
async def test_who_may_ask_for_the_store(
    front: Front, make: Make, shop: stores.Store, profile: str, scopes: tuple[str, ...], status: int
) -> None:
    token = await make.salla_token(shop, profile=profile, scopes=scopes)
    async with client(front, BASE, Authorization=f"Bearer {token}") as api:
        assert (await api.get("/store/info")).status_code == status


@pytest.mark.parametrize(("profile", "status", "code"), [("documented", 403, "forbidden"), ("live", 401, "Unauthorized")])
async def test_a_missing_scope_is_named(
    front: Front, make: Make, shop: stores.Store, profile: str, status: int, code: str
) -> None:
    token = await make.salla_token(shop, profile=profile, scopes=("orders.read",))
    async with client(front, BASE, Authorization=f"Bearer {token}") as api:
        error = refused(await api.get("/products"), status, code)

    assert error["message"] == "The access token should have access to one of those scopes: products.read"


async def test_reading_and_writing_includes_reading(front: Front, make: Make, shop: stores.Store) -> None:
    token = await make.salla_token(shop, scopes=("products.read_write",))
    async with client(front, BASE, Authorization=f"Bearer {token}") as api:
        assert (await api.get("/products")).status_code == 200


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer nobody", "Basic abc", "sat_x"])
async def test_a_token_that_is_none_is_refused(front: Front, shown: str) -> None:
    async with client(front, BASE, Authorization=shown) as api:
        error = refused(await api.get("/products"), 401, "unauthorized")

    assert error["message"] == "The access token is invalid"


async def test_unknown_endpoints_and_methods(api: httpx.AsyncClient, live: httpx.AsyncClient) -> None:
    refused(await api.get("/nothing"), 404, "not_found")
    refused(await live.get("/nothing"), 404, "not_found")
    refused(await live.get("/products/987654321"), 404, 404)
    refused(await api.patch("/store/info"), 405, "method_not_allowed")


async def test_a_slash_at_the_end_makes_no_difference(api: httpx.AsyncClient) -> None:
    assert (await api.get("/store/info/")).status_code == 200


async def test_every_answer_says_how_the_store_stands_against_its_limit(api: httpx.AsyncClient) -> None:
    for answer in (await api.get("/store/info"), await api.get("/nothing")):
        assert answer.headers["x-ratelimit-limit"] == "120"
        assert answer.headers["x-ratelimit-remaining"].isdecimal()
        assert answer.headers["x-ratelimit-reset"].isdecimal()


async def test_a_used_up_limit_says_when_to_come_back(api: httpx.AsyncClient) -> None:
    answer = await api.get("/store/info", headers={"X-RateLimit-Test": "exhausted"})

    refused(answer, 429, "too_many_requests")
    assert answer.headers["retry-after"] == "60"
    assert answer.headers["x-ratelimit-remaining"] == "0"


@pytest.mark.parametrize(("plan", "limit", "word"), [("trial", 60, "basic"), ("starter", 120, "plus"), ("pro", 360, "pro")])
async def test_in_live_the_limit_is_the_plans(front: Front, make: Make, plan: str, limit: int, word: str) -> None:
    shop = await make.store(await make.account(plan=plan))
    token = await make.salla_token(shop, profile="live")
    async with client(front, BASE, Authorization=f"Bearer {token}") as api:
        answer = await api.get("/store/info")

    assert answer.headers["x-ratelimit-limit"] == str(limit)
    assert data(answer)["plan"] == word


async def test_all_apps_of_a_store_are_counted_together(
    config: settings.Settings, database: Database, make: Make, shop: stores.Store
) -> None:
    front = compose(config, make_services(database, limits_on=True))
    tokens = [await make.salla_token(shop) for _ in range(2)]
    left = []
    for token in (*tokens, tokens[0]):
        async with client(front, BASE, Authorization=f"Bearer {token}") as api:
            left.append((await api.get("/store/info")).headers["x-ratelimit-remaining"])

    async with client(front, BASE, Authorization=f"Bearer {await make.salla_token(await make.store())}") as other:
        left.append((await other.get("/store/info")).headers["x-ratelimit-remaining"])

    assert left == ["119", "118", "117", "119"]


async def test_the_accounts_host_has_no_limit_headers(front: Front, make: Make, shop: stores.Store) -> None:
    token = await make.salla_token(shop)
    async with client(front, "/salla", Authorization=f"Bearer {token}") as accounts:
        known = await accounts.get("/oauth2/user/info")
        unknown = await accounts.get("/oauth2/user/info", headers={"Authorization": ""})
        for answer in (known, unknown):
            assert not [name for name in answer.headers if name.startswith("x-ratelimit")]


async def test_array_parameters_come_in_three_ways(api: httpx.AsyncClient) -> None:
    first = data(await api.post("/categories", json={"name": "A"}), 201)["id"]
    second = data(await api.post("/categories", json={"name": "B"}), 201)["id"]

    for query in (f"ids[]={first}&ids[]={second}", f"ids={first}&ids={second}", f"ids={first},{second}"):
        assert [each["id"] for each in data(await api.get(f"/categories/search?{query}"))] == [first, second]
