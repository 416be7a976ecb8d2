"""Forward-only SQL migrations: `NNNN_what.sql` files, each applied once, in order, in a transaction of its own.

An empty database gets all of them in one, which is quicker. Elsewhere a shop goes on selling meanwhile, so no migration
waits in line for long: whoever came after it would wait too.
"""

import asyncio
import time
from importlib.resources import files
from typing import Final

from serai.kit.db import Again, Database, Db, Tx
from serai.kit.errors import Unavailable

FOLDER = files("serai") / "migrations"

TABLE = "create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())"
ANY = "select exists (select from schema_migrations)"
APPLIED = "select name from schema_migrations"
RECORD = "insert into schema_migrations (name) values ($1)"
EXISTS = "select to_regclass('schema_migrations') is not null"

# One migrator at a time; the number is the product's own.
LOCK = "select pg_advisory_xact_lock(5372419)"
# Below PostgreSQL's deadlock_timeout: of a migration and a request that wait for each other, the migration gives way.
GIVE_WAY = "set local lock_timeout = '500ms'"
OLDEST = """
select application_name || ' (process ' || pid || ', since ' || to_char(xact_start, 'HH24:MI:SS') || ' UTC)'
  from pg_stat_activity
 where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
 order by xact_start
 limit 1
"""

REST: Final = 1.0
"""Seconds for what queued up behind a migration that gave way."""
PATIENCE: Final = 60.0
"""Seconds after which a migration that always had to give way is given up."""


def known() -> list[str]:
    """Every migration there is, in order."""
    return sorted(entry.name for entry in FOLDER.iterdir() if entry.name[:4].isdigit() and entry.name.endswith(".sql"))


async def pending(db: Db) -> list[str]:
    """Those that the database has not seen."""
    applied = {row["name"] for row in await db.all(APPLIED)} if await db.value(EXISTS) else set()
    return [name for name in known() if name not in applied]


async def migrate(database: Database, *, patience: float = PATIENCE) -> list[str]:
    """Apply what is pending and return the names. Safe to run from several places at once, and while a shop sells.

    Raises: Unavailable when a table stays in use for longer than `patience` seconds; what was applied before stays.
    """
    async with database.begin() as tx:
        await tx.run(LOCK)
        await tx.script(TABLE)
        if not await tx.value(ANY):
            return [await _run(tx, name) for name in known()]
    return [name for name in await pending(database) if await _persist(database, name, patience)]


async def _persist(database: Database, name: str, patience: float) -> bool:
    """Try until the tables can be had; whether it was applied here."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return await _apply(database, name)
        except Again:
            if time.monotonic() >= deadline:
                oldest = await database.value(OLDEST)
                raise Unavailable(reason=f"{name}: its tables stay in use; the oldest transaction: {oldest}") from None
        await asyncio.sleep(REST)


async def _apply(database: Database, name: str) -> bool:
    async with database.begin() as tx:
        await tx.run(LOCK)
        if name not in await pending(tx):
            return False
        await tx.script(GIVE_WAY)
        await _run(tx, name)
    return True


async def _run(tx: Tx, name: str) -> str:
    await tx.script((FOLDER / name).read_text())
    await tx.run(RECORD, name)
    return name
