"""Taking an import on: one worker has it, and when that one dies another goes on where it stopped."""

from datetime import timedelta
from typing import Final

from msgspec import Struct

from serai.core.stores import StoreId
from serai.core.transfer.model import ImportId
from serai.kit.db import Database, Tx

LEASE: Final = timedelta(seconds=60)
"""How long a worker may be silent before it counts as gone. A batch takes about half a second."""

TAKE_STORE = """
update stores_with_imports
   set leased_until = $2
 where store_id = (
   select store_id from stores_with_imports
    where leased_until is null or leased_until <= $1
    order by leased_until nulls first, store_id
    limit 1
      for update skip locked)
returning store_id
"""

CLAIM = """
update imports
   set state = 'running', attempt = attempt + 1, leased_until = $3, started_at = coalesce(started_at, $2)
 where store_id = $1 and id = (
   select id from imports
    where store_id = $1 and state in ('queued', 'running') and (leased_until is null or leased_until <= $2)
    order by id
    limit 1
      for update skip locked)
returning id, attempt, dry_run, last_line
"""

LOCK_STORE = "select store_id from stores_with_imports where store_id = $1 for update"
LEAVE_STORE = """
delete from stores_with_imports
 where store_id = $1 and not exists (
   select 1 from imports where store_id = $1 and state in ('queued', 'running'))
"""
FREE_STORE = """
update stores_with_imports
   set leased_until = (
     select min(coalesce(leased_until, '-infinity')) from imports where store_id = $1 and state in ('queued', 'running'))
 where store_id = $1
"""


class Claim(Struct, frozen=True):
    """An import that is ours as long as `attempt` is the number of its last claim."""

    store: StoreId
    id: ImportId
    attempt: int
    dry_run: bool
    last_line: int


async def take_store(database: Database) -> StoreId | None:
    """A store with imports that nobody is working on; None when there is none."""

    async def work(tx: Tx) -> StoreId | None:
        found = await tx.value(TAKE_STORE, tx.now, tx.now + LEASE)
        return None if found is None else StoreId(found)

    return await database.write(work)


async def claim(database: Database, store: StoreId) -> Claim | None:
    """The store's oldest import that nobody is working on; None when there is none."""

    async def work(tx: Tx) -> Claim | None:
        row = await tx.one(CLAIM, store, tx.now, tx.now + LEASE)
        return None if row is None else Claim(store, ImportId(row["id"]), row["attempt"], row["dry_run"], row["last_line"])

    return await database.write(work)


async def leave_store(database: Database, store: StoreId) -> None:
    """Take the store off the list when nothing is left for it, else give it back.

    The lock comes first: who asks for an import holds it until that is committed, so that the look behind it sees the import.
    """

    async def work(tx: Tx) -> None:
        await tx.run(LOCK_STORE, store)
        await tx.run(LEAVE_STORE, store)
        await tx.run(FREE_STORE, store)

    await database.write(work)
