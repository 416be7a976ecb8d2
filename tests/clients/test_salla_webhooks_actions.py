"""`@salla.sa/webhooks-actions` takes what a real worker delivers, and apps' own checks of signatures agree with ours."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from serai.cli.serve import free_port
from serai.core import apps
from serai.core.stores import Store
from tests.chaos.server import Server
from tests.chaos.workers import until, working
from tests.clients import run
from tests.clients.conftest import LOOPBACK
from tests.evidence import Evidence
from tests.factories import Make

PROVES = pytest.mark.proves("client: npm @salla.sa/webhooks-actions 1.0.2")
SECRET: Final = "a shared secret"
SECONDS: Final = 30

Subscribe = Callable[..., Awaitable[None]]


@pytest.fixture
async def receiver() -> AsyncIterator[httpx.AsyncClient]:
    """The app's server, listening for two events; `/seen` says what came and what the client fired."""
    arguments = {"secret": SECRET, "events": ["product.created", "order.created"]}
    async with run.app("salla_webhooks_actions.cjs", arguments) as made:
        yield made


@pytest.fixture
def worker(url: str, tmp_path: Path) -> Iterator[None]:
    with working(url, tmp_path, SERAI_WEBHOOK_ALLOW=LOOPBACK):
        yield


@pytest.fixture
def subscribe(server: Server, make: Make, shop: Store, receiver: httpx.AsyncClient) -> Subscribe:
    """Tells the receiver of new products, by this strategy."""

    async def ask(strategy: str) -> None:
        headers = {"authorization": f"Bearer {await make.salla_token(shop)}"}
        wanted = {"url": f"{receiver.base_url}/webhook", "event": "product.created", "secret": SECRET}
        async with server.client(**headers) as client:
            made = await client.post("/admin/v2/webhooks/subscribe", json={**wanted, "security_strategy": strategy})
        assert made.status_code == 200, made.text

    return ask


async def _arrived(receiver: httpx.AsyncClient, number: int) -> dict[str, Any]:
    """What the receiver has seen once so many deliveries came."""
    seen: dict[str, Any] = {}

    async def enough() -> bool:
        seen.update((await receiver.get("/seen")).json())
        return len(seen["came"]) >= number

    await until(enough, seconds=SECONDS)
    assert len(seen["came"]) == number
    return seen


@PROVES
async def test_the_token_strategy_fires_the_clients_listeners(
    receiver: httpx.AsyncClient,
    subscribe: Subscribe,
    server: Server,
    worker: None,
    make: Make,
    shop: Store,
    evidence: Evidence,
) -> None:
    await subscribe("token")
    product = await make.product(shop, name="Oud candle")
    seen = await _arrived(receiver, 1)

    (came,), (fired,) = seen["came"], seen["fired"]
    assert (came["headers"]["authorization"], came["headers"]["x-salla-security-strategy"]) == (SECRET, "Token")
    assert "x-salla-signature" not in came["headers"]
    assert (fired["event"], fired["more"]) == ("product.created", {"path": "/webhook"})
    assert (fired["body"]["merchant"], fired["body"]["data"]["id"]) == (shop.id, product.id)

    # A prefix, as every other use of the header has it, and the client would not listen.
    again = {"content-type": "application/json", "authorization": f"Bearer {SECRET}"}
    await receiver.post("/webhook", content=came["text"].encode(), headers=again)
    assert len((await _arrived(receiver, 2))["fired"]) == 1
    await evidence.of(server.base)


async def test_other_strategies_carry_no_token_and_the_client_stays_silent(
    receiver: httpx.AsyncClient, subscribe: Subscribe, worker: None, make: Make, shop: Store
) -> None:
    await subscribe("signature")
    await make.product(shop)
    seen = await _arrived(receiver, 1)
    assert "authorization" not in seen["came"][0]["headers"]
    assert seen["fired"] == []


async def test_signatures_hold_for_the_bytes_and_for_what_node_writes_anew(
    receiver: httpx.AsyncClient, subscribe: Subscribe, worker: None, make: Make, shop: Store
) -> None:
    await subscribe("signature")
    prices = {9900: 99, 9990: 99.9, 1: 0.01, 100_000_000_00: 100_000_000, 12345: 123.45}
    for minor in prices:
        await make.product(shop, name=f'عود / كمبودي 🕯 "{minor}" \\ <b>\u2028', price=minor, description="a/b\nc\td")
    seen = await _arrived(receiver, len(prices))

    for came in seen["came"]:
        assert came["isRawSigned"], came
        assert came["isRewrittenSigned"], came
        assert came["headers"]["x-salla-security-strategy"] == "Signature"
        assert "عود / كمبودي 🕯" in came["text"]
    told = [json.loads(came["text"])["data"]["price"] for came in seen["came"]]
    assert sorted(told) == sorted(prices.values())


async def test_an_app_in_easy_mode_is_told_that_it_is_installed_and_gets_its_tokens(
    server: Server, worker: None, make: Make, shop: Store
) -> None:
    port = free_port()
    easy = {"mode": apps.Mode.EASY, "webhook_url": f"http://127.0.0.1:{port}/webhook", "webhook_strategy": apps.Strategy.TOKEN}
    app = await make.app(redirect_uris=(), **easy)
    arguments = {"secret": app.webhook_secret, "events": ["app.installed", "app.store.authorize"], "port": port}
    async with run.app("salla_webhooks_actions.cjs", arguments) as receiver:
        await make.installed(shop, app)
        seen = await _arrived(receiver, 2)

    told = {fired["event"]: fired["body"] for fired in seen["fired"]}
    assert told["app.installed"]["data"]["id"] == app.app.id
    authorized = told["app.store.authorize"]
    assert (authorized["merchant"], authorized["data"]["token_type"]) == (shop.id, "bearer")
    async with server.client(authorization=f"Bearer {authorized['data']['access_token']}") as client:
        assert (await client.get("/oauth2/user/info")).json()["data"]["merchant"]["id"] == shop.id
