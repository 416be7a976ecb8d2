"""A database server for the run, a clone of the migrated template per worker, clients. Nothing else."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import httpx
import pytest

from serai import settings
from serai.app import compose
from serai.front import Front
from serai.kit.clock import Clock, FrozenClock
from serai.kit.crypto import Passwords, Vault
from serai.kit.db import Database, Quiet, connect
from serai.kit.limits import Memory
from serai.kit.migrate import migrate
from serai.kit.pages import Boundaries
from serai.kit.postgres import Binaries, Cluster, installed
from serai.payzone.config import Config
from serai.payzone.sandbox import Sandbox
from serai.wire.call import Services
from tests.evidence import evidence  # noqa: F401 - a fixture for all
from tests.factories import Make
from tests.names import Names

SERVER = "SERAI_TEST_SERVER"
"""URL of a server to test on; unset: one of our own for this run."""
VERSION = "SERAI_TEST_POSTGRES"
"""The major version that a server of our own must have; unset: any."""
TEMPLATE = "serai_template"
PAYZONE_KEY = "a notification key for tests"
NOW = datetime(2026, 4, 8, 10, 0, 0, tzinfo=UTC)


# ── the server, once per run: the first process starts it and the workers inherit its URL ──


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    if os.environ.get(SERVER):
        asyncio.run(_make_template(os.environ[SERVER]))
        return
    folder = Path(tempfile.mkdtemp(prefix="serai-tests-", dir="/var/tmp" if Path("/var/tmp").is_dir() else None))
    folder.chmod(0o711)
    cluster = Cluster.start(folder / "data", candidates=_candidates())
    os.environ[SERVER] = cluster.url
    asyncio.run(_make_template(cluster.url))
    config.add_cleanup(lambda: (cluster.stop(), os.environ.pop(SERVER), shutil.rmtree(folder, ignore_errors=True)))


def _candidates() -> list[Binaries] | None:
    """None: the best there is."""
    asked = os.environ.get(VERSION)
    return None if not asked else [found for found in installed() if found.version == int(asked)]


async def _make_template(url: str) -> None:
    await _run(url, f"drop database if exists {TEMPLATE}", f"create database {TEMPLATE}")
    async with connect(_named(url, TEMPLATE), Clock()) as database:
        await migrate(database)


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _named(url: str, name: str) -> str:
    """The same server, another database."""
    start, _, query = url.partition("?")
    return f"{start.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def server_url() -> str:
    return os.environ[SERVER]


@asynccontextmanager
async def clone(url: str, *, template: str = TEMPLATE) -> AsyncIterator[str]:
    """A database of its own, made from the template and dropped afterwards."""
    name = f"serai_{uuid.uuid4().hex[:12]}"
    for attempt in range(40):  # two workers cannot copy the template at the same moment
        try:
            await _run(url, f"create database {name} template {template}")
            break
        except asyncpg.ObjectInUseError:
            if attempt == 39:
                raise
            await asyncio.sleep(0.1)
    try:
        yield _named(url, name)
    finally:
        await _run(url, f"drop database if exists {name} with (force)")


@pytest.fixture(scope="session")
async def database_url(server_url: str) -> AsyncIterator[str]:
    async with clone(server_url) as url:
        yield url


@pytest.fixture(scope="session")
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_url, connection_class=Quiet, server_settings={"jit": "off"})
    yield connection
    await connection.close()


# ── one test ──


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
async def database(connection: asyncpg.Connection, clock: FrozenClock) -> AsyncIterator[Database]:
    """Rolled back after the test. One connection: what runs at the same time needs `committed`."""

    @asynccontextmanager
    async def acquire() -> AsyncIterator[asyncpg.Connection]:
        yield connection

    transaction = connection.transaction()
    await transaction.start()
    yield Database(acquire, clock)
    await transaction.rollback()


@pytest.fixture
async def committed(server_url: str) -> AsyncIterator[Database]:
    """A database of the test's own with a pool, real commits and the real time; for what happens at the same time."""
    async with clone(server_url) as url, connect(url, Clock(), size=20) as database:
        yield database


def make_services(database: Database, *, limits_on: bool = False) -> Services:
    return Services(
        database=database,
        clock=database.clock,
        vault=Vault("a secret for tests"),
        passwords=Passwords(time_cost=1, memory_kib=8),
        limiter=Memory(database.clock),
        boundaries=Boundaries(),
        limits_on=limits_on,
        extras={"payzone": Sandbox(Config(keys=(PAYZONE_KEY,))), "dns": Names()},
    )


@pytest.fixture
def services(database: Database) -> Services:
    return make_services(database)


@pytest.fixture
def config(tmp_path: Path) -> settings.Settings:
    return settings.load({"SERAI_DATA_DIR": str(tmp_path), "SERAI_SECRET_KEY": "a secret for tests"})


@pytest.fixture
def front(config: settings.Settings, services: Services) -> Front:
    return compose(config, services)


@asynccontextmanager
async def client(front: Front, base: str, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app in this process."""
    transport = httpx.ASGITransport(app=front)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://testserver{base}", headers=headers) as made:
        yield made


@pytest.fixture
async def skalia(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """SKALIA without a credential; set `skalia.headers["Authorization"]`."""
    async with client(front, "/skalia/api/v1") as made:
        yield made


@pytest.fixture
async def salloq(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """Salloq without a credential; set `salloq.headers["X-API-Key"]`."""
    async with client(front, "/salloq/api") as made:
        yield made


@pytest.fixture
def make(services: Services) -> Make:
    return Make(services)
