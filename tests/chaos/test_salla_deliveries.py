"""Salla's webhooks against real sockets: slow receivers cost the API nothing, and Node's own verification accepts us."""

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from serai.core import apps
from serai.core.stores import Store
from serai.kit.db import Database
from tests.chaos.server import Server, serving
from tests.chaos.workers import until, working
from tests.factories import Make
from tests.kit.listener import Listener, Request, listening, status

pytestmark = pytest.mark.chaos

NODE = shutil.which("node")
# What the documentation's sample does: it signs the body that it wrote anew.
VERIFY = """
const {createHmac} = require('crypto');
const [secret, signature] = process.argv.slice(1);
const body = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const again = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex');
process.exit(again === signature ? 0 : 1);
"""
SLOW_SECONDS = 4.0


async def _subscribed(server: Server, make: Make, store: Store, url: str) -> dict[str, str]:
    """The headers of an app that is told of new customers."""
    headers = {"authorization": f"Bearer {await make.salla_token(store, scopes=apps.scopes.KNOWN)}"}
    body = {"url": url, "event": "customer.created", "secret": "سر"}
    async with server.client(**headers) as client:
        made = await client.post("/salla/admin/v2/webhooks/subscribe", json=body)
    assert made.status_code == 200, made.text
    return headers


@pytest.fixture
async def server(url: str, tmp_path: Path) -> AsyncIterator[Server]:
    """One that lets webhooks lead to this machine."""
    async with serving(url, tmp_path, SERAI_WEBHOOK_ALLOW="127.0.0.0/8") as made:
        yield made


async def test_a_receiver_that_takes_four_seconds_slows_nobody_down(
    server: Server, make: Make, database: Database, url: str, tmp_path: Path
) -> None:
    store = await make.store(currency="SAR")
    arrived: list[Request] = []

    async def answer(request: Request) -> bytes:
        arrived.append(request)
        await asyncio.sleep(SLOW_SECONDS)
        return status(200)

    async with listening(answer) as listener:
        headers = await _subscribed(server, make, store, listener.url)
        with working(url, tmp_path):
            async with server.client(**headers) as client:
                took = [await _add(client, i) for i in range(10)]

            async def all_there() -> bool:
                return len(arrived) == 10

            await until(all_there, seconds=120)

    assert sorted(took)[5] < SLOW_SECONDS
    assert len({request.headers["x-salla-delivery-id"] for request in arrived}) == 10


async def _add(client: httpx.AsyncClient, number: int) -> float:
    started = time.monotonic()
    body = {"first_name": "سارة / Ali", "email": f"c{number}@example.com", "mobile": f"+96650000000{number}"}
    made = await client.post("/salla/admin/v2/customers", json=body)
    assert made.status_code == 200, made.text
    return time.monotonic() - started


@pytest.mark.skipif(NODE is None, reason="no JavaScript here")
async def test_a_signature_over_what_node_writes_anew_is_ours(server: Server, make: Make, url: str, tmp_path: Path) -> None:
    store = await make.store(currency="SAR")
    async with listening() as listener:
        headers = await _subscribed(server, make, store, listener.url)
        with working(url, tmp_path):
            async with server.client(**headers) as client:
                await _add(client, 1)
            await until(lambda: _has_come(listener), seconds=120)

    (request,) = listener.requests
    assert json.loads(request.body)["data"]["first_name"] == "سارة / Ali"
    assert NODE is not None
    arguments = [NODE, "-e", VERIFY, "سر", request.headers["x-salla-signature"]]
    checked = await asyncio.to_thread(subprocess.run, arguments, input=request.body, check=False)
    assert checked.returncode == 0


async def _has_come(listener: Listener) -> bool:
    return bool(listener.requests)
