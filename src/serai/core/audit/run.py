"""Going through every store."""

from collections.abc import AsyncIterator
from typing import Final

import msgspec

from serai.core.audit import goods, trade
from serai.core.stores import StoreId
from serai.kit.db import Database, Db

STORES: Final = "select id from stores where id > $1 order by id limit 100"

CHECKS: Final = goods.CHECKS | trade.CHECKS


class Finding(msgspec.Struct, frozen=True):
    """Something that cannot be, in one sentence: `check` is the invariant's name."""

    store: StoreId
    check: str
    text: str


async def audit(database: Database) -> AsyncIterator[Finding]:
    """Every breach in every store. Each store is read in one snapshot, so that requests under way do not matter."""
    last = 0
    while rows := await database.all(STORES, last):
        for row in rows:
            last = row["id"]
            async with database.snapshot() as db:
                findings = await audit_store(db, StoreId(last))
            for finding in findings:
                yield finding


async def audit_store(db: Db, store: StoreId) -> list[Finding]:
    """Every breach in one store, with what the transaction itself has written."""
    return [Finding(store, name, row["text"]) for name, sql in CHECKS.items() for row in await db.all(sql, store)]
