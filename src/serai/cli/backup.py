"""The whole database into a file, and back."""

from pathlib import Path

from serai.cli import Failed
from serai.cli.database import located
from serai.kit import backup as kit
from serai.kit import migrate
from serai.kit.clock import Clock
from serai.kit.db import connect


async def backup(file: Path) -> int:
    """Write the file and print what is in it. Goes on while the server works: what it holds is of one moment."""
    async with located() as url, connect(url, Clock()) as database:
        print(await kit.backup(database, url, file))
    return 0


async def restore(file: Path) -> int:
    """Fill an empty database and print what is in it then, in the words of `backup`."""
    async with located() as url, connect(url, Clock()) as database:
        try:
            print(await kit.restore(database, url, file))
        except kit.NotEmpty:
            raise Failed(
                "the database is not empty: set SERAI_DATABASE_URL to a new one, or SERAI_DATA_DIR to an empty folder"
            ) from None
        pending = await migrate.pending(database)
    if pending:
        print(f"made before {len(pending)} of today's migrations: `serai migrate` applies them")
    return 0
