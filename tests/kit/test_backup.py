"""A backup is of one moment, whatever is being written meanwhile, and comes back as it was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from serai.core import orders
from serai.core.audit import audit
from serai.core.webhooks import Format, events_after
from serai.kit import backup, migrate
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from serai.kit.postgres import DumpFailed
from tests.conftest import clone, make_services
from tests.factories import Make
from tests.kit.databases import empty


@asynccontextmanager
async def _two(server: str) -> AsyncIterator[tuple[Database, str, Database, str]]:
    """A migrated database and an empty one, each with its URL."""
    async with (
        clone(server) as full,
        empty(server) as blank,
        connect(full, Clock(), size=20) as source,
        connect(blank, Clock()) as target,
    ):
        yield source, full, target, blank


async def test_what_was_written_comes_back(server_url: str, tmp_path: Path) -> None:
    async with _two(server_url) as (source, url, target, blank):
        make = Make(make_services(source))
        store = await make.store()
        await make.order(store, state=orders.State.SHIPPED)

        written = await backup.backup(source, url, tmp_path / "b")
        restored = await backup.restore(target, blank, tmp_path / "b")

        assert written == restored == await backup.summary(source)
        assert not written.startswith("0 rows")
        assert await migrate.pending(target) == []
        assert [finding async for finding in audit(target)] == []
        await Make(make_services(target)).order(store)  # ids go on where they were


async def test_a_backup_amid_orders_is_of_one_moment(server_url: str, tmp_path: Path) -> None:
    async with _two(server_url) as (source, url, target, blank):
        make = Make(make_services(source))
        store = await make.store()
        product = await make.product(store, stock=1000)
        done = asyncio.Event()

        async def sell() -> int:
            sold = 0
            while not done.is_set():
                await make.order(store, product)
                sold += 1
            return sold

        sellers = [asyncio.create_task(sell()) for _ in range(4)]
        await asyncio.sleep(0.2)
        written = await backup.backup(source, url, tmp_path / "b")
        done.set()
        assert sum(await asyncio.gather(*sellers)) > 0

        assert await backup.restore(target, blank, tmp_path / "b") == written
        assert [finding async for finding in audit(target)] == []
        assert written != await backup.summary(source)


async def test_the_feed_goes_on_after_a_restore(server_url: str, tmp_path: Path) -> None:
    """Transactions of another server may be numbered far beyond this one's."""
    async with _two(server_url) as (source, url, target, blank):
        store = await Make(make_services(source)).store()
        await Make(make_services(source)).order(store)
        await source.run("update events set transaction_id = '999999999999' where store_id = $1", store.id)
        await backup.backup(source, url, tmp_path / "b")
        await backup.restore(target, blank, tmp_path / "b")

        async with asyncio.timeout(60):
            while not await events_after(target, [store.id], Format.SKALIA, after=None, limit=10):
                continue  # held back while other databases' transactions run


async def test_only_an_empty_database_is_restored_into(server_url: str, tmp_path: Path) -> None:
    async with _two(server_url) as (source, url, _, __):
        await backup.backup(source, url, tmp_path / "b")

        with pytest.raises(backup.NotEmpty):
            await backup.restore(source, url, tmp_path / "b")


async def test_a_file_that_is_no_backup_leaves_nothing(server_url: str, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("not a backup")
    async with _two(server_url) as (_, __, target, blank):
        with pytest.raises(DumpFailed):
            await backup.restore(target, blank, tmp_path / "b")

        assert await target.all(backup.TABLES) == []


async def test_a_file_that_ends_early_leaves_nothing(server_url: str, tmp_path: Path) -> None:
    async with _two(server_url) as (source, url, target, blank):
        make = Make(make_services(source))
        await make.order(await make.store())
        await backup.backup(source, url, tmp_path / "b")
        whole = (tmp_path / "b").read_bytes()
        (tmp_path / "b").write_bytes(whole[: len(whole) * 3 // 4])

        with pytest.raises(DumpFailed):
            await backup.restore(target, blank, tmp_path / "b")

        assert await target.all(backup.TABLES) == []


async def test_a_backup_that_fails_leaves_no_file(server_url: str, tmp_path: Path) -> None:
    async with _two(server_url) as (source, url, _, __):
        with pytest.raises(DumpFailed):
            await backup.backup(source, url.replace("/serai_", "/nowhere_"), tmp_path / "b")

        assert not [*tmp_path.iterdir()]  # noqa: ASYNC240 - a folder of the test
