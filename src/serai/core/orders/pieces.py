"""Orders piece by piece: one of a line's quantity each, with its own price and its own way. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NewType

import msgspec

from serai.core.orders.model import Line, Order, OrderId, State
from serai.core.stores import ShopCountryId
from serai.kit.money import allocate

PieceId = NewType("PieceId", int)
ShipmentId = NewType("ShipmentId", int)

_BITS: Final = 20
"""A line has at most a million pieces; its id and a piece's number together name the piece for good."""


class Shipment(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one order that left together. `return_code` is what comes with them for the way back."""

    id: ShipmentId
    key: str
    carrier: str | None
    return_code: str | None
    shipped_at: datetime


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to one piece. `number` counts from 0 within its line; `refunded_minor` None: not by itself."""

    line_id: int
    number: int
    shipment_id: ShipmentId | None = None
    return_key: str | None = None
    shipped_at: datetime | None = None
    cancelled_at: datetime | None = None
    returned_at: datetime | None = None
    return_reason: str | None = None
    custom_data: dict[str, Any] | None = None
    refunded_minor: int | None = None

    @property
    def is_open(self) -> bool:
        return self.shipped_at is None and self.cancelled_at is None


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """An order with all that is known of it. `details` is what another system said of an order that it sent us.

    `fates` are those of pieces that something happened to.
    """

    order: Order
    shop_country: ShopCountryId | None
    reference_key: str | None
    billing: dict[str, Any] | None
    details: dict[str, Any] | None
    custom_data: dict[str, Any] | None
    fates: tuple[Fate, ...]
    shipments: tuple[Shipment, ...]

    @property
    def id(self) -> OrderId:
        return self.order.id


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of a line. Minor units: `net_minor` after its share of the discount, `tax_minor` on top of it."""

    id: PieceId
    line: Line
    fate: Fate
    discount_minor: int
    net_minor: int
    tax_minor: int

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.tax_minor


def piece_id(line: int, number: int) -> PieceId:
    """The id under which a piece is known outside."""
    return PieceId(line << _BITS | number)


def pieces_of(whole: Whole) -> Iterator[Piece]:
    """In the order of the lines. What the parts of a line are worth adds up to the line, to the minor unit."""
    fates = {(fate.line_id, fate.number): fate for fate in whole.fates}
    for line in whole.order.lines:
        discounts = allocate(line.discount_minor, [1] * line.quantity)
        taxes = allocate(line.tax_minor, [1] * line.quantity)
        for number in range(line.quantity):
            fate = fates.get((line.id, number)) or _unseen(whole.order, line.id, number)
            yield Piece(
                id=piece_id(line.id, number),
                line=line,
                fate=fate,
                discount_minor=discounts[number],
                net_minor=line.unit_minor - discounts[number],
                tax_minor=taxes[number],
            )


def by_id(whole: Whole) -> Mapping[PieceId, Piece]:
    """Every piece of the order."""
    return {piece.id: piece for piece in pieces_of(whole)}


def kept_minor(whole: Whole) -> int:
    """What those pieces are worth that neither were cancelled nor came back, after discount and without tax."""
    kept = (piece for piece in pieces_of(whole) if piece.fate.cancelled_at is None and piece.fate.returned_at is None)
    return sum(piece.net_minor for piece in kept)


def _unseen(order: Order, line: int, number: int) -> Fate:
    """A piece that went the way of its order."""
    if order.shipped_at is not None:
        return Fate(line_id=line, number=number, shipped_at=order.shipped_at)
    if order.state in (State.CANCELLED, State.REFUNDED):
        return Fate(line_id=line, number=number, cancelled_at=order.updated_at)
    return Fate(line_id=line, number=number)
