"""A migration waits for nobody for long: a shop that sells must not queue up behind it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from serai.kit import migrate
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from serai.kit.errors import Unavailable
from tests.conftest import clone
from tests.kit.databases import empty

WAITING = "select count(*) from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation = 'orders'::regclass"
COLUMN = "select count(*) from information_schema.columns where table_name = 'orders' and column_name = 'gift'"
NAME = "9999_gifts.sql"
DEADLINE = 60.0


@pytest.fixture
async def database(server_url: str) -> AsyncIterator[Database]:
    async with clone(server_url) as url, connect(url, Clock(), size=5) as made:
        yield made


@pytest.fixture(autouse=True)
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One more than the database has seen."""
    (tmp_path / NAME).write_text("create table gifts (id bigint primary key);\nalter table orders add column gift text;\n")
    monkeypatch.setattr(migrate, "FOLDER", tmp_path)
    return tmp_path


async def test_requests_go_on_while_a_long_read_holds_a_migration_up(database: Database) -> None:
    """Had it waited in line until the read ends, whoever came after it would wait as long."""
    async with asyncio.timeout(DEADLINE):
        async with database.snapshot() as reading:
            await reading.all("select id from orders")
            migrating = asyncio.create_task(migrate.migrate(database))
            for _ in range(3):
                while not await database.value(WAITING):
                    assert not migrating.done()
                await database.all("select number from orders")  # came after it, and is through before it
                assert not migrating.done()

        assert await migrating == [NAME]
    assert await database.value(COLUMN) == 1


async def test_a_migration_that_never_gets_through_says_why_and_leaves_nothing(database: Database) -> None:
    async with asyncio.timeout(DEADLINE), database.snapshot() as reading:
        await reading.all("select id from orders")

        with pytest.raises(Unavailable) as given_up:
            await migrate.migrate(database, patience=0)

    assert given_up.value.reason.startswith(f"{NAME}: its tables stay in use; the oldest transaction: serai (process ")
    assert await migrate.pending(database) == [NAME]
    assert await database.value("select to_regclass('gifts') is null")
    assert await migrate.migrate(database) == [NAME]


async def test_two_at_once_apply_each_migration_once(database: Database) -> None:
    async with asyncio.timeout(DEADLINE):
        both = await asyncio.gather(migrate.migrate(database), migrate.migrate(database))

    assert sorted(map(tuple, both)) == [(), (NAME,)]


async def test_an_empty_database_gets_all_of_them_or_none(server_url: str, migrations: Path) -> None:
    (migrations / "9998_first.sql").write_text("create table gifts (id bigint primary key);\n")
    async with empty(server_url) as url, connect(url, Clock()) as database:
        with pytest.raises(asyncpg.DuplicateTableError):
            await migrate.migrate(database)
        assert await database.value("select to_regclass('gifts') is null")

        (migrations / NAME).write_text("create table more_gifts (id bigint primary key);\n")
        assert await migrate.migrate(database) == ["9998_first.sql", NAME]
