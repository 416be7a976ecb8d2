"""Products of which something beside their own row has changed."""

from collections.abc import Sequence

from serai.core.catalog.read_full import portraits
from serai.core.catalog.read_many import by_ids
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.outbox import Event

TOUCH = "update products set version = version + 1, updated_at = $3 where store_id = $1 and id = any($2::bigint[])"


async def touch(tx: Tx, store: StoreId, products: Sequence[int]) -> None:
    """Give them a new version and say so. Two statements for all of them, and one for their events."""
    if not products:
        return
    await tx.run(TOUCH, store, list(products), tx.now)
    for product in await by_ids(tx, store, products):
        tx.emit(Event(store, "product.updated", product.id, product.version, product, portraits))
