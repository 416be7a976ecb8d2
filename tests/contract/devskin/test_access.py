"""DS-001…DS-009, DS-G01, DS-G03, DS-G06, DS-G07, X-01, X-02: keys, envelopes, limits, and which app answers."""

from datetime import timedelta

import httpx
import pytest

from serai.app import compose
from serai.core import apps, catalog, stores
from serai.dialects.devskin import DEVSKIN
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.crypto import digest
from serai.kit.db import Database
from serai.settings import Settings
from tests.conftest import NOW, client, make_services
from tests.contract.devskin.conftest import Till
from tests.factories import Make

DENIED = {"success": False, "error": "Invalid or expired API key"}
READ_ONLY = {"success": False, "error": "API key is read-only"}
PATHS = ("/orders", "/revenue", "/products", "/customers", "/analytics/overview")


async def test_a_key_is_dsk_live_and_40_characters_kept_as_its_hash_only(
    api: httpx.AsyncClient, database: Database, shop: stores.Store
) -> None:
    key = api.headers["X-API-Key"]

    row = await database.one("select digest, prefix from api_keys where store_id = $1", shop.id)

    assert key.startswith("dsk_live_")
    assert len(key) == len("dsk_live_") + 40
    assert row is not None
    assert (row["digest"], row["prefix"]) == (digest(key), key[: len("dsk_live_") + 4])
    assert (await api.get("/orders")).status_code == 200


@pytest.mark.parametrize("key", [None, "", "nonsense", "dsk_live_" + "x" * 40, "dsk_live_" + "x" * 39, "your_api_key_here"])
async def test_a_missing_malformed_or_unknown_key_is_401(front: Front, key: str | None) -> None:
    async with client(front, "/devskin/api/v1", **({} if key is None else {"X-API-Key": key})) as api:
        answers = [await api.get(path) for path in PATHS]

    assert {answer.status_code for answer in answers} == {401}
    assert [answer.json() for answer in answers] == [DENIED] * len(PATHS)


@pytest.mark.parametrize("dialect", ["salloq", "scayle"])
async def test_another_dialects_key_is_401(api: httpx.AsyncClient, make: Make, shop: stores.Store, dialect: str) -> None:
    key = await make.key(shop, dialect=dialect)

    answer = await api.get("/orders", headers={"X-API-Key": key})

    assert (answer.status_code, answer.json()) == (401, DENIED)


async def test_a_devskin_key_opens_no_other_dialect(front: Front, api: httpx.AsyncClient) -> None:
    key = api.headers["X-API-Key"]
    async with client(front, "", **{"X-API-Key": key}) as http:
        assert (await http.get("/salloq/api/products")).status_code == 401
        assert (await http.get("/skalia/api/v1/orders")).status_code == 401


async def test_a_revoked_and_an_expired_key_are_401(
    api: httpx.AsyncClient, database: Database, clock: FrozenClock, shop: stores.Store
) -> None:
    kept = await database.value("select id from api_keys where store_id = $1", shop.id)
    async with database.begin() as tx:
        brief = await apps.create_key(
            tx, shop.id, name="brief", dialect=apps.KeyDialect.DEVSKIN, scopes=None, expires_at=NOW + timedelta(hours=1)
        )
    headers = {"X-API-Key": brief.text}
    assert (await api.get("/orders", headers=headers)).status_code == 200

    async with database.begin() as tx:
        await apps.revoke_key(tx, shop.id, key=kept)
    clock.advance(3600)

    assert (await api.get("/orders")).json() == DENIED
    assert (await api.get("/orders", headers=headers)).json() == DENIED


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [*PATHS, "/orders/1"])
async def test_a_write_verb_is_403(api: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await api.request(method, path, json={"status": "paid"})

    assert (answer.status_code, answer.json()) == (403, READ_ONLY)


@pytest.mark.parametrize("path", ["/", "/nothing", "/orders/1/items", "/products/1", "/customers/1", "/analytics"])
async def test_there_are_six_endpoints_and_nothing_else(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)

    assert answer.status_code == 404
    assert (answer.json()["success"], type(answer.json()["error"])) == (False, str)
    assert len(DEVSKIN.operations) == 6


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", "99999999999999999999", "987654321"])
async def test_an_unknown_order_is_404(api: httpx.AsyncClient, number: str) -> None:
    answer = await api.get(f"/orders/{number}")

    assert (answer.status_code, answer.json()) == (404, {"success": False, "error": "Order not found"})


async def test_another_stores_things_are_not_there(
    api: httpx.AsyncClient, make: Make, till: Till, widget: catalog.Product
) -> None:
    order = await till.sell(widget, "2026-04-08T09:00:00+00:00")
    other = {"X-API-Key": await make.key(await make.store(), dialect="devskin")}

    assert (await api.get(f"/orders/{order.id}")).status_code == 200
    assert (await api.get(f"/orders/{order.id}", headers=other)).status_code == 404
    lists = [(await api.get(path, headers=other)).json()["data"] for path in ("/orders", "/products", "/customers")]
    assert lists == [{"items": [], "total": 0, "page": 1, "limit": 20}] * 3
    assert (await api.get("/revenue", headers=other)).json()["data"]["total"] == 0
    assert (await api.get("/analytics/overview", headers=other)).json()["data"]["total_orders"] == 0


@pytest.mark.parametrize("path", PATHS)
async def test_a_get_may_send_a_content_type_and_no_body(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path, headers={"Content-Type": "application/json"})

    assert answer.status_code == 200
    assert list(answer.json()) == ["success", "data"]
    assert answer.json()["success"] is True
    assert answer.headers["content-type"] == "application/json"


async def test_100_requests_a_minute_and_then_429(config: Settings, database: Database) -> None:
    services = make_services(database, limits_on=True)
    make = Make(services)
    shop = await make.store()
    one, other = [await make.key(shop, dialect="devskin") for _ in range(2)]
    async with client(compose(config, services), "/devskin/api/v1") as api:
        answers = [await api.get("/orders", headers={"X-API-Key": one}) for _ in range(101)]
        another = await api.get("/orders", headers={"X-API-Key": other})

    assert [a.status_code for a in answers] == [200] * 100 + [429]
    assert [answers[i].headers["x-ratelimit-remaining"] for i in (0, 99)] == ["99", "0"]
    assert answers[0].headers["x-ratelimit-limit"] == "100"
    assert answers[100].json() == {"success": False, "error": "Rate limit exceeded"}
    assert int(answers[100].headers["retry-after"]) > 0
    assert int(answers[100].headers["x-ratelimit-reset"]) > NOW.timestamp()
    assert another.status_code == 200


# ── one shared host ──


@pytest.mark.parametrize("path", ["/revenue", "/analytics/overview"])
async def test_without_a_credential_what_devskin_alone_has_is_devskins(front: Front, path: str) -> None:
    async with client(front, "/api/v1") as root:
        answer = await root.get(path)

    assert (answer.status_code, answer.json()) == (401, DENIED)


@pytest.mark.parametrize("path", ["/orders", "/products", "/customers", "/analytics", "/dashboard/summary"])
async def test_without_a_credential_the_rest_is_skalias(front: Front, path: str) -> None:
    async with client(front, "/api/v1") as root:
        answer = await root.get(path)

    assert answer.status_code == 401
    assert answer.json()["status"] == 401


async def test_at_the_root_the_credential_decides(front: Front, api: httpx.AsyncClient) -> None:
    key = api.headers["X-API-Key"]
    async with client(front, "/api/v1") as root:
        for path in PATHS:
            assert (await root.get(path, headers={"X-API-Key": key})).json() == (await api.get(path)).json()
        skalia = await root.get("/orders", headers={"X-API-Key": key, "Authorization": "Bearer x"})

    assert skalia.json()["status"] == 401


async def test_plain_http_from_elsewhere_is_refused(front: Front, api: httpx.AsyncClient) -> None:
    transport = httpx.ASGITransport(app=front, client=("203.0.113.7", 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver/devskin/api/v1") as far:
        answer = await far.get("/orders", headers={"X-API-Key": api.headers["X-API-Key"]})

    assert (answer.status_code, answer.json()) == (403, {"success": False, "error": "HTTPS is required"})
