"""Clients that are slow on purpose, or far too many: others are served all the while."""

import asyncio
import contextlib
import resource
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.chaos.figures import figure
from tests.chaos.server import Server, serving
from tests.factories import Make

pytestmark = pytest.mark.chaos

HEADER_SECONDS = 10
"""What the server allows for a request's head, see cli/serve.py."""
DESCRIPTORS = 256
SOON = figure(2, 8)
"""Seconds in which an honest request is answered; a short run shares its machine with other tests."""


async def _connect(server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, port = server.base.removeprefix("http://").split(":")
    return await asyncio.open_connection(host, int(port))


async def _ask(server: Server, key: str) -> float:
    """Seconds that an honest request takes."""
    started = time.monotonic()
    async with server.client(**{"X-API-Key": key}) as client:
        answer = await client.get("/salloq/api/products")
    assert answer.status_code == 200
    return time.monotonic() - started


async def test_a_head_that_trickles_in_is_dropped(make: Make, server: Server) -> None:
    key = await make.key(await make.store())
    slow = [await _connect(server) for _ in range(figure(200, 50))]
    for _, writer in slow:
        writer.write(b"GET /salloq/api/products HTTP/1.1\r\nHost: x\r\nX-Slow: ")

    assert await _ask(server, key) < SOON

    deadline = time.monotonic() + HEADER_SECONDS + 10
    for reader, writer in slow:
        left = deadline - time.monotonic()
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), left)
        writer.close()


async def test_a_body_that_trickles_in_holds_up_nobody(make: Make, server: Server) -> None:
    """Not even of the connections to the database, of which there are fewer than slow clients."""
    store = await make.store()
    key = await make.key(store)
    slow = [await _connect(server) for _ in range(figure(200, 50))]
    head = f"POST /salloq/api/orders HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\n"
    for length in (1000, 100_000):
        for _, writer in slow[:: 2 if length == 1000 else 3]:
            writer.write(f"{head}Content-Length: {length}\r\n\r\n{{".encode())
    await asyncio.sleep(0.5)

    times = [await _ask(server, key) for _ in range(10)]

    assert max(times) < SOON
    for _, writer in slow:
        writer.close()


@pytest.fixture
async def small(url: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A server whose processes may open few files."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, before[1]))
    try:
        async with serving(url, tmp_path) as made:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, before[1]), before[1]))
            yield made
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_more_connections_than_it_may_open_do_not_end_it(make: Make, small: Server) -> None:
    key = await make.key(await make.store())

    opened = await asyncio.gather(*(_connect(small) for _ in range(2000)), return_exceptions=True)
    crowd = [writer for _, writer in (pair for pair in opened if not isinstance(pair, BaseException))]
    assert len(crowd) > 2 * DESCRIPTORS
    for writer in crowd:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.sleep(1)
    for writer in crowd:
        writer.close()

    deadline = time.monotonic() + figure(5, 30)
    while True:
        try:
            await _ask(small, key)
            break
        except (httpx.TransportError, AssertionError):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.1)
    assert small.process.poll() is None
