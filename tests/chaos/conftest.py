"""A database of the test's own, served by real processes; a test with other needs has fixtures of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from tests.chaos.server import Server, serving
from tests.conftest import clone, make_services
from tests.factories import Make


@pytest.fixture
async def url(server_url: str) -> AsyncIterator[str]:
    async with clone(server_url) as made:
        yield made


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with connect(url, Clock(), size=5) as made:
        yield made


@pytest.fixture
def make(database: Database) -> Make:
    return Make(make_services(database))


@pytest.fixture
async def server(url: str, tmp_path: Path, database: Database) -> AsyncIterator[Server]:
    async with serving(url, tmp_path, workers=2) as made:
        yield made
