"""Two servers behind a round robin and two workers, directly and behind a pooler with five sessions.

Nothing may depend on a process or on a session of the database: each of these fails when something is remembered there.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from serai.core import transfer
from serai.core.stores import Store
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from tests.chaos.pooler import POOL, PROGRAM, pooler
from tests.chaos.server import serving
from tests.chaos.workers import endpoint, inbox, until, until_all, working
from tests.factories import PASSWORD, Make
from tests.kit import redis_server

pytestmark = pytest.mark.chaos

ONLY_WITH_A_POOLER = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed")
SESSIONS = "select count(*) from pg_stat_activity where datname = current_database() and application_name <> 'psql'"
ORDERS = "select number from orders where store_id = $1"
LEFT = "select count(*) from webhook_deliveries where store_id = $1 and status <> 'delivered'"
IMPORTS = "select state, products_created from imports where store_id = $1 order by id"
RENEWED = "select count(*), count(distinct subscription_id) from subscription_renewals where store_id = $1"
ONE_COUNT = [401] * 10 + [429] * 4
"""The statuses of 14 wrong passwords when both servers count together."""
SALLOQ, SKALIA = "/salloq/api", "/skalia/api/v1"


@pytest.fixture
async def pooled(url: str) -> AsyncIterator[str]:
    """The database's URL through the pooler. Its folder is one that another account can enter."""
    folder = Path(tempfile.mkdtemp(prefix="serai-pooler-", dir="/var/tmp"))
    try:
        async with pooler(url, folder) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["url", pytest.param("pooled", marks=ONLY_WITH_A_POOLER)], ids=["directly", "pooled"])
def way(request: pytest.FixtureRequest) -> str:
    """The URL by which servers and workers reach the database."""
    return str(request.getfixturevalue(request.param))


class Pair:
    """Clients of two servers, asked in turns."""

    def __init__(self, *clients: httpx.AsyncClient) -> None:
        self.clients = clients
        self._turns = cycle(clients)

    async def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        return await next(self._turns).post(path, json=body, headers=headers)


@asynccontextmanager
async def pair(way: str, folder: Path, **environment: str) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        servers = [serving(way, folder, **environment) for _ in range(2)]
        started = await asyncio.gather(*(stack.enter_async_context(server) for server in servers))
        yield Pair(*[await stack.enter_async_context(server.client()) for server in started])


async def test_orders_race_and_each_is_told_once(way: str, make: Make, database: Database, tmp_path: Path) -> None:
    units, buyers = 30, 100
    store = await make.store()
    customer, product, key = await make.customer(store), await make.product(store, stock=units), await make.key(store)
    body = {"customer_id": customer.id, "items": [{"product_id": product.id, "qty": 1}]}
    async with inbox() as box:
        await endpoint(database, store, box.listener.url)
        with working(way, tmp_path), working(way, tmp_path):
            async with pair(way, tmp_path) as two:
                post = partial(two.post, f"{SALLOQ}/orders", body)
                once = await asyncio.gather(*(post(**{"X-API-Key": key, "Idempotency-Key": "once"}) for _ in range(40)))
                answers = await asyncio.gather(*(post(**{"X-API-Key": key}) for _ in range(buyers)))
            numbers = {row["number"] for row in await database.all(ORDERS, store.id)}
            await until_all([box], [numbers], seconds=120)
            await until(lambda: _settled(database, store), seconds=120)

    assert {a.status_code for a in once} <= {201, 409}
    assert len({a.json()["data"]["id"] for a in once if a.status_code == 201}) == 1
    assert Counter(a.status_code for a in answers) == {201: units - 1, 422: buyers - units + 1}
    assert box.numbers == numbers
    assert len(numbers) == len(box.times) == units


async def _settled(database: Database, store: Store) -> bool:
    return not await database.value(LEFT, store.id)


async def test_jobs_are_done_once_by_two_workers(way: str, make: Make, database: Database, tmp_path: Path) -> None:
    """Renewals and imports, and what is told of them."""
    subscribers, files = 20, 4
    store = await make.store(time_zone="UTC")
    product = await make.product(store, stock=1_000, subscription_enabled=True)
    today = database.clock.now().date()
    for _ in range(subscribers):
        await make.subscription(store, product, await make.customer(store), start=today)
    for number in range(files):
        rows = "".join(f"p-{number}-{row},P {row},1\n" for row in range(25))
        async with database.begin() as tx:
            content = f"Handle,Title,Variant Price\n{rows}".encode()
            await transfer.request_import(tx, store.id, content, dry_run=False, file_name=None)
    async with inbox() as box:
        await endpoint(database, store, box.listener.url)
        with working(way, tmp_path), working(way, tmp_path):

            async def all_done() -> bool:
                states = [row["state"] for row in await database.all(IMPORTS, store.id)]
                return states == ["done"] * files and len(box.numbers) >= subscribers and await _settled(database, store)

            await until(all_done, seconds=120)

    assert [tuple(row) for row in await database.all(IMPORTS, store.id)] == [("done", 25)] * files
    assert tuple(await database.one(RENEWED, store.id) or ()) == (subscribers, subscribers)
    assert box.numbers == {row["number"] for row in await database.all(ORDERS, store.id)}
    assert len(box.times) == subscribers


async def test_sessions_and_limits_hold_on_both(way: str, make: Make, tmp_path: Path) -> None:
    account = await make.account()
    with redis_server.running() as valkey:
        async with pair(way, tmp_path, SERAI_RATE_LIMITS="on", SERAI_VALKEY_URL=valkey.url) as two:
            here, there = two.clients
            credentials = {"email": account.user.email, "password": PASSWORD}
            token = (await here.post(f"{SKALIA}/auth/login", json=credentials)).json()["access_token"]
            signed_in = {"Authorization": f"Bearer {token}"}
            before = [(await client.get(f"{SKALIA}/auth/me", headers=signed_in)).status_code for client in two.clients]
            await here.post(f"{SKALIA}/auth/logout", headers=signed_in)
            after = [(await client.get(f"{SKALIA}/auth/me", headers=signed_in)).status_code for client in (there, here)]

            rounds: list[list[int]] = []
            while len(rounds) < 4 and ONE_COUNT not in rounds:
                rounds.append(await _guesses(two, f"somebody-{len(rounds)}@example.com"))

    assert (before, after) == ([200, 200], [401, 401])
    # A busy machine is at times taken for one whose Valkey is away; counted by each on its own it is never ten.
    assert ONE_COUNT in rounds


async def _guesses(two: Pair, email: str) -> list[int]:
    """What a wrong password is answered, at either server in turns."""
    wrong = {"email": email, "password": "not this one"}
    return [(await two.post(f"{SKALIA}/auth/login", wrong)).status_code for _ in ONE_COUNT]


@ONLY_WITH_A_POOLER
async def test_the_pooler_keeps_to_its_sessions(pooled: str) -> None:
    """A hundred readers at once; and what a session would remember is asked of another one."""
    async with connect(pooled, Clock(), size=100) as database:
        rows = await asyncio.gather(*(database.value("select $1::int + 1", n) for n in range(100)))
        sessions = await database.value(SESSIONS)

    assert rows == list(range(1, 101))
    assert sessions <= POOL + 1
