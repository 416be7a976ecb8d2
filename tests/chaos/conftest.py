"""A database of the test's own, served by real processes, and sound when all of them are gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from serai.core.audit import audit
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from tests.chaos.server import Server, serving
from tests.conftest import clone

AT_ONCE = 20
"""Connections of the test itself."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of a test's own tasks wait in turns for its few connections."""
    monkeypatch.setattr("serai.kit.db.PATIENCE", 60.0)


@asynccontextmanager
async def sound(server_url: str) -> AsyncIterator[str]:
    """A database: whatever is done to it, the audit finds nothing in it afterwards."""
    async with clone(server_url) as made:
        yield made
        async with connect(made, Clock()) as database:
            assert [finding async for finding in audit(database)] == []


@pytest.fixture
async def url(server_url: str) -> AsyncIterator[str]:
    async with sound(server_url) as made:
        yield made


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with connect(url, Clock(), size=AT_ONCE) as made:
        yield made


@pytest.fixture
async def server(url: str, tmp_path: Path, database: Database) -> AsyncIterator[Server]:
    async with serving(url, tmp_path, workers=2) as made:
        yield made
