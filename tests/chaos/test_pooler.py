"""Two servers and two workers behind a pooler with five sessions: nothing may depend on a session or on a process."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from serai.core.audit import audit
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from tests.chaos.pooler import PROGRAM, pooler
from tests.chaos.server import Server, serving
from tests.factories import PASSWORD, Make

pytestmark = [pytest.mark.chaos, pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed")]

SESSIONS = "select count(*) from pg_stat_activity where datname = current_database() and application_name <> 'psql'"


@pytest.fixture
async def pooled(url: str) -> AsyncIterator[str]:
    """The database's URL through the pooler. Its folder is one that another account can enter."""
    folder = Path(tempfile.mkdtemp(prefix="serai-pooler-", dir="/var/tmp"))
    try:
        async with pooler(url, folder) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def servers(pooled: str, tmp_path: Path) -> AsyncIterator[tuple[Server, Server]]:
    async with serving(pooled, tmp_path) as one, serving(pooled, tmp_path) as two:
        yield one, two


async def test_orders_race_through_five_sessions(
    make: Make, servers: tuple[Server, Server], pooled: str, database: Database
) -> None:
    store = await make.store()
    customer, product, key = await make.customer(store), await make.product(store, stock=50), await make.key(store)
    body = {"customer_id": customer.id, "items": [{"product_id": product.id, "qty": 1}]}

    one, two = (server.client(**{"X-API-Key": key}) for server in servers)
    async with one, two:
        sides = cycle((one, two))
        answers = await asyncio.gather(*(next(sides).post("/salloq/api/orders", json=body) for _ in range(200)))

    assert Counter(a.status_code for a in answers) == {201: 50, 422: 150}
    assert [finding async for finding in audit(database)] == []


async def test_a_session_ended_on_one_server_is_ended_on_the_other(make: Make, servers: tuple[Server, Server]) -> None:
    account = await make.account()
    one, two = (server.client() for server in servers)
    async with one, two:
        token = await _token(one, account.user.email or "")
        headers = {"Authorization": f"Bearer {token}"}
        assert (await two.get("/api/v1/auth/me", headers=headers)).status_code == 200

        await one.post("/api/v1/auth/logout", headers=headers)

        assert (await two.get("/api/v1/auth/me", headers=headers)).status_code == 401


async def test_one_key_has_one_effect_over_both_servers(make: Make, servers: tuple[Server, Server]) -> None:
    store = await make.store()
    customer, product, key = await make.customer(store), await make.product(store), await make.key(store)
    body = {"customer_id": customer.id, "items": [{"product_id": product.id, "qty": 1}]}

    one, two = (server.client(**{"X-API-Key": key, "Idempotency-Key": "once"}) for server in servers)
    async with one, two:
        sides = cycle((one, two))
        answers = await asyncio.gather(*(next(sides).post("/salloq/api/orders", json=body) for _ in range(40)))

    assert set(Counter(a.status_code for a in answers)) <= {201, 409}
    assert len({a.json()["data"]["id"] for a in answers if a.status_code == 201}) == 1


async def test_the_pooler_keeps_to_its_sessions(pooled: str) -> None:
    """A hundred readers at once; and what a session would remember is asked of another one."""
    async with connect(pooled, Clock(), size=100) as database:
        rows = await asyncio.gather(*(database.value("select $1::int + 1", n) for n in range(100)))
        sessions = await database.value(SESSIONS)

    assert rows == list(range(1, 101))
    assert sessions <= 6


async def _token(client: httpx.AsyncClient, email: str) -> str:
    answer = await client.post("/api/v1/auth/login", json={"email": email, "password": PASSWORD})
    return str(answer.json()["access_token"])
