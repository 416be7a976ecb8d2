"""SQ-002…SQ-005, SQ-061, SQ-062, SQ-G01, SQ-G13: keys, scopes, limits."""

from datetime import timedelta

import httpx
import pytest

from serai.app import compose
from serai.core import apps, catalog, orders, stores
from serai.dialects.salloq import SALLOQ
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.settings import Settings
from tests.conftest import NOW, client, make_services
from tests.factories import Make

SCOPES = {
    "GET /products": "products:read",
    "GET /products/{product:handle}": "products:read",
    "GET /products/{product:handle}/inventory": "products:read",
    "POST /products": "products:write",
    "PATCH /products/{product:handle}": "products:write",
    "GET /orders": "orders:read",
    "GET /orders/{order:order}": "orders:read",
    "POST /orders": "orders:write",
    "PATCH /orders/{order:order}/status": "orders:write",
    "GET /customers/{customer:customer}": "customers:read",
    "GET /customers/{customer:customer}/orders": "customers:read",
    "POST /customers": "customers:write",
    "PATCH /customers/{customer:customer}": "customers:write",
    "GET /customers": "customers:read",
    "GET /customers/{customer:customer}/loyalty": "customers:read",
    "GET /subscriptions": "subscriptions:read",
    "GET /subscriptions/frequencies": "subscriptions:read",
    "GET /subscriptions/{subscription:subscription}": "subscriptions:read",
    "GET /subscriptions/{subscription:subscription}/upcoming": "subscriptions:read",
    "POST /subscriptions": "subscriptions:write",
    "PATCH /subscriptions/{subscription:subscription}": "subscriptions:write",
    "POST /subscriptions/{subscription:subscription}/cancel": "subscriptions:write",
    "GET /loyalty/settings": "loyalty:read",
    "PATCH /loyalty/settings": "*",
    "GET /promo-codes": "orders:read",
    "GET /promo-codes/{promo:promo}": "orders:read",
    "POST /promo-codes": "orders:write",
    "PATCH /promo-codes/{promo:promo}": "orders:write",
    "DELETE /promo-codes/{promo:promo}": "orders:write",
}
DENIED = {"success": False, "error": {"message": "Missing or invalid API key", "code": 401, "details": {}}}


# ── keys ──


async def test_a_key_is_ak_live_and_32_characters_and_opens_its_store(
    salloq: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    key = await make.key(shop)

    assert key.startswith("ak_live_")
    assert len(key) == len("ak_live_") + 32
    assert (await salloq.get("/products", headers={"X-API-Key": key})).status_code == 200


@pytest.mark.parametrize("key", [None, "", "nonsense", "ak_live_" + "x" * 32, "ak_live_" + "x" * 31, "ak_test_" + "x" * 32])
async def test_a_missing_malformed_or_unknown_key_is_401(salloq: httpx.AsyncClient, key: str | None) -> None:
    answer = await salloq.get("/products", headers={} if key is None else {"X-API-Key": key})

    assert answer.status_code == 401
    assert answer.json() == DENIED


async def test_a_test_key_is_401_even_with_a_live_keys_random_part(
    salloq: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    key = (await make.key(shop)).replace("ak_live_", "ak_test_")

    assert (await salloq.get("/products", headers={"X-API-Key": key})).json() == DENIED


async def test_another_dialects_key_is_401(salloq: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    key = await make.key(shop, dialect="devskin")

    assert (await salloq.get("/products", headers={"X-API-Key": key})).json() == DENIED


async def test_a_revoked_key_is_401_at_once(api: httpx.AsyncClient, database: Database, make: Make, shop: stores.Store) -> None:
    assert (await api.get("/products")).status_code == 200
    kept = await database.value("select id from api_keys where store_id = $1", shop.id)

    async with database.begin() as tx:
        await apps.revoke_key(tx, shop.id, key=kept)

    assert (await api.get("/products")).json() == DENIED


async def test_an_expired_key_is_401(
    salloq: httpx.AsyncClient, database: Database, clock: FrozenClock, shop: stores.Store
) -> None:
    async with database.begin() as tx:
        expires_at = tx.now.replace(hour=11)
        made = await apps.create_key(
            tx, shop.id, name="brief", dialect=apps.KeyDialect.SALLOQ, scopes=None, expires_at=expires_at
        )
    salloq.headers["X-API-Key"] = made.text
    assert (await salloq.get("/products")).status_code == 200

    clock.advance(3600)

    assert (await salloq.get("/products")).json() == DENIED


# ── scopes ──


def test_every_operation_asks_for_the_documented_scope() -> None:
    assert {f"{o.method} {o.path}": o.scope for o in SALLOQ.operations} == SCOPES


def test_the_scopes_of_a_key_are_the_documented_ones() -> None:
    known = apps.rules.KINDS[apps.KeyDialect.SALLOQ].scopes

    assert known == (
        "products:read",
        "products:write",
        "orders:read",
        "orders:write",
        "customers:read",
        "customers:write",
        "subscriptions:read",
        "subscriptions:write",
        "loyalty:read",
        "*",
    )


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/products", "products:read"),
        ("GET", "/products/1/inventory", "products:read"),
        ("POST", "/products", "products:write"),
        ("GET", "/orders", "orders:read"),
        ("POST", "/orders", "orders:write"),
        ("PATCH", "/orders/1/status", "orders:write"),
        ("GET", "/customers/1", "customers:read"),
        ("POST", "/customers", "customers:write"),
    ],
)
async def test_without_its_scope_a_call_is_403_and_the_message_names_it(
    salloq: httpx.AsyncClient, make: Make, shop: stores.Store, method: str, path: str, scope: str
) -> None:
    others = tuple(sorted({*SCOPES.values()} - {scope, "*"}))
    key = await make.key(shop, scopes=others)

    answer = await salloq.request(method, path, headers={"X-API-Key": key}, json={} if method != "GET" else None)

    message = f"This API key lacks the scope '{scope}'."
    assert answer.status_code == 403
    assert answer.json() == {"success": False, "error": {"message": message, "code": 403, "details": {}}}


async def test_a_refused_write_changes_nothing(
    salloq: httpx.AsyncClient, database: Database, make: Make, shop: stores.Store
) -> None:
    key = await make.key(shop, scopes=("products:read",))

    answer = await salloq.post("/products", headers={"X-API-Key": key}, json={"name": "New", "price": 1})

    assert answer.status_code == 403
    assert await database.value("select count(*) from products") == 0


async def test_one_scope_is_enough_for_its_calls(salloq: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    key = await make.key(shop, scopes=("products:read",))

    assert (await salloq.get("/products", headers={"X-API-Key": key})).status_code == 200


# ── tenancy ──


async def test_what_belongs_to_another_store_looks_as_if_it_did_not_exist(
    salloq: httpx.AsyncClient, make: Make, database: Database, iris: catalog.Product, shop: stores.Store
) -> None:
    order = await make.order(shop, iris)
    other = await make.store()
    salloq.headers["X-API-Key"] = await make.key(other)

    answers = [
        await salloq.get(f"/products/{iris.id}"),
        await salloq.get("/products/iris-elysee"),
        await salloq.get(f"/products/{iris.id}/inventory"),
        await salloq.patch(f"/products/{iris.id}", json={"price": 1}),
        await salloq.get(f"/orders/{order.id}"),
        await salloq.patch(f"/orders/{order.id}/status", json={"status": "cancelled"}),
        await salloq.get(f"/customers/{order.customer.id}"),
        await salloq.get(f"/customers/{order.customer.id}/orders"),
        await salloq.patch(f"/customers/{order.customer.id}", json={"first_name": "Eve"}),
    ]

    assert [a.status_code for a in answers] == [404] * 9
    assert answers[0].json() == (await salloq.get("/products/999999")).json()
    assert (await salloq.get("/products")).json()["meta"]["pagination"]["total"] == 0
    assert (await salloq.get("/orders")).json()["meta"]["pagination"]["total"] == 0
    assert (await salloq.get(f"/orders?customer_id={order.customer.id}")).json()["data"] == []
    assert (await salloq.get("/customers")).json()["meta"]["pagination"]["total"] == 0
    assert await database.value("select state from orders where id = $1", order.id) == orders.State.PENDING


# ── transport and limits ──


async def test_the_base_is_api_at_the_prefix_and_at_the_root(
    api: httpx.AsyncClient, front: object, iris: catalog.Product
) -> None:
    async with client(front, "/api", **{"X-API-Key": api.headers["X-API-Key"]}) as root:  # type: ignore[arg-type]
        at_root = await root.get(f"/products/{iris.id}")

    assert at_root.json() == (await api.get(f"/products/{iris.id}")).json()


async def test_browsers_get_no_cors_headers(api: httpx.AsyncClient) -> None:
    answer = await api.get("/products", headers={"Origin": "https://evil.example"})
    preflight = await api.options("/products", headers={"Origin": "https://evil.example"})

    assert not [name for answered in (answer, preflight) for name in answered.headers if name.startswith("access-control")]
    assert preflight.status_code == 405


async def test_plain_http_from_elsewhere_is_refused(front: object, make: Make, shop: stores.Store) -> None:
    transport = httpx.ASGITransport(app=front, client=("203.0.113.7", 4000))  # type: ignore[arg-type]
    key = await make.key(shop)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver/salloq/api") as far:
        answer = await far.get("/products", headers={"X-API-Key": key})

    assert answer.status_code == 403
    assert answer.json() == {"success": False, "error": {"message": "HTTPS is required", "code": 403, "details": {}}}


async def test_a_thousand_requests_an_hour_and_then_429(config: Settings, database: Database) -> None:
    services = make_services(database, limits_on=True)
    make = Make(services)
    shop = await make.store()
    one, other = await make.key(shop), await make.key(shop)
    async with client(compose(config, services), "/salloq/api") as salloq:
        first = await salloq.get("/products", headers={"X-API-Key": one})
        for _ in range(998):
            await salloq.get("/customers/none", headers={"X-API-Key": one})
        thousandth = await salloq.get("/products", headers={"X-API-Key": one})
        beyond = await salloq.get("/products", headers={"X-API-Key": one})
        another = await salloq.get("/products", headers={"X-API-Key": other})

    assert (first.headers["x-ratelimit-limit"], first.headers["x-ratelimit-remaining"]) == ("1000", "999")
    assert thousandth.status_code == 200
    assert thousandth.headers["x-ratelimit-remaining"] == "0"
    assert beyond.status_code == 429
    assert beyond.json() == {"success": False, "error": {"message": "Rate limit exceeded", "code": 429, "details": {}}}
    assert beyond.headers["retry-after"] == "3604"  # the window slides: the first hit counts for an hour and a bit
    assert int(beyond.headers["x-ratelimit-reset"]) == int((NOW + timedelta(seconds=3604)).timestamp())
    assert another.status_code == 200
