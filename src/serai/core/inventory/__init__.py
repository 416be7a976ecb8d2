"""What is where and how much of it is promised: stock per variant and warehouse, with a ledger of every movement.

Knows variants and orders only by their ids. Sellable = `on_hand` − `reserved`; the ledger's sums are those two figures.
"""

from serai.core.inventory.levels import Level, set_levels
from serai.core.inventory.model import MOST, Allocation, Shelf, VariantId, WarehouseId
from serai.core.inventory.promise import consume, release, spread

__all__ = [
    "MOST",
    "Allocation",
    "Level",
    "Shelf",
    "VariantId",
    "WarehouseId",
    "consume",
    "release",
    "set_levels",
    "spread",
]
