"""The first stock of variants that were just made."""

from collections.abc import Sequence

from serai.core.inventory.levels import Level
from serai.core.stores import StoreId
from serai.kit.db import Tx

DEFAULT = "select id from warehouses where store_id = $1 and is_default"

STOCK = ("store_id", "variant_id", "warehouse_id", "on_hand", "reserved")
MOVEMENTS = ("store_id", "variant_id", "warehouse_id", "on_hand_change", "reserved_change", "reason", "created_at")


async def open_levels(tx: Tx, store: StoreId, levels: Sequence[Level], *, reason: str) -> None:
    """Put pieces of new variants on the default warehouse's shelves, with their movements. Three statements."""
    warehouse = await tx.value(DEFAULT, store)
    await tx.copy("stock", STOCK, [(store, level.variant, warehouse, level.sellable, 0) for level in levels])
    moved = [(store, level.variant, warehouse, level.sellable, 0, reason, tx.now) for level in levels if level.sellable]
    await tx.copy("stock_movements", MOVEMENTS, moved)
