"""The whole database into a file and back, and how to tell that both are the same."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from serai.kit.db import Database, Db
from serai.kit.postgres import dump

VERSION: Final = "select current_setting('server_version_num')::int / 10000"
SNAPSHOT: Final = "select pg_export_snapshot()"
# Which transaction told an event is each server's own affair.
TABLES: Final = """
select c.relname::text as name,
       array(select quote_ident(a.attname) from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'transaction_id'
              order by a.attname) as columns
  from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
 order by 1
"""
# What a row looks like as text, wherever this runs.
SPELLING: Final = "select set_config('datestyle', 'ISO', true), set_config('bytea_output', 'hex', true)"
# A feed reads events below the oldest transaction under way: those of another server would seem to lie in its future.
STORES: Final = "select id from stores order by id"
REBASE: Final = "update events set transaction_id = pg_current_xact_id() where store_id = $1"


class NotEmpty(Exception):
    """There are tables already."""


async def backup(database: Database, url: str, file: Path) -> str:
    """Write all that there is at one moment, while others go on working; the summary of what was written.

    Raises: NoServer without a program that can, DumpFailed.
    """
    async with database.snapshot() as db:
        await dump.dump(url, file, server=await db.value(VERSION), snapshot=await db.value(SNAPSHOT))
        return await summary(db)


async def restore(database: Database, url: str, file: Path) -> str:
    """Fill the empty database and return the summary of what it has then. Raises: NotEmpty, NoServer, DumpFailed."""
    if await database.all(TABLES):
        raise NotEmpty
    await dump.restore(url, file, server=await database.value(VERSION))
    async with database.begin() as tx:
        for store in await tx.all(STORES):
            await tx.run(REBASE, store["id"])
    await database.script("analyze")  # until then every plan would be a guess
    async with database.snapshot() as db:
        return await summary(db)


async def summary(db: Db) -> str:
    """How many rows, and a sum over all of them that is the same for the same data."""
    rows, total = 0, 0
    await db.all(SPELLING)
    for table in await db.all(TABLES):
        found = await db.one(_digest(table["name"], table["columns"]))
        if found is not None:
            rows += found["rows"]
            total = (total * 31 + int(found["digest"])) % 2**64
    return f"{rows:,} rows, checksum {total:016x}"


def _digest(table: str, columns: Sequence[str]) -> str:
    """Of every row, whatever the order they lie in."""
    row = f"('x' || left(md5(row({', '.join(columns)})::text), 15))::bit(60)::bigint"
    return f"select count(*) as rows, coalesce(sum({row}), 0) as digest from {table}"
