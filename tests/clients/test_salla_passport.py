"""`@salla.sa/passport-strategy`, run as its own example runs it; the test is the merchant's browser."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from serai.cli.serve import free_port
from serai.core import apps
from serai.core.stores import Store
from tests.chaos.server import Server
from tests.clients import run
from tests.clients.consent import consent
from tests.evidence import Evidence
from tests.factories import Account, Make

PROVES = pytest.mark.proves("client: npm @salla.sa/passport-strategy 1.0.6")
SCOPES = ("offline_access", "orders.read", "customers.read", "products.read_write", "store.read")


@dataclass
class App:
    """The running app, in the merchant's browser."""

    browser: httpx.AsyncClient
    registered: apps.Registered
    server: Server
    owner: Account

    async def log_in(self) -> dict[str, Any]:
        """From the app's login page to its home page: what that says."""
        home = await self.browser.get(await self.leave(), follow_redirects=True)
        found: dict[str, Any] = home.json()
        return found

    async def leave(self, press: str = "allow") -> str:
        """From the app's login page over ours to its callback: where that is."""
        answer = await self.browser.get("/login")
        where = httpx.URL(answer.headers["location"])
        assert (answer.status_code, where.path) == (302, "/oauth2/auth")
        assert set(where.params) == {"response_type", "redirect_uri", "state", "client_id"}
        callback = httpx.URL(await consent(self.server, self.owner, str(where), press=press))
        assert callback.params["state"] == where.params["state"]
        return str(callback)

    async def call(self, method: str, *arguments: object) -> Any:
        """What a method of the client resolved to."""
        answer = await self.ask(method, *arguments)
        assert "rejected" not in answer, answer
        return answer["resolved"]

    async def ask(self, method: str, *arguments: object) -> dict[str, Any]:
        found: dict[str, Any] = (await self.browser.post(f"/call/{method}", json=arguments)).json()
        return found


Running = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture
def running(server: Server, make: Make, owner: Account) -> Running:
    """Starts the app: registered with this profile, knowing this secret."""

    @asynccontextmanager
    async def start(script: str = "salla_passport.cjs", *, profile: str = "documented", **known: str) -> AsyncIterator[App]:
        port = free_port()
        registered = await make.app(
            scopes=SCOPES, redirect_uris=(f"http://127.0.0.1:{port}/oauth/callback",), profile=apps.Profile(profile)
        )
        own = {"clientID": registered.app.client_id, "clientSecret": registered.client_secret}
        arguments = {**own, "port": port, "server": server.base, **known}
        redirected = script == "salla_passport.cjs"
        preload, more = ("salla_hosts.cjs", {"SALLA_SERVER": server.base}) if redirected else ("", {})
        async with run.app(script, arguments, preload=preload, **more) as browser:
            yield App(browser, registered, server, owner)

    return start


@PROVES
@pytest.mark.parametrize("profile", ["documented", "live"])
async def test_a_merchant_logs_in_and_the_app_reads_the_store(
    running: Running, server: Server, make: Make, shop: Store, owner: Account, profile: str, evidence: Evidence
) -> None:
    product = await make.product(shop, name="Oud candle", price=9990)
    customer = await make.customer(shop, name="سارة Ali", phone="+966501234567")
    order = await make.order(shop, product, customer=customer)

    async with running(profile=profile) as app:
        home = await app.log_in()
        assert home["isLoggedIn"]
        assert home["told"]["expiresIn"] == 31_536_000
        assert home["user"] == home["told"]["user"]
        assert (home["user"]["id"], home["user"]["email"]) == (owner.user.id, owner.user.email)
        assert (home["user"]["merchant"]["id"], home["user"]["merchant"]["name"]) == (shop.id, shop.name)

        mine = await app.call("getResourceOwner")
        assert (mine["storeId"], mine["storeName"], mine["merchant"]["id"]) == (shop.id, shop.name, shop.id)
        assert [found["id"] for found in await app.call("getAllOrders")] == [order.id]
        assert [found["first_name"] for found in await app.call("getAllCustomers")] == ["سارة"]

        url = f"https://api.salla.dev/admin/v2/products/{product.id}"
        assert (await app.call("fetchResource", {"url": url}))["name"] == "Oud candle"
        await app.call("fetchResource", {"method": "DELETE", "url": url})
        gone = await app.ask("fetchResource", {"url": url})
        assert (gone["rejected"]["err"]["statusCode"], gone["token"]) == (404, None)
    await evidence.of(server.base)


@PROVES
async def test_a_used_refresh_token_ends_everything_in_live(
    running: Running, server: Server, shop: Store, evidence: Evidence
) -> None:
    async with running(profile="live") as app:
        first = (await app.log_in())["told"]
        renewed = await app.call("requestNewAccessToken")
        assert renewed["msg"] == "ok"
        assert renewed["accessToken"] != first["accessToken"]
        assert renewed["newRefreshToken"] != first["refreshToken"]
        assert await app.call("getAllOrders") == []
        assert (await app.ask("getAllOrders", first["accessToken"]))["rejected"]["err"]["statusCode"] == 401

        again = (await app.ask("requestNewAccessToken", first["refreshToken"]))["rejected"]["err"]
        assert again["statusCode"] == 400
        assert '"error":"invalid_grant"' in again["data"]
        dead = await app.ask("getAllOrders", renewed["accessToken"])
        assert dead["rejected"]["err"]["statusCode"] == 401
        assert "rejected" in await app.ask("requestNewAccessToken", renewed["newRefreshToken"])
    await evidence.of(server.base)


@PROVES
async def test_two_who_refresh_at_once_get_one_pair_as_documented(
    running: Running, server: Server, shop: Store, evidence: Evidence
) -> None:
    async with running() as app:
        first = (await app.log_in())["told"]
        renewed = await app.call("requestNewAccessToken")
        assert await app.call("requestNewAccessToken", first["refreshToken"]) == renewed
        assert await app.call("getAllOrders", renewed["accessToken"]) == []
    await evidence.of(server.base)


async def test_what_goes_wrong_is_told_in_the_clients_words(running: Running, shop: Store) -> None:
    async with running(clientSecret="wrong") as app:
        assert await app.log_in() == {
            "failed": "The client is unknown or its secret is wrong.",
            "code": "invalid_client",
        }
        refused = await app.browser.get(await app.leave("deny"))
    assert (refused.status_code, refused.headers["location"]) == (302, "/login")


@PROVES
async def test_the_strategy_alone_needs_its_addresses_and_nothing_else(
    running: Running, server: Server, shop: Store, evidence: Evidence
) -> None:
    async with running("salla_strategy.cjs") as app:
        home = await app.log_in()
    assert home["isLoggedIn"]
    assert home["user"]["merchant"]["id"] == shop.id
    assert home["user"]["accessToken"].startswith("sat_")
    await evidence.of(server.base)
