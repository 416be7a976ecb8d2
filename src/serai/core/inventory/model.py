"""Stock figures. All quantities are pieces."""

from typing import NewType

import msgspec

VariantId = NewType("VariantId", int)
WarehouseId = NewType("WarehouseId", int)

MOST = 2_147_483_647
"""The largest quantity anything may have."""


class Shelf(msgspec.Struct, frozen=True):
    """One variant in one warehouse, locked by the transaction that read it."""

    variant: VariantId
    warehouse: WarehouseId
    on_hand: int
    reserved: int

    @property
    def sellable(self) -> int:
        return self.on_hand - self.reserved


class Allocation(msgspec.Struct, frozen=True):
    """Pieces of a variant that one warehouse promised to an order."""

    variant: VariantId
    warehouse: WarehouseId
    quantity: int
