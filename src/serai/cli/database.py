"""The database that a command works on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from serai import settings
from serai.kit import migrate as migrations
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from serai.kit.postgres import Cluster, InUse


@asynccontextmanager
async def located() -> AsyncIterator[str]:
    """The URL of the configured database; without one that of the embedded one, also while `serai up` runs it."""
    config = settings.load()
    cluster: Cluster | None = None
    url = config.database_url
    if url is None:
        try:
            cluster = await asyncio.to_thread(Cluster.start, config.data_dir)
            url = cluster.url
        except InUse as used:
            if used.url is None:
                raise
            url = used.url
    try:
        yield url
    finally:
        if cluster is not None:
            await asyncio.to_thread(cluster.stop)


@asynccontextmanager
async def opened(*, migrated: bool = True) -> AsyncIterator[Database]:
    """The database that is located; migrated unless told not to."""
    async with located() as url, connect(url, Clock()) as database:
        if migrated:
            await migrations.migrate(database)
        yield database


async def migrate(*, check: bool) -> int:
    """Apply what is pending, or only say what it is; then 1 means that something is."""
    async with opened(migrated=False) as database:
        names = await migrations.pending(database) if check else await migrations.migrate(database)
    for name in names:
        print(f"{'pending' if check else 'applied'} {name}")
    if not names:
        print("nothing to do")
    return 1 if check and names else 0
