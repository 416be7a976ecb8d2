"""Reservations: one piece each, held in a warehouse for some seconds."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.inventory import Claim, Lack, Reservation, VariantId, WarehouseId
from serai.dialects.scayle_admin.shapes.fields import Id, Text
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.kit.identifiers import Identifier

LONGEST: Final = 31_536_000
"""Seconds: a year."""
Ttl = Annotated[int, msgspec.Meta(ge=1, le=LONGEST, description="Seconds.")]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]


class ReservedVariantIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: Id | None = None
    reference_key: Text | None = None
    merchant_reference_key: Text | None = None

    @property
    def which(self) -> Identifier:
        return Identifier(self.id, self.reference_key if self.id is None else None, "")

    @property
    def is_ours(self) -> bool:
        return self.merchant_reference_key in (None, DEFAULT.reference_key)


class ReservationIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Key
    warehouse_reference_key: Text
    variant: ReservedVariantIn
    reservation_ttl: Ttl = 3600
    id: Id | None = None


class FailureOut(msgspec.Struct, frozen=True, rename="camel"):
    error_key: str
    message: str


class ReservationOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    reference_key: str
    id: int | UnsetType = UNSET
    reservation_ttl: int | UnsetType = UNSET
    error: FailureOut | UnsetType = UNSET


NO_STOCK: Final = FailureOut("VARIANT_NOT_FOUND", "No stock for this variant and warehouse.")
IN_USE: Final = FailureOut("RESERVATION_ALREADY_EXISTS", "There is a reservation with this reference key.")


def claims(
    entries: Sequence[ReservationIn],
    variants: Sequence[VariantId | None],
    warehouses: Mapping[str, WarehouseId],
    now: datetime,
) -> dict[int, Claim]:
    """What can be claimed, by the place of its entry: those whose variant and warehouse are known."""
    found: dict[int, Claim] = {}
    for i, (entry, variant) in enumerate(zip(entries, variants, strict=True)):
        warehouse = warehouses.get(entry.warehouse_reference_key)
        if variant is not None and warehouse is not None and entry.variant.is_ours:
            found[i] = Claim(
                reference_key=entry.reference_key,
                variant=variant,
                warehouse=warehouse,
                quantity=1,
                owner=f"key:{entry.reference_key}",
                until=now + timedelta(seconds=entry.reservation_ttl),
            )
    return found


def reservation_out(entry: ReservationIn, met: Reservation | Lack | None) -> ReservationOut:
    """`met` as inventory.reserve_each gives it."""
    if isinstance(met, Reservation):
        return ReservationOut(reference_key=entry.reference_key, id=met.id, reservation_ttl=entry.reservation_ttl)
    return ReservationOut(reference_key=entry.reference_key, error=IN_USE if met is None else NO_STOCK)
