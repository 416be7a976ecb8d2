"""`SERAI_CLOCK=test`: one call moves the time of every process, and workers wake for it."""

import asyncio
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from serai.core.stores import Store
from serai.core.webhooks import schedule
from serai.kit.db import Database
from tests.chaos.server import Server, serving
from tests.chaos.workers import emit, endpoint, until, working
from tests.factories import PASSWORD, Make
from tests.kit.listener import Request, listening, status

pytestmark = pytest.mark.chaos

NOTED = "select count(*) from webhook_attempts where store_id = $1"


async def _advance(client: httpx.AsyncClient, seconds: float) -> datetime:
    answered = await client.post("/_test/clock", json={"advance_seconds": seconds})
    assert answered.status_code == 200, answered.text
    return datetime.fromisoformat(answered.json()["now"])


async def test_retries_come_when_their_time_is_moved_to(database: Database, make: Make, url: str, tmp_path: Path) -> None:
    store = await make.store()
    came: list[float] = []

    async def refuse(_: Request) -> bytes:
        came.append(time.monotonic())
        return status(500)

    async def tried(count: int) -> None:
        async def have() -> bool:
            return len(came) >= count

        await until(have, seconds=120)

    async with listening(refuse) as listener, serving(url, tmp_path, SERAI_CLOCK="test") as server, server.client() as client:
        await endpoint(database, store, listener.url)
        with working(url, tmp_path, SERAI_CLOCK="test"):
            await emit(database, store, ["one"])
            await tried(1)
            passed = 0.0
            for attempt, moment in enumerate(schedule.ATTEMPTS[1:], 2):
                await until(partial(_has_noted, database, store, attempt - 1), seconds=120)
                await _advance(client, moment - passed)
                passed = moment
                await tried(attempt)
            await _advance(client, 86_400)
            await asyncio.sleep(1)

    assert len(came) == 10


async def _has_noted(database: Database, store: Store, attempts: int) -> bool:
    """The outcome is written down after the receiver has answered; the next attempt counts from there."""
    return await database.value(NOTED, store.id) == attempts


async def test_every_process_of_a_server_knows_it_at_once(make: Make, url: str, tmp_path: Path) -> None:
    """A token of 24 hours is over for whichever process is asked next."""
    account = await make.account()
    async with serving(url, tmp_path, workers=2, SERAI_CLOCK="test") as server:
        async with server.client() as client:
            credentials = {"email": account.user.email, "password": PASSWORD}
            token = (await client.post("/skalia/api/v1/auth/login", json=credentials)).json()["access_token"]
        signed_in = {"Authorization": f"Bearer {token}"}

        before = await _answers(server, signed_in)
        async with server.client() as client:
            began = datetime.fromisoformat((await client.get("/_test/clock")).json()["now"])
            moved = await _advance(client, 24 * 3600 + 1)
        after = await _answers(server, signed_in)

    assert before == {200}
    assert after == {401}
    assert timedelta(hours=24) < moved - began < timedelta(hours=24, minutes=5)


async def _answers(server: Server, headers: dict[str, str]) -> set[int]:
    """Of many requests, each on a connection of its own, so that every process gets some."""
    found = set()
    for _ in range(20):
        async with server.client(**headers) as client:
            found.add((await client.get("/skalia/api/v1/auth/me")).status_code)
    return found


async def test_bad_moves_are_refused_and_move_nothing(url: str, tmp_path: Path) -> None:
    async with serving(url, tmp_path, SERAI_CLOCK="test") as server, server.client() as client:
        bodies: list[object] = [
            {},
            {"advance_seconds": -1},
            {"advance_seconds": "5"},
            {"advance_seconds": 1e12},
            [],
            {"seconds": 5},
        ]
        codes = [(await client.post("/_test/clock", json=body)).status_code for body in bodies]
        now = datetime.fromisoformat((await client.get("/_test/clock")).json()["now"])

    assert codes == [422] * len(bodies)
    assert abs(now.timestamp() - time.time()) < 60


async def test_the_system_s_clock_cannot_be_moved(url: str, tmp_path: Path) -> None:
    async with serving(url, tmp_path) as server, server.client() as client:
        answered = await client.post("/_test/clock", json={"advance_seconds": 5})

    assert answered.status_code == 404
