"""What is where and how much of it is promised: stock per variant and warehouse, with a ledger of every movement.

Knows variants and orders only by their ids. Sellable = `on_hand` − `reserved`; the ledger's sums are those two figures.
`reserved` counts what orders were promised and what is held for a while; what was held for too long is given back by the
worker, and before that by whoever needs the pieces.
"""

from serai.core.inventory.adjust import Adjustment, adjust
from serai.core.inventory.country_warehouses import Source, attach, change_source, detach, sources
from serai.core.inventory.counts import set_level_at, set_without_stock, stocks_of, stocks_of_all
from serai.core.inventory.errors import Lack, NotEnough, WarehouseInUse
from serai.core.inventory.expire import expire_due
from serai.core.inventory.give_back import Freed, give_back
from serai.core.inventory.levels import Level, set_levels
from serai.core.inventory.model import (
    MOST,
    Allocation,
    Claim,
    Piece,
    Reservation,
    ReservationId,
    Shelf,
    Stock,
    VariantId,
    WarehouseId,
)
from serai.core.inventory.promise import consume, promise, release, settle_part, spread, withdraw
from serai.core.inventory.reserve import extend, held_by, hold, release_owner, reserve, reserve_each, unreserve
from serai.core.inventory.warehouses import (
    Kind,
    NewWarehouse,
    Status,
    Warehouse,
    WarehouseChange,
    create_warehouse,
    edit_warehouse,
    remove_warehouse,
    warehouse,
    warehouses,
)

__all__ = [
    "MOST",
    "Adjustment",
    "Allocation",
    "Claim",
    "Freed",
    "Kind",
    "Lack",
    "Level",
    "NewWarehouse",
    "NotEnough",
    "Piece",
    "Reservation",
    "ReservationId",
    "Shelf",
    "Source",
    "Status",
    "Stock",
    "VariantId",
    "Warehouse",
    "WarehouseChange",
    "WarehouseId",
    "WarehouseInUse",
    "adjust",
    "attach",
    "change_source",
    "consume",
    "create_warehouse",
    "detach",
    "edit_warehouse",
    "expire_due",
    "extend",
    "give_back",
    "held_by",
    "hold",
    "promise",
    "release",
    "release_owner",
    "remove_warehouse",
    "reserve",
    "reserve_each",
    "set_level_at",
    "set_levels",
    "set_without_stock",
    "settle_part",
    "sources",
    "spread",
    "stocks_of",
    "stocks_of_all",
    "unreserve",
    "warehouse",
    "warehouses",
    "withdraw",
]
