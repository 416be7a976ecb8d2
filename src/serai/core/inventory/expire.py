"""Giving back what ran out, without anybody asking.

Every reservation left a row that says when to look. The row goes in the transaction that looks, so a worker that is killed
leaves it to the next one; and it goes before the look, so what is committed meanwhile is seen.
"""

from typing import Final

from serai.core.inventory import levels
from serai.core.inventory.give_back import give_back
from serai.core.stores import StoreId
from serai.core.stores.due import taken_from
from serai.kit.db import Database, Tx

MOST: Final = 500
"""Reservations in one transaction, and then some: all that ran out on their shelves."""

TAKE: Final = taken_from("stores_with_reservations")

DUE: Final = """
select d.variant_id, count(*) as count
  from (select variant_id from reservations where store_id = $1 and expires_at <= $2 order by expires_at limit $3) d
 group by d.variant_id
 order by d.variant_id
"""

AGAIN: Final = "insert into stores_with_reservations (store_id, due_at) values ($1, $2)"


async def expire_due(database: Database) -> int:
    """Give back what ran out in one store; 0 when nothing did anywhere. Any number of workers may do it at once."""

    async def work(tx: Tx) -> int:
        rows = await tx.all(TAKE, tx.now)
        if not rows:
            return 0
        store = StoreId(rows[0]["store_id"])
        due = await tx.all(DUE, store, tx.now, MOST)
        variants = [row["variant_id"] for row in due]
        if variants:
            await tx.all(levels.LOCK, store, variants)
            await give_back(tx, store, variants, owner=None)
        if sum(row["count"] for row in due) == MOST:
            await tx.run(AGAIN, store, tx.now)
        return 1

    return await database.write(work)
