"""Stock figures. All quantities are pieces."""

from datetime import date, datetime
from typing import NewType

import msgspec

VariantId = NewType("VariantId", int)
WarehouseId = NewType("WarehouseId", int)
ReservationId = NewType("ReservationId", int)

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


class Piece(msgspec.Struct, frozen=True):
    """So many of a variant, to be held; from any warehouse when none is named."""

    variant: VariantId
    quantity: int
    warehouse: WarehouseId | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one shelf to hold under a name of their own, until a moment of their own."""

    reference_key: str
    variant: VariantId
    warehouse: WarehouseId
    quantity: int
    owner: str
    until: datetime


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces held for an owner. They are sellable again from `expires_at` on."""

    id: ReservationId
    reference_key: str | None
    owner: str
    variant: VariantId
    warehouse: WarehouseId
    quantity: int
    expires_at: datetime


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """What one warehouse has of a variant, with what was said about it.

    `changed_at` is when it was last counted, in the words of the one who counted.
    """

    variant: VariantId
    warehouse: WarehouseId
    warehouse_key: str
    on_hand: int
    reserved: int
    sellable_without_stock: bool
    changed_at: datetime | None
    expected_on: date | None

    @property
    def sellable(self) -> int:
        return self.on_hand - self.reserved
