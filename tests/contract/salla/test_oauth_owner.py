"""Whom a token stands for, and what an app's page inside the dashboard may know."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from serai.core import apps, stores
from serai.front import Front
from serai.kit.clock import FrozenClock
from tests.conftest import client
from tests.factories import Make


@pytest.fixture
async def http(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


PATHS = ["/oauth2/user/info", "/salla/oauth2/user/info", "/admin/v2/oauth2/user/info", "/salla/admin/v2/oauth2/user/info"]


@pytest.mark.parametrize("path", PATHS)
async def test_the_owner_is_told_at_both_places_in_both_ways(
    http: httpx.AsyncClient, make: Make, clock: FrozenClock, path: str
) -> None:
    account = await make.account(email="huda@shop.example", plan="pro")
    store = await make.store(account, slug="huda-shop", currency="SAR", time_zone="Asia/Riyadh", contact_phone="+966500000001")
    app = await make.app(scopes=("orders.read", "offline_access"))
    token = (await make.installed(store, app)).tokens.access

    answer = await http.get(path, headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 200
    body = answer.json()
    since = "2026-04-08 13:00:00"
    data: dict[str, Any] = {
        "id": account.user.id,
        "name": "Amina Merchant",
        "email": "huda@shop.example",
        "mobile": "+966500000001",
        "role": "user",
        "created_at": since,
        "merchant": {
            "id": store.id,
            "owner_id": account.user.id,
            "owner_name": "Amina Merchant",
            "username": "huda-shop",
            "name": store.name,
            "avatar": None,
            "store_location": None,
            "plan": "pro",
            "status": "active",
            "type": "live",
            "domain": "http://testserver/s/huda-shop",
            "tax_number": None,
            "commercial_number": None,
            "created_at": since,
        },
        "store": {"id": store.id, "name": store.name},
        "context": {
            "app": str(app.app.id),
            "scope": "offline_access orders.read",
            "exp": int(clock.now().timestamp()) + 31_536_000,
        },
    }
    assert body == {"status": 200, "success": True, "data": data, **data}


async def test_a_published_client_takes_no_null_for_a_text(http: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    token = await make.salla_token(shop)

    data = (await http.get("/oauth2/user/info", headers={"authorization": f"Bearer {token}"})).json()["data"]

    assert data["mobile"] == ""


async def test_it_needs_no_scope(http: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    token = await make.salla_token(shop, scopes=("brands.read",))

    assert (await http.get("/oauth2/user/info", headers={"authorization": f"Bearer {token}"})).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("shown", [None, "Bearer", "Bearer sat_" + "a" * 48, "Basic x", "Bearer \u00e9"])
async def test_a_bad_token_is_told_in_the_envelope(http: httpx.AsyncClient, path: str, shown: str | None) -> None:
    headers = {} if shown is None else {"authorization": shown.encode("latin-1")}

    answer = await http.get(path, headers=headers)

    assert answer.status_code == 401
    assert answer.json()["success"] is False
    assert answer.json()["status"] == 401


async def test_a_token_dies_with_the_install_and_its_app(http: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    first, second = await make.app(), await make.app()
    headers = [{"authorization": f"Bearer {(await make.installed(shop, app)).tokens.access}"} for app in (first, second)]
    async with make.database.begin() as tx:
        await apps.uninstall(tx, shop.id, first.app.client_id)
        await apps.remove(tx, second.app.owner, second.app.id)

    assert [(await http.get("/oauth2/user/info", headers=shown)).status_code for shown in headers] == [401, 401]


async def test_it_takes_two_statements(http: httpx.AsyncClient, make: Make, shop: stores.Store, statements: list[str]) -> None:
    headers = {"authorization": f"Bearer {await make.salla_token(shop)}"}
    await http.get("/oauth2/user/info", headers=headers)
    statements.clear()

    await http.get("/oauth2/user/info", headers=headers)

    assert len(statements) == 2


# ── introspection ──

INTROSPECT = "/exchange-authority/v1/introspect"


async def page_token(make: Make, store: stores.Store, app: apps.Registered) -> str:
    async with make.database.begin() as tx:
        return (await apps.open_page(tx, store.id, app.app.client_id, user=store.owner)).token


@pytest.mark.parametrize("mount", ["", "/salla"])
@pytest.mark.parametrize("more", [{}, {"env": "prod", "iss": "merchant-dashboard", "subject": "embedded-page"}])
async def test_a_page_learns_who_looks_at_it(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, mount: str, more: dict[str, str]
) -> None:
    app = await make.app()
    await make.installed(shop, app)
    token = await page_token(make, shop, app)

    answer = await http.post(mount + INTROSPECT, json={**more, "token": token}, headers={"S-Source": str(app.app.id)})

    data = {"merchant_id": shop.id, "user_id": shop.owner, "exp": "2026-04-08T11:00:00Z"}
    assert answer.status_code == 200
    assert answer.json() == {"status": 200, "success": True, "data": data}
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("kind", ["garbage", "of another app", "no source", "odd source", "over", "an access token"])
async def test_any_other_token_is_refused(
    http: httpx.AsyncClient, make: Make, shop: stores.Store, clock: FrozenClock, kind: str
) -> None:
    app, other = await make.app(), await make.app()
    installed = await make.installed(shop, app)
    token = await page_token(make, shop, app)
    source = {"of another app": str(other.app.id), "no source": "", "odd source": "9" * 30}.get(kind, str(app.app.id))
    token = {"garbage": "x", "an access token": installed.tokens.access}.get(kind, token)
    if kind == "over":
        clock.advance(3600)

    answer = await http.post(INTROSPECT, json={"token": token}, headers={"S-Source": source} if source else {})

    assert answer.status_code == 401
    assert answer.json() == {
        "status": 401,
        "success": False,
        "error": {"code": 0, "message": "The token is invalid or expired"},
    }
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_page_token_opens_nothing(http: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    app = await make.app()
    await make.installed(shop, app)
    token = await page_token(make, shop, app)

    assert (await http.get("/oauth2/user/info", headers={"authorization": f"Bearer {token}"})).status_code == 401


async def test_browsers_may_ask(http: httpx.AsyncClient) -> None:
    asked = {"origin": "https://app.example", "access-control-request-method": "POST"}

    answer = await http.options(INTROSPECT, headers={**asked, "access-control-request-headers": "s-source,content-type"})

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "POST, OPTIONS"
    assert answer.headers["access-control-allow-headers"] == "S-Source, Content-Type"
    assert answer.content == b""
