"""Forward-only SQL migrations: `NNNN_what.sql` files, each applied once, in order, in a transaction of its own."""

from importlib.resources import files

from serai.kit.db import Database, Db

FOLDER = files("serai") / "migrations"

TABLE = "create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())"
APPLIED = "select name from schema_migrations"
RECORD = "insert into schema_migrations (name) values ($1)"
EXISTS = "select to_regclass('schema_migrations') is not null"

# One migrator at a time; the number is the product's own.
LOCK = "select pg_advisory_xact_lock(5372419)"
PATIENCE = "set local lock_timeout = '10s'"


def known() -> list[str]:
    """Every migration there is, in order."""
    return sorted(entry.name for entry in FOLDER.iterdir() if entry.name[:4].isdigit() and entry.name.endswith(".sql"))


async def pending(db: Db) -> list[str]:
    """Those that the database has not seen."""
    applied = {row["name"] for row in await db.all(APPLIED)} if await db.value(EXISTS) else set()
    return [name for name in known() if name not in applied]


async def migrate(database: Database) -> list[str]:
    """Apply what is pending and return the names. Safe to run from several places at once."""
    async with database.begin() as tx:
        await tx.run(LOCK)
        await tx.script(TABLE)
    done: list[str] = []
    for name in await pending(database):
        async with database.begin() as tx:
            await tx.run(LOCK)
            if name not in await pending(tx):
                continue
            await tx.script(PATIENCE)
            await tx.script((FOLDER / name).read_text())
            await tx.run(RECORD, name)
            done.append(name)
    return done
