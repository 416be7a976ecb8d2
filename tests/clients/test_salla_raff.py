"""Raff, a real app for Salla, is no package: its requests in their order, as §10 of the contract saw them on the wire."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from serai.core import apps
from serai.core.stores import Store
from tests.chaos.server import Server
from tests.chaos.workers import until, working
from tests.clients.conftest import LOOPBACK
from tests.clients.consent import consent
from tests.factories import Account, Make
from tests.kit.listener import Request, listening
from tests.web.browsing import CALLBACK

SCOPES: Final = ("products.read", "orders.read", "store.read", "offline_access")
EVENTS: Final = ("app.uninstalled", "product.created", "product.updated", "order.created", "order.updated", "order.cancelled")
STATE: Final = "eyJub25jZSI6Ii1fLSJ9.Zx-9_a"


@pytest.fixture
async def app(make: Make) -> apps.Registered:
    return await make.app(scopes=SCOPES)


@pytest.fixture
async def raff(server: Server, make: Make, shop: Store, app: apps.Registered) -> AsyncIterator[httpx.AsyncClient]:
    """Installed; it names Salla's host, because only its connections are redirected."""
    token = (await make.installed(shop, app)).tokens.access
    headers = {"accept": "application/json", "authorization": f"Bearer {token}", "host": "api.salla.dev"}
    async with httpx.AsyncClient(base_url=f"{server.base}/admin/v2", headers=headers) as made:
        yield made


async def _data(raff: httpx.AsyncClient, path: str) -> Any:
    answer = await raff.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["success"] is True
    return answer.json()["data"]


async def test_products_by_page_by_id_and_by_a_sku_with_a_slash(raff: httpx.AsyncClient, make: Make, shop: Store) -> None:
    product = await make.product(shop, name="Oud candle", price=9990, sku="SKU 1/2")
    listed = await _data(raff, "/products?page=1&per_page=50")
    assert [(found["id"], found["sku"], found["price"]) for found in listed] == [(product.id, "SKU 1/2", 99.9)]
    assert (await _data(raff, f"/products/{product.id}"))["name"] == "Oud candle"
    assert (await _data(raff, "/products/sku/SKU%201%2F2"))["id"] == product.id


async def test_orders_and_what_it_asks_of_each_at_the_same_time(raff: httpx.AsyncClient, make: Make, shop: Store) -> None:
    product = await make.product(shop, price=9990, stock=100)
    placed = {(await make.order(shop, product, quantity=n)).id: n for n in range(1, 5)}
    listed = await _data(raff, "/orders?page=1&per_page=30&from_date=2024-01-01")
    assert {found["id"] for found in listed} == set(placed)

    async def read(order: int) -> list[Any]:
        paths = (f"/orders/{order}?format=light", f"/orders/items?order_id={order}", f"/orders/{order}/histories?page=1")
        return await asyncio.gather(*(_data(raff, path) for path in paths))

    for order, (light, items, histories) in zip(placed, await asyncio.gather(*map(read, placed)), strict=True):
        assert light["id"] == order
        assert [item["quantity"] for item in items] == [placed[order]]
        assert isinstance(histories, list)
        assert histories
    (order, *_) = placed
    assert [*(await _data(raff, f"/orders/{order}/histories?per_page=15"))] == ["items"]
    store = await _data(raff, "/store/info")
    assert (store["name"], store["currency"]) == (shop.name, "SAR")


async def test_its_own_signature_header_does_not_hide_ours(
    raff: httpx.AsyncClient, app: apps.Registered, make: Make, shop: Store, url: str, tmp_path: Path
) -> None:
    async with listening() as listener:
        for event in EVENTS:
            custom = [{"key": "x-salla-signature", "value": "a shared secret"}]
            body = {"name": f"Raff - {event}", "event": event, "url": listener.url, "version": 2, "headers": custom}
            made = await raff.post("/webhooks/subscribe", json=body)
            assert (made.status_code, made.json()["data"]["event"]) == (200, event)
        product = await make.product(shop, price=9990, stock=100)
        order = await make.order(shop, product)
        with working(url, tmp_path, SERAI_WEBHOOK_ALLOW=LOOPBACK):

            async def both() -> bool:
                return {"product.created", "order.created"} <= {json.loads(came.body)["event"] for came in listener.requests}

            await until(both, seconds=30)
        came = {json.loads(request.body)["event"]: request for request in listener.requests}

    for request in came.values():
        assert _is_signed(request, app.webhook_secret)
        body = json.loads(request.body)
        assert body["store_id"] == body["data"]["merchant"]["id"] == shop.id
    assert len({request.headers["x-salla-delivery-id"] for request in came.values()}) == len(came)
    told = json.loads(came["order.created"].body)["data"]
    assert told["id"] == order.id
    assert told["total"] == {"amount": 114.89, "currency": "SAR"}
    assert [item["product_id"] for item in told["items"]] == [product.id]
    assert {"payment_status", "status", "referrer", "customer", "shipping"} <= set(told)
    assert told["status"]["code"]


def _is_signed(request: Request, secret: str) -> bool:
    ours = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return request.headers["x-salla-signature"] == ours


async def test_it_installs_refreshes_once_and_reads_which_scope_is_missing(
    server: Server, make: Make, shop: Store, owner: Account
) -> None:
    app = await make.app(scopes=("products.read", "store.read", "offline_access"))
    own = {"client_id": app.app.client_id, "client_secret": app.client_secret}
    # Its sample environment names the alias of the page, and its state has dots and dashes.
    asked = {"response_type": "code", "redirect_uri": CALLBACK, "state": STATE, "client_id": own["client_id"]}
    where = httpx.URL(f"{server.base}/oauth2/authorize", params={**asked, "scope": "products.read orders.read offline_access"})
    sent = httpx.URL(await consent(server, owner, str(where))).params
    assert (sent["state"], sent["scope"]) == (STATE, "offline_access products.read")

    async with server.client(accept="application/json") as http:
        grant = {"grant_type": "authorization_code", "code": sent["code"], "redirect_uri": CALLBACK}
        first = (await http.post("/oauth2/token", data={**grant, **own})).json()
        expired = await http.get("/admin/v2/products", headers={"authorization": "Bearer sat_expired"})
        assert expired.status_code == 401
        renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = (await http.post("/oauth2/token", data={**renew, **own})).json()
        http.headers["authorization"] = f"Bearer {second['access_token']}"
        assert (await http.get("/admin/v2/products")).status_code == 200
        refused = await http.get("/admin/v2/orders")
    assert refused.status_code == 403
    assert "orders.read" in refused.json()["error"]["message"]
